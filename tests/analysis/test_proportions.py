"""Intervals of shares: published limits, a second way to find them, coverage, and their properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq, minimize_scalar
from scipy.stats import binomtest

from analysis.proportions import difference, difference_within, normal_quantile, shares, small_base, wilson

Z = 1.959963984540054
counts = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("x", "n", "low", "high"),
    # Newcombe, Stat. Med. 17(8), 1998, p. 857, table I, method 3 (Wilson's score without correction)
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_published_limits_of_a_share(x, n, low, high):
    assert wilson(x, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("table", "low", "high"),
    # the same volume, p. 873, table II, method 10
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ],
)
def test_published_limits_of_a_difference(table, low, high):
    assert difference(*table) == pytest.approx((low, high), abs=5e-5)


def slow_wilson(x, n):
    """The shares p for which x lies exactly z standard errors of p away: Wilson's definition, by search."""

    def off(p):
        return (x / n - p) ** 2 - Z**2 * p * (1 - p) / n

    share = x / n
    # at 0 and at 1 nothing is off, which is not the limit that is sought
    low = 0.0 if x == 0 else brentq(off, 0, share - 1e-12)
    return low, 1.0 if x == n else brentq(off, share + 1e-12, 1)


@given(counts)
def test_a_slow_search_and_scipy_find_the_same_limits(count):
    x, n = count
    found = wilson(x, n)
    assert found == pytest.approx(slow_wilson(x, n), abs=1e-9)
    oracle = binomtest(x, n).proportion_ci(0.95, method="wilson")
    assert found == pytest.approx((oracle.low, oracle.high), abs=1e-12)


@given(st.lists(counts, min_size=1, max_size=8), st.floats(0.01, 0.999))
def test_limits_hold_the_share_and_turn_round_with_it(rows, confidence):
    x, n = np.array(rows).T
    low, high = wilson(x, n, confidence)
    assert ((low >= 0) & (low <= x / n + 1e-12) & (x / n <= high + 1e-12) & (high <= 1)).all()
    turned_low, turned_high = wilson(n - x, n, confidence)
    assert 1 - turned_high == pytest.approx(low, abs=1e-12)
    assert 1 - turned_low == pytest.approx(high, abs=1e-12)


@given(counts, counts)
def test_a_difference_lies_within_its_limits_and_changes_its_sign(one, other):
    low, high = difference(*one, *other)
    gap = one[0] / one[1] - other[0] / other[1]
    assert -1 - 1e-12 <= low <= gap + 1e-12
    assert gap - 1e-12 <= high <= 1 + 1e-12
    assert difference(*other, *one) == pytest.approx((-high, -low), abs=1e-12)


@pytest.mark.parametrize(
    ("sample", "confidence", "low", "high"),
    [
        # airway hyper-responsiveness (Bentur et al. 2009), in Fagerland, Lydersen & Laake 2014
        ((1, 7, 21), 0.95, -0.517, -0.026),
        # R's PropCIs::scoreci.mp(25, 28, 618, 0.9)
        ((28, 25, 618), 0.90, -0.0148, 0.0247),
    ],
)
def test_published_limits_of_a_difference_within_a_sample(sample, confidence, low, high):
    digits = 4 if confidence == 0.90 else 3
    assert difference_within(*sample, confidence) == pytest.approx((low, high), abs=0.5 * 10**-digits)


def slow_score(d, x, y, n):
    """Squared score of the difference d: the second share is that of the largest likelihood, by search."""

    def unlikely(q):
        shares = np.maximum([q + d, q, 1 - 2 * q - d], 1e-300)
        return -(np.array([x, y, n - x - y]) * np.log(shares)).sum()

    low, high = max(0, -d), (1 - d) / 2
    q = minimize_scalar(unlikely, bounds=(low, high), method="bounded", options={"xatol": 1e-13}).x
    return (x - y - n * d) ** 2 / (n * (2 * q + d - d * d))


