"""Ratio: MSMEs per 1,000 residents, read as opportunity or as competition: the page says which."""

from typing import Any

from django.utils.translation import gettext as _

from analysis import findings
from charts import scatter
from core import formats
from core.figures import Figure, Number
from data import area_rows, plots
from data.content import Content, Empty
from data.forms import reading_of
from data.market import Market
from data.market_words import base, how, label, listed, place, places, population_words
from data.models import Edition

from . import area_figures

AREA_KEYS = ("n", "residents", "ratio_per_1000", "residents_per_msme", "rank", "index_100")


def content(market: Market) -> Content:
    """The page of one market; without residents an empty state that says what to upload."""
    more = {"readings": readings(market), "population_line": population_words(market)}
    if market.areas["ratio_per_1000"].isna().all():
        return Content(
            heading=without_heading(market), empty=without(market), notices=offers(market), more={}
        )
    return Content(
        heading=heading(market),
        numbers=numbers(market),
        figures=(
            ranking(market),
            quadrants(market),
            area_figures.all_areas(market, AREA_KEYS, sort=order(market)),
        ),
        notices=trust(market),
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


def without_heading(market: Market) -> str:
    if market.population is not None:
        return _("No ratio can be computed: no residents are known for these areas")
    text = _("No ratio yet: there is no population of %(region)s for these borders")
    return text % {"region": market.scope.region.name}


def without(market: Market) -> Empty:
    """What is missing, and where to upload it, or the address that shows converted figures."""
    other = market.other_population
    if other is not None and market.population is None and not market.params.population:
        text = _(
            "The population of %(period)s has the borders of %(year)s. It can be converted by shares of "
            "residents; every figure then says so. An upload for these borders is better."
        )
        values = {"period": other.period_label, "year": other.boundary_set.valid_from.year}
        href = market.params.query(population=other.pk)
        return Empty(_("Population of other borders"), text % values, "", _("Show it converted"), href)
    text = _(
        "Upload a population table with residents above zero for each of the %(places)s: one column with the "
        "names, one with the residents."
    )
    words = {"places": places(market.scope.level)}
    return Empty(_("Residents are missing"), text % words, "upload", _("Upload a population table"))


def offers(market: Market) -> tuple[str, ...]:
    if market.params.population and market.other_population is not None and market.population is None:
        return (
            _("The population of other borders cannot be converted: it is not known what became of them."),
        )
    return ()


def trust(market: Market) -> tuple[str, ...]:
    """What to know before reading these ratios."""
    people = market.population
    found = []
    lacking = [market.names[one] for one in market.areas.index[market.areas["ratio_per_1000"].isna()]]
    if lacking:
        found.append(
            _("No ratio, because residents are zero or not known: %(names)s.") % {"names": listed(lacking)}
        )
    if people is not None and people.is_converted:
        names = [
            market.names[one] for one, value in people.converted.items() if value and one in market.names
        ]
        text = _("Residents were converted from other borders by shares: %(names)s.")
        found.append(text % {"names": listed(names)})
    if people is not None and people.by_land:
        found.append(_("A part was converted by land, not by residents: take it as a rough guess."))
    if people is not None and _other_years(market, people.edition):
        text = _("MSMEs are of %(market)s and residents of %(people)s: the ratio mixes two years.")
        values = {"market": market.edition.period_label, "people": people.edition.period_label}
        found.append(text % values)
    return tuple(found)


def _other_years(market: Market, people: Edition) -> bool:
    """Whether no year of the residents is one of the MSMEs; "2021-06" and "2021" are the same year."""
    counted = market.edition
    return (
        people.period_start.year > counted.period_end.year
        or people.period_end.year < counted.period_start.year
    )


def heading(market: Market) -> str:
    """Highest against lowest, in the words of the reading."""
    spread = findings.spread(market.areas, "ratio_per_1000")
    if spread is None:
        return _one_area(market)
    if spread.highest.value == spread.lowest.value:
        values = {"places": places(market.scope.level), "ratio": formats.number(spread.highest.value)}
        return _("All %(places)s have the same ratio: %(ratio)s MSMEs per 1,000 residents") % values
    high, low = market.names[spread.highest.id], market.names[spread.lowest.id]  # type: ignore[index]
    values = {"high": high, "low": low, "top": formats.number(spread.highest.value)}
    values["bottom"] = formats.number(spread.lowest.value)
    if reading_of(market.params) == "competition":
        text = _(
            "Competition is lowest in %(low)s (%(bottom)s MSMEs per 1,000 residents) and highest in %(high)s "
            "(%(top)s)"
        )
        return text % values
    if spread.times is not None and spread.times >= 1.5:
        values["times"] = formats.number(spread.times, 1)
        return _("%(high)s has %(times)s times as many MSMEs per resident as %(low)s") % values
    return _("%(high)s has the most MSMEs per 1,000 residents: %(top)s") % values


def _one_area(market: Market) -> str:
    row = market.areas["ratio_per_1000"].dropna()
    values = {"name": market.names[int(row.index[0])], "ratio": formats.number(row.iloc[0])}
    return _("%(name)s has %(ratio)s MSMEs per 1,000 residents") % values


def numbers(market: Market) -> tuple[Number, ...]:
    """The ratio both ways, the residents, and how many areas lie above the region's ratio."""
    total = area_figures.chosen_totals(market)
    above = findings.against(
        market.areas, "ratio_per_1000", float(market.region_totals["ratio_per_1000"])
    ).above
    note = _("of %(all)s %(places)s") % {"all": len(market.areas), "places": places(market.scope.level)}
    return (
        Number(
            label("ratio_per_1000"), total["ratio_per_1000"], kind="number", how=how("ratio_per_1000")[0][1]
        ),
        Number(label("residents_per_msme"), total["residents_per_msme"], kind="number"),
        Number(label("residents"), total["residents"], kind="integer", note=population_words(market, False)),
        Number(_("Above the region's ratio"), len(above), kind="integer", note=note),
    )


def order(market: Market) -> str:
    """The order of the tables: what the reading looks for first."""
    return "ratio_per_1000" if reading_of(market.params) == "competition" else "-ratio_per_1000"


def ranking(market: Market) -> Figure:
    """Bars of the ratio with the region's line, and the table with rank and index."""
    competition = reading_of(market.params) == "competition"
    region = float(market.region_totals["ratio_per_1000"])
    line = _("region: %(ratio)s") % {"ratio": formats.number(region)}
    plot = area_figures.area_bars(
        market, market.areas, "ratio_per_1000", reference=region, reference_label=line, missing=_("not known")
    )
    if competition:
        _turn(plot)
    columns = tuple(area_figures.column(key) for key in AREA_KEYS)
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
        warnings=trust(market)[:1] if market.areas["ratio_per_1000"].isna().any() else (),
        how=how("ratio_per_1000", "residents_per_msme", "rank", "index_100"),
        height=plots.height(plot),
    )  # fmt: skip


