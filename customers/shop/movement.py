"""Who moved between the segments of two days: both days are measured by the same edges and centroids.

The segments are those of the later day. Customers of the earlier day are placed by its edges and centroids,
so that a move is a change of the customer and never of the ruler.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
from django.utils.translation import gettext as _

from analysis import movement
from analysis.movement import Movement
from analysis.segment_kinds import FAMILIES
from data.cells_cache import RecentlyUsed, rows_weigh

from . import summaries
from .facts import Facts, FactsInParts
from .scope import CustomerReader

OWN = ("earlier",)
USUAL_DAYS = 182
_found: RecentlyUsed[Movement] = RecentlyUsed(8, lambda one: rows_weigh(len(one.customers)))


@dataclass(frozen=True)
class Earlier:
    """day: the earlier of the two days; None where the data are too short for one. notice: what was wrong."""

    day: date | None
    notice: str = ""


def earlier_day(reader: CustomerReader) -> Earlier:
    """The earlier day of the address, or the usual one where none is asked for."""
    shop = reader.shop
    assert shop is not None
    asked = reader.day("earlier")
    usual_or_none = usual_day(reader)
    if not asked:
        return Earlier(usual_or_none)
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        text = _("“%(value)s” means nothing here, so it is not used.")
        return Earlier(usual_or_none, text % {"value": asked[:20]})
    if not shop.first_day <= day < reader.reference:
        text = _("The earlier day must lie from the first transaction to the day before the reference date.")
        return Earlier(usual_or_none, text)
    return Earlier(day)


def usual_day(reader: CustomerReader) -> date | None:
    """The earlier day that counts without another: half a year before the reference date, or the middle of
    the data where they are shorter than a year, since hardly anybody had come on their first day."""
    assert reader.shop is not None
    days = (reader.reference - reader.shop.first_day).days
    return reader.reference - timedelta(days=min(USUAL_DAYS, max(days // 2, 1))) if days > 0 else None


def days(reader: CustomerReader) -> tuple[date, ...]:
    """The days besides the reference date on which customers are looked at."""
    day = earlier_day(reader).day
    return () if day is None else (day,)


def between(known: Facts, day: date) -> Movement:
    """Movement from an earlier day to the reference date of the page."""
    reader, found = known.reader, known.found
    assert reader.shop is not None
    key = (reader.customers_key, day)
    return _found.get(key, lambda: movement.run(before(known, day), found.labels, order(known)))


def before(known: Facts, day: date) -> pd.Series:
    """Segment per customer on an earlier day, by the edges and centroids of the later one."""
    reader, found = known.reader, known.found
    assert reader.shop is not None
    table = summaries.table(reader.shop, day, reader.params.rules)
    cells, placed = found.placed(table)
    return cells.spread(placed["segment"])


def order(known: Facts | FactsInParts) -> tuple[int, ...]:
    """Segments from the lowest to the highest: by their kind (lost, at risk, new, loyal, core), within one by
    money per customer. Who spent much and stays away has fallen, whatever the sum so far."""
    value = known.found.profile.sizes["mean_value"]
    by_money = movement.order_by(value)
    kinds = {place: FAMILIES.index(name.kind.family) for place, name in known.loyalty.names.items()}
    return tuple(sorted(by_money, key=lambda place: -kinds.get(place, len(FAMILIES))))
