"""What respondents answered by the level of their area: shares with intervals, and a test across levels."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import association, frequencies
from analysis.adjusted_p import holm
from analysis.association import Association
from analysis.proportions import LEAST_BASE, small_base
from analysis.suppression import told
from clustering.levels import Levels
from data.market import Market
from questionnaires.queries import Survey

from .survey_asked import Asked, asked
from .survey_places import placed

Codes = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Compared:
    """One question by level. rates: index level, columns n, yes, share, low, high; whole: the same of all
    respondents, one row. association: of the levels that are told. p: raised for the `tests` made on the
    page; NaN without a test."""

    asked: Asked
    rates: pd.DataFrame
    whole: pd.Series
    association: Association
    p: float
    tests: int

    @cached_property
    def told(self) -> pd.Series:
        """Whether the answers of each level may be shown (`suppression.told`)."""
        return told(self.rates["n"])

    @property
    def is_few(self) -> bool:
        """Whether too few answered for any conclusion (features.md III-6)."""
        return bool(self.rates.loc[self.told, "n"].sum() < LEAST_BASE)

    @property
    def is_clear(self) -> bool:
        """Whether chance alone would seldom make the levels differ so much, as told by enough respondents."""
        return bool(self.p < association.LEVEL) and not self.is_few

    @property
    def small(self) -> list[int]:
        """Levels that are told, of fewer than a share needs."""
        n = self.rates["n"]
        return n.index[self.told & small_base(n)].tolist()

    @property
    def has_few(self) -> bool:
        """Whether some level has too few to be read as more than a hint, or to be told at all."""
        return bool(self.small) or not self.told.all()


@dataclass(frozen=True, eq=False)
class Answers:
    """The respondents of a filter on the areas of a page.

    place: survey_places.placed of each; level: 0 … k - 1, -1 without one; asked: what is compared. All arrays
    are of the kept respondents, in the survey's order.
    """

    place: Codes
    level: Codes
    asked: tuple[Asked, ...]
    kept: NDArray[np.bool_]

    @property
    def n(self) -> int:
        return len(self.place)

    def yes(self, one: Asked) -> Codes:
        """1, 0, or -1 without an answer."""
        return one.yes[self.kept]

    def by_level(self, k: int) -> tuple[Compared, ...]:
        """Every question by level; their tests are raised for being several."""
        rates = [frequencies.rates(self.level, k, self.yes(one)).table for one in self.asked]
        tests = [_test(table) for table in rates]
        raised = holm([test.p for test in tests]).tolist()
        made = sum(test.problem is None for test in tests)
        return tuple(
            Compared(one, table, frequencies.rate(self.yes(one)), test, p, made)
            for one, table, test, p in zip(self.asked, rates, tests, raised, strict=True)
        )

    def by_area(self, areas: list[int]) -> tuple[pd.Series, dict[str, pd.DataFrame]]:
        """Respondents per area, and per role the rates of each (columns as in Compared), index area id."""
        codes = pd.Index(areas).get_indexer(pd.Index(self.place))
        counts = pd.Series(np.bincount(codes[codes >= 0], minlength=len(areas)), index=areas)
        rates = {
            one.role: frequencies.rates(codes, len(areas), self.yes(one)).table.set_axis(areas)
            for one in self.asked
        }
        return counts, rates


def _test(rates: pd.DataFrame) -> Association:
    """Yes and no across the levels that are told: a test of others would tell them."""
    shown = rates[told(rates["n"])]
    counts = np.column_stack([shown["yes"], shown["n"] - shown["yes"]])
    return association.run(counts, association.Params())


def answers(market: Market, levels: Levels, survey: Survey, kept: NDArray[np.bool_]) -> Answers:
    """The respondents that `kept` marks, on the areas and levels of a page."""
    place = placed(market, survey)[kept]
    labels = {} if levels.result is None else levels.result.labels.to_dict()
    ids, which = np.unique(place, return_inverse=True)
    level = np.array([labels.get(area, -1) for area in ids.tolist()], dtype=np.int64)[which]
    return Answers(place, level, asked(survey), kept)