def _turn(plot: dict[str, Any]) -> None:
    """The lowest on top: with the reading as competition that is where to look first."""
    order = plot["layout"]["yaxis"]["categoryarray"]
    plot["layout"]["yaxis"]["categoryarray"] = list(order)[::-1]


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
    known = market.areas["ratio_per_1000"].dropna().sort_index()
    ordered = known.sort_values(ascending=competition, kind="stable").index[:3]
    names = listed(market.names[int(one)] for one in ordered)
    if len(known) == 1:
        return _("Ratio of the only %(place)s") % {"place": place(market.scope.level)}
    text = (
        _("Least competition: %(names)s") if competition else _("Most MSMEs for their residents: %(names)s")
    )
    return text % {"names": names}


def quadrants(market: Market) -> Figure:
    """Count against ratio: a low ratio with a high count is explained only by both together."""
    table = market.areas.assign(name=market.areas.index.map(market.names))
    mean = float(market.areas["n"].mean())
    region = float(market.region_totals["ratio_per_1000"])
    figure = scatter.quadrants(
        table, x="n", y="ratio_per_1000", label="name", x_title=label("n"), y_title=label("ratio_per_1000"),
        x_reference=mean, y_reference=region,
        quadrant_names=(_("many, dense"), _("few, dense"), _("few, sparse"), _("many, sparse")),
        highlight=market.params.area or market.scope.highlight, language=plots.language(),
    )  # fmt: skip
    both = table[(table["n"] > mean) & (table["ratio_per_1000"] > region)].sort_values("n", ascending=False)
    columns = tuple(area_figures.column(key) for key in ("n", "ratio_per_1000"))
    return Figure(
        key="quadrants",
        title=_quadrant_title([str(name) for name in both["name"]]),
        subtitle=_("Number of MSMEs against their ratio; lines: mean number and the region's ratio"),
        summary=_("A place can have many MSMEs and still few for its people: look at both."),
        base=f"{base(market, market.cells['n'].sum())} · {population_words(market)}",
        plot=plots.plain(figure, area_rows.area_links(market)),
        table=area_figures.area_table(market, market.areas, columns, "-n"),
        how=how("n", "ratio_per_1000"),
        height=460,
    )  # fmt: skip


def _quadrant_title(names: list[str]) -> str:
    if not names:
        return _("No place has both many MSMEs and a high ratio")
    return _("Many MSMEs and a high ratio: %(names)s") % {"names": listed(names)}
