"""Whom a call may win back: worked out by hand, by a slow second way, and as properties."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import calling
from analysis.calling import Params

NAMES = ["length", "recency", "frequency", "monetary"]


def table(*rows, index=None):
    return pd.DataFrame(rows, columns=NAMES, index=index, dtype="float64")


def slowly(length, recency, frequency, monetary):
    """(call, once) of one customer, in plain words."""
    if frequency < 3 or length == 0 or monetary <= 0:
        return 0, 0
    gaps = recency / (length / (frequency - 1))
    usual = monetary / frequency
    if gaps < 1.25:
        return 0, 0
    return (usual, 0) if gaps <= 3 else (0, usual)


def test_one_of_each_kind():
    found = calling.run(
        table(
            (100, 40, 5, 500_000),  # every 25 days, last 40 days ago: 1.6 gaps
            (100, 20, 5, 500_000),  # not due yet
            (100, 400, 5, 500_000),  # 16 gaps: gone
            (0, 90, 1, 500_000),  # once only: no gap
            (50, 100, 2, 500_000),  # one gap is no habit
            (100, 40, 5, -10_000),  # gave all of it back
            index=list("abcdef"),
        ),
        Params(),
    )
    assert found["gap"].tolist()[:3] == [25, 25, 25]
    assert found["overdue"].tolist()[:3] == [1.6, 0.8, 16]
    assert pd.isna(found.loc["d", ["gap", "overdue"]]).all()
    assert found["call"].tolist() == [100_000, 0, 0, 0, 0, 0]
    assert found["once"].tolist() == [0, 0, 100_000, 0, 0, 0]
    assert found.index.tolist() == list("abcdef")


@pytest.mark.parametrize(("recency", "call", "once"), [(49, 0, 0), (50, 7, 0), (120, 7, 0), (121, 0, 7)])
def test_both_ends_of_overdue_are_worth_a_call(recency, call, once):
    found = calling.run(table((80, recency, 3, 21)), Params())
    assert found["call"].item() == call
    assert found["once"].item() == once


def test_long_gone_customers_never_come_before_those_a_call_can_win():
    """The one who spent most and stayed away for years is no call; a fresh one of little money is."""
    found = calling.run(table((90, 900, 10, 9e9), (90, 20, 10, 1e5)), Params())
    order = found.sort_values(["call", "once"], ascending=False)
    assert order.index.tolist() == [1, 0]


def test_nobody_is_an_empty_answer():
    assert calling.run(table(), Params()).empty


@pytest.mark.parametrize("wrong", [{"late": 0}, {"late": 4}, {"least_visits": 1}])
def test_rules_that_cannot_be(wrong):
    with pytest.raises(ValueError, match=r"overdue|gap"):
        Params(**wrong)


customers = st.lists(
    st.builds(
        lambda length, recency, frequency, money: (length if frequency > 1 else 0, recency, frequency, money),
        st.integers(0, 900),
        st.integers(0, 2_000),
        st.integers(1, 60),
        st.integers(-(10**6), 10**9),
    ),
    max_size=40,
)


@given(customers)
def test_it_is_what_plain_words_say(rows):
    found = calling.run(table(*rows), Params())
    said = np.array([slowly(*row) for row in rows], dtype=float).reshape(-1, 2)
    np.testing.assert_allclose(found[["call", "once"]].to_numpy(), said)


@given(customers, st.randoms())
def test_nobody_is_in_both_groups_and_the_order_of_rows_is_nothing(rows, random):
    index = [f"c{place}" for place in range(len(rows))]
    given_ = table(*rows, index=index)
    found = calling.run(given_, Params())
    assert not ((found["call"] > 0) & (found["once"] > 0)).any()
    assert (found[["call", "once"]] >= 0).all(axis=None)
    random.shuffle(index)
    again = calling.run(given_.loc[index], Params())
    pd.testing.assert_frame_equal(again.loc[found.index], found)


@given(customers, st.integers(2, 50))
def test_counting_in_hours_changes_nothing_but_the_gap(rows, factor):
    given_ = table(*rows)
    scaled = given_.assign(length=given_["length"] * factor, recency=given_["recency"] * factor)
    first, second = calling.run(given_, Params()), calling.run(scaled, Params())
    pd.testing.assert_series_equal(second["gap"], first["gap"] * factor)
    # 1.25 and 3 are hit exactly by whole days, and a division may land a hair beside them
    beside = ~(np.isclose(first["overdue"], 1.25) | np.isclose(first["overdue"], 3))
    pd.testing.assert_frame_equal(second.loc[beside, ["call", "once"]], first.loc[beside, ["call", "once"]])


@given(customers, st.integers(0, 400))
def test_with_time_one_goes_from_due_to_gone_and_never_back(rows, days):
    given_ = table(*rows)
    now = calling.run(given_, Params())
    later = calling.run(given_.assign(recency=given_["recency"] + days), Params())
    assert not ((now["once"] > 0) & (later["once"] == 0)).any()
    assert not ((now["call"] > 0) & (later[["call", "once"]].sum(axis=1) == 0)).any()
