import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import movement
from analysis.movement import GONE, NEW

SEGMENTS = st.dictionaries(st.integers(0, 30), st.integers(0, 3), max_size=30)
ORDER = (2, 0, 3, 1)


def series(found):
    return pd.Series(list(found.values()), index=[f"c{i}" for i in found], dtype="int64")


@settings(deadline=None)
@given(SEGMENTS, SEGMENTS)
def test_every_customer_is_counted_once_and_both_sides_add_up(before, after):
    found = movement.run(series(before), series(after), ORDER)
    everyone = set(before) | set(after)
    assert found.matrix.to_numpy().sum() == len(everyone) == len(found.customers) == found.counts.sum()
    assert found.customers.index.is_unique
    for segment in ORDER:
        assert found.matrix.loc[segment].sum() == list(before.values()).count(segment)
        assert found.matrix[segment].sum() == list(after.values()).count(segment)
    assert found.matrix.loc[NEW].sum() == len(set(after) - set(before)) == found.counts["new"]
    assert found.matrix[GONE].sum() == len(set(before) - set(after)) == found.counts["gone"]
    assert found.matrix.loc[NEW, GONE] == 0
    for (was, now), n in found.matrix.stack().items():
        assert n == sum(before.get(c, NEW) == was and after.get(c, GONE) == now for c in everyone)
    assert found.links["n"].sum() == len(everyone)
    assert (found.links["n"] > 0).all()
    assert found.links.groupby("source")["share"].sum().tolist() == pytest.approx(
        [1] * found.links["source"].nunique()
    )


@settings(deadline=None)
@given(SEGMENTS, SEGMENTS)
def test_who_rose_and_who_fell_by_the_order(before, after):
    found = movement.run(series(before), series(after), ORDER)
    for customer, line in zip(found.customers.index, found.customers.itertuples(), strict=True):
        was, now = (side.get(int(customer[1:]), -1) for side in (before, after))
        assert (line.before, line.after) == (was, now)
        if -1 in (was, now):
            assert (line.change, line.steps) == ("new" if was == -1 else "gone", 0)
            continue
        steps = ORDER.index(now) - ORDER.index(was)
        assert line.steps == steps
        assert line.change == ("rose" if steps > 0 else "fell" if steps < 0 else "stayed")
    listed = pd.concat([found.who(change) for change in movement.CHANGES])
    assert sorted(listed.index) == sorted(found.customers.index)


def test_the_longest_way_comes_first():
    before, after = series({1: 2, 2: 2, 3: 0, 4: 1}), series({1: 0, 2: 1, 3: 1, 4: 2, 5: 0})
    found = movement.run(before, after, ORDER)
    assert found.who("rose").index.tolist() == ["c2", "c3", "c1"]
    assert found.who("rose")["steps"].tolist() == [3, 2, 1]
    assert found.who("fell").index.tolist() == ["c4"]
    assert found.who("new").index.tolist() == ["c5"]
    assert found.counts.to_dict() == {"rose": 3, "stayed": 0, "fell": 1, "new": 1, "gone": 0}
    assert found.matrix.index.tolist() == [2, 0, 3, 1, NEW]


def test_nobody_before_or_nobody_after():
    nobody = pd.Series([], index=[], dtype="int64")
    some = series({1: 0, 2: 1})
    assert movement.run(nobody, some, ORDER).counts["new"] == 2
    assert movement.run(some, nobody, ORDER).counts["gone"] == 2
    assert movement.run(nobody, nobody, ORDER).links.empty


def test_the_order_by_money():
    assert movement.order_by(pd.Series([5.0, 1, np.nan, 1], index=[0, 3, 2, 1])) == (2, 1, 3, 0)


@pytest.mark.parametrize(
    ("before", "order", "words"),
    [
        (pd.Series([0, 1], index=["a", "a"]), ORDER, "two segments"),
        (pd.Series([0, 7], index=["a", "b"]), ORDER, "order lacks"),
        (pd.Series([0, 1], index=["a", "b"]), (0, 1, 1), "twice in the order"),
    ],
)
def test_what_is_no_movement(before, order, words):
    with pytest.raises(ValueError, match=words):
        movement.run(before, pd.Series([0], index=["a"]), order)
