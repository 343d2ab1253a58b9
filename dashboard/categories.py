"""Business fields: totals, which are low, medium or high in which sub-district, and which dominate where."""

from dataclasses import replace

import pandas as pd
from django.utils.translation import gettext as _

from analysis.rest_names import is_rest
from core import formats
from core.figures import Figure, Number
from core.glossary import definition
from data.content import Content
from data.market import Market
from data.market_words import how, label, listed, population_words
from data.params import NOT_STATED

from . import area_figures, mixes
from .category_facts import Facts
from .category_fit import fit, groups
from .category_leaders import MOST_BESIDE, dominant
from .category_levels import level_map
from .category_quotients import quotients
from .category_sizes import size_mixes
from .category_spread import concentration, variety

MOST_BARS, FEWEST_BARS = 15, 8
# pixels of a row of the list beside the totals, and of the texts below the chart that the list does not have
ROW_BESIDE, TEXT_BELOW = 41, 60


def content(market: Market) -> Content:
    """The page of one market; with areas chosen it is about those."""
    facts = Facts(market)
    return Content(heading=heading(market, facts), numbers=numbers(market), figures=figures(market, facts))


def figures(market: Market, facts: Facts) -> tuple[Figure, ...]:
    """Totals and leaders, levels and what they are worth, specialities, spread, sizes."""
    leaders = dominant(facts)
    # a list too long to stand beside the totals is the page's last table
    beside = [leaders] if leaders.part else []
    if len(market.params.category) == 1 and facts.levels is not None and facts.fields:
        # of one field the areas are the finding: its total is a single bar
        found = [replace(level_map(facts), part="main"), *beside, replace(totals(market), part="")]
    else:
        found = [totals(market), *beside, level_map(facts)]
    if facts.levels is not None:
        found += [groups(facts), fit(facts)]
    if facts.fields:
        found += [quotients(facts), variety(facts), concentration(facts)]
        found += [figure for figure in (size_mixes(facts),) if figure is not None]
    return tuple(found if leaders.part else [*found, leaders])


def totals(market: Market) -> Figure:
    """All fields of the filter, most first; as high as the list of areas beside it."""
    figure = mixes.top_fields(market, most=MOST_BARS)
    rows = len(market.names) if len(market.names) <= MOST_BESIDE else 0
    # few bars would only become fat
    beside = ROW_BESIDE * rows - TEXT_BELOW if figure.table and len(figure.table.rows) >= FEWEST_BARS else 0
    height = max(figure.height, beside) if figure.plot else 0
    return replace(figure, title=_half_title(market) or figure.title, part="main", height=height)


def _half_title(market: Market) -> str:
    """How many fields hold half of the MSMEs: the heading says already which is the largest."""
    stated = _stated(market)
    half = _half(stated)
    if half is None or len(stated) < 2 or market.params.category:
        return ""
    first = listed([str(market.scope.categories[one]) for one in stated.index[:half].tolist()], 4)
    values = {"n": half, "all": formats.integer(len(stated)), "names": first}
    if half == 1:
        return _("%(names)s alone holds half of the MSMEs, of %(all)s fields") % values
    return _("%(n)s of %(all)s fields hold half of the MSMEs: %(names)s") % values


def _stated(market: Market) -> pd.Series:
    """MSMEs per field of the filter where there are any, most first, rests ("others") last."""
    table = mixes.category_table(market)
    found = table.loc[(table.index != NOT_STATED) & (table["n"] > 0), "n"]
    rests = [is_rest(str(market.scope.categories[one])) for one in found.index.tolist()]
    rest = pd.Series(rests, index=found.index, dtype=bool)
    return pd.concat([found[~rest], found[rest]])


def _half(stated: pd.Series) -> int | None:
    """How many of the largest fields it takes to reach half of the MSMEs."""
    return int((stated.cumsum() < stated.sum() / 2).sum()) + 1 if len(stated) else None


def heading(market: Market, facts: Facts) -> str:
    """Which field is the largest, of the region or of the chosen areas; or how large chosen fields are."""
    table = mixes.category_table(market)
    counts = table.loc[table["n"] > 0, "n"]
    if counts.drop(NOT_STATED, errors="ignore").empty:
        return _("No business fields fit this filter")
    if market.params.category:
        return _chosen_fields(market, facts, float(counts.sum()))
    return _largest(market, facts, counts)


def _chosen_fields(market: Market, facts: Facts, n: float) -> str:
    cells = facts.cells
    if market.params.area:
        cells = cells[cells["area_id"].isin(market.params.area)]
    values = {
        "fields": facts.listed(market.params.category), "n": formats.integer(n), "msmes": facts.msmes,
        "where": where(market), "share": formats.share(n / float(cells["n"].sum())),
    }  # fmt: skip
    return _("%(fields)s: %(n)s %(msmes)s in %(where)s, %(share)s of all") % values


def _largest(market: Market, facts: Facts, counts: pd.Series) -> str:
    first, total = facts.leaders(counts), float(counts.sum())
    if not first:
        return _("The files of %(where)s tell no business fields apart") % {"where": where(market)}
    values = {
        "field": facts.listed(first), "where": where(market),
        "share": formats.share(float(counts[first[0]]) / total),
    }  # fmt: skip
    if len(first) > 1:
        text = _("%(field)s are the largest business fields in %(where)s: %(share)s of the MSMEs each")
        return text % values
    rests = facts.larger_rests(counts)
    if not rests:
        text = _("%(field)s is the largest business field in %(where)s: %(share)s of the MSMEs")
        return text % values
    values |= {
        "rest": facts.listed(rests), "rest_share": formats.share(float(counts[rests].sum()) / total),
    }  # fmt: skip
    text = _(
        "%(field)s is the largest named business field in %(where)s: %(share)s of the MSMEs; “%(rest)s” "
        "together have %(rest_share)s"
    )
    return text % values


def where(market: Market) -> str:
    """The chosen areas, or the region."""
    chosen = [name for area, name in market.names.items() if area in market.params.area]
    return listed(chosen) or market.scope.region.name


def numbers(market: Market) -> tuple[Number, ...]:
    """Fields, ratio to residents, MSMEs and how many fields hold half of them: for the chosen areas."""
    table = mixes.category_table(market)
    stated = _stated(market)
    total = area_figures.chosen_totals(market)
    note = population_words(market, with_source=False) or _("no population of these borders")
    formula = how("ratio_per_1000")[0][1]
    return (
        Number(
            _("Business fields"), len(stated), kind="integer", note=_without(market, table),
            how=definition("business-field"),
        ),
        Number(label("ratio_per_1000"), total["ratio_per_1000"], kind="number", note=note, how=formula),
        Number(label("n"), int(table["n"].sum()), kind="integer", note=where(market), how=how("n")[0][1]),
        Number(
            _("Fields that hold half of them"), _half(stated), kind="integer",
            how=_(
                "From the largest down, “others” last, until half of the MSMEs whose field is stated are "
                "reached."
            ),
        ),
    )  # fmt: skip


def _without(market: Market, table: pd.DataFrame) -> str:
    """Fields that the file names and nobody there is in: they are fields of the file, not of the market."""
    if market.params.area or market.params.category or market.params.size:
        return where(market)
    empty = [str(market.scope.categories[one]) for one in table.index[table["n"] == 0].tolist()]
    if not empty:
        return where(market)
    text = _("of %(all)s in the files; without any MSME: %(names)s")
    all_fields = int((table.index != NOT_STATED).sum())
    return text % {"all": formats.integer(all_fields), "names": listed(empty, 3)}
