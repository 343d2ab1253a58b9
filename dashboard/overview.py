"""Overview: how many, in which fields, what they earn, how many per resident, and where they are."""

import pandas as pd
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from analysis import findings
from clustering import trust
from clustering.levels import Levels, area_levels, cautions
from core import formats
from core.figures import Column, Figure, Number
from data import cell_tables
from data.content import Content
from data.market import Market
from data.market_words import filter_words, how, listed, places, population_words

from . import area_figures, area_maps, change, mixes, orders, published, sentences
from .comparison import compare

# the columns of the table of all areas
AREA_KEYS = ("n", "share_msme", "ratio_per_1000", "average_turnover")


def content(market: Market) -> Content:
    """The page of one market."""
    levels = area_levels(market.areas)
    figures = [segments(market, levels), area_figures.beside(market, levels)]
    figures += [mixes.size_mix(market), mixes.top_fields(market)]
    shown, found = numbers(market), compare(market, levels)
    if not isinstance(found, str):
        shown = change.with_changes(found, shown)
        figures += change.figures(found, levels)
    figures.append(area_figures.all_areas(market, AREA_KEYS, levels))
    panel = published.panel(market)
    figures += [panel] if panel else []
    if isinstance(found, str):
        figures.append(Figure(key="no_change", title=_("No change to show"), summary=found))
    return Content(
        heading=sentences.where(market), numbers=shown, figures=tuple(figures), notices=lacks(market),
        more={"orders": orders.said(market, "overview")},
        editions=() if isinstance(found, str) else market.compared_ids,
    )  # fmt: skip


def lacks(market: Market) -> tuple[str, ...]:
    """What the sources of this edition cannot tell."""
    lacking = market.edition.lacks
    found = []
    if "turnover" in lacking:
        found.append(_("These data are counts: they hold no turnover."))
    if "enterprises" in lacking:
        found.append(_("These data are counts: there is no list of enterprises behind them."))
    return tuple(found)


def numbers(market: Market) -> tuple[Number, ...]:
    """MSMEs, business fields, turnover, ratio to residents: of the whole filter."""
    total = cell_tables.total(market.chosen)
    fields = market.chosen.loc[(market.chosen["category_id"] > 0) & (market.chosen["n"] > 0), "category_id"]
    return (
        Number(
            _("MSMEs"), total["n"], kind="integer", note=_share_note(market, total["n"]), how=_sentences("n")
        ),
        Number(
            _("Business fields"),
            int(fields.nunique()),
            kind="integer",
            how=_("The business fields with at least one MSME; “not stated” is none of them."),
        ),
        turnover_number(total),
        ratio_number(market),
    )


def _sentences(key: str) -> str:
    """Formula and meaning of an indicator."""
    _label, formula, meaning = how(key)[0]
    return f"{capfirst(formula)}. {meaning}"


def _share_note(market: Market, n: float) -> str:
    whole = float(market.all_cells["n"].sum())
    if not whole or n == whole:
        return ""
    return _("%(share)s of all in the region") % {"share": formats.share(n / whole)}


def turnover_number(total: pd.Series) -> Number:
    """Average turnover with the ≈ median and its base."""
    if formats.is_missing(total["average_turnover"]):
        few = total["n_reports"] > 0
        note = _("hidden: it would tell what fewer than five earn") if few else _("no turnover in these data")
    else:
        some = total["n_turnover"] < total["n_reports"]
        text = _("median ≈ %(median)s; %(n)s report")
        if some:
            text = _("median ≈ %(median)s; of %(n)s of the %(all)s that report, in groups of five or more")
        n, everybody = formats.integer(total["n_turnover"]), formats.integer(total["n_reports"])
        note = text % {"median": formats.money(total["median_turnover"]), "n": n, "all": everybody}
    median = _("The median (≈, at most a hundredth off) is what half of them stay below.")
    return Number(
        _("Average turnover a year"),
        total["average_turnover"],
        kind="money",
        note=note,
        how=f"{_sentences('average_turnover')} {median}",
    )


def ratio_number(market: Market) -> Number:
    """MSMEs per 1,000 residents of the chosen areas, with the year and basis of the residents."""
    chosen = area_figures.chosen_totals(market)
    note = population_words(market, with_source=False) or _("no population of these borders")
    if 0 < chosen["areas_with_residents"] < chosen["areas"]:
        text = _("only of the %(n)s of %(all)s %(places)s with known residents")
        values = {"n": int(chosen["areas_with_residents"]), "all": int(chosen["areas"])}
        note += " · " + text % {**values, "places": places(market.scope.level)}
    return Number(
        _("MSMEs per 1,000 residents"),
        chosen["ratio_per_1000"],
        kind="number",
        note=note,
        how=_sentences("ratio_per_1000"),
    )


def segments(market: Market, levels: Levels) -> Figure:
    """Sub-districts in low, medium and high by their number of MSMEs."""
    of = places(market.scope.level)
    on_map = area_figures.has_map(market) and levels.result is not None
    draw = area_figures.area_map if on_map else area_figures.area_bars
    plot = draw(market, market.areas, "n", levels)
    columns = (
        area_figures.column("n"), area_figures.column("share_msme"), Column("level", _("Level"), "level"),
        area_figures.column("ratio_per_1000"), area_figures.column("average_turnover"),
    )  # fmt: skip
    words = area_figures.level_words(market, levels)
    return Figure(
        key="segments",
        title=segment_title(market, levels),
        subtitle=sentences.level_subtitle(market),
        summary=trust.quality_words(levels.quality, of),
        base=sentences.level_base(market, market.cells["n"].sum()),
        plot=plot,
        table=area_figures.area_table(market, market.areas, columns, "-n", level=words),
        warnings=(*cautions(levels, of), *(area_figures.map_cautions(market) if on_map else ())),
        how=how("n", "share_msme", "ratio_per_1000", "average_turnover"),
        height=520 if on_map else area_figures.bars_height(plot),
        part="main",
    )


def segment_title(market: Market, levels: Levels) -> str:
    """Which areas are high, or where most are when there are no levels."""
    high = levels.members(levels.params.k - 1)
    if high:
        of_all = _("%(count)s of %(all)s %(places)s are high: %(names)s")
        names = [name for area, name in market.names.items() if area in set(high)]
        values = {"count": len(high), "all": len(market.names), "places": places(market.scope.level)}
        if words := filter_words(market):
            of_all = _("%(count)s of %(all)s %(places)s are high in %(filter)s: %(names)s")
            values["filter"] = words
        return of_all % {"names": listed(names), **values}
    top = findings.top(market.areas, "n")
    if top is None or not top.value:
        return _("There are no levels to show")
    if len(top.ids) > 1:
        return area_maps.map_title(market, "n", levels)
    values = {"name": market.names[top.id], "n": formats.integer(top.value)}  # type: ignore[index]
    return _("%(name)s: %(n)s MSMEs") % values
