"""Which days and periods of an address only say what the newest data say: a filter's form writes them all.

Whoever keeps an address asks here, so that it goes with the data unless somebody chose a day.
"""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from core import formats
from core.pages import Page

from .shop import movement
from .shop.scope import CustomerReader
from .table.scope import TableReader

Words = list[list[str]]


def follows(page: Page, query: QueryDict, user: Any) -> tuple[tuple[str, ...], str]:
    """Names in the address of a page on customers that say no more than the newest data, and the choice to
    follow these, in words; nothing where a day was chosen, or there are no data."""
    return (
        _shop_follows(CustomerReader(query, user)) if page.subject == "shop" else _table_follows(query, user)
    )


def _shop_follows(reader: CustomerReader) -> tuple[tuple[str, ...], str]:
    if reader.shop is None or reader.params.until is not None:
        return (), ""
    names = [name for name in ("until", "earlier") if name in reader.query]
    if "earlier" in names and movement.earlier_day(reader).day != movement.usual_day(reader):
        names.remove("earlier")
    text = _("Always count up to the newest purchase (now %(day)s), also when new data come")
    return tuple(names), text % {"day": formats.date(reader.reference)}


def _table_follows(query: QueryDict, user: Any) -> tuple[tuple[str, ...], str]:
    reader = TableReader(query, user)
    if reader.table is None or reader.params.period or reader.params.reference:
        return (), ""
    names = tuple(name for name in ("period", "reference") if name in query)
    text = _("Always show the newest table (now %(period)s), also when new data come")
    return names, text % {"period": reader.table.edition.period_label}


def day_words(page: Page, query: QueryDict, user: Any) -> Words:
    """(what, words) of the day that an address of a page on customers stands for: the one it names, or that
    of the newest data, whatever comes. Nothing of other pages."""
    if page.subject == "shop":
        return _shop_day(CustomerReader(query, user))
    return _table_day(TableReader(query, user)) if page.subject == "table" else []


def _shop_day(reader: CustomerReader) -> Words:
    if reader.shop is None:
        return []
    if not reader.query.get("until"):
        return [[_("Reference date"), _("that of the newest purchase")]]
    return [[_("Reference date"), _stays(formats.date(reader.reference))]]


def _table_day(reader: TableReader) -> Words:
    if reader.table is None:
        return []
    found: Words = []
    if reader.query.get("reference"):
        found.append([_("Reference date"), _stays(formats.date(reader.reference))])
    if reader.query.get("period"):
        return [[_("Period"), _stays(reader.table.edition.period_label)], *found]
    return found or [[_("Period"), _("that of the newest table")]]


def _stays(words: str) -> str:
    return _("%(day)s, also when new data come") % {"day": words}
