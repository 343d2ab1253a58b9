"""Figures about areas that several pages show: levels or values, on a map where outlines are known."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Protocol

import pandas as pd
from django.utils.translation import gettext as _

from analysis import indicators
from analysis.indicators import INDICATORS
from charts import bars, maps
from clustering.levels import Levels
from core import formats
from core.figures import Column, Figure, Table
from data import area_rows, plots
from data.market import Market
from data.market_words import base, how, label, listed, place, places, population_words, unit

# Fewer outlines than this share of the areas are no map
ENOUGH_OUTLINES = 0.5
# Figures with one of these say whose residents they count
PEOPLE = frozenset(
    {"residents", "ratio_per_1000", "residents_per_msme", "population_density", "share_residents"}
)


class Grouping(Protocol):
    """What colours a map or bars: clustering.levels.Levels, or classes of a number (map_classes)."""

    @property
    def result(self) -> Any: ...

    @property
    def names(self) -> tuple[str, ...]: ...

    @property
    def words(self) -> tuple[str, ...]: ...

    def of(self, index: pd.Index) -> pd.Series: ...


def has_map(market: Market) -> bool:
    """Whether enough areas have an outline for a map to tell anything."""
    shapes, areas = market.outlines.shapes, market.names
    return len(areas) > 1 and len(shapes) >= ENOUGH_OUTLINES * len(areas)


def map_cautions(market: Market) -> tuple[str, ...]:
    """What a map of this market must say about its borders."""
    found = []
    if market.outlines.approximate:
        found.append(
            _(
                "The borders on this map are approximate: they come from the centres of the villages. "
                "Upload a boundary file for the exact ones."
            )
        )
    lacking = [name for area, name in market.names.items() if area not in market.outlines.shapes]
    if lacking:
        text = _("Not on the map, because no outline is known: %(names)s.")
        found.append(text % {"names": ", ".join(lacking)})
    return tuple(found)


def named(market: Market, areas: Iterable[Any]) -> str:
    """The names of these area ids as one text."""
    return listed(market.names[int(one)] for one in areas)


def area_map(
    market: Market, table: pd.DataFrame, key: str, levels: Grouping | None = None, missing: str = ""
) -> dict[str, Any]:
    """A map of every area: coloured by level or class, or by the number `key`; the chosen ones outlined."""
    shown, figures = _shown(table, key)
    figure = maps.choropleth(
        plots.collection(market.outlines.shapes),
        _named(market, shown, levels),
        name="name",
        value=key,
        level=None if levels is None else "level",
        level_names=() if levels is None else levels.names,
        unit=figures["unit"],
        decimals=figures["decimals"],
        missing=missing or _("not known"),
        selected=market.marked,
        language=plots.language(),
    )
    return plots.plain(figure, area_rows.area_links(market))


def area_bars(
    market: Market, table: pd.DataFrame, key: str, levels: Grouping | None = None, **options: Any
) -> dict[str, Any]:
    """Bars of every area, largest first; the chosen ones outlined."""
    shown, figures = _shown(table, key)
    figure = bars.ranked_bars(
        _named(market, shown, levels),
        key,
        "name",
        level=None if levels is None or levels.result is None else "level",
        level_names=() if levels is None else levels.names,
        unit=figures["unit"],
        decimals=figures["decimals"],
        highlight=market.marked,
        language=plots.language(),
        **options,
    )
    return plots.plain(figure, area_rows.area_links(market))


def _shown(table: pd.DataFrame, key: str) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The table with the number as charts write it, and its unit: shares as percent, money in millions."""
    decimals = INDICATORS[key].decimals
    kind = column(key).kind
    if kind == "share":
        return table.assign(**{key: table[key] * 100}), {"unit": _("% of the region"), "decimals": decimals}
    if kind == "money":
        return table.assign(**{key: table[key] / 1e6}), {"unit": _("million rupiah a year"), "decimals": 1}
    return table, {"unit": unit(key), "decimals": decimals}


