"""Which cells a figure of a market page counts, and which of them one of its rows or cells is about."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pandas as pd

from core.figures import Column, Table
from data import cell_tables
from data.market import Market
from data.params import NOT_STATED

from ..category_facts import Facts

# what a figure counts: the cells of the chosen fields and sizes in every area; those of the chosen areas;
# all, whatever the filter; and what pages of business fields count (category_facts.Facts)
CELLS, CHOSEN, ALL, FIELDS, SHOWN_FIELDS, STATED, SIZES = (
    "cells", "chosen", "all", "fields", "shown_fields", "stated", "sizes",
)  # fmt: skip
AREA, CATEGORY, SIZE = "area_id", "category_id", "size_class"
# (page, figure) → (what it counts, by what its amounts are kept apart); else by the page, else CELLS by area
_FIGURES = {
    ("overview", "sizes"): (CHOSEN, SIZE),
    ("overview", "fields"): (CHOSEN, CATEGORY),
    ("overview", "published"): (ALL, AREA),
    ("categories", "fields"): (CHOSEN, CATEGORY),
    ("categories", "dominant"): (FIELDS, AREA),
    ("categories", "levels"): (SHOWN_FIELDS, AREA),
    ("categories", "groups"): (STATED, AREA),
    ("categories", "fit"): (STATED, AREA),
    ("categories", "quotients"): (STATED, AREA),
    ("categories", "variety"): (STATED, AREA),
    ("categories", "concentration"): (STATED, CATEGORY),
    ("categories", "field_sizes"): (SIZES, CATEGORY),
    ("card", "sizes"): (CHOSEN, SIZE),
    ("card", "quotients"): (STATED, AREA),
}
_PAGES = {"clustering": (ALL, AREA)}


@dataclass(frozen=True)
class Slice:
    """What one row or cell is about; None where it is not narrowed by that."""

    area: int | None = None
    category: int | None = None
    size: int | None = None

    @property
    def is_whole(self) -> bool:
        return (self.area, self.category, self.size) == (None, None, None)

    @property
    def pairs(self) -> dict[str, int]:
        """What it is called in an address."""
        return {f"of_{name}": value for name, value in vars(self).items() if value is not None}

    def joined(self, other: "Slice") -> "Slice":
        """This one, narrowed further by what the other says."""
        told = {name: value for name, value in vars(other).items() if value is not None}
        return replace(self, **told)


@dataclass(frozen=True)
class CustomerPart:
    """What a row of a figure on customers is about; None where it is not narrowed by that.

    segment: its number; was: that of the earlier day, -1 for who was not there; month: "2023-02"; recency,
    frequency: scores.
    """

    segment: int | None = None
    was: int | None = None
    month: str = ""
    recency: int | None = None
    frequency: int | None = None

    @property
    def is_whole(self) -> bool:
        return self == CustomerPart()

    @property
    def pairs(self) -> dict[str, int | str]:
        """What it is called in an address."""
        return {f"of_{name}": value for name, value in vars(self).items() if value not in (None, "")}


@dataclass(frozen=True, eq=False)
class Base:
    """The cells that a figure counts. by: the column by which its rows keep amounts apart."""

    market: Market
    cells: pd.DataFrame
    by: str

    @classmethod
    def of(cls, market: Market, kind: str = CELLS, by: str = AREA) -> "Base":
        return cls(market, _cells(market, kind), by)

    def part(self, of: Slice) -> pd.DataFrame:
        """The cells of a slice."""
        return narrowed(self.cells, of)

    @cached_property
    def table(self) -> pd.DataFrame:
        """Every area of the page with the inputs of its indicators (Market.area_table)."""
        return self.market.area_table(self.cells)


def counts_of(page: str, figure: str) -> tuple[str, str]:
    """What a figure counts, and the column by which its rows keep amounts apart: for `Base.of`."""
    return _FIGURES.get((page, figure)) or _PAGES.get(page) or (CELLS, AREA)


def narrowed(cells: pd.DataFrame, of: Slice) -> pd.DataFrame:
    kept = pd.Series(True, index=cells.index)
    for column, value in ((AREA, of.area), (CATEGORY, of.category), (SIZE, of.size)):
        if value is not None:
            kept &= cells[column] == value
    return cells[kept]


def _cells(market: Market, kind: str) -> pd.DataFrame:
    whole = {CELLS: "cells", CHOSEN: "chosen", ALL: "all_cells"}
    if kind in whole:
        return pd.DataFrame(getattr(market, whole[kind]))
    facts = Facts(market)
    if kind == FIELDS:
        return facts.cells
    cells = market.all_cells if kind == SIZES else facts.cells
    areas: Any = facts.counts.index
    fields: Any = facts.counts.columns
    if kind in (SIZES, SHOWN_FIELDS):
        areas, fields = pd.Index(facts.areas), pd.Index(facts.fields)
    return cell_tables.narrowed(
        cells, area_id=tuple(areas.tolist()) or (-1,), category_id=tuple(fields.tolist()) or (-1,)
    )


# Rows of a figure's table --------------------------------------------------------------------------------


def slice_of(row: Mapping[str, Any], market: Market) -> Slice | None:
    """What a row of a figure's table is about; None where it is no area, field or size."""
    if "_list" in row:
        return _of_link(row["_list"])
    if row.get("_id") == NOT_STATED and "n" in row:
        return Slice(area=NOT_STATED)
    # other rows have ids of their own, a quadrant's for one
    if "_id" in row and market.names.get(row["_id"]) == row.get("name"):
        return Slice(area=row["_id"])
    return _by_names(row, market) or _toggled(row.get("_href"), market) or _by_name(row, market)


