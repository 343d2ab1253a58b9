"""One question by another: counts, shares, whether they go together, and which cells stand out.

A cell is judged by its adjusted standardised residual, which is near normal (Haberman, Biometrics 29(1),
1973): its square is the chi-square of the table "this cell or not" with two rows and two columns. So a cell
is too small to judge where fewer than `least` are expected in any of the four parts of that table (the rule
of `association`). All judged cells are compared at once, and their p raised for it (`adjusted_p`). In a
table of two rows each column is one comparison, since its two cells mirror each other; so with two columns.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import norm

from analysis import association
from analysis.adjusted_p import CORRECTIONS
from analysis.answers import NO_ANSWER, checked_codes
from analysis.arrays import Floats
from analysis.association import ENOUGH, LEVEL, Association, checked_counts, expected_counts, is_below
from analysis.proportions import LEAST_BASE, Bools, Ints, shares

Verdicts = NDArray[np.int8]


@dataclass(frozen=True)
class Params:
    """level: adjusted p below it make a verdict. correction: a name in `adjusted_p.CORRECTIONS`.

    least: expected count from which a cell is judged. least_base: respondents from which a column is compared
    with others (`column_differences`). draws, seed: of the Monte Carlo test (`association`).
    """

    level: float = LEVEL
    correction: str = "holm"
    least: float = ENOUGH
    least_base: float = LEAST_BASE
    draws: int = 9999
    seed: int = 20260101

    def __post_init__(self) -> None:
        if not 0 < self.level < 1:
            raise ValueError("the level must lie between 0 and 1")
        if self.correction not in CORRECTIONS:
            raise ValueError(f"there is no correction {self.correction}")

    @property
    def exact(self) -> association.Params:
        """Settings of the test of the whole table."""
        return association.Params(self.draws, self.seed)


@dataclass(frozen=True, eq=False)
class Cells:
    """Judgement of each cell; arrays of the table's shape.

    residuals: NaN where the row or column is empty or everybody is in it. small: too little expected to
    judge, or no residual. p: two-sided, NaN where small; adjusted_p: raised for all judged cells. verdict:
    1 clearly more than expected, -1 clearly fewer, 0 not clear or small.
    """

    residuals: Floats
    small: Bools
    p: Floats
    adjusted_p: Floats
    verdict: Verdicts


@dataclass(frozen=True, eq=False)
class Result:
    """Arrays of rows x columns, in the order of the input.

    counts: int64. n: respondents in the table. row_shares: of the row's sum; column_shares: of the column's
    sum; NaN without a base. expected: counts without an association. association: test and strength, or why
    there is none.
    """

    counts: Ints
    n: int
    row_shares: Floats
    column_shares: Floats
    expected: Floats
    association: Association
    cells: Cells


def counted(codes_a: ArrayLike, k_a: int, codes_b: ArrayLike, k_b: int) -> Ints:
    """Counts (k_a x k_b) of respondents who answered both questions, each with one answer.

    codes: as in `answers`. Raises ValueError on codes out of range or of different lengths.
    """
    a, b = checked_codes(codes_a, k_a), checked_codes(codes_b, k_b)
    if len(a) != len(b):
        raise ValueError("both questions must have the same respondents")
    known = (a != NO_ANSWER) & (b != NO_ANSWER)
    return np.bincount(a[known] * k_b + b[known], minlength=k_a * k_b).reshape(k_a, k_b)


def run(counts: ArrayLike, params: Params) -> Result:
    """Everything about a table of counts (rows x columns), where each respondent is in one cell.

    Raises ValueError on negative counts or fractions. Swapping the sides swaps every array of the result.
    """
    table = checked_counts(counts)
    rows, columns, n = table.sum(axis=1), table.sum(axis=0), int(table.sum())
    return Result(
        counts=table,
        n=n,
        row_shares=shares(table, rows[:, None]),
        column_shares=shares(table, columns),
        expected=expected_counts(rows, columns, n),
        association=association.run(table, params.exact),
        cells=judged(table, rows, columns, n, params, (np.sum(rows > 0) == 2, np.sum(columns > 0) == 2)),
    )


def judged(
    counts: Ints, rows: Ints, columns: Ints, n: int, params: Params, mirrored: tuple[bool, bool]
) -> Cells:
    """Each cell against the rest of n respondents, of whom rows[i] are in row i and columns[j] in column j.

    mirrored: whether two rows, two columns hold everybody, so that one tells what the other does.
    """
    expected = expected_counts(rows, columns, n)
    across, down = np.broadcast_to(rows[:, None], counts.shape), np.broadcast_to(columns, counts.shape)
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = np.sqrt(expected * (1 - across / n) * (1 - down / n)) if n else expected
        residuals = np.where(spread > 0, (counts - expected) / spread, np.nan)
    parts = (expected, across - expected, down - expected, n - across - down + expected)
    small = np.isnan(residuals) | is_below(np.min(parts, axis=0), params.least)
    p = np.where(small, np.nan, 2 * norm.sf(np.abs(residuals)))
    adjusted = _adjusted(p, rows > 0, columns > 0, mirrored, params.correction)
    verdict = np.where(adjusted < params.level, np.sign(residuals), 0).astype(np.int8)
    return Cells(residuals, small, p, adjusted, verdict)


def _adjusted(p: Floats, rows: Bools, columns: Bools, mirrored: tuple[bool, bool], correction: str) -> Floats:
    """p raised for the number of different comparisons; rows, columns: which are not empty."""
    part = p[np.ix_(rows, columns)]
    once = part[: 1 if mirrored[0] else None, : 1 if mirrored[1] else None]
    raised = CORRECTIONS[correction](once.ravel()).reshape(once.shape)
    found = np.full(p.shape, np.nan)
    found[np.ix_(rows, columns)] = np.broadcast_to(raised, part.shape)
    return found
