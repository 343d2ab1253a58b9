"""One sub-district on one page: number, rank, level, what it is special in, and what lies beside it."""

from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from clustering.levels import Levels, area_levels, cautions
from core import formats
from core.downloads import level_word
from core.figures import Column, Figure, Number, Table
from data import area_rows
from data.content import Content
from data.market import Market
from data.market_words import base, how, label, listed, place, places, population_words
from questionnaires.queries import Survey

from . import area_cards, area_figures, mixes, quadrants, residents, sentences, survey_card
from .card_neighbours import beside
from .card_quotients import quotients

FACTS = (
    "n", "ratio_per_1000", "residents_per_msme", "density_per_km2", "residents", "km2",
    "population_density", "distance_km", "average_turnover",
)  # fmt: skip


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
        hint=_("Open one for its card"),
        base=base(market, market.areas["n"].reindex(areas).sum()),
        table=replace(area_cards.table(market, levels, areas, ("n", "ratio_per_1000"), "-n"), compact=True),
    )


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
        editions=tuple(one.edition.pk for one in surveys) if answered else (),
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
