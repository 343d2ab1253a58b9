"""Geography: one number on the map, and shares of MSMEs, people and land side by side."""

from dataclasses import replace
from typing import Any

import pandas as pd
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis import findings, indicators
from charts import stack
from clustering.levels import area_levels
from core import formats
from core.figures import Figure, Number
from data import area_rows, plots
from data.content import Content
from data.market import Market
from data.market_words import base, how, label, listed, place, places, population_words

from . import area_figures, area_maps, map_classes, sentences
from .forms import SEGMENT
from .residents import trust

AREA_KEYS = ("n", "share_msme", "share_residents", "share_land", "density_per_km2", "population_density")


def content(market: Market) -> Content:
    """The page of one market, with the chosen number."""
    key = market.params.indicator or SEGMENT
    levels = area_levels(market.areas)
    table = area_maps.table(market, key)
    found = None if key == SEGMENT else map_classes.divided(market, table, key)
    fit = map_classes.schemes(market, table, found) if found else None
    return Content(
        heading=sentences.where(market),
        numbers=numbers(market),
        figures=(
            area_maps.the_map(market, key, levels, found),
            area_maps.in_order(market, key, levels, found),
            three_shares(market),
            *([fit] if fit else []),
            area_figures.all_areas(market, AREA_KEYS, levels),
        ),
        notices=trust(market) if key in area_figures.PEOPLE else (),
    )


def numbers(market: Market) -> tuple[Number, ...]:
    """Concentration: top three, densest place, MSMEs per km², effective number of places."""
    shares = market.areas["share_msme"]
    densest = findings.top(market.areas, "density_per_km2")
    total = area_figures.chosen_totals(market)
    formula = how("density_per_km2")[0][1]
    unit = _("per km²")
    return (
        Number(
            _("Share of the three largest"), indicators.top_share(shares), kind="share",
            how=_("MSMEs of the three areas with most ÷ MSMEs of the region"),
        ),
        Number(label("density_per_km2"), total["density_per_km2"], kind="number", how=formula),
        Number(
            _("Densest"), area_figures.named(market, densest.ids) if densest else None, how=formula,
            note=f"{formats.number(densest.value)} {unit}" if densest else _("no land area known"),
        ),
        _evenly(market, indicators.hhi(shares)),
    )  # fmt: skip


def _evenly(market: Market, hhi: float) -> Number:
    """The effective number of places; the index that it comes from stands in the note."""
    known = not formats.is_missing(hhi)
    return Number(
        _("As evenly spread as over"), 1 / hhi if known else None, kind="number",
        unit=_("equal %(places)s") % {"places": places(market.scope.level)} if known else "",
        note=_("concentration (HHI) %(hhi)s") % {"hhi": formats.number(hhi, 2)} if known else "",
        how="1 ÷ HHI; HHI: " + how("hhi")[0][1],
    )  # fmt: skip


def concentration(market: Market) -> str:
    """The three largest, with their share; not by name where more than three could be meant."""
    share = formats.share(indicators.top_share(market.areas["share_msme"]))
    first = findings.first(market.areas, "n", 3)
    if len(first) > 3:
        text = _("Three of the %(places)s hold %(share)s of the MSMEs.")
        return text % {"places": places(market.scope.level), "share": share}
    values = {"names": listed(market.names[int(one)] for one in first), "share": share}  # type: ignore[call-overload]
    text = ngettext(
        "%(names)s holds %(share)s of the MSMEs.", "%(names)s hold %(share)s of the MSMEs.", len(first)
    )
    return text % values


def three_shares(market: Market) -> Figure:
    """Share of MSMEs against share of people and of land: who has more MSMEs than its size explains."""
    keys = [key for key in ("share_msme", "share_residents", "share_land") if market.areas[key].notna().any()]
    order = market.areas["share_msme"].sort_index().sort_values(ascending=False, kind="stable").index
    columns = tuple(area_figures.column(key) for key in keys)
    people = f" · {population_words(market)}" if market.population else ""
    plot = _share_plot(market, keys, [int(one) for one in order]) if len(keys) else None
    table = area_figures.area_table(market, market.areas, columns, "-share_msme") if keys else None
    return Figure(
        key="shares",
        title=_share_title(market),
        subtitle=_("How the region's MSMEs, residents and land divide among the %(places)s")
        % {"places": places(market.scope.level)},
        summary=concentration(market) if keys else "",
        base=base(market, market.cells["n"].sum()) + people,
        plot=plot,
        table=replace(table, compact=True) if table else None,
        how=how(*keys),
        height=plots.height(plot) if plot else 0,
        table_on_phone=plot is not None,
        part="main",
    )


def _share_plot(market: Market, keys: list[str], order: list[int]) -> dict[str, Any]:
    """A bar per share, a part per area: the largest seven by MSMEs, the others in grey."""
    table = market.areas.loc[order, keys].fillna(0).T
    names = [market.names[area] for area in order]
    if len(order) > 8:
        others = sentences.further_places(market, len(order) - 7)
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
