"""The dominant business field of every sub-district, as a list beside the totals; it also chooses one."""

from collections import Counter
from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from core.figures import Column, Figure, Table
from data import area_rows
from data.market_words import listed, place, places

from .category_facts import Facts

# a longer list would leave the chart beside it standing in an empty card
MOST_BESIDE = 18


def dominant(facts: Facts) -> Figure:
    """Per area its largest field that has a name of its own, and the field's share of the area.

    As in the heading and the totals the share is one of all MSMEs, also of those whose field is not stated.
    """
    market = facts.market
    rows = [_row(facts, area) for area in market.names]
    one = place(market.scope.level)
    columns = (
        Column("name", one.capitalize()), Column("field", _("Largest field")),
        Column("share", _("Share of all MSMEs there"), "share"),
    )  # fmt: skip
    return Figure(
        key="dominant",
        title=_title(facts, rows),
        subtitle=_("The field with the most MSMEs in each %(place)s") % {"place": one},
        hint=_("Open one to see it alone"),
        summary=_rests(facts),
        base=facts.base(int(facts.area_totals[facts.counts.index].sum())),
        table=Table(columns, rows, compact=True),
        part="aside" if len(rows) <= MOST_BESIDE else "",
    )


def _row(facts: Facts, area: int) -> dict[str, Any]:
    market = facts.market
    row: dict[str, Any] = {
        "name": market.names[area],
        "_href": area_rows.toggled(market, "area", area),
        "_selected": area in market.marked,
        "_fields": (),
    }
    if area not in facts.counts.index:
        return row
    counts = _of(facts, area)
    first, total = facts.leaders(counts), float(facts.area_totals[area])
    if not first:
        return row
    return row | {
        "field": facts.listed(first),
        "share": float(counts[first[0]]) / total,
        "_fields": tuple(first),
    }


def _of(facts: Facts, area: int) -> pd.Series:
    return pd.Series(facts.counts.loc[area])


def _title(facts: Facts, rows: list[dict[str, Any]]) -> str:
    chosen = set(facts.market.params.area)
    shown = [row for row, area in zip(rows, facts.market.names, strict=True) if not chosen or area in chosen]
    known = [row for row in shown if row["_fields"]]
    if not known:
        return _("No business field is stated")
    if len(shown) == 1:
        values = {"field": known[0]["field"], "name": known[0]["name"]}
        return _("%(field)s is the largest field of %(name)s") % values
    leads = Counter(field for row in known for field in row["_fields"])
    most = max(leads.values())
    first = listed(facts.name(field) for field in sorted(leads) if leads[field] == most)
    of = places(facts.market.scope.level)
    values = {"field": first, "n": most, "all": len(shown), "places": of}
    return _("%(field)s is the largest field in %(n)s of %(all)s %(places)s") % values


def _rests(facts: Facts) -> str:
    """Where "others" hold more than the field that is named."""
    over = [area for area in facts.areas if facts.larger_rests(_of(facts, area))]
    if not over:
        return ""
    rests = sorted({rest for area in over for rest in facts.larger_rests(_of(facts, area))})
    values = {"rest": facts.listed(rests), "n": len(over), "places": places(facts.market.scope.level)}
    return _("“%(rest)s” is larger in %(n)s %(places)s, but joins many fields and is named as none.") % values
