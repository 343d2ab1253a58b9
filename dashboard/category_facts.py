"""What the figures of business fields are made of: area × field, worked out once per page.

A chosen field or sub-district is shown, it never changes the numbers beside it: levels, quotients and
diversity are those of all fields and all sub-districts. Chosen size classes do: they are another market.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from django.utils.translation import gettext as _

from analysis import category_levels, diversity, location_quotients
from analysis.category_levels import DEFAULT_K
from analysis.kmeans import CannotCluster, level_names
from analysis.rest_names import is_rest
from clustering.levels import said
from core import formats
from data import area_rows, cell_tables
from data.market import Market
from data.market_words import edition_words, listed
from data.models import SizeClass
from data.params import NOT_STATED


@dataclass(frozen=True, eq=False)
class Facts:
    """The fields and areas of one market; ids throughout."""

    market: Market

    @cached_property
    def cells(self) -> pd.DataFrame:
        """Cells of the chosen size classes, of every field and area."""
        return cell_tables.narrowed(self.market.all_cells, size_class=self.market.params.size)

    @cached_property
    def counts(self) -> pd.DataFrame:
        """Area × field, those that the files say something about; areas in the order of their names."""
        table = cell_tables.counts(self.cells)
        known = set(self.market.covered)
        areas = [area for area in self.market.names if area in known]
        table = table.drop(columns=NOT_STATED, errors="ignore")
        return table.reindex(areas, fill_value=0).sort_index(axis="columns")

    @cached_property
    def area_totals(self) -> pd.Series:
        """MSMEs per area, also those whose field is not stated: what a field's share is a share of."""
        return self.cells.groupby("area_id")["n"].sum().reindex(self.counts.index, fill_value=0)

    @cached_property
    def areas(self) -> list[int]:
        """The chosen areas, or all, that the files cover; by name."""
        known = set(self.counts.index)
        return [area for area in area_rows.shown_areas(self.market) if area in known]

    @cached_property
    def fields(self) -> list[int]:
        """The chosen fields, or all, that the shown areas have any of; most first, rests ("others") last."""
        chosen = set(self.market.params.category)
        totals = self.counts.loc[self.areas].sum().sort_values(ascending=False, kind="stable")
        found = [int(one) for one in totals.index if totals[one] and (not chosen or one in chosen)]
        return sorted(found, key=self.is_rest)

    @cached_property
    def region_fields(self) -> list[int]:
        """The chosen fields, or all, that the region has any of, also where the shown areas have none."""
        chosen = set(self.market.params.category)
        totals = self.counts.sum()
        return [int(one) for one in totals.index if totals[one] and (not chosen or one in chosen)]

    def is_rest(self, field: int) -> bool:
        """Whether the field only joins what is not told apart."""
        return field == NOT_STATED or is_rest(self.market.scope.categories.get(field, ""))

    def named(self, fields: pd.Index) -> pd.Series:
        """Which of these have a name of their own (bool)."""
        return pd.Series([not self.is_rest(int(one)) for one in fields.tolist()], index=fields, dtype=bool)

    def name(self, field: int) -> str:
        return self.market.scope.categories[field]

    @property
    def k(self) -> int:
        return self.market.params.category_k or DEFAULT_K

    @property
    def level_words(self) -> tuple[str, ...]:
        """English, low to high."""
        return level_names(self.k)

    @property
    def level_names(self) -> tuple[str, ...]:
        """In the active language."""
        return tuple(_(word) for word in self.level_words)

    @cached_property
    def _judged(self) -> tuple[category_levels.Result | None, str]:
        try:
            return category_levels.run(self.counts, category_levels.Params(self.k)), ""
        except CannotCluster as reason:
            return None, said(reason)

    @property
    def levels(self) -> category_levels.Result | None:
        """Levels of every area × field, None where there are none."""
        return self._judged[0]

    @property
    def problem(self) -> str:
        """Why there are no levels."""
        return self._judged[1]

    @cached_property
    def quotients(self) -> location_quotients.Result:
        return location_quotients.run(self.counts, location_quotients.Params())

    @cached_property
    def diversity(self) -> diversity.Result:
        return diversity.run(self.counts)

    def leaders(self, counts: pd.Series) -> list[int]:
        """The fields with the largest number, several where they are equal; never a rest. By id."""
        named = {
            field: n for field, n in area_rows.by_id(counts).items() if n > 0 and not self.is_rest(field)
        }
        most = max(named.values(), default=0)
        return sorted(field for field, n in named.items() if n == most)

    def larger_rests(self, counts: pd.Series) -> list[int]:
        """The rests with more than the largest named field: a sentence must not leave them out."""
        found = area_rows.by_id(counts)
        most = max((n for field, n in found.items() if not self.is_rest(field)), default=0)
        return [
            field for field, n in found.items() if self.is_rest(field) and field != NOT_STATED and n > most
        ]

    def listed(self, fields: Iterable[int]) -> str:
        return listed([self.name(field) for field in fields])

    def base(self, n: float) -> str:
        """The line below a figure: n, edition, and the sizes where some are chosen."""
        parts = [f"n = {formats.integer(n)} {self.msmes}", edition_words(self.market)]
        return " · ".join(parts)

    @property
    def msmes(self) -> str:
        """ "MSMEs", or "MSMEs (micro)" where sizes are chosen."""
        sizes = dict(SizeClass.choices)
        chosen = listed([str(sizes[one]) for one in self.market.params.size])
        return _("MSMEs (%(filter)s)") % {"filter": chosen} if chosen else _("MSMEs")
