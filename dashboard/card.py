"""One sub-district on one page: number, rank, level, what it is special in, and what lies beside it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pandas as pd
from django.urls import reverse
from django.utils.translation import gettext as _

from analysis import indicators, neighbours
from analysis.rest_names import is_rest
from charts import bars
from clustering.levels import Levels, area_levels, cautions
from core import formats
from core.downloads import level_word
from core.figures import Column, Figure, Number, Table
from data import area_rows, plots
from data.content import Content
from data.market import Market
from data.market_words import base, how, label, listed, place, places, population_words
from questionnaires.queries import Survey

from . import area_figures, mixes, quadrants, residents, sentences, survey_card
from .category_facts import Facts

FACTS = (
    "n", "ratio_per_1000", "residents_per_msme", "density_per_km2", "residents", "km2",
    "population_density", "distance_km", "average_turnover",
)  # fmt: skip
BESIDE = ("n", "ratio_per_1000")
MOST_QUOTIENTS = 5
MOST_NEIGHBOURS = 8


def chooser(market: Market) -> Content:
    """Every area with the way to its card, a person's own ones first."""
    levels = area_levels(market.areas)
    own = [area for area in market.names if area in market.scope.highlight]
    figures = [_cards(market, levels, "own", own, _("Your work areas"))] if own else []
    title = _("All %(n)s %(places)s") % {"n": len(market.names), "places": places(market.scope.level)}
    figures.append(_cards(market, levels, "cards", list(market.names), title))
    one = place(market.scope.level)
    heading = _("Choose a %(place)s to see its card") % {"place": one}
    if own:
        values = {"names": listed(market.names[area] for area in own)}
        heading = _("Your areas: %(names)s") % values
    return Content(heading=heading, figures=tuple(figures))


def _cards(market: Market, levels: Levels, key: str, areas: list[int], title: str) -> Figure:
    return Figure(
        key=key,
        title=title,
        subtitle=_("Open one for its card"),
        base=base(market, market.areas["n"].reindex(areas).sum()),
        table=replace(_table(market, levels, areas, ("n", "ratio_per_1000"), "-n"), compact=True),
    )


def _table(market: Market, levels: Levels, areas: Iterable[int], keys: tuple[str, ...], sort: str) -> Table:
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


def address(market: Market, area: int) -> str:
    """The card of an area, with the filter of this page."""
    query = market.params.query(area=())
    return reverse("card", args=[area]) + (query if query != "?" else "")


def content(market: Market, area: int, surveys: tuple[Survey, ...] = ()) -> Content:
    """The card of one area; the filter's business fields and sizes act on all its numbers but the answers."""
    levels = area_levels(market.areas)
    found = [facts(market, area), sizes(market), quotients(market, area), beside(market, levels, area)]
    if answered := survey_card.answered_here(market, area, surveys):
        found[-1:] = [replace(found[-1], wide=False), answered]
    if area_figures.has_map(market):
        found.insert(1, where(market, levels))
    return Content(
        heading=heading(market, levels, area),
        numbers=numbers(market, levels, area),
        figures=tuple(found),
        notices=tuple(residents.trust(market)) if market.population else (),
        more={
            "list_href": area_rows.list_link(market, area=(area,)),
            "cards_href": reverse("card") + market.params.query(area=()),
            "population_line": population_words(market),
        },
    )


def rank(market: Market, key: str, area: int) -> int | None:
    """The area's place by a number, 1 for the largest; equal values share the better place."""
    values = market.areas[key]
    if formats.is_missing(values[area]):
        return None
    return int((values > values[area]).sum()) + 1


def rank_words(market: Market, key: str, area: int) -> str:
    """ "3rd of 15", empty where the number is not known."""
    found = rank(market, key, area)
    known = int(market.areas[key].notna().sum())
    return "" if found is None else _("rank %(rank)s of %(all)s") % {"rank": found, "all": known}


