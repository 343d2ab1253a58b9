"""Ratio: MSMEs per 1,000 residents, read as opportunity or as competition: the page says which."""

from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from analysis import findings, indicators, suppression
from core import formats
from core.figures import Figure, Number
from data import plots
from data.content import Content
from data.forms import reading_of
from data.market import Market
from data.market_words import base, how, label, listed, place, places, population_words

from . import area_figures, orders, quadrants, residents, sentences

BAR_KEYS = ("n", "residents", "ratio_per_1000", "residents_per_msme", "rank", "index_100")


def content(market: Market) -> Content:
    """The page of one market; without residents an empty state that says what to upload."""
    more = {
        "readings": readings(market), "population_line": population_words(market),
        "orders": orders.said(market, "ratio"),
    }  # fmt: skip
    if market.areas["ratio_per_1000"].isna().all():
        return Content(
            heading=residents.without_heading(market),
            empty=residents.without(market),
            notices=residents.offers(market),
        )
    table = with_saturation(market)
    # the rank stands in the table of the bars; with it too this one would be wider than the page
    keys = tuple(key for key in BAR_KEYS if key != "rank")
    keys += ("saturation_100",) if table["saturation_100"].notna().any() else ()
    return Content(
        heading=heading(market),
        numbers=numbers(market),
        figures=(
            ranking(market),
            quadrants.chart(market),
            quadrants.members(market),
            area_figures.all_areas(market, keys, sort=order(market), table=table),
        ),
        notices=residents.trust(market),
        more=more,
    )


def readings(market: Market) -> list[dict[str, Any]]:
    """The two readings, each with its address and whether it is in use."""
    words = {"opportunity": _("Opportunity: many MSMEs to win"), "competition": _("Competition: many rivals")}
    used = reading_of(market.params)
    return [
        {"label": text, "href": market.params.query(reading=key), "active": key == used}
        for key, text in words.items()
    ]


def with_saturation(market: Market) -> pd.DataFrame:
    """The areas with their saturation index, from amounts in three digits only: it must not tell more."""
    region = suppression.rounded(pd.Series([market.region_totals["average_turnover"]])).iloc[0]
    found = indicators.saturation(market.areas["average_turnover"], float(region))
    return market.areas.assign(saturation_100=found)


def heading(market: Market) -> str:
    """The chosen areas against the region; without a choice the highest against the lowest."""
    if not float(market.chosen["n"].sum()):
        return sentences.where(market)
    if market.params.area:
        return _of_chosen(market)
    spread = findings.spread(market.areas, "ratio_per_1000")
    if spread is None:
        row = market.areas["ratio_per_1000"].dropna()
        return _of_one(market.names[int(row.index[0])], float(row.iloc[0]))
    if spread.highest.value == spread.lowest.value:
        values = {"places": places(market.scope.level), "ratio": formats.number(spread.highest.value)}
        return _("All %(places)s have the same ratio: %(ratio)s MSMEs per 1,000 residents") % values
    return _of_spread(market, spread)


def _of_spread(market: Market, spread: findings.Spread) -> str:
    """Highest against lowest in the words of the reading; places that share a value are all named."""
    high, low = (area_figures.named(market, end.ids) for end in (spread.highest, spread.lowest))
    values = {"high": high, "low": low, "top": formats.number(spread.highest.value)}
    values["bottom"] = formats.number(spread.lowest.value)
    if reading_of(market.params) == "competition":
        text = _(
            "Competition is lowest in %(low)s (%(bottom)s MSMEs per 1,000 residents) and highest in %(high)s "
            "(%(top)s)"
        )
        return text % values
    if spread.highest.also:
        text = _("%(high)s share the highest ratio: %(top)s MSMEs per 1,000 residents")
        return text % values
    if spread.times is not None and spread.times >= 1.5:
        values["times"] = formats.number(spread.times, 1)
        return _("%(high)s has %(times)s times as many MSMEs per resident as %(low)s") % values
    return _("%(high)s has the most MSMEs per 1,000 residents: %(top)s") % values


def _of_one(name: str, ratio: float) -> str:
    values = {"name": name, "ratio": formats.number(ratio)}
    return _("%(name)s has %(ratio)s MSMEs per 1,000 residents") % values


