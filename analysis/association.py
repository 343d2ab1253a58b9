"""Whether the rows and columns of a table of counts go together, and how strongly.

Pearson's chi-square without Yates' correction (Philosophical Magazine 50, 1900). It is an approximation,
which fails where more than a fifth of the expected counts are below 5 or any is below 1 (Cochran,
Biometrics 10(4), 1954). Then: Fisher's exact test for two by two (Statistical Methods for Research Workers,
1934), and for larger tables the share of tables drawn with the same margins whose chi-square is as large
(Patefield, Applied Statistics 30(1), 1981; the observed table counts as one of them: Hope, J. R. Stat. Soc.
B 30(3), 1968). Strength: Cramér's V (Mathematical Methods of Statistics, 1946), which is above 0 by chance
alone, and its correction for that (Bergsma, Journal of the Korean Statistical Society 42(3), 2013).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2, fisher_exact, random_table

from analysis.arrays import Floats
from analysis.proportions import Bools, Ints

NO_DATA, ONE_ROW, ONE_COLUMN = "no_data", "one_row", "one_column"
# below this p two questions are said to go together
LEVEL = 0.05
CHI_SQUARE, FISHER, MONTE_CARLO = "chi_square", "fisher", "monte_carlo"
# expected counts: the usual bound, which a fifth may miss, and the bound that none may miss
ENOUGH, LEAST, MAY_MISS = 5.0, 1.0, 0.2

# Cells of all drawn tables together, and the fewest tables: time goes by cells, 10,000 of 20 x 20 are 0.4 s.
# 999 tell p to a thousandth, which is enough to compare it with 0.05.
MOST_CELLS, FEWEST_DRAWS = 200_000, 999
# cells of drawn tables held at once: 16 MB
_BLOCK = 2_000_000
# a count of exactly the bound must not be below it by the last digit of a division
_ROUNDING = 1e-9
# sums of equal tables, added in another order, differ by a smaller part than this
_EQUAL = 1e-12


@dataclass(frozen=True)
class Params:
    """draws: tables of the Monte Carlo test at most; one in as many + 1 is the smallest p. seed: of them."""

    draws: int = 9999
    seed: int = 20260101

    def __post_init__(self) -> None:
        if self.draws < 1:
            raise ValueError("at least one table has to be drawn")

    def draws_of(self, cells: int) -> int:
        """How many tables of so many cells are drawn: fewer of large ones, from FEWEST_DRAWS."""
        return min(self.draws, max(FEWEST_DRAWS, MOST_CELLS // cells))


@dataclass(frozen=True)
class Association:
    """problem: why there is no test (NO_DATA, ONE_ROW, ONE_COLUMN), or None; then numbers are NaN, df is 0.

    chi_square, df, p_chi_square: Pearson's. low: whether too little is expected in the cells for it. test:
    the one that `p` is of: CHI_SQUARE, or where low FISHER or MONTE_CARLO. v, v_corrected: Cramér's V as it
    is and corrected for chance, both 0 .. 1; the corrected one is NaN where each respondent has a row or
    column alone. draws: tables drawn for MONTE_CARLO, else 0.
    """

    problem: str | None
    chi_square: float = np.nan
    df: int = 0
    p_chi_square: float = np.nan
    low: bool = False
    test: str | None = None
    p: float = np.nan
    v: float = np.nan
    v_corrected: float = np.nan
    draws: int = 0


def checked_counts(counts: ArrayLike) -> Ints:
    """Counts as int64. Raises ValueError unless they are a table of whole numbers from 0."""
    table = np.asarray(counts)
    if table.ndim != 2 or (table.size and (table.dtype.kind not in "iu" or table.min() < 0)):
        raise ValueError("counts must be a table of whole numbers, none negative")
    return table.astype(np.int64, copy=False)


def run(counts: ArrayLike, params: Params) -> Association:
    """Test and strength of a table of counts (rows x columns); empty rows and columns are left out.

    The order of rows and columns, and which side is which, do not matter. Raises ValueError as
    `checked_counts`.
    """
    table = checked_counts(counts)
    full = table[table.any(axis=1)][:, table.any(axis=0)]
    if problem := _problem(full):
        return Association(problem)
    expected = expected_counts(full.sum(axis=1), full.sum(axis=0), int(full.sum()))
    statistic = float(((full - expected) ** 2 / expected).sum())
    df = (full.shape[0] - 1) * (full.shape[1] - 1)
    p, low = float(chi2.sf(statistic, df)), too_low(expected)
    test, p_used = _exact(full, statistic, params) if low else (CHI_SQUARE, p)
    v, v_corrected = _cramer(statistic, int(full.sum()), *full.shape)
    draws = params.draws_of(full.size) if test == MONTE_CARLO else 0
    return Association(None, statistic, df, p, low, test, p_used, v, v_corrected, draws)


def expected_counts(rows: Ints, columns: Ints, n: int) -> Floats:
    """Counts expected without an association, from the sums of rows and columns; NaN where n is 0."""
    return np.outer(rows, columns) / n if n else np.full((len(rows), len(columns)), np.nan)


def is_below(expected: Floats, least: float) -> Bools:
    """Which expected counts are too low; unknown ones are not."""
    return np.asarray(expected < least - _ROUNDING)


def too_low(expected: Floats) -> bool:
    """Cochran's rule: too little is expected for chi-square. The table has no empty row or column."""
    return bool(is_below(expected, ENOUGH).mean() > MAY_MISS or is_below(expected, LEAST).any())


