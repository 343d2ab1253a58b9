"""Findings as sentences, written by rule from the data and again whenever a filter changes."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis import findings
from core import formats
from data.market import Market
from data.market_words import base, filter_words, listed, places


def msmes(market: Market) -> str:
    """ "MSMEs", or "MSMEs (Food, micro)" where business fields or sizes are chosen."""
    words = filter_words(market)
    return _("MSMEs (%(filter)s)") % {"filter": words} if words else _("MSMEs")


def further_fields(n: int, with_not_stated: bool = False) -> str:
    """What joins the business fields that have no mark of their own: "others" is a field of many files."""
    text = ngettext("%(n)s further field", "%(n)s further fields", n) % {"n": n}
    return _("%(fields)s and not stated") % {"fields": text} if with_not_stated else text


def further_places(market: Market, n: int) -> str:
    """The same for areas."""
    return _("%(n)s further %(places)s") % {"n": n, "places": places(market.scope.level)}


def level_base(market: Market, n: float) -> str:
    """The base line of levels: whose they are where a filter is chosen: they are made of these alone."""
    if not filter_words(market):
        return base(market, n)
    return _("level of %(what)s") % {"what": msmes(market)} + " · " + base(market, n)


def level_subtitle(market: Market) -> str:
    """What levels are made of; a chosen area never changes them."""
    values = {"what": msmes(market), "places": places(market.scope.level)}
    return _("Levels by K-Means on the number of %(what)s, always over all %(places)s of the region") % values


def where(market: Market) -> str:
    """Where the MSMEs are: what the pages' first heading says."""
    chosen = market.params.area
    counts = market.areas["n"]
    if not float(market.chosen["n"].sum()):
        return _("No MSMEs fit this filter")
    if chosen:
        return _chosen(market)
    if not counts.sum():
        return _unplaced(market)
    # areas that are not in these files are not known, which is not the same as none
    known = counts.dropna()
    if len(known) == 1:
        name = market.names[int(known.index[0])]
        total = formats.integer(market.cells["n"].sum())
        return _("%(name)s has %(n)s %(what)s") % {"name": name, "n": total, "what": msmes(market)}
    if known.nunique() == 1:
        values = {
            "n": formats.integer(known.iloc[0]),
            "what": msmes(market),
            "all": len(known),
            "places": places(market.scope.level),
        }
        if len(known) < len(counts):
            return _("%(all)s %(places)s of these files have the same number of %(what)s: %(n)s") % values
        return _("All %(all)s %(places)s have the same number of %(what)s: %(n)s") % values
    return _half(market)


def _half(market: Market) -> str:
    half = findings.smallest_half(market.areas, "n")
    assert half is not None  # counts are above zero here
    # of all, also of those whose area is not stated: the sentence must agree with the page's first number
    n = float(market.cells["n"].sum())
    values: dict[str, Any] = {
        "n": formats.integer(n),
        "what": msmes(market),
        "all": len(market.areas),
        "places": places(market.scope.level),
        "share": formats.share(market.areas["n"].reindex(list(half.ids)).sum() / n, 0),
    }
    if half.count == 1:
        text = _("%(share)s of all %(n)s %(what)s are in %(name)s")
        return text % {"name": market.names[half.ids[0]], **values}  # type: ignore[index]
    text = _("%(share)s of all %(n)s %(what)s are in %(count)s of %(all)s %(places)s")
    return text % {"count": half.count, **values}


def _chosen(market: Market) -> str:
    names = [market.names[area] for area in market.names if area in market.params.area]
    n = market.areas["n"].reindex(list(market.params.area)).sum()
    share = n / float(market.cells["n"].sum() or 1)
    text = _("%(names)s: %(n)s %(what)s, %(share)s of %(region)s")
    return text % {
        "names": listed(names),
        "n": formats.integer(n),
        "what": msmes(market),
        "share": formats.share(share),
        "region": market.scope.region.name,
    }


def _unplaced(market: Market) -> str:
    text = _("%(n)s %(what)s in %(region)s; the files do not say in which of the %(places)s")
    values = {"n": formats.integer(market.chosen["n"].sum()), "what": msmes(market)}
    return text % {"region": market.scope.region.name, "places": places(market.scope.level), **values}