def heading(market: Market, levels: Levels, area: int) -> str:
    """Name, number and rank, and the level where there is one."""
    n = market.areas.at[area, "n"]
    name = market.names[area]
    if formats.is_missing(n):
        return _("%(name)s is not in the files of this edition") % {"name": name}
    values: dict[str, Any] = {"name": name, "n": formats.integer(n), "what": sentences.msmes(market)}
    values |= {
        "rank": rank(market, "n", area),
        "all": len(market.names),
        "places": places(market.scope.level),
    }
    level = area_figures.level_words(market, levels).get(area)
    if level is None:
        return _("%(name)s: %(n)s %(what)s, rank %(rank)s of %(all)s %(places)s") % values
    text = _("%(name)s: %(n)s %(what)s, rank %(rank)s of %(all)s %(places)s, level %(level)s")
    return text % {**values, "level": level_word(level)}


def numbers(market: Market, levels: Levels, area: int) -> tuple[Number, ...]:
    """Count and ratio with their ranks, the quadrant of both, and the level with its silhouette."""
    row = market.areas.loc[area]
    word = area_figures.level_words(market, levels).get(area)
    return (
        Number(label("n"), row["n"], kind="integer", note=_count_note(market, area)),
        Number(
            label("ratio_per_1000"), row["ratio_per_1000"], kind="number",
            note=rank_words(market, "ratio_per_1000", area) or _("no population of these borders"),
            how=how("ratio_per_1000")[0][1],
        ),
        quadrant(market, area),
        Number(_("Level"), None if word is None else level_word(word), note=silhouette_words(levels, area)),
    )  # fmt: skip


def _count_note(market: Market, area: int) -> str:
    share = market.areas.at[area, "share_msme"]
    part = "" if formats.is_missing(share) else _("%(share)s of the region") % {"share": formats.share(share)}
    return " · ".join(filter(None, (rank_words(market, "n", area), part)))


def sizes(market: Market) -> Figure:
    """The size mix alone: what the classes earn stands on the overview."""
    found = mixes.size_mix(market)
    assert found.table is not None
    columns = tuple(one for one in found.table.columns if one.kind != "money")
    return replace(found, table=replace(found.table, columns=columns), warnings=())


def quadrant(market: Market, area: int) -> Number:
    """The quadrant of count and ratio that the area lies in, as the ratio page names it."""
    found = quadrants.found(market).get(area)
    name = None if found is None else quadrants.names(market)[found]
    note = _("needs residents") if found is None else quadrants.meanings(market)[found]
    return Number(_("Count and ratio"), name, note=note)


def silhouette_words(levels: Levels, area: int) -> str:
    """How well the area fits its level, or why there is none."""
    if levels.quality is None or area not in levels.quality.silhouette_items.index:
        return levels.problem
    value = float(levels.quality.silhouette_items[area])
    text = _("how well it fits: silhouette %(value)s (mean %(mean)s, n = %(n)s)")
    shown = {"value": formats.number(value, 2), "mean": formats.number(levels.quality.silhouette, 2)}
    return text % {**shown, "n": levels.quality.n}


def facts(market: Market, area: int) -> Figure:
    """The area's numbers beside the region's, each with its rank."""
    totals = market.region_totals
    rows = []
    for key in FACTS:
        column = area_figures.column(key)
        if formats.is_missing(market.areas.at[area, key]):
            continue
        region = None if key == "distance_km" else totals.get(key)
        rows.append(
            {
                "name": f"{label(key)} ({column.unit})" if column.unit else label(key),
                "here": formats.shown(market.areas.at[area, key], column.kind, column.decimals),
                "region": formats.shown(region, column.kind, column.decimals),
                "rank": rank(market, key, area),
            }
        )
    columns = (
        Column("name", _("What")), Column("here", market.names[area], "number"),
        Column("region", market.scope.region.name, "number"), Column("rank", _("Rank"), "integer"),
    )  # fmt: skip
    return Figure(
        key="facts",
        title=_("%(name)s beside %(region)s")
        % {"name": market.names[area], "region": market.scope.region.name},
        subtitle=_("Rank 1 is the largest of %(all)s %(places)s")
        % {"all": len(market.names), "places": places(market.scope.level)},
        base=_facts_base(market),
        table=Table(columns, rows, compact=True),
        how=how(*(key for key in FACTS if not formats.is_missing(market.areas.at[area, key]))),
        wide=False,
    )


def _facts_base(market: Market) -> str:
    """The source of the residents stands at the end of the page."""
    parts = (base(market, market.chosen["n"].sum()), population_words(market, with_source=False))
    return " · ".join(filter(None, parts))