def _of_chosen(market: Market) -> str:
    chosen = [area for area in market.names if area in market.params.area]
    ratio = area_figures.chosen_totals(market)["ratio_per_1000"]
    values = {
        "names": listed(market.names[area] for area in chosen), "ratio": formats.number(ratio),
        "region": market.scope.region.name,
        "regional": formats.number(market.region_totals["ratio_per_1000"]),
        "all": int(market.areas["rank"].notna().sum()),
    }  # fmt: skip
    if formats.is_missing(ratio):
        return _("%(names)s: no ratio, because residents are zero or not known") % values
    if len(chosen) > 1:
        text = _("%(names)s together have %(ratio)s MSMEs per 1,000 residents; %(region)s has %(regional)s")
        return text % values
    values["rank"] = formats.integer(market.areas.at[chosen[0], "rank"])
    text = _(
        "%(names)s has %(ratio)s MSMEs per 1,000 residents: place %(rank)s of %(all)s "
        "(%(region)s: %(regional)s)"
    )
    return text % values


def numbers(market: Market) -> tuple[Number, ...]:
    """The ratio both ways, then the chosen areas' index and residents, or how many lie above the region."""
    total = area_figures.chosen_totals(market)
    region = float(market.region_totals["ratio_per_1000"])
    regional = _("%(region)s: %(value)s")
    note = regional % {"region": market.scope.region.name, "value": formats.number(region)}
    chosen = bool(market.params.area)
    return (
        _number("ratio_per_1000", total["ratio_per_1000"], note=note if chosen else ""),
        _number("residents_per_msme", total["residents_per_msme"]),
        _number("residents", total["residents"], kind="integer", note=population_words(market, False)),
        _number("index_100", total["ratio_per_1000"] / region * 100 if region else None, kind="integer")
        if chosen
        else _above(market, region),
    )


def _number(key: str, value: Any, kind: Any = "number", note: str = "") -> Number:
    return Number(label(key), value, kind=kind, note=note, how=how(key)[0][1])


def _above(market: Market, region: float) -> Number:
    above = findings.against(market.areas, "ratio_per_1000", region).above
    known = int(market.areas["ratio_per_1000"].notna().sum())
    note = _("of %(all)s %(places)s") % {"all": known, "places": places(market.scope.level)}
    formula = _("areas whose ratio is above %(ratio)s, the ratio of the whole region")
    return Number(
        _("Above the region's ratio"), len(above), kind="integer", note=note,
        how=formula % {"ratio": formats.number(region)},
    )  # fmt: skip


def order(market: Market) -> str:
    """The order of the tables: what the reading looks for first."""
    return "ratio_per_1000" if reading_of(market.params) == "competition" else "-ratio_per_1000"


def ranking(market: Market) -> Figure:
    """Bars of the ratio with the region's line, and the table with rank and index."""
    competition = reading_of(market.params) == "competition"
    region = float(market.region_totals["ratio_per_1000"])
    line = _("region: %(ratio)s") % {"ratio": formats.number(region)}
    plot = area_figures.area_bars(
        market, market.areas, "ratio_per_1000", reference=region, reference_label=line,
        missing=_("not known"), ascending=competition,
    )  # fmt: skip
    columns = tuple(area_figures.column(key) for key in BAR_KEYS)
    lowest, highest = (
        _("MSMEs per 1,000 residents, lowest first"),
        _("MSMEs per 1,000 residents, highest first"),
    )
    return Figure(
        key="ratio",
        title=ranking_title(market, competition),
        subtitle=lowest if competition else highest,
        summary=reading_words(competition),
        base=f"{base(market, market.cells['n'].sum())} · {population_words(market)}",
        plot=plot,
        table=area_figures.area_table(market, market.areas, columns, order(market)),
        warnings=residents.trust(market)[:1] if market.areas["ratio_per_1000"].isna().any() else (),
        how=how("ratio_per_1000", "residents_per_msme", "rank", "index_100"),
        height=plots.height(plot),
    )


def reading_words(competition: bool) -> str:
    if competition:
        return _(
            "Read as competition: where there are many MSMEs for the people, each has more rivals, so the "
            "lowest ratio comes first."
        )
    return _(
        "Read as opportunity: where there are many MSMEs for the people, a supplier finds many customers, so "
        "the highest ratio comes first."
    )


def ranking_title(market: Market, competition: bool) -> str:
    """The first three by the reading, with whoever shares the third place."""
    known = market.areas["ratio_per_1000"].dropna()
    if len(known) == 1:
        return _("Ratio of the only %(place)s") % {"place": place(market.scope.level)}
    if known.nunique() == 1:
        return _("The same ratio everywhere")
    first = findings.first(market.areas, "ratio_per_1000", 3, ascending=competition)
    text = (
        _("Least competition: %(names)s") if competition else _("Most MSMEs for their residents: %(names)s")
    )
    return text % {"names": area_figures.named(market, first)}
