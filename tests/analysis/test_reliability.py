"""Reliability: a published data set, the definitions word for word, and what must always hold."""

import itertools
import statistics

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import f as fisher_f

from analysis import reliability
from analysis.reliability import Params, interval, run

# Law School Admission Test, section VI: 5 questions (Bock & Lieberman, Psychometrika 35, 1970);
# how many of 1,000 persons have each pattern of answers, 00000 to 11111
LSAT = "3 6 2 11 1 1 3 4 1 8 0 16 0 3 2 15 10 29 14 81 3 28 15 80 16 56 21 173 11 61 28 298"

scales = st.tuples(st.integers(4, 20), st.integers(2, 5)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(1, 5), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    ).map(lambda rows: np.array(rows, dtype=float))
)


def lsat():
    patterns = np.array(list(itertools.product((0.0, 1.0), repeat=5)))
    return patterns.repeat([int(n) for n in LSAT.split()], axis=0)


def test_lsat_has_the_published_alpha():
    # R, package ltm: cronbach.alpha(LSAT) and descript(LSAT) (Rizopoulos, J. Stat. Softw. 17(5), 2006)
    found = run(lsat(), Params())
    assert (found.n, found.left_out, found.constant, found.problem) == (1000, 0, (), None)
    assert found.alpha == pytest.approx(0.295, abs=5e-4)
    assert found.items["alpha_dropped"].tolist() == pytest.approx(
        [0.2754, 0.2376, 0.2168, 0.2459, 0.2663], abs=5e-5
    )
    assert found.items["item_total"].tolist() == pytest.approx(
        [0.1128, 0.1532, 0.1728, 0.1444, 0.1216], abs=5e-5
    )
    assert found.items["mean"].tolist() == [0.924, 0.709, 0.553, 0.763, 0.870]
    assert not found.items["reversed"].any()


def test_published_interval():
    # Feldt's interval in R (C. Evans; MRC Cognition and Brain Sciences Unit, statswiki)
    assert interval(0.913, 873, 20) == pytest.approx((0.9044024, 0.9211588), abs=5e-8)


def slow_alpha(columns):
    k, total = len(columns), [sum(row) for row in zip(*columns, strict=True)]
    return k / (k - 1) * (1 - sum(map(statistics.variance, columns)) / statistics.variance(total))


@settings(deadline=None, max_examples=150)
@given(scales)
def test_all_numbers_follow_the_definitions(scores):
    found = run(scores, Params())
    varied = [column for column in scores.T.tolist() if len(set(column)) > 1]
    assert found.constant == tuple(at for at, column in enumerate(scores.T.tolist()) if len(set(column)) == 1)
    assert found.n == len(scores)
    if len(varied) < 2:
        assert found.problem == "too_few_items"
        return
    if len({sum(row) for row in zip(*varied, strict=True)}) == 1:
        assert found.problem == "equal_totals"
        return
    assert found.alpha == pytest.approx(slow_alpha(varied), abs=1e-9)
    assert found.low <= found.alpha <= found.high <= 1
    free = len(scores) - 1
    upper = fisher_f.ppf(0.975, free, free * (len(varied) - 1))
    assert found.low == pytest.approx(1 - (1 - found.alpha) * upper)
    r = np.corrcoef(np.array(varied))
    mean_r = r[np.triu_indices(len(varied), 1)].mean()
    if abs(1 + (len(varied) - 1) * mean_r) > 1e-6:
        expected = len(varied) * mean_r / (1 + (len(varied) - 1) * mean_r)
        assert found.standardised == pytest.approx(expected, abs=1e-6)
    for at, row in enumerate(found.items.itertuples()):
        rest = varied[:at] + varied[at + 1 :]
        total = [sum(scores) for scores in zip(*rest, strict=True)]
        if len(set(total)) == 1:
            assert np.isnan(row.item_total)
            continue
        assert row.item_total == pytest.approx(statistics.correlation(varied[at], total), abs=1e-9)
        assert row.reversed == (row.item_total < 0)
        if len(rest) > 1:
            assert row.alpha_dropped == pytest.approx(slow_alpha(rest), abs=1e-9)
        else:
            assert np.isnan(row.alpha_dropped)


@settings(deadline=None)
@given(scales, st.randoms(), st.floats(-50, 50), st.sampled_from([0.01, 3.0, 250.0]))
def test_order_and_another_scale_of_all_items_change_nothing(scores, chance, shift, factor):
    found = run(scores, Params())
    order = list(range(len(scores)))
    chance.shuffle(order)
    for other in (scores[order], scores + shift, scores * factor):
        again = run(other, Params())
        assert (again.problem, again.n, again.constant) == (found.problem, found.n, found.constant)
        for name in ("alpha", "low", "high", "standardised"):
            assert getattr(again, name) == pytest.approx(
                getattr(found, name), rel=1e-6, abs=1e-6, nan_ok=True
            )
        same = ["item_total", "alpha_dropped"]
        pd.testing.assert_frame_equal(again.items[same], found.items[same], rtol=1e-6, atol=1e-6)