def where(market: Market, levels: Levels) -> Figure:
    """The region's map with the area outlined."""
    plot = area_figures.area_map(market, market.areas, "n", levels if levels.result is not None else None)
    return Figure(
        key="where",
        title=_("Where it lies, and the levels around it"),
        subtitle=sentences.level_subtitle(market) if levels.result is not None else label("n"),
        base=sentences.level_base(market, market.cells["n"].sum()),
        plot=plot,
        warnings=(*cautions(levels, places(market.scope.level)), *area_figures.map_cautions(market)),
        height=400,
        wide=False,
    )


def quotients(market: Market, area: int) -> Figure:
    """The five fields that are commonest here against the region, where the numbers are large enough."""
    # the share of a field is one of all fields, and the region's one of all areas: the filter by field only
    # chooses what is shown
    facts, names = Facts(market), market.scope.categories
    counts = facts.counts.reindex(list(market.names), fill_value=0)
    shown = facts.region_fields
    here, small = counts.T[area], indicators.small_cells(counts).T[area]
    found = indicators.location_quotient(counts).T[area].reindex(shown).dropna().sort_index()
    # "others" says nothing about what a place is special in
    named = found[[not is_rest(names[one]) for one in found.index.tolist()]]
    if not market.params.category:
        # what nobody does here is none of the commonest, unless it is asked for
        named = named[here[named.index] > 0]
    top = named.sort_values(ascending=False, kind="stable").head(MOST_QUOTIENTS)
    rows = [
        {
            "name": names[one], "quotient": float(value), "n": int(here[one]),
            "_list": area_rows.list_link(market, area=(area,), category=(one,)),
        }
        for one, value in area_rows.by_id(top).items()
    ]  # fmt: skip
    columns = (
        Column("name", _("Business field")), Column("quotient", _("Location quotient"), "number", decimals=2),
        Column("n", label("n"), "integer", link="_list"),
    )  # fmt: skip
    return Figure(
        key="quotients",
        title=_quotient_title(market, area, top),
        subtitle=_("Location quotient: share here ÷ share in the region; 1 is as in the region"),
        base=facts.base(int(here.sum())),
        plot=_quotient_bars(market, top) if len(top) else None,
        table=Table(columns, rows, sort="-quotient"),
        warnings=_small_words(market, small[shown], here),
        height=200,
        wide=False,
    )


def _quotient_title(market: Market, area: int, top: pd.Series) -> str:
    name = market.names[area]
    if top.empty and market.params.category:
        return _("No location quotient of the chosen fields can be told in %(name)s") % {"name": name}
    if top.empty:
        return _("Too few MSMEs in %(name)s to say what it is special in") % {"name": name}
    first, value = next(iter(area_rows.by_id(top).items()))
    if value <= 1 and not market.params.category:
        return _("%(name)s has no field that is commoner than in the region") % {"name": name}
    values = {"field": market.scope.categories[first], "times": formats.number(value, 1), "name": name}
    return _("%(field)s is %(times)s times as common in %(name)s as in the region") % values


def _quotient_bars(market: Market, top: pd.Series) -> dict[str, Any]:
    table = pd.DataFrame(
        {"quotient": top, "name": [market.scope.categories[one] for one in top.index.tolist()]}
    )
    figure = bars.ranked_bars(
        table, "quotient", "name", decimals=2, reference=1.0, reference_label=_("region: 1"),
        unit=_("location quotient"), language=plots.language(),
    )  # fmt: skip
    return plots.plain(figure)


def _small_words(market: Market, small: pd.Series, counts: pd.Series) -> tuple[str, ...]:
    """Which fields are left out, because they are too small there (indicators.small_cells)."""
    left_out = [market.scope.categories[one] for one in small.index.tolist() if small[one] and counts[one]]
    if not left_out:
        return ()
    text = _("Left out, because fewer than five would be expected and fewer than 30 are there: %(names)s.")
    return (text % {"names": listed(left_out)},)


def beside(market: Market, levels: Levels, area: int) -> Figure:
    """The areas that border on this one, with their numbers; without exact borders the nearest ones."""
    ids, words = neighbours_of(market, area)
    table = _table(market, levels, [area, *ids], BESIDE, "-n")
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
