"""Geography: one number on the map, and shares of MSMEs, people and land side by side."""

from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from analysis import findings, indicators
from charts import stack
from clustering.levels import Levels, area_levels, cautions, quality_words
from core import formats
from core.figures import Column, Figure, Number
from data import area_rows, plots
from data.content import Content
from data.forms import Choices
from data.market import Market
from data.market_words import base, how, label, listed, place, places, population_words

from . import area_figures, sentences
from .ratio import trust

SEGMENT = "segment"
KEYS = ("n", "share_msme", "density_per_km2", "ratio_per_1000", "population_density", "average_turnover")
AREA_KEYS = ("n", "share_msme", "share_residents", "share_land", "density_per_km2", "population_density")


def choices() -> Choices:
    """The numbers that the map can show; the levels first."""
    return [(SEGMENT, _("Level (low, medium, high)")), *((key, label(key)) for key in KEYS)]


def content(market: Market) -> Content:
    """The page of one market, with the chosen number."""
    key = market.params.indicator or SEGMENT
    levels = area_levels(market.areas)
    return Content(
        heading=sentences.where(market),
        numbers=numbers(market),
        figures=(
            the_map(market, key),
            area_figures.beside(market, levels, shown_key(key)),
            three_shares(market),
            area_figures.all_areas(market, AREA_KEYS, levels),
        ),
        notices=trust(market) if key in area_figures.PEOPLE else (),
    )


def numbers(market: Market) -> tuple[Number, ...]:
    """Concentration: top three, densest place, MSMEs per km², effective number of places."""
    shares = market.areas["share_msme"]
    densest = findings.top(market.areas, "density_per_km2")
    total = area_figures.chosen_totals(market)
    hhi = indicators.hhi(shares)
    formula = how("density_per_km2")[0][1]
    effective = None if formats.is_missing(hhi) else 1 / hhi
    text = _("as if in %(n)s equal %(places)s")
    note = (
        ""
        if effective is None
        else text % {"n": formats.number(effective), "places": places(market.scope.level)}
    )
    return (
        Number(_("Share of the three largest"), indicators.top_share(shares), kind="share"),
        Number(label("density_per_km2"), total["density_per_km2"], kind="number", how=formula),
        Number(
            _("Densest"), market.names[densest.id] if densest else None,  # type: ignore[index]
            note=f"{formats.number(densest.value)} {_('per km²')}" if densest else _("no land area known"),
        ),
        Number(label("hhi"), hhi, kind="number", decimals=2, note=note, how=how("hhi")[0][1]),
    )  # fmt: skip


def shown_key(key: str) -> str:
    """The indicator behind a choice: levels are made of the number of MSMEs."""
    return "n" if key == SEGMENT else key


def the_map(market: Market, key: str) -> Figure:
    """The chosen number on the map (bars where no outline is known), with its table in the same order."""
    levels = area_levels(market.areas)
    shown = shown_key(key)
    used = levels if key == SEGMENT and levels.result is not None else None
    on_map = area_figures.has_map(market)
    known = bool(market.areas[shown].notna().any())
    plot = _plot(market, shown, used, on_map) if known else None
    columns = [
        area_figures.column("n"),
        area_figures.column("share_msme"),
        Column("level", _("Level"), "level"),
    ]
    columns += [area_figures.column(shown)] if shown not in ("n", "share_msme") else []
    people = f" · {population_words(market)}" if shown in area_figures.PEOPLE and market.population else ""
    return Figure(
        key="map",
        title=map_title(market, key, levels),
        subtitle=_map_subtitle(market, key),
        summary=quality_words(levels, places(market.scope.level)) if used else concentration(market),
        base=sentences.level_base(market, market.cells["n"].sum()) + people,
        plot=plot,
        table=area_figures.area_table(
            market, market.areas, tuple(columns), f"-{shown}", level=area_figures.level_words(market, levels)
        ),
        warnings=_map_warnings(market, used, on_map, known),
        how=how(shown),
        height=520 if on_map else plots.height(plot) if plot else 0,
        part="main",
    )


def _plot(market: Market, key: str, levels: Levels | None, on_map: bool) -> dict[str, Any]:
    if not on_map:
        return area_figures.area_bars(market, market.areas, key, levels, missing=_("not known"))
    return area_figures.area_map(market, market.areas, key, levels)


