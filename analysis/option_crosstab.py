"""A question with several answers by another question: each option on its own, the base is respondents.

Who marked several options is in several rows, so one chi-square over the rows would count him several times
and is not valid (Loughin & Scherer, Biometrics 54(2), 1998). Each option, marked or not, is tested against
the columns by itself (`association`), and the p of all options are raised together (Bilder, Loughin &
Nettleton, Communications in Statistics: Simulation and Computation 29(4), 2000, there with Bonferroni's
correction). Cells are judged as in `crosstab`. Where the columns overlap too (both questions have several
answers), no test of a whole row is valid; the cells still are, since each is one option against one other.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis import association
from analysis.adjusted_p import CORRECTIONS
from analysis.answers import NO_ANSWER, checked_codes, checked_picks
from analysis.arrays import Floats
from analysis.crosstab import Cells, Params, judged
from analysis.proportions import Ints, shares

OVERLAPPING = "overlapping_columns"


@dataclass(frozen=True, eq=False)
class Counts:
    """Respondents who answered both questions.

    marked: options x columns, who marked the option and is in the column.
    bases: respondents per column; totals: who marked each option; n: all of them. overlapping: whether a
    respondent may be in several columns, so that bases need not add up to n.
    """

    marked: Ints
    bases: Ints
    totals: Ints
    n: int
    overlapping: bool


@dataclass(frozen=True, eq=False)
class Result:
    """Arrays of options x columns, in the order of the input; every base is respondents.

    column_shares: of the column's respondents, who marked the option (a column adds up to more than 1 where
    several did); row_shares: of those who marked the option, who is in the column.
    expected: counts if option and column had nothing to do with one another. tests: index option; problem
    (a code of `association`, OVERLAPPING, or None), chi_square, df, p, adjusted_p, test, low, v,
    v_corrected as in `association.Association`.
    """

    counts: Counts
    column_shares: Floats
    row_shares: Floats
    expected: Floats
    tests: pd.DataFrame
    cells: Cells


def counted(picks: ArrayLike, codes: ArrayLike, k: int, answered: ArrayLike | None = None) -> Counts:
    """Options by a question with one answer (picks, answered, codes as in `answers`)."""
    (marks, known), column = checked_picks(picks, answered), checked_codes(codes, k)
    if len(marks) != len(column):
        raise ValueError("both questions must have the same respondents")
    both = known & (column != NO_ANSWER)
    marks, column = marks[both], column[both]
    rows = [np.bincount(column[mark], minlength=k) for mark in marks.T]
    marked = np.array(rows, dtype=np.int64).reshape(marks.shape[1], k)
    return Counts(marked, np.bincount(column, minlength=k), marks.sum(axis=0), len(column), False)


def counted_twice(
    picks: ArrayLike,
    others: ArrayLike,
    answered: ArrayLike | None = None,
    others_answered: ArrayLike | None = None,
) -> Counts:
    """Options of one question (rows) by options of another (columns), both with several answers."""
    marks, known = checked_picks(picks, answered)
    other, other_known = checked_picks(others, others_answered)
    if len(marks) != len(other):
        raise ValueError("both questions must have the same respondents")
    both = known & other_known
    marks, other = marks[both], other[both]
    # sums of ones are exact in float64, whose product of matrices is much faster than that of whole numbers
    marked = (marks.T.astype(np.float64) @ other.astype(np.float64)).astype(np.int64)
    return Counts(marked, other.sum(axis=0), marks.sum(axis=0), len(marks), True)


def run(counts: Counts, params: Params) -> Result:
    """Everything about options by columns; the order of neither matters."""
    marked = counts.marked
    mirrored = (False, not counts.overlapping and int((counts.bases > 0).sum()) == 2)
    return Result(
        counts=counts,
        column_shares=shares(marked, counts.bases),
        row_shares=shares(marked, counts.totals[:, None]),
        expected=association.expected_counts(counts.totals, counts.bases, counts.n),
        tests=_tests(counts, params),
        cells=judged(marked, counts.totals, counts.bases, counts.n, params, mirrored),
    )


def _tests(counts: Counts, params: Params) -> pd.DataFrame:
    found = [_test(mark, counts, params) for mark in counts.marked]
    names = ("problem", "chi_square", "df", "p", "test", "low", "v", "v_corrected")
    table = pd.DataFrame({name: [getattr(one, name) for one in found] for name in names})
    table["adjusted_p"] = CORRECTIONS[params.correction](table["p"].to_numpy(dtype=np.float64))
    return table.rename_axis("option")


def _test(marked: Ints, counts: Counts, params: Params) -> association.Association:
    """One option: marked and not marked by column."""
    if counts.overlapping:
        return association.Association(OVERLAPPING)
    return association.run(np.array([marked, counts.bases - marked]), params.exact)
