import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import relation_groups

amounts = st.lists(st.tuples(st.integers(0, 20), st.integers(-5, 5)), min_size=1, max_size=60)


def table(rows):
    return pd.DataFrame(rows, columns=["x", "y"]).astype("float64")


def test_fifths_of_a_number():
    found = relation_groups.along(table([(n, 2 * n) for n in range(10)]), "x", "y")
    assert found["n"].tolist() == [2, 2, 2, 2, 2]
    assert found["low"].tolist() == [0, 2, 4, 6, 8]
    assert found["high"].tolist() == [1, 3, 5, 7, 9]
    assert found["mean"].tolist() == [1, 5, 9, 13, 17]


@given(amounts, st.integers(2, 6))
def test_steps_follow_one_another_and_hold_everybody(rows, parts):
    given_table = table(rows)
    found = relation_groups.along(given_table, "x", "y", parts)
    assert found["n"].sum() == len(rows)
    assert len(found) <= parts
    # equal x are never in two steps
    assert (found["high"].to_numpy()[:-1] < found["low"].to_numpy()[1:]).all()
    assert np.average(found["mean"], weights=found["n"]) == pytest.approx(given_table["y"].mean())
    # a slow second implementation: the medians of the rows between low and high
    for row in found.itertuples():
        own = [y for x, y in rows if row.low <= x <= row.high]
        assert (row.n, row.median) == (len(own), pytest.approx(float(np.median(own))))


def test_who_lacks_a_number_is_left_out():
    found = relation_groups.along(table([(1, None), (None, 2), (3, 4)]), "x", "y")
    assert found["n"].tolist() == [1]
    assert relation_groups.along(table([(None, 2)]), "x", "y").empty


def test_medians_by_the_values_of_a_text():
    rows = pd.DataFrame({"size": ["S", "L", "S", None, "L", "M"], "a": [1.0, 5.0, 3.0, 9.0, np.nan, np.nan]})
    found = relation_groups.by_value(rows, "size", ["a"], ("S", "M", "L"))
    assert found.index.tolist() == ["S", "M", "L"]
    assert found["n"].tolist() == [2, 1, 2]
    assert found["share"].sum() == pytest.approx(1)
    assert found["a"].tolist()[0] == 2.0
    assert np.isnan(found["a"].tolist()[1])
    assert relation_groups.by_value(rows, "size", ["a"]).index.tolist() == ["L", "M", "S"]


def test_an_axis_is_not_stretched_by_a_few():
    ordinary = [float(n) for n in range(100)]
    assert relation_groups.window(pd.Series(ordinary)) is None
    assert relation_groups.window(pd.Series([*ordinary, 9_000.0, np.nan])) == (0.0, 99.0, 1)
    # what is merely far out stays on the axis, and no far value hides another
    assert relation_groups.window(pd.Series([*ordinary, 180.0, 9_000.0])) == (0.0, 180.0, 1)
    assert relation_groups.window(pd.Series([*ordinary, 1_000.0, 9_000.0, -500.0])) == (0.0, 99.0, 3)
    # a little further out does not make an axis useless
    assert relation_groups.window(pd.Series([*ordinary, 150.0])) is None
    assert relation_groups.window(pd.Series([1.0] * 50 + [7.0])) is None
