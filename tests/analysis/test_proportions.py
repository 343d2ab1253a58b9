"""Intervals of shares: published limits, a second way to find them, coverage, and their properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import binomtest

from analysis.proportions import difference, normal_quantile, small_base, wilson

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


def test_without_a_base_there_is_no_interval():
    low, high = wilson([0, 1], [0, 1])
    assert np.isnan([low[0], high[0]]).all()
    assert (low[1], high[1]) == (pytest.approx(1 / (1 + Z**2)), 1.0)
    assert np.isnan(difference(0, 0, 3, 9)).all()
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
