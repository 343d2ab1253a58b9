"""On the card of an area: the business fields that are commonest there, beside the region."""

from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from analysis import indicators
from analysis.rest_names import is_rest
from charts import bars
from core import formats
from core.figures import Column, Figure, Table
from data import area_rows, plots
from data.market import Market
from data.market_words import label, listed

from .category_facts import Facts

MOST_QUOTIENTS = 5


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
