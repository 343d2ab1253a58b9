"""Suitability: a published example, a slow second implementation, and what must hold whatever the weights."""

import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import suitability
from analysis.suitability import Criterion, Params

TABLE = pd.DataFrame(
    {"n": [100, 300, 200], "km": [2.0, 12.0, 4.0], "same": [7, 7, 7], "none": [None, None, None]},
    index=[11, 12, 13],
)
weights_of = st.lists(st.integers(1, 5), min_size=1, max_size=4)
tables = st.integers(1, 8).flatmap(
    lambda rows: st.lists(
        st.lists(st.integers(0, 50), min_size=rows, max_size=rows), min_size=4, max_size=4
    ).map(lambda columns: pd.DataFrame(dict(zip("abcd", columns, strict=True))))
)


def of(*weights, **options):
    return Params(tuple(Criterion(key, one) for key, one in zip("abcd", weights, strict=False)), **options)


def test_a_published_weighted_sum() -> None:
    """Triantaphyllou, "Multi-Criteria Decision Making Methods", 2000, example 2-1."""
    scores = np.array([[25.0, 20, 15, 30], [10, 30, 20, 30], [30, 10, 30, 10]])
    weights = np.array([0.20, 0.15, 0.40, 0.25])
    found = suitability.weighted_means(scores, weights)
    assert found == pytest.approx([21.5, 22, 22])
    assert suitability.ranks(found).tolist() == [3, 1, 1]


def test_scores_by_hand() -> None:
    result = suitability.run(TABLE, Params((Criterion("n", 3), Criterion("km", 1, inverse=True))))
    assert result.scores.loc[11].tolist() == [0, 1]
    assert result.scores.loc[13].tolist() == [0.5, 0.8]
    assert result.ranking["score"].tolist() == pytest.approx([0.25, 0.75, 0.575])
    assert result.ranking["rank"].tolist() == [3, 1, 2]
    assert result.parts.loc[13].tolist() == pytest.approx([0.375, 0.2])


def test_what_tells_nothing_apart_is_not_used() -> None:
    result = suitability.run(TABLE, Params((Criterion("n", 1), Criterion("same", 5), Criterion("none", 5))))
    assert (result.flat, result.unknown) == (("same",), ("none",))
    assert [one.key for one in result.used] == ["n"]
    assert result.ranking["score"].tolist() == [0, 1, 0.5]
    nothing = suitability.run(TABLE, Params((Criterion("same", 5),)))
    assert nothing.ranking["score"].isna().all()
    assert nothing.ranking["rank"].isna().all()
    assert nothing.left_out == ()


@pytest.mark.parametrize("sign", [1, -1])
def test_what_only_rounding_tells_apart_is_equal(sign: int) -> None:
    """0.1 + 0.2 and 0.3 differ in the last digit: as a criterion that would be 0 against 1."""
    table = pd.DataFrame({"n": [1, 2, 3], "ratio": [sign * (0.1 + 0.2), sign * 0.3, None]}, index=[1, 2, 3])
    result = suitability.run(table, Params((Criterion("n", 1), Criterion("ratio", 5))))
    assert result.flat == ("ratio",)
    assert result.ranking["score"].tolist() == [0, 0.5, 1]
    near = table.assign(ratio=[1.0, 1.000001, 1.0])
    assert suitability.run(near, Params((Criterion("ratio", 1),))).flat == ()


def test_an_area_that_lacks_a_criterion_has_no_score() -> None:
    table = TABLE.assign(n=[100, None, 200])
    result = suitability.run(table, Params((Criterion("n", 1), Criterion("km", 1))))
    assert result.left_out == (12,)
    assert result.ranking.loc[12].isna().all()
    assert result.parts.loc[12].isna().all()
    assert result.ranking["rank"].dropna().tolist() == [2, 1]