@pytest.mark.parametrize("sample", [(40, 20, 160), (1, 7, 21), (9, 3, 13), (60, 30, 100), (2, 1, 300)])
def test_a_slow_search_finds_the_same_limits_within_a_sample(sample):
    low, high = (float(limit) for limit in difference_within(*sample))
    assert slow_score(low, *sample) == pytest.approx(Z**2, rel=1e-4)
    assert slow_score(high, *sample) == pytest.approx(Z**2, rel=1e-4)
    for d in np.linspace(-0.99, 0.99, 67):
        assert (slow_score(d, *sample) < Z**2) == (low < d < high)


@given(counts)
def test_where_nobody_is_neither_the_limits_are_wilson_s(count):
    x, n = count
    low, high = wilson(x, n)
    assert difference_within(x, n - x, n) == pytest.approx((2 * low - 1, 2 * high - 1), abs=1e-7)


@given(st.lists(st.tuples(*[st.integers(0, 300)] * 3), min_size=1, max_size=6), st.floats(0.05, 0.99))
def test_limits_within_a_sample_hold_the_difference_and_change_its_sign(rows, confidence):
    x, y, rest = np.array(rows).T
    n = x + y + rest
    low, high = difference_within(x, y, n, confidence)
    full = n > 0
    gap = (x - y)[full] / n[full]
    assert ((low[full] >= -1) & (low[full] <= gap) & (gap <= high[full]) & (high[full] <= 1)).all()
    assert np.isnan(low[~full]).all()
    turned_low, turned_high = difference_within(y, x, n, confidence)
    assert (-turned_high[full]).tolist() == low[full].tolist()
    assert (-turned_low[full]).tolist() == high[full].tolist()


def test_nineteen_of_twenty_intervals_hold_the_true_difference_within():
    drawn = np.random.default_rng(20260101).multinomial(50, (0.8, 0.05, 0.15), 4000)
    low, high = difference_within(drawn[:, 0], drawn[:, 1], 50)
    assert 0.935 < ((low <= 0.75) & (high >= 0.75)).mean() < 0.965


@pytest.mark.parametrize("sample", [(3, 3, 5), (-1, 2, 5), (2, -1, 5)])
def test_parts_of_a_sample_that_cannot_be_are_refused(sample):
    with pytest.raises(ValueError, match="between 0 and n"):
        difference_within(*sample)


def test_a_share_without_a_base_is_unknown():
    found = shares([[1, 3], [0, 0]], np.array([[4], [0]]))
    np.testing.assert_array_equal(found, [[0.25, 0.75], [np.nan, np.nan]])
    assert shares([2, 1], 4).tolist() == [0.5, 0.25]


def test_without_a_base_there_is_no_interval():
    low, high = wilson([0, 1], [0, 1])
    assert np.isnan([low[0], high[0]]).all()
    assert (low[1], high[1]) == (pytest.approx(1 / (1 + Z**2)), 1.0)
    assert np.isnan(difference(0, 0, 3, 9)).all()
    assert np.isnan(difference_within(0, 0, 0)).all()
    assert [len(part) for part in wilson([], [])] == [0, 0]


def test_nineteen_of_twenty_intervals_hold_the_true_share():
    drawn = np.random.default_rng(20260101).binomial(60, 0.12, 4000)
    low, high = wilson(drawn, 60)
    assert 0.94 < ((low <= 0.12) & (high >= 0.12)).mean() < 0.97


def test_a_base_below_thirty_is_small():
    assert small_base([0, 29, 30, np.nan]).tolist() == [True, True, False, True]
    assert small_base(40, least=50)


@pytest.mark.parametrize(("x", "n"), [(-1, 5), (6, 5), (np.nan, 5), (1, np.nan)])
def test_impossible_counts_are_refused(x, n):
    with pytest.raises(ValueError, match="between 0 and n"):
        wilson(x, n)


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_a_confidence_is_a_share(confidence):
    with pytest.raises(ValueError, match="between 0 and 1"):
        wilson(1, 2, confidence)
    assert normal_quantile(0.95) == pytest.approx(Z)
