"""Five numbers per group, beside a slow count and known values."""

import math
import statistics
from fractions import Fraction
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analysis.five_numbers import by_group, five

FLOATS = st.lists(st.floats(-1e12, 1e12, allow_nan=False), min_size=1, max_size=40)


def slow(numbers):
    """In fractions, one value after the other: quartile k of n values stands at place k (n - 1) / 4."""
    ordered, boxed = sorted(map(Fraction, numbers)), []
    for k in (1, 2, 3):
        place = Fraction(k * (len(ordered) - 1), 4)
        before, after = ordered[math.floor(place)], ordered[math.ceil(place)]
        boxed.append(before + (place - math.floor(place)) * (after - before))
    low, high = boxed[0], boxed[2]
    for one in ordered:
        if boxed[0] - one <= Fraction(3, 2) * (boxed[2] - boxed[0]):
            low = min(low, one)
        if one - boxed[2] <= Fraction(3, 2) * (boxed[2] - boxed[0]):
            high = max(high, one)
    return [low, *boxed, high]


@given(st.lists(st.integers(-1_000, 1_000), min_size=1, max_size=60))
def test_five_numbers_equal_a_slow_count(numbers):
    assert list(five(np.array(numbers, dtype=np.float64))) == slow(numbers)


@given(FLOATS, st.randoms())
@example([np.nextafter(6.0, 5.0), np.nextafter(6.0, 7.0)], Random(1))
def test_five_numbers_stand_in_their_order_whatever_that_of_the_rows(numbers, random):
    found = five(np.array(numbers))
    assert min(numbers) <= found.low <= found.q1 <= found.median <= found.q3 <= found.high <= max(numbers)
    random.shuffle(numbers)
    assert five(np.array(numbers)) == found


def test_a_group_of_known_numbers():
    """Eleven values by hand: quartiles 3.5 and 8.5, so 20 lies beyond the upper fence of 16."""
    values = pd.Series([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20])
    found = by_group(values, pd.Series([7] * 11)).loc[7]
    assert found[["n", "q1", "median", "q3"]].tolist() == [11, 3.5, 6, 9 - 0.5]
    assert found[["low", "high", "below", "above"]].tolist() == [1, 10, 0, 1]


def test_members_without_a_group_or_a_value_are_left_out():
    values = pd.Series([1.0, math.nan, 5.0, 9.0])
    found = by_group(values, pd.Series([0, 0, 1, None]))
    assert found["n"].to_dict() == {0: 1, 1: 1}
    assert found.loc[1, ["low", "q1", "median", "q3", "high"]].tolist() == [5] * 5


def test_a_group_without_any_value_has_no_numbers():
    found = by_group(pd.Series([math.nan]), pd.Series([3]))
    assert found.loc[3, "n"] == 0
    assert found.loc[3, ["low", "q1", "median", "q3", "high"]].isna().all()


def test_infinite_values_are_refused():
    with pytest.raises(ValueError, match="infinite"):
        by_group(pd.Series([math.inf]), pd.Series([0]))


@given(st.lists(st.integers(-1_000, 1_000), min_size=2, max_size=60))
def test_every_value_lies_below_within_or_above_the_whiskers(numbers):
    found = by_group(pd.Series(numbers, dtype=float), pd.Series([0] * len(numbers))).loc[0]
    assert found["low"] <= found["q1"] <= found["median"] <= found["q3"] <= found["high"]
    q1, median, q3 = statistics.quantiles(numbers, n=4, method="inclusive")
    assert [found["q1"], found["median"], found["q3"]] == pytest.approx([q1, median, q3])
    reach = 1.5 * (q3 - q1)
    assert found["below"] == sum(one < q1 - reach - 1e-9 for one in numbers)
    assert found["above"] == sum(one > q3 + reach + 1e-9 for one in numbers)
    assert found["n"] == len(numbers)


def test_the_order_of_the_members_does_not_matter():
    rng = np.random.default_rng(1)
    values, groups = pd.Series(rng.gamma(2, 3, 300)), pd.Series(rng.integers(0, 4, 300))
    turned = rng.permutation(300)
    pd.testing.assert_frame_equal(by_group(values, groups), by_group(values[turned], groups[turned]))
