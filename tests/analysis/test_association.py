"""Association in a table: textbook tables, scipy, a count of all possible tables, and what always holds."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency, contingency

from analysis import association
from analysis.association import Params

FEW = Params(draws=200)
tables = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, 30), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    ).map(np.array)
)


def test_the_lady_tasting_tea():
    # Fisher, The Design of Experiments, 1935; R: fisher.test gives 0.4857
    found = association.run([[3, 1], [1, 3]], Params())
    assert (found.test, found.low, found.chi_square, found.df) == ("fisher", True, 2, 1)
    assert found.p == pytest.approx(34 / 70)
    assert found.p_chi_square == pytest.approx(0.1573, abs=5e-5)


def test_party_by_gender():
    # Agresti, An Introduction to Categorical Data Analysis, 2nd ed. 2007, table 2.5: 30.07, df 2
    found = association.run([[762, 327, 468], [484, 239, 477]], Params())
    assert (found.test, found.low, found.df) == ("chi_square", False, 2)
    assert found.chi_square == pytest.approx(30.07, abs=0.005)
    assert found.p == found.p_chi_square == pytest.approx(2.95e-7, rel=0.01)


def test_job_satisfaction_is_drawn():
    # R: chisq.test(Job) gives 5.9655, df 9, p 0.7434; with 1e6 simulated tables 0.78
    job = [[1, 2, 1, 0], [3, 3, 6, 1], [10, 10, 14, 9], [6, 7, 12, 11]]
    found = association.run(job, Params())
    assert (found.test, found.low) == ("monte_carlo", True)
    assert (found.chi_square, found.p_chi_square) == pytest.approx((5.9655, 0.7434), abs=5e-5)
    assert found.p == pytest.approx(0.78, abs=0.02)


def test_v_with_and_without_what_chance_brings():
    # ClickHouse, cramersV and cramersVBiasCorrected of number % 10 and number % 4 for 150 numbers
    counts = np.zeros((10, 4), dtype=int)
    for number in range(150):
        counts[number % 10, number % 4] += 1
    found = association.run(counts, FEW)
    assert found.v == pytest.approx(0.5798088336225178, abs=1e-12)
    assert found.v_corrected == pytest.approx(0.5305112825189074, abs=1e-12)
    # a tie between unrelated questions is nothing but chance
    assert association.run([[26, 24], [25, 25]], FEW).v_corrected == 0
    assert association.run([[40, 0], [0, 30]], FEW).v_corrected == pytest.approx(1)


@settings(deadline=None)
@given(tables)
def test_chi_square_and_v_equal_scipy(table):
    found = association.run(table, FEW)
    full = table[table.any(axis=1)][:, table.any(axis=0)]
    if found.problem:
        assert min(full.shape, default=0) < 2
        return
    oracle = chi2_contingency(full, correction=False)
    assert (found.chi_square, found.p_chi_square) == pytest.approx(
        (oracle.statistic, oracle.pvalue), abs=1e-9
    )
    assert found.df == oracle.dof
    assert found.v == pytest.approx(contingency.association(full, method="cramer"), abs=1e-9)
    below = (oracle.expected_freq < 5).mean()
    assert found.low == (below > 0.2 or oracle.expected_freq.min() < 1)
    assert 0 <= found.v <= 1
    assert np.isnan(found.v_corrected) or 0 <= found.v_corrected <= found.v + 1e-12
    assert 0 < found.p <= 1


@settings(deadline=None)
@given(tables, st.randoms())
def test_order_and_side_do_not_matter(table, chance):
    rows, columns = list(range(table.shape[0])), list(range(table.shape[1]))
    chance.shuffle(rows)
    chance.shuffle(columns)
    found = association.run(table, FEW)
    for other in (table[rows][:, columns], table.T):
        again = association.run(other, FEW)
        assert (again.test, again.low, again.df) == (found.test, found.low, found.df)
        # the draws are the same ones, so this p has not even a last digit to differ in
        if found.test == "monte_carlo":
            assert again.p == found.p
        for name in ("p", "chi_square", "p_chi_square", "v", "v_corrected"):
            assert getattr(again, name) == pytest.approx(getattr(found, name), abs=1e-9, nan_ok=True)


def every_table(rows, columns):
    """All tables with these sums."""
    if len(rows) == 1:
        yield [columns]
        return
    for first in itertools.product(*[range(c + 1) for c in columns]):
        if sum(first) == rows[0]:
            left = tuple(c - x for c, x in zip(columns, first, strict=True))
            yield from ([first, *rest] for rest in every_table(rows[1:], left))


def probability(table, rows, columns):
    """Chance of a table with given sums when rows and columns have nothing to do with one another."""
    top = math.prod(math.factorial(one) for one in (*rows, *columns))
    below = math.factorial(sum(rows)) * math.prod(math.factorial(x) for row in table for x in row)
    return Fraction(top, below)


def chi_square(table, rows, columns):
    n = sum(rows)
    cells = itertools.product(range(len(rows)), range(len(columns)))
    return sum(
        (table[i][j] - Fraction(rows[i] * columns[j], n)) ** 2 / Fraction(rows[i] * columns[j], n)
        for i, j in cells
    )


@pytest.mark.parametrize(
    "table",
    [
        [(4, 1, 0), (1, 2, 3)],
        [(3, 0, 1), (0, 4, 1), (1, 1, 2)],
        [(6, 2), (1, 2), (0, 4)],
        [(1, 2), (2, 1), (3, 3)],
    ],
)
def test_drawn_tables_come_near_the_count_of_all_of_them(table):
    rows, columns = tuple(map(sum, table)), tuple(map(sum, zip(*table, strict=True)))
    bound = chi_square(table, rows, columns)
    exact = sum(
        probability(other, rows, columns)
        for other in every_table(rows, columns)
        if chi_square(other, rows, columns) >= bound
    )
    found = association.run(table, Params())
    assert found.test == "monte_carlo"
    # four standard errors of 9,999 draws
    assert found.p == pytest.approx(float(exact), abs=4 * math.sqrt(exact * (1 - exact) / 9999) + 2e-4)


@settings(deadline=None)
@given(st.tuples(*[st.integers(0, 6)] * 4))
def test_fisher_s_test_is_the_sum_of_the_tables_that_are_no_likelier(cells):
    table = [cells[:2], cells[2:]]
    rows, columns = tuple(map(sum, table)), tuple(map(sum, zip(*table, strict=True)))
    found = association.run(table, Params())
    if found.test != "fisher":
        assert 0 in rows + columns or not found.low
        return
    own = probability(table, rows, columns)
    chances = [probability(other, rows, columns) for other in every_table(rows, columns)]
    assert found.p == pytest.approx(float(sum(one for one in chances if one <= own)))


def test_the_seed_decides_the_draws():
    table = [[3, 0, 1], [0, 4, 1], [1, 1, 2]]
    assert association.run(table, Params(seed=1)).p == association.run(table, Params(seed=1)).p
    found = {association.run(table, Params(seed=seed)).p for seed in range(5)}
    assert len(found) > 1


def test_blocks_do_not_change_the_smallest_p(monkeypatch):
    table = np.diag([9, 9, 2])
    assert association.run(table, Params()).p == 1 / 10_000
    monkeypatch.setattr(association, "_BLOCK", 9 * 1000)
    assert association.run(table, Params()).p == 1 / 10_000


@pytest.mark.parametrize(
    ("k", "most", "draws"),
    [(3, 9999, 9999), (5, 9999, 8000), (10, 9999, 2000), (20, 9999, 999), (20, 200, 200)],
)
def test_of_large_tables_fewer_are_drawn(k, most, draws):
    # the smallest p there is, since no other table with these sums goes as far
    found = association.run(np.diag([9] * (k - 1) + [2]), Params(draws=most))
    assert (found.test, found.draws, found.p) == ("monte_carlo", draws, 1 / (draws + 1))


def test_only_drawn_tables_are_counted_as_draws():
    assert association.run([[3, 1], [1, 3]], Params()).draws == 0
    assert association.run([[762, 327, 468], [484, 239, 477]], Params()).draws == 0


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ([[0, 0], [0, 0]], "no_data"),
        (np.zeros((0, 0), dtype=int), "no_data"),
        ([[0, 0, 0], [1, 5, 2]], "one_row"),
        ([[0, 7], [0, 1]], "one_column"),
        ([[1]], "one_row"),
    ],
)
def test_what_cannot_be_tested_has_a_code(table, problem):
    found = association.run(table, Params())
    assert (found.problem, found.test, found.df, found.low) == (problem, None, 0, False)
    assert np.isnan([found.chi_square, found.p, found.v, found.v_corrected]).all()


def test_where_everybody_is_alone_v_cannot_be_corrected():
    found = association.run(np.eye(4, dtype=int), FEW)
    assert found.v == 1
    assert np.isnan(found.v_corrected)
    # a table in balance is no surprise at all
    assert association.run(np.ones((3, 3), dtype=int), FEW).p == 1


@pytest.mark.parametrize("table", [[[1, -1]], [[0.5, 1]], [1, 2]])
def test_wrong_counts_are_refused(table):
    with pytest.raises(ValueError, match="table of whole numbers"):
        association.run(table, Params())
    with pytest.raises(ValueError, match="one table"):
        Params(draws=0)
