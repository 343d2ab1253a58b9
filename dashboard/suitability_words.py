"""The sentences of "where next": who comes first, where one's own areas come, how sure that is, what is left
out."""

from typing import Any

from django.utils.translation import gettext as _

from analysis import findings
from analysis.suitability import Result
from core import formats
from data import area_rows
from data.market import Market
from data.market_words import label, listed, place, places

from . import area_figures, sentences

# an area that stays among the first this often, whatever small change the weights make, is sure of its place
SURE = 0.95


def heading(market: Market, result: Result) -> str:
    """Who comes first, or where the chosen areas come."""
    if not float(market.chosen["n"].sum()):
        return sentences.where(market)
    ranks = _ranks(result)
    chosen = {area: rank for area, rank in ranks.items() if area in market.params.area}
    if chosen:
        text = _("Place among %(all)s %(places)s by these weights: %(told)s")
        values = {"all": len(ranks), "places": places(market.scope.level), "told": _told(market, chosen)}
        return text % values
    first = findings.first(result.ranking, "score", result.params.top)
    return _("First by these weights: %(names)s") % {"names": area_figures.named(market, first)}


def own(market: Market, result: Result) -> str:
    """Where the person's own areas come; empty for whoever has none at this level."""
    mine = market.scope.highlight
    ranks = {area: rank for area, rank in _ranks(result).items() if area in mine}
    if not mine:
        return ""
    if not ranks:
        return _("Your areas have no score: one of the criteria is not known there.")
    text = _("Your areas among %(all)s %(places)s: %(told)s")
    told = _told(market, ranks)
    return text % {"all": len(_ranks(result)), "places": places(market.scope.level), "told": told}


def _ranks(result: Result) -> dict[int, int]:
    """Area id → rank, of those with a score."""
    return area_rows.by_id(result.ranking["rank"].dropna())


def _told(market: Market, ranks: dict[int, int]) -> str:
    """ "Centre (1), West (4)": the best first."""
    best_first = sorted(ranks.items(), key=lambda item: item[1])
    return listed(_("%(name)s (%(rank)s)") % {"name": market.names[a], "rank": n} for a, n in best_first)


def sure(result: Result) -> list[Any]:
    share = result.ranking["top_share"].dropna()
    return share.index[share >= SURE].tolist()


def in_or_out(result: Result) -> list[Any]:
    """Those that are among the first in some draws, but not surely."""
    share = result.ranking["top_share"].dropna()
    return share.index[(share > 1 - SURE) & (share < SURE)].tolist()


def weight_words(result: Result) -> str:
    """ "MSMEs 3, distance to the centre 1 (less is better)"."""
    inverse = _("%(label)s %(weight)s (less is better)")
    plain = _("%(label)s %(weight)s")
    return ", ".join(
        (inverse if one.inverse else plain) % {"label": label(one.key), "weight": int(one.weight)}
        for one in result.used
    )


def title(market: Market, result: Result) -> str:
    """How the first stands against the next."""
    scores = result.ranking["score"].dropna().sort_index().sort_values(ascending=False, kind="stable")
    best = findings.top(result.ranking, "score")
    assert best is not None
    names = area_figures.named(market, best.ids)
    if len(best.ids) == len(scores):
        return _("Score of the %(place)s") % {"place": place(market.scope.level)}
    lead = 100 * (best.value - float(scores.iloc[len(best.ids)]))
    values = {"names": names, "score": formats.integer(100 * best.value), "lead": formats.number(lead)}
    if len(best.ids) > 1:
        return _("%(names)s share the highest score: %(score)s of 100") % values
    return _("%(names)s leads with %(score)s of 100 points, %(lead)s more than the next") % values


def cautions(market: Market, result: Result) -> tuple[str, ...]:
    """Whose place hangs on small changes of the weights."""
    shaky = in_or_out(result)
    if not shaky:
        return ()
    text = _(
        "The weights decide: with each of them up to %(spread)s higher or lower these get into the first "
        "%(top)s or drop out: %(names)s."
    )
    values = {"spread": formats.share(result.params.spread, 0), "top": result.params.top}
    return (text % {"names": area_figures.named(market, shaky), **values},)


def unused(market: Market, result: Result) -> tuple[str, ...]:
    """What the score leaves out, and why."""
    found = []
    if result.unknown:
        text = _("Not known for any area, so without influence: %(names)s.")
        found.append(text % {"names": listed(label(key) for key in result.unknown)})
    if result.flat:
        text = _("The same in every area, so without influence: %(names)s.")
        found.append(text % {"names": listed(label(key) for key in result.flat)})
    if result.left_out:
        text = _("Without a score, because a criterion is not known there: %(names)s.")
        found.append(text % {"names": area_figures.named(market, result.left_out)})
    return tuple(found)
