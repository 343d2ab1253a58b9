"""Everything a market page computes from, loaded once: cells at the page's level, people, land, names."""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from analysis import conversion, indicators, suppression
from areas.models import BoundarySet
from areas.queries import change_rows

from . import cell_tables, crossing, queries
from . import outlines as borders
from .cells_cache import RecentlyUsed
from .models import Edition
from .params import MarketParams
from .scope import Scope

_blocked: RecentlyUsed[pd.DataFrame] = RecentlyUsed(16)


@dataclass(frozen=True, eq=False)
class Population:
    """People per area of the page. converted: bool per area, where it came from other borders.

    by_village: everything converted is a sum of whole villages, so that nothing was shared out. by_land: a
    part came by a share of land, the roughest way. unknown: former areas with people of which it is not known
    in which areas they live now; every area that may be one of these has no number, rather than a part of it.
    """

    edition: Edition
    figures: pd.DataFrame
    converted: pd.Series = field(default_factory=lambda: pd.Series(dtype=bool))
    by_village: bool = False
    by_land: bool = False
    unknown: tuple[str, ...] = ()

    @property
    def is_converted(self) -> bool:
        return bool(self.converted.any())


@dataclass(frozen=True, eq=False)
class Market:
    """The market of one edition, at one level of areas, with the filter of the address."""

    scope: Scope
    params: MarketParams

    @property
    def edition(self) -> Edition:
        return self.scope.edition

    @cached_property
    def names(self) -> dict[int, str]:
        """Area id → name, of the page's level, by name."""
        return self.scope.areas

    @property
    def marked(self) -> tuple[int, ...]:
        """The areas that charts and tables mark: those that are chosen, else the person's own."""
        return self.params.area or self.scope.highlight

    @cached_property
    def all_cells(self) -> pd.DataFrame:
        """Every cell at the page's level, whatever the filter (queries.at_level), in its block."""
        tree, largest = self.scope.tree, self.scope.levels[0]
        key = (queries.edition_key(self.edition), largest)
        blocked = _blocked.get(key, lambda: cell_tables.in_blocks(queries.cells(self.edition), tree, largest))
        return queries.at_level(blocked, tree, self.scope.level)

    @cached_property
    def cells(self) -> pd.DataFrame:
        """Cells of the chosen categories and size classes, of every area."""
        return cell_tables.narrowed(
            self.all_cells, category_id=self.params.category, size_class=self.params.size
        )

    @cached_property
    def chosen(self) -> pd.DataFrame:
        """Cells of the whole filter, the areas too: what the page's numbers are about."""
        return cell_tables.narrowed(self.cells, area_id=self.params.area)

    @cached_property
    def fields(self) -> pd.DataFrame:
        """Business fields of the whole filter (cell_tables.with_turnover), ascending by id."""
        return cell_tables.with_turnover(self.chosen, "category_id")

    @cached_property
    def population_edition(self) -> Edition | None:
        """Of the same borders; one of other borders only where the address asks for it."""
        own = queries.nearest_population(self.edition, self.scope.editions)
        other = self.other_population
        return other if other is not None and self.params.population == other.pk else own

    @cached_property
    def other_population(self) -> Edition | None:
        """Population of other borders that could be converted, offered where there is none of the same."""
        if queries.nearest_population(self.edition, self.scope.editions) is not None:
            return None
        return queries.foreign_population(self.edition, self.scope.editions)

    @cached_property
    def population(self) -> Population | None:
        edition = self.population_edition
        if edition is None:
            return None
        tree, level = self.scope.tree, self.scope.level
        if edition.boundary_set_id != self.edition.boundary_set_id:
            return _converted(edition, self.edition, level)
        return Population(edition, queries.figures_at_level(queries.figures(edition), tree, level))

    @cached_property
    def earlier(self) -> Edition | None:
        """The market edition of the same series that comes before this one; None for the first."""
        return queries.earlier_market(self.edition, self.scope.editions)

    @cached_property
    def facts_edition(self) -> Edition | None:
        return queries.nearest_of(Edition.Subject.AREA_FACTS, self.edition, self.scope.editions)

    @cached_property
    def facts(self) -> pd.DataFrame:
        """Land and distance per area of the page (km2, distance_km where known)."""
        figures = queries.figures(self.facts_edition)
        return queries.figures_at_level(figures, self.scope.tree, self.scope.level)

    @cached_property
    def outlines(self) -> borders.Outlines:
        return borders.outlines(self.scope.editions, self.edition, self.scope.tree, self.scope.level)

    @cached_property
    def covered(self) -> list[int]:
        """The areas that the edition's files say anything about, ascending."""
        return sorted(set(self.all_cells["area_id"].unique().tolist()) & set(self.names))

    def area_table(self, cells: pd.DataFrame | None = None) -> pd.DataFrame:
        """Every area of the page: inputs of analysis.indicators. Index area id, ascending; NaN is unknown."""
        counted = cell_tables.sums(self.cells if cells is None else cells, "area_id")
        # what the files do not cover is not known, which is not zero
        found = cell_tables.of_every(counted, self.covered).reindex(sorted(self.names))
        people = self.population.figures if self.population else pd.DataFrame(index=found.index)
        return found.assign(
            residents=_column(people, "residents", found.index),
            km2=_column(self.facts, "km2", found.index),
            distance_km=_column(self.facts, "distance_km", found.index),
        )

    @cached_property
    def areas(self) -> pd.DataFrame:
        """Every indicator per area (analysis.indicators.run) for the chosen categories and size classes.

        Turnover is of whole blocks of enterprises only (cell_tables.sums).
        """
        return self._safe(self.area_table())

    @cached_property
    def whole_areas(self) -> pd.DataFrame:
        """Every indicator per area of the whole region, whatever the filter: what K-Means works on."""
        return self._safe(self.area_table(self.all_cells))

    def _safe(self, table: pd.DataFrame) -> pd.DataFrame:
        found = indicators.run(table)
        money = found[["turnover_sum", "average_turnover"]].apply(suppression.rounded)
        return found.assign(**money)

    @cached_property
    def region_totals(self) -> pd.Series:
        """The region's numbers for the chosen categories and size classes (analysis.indicators.totals)."""
        return indicators.totals(self.area_table())

    @cached_property
    def is_demo(self) -> bool:
        """Whether anything that may stand behind a number is the demo's."""
        return queries.any_demo(key[0] for key in self.editions_used if key)

    @property
    def other_borders(self) -> list[BoundarySet]:
        """The sets of borders besides the market's own from which numbers of any page may come."""
        found = {
            edition.boundary_set_id: edition.boundary_set
            for edition in (self.population_edition, self.earlier)
            if edition is not None and edition.boundary_set_id != self.edition.boundary_set_id
        }
        return [found[pk] for pk in sorted(found)]

    @property
    def border_changes(self) -> str:
        """A digest of how borders changed, where numbers of other borders are used: it may be corrected."""
        rows = [change_rows(one, self.edition.boundary_set) for one in self.other_borders]
        return hashlib.sha256(repr(rows).encode()).hexdigest() if rows else ""

    @property
    def editions_used(self) -> tuple[Any, ...]:
        """Every edition that may stand behind a number of any page."""
        used = [self.edition, self.population_edition, self.other_population, self.facts_edition]
        used.append(queries.nearest_of(Edition.Subject.OUTLINES, self.edition, self.scope.editions))
        return tuple(queries.edition_key(edition) if edition else None for edition in used)

    @property
    def edition_ids(self) -> tuple[int, ...]:
        """The same as ids, without those that are only offered."""
        offered = self.other_population if self.population_edition is not self.other_population else None
        return tuple(key[0] for key in self.editions_used if key and (not offered or key[0] != offered.pk))

    @property
    def compared_ids(self) -> tuple[int, ...]:
        """The editions before, as ids: of a page that compares."""
        return tuple(key[0] for key in self.editions_compared if key)

    @property
    def editions_compared(self) -> tuple[Any, ...]:
        """The editions before, which only a comparison shows: results depend on them too."""
        if self.earlier is None:
            return ()
        people = queries.nearest_population(self.earlier, self.scope.editions)
        return tuple(queries.edition_key(edition) if edition else None for edition in (self.earlier, people))


def _column(table: pd.DataFrame, name: str, index: pd.Index) -> pd.Series:
    if name not in table:
        return pd.Series(float("nan"), index=index)
    return table[name].reindex(index)


def _converted(edition: Edition, market: Edition, level: int) -> Population | None:
    """People of other borders on the market's borders; None where nothing is known of what became of them."""
    over = crossing.crossing(edition.boundary_set, market.boundary_set, level)
    if not over.is_known:
        return None
    found = crossing.residents(over, queries.figures(edition))
    parts = found.contributions
    lost = parts.loc[parts["share"].isna(), "from_id"].unique()
    return Population(
        edition,
        found.table,
        found.converted,
        by_village=bool((parts["basis"] == conversion.EXACT).all()),
        by_land=bool(conversion.by_land(parts).any()),
        unknown=tuple(over.old.loc[sorted(lost), "name"]),
    )
