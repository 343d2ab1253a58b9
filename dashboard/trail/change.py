"""What stands behind a comparison with the edition before: rows of both, and what borders moved."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from clustering.levels import area_levels
from core import formats
from core.figures import Column, Table
from data import crossing, queries
from data.cells_cache import RecentlyUsed
from data.market import Market
from data.params import NOT_STATED

from ..comparison import Comparison, compare, deep_counts
from .base import Base, Slice
from .inputs import FileRows, Files, Input
from .numbers import Book, Line
from .places import Places
from .stated import converted

FIGURES = ("change", "change_ratio", "change_levels")


# the way from a total to one area after another asks for the same comparison, two thirds of each page's time
_kept: RecentlyUsed[Comparison | None] = RecentlyUsed(4)


def comparison_of(market: Market, etag: str = "") -> Comparison | None:
    """The comparison that a page shows, None where it has none.

    etag: of that page, which says all that it depends on; "" to keep nothing.
    """
    if not etag:
        return _compared(market)
    used = [one for one in (market.edition, market.earlier, market.population_edition) if one is not None]
    return _kept.get((etag, *map(queries.edition_key, used)), lambda: _compared(market))


def _compared(market: Market) -> Comparison | None:
    found = compare(market, area_levels(market.areas))
    return None if isinstance(found, str) else found


def lines(figure: str, table: Table | None, row: dict[str, Any] | None) -> list[Line]:
    """The numbers of a row, or of the total: before + causes = now."""
    values = (table.total or {}) if table is not None and row is None else row or {}
    found = []
    for column in table.columns if table is not None else ():
        value = values.get(column.key)
        if not column.is_numeric or isinstance(value, str):
            continue
        of = Slice() if row is None else Slice(area=row.get("_id"))
        formula, worked, agrees = "", "", None
        if column.key == "after":
            formula, worked, agrees = _sum(values, table.columns if table else (), column)
        text = formats.shown(value, column.kind, column.decimals)
        found.append(Line(column.key, str(column.label), value, text, of, formula, worked, agrees=agrees))
    return found


def _sum(values: dict[str, Any], columns: Iterable[Column], column: Column) -> tuple[str, str, bool | None]:
    """Before and causes in the order they are shown, and whether they give the number of now."""
    told: list[Any] = [values.get(one.key) for one in columns if one.is_numeric and one.key != "after"]
    parts = [float(one) for one in told if not formats.is_missing(one)]
    after = values.get("after")
    if formats.is_missing(after) or not parts:
        return "", "", None
    shown = [formats.shown(one, column.kind, column.decimals) for one in (*parts, after)]
    worked = " + ".join(shown[:-1]) + f" = {shown[-1]}"
    return _("before + causes = now, exactly"), worked, abs(sum(parts) - float(after or 0)) < 1e-6


def inputs(comparison: Comparison, figure: str, of: Slice, files: Files) -> list[Input]:
    """MSMEs of both editions, and residents where the figure is about the ratio."""
    return [*_now(comparison.now, figure, of, files), *_before(comparison, figure, of, files)]


def _keys(figure: str) -> tuple[str, ...]:
    return ("n", "residents") if figure == "change_ratio" else ("n",)


def _now(market: Market, figure: str, of: Slice, files: Files) -> list[Input]:
    if of.area is not None and of.area != NOT_STATED and of.area not in market.names:
        return []  # a former area
    places = Places(Book(Base.of(market)), files)
    return places.of(_keys(figure), of)


def _before(comparison: Comparison, figure: str, of: Slice, files: Files) -> list[Input]:
    market = comparison.before
    places = Places(Book(Base.of(market)), files)
    if of.is_whole or of.area == NOT_STATED or of.area in market.names:
        return places.of(_keys(figure), of)
    return _moved(comparison, figure, int(of.area or 0), files)


def _rows_of(before: Market, over: crossing.Crossing, parts: Any, files: Files) -> tuple[FileRows, ...]:
    """The rows of the areas that gave a part, in their own file."""
    places = Places(Book(Base.of(before)), files)
    sums = places.behind(before.cells)
    home = crossing.homes(over).reindex(sums["area_id"]).to_numpy()
    return places.files_of("n", sums[[one in set(parts["from_id"]) for one in home]])


def _moved(comparison: Comparison, figure: str, area: int, files: Files) -> list[Input]:
    """What former areas give to one of today; each former area has rows of its own to follow."""
    before, now = comparison.before, comparison.now
    over = crossing.crossing(before.edition.boundary_set, now.edition.boundary_set, now.scope.level)
    parts = crossing.counts(over, deep_counts(before, before.area_table()["n"])).contributions
    table: Any = comparison.table
    mine = parts[parts["to_id"] == area]
    counted = converted("n", before.edition, over, mine, table.at[area, "before"], files)
    found = [replace(counted, files=_rows_of(before, over, mine, files))]
    people = before.population_edition
    if figure == "change_ratio" and people is not None:
        given = crossing.residents(over, queries.figures(people)).contributions
        value = table.at[area, "residents_before"]
        found.append(converted("residents", people, over, given[given["to_id"] == area], value, files))
    return found
