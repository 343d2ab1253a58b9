"""Two questions side by side: what was counted and tested, in one shape whichever way they were answered."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from analysis import column_differences, crosstab, option_crosstab
from analysis.arrays import Floats
from analysis.association import LEVEL, Association
from analysis.column_differences import Result as Differences
from analysis.crosstab import Cells
from analysis.proportions import LEAST_BASE
from analysis.strength import strength

from .queries import Survey
from .scope import SurveyReader
from .sides import MOST_COLUMNS, MOST_ROWS, Bools, Codes, Side, choices, fitted

# the address's word → analysis.adjusted_p
CORRECTIONS = {"holm": "holm", "bh": "benjamini_hochberg"}


@dataclass(frozen=True, eq=False)
class Crossing:
    """A crosstab of the respondents of a filter.

    n: who answered both; missing: of the filter, who did not. bases: respondents per column; totals: per row.
    association: of the whole table; None where rows are several answers, which have `tests`, a row each
    (option_crosstab.Result). differences: between columns; None where these overlap.
    """

    row: Side
    column: Side
    n: int
    missing: int
    counts: Codes
    bases: Codes
    totals: Codes
    row_shares: Floats
    column_shares: Floats
    expected: Floats
    cells: Cells
    association: Association | None
    tests: pd.DataFrame | None
    differences: Differences | None

    @property
    def is_small(self) -> bool:
        """Too few answered for any conclusion (features.md III-6)."""
        return self.n < LEAST_BASE

    @property
    def overlaps(self) -> bool:
        """Whether a respondent may be in several columns."""
        return self.column.is_several

    @cached_property
    def shown_rows(self) -> Bools:
        """Rows whose differences are more than chance: all or none of a table with one test, else each."""
        if self.is_small:
            return np.zeros(len(self.row.options), dtype=bool)
        if self.association is not None:
            return np.full(len(self.row.options), self.association.p < LEVEL)
        assert self.tests is not None
        if self.overlaps:
            return (self.cells.verdict != 0).any(axis=1)
        return np.asarray(self.tests["adjusted_p"].to_numpy(dtype=np.float64) < LEVEL)

    @property
    def differs(self) -> bool:
        """Whether it can be shown that the columns differ."""
        return bool(self.shown_rows.any())

    @property
    def strength(self) -> str | None:
        """A word of analysis.strength for the whole table; None where there is no test of it."""
        if self.association is None or self.association.problem:
            return None
        smaller = min(int((self.totals > 0).sum()), int((self.bases > 0).sum()))
        return strength(self.association.v_corrected, smaller)

    @cached_property
    def verdict(self) -> Codes:
        """1 clearly more than expected, -1 clearly fewer, else 0; only in `shown_rows`."""
        return np.where(self.shown_rows[:, None], self.cells.verdict, 0)


def default_pair(survey: Survey) -> tuple[str, str]:
    """Awareness by field where both were asked, else the first two questions; "" where there are none."""
    keys = list(choices(survey))
    roles = [survey.with_role(role) for role in ("awareness", "field")]
    usual = [one.key for one in roles if one is not None and one.key in keys]
    row, column, *_rest = [*(usual if len(usual) == 2 else keys), "", ""]
    return row, column


def cross(reader: SurveyReader, rows: Side, columns: Side, correction: str) -> Crossing:
    """The crosstab of two questions. One with several answers must be the row, unless both are."""
    if columns.is_several and not rows.is_several:
        raise ValueError("a question with several answers must be in the rows")
    both = reader.kept & rows.known & columns.known
    rows = fitted(rows, both, MOST_ROWS, keeps_steps=True)
    columns = fitted(columns, both, MOST_COLUMNS, keeps_steps=False)
    missing = int(reader.kept.sum()) - int(both.sum())
    params = crosstab.Params(LEVEL, CORRECTIONS[correction])
    if rows.is_several:
        return _of_options(rows, columns, both, missing, params)
    n_rows, n_columns = len(rows.options), len(columns.options)
    counted = crosstab.counted(rows.codes[both], n_rows, columns.codes[both], n_columns)
    result = crosstab.run(counted, params)
    counts = result.counts
    return Crossing(
        rows, columns, result.n, missing, counts, counts.sum(axis=0), counts.sum(axis=1), result.row_shares,
        result.column_shares, result.expected, result.cells, result.association, None,
        column_differences.run(counts, counts.sum(axis=0), params),
    )  # fmt: skip


def _of_options(rows: Side, columns: Side, both: Bools, missing: int, params: crosstab.Params) -> Crossing:
    """Rows of several answers: each option has a test of its own."""
    assert rows.picks is not None
    # who marked none of the options that are left has answered all the same
    marks, there = rows.picks[both], np.ones(int(both.sum()), dtype=bool)
    if columns.picks is not None:
        found = option_crosstab.counted_twice(marks, columns.picks[both], there, there)
    else:
        found = option_crosstab.counted(marks, columns.codes[both], len(columns.options), there)
    result = option_crosstab.run(found, params)
    return Crossing(
        rows, columns, found.n, missing, found.marked, found.bases, found.totals, result.row_shares,
        result.column_shares, result.expected, result.cells, None, result.tests,
        None if found.overlapping else column_differences.run(found.marked, found.bases, params),
    )  # fmt: skip
