"""Rows of the tables that list areas, categories or size classes, with the links that filter by them."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from django.urls import reverse
from django.utils.translation import gettext as _

from .market import Market
from .params import NOT_STATED


def shown_areas(market: Market) -> list[int]:
    """The chosen areas, or all of them; by name."""
    chosen = set(market.params.area)
    return [area for area in market.names if not chosen or area in chosen]


def area_links(market: Market) -> dict[int, str]:
    """Area id → address that filters by it too, or that takes it out of the filter."""
    return {area: toggled(market, "area", area) for area in market.names}


def list_link(market: Market, **one: tuple[int, ...]) -> str:
    """Address of the enterprises (of counts: the rows) behind a number: the page's filter, `one` changed."""
    return reverse("enterprises") + market.params.query(**one)


def toggled(market: Market, name: str, value: int) -> str:
    """The address with one more value of a filter, or without it where it is chosen already."""
    params = market.params
    chosen = getattr(params, name)
    if value in chosen:
        return params.less(name, value)
    return params.query(**{name: tuple(sorted({*chosen, value}))})


def area_rows(
    market: Market, table: pd.DataFrame, extra: Mapping[str, Mapping[int, Any]] | None = None
) -> list[dict[str, Any]]:
    """A row per area: `name`, the table's columns, and those of `extra` (column → area id → value).

    Chosen areas, else the person's own, are marked, none is left out; `_list` leads to the enterprises behind
    `n`. A last row holds what is known for larger areas only, so that the rows add up to the total.
    """
    links = area_links(market)
    rows = []
    for area in market.names:
        row: dict[str, Any] = {"name": market.names[area], **values(table, area)}
        row |= {column: found.get(area) for column, found in (extra or {}).items()}
        listed = {"_list": list_link(market, area=(area,))} if row.get("n") else {}
        rows.append(row | listed | {"_href": links[area], "_selected": area in market.marked, "_id": area})
    return rows + not_stated_rows(market, table)


def not_stated_rows(market: Market, table: pd.DataFrame) -> list[dict[str, Any]]:
    """What no area of the page is known for; none where nothing is missing."""
    unplaced = market.cells[market.cells["area_id"] == NOT_STATED]
    if unplaced.empty or "n" not in table:
        return []
    return [{"name": _("area not stated"), "n": int(unplaced["n"].sum()), "_muted": True, "_id": NOT_STATED}]


def values(table: pd.DataFrame, key: int) -> dict[str, Any]:
    """The row of a key as plain values, None where missing."""
    if key not in table.index:
        return {}
    return {str(name): None if pd.isna(value) else value for name, value in table.loc[key].to_dict().items()}


def level_words(levels: pd.Series, words: Iterable[str]) -> dict[int, str]:
    """Area id → the level's English word (templates translate it); areas without a level are left out."""
    names = list(words)
    return {area: names[level] for area, level in by_id(levels.dropna()).items()}


def by_id(values: pd.Series) -> dict[int, Any]:
    """A column as id → plain value, in its order."""
    return dict(zip(values.index.tolist(), values.tolist(), strict=True))
