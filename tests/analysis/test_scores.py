"""Scores against their definition counted by hand, and what ties do to them."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import scores
from analysis.scores import CannotScore, Params

ONE = Params(variables=("frequency",))


def table_of(values, **columns):
    """Frequencies, and the other variables where they are given."""
    index = pd.Index([f"{n:05d}" for n in range(len(values))], name="customer")
    return pd.DataFrame({"frequency": values, **columns}, index=index)


def quantile(values, **params):
    return (
        scores.run(table_of(values), Params(variables=("frequency",), **params)).scores["frequency"].tolist()
    )


def slow_quantile(values, groups):
    """1 + the share of customers with a lower value, in whole steps of 1 / groups; in fractions."""
    n = len(values)
    return [1 + int(Fraction(groups * sum(other < value for other in values), n)) for value in values]


VALUES = st.lists(st.integers(0, 12), min_size=1, max_size=40)


@given(VALUES, st.integers(2, 10))
def test_a_quantile_score_is_the_share_of_lower_values(values, groups):
    assert quantile(values, groups=groups) == slow_quantile(values, groups)


@given(VALUES, st.integers(2, 10))
def test_edges_are_numpys_quantiles_without_interpolation(values, groups):
    found = scores.run(table_of(values), Params(variables=("frequency",), groups=groups)).edges
    expected = np.quantile(values, np.arange(1, groups) / groups, method="inverted_cdf")
    assert found.loc["frequency"].tolist() == expected.tolist()
    assert found.columns.tolist() == list(range(2, groups + 1))


def test_fifths_are_equal_where_no_values_are():
    found = quantile(np.random.default_rng(3).permutation(1000))
    assert np.bincount(found).tolist() == [0, 200, 200, 200, 200, 200]


def test_most_customers_with_one_value_have_its_lowest_score():
    """60 of 100 came once: the two lowest scores and part of the third are one score, and it is 1."""
    values = [1] * 60 + [2] * 25 + [3] * 10 + [9] * 5
    result = scores.run(table_of(values), ONE)
    assert result.scores["frequency"].tolist() == [1] * 60 + [4] * 25 + [5] * 15
    assert result.ties.loc["frequency"].to_dict() == {"distinct": 4, "used": 3, "largest": 0.6}
    (note,) = scores.notes(result)
    assert note.text % note.data == (
        "Only 3 of the 5 scores of frequency occur: many customers have the same value, and equal values "
        "always get the same score."
    )


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 9)), min_size=1, max_size=30), st.randoms())
def test_the_order_of_the_customers_does_not_matter(pairs, chance):
    frequency, recency = zip(*pairs, strict=True)
    table = table_of(frequency, recency=recency)
    order = list(table.index)
    chance.shuffle(order)
    for method in ("quantile", "minmax", "zscore"):
        params = Params(method, ("frequency", "recency"))
        one, other = scores.run(table, params), scores.run(table.loc[order], params)
        pd.testing.assert_frame_equal(one.scores, other.scores.loc[one.scores.index], check_exact=True)
        pd.testing.assert_frame_equal(one.edges, other.edges, check_exact=True)


@pytest.mark.parametrize("method", ["quantile", "minmax", "zscore"])
@pytest.mark.parametrize("is_high", [True, False])
def test_recency_has_the_direction_that_is_stated(method, is_high):
    table = table_of([1] * 10, recency=range(0, 100, 10))
    found = scores.run(table, Params(method, ("recency",), recent_is_high=is_high)).scores["recency"]
    # the first bought on the reference date
    assert found.is_monotonic_decreasing is is_high
    assert found.is_monotonic_increasing is not is_high
    if method == "quantile":
        assert found.tolist() == (
            [5, 5, 4, 4, 3, 3, 2, 2, 1, 1] if is_high else [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
        )


def test_edges_of_recency_are_days():
    table = table_of([1] * 10, recency=range(0, 100, 10))
    edges = {
        method: scores.run(table, Params(method, ("recency",))).edges.loc["recency"].to_dict()
        for method in ("quantile", "minmax", "zscore")
    }
    # a score of 2 begins below 80 days, a 5 below 20
    assert edges["quantile"] == {2: 80, 3: 60, 4: 40, 5: 20}
    assert edges["minmax"] == {"low": 0, "high": 90}
    assert edges["zscore"] == {"mean": 45, "deviation": pytest.approx(28.722813)}


DAYS = (30, 90, 180, 365)


@pytest.mark.parametrize("is_high", [True, False])
def test_a_cut_off_belongs_to_the_stretch_below_it(is_high):
    days = [0, 29, 30, 31, 90, 91, 180, 181, 365, 366, 9_000]
    params = Params("cuts", ("recency",), recent_is_high=is_high, cuts=(DAYS,))
    result = scores.run(table_of([1] * len(days), recency=days), params)
    stretch = [1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert result.scores["recency"].tolist() == [6 - one if is_high else one for one in stretch]
    assert result.edges.loc["recency"].tolist() == list(reversed(DAYS) if is_high else DAYS)


CUTS = st.lists(st.integers(-5, 15), min_size=4, max_size=4, unique=True).map(lambda one: tuple(sorted(one)))


@given(VALUES, CUTS, st.booleans())
def test_cut_offs_are_counted_by_hand_and_place_others_alike(values, cuts, is_high):
    params = Params("cuts", ("frequency", "recency"), recent_is_high=is_high, cuts=(cuts, cuts))
    table = table_of(values, recency=values)
    result = scores.run(table, params)
    slow = [1 + sum(cut < value for cut in cuts) for value in values]
    assert result.scores["frequency"].tolist() == slow
    assert result.scores["recency"].tolist() == [6 - one if is_high else one for one in slow]
    pd.testing.assert_frame_equal(scores.place(table, result), result.scores, check_exact=True)


@given(VALUES)
def test_a_variable_without_cut_offs_is_scored_by_fifths(values):
    table = table_of(values, recency=values)
    names = ("frequency", "recency")
    by_cuts = scores.run(table, Params("cuts", names, cuts=((), DAYS)))
    by_fifths = scores.run(table, Params("quantile", names))
    assert by_cuts.scores["frequency"].tolist() == by_fifths.scores["frequency"].tolist()
    assert by_cuts.edges.loc["frequency"].tolist() == by_fifths.edges.loc["frequency"].tolist()


def test_cut_offs_between_which_nobody_lies_are_said():
    result = scores.run(table_of([1, 2, 30]), Params("cuts", ("frequency",), cuts=((5, 10, 20, 40),)))
    assert result.scores["frequency"].tolist() == [1, 1, 4]
    (note,) = scores.notes(result)
    assert note.text % note.data == (
        "Only 2 of the 5 scores of frequency occur: nobody lies between some of its cut-offs."
    )


def test_minmax_and_zscore_by_hand():
    table = table_of([2, 4, 4, 10], recency=[0, 10, 10, 20])
    low = scores.run(table, Params("minmax", ("frequency", "recency"))).scores
    assert low["frequency"].tolist() == [0, 0.25, 0.25, 1]
    assert low["recency"].tolist() == [1, 0.5, 0.5, 0]
    mean = scores.run(table, Params("zscore", ("frequency", "recency"))).scores
    assert mean["frequency"].tolist() == pytest.approx([-1, -1 / 3, -1 / 3, 5 / 3])
    assert mean["recency"].tolist() == pytest.approx([2**0.5, 0, 0, -(2**0.5)])


@pytest.mark.parametrize(("method", "score"), [("quantile", 1), ("minmax", 0), ("zscore", 0)])
def test_one_value_only_tells_nobody_apart_and_is_said(method, score):
    result = scores.run(table_of([0.1] * 7), Params(method, ("frequency",)))
    assert result.scores["frequency"].tolist() == [score] * 7
    (note,) = scores.notes(result)
    assert note.text % note.data == "All customers have the same frequency, so it tells nobody apart."
    assert scores.place(table_of([5.0]), result)["frequency"].tolist() == [5 if method == "quantile" else 0]


def test_one_customer_is_scored():
    table = table_of([3], length=[0], recency=[8], monetary=[1_985_445.0])
    result = scores.run(table, Params())
    assert result.scores.iloc[0].to_dict() == {"length": 1, "recency": 1, "frequency": 1, "monetary": 1}
    assert len(scores.notes(result)) == 4


@given(VALUES, st.sampled_from(["quantile", "minmax", "zscore"]))
def test_customers_are_placed_by_their_own_edges_as_they_were_scored(values, method):
    table = table_of(values, recency=values[::-1])
    result = scores.run(table, Params(method, ("frequency", "recency")))
    pd.testing.assert_frame_equal(scores.place(table, result), result.scores, check_exact=True)


def test_a_new_customer_is_placed_between_the_others():
    result = scores.run(table_of([10, 20, 30, 40, 50], recency=[0, 1, 2, 3, 4]), Params(
        variables=("frequency", "recency")))  # fmt: skip
    new = scores.place(table_of([5, 10, 11, 99], recency=[9, 4, 0, 1]), result)
    assert new["frequency"].tolist() == [1, 1, 2, 5]
    assert new["recency"].tolist() == [1, 1, 5, 4]
    assert new.index.tolist() == ["00000", "00001", "00002", "00003"]


def test_scores_of_quantiles_are_whole_numbers():
    found = scores.run(table_of([1, 2, 3]), ONE)
    assert found.scores["frequency"].dtype == "int64"
    assert found.ties["distinct"].dtype == "int64"


def test_nobody_to_score_is_said():
    with pytest.raises(CannotScore, match="There are no customers to score"):
        scores.run(table_of([]), ONE)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, None])
def test_a_missing_value_is_refused(value):
    with pytest.raises(ValueError, match="frequency is missing or infinite for a customer"):
        scores.run(table_of([1.0, value]), ONE)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"method": "rank"}, "unknown method: rank"),
        ({"variables": ()}, "variables must be named, each once"),
        ({"variables": ("recency", "recency")}, "variables must be named, each once"),
        ({"variables": ("recency", "income")}, "unknown variables: income"),
        ({"groups": 1}, "groups must lie between 2 and 10"),
        ({"groups": 11}, "groups must lie between 2 and 10"),
        ({"method": "cuts"}, "needs some, per variable"),
        ({"method": "cuts", "cuts": ((), (), (), ())}, "needs some, per variable"),
        ({"method": "cuts", "cuts": (DAYS,)}, "needs some, per variable"),
        ({"cuts": (DAYS, DAYS, DAYS, DAYS)}, "no other has any"),
        ({"method": "cuts", "cuts": ((), (30, 90, 180), (), ())}, "cut-offs must ascend"),
        ({"method": "cuts", "cuts": ((), (30, 90, 90, 180), (), ())}, "cut-offs must ascend"),
        ({"method": "cuts", "cuts": ((), (1, 2, 3, np.inf), (), ())}, "cut-offs must ascend"),
    ],
)
def test_wrong_parameters_are_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        Params(**wrong)
