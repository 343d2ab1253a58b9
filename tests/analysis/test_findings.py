import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import findings

TABLE = pd.DataFrame({"n": [10, 50, None, 20, 20]}, index=["d", "a", "e", "c", "b"])


def test_smallest_half():
    assert findings.smallest_half(TABLE, "n") == findings.Half(1, 0.5, ("a",))
    assert findings.smallest_half(TABLE, "n", of=0.6) == findings.Half(2, 0.7, ("a", "b"))
    assert findings.smallest_half(pd.DataFrame({"n": [0, 0]}), "n") is None


@settings(deadline=None)
@given(st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(any), st.floats(0.01, 1))
def test_one_row_fewer_never_reaches_the_share(values, of):
    half = findings.smallest_half(pd.DataFrame({"n": values}), "n", of)
    largest_first = sorted(values, reverse=True)
    assert sum(largest_first[: half.count]) / sum(values) >= of - 1e-9
    assert sum(largest_first[: half.count - 1]) / sum(values) < of


def test_top_bottom_and_spread():
    assert findings.top(TABLE, "n") == findings.Top("a", 50, 0.5)
    assert findings.bottom(TABLE, "n") == findings.Top("d", 10, 0.1)
    assert findings.spread(TABLE, "n").times == 5
    assert findings.spread(TABLE.loc[["a"]], "n") is None
    assert findings.top(TABLE.loc[["e"]], "n") is None
    assert findings.spread(pd.DataFrame({"n": [0, 4]}), "n").times is None


def test_equal_values_take_the_order_of_the_index():
    assert findings.top(TABLE.loc[["c", "b"]], "n").id == "b"
    assert findings.bottom(TABLE.loc[["c", "b"]], "n").id == "b"


def test_against_a_reference():
    assert findings.against(TABLE, "n", 20) == findings.Against(("a",), ("b", "c"), ("d",))


def test_negative_amounts_are_refused():
    with pytest.raises(ValueError, match="negative"):
        findings.smallest_half(pd.DataFrame({"n": [-1, 2]}), "n")
