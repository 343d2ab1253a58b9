"""The clustering page: who is on which level, how well they fit, which k, how stable and how robust."""

from typing import Any

import pandas as pd
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from analysis.indicators import INDICATORS
from analysis.kmeans import Params
from charts import bars, maps
from core.figures import Column, Figure, Number, Table
from core.glossary import definition
from data import area_rows, plots
from data.content import Content, Empty
from data.market import Market
from data.market_words import base, how, label, listed, place, places, population_words, unit

from . import choosing_k, judging, robust, saving, trust
from .judging import indicator_column
from .levels import TOLD_APART, Levels, cautions, labelled
from .run_content import default_name, words
from .runs import Run, run


def content(market: Market, params: Params) -> Content:
    """The page of one market and one choice of indicators, scaling and k."""
    found = run(market.whole_areas, params)
    levels = found.levels
    if levels.result is None:
        return Content(
            heading=_("These areas cannot be grouped this way"), empty=Empty(_("No groups"), levels.problem)
        )
    figures = [members(market, levels), in_order(market, levels), judging.centroids(market, found)]
    if levels.quality is not None:
        figures.append(judging.silhouettes(market, levels))
    if found.comparison is not None:
        figures.append(choosing_k.ks(market, found))
    if found.robustness is not None:
        figures.append(robust.kept(market, levels, found.robustness))
    return Content(
        heading=heading(market, levels), numbers=numbers(market, found), figures=tuple(figures),
        more={
            "run_name": default_name(market, params), "seen": saving.seen(market),
            "difference": trust.difference(market.scope.level),
        },
    )  # fmt: skip


def heading(market: Market, levels: Levels) -> str:
    """How many areas are on the highest level, and by what."""
    high = levels.members(levels.params.k - 1)
    values = {
        "count": len(high), "all": len(levels.result.labels) if levels.result else 0,
        "places": places(market.scope.level), "level": levels.names[-1],
        "features": words(levels.params.features),
    }  # fmt: skip
    return _("%(count)s of %(all)s %(places)s are in the group “%(level)s” by: %(features)s") % values


def numbers(market: Market, found: Run) -> tuple[Number, ...]:
    """k, mean silhouette with n, the least stable group, and the recommended k; plain words before terms."""
    quality_, stability, result = found.levels.quality, found.stability, found.levels.result
    least, verdict = None, judging.verdict(None)
    if stability is not None and result is not None:
        least, verdict = judging.least_stable(result.sizes, stability.jaccard)
    best = found.recommendation.k if found.recommendation else None
    return (
        Number(_("Groups"), found.levels.params.k, kind="integer", note=_exact(found.levels),
               how=definition("k")),
        trust.apart(
            quality_.silhouette if quality_ else None, quality_.n if quality_ else 0,
            places(market.scope.level),
        ),
        trust.least_stable(least, verdict),
        Number(_("Recommended number of groups"), best, kind="integer",
               note="" if best else _("none stands out"), how=_(
            "The number of groups that the criteria agree on; the figure of every k has the reasons."
        )),
    )  # fmt: skip


def _exact(levels: Levels) -> str:
    if levels.result is not None and levels.result.exact:
        return _("exact optimum: no better grouping exists")
    return _("best of %(n)s starts") % {"n": levels.params.n_init}


def members(market: Market, levels: Levels) -> Figure:
    """The areas by level: on the map where outlines are known, else as bars of the first indicator."""
    first = levels.params.features[0]
    table = market.whole_areas
    silhouette = levels.quality.silhouette_items if levels.quality else pd.Series(dtype="float64")
    extra = {
        "level": area_rows.level_words(levels.of(table.index), levels.words),
        "silhouette": area_rows.by_id(silhouette),
    }
    shown = table[list(levels.params.features)]
    rows = [_member(market, shown, extra, area) for area in market.names]
    columns = (
        Column("name", place(market.scope.level).capitalize()), Column("level", _("Level"), "level"),
        *(indicator_column(key) for key in levels.params.features),
        Column("silhouette", _("Silhouette"), "number", decimals=2),
    )  # fmt: skip
    plot, height, warnings = _member_plot(market, levels, first)
    people = f" · {population_words(market)}" if _needs_people(levels.params) and market.population else ""
    return Figure(
        key="members",
        title=_member_title(market, levels),
        subtitle=_("Levels by K-Means on: %(features)s. Always the whole region, whatever the filter")
        % {"features": words(levels.params.features)},
        summary=trust.quality_words(levels.quality, places(market.scope.level)),
        base=base(market, market.all_cells["n"].sum()) + people,
        plot=plot,
        table=Table(columns, rows, sort=f"-{first}"),
        warnings=(*cautions(levels, places(market.scope.level)), *warnings),
        how=how(*levels.params.features),
        height=height,
        part="main",
    )


def in_order(market: Market, levels: Levels) -> Figure:
    """The areas from most to least of the first indicator, with their level: beside the map."""
    first = levels.params.features[0]
    found = levels.of(market.whole_areas.index)
    extra = {"level": area_rows.level_words(found, levels.words)}
    level = Column("level", _("Level"), "level")
    if levels.params.k > TOLD_APART:  # "10 (highest)" is too wide beside a map
        extra = {"level": area_rows.by_id(found.dropna() + 1)}
        level = Column("level", _("Level (1–%(k)s)") % {"k": levels.params.k}, "integer")
    table = market.whole_areas[[first]]
    columns = (Column("name", place(market.scope.level).capitalize()), indicator_column(first), level)
    rows = [_member(market, table, extra, area) for area in market.names]
    return Figure(
        key="order",
        title=_("From most to least"),
        subtitle=_("By: %(features)s") % {"features": label(first)},
        table=Table(columns, rows, sort=f"-{first}", compact=True),
        part="aside",
    )


def _needs_people(params: Params) -> bool:
    return bool({"residents", "ratio_per_1000", "population_density"} & set(params.features))


def _member(market: Market, table: pd.DataFrame, extra: dict[str, Any], area: int) -> dict[str, Any]:
    row = {"name": market.names[area], **area_rows.values(table, area)}
    return row | {key: found.get(area) for key, found in extra.items()} | {"_selected": area in market.marked}


def _member_title(market: Market, levels: Levels) -> str:
    parts = [
        f"{capfirst(name)}: {listed([market.names[area] for area in levels.members(level)], 4)}"
        for level, name in reversed(list(enumerate(levels.names)))
    ]
    return "; ".join(parts[:2])


def _member_plot(market: Market, levels: Levels, key: str) -> tuple[dict[str, Any], int, tuple[str, ...]]:
    table = market.whole_areas
    names = pd.Series(labelled(market.names, levels)).reindex(table.index)
    named = table.assign(name=names, level=levels.of(table.index))
    marked = market.marked
    shapes = market.outlines.shapes
    options: dict[str, Any] = {
        "level": "level", "level_names": levels.names, "unit": unit(key),
        "decimals": INDICATORS[key].decimals,
        "missing": _("not known"), "language": plots.language(),
    }  # fmt: skip
    if len(shapes) * 2 >= len(named) > 1:
        drawn = maps.choropleth(
            plots.collection(shapes), named, name="name", value=key, selected=marked, **options
        )
        note = (_("The borders on this map are approximate."),) if market.outlines.approximate else ()
        return plots.plain(drawn), 520, note
    plot = plots.plain(bars.ranked_bars(named, key, "name", highlight=marked, **options))
    return plot, plots.height(plot), ()
