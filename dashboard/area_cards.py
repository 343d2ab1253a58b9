"""Areas as rows of a table that open their cards."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from clustering.levels import Levels
from core.figures import Column, Table
from data import area_rows
from data.market import Market
from data.market_words import place

from . import area_figures


def address(market: Market, area: int) -> str:
    """The card of an area, with the filter of this page."""
    query = market.params.query(area=())
    return reverse("card", args=[area]) + (query if query != "?" else "")


def table(market: Market, levels: Levels, areas: Iterable[int], keys: tuple[str, ...], sort: str) -> Table:
    """Areas with their level and some numbers; each opens its own card."""
    words = area_figures.level_words(market, levels)
    rows = [
        {
            "name": market.names[area],
            **area_rows.values(market.areas[list(keys)], area),
            "level": words.get(area),
            "_href": address(market, area),
            "_list": area_rows.list_link(market, area=(area,)),
        }
        for area in areas
    ]
    columns = [area_figures.column(key) for key in keys]
    columns.insert(1, Column("level", _("Level"), "level"))
    return Table((Column("name", place(market.scope.level).capitalize()), *columns), rows, sort=sort)
