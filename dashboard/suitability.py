"""Where next: the areas in the order of a score of the reader's own weights, and how sure that order is."""

from dataclasses import replace
from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from analysis import findings, suitability
from analysis.suitability import Criterion, Params, Result
from charts import stack
from core import formats
from core.figures import Column, Figure, Number, Table
from data import area_rows, plots
from data.content import Content, Empty
from data.market import Market
from data.market_words import base, how, label, listed, place, places, population_words

from . import area_figures, residents, sentences
from .weights import SuitabilityParams, carried, choices

# an area that stays among the first this often, whatever small change the weights make, is sure of its place
SURE = 0.95


def content(market: Market) -> Content:
    """The page of one market and one choice of weights."""
    assert isinstance(market.params, SuitabilityParams)
    more = {
        "weights": choices(market.params), "carried": carried(market.params),
        "usual_href": market.params.query(w=()) if market.params.w else "",
        "population_line": population_words(market),
    }  # fmt: skip
    weights = market.params.weights
    result = scored(market, weights) if weights else None
    if result is None or result.ranking["score"].isna().all():
        return Content(heading=_("No order can be made yet"), empty=_nothing(result), more=more)
    return Content(
        heading=heading(market, result),
        numbers=numbers(market, result),
        figures=(order(market, result), first_places(market, result), points(market, result)),
        notices=(*unused(market, result), *_residents(market, result)),
        more=more,
    )


def scored(market: Market, weights: dict[str, int]) -> Result:
    """The score of every area of the region; a chosen area changes nothing."""
    criteria = tuple(Criterion(key, abs(weight), inverse=weight < 0) for key, weight in weights.items())
    return suitability.run(market.areas, Params(criteria))


def _nothing(result: Result | None) -> Empty:
    if result is None:
        text = _("Every criterion is set to “not used”. Give at least one of them a weight above.")
        return Empty(_("No criterion has a weight"), text)
    if result.left_out:
        text = _("Every area lacks one of the criteria in use. Set to “not used” what is not known.")
        return Empty(_("No area has all criteria"), text)
    names = listed(label(key) for key in (*result.unknown, *result.flat))
    text = _("Not known, or the same everywhere: %(names)s. Give another criterion a weight.")
    return Empty(_("The criteria do not tell the areas apart"), text % {"names": names})


def heading(market: Market, result: Result) -> str:
    """Who comes first, or where the chosen areas come."""
    if not float(market.chosen["n"].sum()):
        return sentences.where(market)
    ranking = result.ranking
    ranks = area_rows.by_id(ranking["rank"].dropna())
    known = len(ranks)
    chosen = sorted((area for area in market.params.area if area in ranks), key=lambda one: ranks[one])
    if chosen:
        told = listed(
            _("%(name)s (%(rank)s)") % {"name": market.names[area], "rank": ranks[area]} for area in chosen
        )
        text = _("Place among %(all)s %(places)s by these weights: %(told)s")
        return text % {"all": known, "places": places(market.scope.level), "told": told}
    first = findings.first(ranking, "score", result.params.top)
    return _("First by these weights: %(names)s") % {"names": area_figures.named(market, first)}


def numbers(market: Market, result: Result) -> tuple[Number, ...]:
    """The first and its score; who is sure of the first places, and who may get in or out."""
    ranking = result.ranking
    best = findings.top(ranking, "score")
    sure, open_ = _sure(result), _open(result)
    _label, formula, meaning = how("suitability")[0]
    values = {"top": result.params.top, "draws": formats.integer(result.params.draws),
              "spread": formats.share(result.params.spread, 0)}  # fmt: skip
    drawn = _("in at least 95%% of %(draws)s draws, each weight up to ±%(spread)s") % values
    return (
        Number(_("First place"), area_figures.named(market, best.ids) if best else None, how=formula),
        Number(
            _("Its score"), 100 * best.value if best else None, kind="integer",
            note=_("of 100 possible points"), how=meaning,
        ),
        Number(
            _("Sure of the first %(top)s") % values, len(sure), kind="integer", how=drawn,
            note=area_figures.named(market, sure),
        ),
        Number(
            _("May get in or out"), len(open_), kind="integer", how=drawn,
            note=area_figures.named(market, open_),
        ),
    )  # fmt: skip


def _sure(result: Result) -> list[Any]:
    share = result.ranking["top_share"].dropna()
    return share.index[share >= SURE].tolist()


def _open(result: Result) -> list[Any]:
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


