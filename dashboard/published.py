"""The panel "published / recomputed": what a paper printed, beside what these data give by the same rule.

An edition's notes may hold `published`, a list of {label, areas: [names], remark, indicator, end, by}:
`indicator` one of INDICATOR, `end` "highest" or "lowest", `by` "rank" (as many as published) or "kmeans" (the
outer level of three). An entry without `indicator` cannot be recomputed and says so.
"""

from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from clustering.levels import area_levels
from core.figures import Column, Figure, Table
from core.texts import shown
from data.market import Market
from data.market_words import base, listed

INDICATOR = {
    "n": "n", "km2": "km2", "distance_km": "distance_km", "density": "population_density",
    "ratio": "ratio_per_1000",
}  # fmt: skip


def panel(market: Market) -> Figure | None:
    """The comparison as a table; None where the edition has no published lists."""
    entries = market.edition.notes.get("published", [])
    if not entries:
        return None
    rows = [row(market, entry) for entry in entries]
    same = sum(entry["same"] for entry in rows)
    columns = (
        Column("label", _("List")), Column("published", _("Published")),
        Column("recomputed", _("Recomputed")), Column("difference", _("Difference")),
        Column("note", _("Why")),
    )  # fmt: skip
    return Figure(
        key="published",
        title=_("%(same)s of %(all)s published lists hold with these data")
        % {"same": same, "all": len(rows)},
        subtitle=_("Lists of the paper beside what the same rule gives here, for the whole region"),
        summary=_("The published lists cannot all hold together with the known numbers of residents."),
        base=base(market, market.all_cells["n"].sum()),
        table=Table(columns, rows),
    )


def row(market: Market, entry: dict[str, Any]) -> dict[str, Any]:
    """One list: published names, recomputed names, and where they differ."""
    published = list(entry["areas"])
    found = recomputed(market, entry)
    return {
        "label": shown(entry["label"]),
        "published": listed(sorted(published), 99),
        "recomputed": _("not possible with these data") if found is None else listed(sorted(found), 99),
        "difference": "" if found is None else difference(published, found),
        "note": shown(entry.get("remark") or ""),
        "same": found is not None and set(found) == set(published),
    }


def recomputed(market: Market, entry: dict[str, Any]) -> list[str] | None:
    """Area names that the entry's rule gives here; None where the rule or its figures are missing."""
    key = INDICATOR.get(entry.get("indicator", ""))
    if key is None:
        return None
    values = market.whole_areas[key].dropna()
    highest = entry.get("end") != "lowest"
    if entry.get("by") == "kmeans":
        levels = area_levels(market.whole_areas[[key]].rename(columns={key: "n"}))
        ids = levels.members(levels.params.k - 1 if highest else 0)
    else:
        ids = _outermost(values, len(entry["areas"]), highest)
    return [market.names[one] for one in ids] or None


def _outermost(values: pd.Series, count: int, highest: bool) -> list[int]:
    ordered = values.sort_index().sort_values(ascending=not highest, kind="stable")
    return [int(one) for one in ordered.index[:count]]


def difference(published: list[str], found: list[str]) -> str:
    """ "same", or who is only in the one and only in the other list."""
    only_there, only_here = sorted(set(published) - set(found)), sorted(set(found) - set(published))
    if not only_there and not only_here:
        return _("the same")
    parts = []
    if only_there:
        parts.append(_("only published: %(names)s") % {"names": listed(only_there, 99)})
    if only_here:
        parts.append(_("only recomputed: %(names)s") % {"names": listed(only_here, 99)})
    return "; ".join(parts)