def _map_warnings(market: Market, levels: Levels | None, on_map: bool, known: bool) -> tuple[str, ...]:
    found = list(cautions(levels, places(market.scope.level))) if levels else []
    if on_map:
        found += area_figures.map_cautions(market)
    elif len(market.names) > 1:
        found.append(
            _(
                "There is no map, because no outlines are known. Upload a boundary file, or area facts with "
                "the position and land of the villages."
            )
        )
    if not known:
        found.append(_("This number is not known for any area: choose another one, or upload what it needs."))
    return tuple(found)


def map_title(market: Market, key: str, levels: Levels) -> str:
    """Who has most of the number shown."""
    if key == SEGMENT and levels.result is not None:
        high = set(levels.members(levels.params.k - 1))
        names = listed(name for area, name in market.names.items() if area in high)
        what = sentences.msmes(market)
        return _("High concentration of %(what)s: %(names)s") % {"names": names, "what": what}
    shown = shown_key(key)
    top = findings.top(market.areas, shown)
    if top is None:
        return _("%(label)s: not known") % {"label": label(shown)}
    column = area_figures.column(shown)
    value = formats.shown(top.value, column.kind, column.decimals)
    values = {"label": label(shown), "name": market.names[top.id], "value": value}  # type: ignore[index]
    return _("%(label)s: highest in %(name)s, %(value)s") % values


def _map_subtitle(market: Market, key: str) -> str:
    if key == SEGMENT:
        return sentences.level_subtitle(market)
    found = indicators.INDICATORS[key]
    return f"{_(found.label)}, {_(found.unit)}"


def concentration(market: Market) -> str:
    """The three largest, with their share."""
    ordered = market.areas["n"].sort_index().sort_values(ascending=False, kind="stable").index[:3]
    share = formats.share(indicators.top_share(market.areas["share_msme"]))
    values = {"names": listed(market.names[int(one)] for one in ordered), "share": share}
    return _("%(names)s hold %(share)s of the MSMEs.") % values


def three_shares(market: Market) -> Figure:
    """Share of MSMEs against share of people and of land: who has more MSMEs than its size explains."""
    keys = [key for key in ("share_msme", "share_residents", "share_land") if market.areas[key].notna().any()]
    order = market.areas["share_msme"].sort_index().sort_values(ascending=False, kind="stable").index
    columns = tuple(area_figures.column(key) for key in keys)
    people = f" · {population_words(market)}" if market.population else ""
    plot = _share_plot(market, keys, [int(one) for one in order]) if len(keys) else None
    return Figure(
        key="shares",
        title=_share_title(market),
        subtitle=_("How the region's MSMEs, residents and land divide among the %(places)s")
        % {"places": places(market.scope.level)},
        summary=concentration(market) if keys else "",
        base=base(market, market.cells["n"].sum()) + people,
        plot=plot,
        table=area_figures.area_table(market, market.areas, columns, "-share_msme") if keys else None,
        how=how(*keys),
        height=plots.height(plot) if plot else 0,
    )


def _share_plot(market: Market, keys: list[str], order: list[int]) -> dict[str, Any]:
    """A bar per share, a part per area: the largest seven by MSMEs, the others in grey."""
    table = market.areas.loc[order, keys].fillna(0).T
    names = [market.names[area] for area in order]
    if len(order) > 8:
        others = _("%(n)s others") % {"n": len(order) - 7}
        table = pd.concat([table.iloc[:, :7], table.iloc[:, 7:].sum(axis=1).rename(others)], axis=1)
        names = [*names[:7], others]
    table = table.set_axis(names, axis=1).set_axis([label(key) for key in keys], axis=0)
    grey = names[-1] if len(order) > 8 else None
    return plots.plain(stack.shares(table, others=grey, language=plots.language()))


def _share_title(market: Market) -> str:
    table = market.areas
    against = "share_residents" if table["share_residents"].notna().any() else "share_land"
    gap = area_rows.by_id((table["share_msme"] - table[against]).dropna().sort_index())
    if not gap or max(gap.values()) <= 0:
        return _("Shares of the %(place)s in the region") % {"place": place(market.scope.level)}
    top = max(gap, key=lambda area: gap[area])
    values = {
        "name": market.names[top], "msme": formats.share(table.at[top, "share_msme"]),
        "other": formats.share(table.at[top, against]),
    }  # fmt: skip
    if against == "share_residents":
        return _("%(name)s has %(msme)s of the MSMEs and %(other)s of the residents") % values
    return _("%(name)s has %(msme)s of the MSMEs on %(other)s of the land") % values
