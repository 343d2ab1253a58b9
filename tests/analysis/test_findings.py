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


def test_equal_values_take_the_order_of_the_index_and_are_all_told():
    for end in (findings.top, findings.bottom):
        found = end(TABLE.loc[["c", "b"]], "n")
        assert (found.id, found.also, found.ids) == ("b", ("c",), ("b", "c"))
    spread = findings.spread(pd.DataFrame({"n": [1, 5, 1, 5, 3]}), "n")
    assert (spread.highest.ids, spread.lowest.ids) == ((1, 3), (0, 2))


def test_the_first_places_hold_every_tie_of_the_last():
    assert findings.first(TABLE, "n", 2) == ("a", "b", "c")
    assert findings.first(TABLE, "n", 3) == ("a", "b", "c")
    assert findings.first(TABLE, "n", 1, ascending=True) == ("d",)
    assert findings.first(TABLE, "n", 2, ascending=True) == ("d", "b", "c")
    assert findings.first(TABLE, "n", 9) == ("a", "b", "c", "d")


def test_quadrants_of_two_numbers():
    x, y = pd.Series([5, 1, 1, 5, 3, None]), pd.Series([9, 9, 2, 2, 9, 9])
    found = findings.quadrant(x, y, 3, 4)
    assert found.tolist() == [0, 1, 2, 3, 1, pd.NA]
    assert findings.quadrant(x, y, float("nan"), 4).isna().all()


def test_against_a_reference():
    assert findings.against(TABLE, "n", 20) == findings.Against(("a",), ("b", "c"), ("d",))


def test_negative_amounts_are_refused():
    with pytest.raises(ValueError, match="negative"):
        findings.smallest_half(pd.DataFrame({"n": [-1, 2]}), "n")