def cell_slice(row: Mapping[str, Any], column: Column, market: Market) -> Slice | None:
    """What one cell of a row is about: its link says it, or the size or field that its column is of."""
    own = slice_of(row, market)
    if column.link and column.link in row:
        return _of_link(row[column.link])
    kind, rest = column.key[:1], column.key[1:]
    if own is None or not rest.isdigit():
        return own
    narrower = {"s": Slice(size=int(rest)), "p": Slice(size=int(rest)), "c": _crossing(own, int(rest))}
    return own.joined(narrower.get(kind, Slice()))


def total_slice(column: Column, table: Table, market: Market) -> Slice:
    """What the total of a column is about."""
    kind, rest = column.key[:1], column.key[1:]
    if not rest.isdigit():
        return Slice()
    if kind == "c":
        rows = (slice_of(row, market) for row in table.rows)
        return _crossing(next((one for one in rows if one), Slice()), int(rest))
    return Slice(size=int(rest)) if kind in "sp" else Slice()


def _crossing(own: Slice, column: int) -> Slice:
    """The column of a table of areas by fields, which may be turned."""
    return Slice(area=column) if own.area is None and own.category is not None else Slice(category=column)


def _of_link(address: str) -> Slice:
    query = parse_qs(urlsplit(address).query)
    return Slice(*(_only(query.get(name)) for name in ("area", "category", "size")))


def _only(values: list[str] | None) -> int | None:
    return int(values[0]) if values and len(values) == 1 else None


def _by_names(row: Mapping[str, Any], market: Market) -> Slice | None:
    """An area and a field by their names, where a row has both."""
    if "field" not in row or ("quotient" not in row and "silhouette" not in row):
        return None
    area, category = _id_of(market.names, row["name"]), _id_of(market.scope.categories, row["field"])
    return None if area is None or category is None else Slice(area=area, category=category)


def _by_name(row: Mapping[str, Any], market: Market) -> Slice | None:
    """An area by its name, where no other has the same."""
    area = _id_of(market.names, row.get("name"))
    return None if area is None else Slice(area=area)


def _toggled(href: Any, market: Market) -> Slice | None:
    """The value that a row's link adds to the filter of the page, or takes out of it."""
    if not isinstance(href, str) or not href.startswith("?"):
        return None
    query = parse_qs(href[1:])
    for name in ("area", "category", "size"):
        told = {int(one) for one in query.get(name, [])}
        changed = told ^ set(getattr(market.params, name))
        if len(changed) == 1:
            return Slice(**{name: changed.pop()})
    return None


def _id_of(names: Mapping[int, str], name: Any) -> int | None:
    found = [one for one, text in names.items() if text == name]
    return found[0] if len(found) == 1 else None