def order(market: Market, result: Result) -> Figure:
    """Bars of the score in the order of the ranks, each made of its criteria."""
    ordered = result.ranking["score"].dropna().sort_index().sort_values(ascending=False, kind="stable").index
    parts = (100 * result.parts.loc[ordered]).rename(columns=lambda key: label(str(key)))
    figure = stack.amounts(
        parts, names=[market.names[int(one)] for one in ordered], unit=_("points"),
        highlight=market.params.area or market.scope.highlight, language=plots.language(),
    )  # fmt: skip
    plot = plots.plain(figure, area_rows.area_links(market))
    columns = [area_figures.column("suitability")]
    columns += [Column(f"part_{one.key}", label(one.key), "number") for one in result.used]
    extra: dict[str, dict[int, Any]] = {"suitability": _hundredfold(result.ranking["score"])}
    for one in result.used:
        extra[f"part_{one.key}"] = _hundredfold(result.parts[one.key])
    return Figure(
        key="score",
        title=_title(market, result),
        subtitle=_("Score from 0 to 100, and what it is made of; weights: %(weights)s")
        % {"weights": weight_words(result)},
        summary=_(
            "Each criterion gives 100 points to the best area of the region and 0 to the least, times its "
            "weight. A score orders the areas by these weights; it measures nothing by itself."
        ),
        base=_base(market, result),
        plot=plot,
        table=_table(market, tuple(columns), "-suitability", extra),
        warnings=cautions(market, result),
        how=how("suitability", *(one.key for one in result.used)),
        height=plots.height(plot),
        part="main",
    )


def _hundredfold(shares: pd.Series) -> dict[int, Any]:
    """Area id → points of 100; areas without a score are left out."""
    return area_rows.by_id(100 * shares.dropna())


def _base(market: Market, result: Result) -> str:
    people = area_figures.PEOPLE & {one.key for one in result.used}
    told = f" · {population_words(market)}" if people and market.population else ""
    return base(market, market.cells["n"].sum()) + told


def _table(market: Market, columns: tuple[Column, ...], sort: str, extra: dict[str, dict[int, Any]]) -> Table:
    """The areas with these columns, without what is known for larger areas only: it has no score."""
    marked = {*market.params.area, *market.scope.highlight}
    links = area_rows.area_links(market)
    rows = [
        {"name": market.names[area], "_href": links[area], "_selected": area in marked, "_id": area}
        | {key: values.get(area) for key, values in extra.items()}
        for area in market.names
    ]
    return Table((Column("name", place(market.scope.level).capitalize()), *columns), rows, sort=sort)


def _title(market: Market, result: Result) -> str:
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
    shaky = _open(result)
    if not shaky:
        return ()
    text = _(
        "The weights decide: with each of them up to %(spread)s higher or lower these get into the first "
        "%(top)s or drop out: %(names)s."
    )
    values = {"spread": formats.share(result.params.spread, 0), "top": result.params.top}
    return (text % {"names": area_figures.named(market, shaky), **values},)


def first_places(market: Market, result: Result) -> Figure:
    """The areas by rank, with how often each stays among the first."""
    ranking = result.ranking
    extra: dict[str, dict[int, Any]] = {
        "rank": area_rows.by_id(ranking["rank"].dropna()),
        "suitability": _hundredfold(ranking["score"]),
        "top_share": area_rows.by_id(ranking["top_share"].dropna()),
        "range": {
            int(area): formats.integer(low) if low == high else f"{low}–{high}"  # type: ignore[call-overload]
            for area, low, high in ranking[["best_rank", "worst_rank"]].dropna().itertuples()
        },
    }
    columns = (
        Column("range", _("Ranks"), "integer"),
        Column("top_share", _("In the first %(top)s") % {"top": result.params.top}, "share", decimals=0),
    )
    values = {"spread": formats.share(result.params.spread, 0), "draws": formats.integer(result.params.draws),
              "seed": result.params.seed}  # fmt: skip
    return Figure(
        key="sensitivity",
        title=_("How sure the order is"),
        subtitle=_(
            "How often each stays among the first three, and its best and worst rank, when every weight "
            "changes by up to ±%(spread)s (%(draws)s draws, seed %(seed)s)"
        )
        % values,
        table=_by_rank(_table(market, columns, "", extra)),
        part="aside",
    )


def _by_rank(table: Table) -> Table:
    """In the order of the bars beside it; an area without a score comes last."""
    ranked = sorted(table.rows, key=lambda row: (row["rank"] is None, row["rank"] or 0))
    return replace(table, rows=ranked, sort=None, compact=True)


def points(market: Market, result: Result) -> Figure:
    """Every area with its points per criterion."""
    columns = [Column("rank", _("Rank"), "integer"), area_figures.column("suitability")]
    extra: dict[str, dict[int, Any]] = {
        "rank": area_rows.by_id(result.ranking["rank"].dropna()),
        "suitability": _hundredfold(result.ranking["score"]),
    }
    for one in result.used:
        columns.append(Column(f"points_{one.key}", label(one.key), "integer"))
        extra[f"points_{one.key}"] = _hundredfold(result.scores[one.key])
    return Figure(
        key="points",
        title=_("Points of all %(n)s %(places)s")
        % {"n": len(market.names), "places": places(market.scope.level)},
        subtitle=_("Points from 0 to 100 before the weight; choose a column's heading to sort by it"),
        base=_base(market, result),
        table=_table(market, tuple(columns), "rank", extra),
        how=how("suitability", *(one.key for one in result.used)),
    )


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


def _residents(market: Market, result: Result) -> tuple[str, ...]:
    uses = area_figures.PEOPLE & {one.key for one in result.used}
    return residents.trust(market) if uses else ()