def _named(market: Market, table: pd.DataFrame, levels: Grouping | None) -> pd.DataFrame:
    found = table.assign(name=pd.Series(market.names).reindex(table.index))
    return found if levels is None else found.assign(level=levels.of(table.index))


def area_table(
    market: Market, table: pd.DataFrame, columns: tuple[Column, ...], sort: str, **extra: dict[int, Any]
) -> Table:
    """A table of every area with a total of what adds up (n, residents, km², shares)."""
    rows = area_rows.area_rows(market, table, extra)
    total = {
        "name": _("total"),
        **{column.key: _sum(rows, column.key) for column in columns if _adds(column)},
    }
    # a line of blanks would ask what is missing
    summed = total if any(_adds(column) for column in columns) else None
    first = Column("name", place(market.scope.level).capitalize())
    return Table((first, *columns), rows, total=summed, sort=sort)


def beside(
    market: Market, levels: Grouping, key: str = "n", table: pd.DataFrame | None = None, group: str = ""
) -> Figure:
    """The areas as an open list beside the map, in the map's order: name, the number shown, level or class.

    table: by default the market's areas; group: what the groups are called, by default "Level".
    """
    columns = (column(key), Column("level", group or _("Level"), "integer" if group else "level"))
    shown = market.areas if table is None else table
    rows = area_table(market, shown, columns, f"-{key}", level=level_words(market, levels))
    return Figure(
        key="areas",
        title=_("From most to least"),
        hint=_("Open one to see it alone; open it again for all"),
        table=replace(rows, compact=True),
        part="aside",
    )


def all_areas(
    market: Market,
    keys: tuple[str, ...],
    levels: Levels | None = None,
    sort: str = "-n",
    table: pd.DataFrame | None = None,
) -> Figure:
    """Every area with all numbers of the page, open, at its end. table: by default the market's areas."""
    columns = [column(key) for key in keys]
    extra = {}
    if levels is not None:
        columns.insert(1, Column("level", _("Level"), "level"))
        extra["level"] = level_words(market, levels)
    people = f" · {population_words(market)}" if market.population and PEOPLE & set(keys) else ""
    return Figure(
        key="all",
        title=_("All %(n)s %(places)s") % {"n": len(market.names), "places": places(market.scope.level)},
        hint=_("Choose a column's heading to sort by it"),
        base=base(market, market.cells["n"].sum()) + people,
        table=area_table(market, market.areas if table is None else table, tuple(columns), sort, **extra),
        how=how(*keys),
    )


_ADDITIVE = frozenset({"n", "residents", "km2", "employees", "share_msme", "share_residents", "share_land"})


def _adds(column: Column) -> bool:
    return column.key in _ADDITIVE


def _sum(rows: list[dict[str, Any]], key: str) -> float | None:
    known = [row[key] for row in rows if row.get(key) is not None]
    return sum(known) if known else None


def column(key: str, **options: Any) -> Column:
    """The column of an indicator, as its definition says."""
    found = INDICATORS[key]
    kind = {"share": "share", "turno": "money", "avera": "money"}.get(key[:5])
    kind = kind or ("integer" if found.decimals == 0 else "number")
    shown = unit(key) if key in ("km2", "distance_km") else ""
    if key == "n":
        options.setdefault("link", "_list")  # to the enterprises behind the number
    return Column(key, label(key), kind, unit=shown, decimals=found.decimals, **options)  # type: ignore[arg-type]


def written(key: str, value: float) -> str:
    """An indicator's value as its column writes it."""
    found = column(key)
    return formats.shown(value, found.kind, found.decimals)


def bars_height(plot: dict[str, Any]) -> int:
    """Room for every bar."""
    return plots.height(plot)


def level_words(market: Market, levels: Grouping) -> dict[int, str]:
    """Area id → level word for the tables (translated where they are shown)."""
    return area_rows.level_words(levels.of(market.areas.index), levels.words)


def chosen_totals(market: Market) -> pd.Series:
    """Numbers of the chosen areas together, or of the region (analysis.indicators.totals)."""
    table = market.area_table()
    return indicators.totals(table.loc[list(market.params.area)] if market.params.area else table)
