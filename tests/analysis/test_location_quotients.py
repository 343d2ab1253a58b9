"""Location quotients: published limits, a second way to find them, coverage, and their properties."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import chi2

from analysis import indicators, location_quotients
from analysis.location_quotients import Params, ratio_limits

Z = 1.959963984540054
COUNTS = pd.DataFrame({"food": [60, 20], "fashion": [20, 100], "rare": [4, 0]}, index=["a", "b"])


def limits(x, n_x, y, n_y):
    low, high = ratio_limits(*(np.array([float(one)]) for one in (x, n_x, y, n_y)), Z)
    return float(low[0]), float(high[0])


def test_koopman_s_own_example():
    # Biometrics 40(2), 1984: 36 of 40 against 16 of 80
    assert limits(36, 40, 16, 80) == pytest.approx((2.94, 7.15), abs=0.005)


def test_the_limits_are_consistent_with_pearson_s_test():
    """The score statistic at ratio 1 is Pearson's chi-square of the 2 x 2 table, worked out without us."""
    for x, n_x, y, n_y in ((30, 100, 40, 200), (5, 60, 60, 900), (12, 40, 3, 44)):
        observed = np.array([[x, n_x - x], [y, n_y - y]], dtype=float)
        expected = observed.sum(axis=1, keepdims=True) * observed.sum(axis=0) / observed.sum()
        pearson = ((observed - expected) ** 2 / expected).sum()
        low, high = limits(x, n_x, y, n_y)
        assert (low > 1 or high < 1) == (pearson > chi2.ppf(0.95, 1))


def slow_limits(x, n_x, y, n_y):
    """By maximising the likelihood on a fine search, no formula for the best proportion."""

    def score(log_ratio):
        ratio = np.exp(log_ratio)
        most = min(1.0, 1 / ratio)

        def slope(q):
            # of the log likelihood along p = ratio q
            return (x + y) / q - (n_x - x) * ratio / (1 - ratio * q) - (n_y - y) / (1 - q)

        q = brentq(slope, 1e-12, most * (1 - 1e-12))
        p = ratio * q
        first = (x - n_x * p) / (1 - p)
        variance = (1 - q) / (n_y * q) + (1 - p) / (n_x * p)
        # the score of the log ratio; its variance is the inverse of that of log(p / q)
        return first**2 * variance - Z**2

    centre = np.log(x / n_x) - np.log(y / n_y)
    return np.exp(brentq(score, -8, centre)), np.exp(brentq(score, centre, 8))


@pytest.mark.parametrize(
    "table", [(7, 34, 1, 34), (36, 40, 16, 80), (30, 500, 100, 4000), (5, 20, 60, 900), (200, 300, 250, 900)]
)
def test_a_slow_search_finds_the_same_limits(table):
    assert limits(*table) == pytest.approx(slow_limits(*table), rel=1e-6)


def test_without_any_there_is_one_limit_only():
    low, high = limits(0, 16, 15, 72)
    assert low == 0
    assert high == pytest.approx(0.9619, abs=1e-4)
    assert limits(9, 30, 0, 200)[1] == np.inf


def test_quotients_by_hand():
    found = location_quotients.run(COUNTS, Params())
    assert found.quotient.loc["a", "food"] == pytest.approx((60 / 84) / (80 / 204))
    assert found.expected.loc["b", "rare"] == pytest.approx(120 * 4 / 204)
    assert found.small["rare"].all()
    assert found.low["rare"].isna().all()
    assert found.verdict.loc["a"].tolist()[:2] == [1, -1]
    assert found.verdict["rare"].isna().all()
    assert (found.judged, found.by_chance) == (4, pytest.approx(0.2))
    pd.testing.assert_frame_equal(found.quotient, indicators.location_quotient(COUNTS, mask_small=False))


def test_many_where_few_are_expected_are_judged():
    counts = pd.DataFrame({"farming": [40, 60], "food": [3, 900]}, index=["hill", "rest"])
    found = location_quotients.run(counts, Params())
    assert found.expected.loc["hill", "farming"] < 5
    assert found.verdict.loc["hill", "farming"] == 1
    fewer = location_quotients.run(pd.DataFrame({"farming": [20, 80], "food": [3, 900]}), Params())
    assert fewer.small.loc[0, "farming"]
    assert np.isnan(fewer.low.loc[0, "farming"])


def test_one_area_is_the_region():
    found = location_quotients.run(COUNTS.loc[["a"]], Params())
    assert (found.quotient == 1).all(axis=None)
    assert found.judged == 0


def test_an_empty_area_or_category_has_no_quotient():
    found = location_quotients.run(pd.DataFrame({"food": [90, 0], "none": [0, None]}), Params())
    assert found.quotient.isna().to_numpy().tolist() == [[False, True], [True, True]]
    assert location_quotients.run(pd.DataFrame(), Params()).judged == 0


@settings(deadline=None, max_examples=80)
@given(st.lists(st.lists(st.integers(0, 400), min_size=3, max_size=3), min_size=2, max_size=5))
def test_intervals_hold_the_quotient_and_possible_values_only(rows):
    counts = pd.DataFrame(rows)
    assume(counts.to_numpy().sum() > 0)
    found = location_quotients.run(counts, Params())
    fit = found.low.notna()
    assert (found.low <= found.quotient + 1e-9)[fit].stack().all()
    assert (found.high >= found.quotient - 1e-9)[fit].stack().all()
    by_area = counts.sum(axis=1)
    most = counts.to_numpy().sum() / by_area.where(by_area > 0)
    assert (found.high.le(most + 1e-9, axis=0))[fit].stack().all()
    assert (found.low >= 0)[fit].stack().all()
    # shares of the areas weigh the quotients of a category to 1
    held = found.quotient.mul(by_area / by_area.sum(), axis=0).sum()
    assert held[counts.sum() > 0].tolist() == pytest.approx([1.0] * int((counts.sum() > 0).sum()))
    pd.testing.assert_frame_equal(
        location_quotients.run(counts.iloc[::-1], Params()).low.sort_index(), found.low
    )


def test_nineteen_of_twenty_intervals_hold_the_true_quotient():
    rng = np.random.default_rng(20260101)
    n_a, n_r, p_a, p_r = 300, 2700, 0.04, 0.08
    x, y = rng.binomial(n_a, p_a, 4000).astype(float), rng.binomial(n_r, p_r, 4000).astype(float)
    low, high = ratio_limits(x, np.full(4000, float(n_a)), y, np.full(4000, float(n_r)), Z)
    held = ((low <= p_a / p_r) & (p_a / p_r <= high)).mean()
    assert 0.94 < held < 0.96


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_wrong_parameters_are_refused(confidence):
    with pytest.raises(ValueError, match="between 0 and 1"):
        Params(confidence)
    with pytest.raises(ValueError, match="negative"):
        location_quotients.run(-COUNTS, Params())