def monte_carlo(rows: Ints, columns: Ints, statistic: float, params: Params) -> float:
    """Share of tables with these sums, none of them 0, whose chi-square is at least `statistic`, by draws."""
    # sorted, the shorter side first: the same draws come whatever the order is and which side is which
    short, long = sorted((np.sort(rows), np.sort(columns)), key=lambda side: (len(side), side.tolist()))
    n, like_it = int(rows.sum()), random_table(short, long)
    weights = 1 / expected_counts(short, long, n)
    # chi-square is the sum of squared counts / expected, less n; n is left in it on both sides
    bound = (statistic + n) * (1 - _EQUAL)
    chance, reached, draws = np.random.default_rng(params.seed), 0, params.draws_of(weights.size)
    step = max(1, _BLOCK // weights.size)
    for start in range(0, draws, step):
        drawn = like_it.rvs(min(step, draws - start), random_state=chance)
        reached += int((np.einsum("kij,kij,ij->k", drawn, drawn, weights) >= bound).sum())
    return (1 + reached) / (draws + 1)


def _problem(full: Ints) -> str | None:
    if not full.size:
        return NO_DATA
    if full.shape[0] == 1:
        return ONE_ROW
    return ONE_COLUMN if full.shape[1] == 1 else None


def _exact(full: Ints, statistic: float, params: Params) -> tuple[str, float]:
    if full.shape == (2, 2):
        return FISHER, float(fisher_exact(full).pvalue)
    return MONTE_CARLO, monte_carlo(full.sum(axis=1), full.sum(axis=0), statistic, params)


def _cramer(statistic: float, n: int, rows: int, columns: int) -> tuple[float, float]:
    """V as it is, and corrected for what chance alone would bring."""
    phi2 = statistic / n
    v = np.sqrt(phi2 / (min(rows, columns) - 1))
    by_chance = (rows - 1) * (columns - 1) / (n - 1)
    # sides shortened by what they gain by chance; 0 where every respondent has one of his own
    sides = [(side - 1) * (1 - (side - 1) / (n - 1)) for side in (rows, columns)]
    if min(sides) <= 0:
        return min(float(v), 1.0), np.nan
    return min(float(v), 1.0), min(float(np.sqrt(max(0.0, phi2 - by_chance) / min(sides))), 1.0)
