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

from . import area_figures, orders, residents
from . import suitability_words as words
from .weights import SuitabilityParams, carried, choices


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
        heading=words.heading(market, result),
        numbers=numbers(market, result),
        figures=(order(market, result), first_places(market, result), points(market, result)),
        notices=(*words.unused(market, result), *_residents(market, result)),
        more={**more, **_leads(market, result)},
    )


def _leads(market: Market, result: Result) -> dict[str, Any]:
    """The sentences below the heading: one's own areas, and by what the areas are ordered."""
    weights = words.weight_words(result)
    return {"own": words.own(market, result), "orders": orders.said(market, "suitability", weights)}


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


def numbers(market: Market, result: Result) -> tuple[Number, ...]:
    """The first and its score; who is sure of the first places, and who may get in or out."""
    ranking = result.ranking
    best = findings.top(ranking, "score")
    sure, open_ = words.sure(result), words.in_or_out(result)
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


def order(market: Market, result: Result) -> Figure:
    """Bars of the score in the order of the ranks, each made of its criteria."""
    ordered = result.ranking["score"].dropna().sort_index().sort_values(ascending=False, kind="stable").index
    parts = (100 * result.parts.loc[ordered]).rename(columns=lambda key: label(str(key)))
    figure = stack.amounts(
        parts, names=[market.names[int(one)] for one in ordered], unit=_("points"),
        highlight=market.marked, language=plots.language(),
    )  # fmt: skip
    plot = plots.plain(figure, area_rows.area_links(market))
    columns = [_score_column()]
    columns += [Column(f"part_{one.key}", label(one.key), "number", _("points")) for one in result.used]
    extra: dict[str, dict[int, Any]] = {"suitability": _hundredfold(result.ranking["score"])}
    for one in result.used:
        extra[f"part_{one.key}"] = _hundredfold(result.parts[one.key])
    return Figure(
        key="score",
        title=words.title(market, result),
        subtitle=_("Score from 0 to 100, and what it is made of; weights: %(weights)s")
        % {"weights": words.weight_words(result)},
        summary=_(
            "Each criterion gives 100 points to the best area of the region and 0 to the least, times its "
            "weight. A score orders the areas by these weights; it measures nothing by itself."
        ),
        base=_base(market, result),
        plot=plot,
        table=_table(market, tuple(columns), "-suitability", extra),
        warnings=words.cautions(market, result),
        how=how("suitability", *(one.key for one in result.used)),
        height=plots.height(plot),
        part="main",
    )


def _score_column() -> Column:
    """Points look like numbers of the criteria themselves: the heading, which phones repeat, says of what."""
    return replace(area_figures.column("suitability"), unit=_("of 100"))


def _hundredfold(shares: pd.Series) -> dict[int, Any]:
    """Area id → points of 100; areas without a score are left out."""
    return area_rows.by_id(100 * shares.dropna())


def _base(market: Market, result: Result) -> str:
    people = area_figures.PEOPLE & {one.key for one in result.used}
    told = f" · {population_words(market)}" if people and market.population else ""
    return base(market, market.cells["n"].sum()) + told


def _table(market: Market, columns: tuple[Column, ...], sort: str, extra: dict[str, dict[int, Any]]) -> Table:
    """The areas with these columns, without what is known for larger areas only: it has no score."""
    links = area_rows.area_links(market)
    rows = [
        {"name": market.names[area], "_href": links[area], "_selected": area in market.marked, "_id": area}
        | {key: values.get(area) for key, values in extra.items()}
        for area in market.names
    ]
    return Table((Column("name", place(market.scope.level).capitalize()), *columns), rows, sort=sort)


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
    columns = [Column("rank", _("Rank"), "integer"), _score_column()]
    extra: dict[str, dict[int, Any]] = {
        "rank": area_rows.by_id(result.ranking["rank"].dropna()),
        "suitability": _hundredfold(result.ranking["score"]),
    }
    for one in result.used:
        columns.append(Column(f"points_{one.key}", label(one.key), "integer", _("points of 100")))
        extra[f"points_{one.key}"] = _hundredfold(result.scores[one.key])
    return Figure(
        key="points",
        title=_("Points of all %(n)s %(places)s")
        % {"n": len(market.names), "places": places(market.scope.level)},
        subtitle=_("Points from 0 to 100 before the weight"),
        hint=_("Choose a column's heading to sort by it"),
        base=_base(market, result),
        table=_table(market, tuple(columns), "rank", extra),
        how=how("suitability", *(one.key for one in result.used)),
    )


def _residents(market: Market, result: Result) -> tuple[str, ...]:
    uses = area_figures.PEOPLE & {one.key for one in result.used}
    return residents.trust(market) if uses else ()
