"""On the card of an area: the areas beside it."""

from django.utils.translation import gettext as _

from analysis import neighbours
from clustering.levels import Levels
from core.figures import Figure, Table
from data.market import Market
from data.market_words import base, listed

from . import area_cards

BESIDE = ("n", "ratio_per_1000")
MOST_NEIGHBOURS = 8


def beside(market: Market, levels: Levels, area: int) -> Figure:
    """The areas that border on this one, with their numbers; without exact borders the nearest ones."""
    ids, words = neighbours_of(market, area)
    table = area_cards.table(market, levels, [area, *ids], BESIDE, "-n")
    rows = [{**row, "_selected": row["name"] == market.names[area]} for row in table.rows] if ids else []
    names = listed(market.names[one] for one in ids)
    title = _("Beside it: %(names)s") % {"names": names} if ids else _("No neighbours are known")
    return Figure(
        key="beside",
        title=title,
        subtitle=words,
        base=base(market, market.cells["n"].sum()),
        table=Table(table.columns, rows, sort="-n", compact=True),
        warnings=()
        if ids
        else (_("Upload a boundary file, or area facts with the position of the villages."),),
    )


def neighbours_of(market: Market, area: int) -> tuple[list[int], str]:
    """Ids of the areas beside one, and in words how they were found."""
    shapes = market.outlines.shapes
    if area in shapes and not market.outlines.approximate:
        found = neighbours.touching(shapes, area)
        return found[:MOST_NEIGHBOURS], _("Areas whose borders touch, the number of MSMEs in order")
    facts = market.facts
    points = neighbours.centres(shapes)
    if {"lat", "lon"} <= set(facts):
        known = facts[["lat", "lon"]].dropna()
        stated = {int(one): (float(lat), float(lon)) for one, lat, lon in known.itertuples()}
        points = {**points, **stated}
    words = _("The four whose centres are nearest: exact borders are not known")
    return neighbours.nearest({one: points[one] for one in points if one in market.names}, area), words
