"""The map of one number per area: by level, or divided into classes; with its list in the same order."""

from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from analysis import findings, indicators
from clustering import trust
from clustering.levels import Levels, cautions
from core.figures import Column, Figure
from data import plots
from data.market import Market
from data.market_words import how, label, listed, places, population_words

from . import area_figures, map_classes, sentences
from .area_figures import Grouping
from .category_facts import Facts
from .forms import QUOTIENT, SEGMENT
from .map_classes import Classes


def shown_key(key: str) -> str:
    """The indicator behind a choice: levels are made of the number of MSMEs."""
    return "n" if key == SEGMENT else key


def table(market: Market, key: str) -> pd.DataFrame:
    """The market's areas; with the location quotient of the chosen business field where it is asked for."""
    if key != QUOTIENT:
        return market.areas
    quotients = indicators.location_quotient(Facts(market).counts).get(market.params.category[0])
    column = float("nan") if quotients is None else quotients.reindex(market.areas.index)
    return market.areas.assign(**{QUOTIENT: column})


def the_map(market: Market, key: str, levels: Levels, found: Classes | None) -> Figure:
    """The chosen number on the map (bars where no outline is known), with its table in the same order."""
    shown, numbers = shown_key(key), table(market, key)
    group = _grouping(levels, found)
    on_map = area_figures.has_map(market)
    known = bool(numbers[shown].notna().any())
    plot = _plot(market, numbers, shown, group, on_map) if known else None
    people = f" · {population_words(market)}" if shown in area_figures.PEOPLE and market.population else ""
    levels_used = levels if group is levels else None
    return Figure(
        key="map",
        title=map_title(market, key, levels),
        subtitle=_subtitle(market, key),
        summary=map_classes.quality(found)
        if found
        else trust.quality_words(levels.quality, places(market.scope.level)),
        base=sentences.level_base(market, market.cells["n"].sum()) + people,
        plot=plot,
        table=_full_table(market, numbers, shown, levels, found),
        warnings=(
            *(cautions(levels, places(market.scope.level)) if levels_used else ()),
            *(map_classes.cautions(found) if found else ()),
            *_map_warnings(market, on_map),
            *(() if known else (why_unknown(market, shown),)),
        ),
        how=(*how(shown), *(map_classes.how_well()[:1] if found else ())),
        height=520 if on_map else plots.height(plot) if plot else 0,
        part="main",
    )


def in_order(market: Market, key: str, levels: Levels, found: Classes | None) -> Figure:
    """The list beside the map."""
    group: Grouping = found or levels
    return area_figures.beside(market, group, shown_key(key), table(market, key), _("Class") if found else "")


def _grouping(levels: Levels, found: Classes | None) -> Grouping | None:
    if found is not None:
        return found
    return levels if levels.result is not None else None


def _plot(
    market: Market, numbers: pd.DataFrame, key: str, group: Grouping | None, on_map: bool
) -> dict[str, Any]:
    missing = _("too few to say") if key == QUOTIENT else _("not known")
    draw = area_figures.area_map if on_map else area_figures.area_bars
    return draw(market, numbers, key, group, missing=missing)


def _full_table(
    market: Market, numbers: pd.DataFrame, key: str, levels: Levels, found: Classes | None
) -> Any:
    columns = [
        area_figures.column("n"),
        area_figures.column("share_msme"),
        Column("level", _("Level"), "level"),
    ]
    columns += [area_figures.column(key)] if key not in ("n", "share_msme") else []
    extra = {"level": area_figures.level_words(market, levels)}
    if found is not None:
        columns.append(Column("class", _("Class")))
        ranges = found.of(numbers.index).dropna()
        extra["class"] = {int(area): found.names[place] for area, place in ranges.items()}  # type: ignore[call-overload]
    return area_figures.area_table(market, numbers, tuple(columns), f"-{key}", **extra)


def _map_warnings(market: Market, on_map: bool) -> tuple[str, ...]:
    if on_map:
        return area_figures.map_cautions(market)
    if len(market.names) < 2:
        return ()
    return (
        _(
            "There is no map, because no outlines are known. Upload a boundary file, or area facts with "
            "the position and land of the villages."
        ),
    )


def why_unknown(market: Market, key: str) -> str:
    """Why no area has this number: the filter, or what was never uploaded."""
    if key == QUOTIENT:
        return _(
            "No location quotient can be told: in every place fewer than five MSMEs of this field would be "
            "expected, and fewer than 30 are there. Choose a larger field, or remove the filter by size."
        )
    if market.whole_areas[key].notna().any():
        return _(
            "This filter leaves too little to show this number for any area. Remove a part of the filter."
        )
    return _("This number is not known for any area: choose another one, or upload what it needs.")


def map_title(market: Market, key: str, levels: Levels) -> str:
    """Who has most of the number shown; all of them where several share the highest value."""
    if key == SEGMENT and levels.result is not None:
        high = set(levels.members(levels.params.k - 1))
        names = listed(name for area, name in market.names.items() if area in high)
        what = sentences.msmes(market)
        return _("High concentration of %(what)s: %(names)s") % {"names": names, "what": what}
    shown = shown_key(key)
    numbers = table(market, key)
    top = findings.top(numbers, shown)
    if top is None:
        return _("%(label)s: not known") % {"label": label(shown)}
    if len(top.ids) == numbers[shown].notna().sum() > 1:
        text = _("%(label)s: the same everywhere, %(value)s")
        return text % {"label": label(shown), "value": area_figures.written(shown, top.value)}
    values = {"label": label(shown), "name": area_figures.named(market, top.ids)}
    values["value"] = area_figures.written(shown, top.value)
    return _("%(label)s: highest in %(name)s, %(value)s") % values


def _subtitle(market: Market, key: str) -> str:
    if key == SEGMENT:
        return sentences.level_subtitle(market)
    found = indicators.INDICATORS[key]
    return f"{_(found.label)}, {_(found.unit)}"