@settings(deadline=None, max_examples=60)
@given(tables, weights_of)
def test_the_parts_add_up_and_the_first_are_counted(table, weights) -> None:
    result = suitability.run(table, of(*weights, draws=50))
    known = result.ranking.dropna()
    assert result.parts.loc[known.index].sum(axis=1).tolist() == pytest.approx(known["score"].tolist())
    if not len(known):
        return
    assert known["score"].between(-1e-9, 1 + 1e-9).all()
    # equal scores share a rank, so there may be more than three in a draw, never fewer
    assert known["top_share"].sum() >= min(3, len(known)) - 1e-9
    assert (known["best_rank"] <= known["worst_rank"]).all()


@settings(deadline=None, max_examples=60)
@given(tables, weights_of, st.integers(2, 9), st.integers(0, 1000))
def test_only_the_proportions_of_weights_matter_and_not_the_order_of_rows(
    table, weights, times, seed
) -> None:
    once = suitability.run(table, of(*weights, draws=40)).ranking
    more = suitability.run(table, of(*(one * times for one in weights), draws=40)).ranking
    mixed = table.iloc[random.Random(seed).sample(range(len(table)), len(table))]
    again = suitability.run(mixed, of(*weights, draws=40)).ranking.reindex(table.index)
    pd.testing.assert_frame_equal(once, more)
    pd.testing.assert_frame_equal(once, again)


@settings(deadline=None, max_examples=40)
@given(tables, weights_of)
def test_the_draws_are_those_of_a_slow_loop(table, weights) -> None:
    params = of(*weights, draws=25)
    result = suitability.run(table, params)
    used = [one.key for one in result.used]
    if not used:
        return
    chance = np.random.default_rng(params.seed)
    times_in_top = dict.fromkeys(table.index, 0)
    for _draw in range(params.draws):
        shaken = [one.weight * chance.uniform(0.8, 1.2) for one in result.used]
        scores = {
            row: sum(weight * result.scores.at[row, key] for key, weight in zip(used, shaken, strict=True))
            for row in table.index
        }
        for row, score in scores.items():
            better = sum(other > score + 1e-11 for other in scores.values())
            times_in_top[row] += better < params.top
    assert result.ranking["top_share"].tolist() == pytest.approx(
        [times_in_top[row] / params.draws for row in table.index]
    )


def test_one_criterion_alone_cannot_be_shaken() -> None:
    result = suitability.run(TABLE, Params((Criterion("n", 2),), top=1))
    assert result.ranking["top_share"].tolist() == [0, 1, 0]
    assert result.ranking["best_rank"].tolist() == result.ranking["worst_rank"].tolist() == [3, 1, 2]


def test_the_same_seed_draws_the_same_and_close_ones_change_places() -> None:
    table = pd.DataFrame({"a": [0, 100, 52], "b": [100, 0, 50]})
    first, again = (suitability.run(table, of(1, 1, top=1)).ranking for _once in range(2))
    pd.testing.assert_frame_equal(first, again)
    assert 0 < first.at[2, "top_share"] < 1
    assert suitability.run(table, of(1, 1, top=1, seed=5)).ranking["top_share"].tolist() != (
        first["top_share"].tolist()
    )
    assert suitability.run(table, of(1, 1, top=1, spread=0)).ranking["top_share"].tolist() == [0, 0, 1]


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: Criterion("n", 0), id="no weight"),
        pytest.param(lambda: Criterion("n", float("nan")), id="not a number"),
        pytest.param(lambda: Params(()), id="no criteria"),
        pytest.param(lambda: Params((Criterion("n", 1), Criterion("n", 2))), id="twice"),
        pytest.param(lambda: Params((Criterion("n", 1),), spread=1), id="spread"),
        pytest.param(lambda: suitability.run(TABLE.assign(n=np.inf), Params((Criterion("n", 1),))), id="inf"),
        pytest.param(
            lambda: suitability.run(TABLE.set_axis([1, 1, 2]), Params((Criterion("n", 1),))), id="index"
        ),
    ],
)
def test_what_cannot_be_scored_is_refused(make) -> None:
    with pytest.raises(ValueError, match=r"weight|criteria|spread"):
        make()
