"""Count against ratio: four named quadrants, in the words of the reading.

A place can be among those with many MSMEs and among those with the lowest ratio: only both together explain
it (features.md S0-42).
"""

from django.utils.translation import gettext as _

from analysis import findings
from charts import scatter
from core.figures import Column, Figure, Table
from data import area_rows, plots
from data.forms import reading_of
from data.market import Market
from data.market_words import base, how, label, listed, places, population_words

from . import area_figures

# the order in which a reading looks at the quadrants (analysis.findings numbers them)
ORDER = {
    "opportunity": (findings.TOP_RIGHT, findings.BOTTOM_RIGHT, findings.TOP_LEFT, findings.BOTTOM_LEFT),
    "competition": (findings.BOTTOM_RIGHT, findings.BOTTOM_LEFT, findings.TOP_LEFT, findings.TOP_RIGHT),
}


def names(market: Market) -> dict[int, str]:
    """Quadrant → its name under the reading in use."""
    if reading_of(market.params) == "competition":
        found = (_("Crowded"), _("Tight"), _("Open ground"), _("Roomy"))
    else:
        found = (_("Core"), _("Niche"), _("Watch"), _("Develop"))
    return dict(enumerate(found))


def meanings(market: Market) -> dict[int, str]:
    """Quadrant → what it means under the reading in use."""
    if reading_of(market.params) == "competition":
        found = (
            _("many MSMEs, also for the people: most rivals"),
            _("few MSMEs, yet many for the people"),
            _("few MSMEs, also for the people: few rivals, small market"),
            _("many MSMEs, but few for the people: a large market with room"),
        )
    else:
        found = (
            _("many MSMEs, also for the people: serve first"),
            _("few MSMEs, but many for the people: small and dense"),
            _("few MSMEs, also for the people: keep an eye on it"),
            _("many MSMEs, but few for the people: reach more of them"),
        )
    return dict(enumerate(found))


def found(market: Market) -> dict[int, int]:
    """Area id → quadrant; areas without a ratio are left out."""
    table = market.areas
    lines = float(table["n"].mean()), float(market.region_totals["ratio_per_1000"])
    return area_rows.by_id(findings.quadrant(table["n"], table["ratio_per_1000"], *lines).dropna())


def chart(market: Market) -> Figure:
    """The areas as points, with lines at the mean number and at the region's ratio."""
    table = market.areas.assign(name=market.areas.index.map(market.names))
    words, quadrant = names(market), found(market)
    figure = scatter.quadrants(
        table, x="n", y="ratio_per_1000", label="name", x_title=label("n"), y_title=label("ratio_per_1000"),
        x_reference=float(table["n"].mean()), y_reference=float(market.region_totals["ratio_per_1000"]),
        quadrant_names=(words[0], words[1], words[2], words[3]),
        highlight=market.marked, language=plots.language(),
    )  # fmt: skip
    columns = (
        *(area_figures.column(key) for key in ("n", "ratio_per_1000")),
        Column("quadrant", _("Quadrant")),
    )
    in_words = {area: words[one] for area, one in quadrant.items()}
    return Figure(
        key="quadrants",
        title=_title(market, quadrant),
        subtitle=_("Number of MSMEs against their ratio; lines: mean number and the region's ratio"),
        summary=_("A place can have many MSMEs and still few for its people: look at both."),
        base=f"{base(market, market.cells['n'].sum())} · {population_words(market)}",
        plot=plots.plain(figure, area_rows.area_links(market)),
        table=area_figures.area_table(market, market.areas, columns, "-n", quadrant=in_words),
        how=how("n", "ratio_per_1000"),
        height=460,
    )


def _title(market: Market, quadrant: dict[int, int]) -> str:
    """Who is in the quadrant that the reading looks for first."""
    competition = reading_of(market.params) == "competition"
    first = ORDER[reading_of(market.params)][0]
    inside = listed(name for area, name in market.names.items() if quadrant.get(area) == first)
    if not inside and competition:
        return _("No place has many MSMEs and a low ratio")
    if not inside:
        return _("No place has both many MSMEs and a high ratio")
    text = (
        _("Many MSMEs, but few for the people: %(names)s")
        if competition
        else _("Many MSMEs and a high ratio: %(names)s")
    )
    return text % {"names": inside}


def members(market: Market) -> Figure:
    """The four quadrants as a list, the one to look at first on top."""
    words, told, quadrant = names(market), meanings(market), found(market)
    rows = []
    for one in ORDER[reading_of(market.params)]:
        inside = [area for area in market.names if quadrant.get(area) == one]
        rows.append(
            {"name": words[one], "meaning": told[one], "count": len(inside),
             "areas": ", ".join(market.names[area] for area in inside) or "–", "_id": one}
        )  # fmt: skip
    columns = (
        Column("name", _("Quadrant")),
        Column("meaning", _("What it means")),
        Column("count", _("How many"), "integer"),
        Column("areas", places(market.scope.level).capitalize()),
    )
    return Figure(
        key="members",
        title=_("The four quadrants"),
        subtitle=_("“Many” is above the mean number, “many for the people” above the region's ratio"),
        base=f"{base(market, market.cells['n'].sum())} · {population_words(market)}",
        table=Table(columns, rows),
        how=how("n", "ratio_per_1000"),
    )
