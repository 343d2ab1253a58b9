"""Crosstabs: published residuals, slow counts in plain Python, and what must always hold."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency, norm

from analysis import crosstab
from analysis.adjusted_p import benjamini_hochberg, holm
from analysis.crosstab import Params, counted, run

FEW = Params(draws=50)
PARTY = np.array([[762, 327, 468], [484, 239, 477]])
tables = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda shape: st.lists(
        st.lists(st.one_of(st.integers(0, 60), st.just(0)), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    ).map(np.array)
)


def test_published_residuals_of_party_by_gender():
    # Agresti, An Introduction to Categorical Data Analysis, 2nd ed. 2007, table 2.5
    found = run(PARTY, Params())
    assert found.cells.residuals[0] == pytest.approx([4.50, 0.70, -5.32], abs=0.005)
    assert found.expected[0] == pytest.approx([703.7, 319.6, 533.7], abs=0.05)
    assert found.cells.verdict.tolist() == [[1, 0, -1], [-1, 0, 1]]
    assert not found.cells.small.any()


def test_shares_by_hand():
    found = run([[30, 10], [20, 40], [0, 0]], FEW)
    assert found.n == 100
    assert found.row_shares[:2].tolist() == [[0.75, 0.25], [1 / 3, 2 / 3]]
    assert found.column_shares.tolist() == [[0.6, 0.2], [0.4, 0.8], [0, 0]]
    assert found.expected.tolist() == [[20, 20], [30, 30], [0, 0]]
    assert np.isnan(found.row_shares[2]).all()


@settings(deadline=None)
@given(tables)
def test_shares_add_up(table):
    found = run(table, FEW)
    assert found.row_shares.sum(axis=1)[table.any(axis=1)] == pytest.approx(1)
    assert found.column_shares.sum(axis=0)[table.any(axis=0)] == pytest.approx(1)
    if found.n:
        assert found.expected.sum() == pytest.approx(found.n)


@settings(deadline=None, max_examples=150)
@given(tables)
def test_a_residual_is_the_chi_square_of_the_cell_against_the_rest(table):
    found = run(table, FEW)
    n = table.sum()
    for i, j in itertools.product(*map(range, table.shape)):
        cell, row, column = table[i, j], table[i].sum(), table[:, j].sum()
        fourfold = np.array([[cell, row - cell], [column - cell, n - row - column + cell]])
        if row in (0, n) or column in (0, n):
            assert np.isnan(found.cells.residuals[i, j])
            assert found.cells.small[i, j]
            continue
        oracle = chi2_contingency(fourfold, correction=False)
        assert found.cells.residuals[i, j] ** 2 == pytest.approx(oracle.statistic, abs=1e-7)
        assert np.sign(found.cells.residuals[i, j]) in (0, np.sign(cell * n - row * column))
        assert found.cells.small[i, j] == (oracle.expected_freq.min() < 5 - 1e-9)


@settings(deadline=None)
@given(tables, st.sampled_from(["holm", "benjamini_hochberg"]))
def test_all_different_comparisons_are_raised_together(table, correction):
    cells = run(table, Params(correction=correction, draws=50)).cells
    p = 2 * norm.sf(np.abs(cells.residuals))
    rows, columns = np.flatnonzero(table.any(axis=1)), np.flatnonzero(table.any(axis=0))
    # of two rows or two columns one says what the other does
    chosen = list(
        itertools.product(rows[:1] if len(rows) == 2 else rows, columns[:1] if len(columns) == 2 else columns)
    )
    judged = [place for place in chosen if not cells.small[place]]
    raised = (holm if correction == "holm" else benjamini_hochberg)([p[place] for place in judged])
    for place, value in zip(judged, raised, strict=True):
        assert cells.adjusted_p[place] == pytest.approx(value)
    assert np.isnan(cells.adjusted_p[cells.small]).all()
    assert not np.isnan(cells.adjusted_p[~cells.small]).any()
    assert (cells.verdict[cells.small] == 0).all()
    clear = cells.verdict != 0
    assert (clear == (cells.adjusted_p < 0.05)).all()
    assert (cells.verdict[clear] == np.sign(cells.residuals[clear])).all()


def test_two_by_two_is_one_comparison_and_says_what_chi_square_says():
    found = run([[30, 20], [18, 32]], Params())
    assert found.cells.adjusted_p.ravel() == pytest.approx([found.association.p] * 4)
    assert found.cells.verdict.tolist() == [[1, -1], [-1, 1]]


def test_a_small_cell_is_not_judged_and_costs_the_others_nothing():
    table = np.array([[60, 40, 3], [30, 70, 0], [45, 50, 1]])
    found = run(table, Params())
    assert found.cells.small[:, 2].all()
    assert found.cells.verdict[:, 2].tolist() == [0, 0, 0]
    judged = found.cells.p[~found.cells.small]
    assert found.cells.adjusted_p[~found.cells.small] == pytest.approx(holm(judged))
    # 3 of 103 against 1 of 196 would be clear by its residual alone
    assert abs(found.cells.residuals[0, 2]) > 1.6


@settings(deadline=None)
@given(tables, st.randoms())
def test_order_changes_nothing_and_swapping_the_sides_swaps_everything(table, chance):
    rows, columns = list(range(table.shape[0])), list(range(table.shape[1]))
    chance.shuffle(rows)
    chance.shuffle(columns)
    found, moved, swapped = run(table, FEW), run(table[rows][:, columns], FEW), run(table.T, FEW)
    assert moved.association.p == pytest.approx(found.association.p, nan_ok=True)
    assert swapped.association.p == pytest.approx(found.association.p, nan_ok=True)
    close = {"rtol": 1e-9, "atol": 1e-9}
    np.testing.assert_allclose(swapped.row_shares, found.column_shares.T, **close)
    for name in ("residuals", "p", "adjusted_p", "small", "verdict"):
        own, other, turned = (getattr(one.cells, name) for one in (found, moved, swapped))
        np.testing.assert_allclose(other.astype(float), own[rows][:, columns].astype(float), **close)
        np.testing.assert_allclose(turned.astype(float), own.T.astype(float), **close)


@given(st.lists(st.tuples(st.integers(-1, 2), st.integers(-1, 3)), max_size=60), st.randoms())
def test_counts_equal_a_plain_count_whatever_the_order(pairs, chance):
    expected = [[pairs.count((a, b)) for b in range(4)] for a in range(3)]
    for _ in range(2):
        found = counted([a for a, _ in pairs], 3, [b for _, b in pairs], 4)
        assert found.tolist() == expected
        chance.shuffle(pairs)


@pytest.mark.parametrize(
    ("codes_a", "k_a", "codes_b", "k_b", "shape", "problem"),
    [
        ([], 2, [], 3, (2, 3), "no_data"),
        ([0, -1], 2, [-1, 1], 3, (2, 3), "no_data"),
        ([1, 1, 1], 2, [0, 1, 2], 3, (2, 3), "one_row"),
        ([0, 1], 2, [0, 0], 1, (2, 1), "one_column"),
        ([0], 1, [0], 1, (1, 1), "one_row"),
        ([], 0, [], 0, (0, 0), "no_data"),
    ],
)
def test_constant_answers_and_none_at_all(codes_a, k_a, codes_b, k_b, shape, problem):
    found = run(counted(codes_a, k_a, codes_b, k_b), Params())
    assert found.counts.shape == found.cells.verdict.shape == shape
    assert found.association.problem == problem
    assert not found.cells.verdict.any()


def test_chance_alone_seldom_makes_a_cell_stand_out():
    rng = np.random.default_rng(20260101)
    shares = np.outer([0.4, 0.3, 0.2, 0.1], [0.5, 0.3, 0.2]).ravel()
    drawn = rng.multinomial(400, shares, size=1000).reshape(-1, 4, 3)
    assert np.mean([run(table, Params()).cells.verdict.any() for table in drawn]) < 0.06


def test_a_hundred_thousand_respondents():
    rng = np.random.default_rng(20260101)
    a, b = rng.integers(-1, 6, 100_000), rng.integers(-1, 15, 100_000)
    b[(a == 2) & (b > 10)] = 3
    found = run(counted(a, 6, b, 15), Params())
    assert found.n == ((a >= 0) & (b >= 0)).sum()
    assert found.cells.verdict[2, 3] == 1
    assert (found.cells.verdict[2, 11:] == -1).all()


def test_wrong_parameters_are_refused():
    with pytest.raises(ValueError, match="same respondents"):
        counted([0], 1, [0, 0], 1)
    with pytest.raises(ValueError, match="no correction"):
        Params(correction="bonferroni")
    with pytest.raises(ValueError, match="level"):
        Params(level=5)
    with pytest.raises(ValueError, match="whole numbers"):
        crosstab.run([[0.5]], Params())
