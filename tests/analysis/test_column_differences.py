"""Columns that differ: a slow comparison in plain Python, and what must always hold."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency, norm

from analysis.adjusted_p import holm
from analysis.column_differences import run
from analysis.crosstab import Params

# columns of up to 120 respondents, who fall into three rows
columns_of_three = st.lists(st.tuples(*[st.integers(0, 40)] * 3), min_size=1, max_size=5).map(
    lambda columns: np.array(columns).T
)


def test_the_letters_of_s0_by_field():
    # used by field: 34 of 50, 14 of 36, 14 of 46, 4 of 18 (features.md S0-36)
    used = np.array([[34, 14, 14, 4], [16, 22, 32, 14]])
    found = run(used, used.sum(axis=0), Params())
    assert found.judged.tolist() == [True, True, True, False]
    assert np.argwhere(found.higher[0]).tolist() == [[0, 1], [0, 2]]
    assert np.argwhere(found.higher[1]).tolist() == [[1, 0], [2, 0]]
    # the textbook's z of 34 of 50 against 14 of 46
    pooled = 48 / 96
    z = (34 / 50 - 14 / 46) / math.sqrt(pooled * (1 - pooled) * (1 / 50 + 1 / 46))
    assert found.adjusted_p[0, 0, 2] == pytest.approx(3 * 2 * norm.sf(z))


@settings(deadline=None)
@given(columns_of_three)
def test_all_pairs_equal_chi_square_of_the_two_columns(table):
    bases = table.sum(axis=0)
    found = run(table, bases, Params())
    for row in range(3):
        pairs, p = [], []
        for one, other in itertools.combinations(range(table.shape[1]), 2):
            chosen = table[row, [one, other]]
            fourfold = np.array([chosen, bases[[one, other]] - chosen])
            if bases[[one, other]].min() < 30 or not fourfold.sum(axis=1).all():
                continue
            oracle = chi2_contingency(fourfold, correction=False)
            if oracle.expected_freq.min() >= 5 - 1e-9:
                pairs.append((one, other))
                p.append(oracle.pvalue)
        compared = ~np.isnan(found.adjusted_p[row])
        assert {tuple(pair) for pair in np.argwhere(compared).tolist()} == {
            *pairs,
            *((other, one) for one, other in pairs),
        }
        for (one, other), raised in zip(pairs, holm(p), strict=True):
            assert found.adjusted_p[row, one, other] == pytest.approx(raised, abs=1e-9)
            share = table[row] / bases
            assert found.higher[row, one, other] == (raised < 0.05 and share[one] > share[other])


@settings(deadline=None)
@given(columns_of_three, st.randoms())
def test_a_column_is_not_above_one_that_is_above_it_and_order_does_not_matter(table, chance):
    bases = table.sum(axis=0)
    found = run(table, bases, Params())
    assert not (found.higher & found.higher.transpose(0, 2, 1)).any()
    order = list(range(table.shape[1]))
    chance.shuffle(order)
    moved = run(table[:, order], bases[order], Params())
    assert moved.higher.tolist() == found.higher[:, order][:, :, order].tolist()


def test_the_base_may_be_more_than_the_column_s_sum():
    # respondents, where one may mark several options
    found = run([[60, 20]], [100, 100], Params())
    assert found.higher[0].tolist() == [[False, True], [False, False]]
    assert not run([[60, 20]], [100, 29], Params()).higher.any()
    assert not run([[4, 0]], [100, 100], Params()).higher.any()
    assert run([[60, 20]], [100, 29], Params(least_base=20)).judged.all()


def test_no_columns_one_column_and_empty_ones():
    assert run(np.zeros((2, 0), dtype=int), [], Params()).higher.shape == (2, 0, 0)
    assert not run([[50], [40]], [90], Params()).higher.any()
    empty = run([[50, 0], [40, 0]], [90, 0], Params())
    assert np.isnan(empty.adjusted_p).all()
    assert empty.judged.tolist() == [True, False]


@pytest.mark.parametrize("bases", [[3], [3, 1], [[3, 3]]])
def test_wrong_bases_are_refused(bases):
    with pytest.raises(ValueError, match="base for each column"):
        run([[2, 2]], bases, Params())