def test_an_item_worded_the_other_way_round_is_found():
    rng = np.random.default_rng(20260101)
    true = rng.normal(size=(200, 1))
    scores = np.clip(np.round(3 + true + 0.7 * rng.normal(size=(200, 4))), 1, 5)
    scores[:, 2] = 6 - scores[:, 2]
    found = run(scores, Params())
    assert found.items["reversed"].tolist() == [False, False, True, False]
    scores[:, 2] = 6 - scores[:, 2]
    assert run(scores, Params()).alpha > 0.8 > found.alpha
    assert not run(scores, Params()).items["reversed"].any()


def test_who_left_a_gap_is_left_out():
    scores = lsat()
    scores[::10, 1] = np.nan
    found = run(scores, Params())
    assert (found.n, found.left_out) == (900, 100)
    assert found.alpha == run(scores[~np.isnan(scores[:, 1])], Params()).alpha


def test_an_item_that_does_not_vary_is_left_out_and_its_gaps_with_it():
    scores = np.column_stack([lsat(), np.full(1000, 4.0), np.full(1000, np.nan)])[:, [5, 0, 1, 2, 3, 6, 4]]
    scores[:500, 0] = np.nan
    found = run(scores, Params())
    assert (found.n, found.constant, found.problem) == (1000, (0, 5), None)
    assert found.items.index.tolist() == [1, 2, 3, 4, 6]
    assert found.alpha == pytest.approx(run(lsat(), Params()).alpha)
    # the first item varies, but not among those who answered all
    scores = np.array([[1, 1, 2], [2, 2, np.nan], [1, 3, 3], [1, 2, 1], [1, 1, 1]], dtype=float)
    found = run(scores, Params())
    assert (found.constant, found.n) == ((0,), 4)
    assert found.alpha == pytest.approx(slow_alpha([[1, 3, 2, 1], [2, 3, 1, 1]]))


@pytest.mark.parametrize(
    ("scores", "problem"),
    [
        (np.empty((0, 3)), "too_few_respondents"),
        ([[1, 2]], "too_few_respondents"),
        ([[1, 2], [2, 1], [np.nan, 3]], "too_few_respondents"),
        ([[np.nan, np.nan]] * 9, "too_few_respondents"),
        ([[1], [2], [3]], "too_few_items"),
        (np.empty((5, 0)), "too_few_items"),
        ([[1, 4], [2, 4], [3, 4]], "too_few_items"),
        ([[4, 4], [4, 4], [4, 4]], "too_few_items"),
        ([[1, 3], [2, 2], [3, 1]], "equal_totals"),
    ],
)
def test_what_cannot_be_computed_has_a_code(scores, problem):
    found = run(scores, Params())
    assert found.problem == problem
    assert np.isnan([found.alpha, found.low, found.high, found.standardised]).all()
    assert found.items.columns.tolist() == run(lsat(), Params()).items.columns.tolist()
    assert len(found.items) == 0
    assert found.n + found.left_out == len(scores)


def test_two_items_have_no_alpha_without_one_of_them():
    found = run([[1, 2], [2, 2], [3, 4], [4, 5]], Params())
    assert found.items["alpha_dropped"].isna().all()
    r = statistics.correlation([1, 2, 3, 4], [2, 2, 4, 5])
    assert found.items["item_total"].tolist() == pytest.approx([r, r])


def test_equal_items_are_perfectly_reliable():
    found = run([[1, 1, 1], [2, 2, 2], [5, 5, 5]], Params())
    assert (found.alpha, found.low, found.high, found.standardised) == pytest.approx((1, 1, 1, 1))


def test_a_hundred_thousand_respondents():
    rng = np.random.default_rng(20260101)
    scores = rng.normal(size=(100_000, 1)) + rng.normal(size=(100_000, 10))
    # 10 items with correlations of one half: 10 / 11
    assert reliability.run(scores, Params()).alpha == pytest.approx(10 / 11, abs=0.003)


def test_wrong_scores_are_refused():
    with pytest.raises(ValueError, match="respondents x items"):
        run([1, 2, 3], Params())
    with pytest.raises(ValueError, match="finite"):
        run([[1, np.inf]], Params())
    with pytest.raises(ValueError, match="confidence"):
        Params(95)
