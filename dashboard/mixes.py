"""Figures of the mix of sizes and of business fields; turnover only where five enterprises or more report."""

from typing import Any

import pandas as pd
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.rest_names import is_rest
from charts import bars, stack
from core import formats
from core.figures import Column, Figure, Table
from data import area_rows, cell_tables, plots
from data.market import Market
from data.market_words import base, label, listed, unit
from data.models import SizeClass
from data.params import NOT_STATED

from .sentences import further_fields, msmes

# Okabe and Ito have eight colours, and more bars than this are read in the table
MOST_FIELDS = 8
# the id of the bar that joins the rest
OTHERS = -1


def turnover_columns() -> tuple[Column, ...]:
    """Average and ≈ median turnover."""
    return (
        Column("average_turnover", label("average_turnover"), "money"),
        Column("median_turnover", _("Median turnover (≈)"), "money"),
    )


def hidden_caution(table: pd.DataFrame) -> tuple[str, ...]:
    """The sentence where an amount of the table is hidden, or leaves out enterprises that report."""
    found = []
    if table["hidden"].any():
        hidden = int(table["hidden"].sum())
        text = ngettext(
            "Turnover is not shown for %(n)s row: fewer than five enterprises report there, or the rest "
            "would give such a one away.",
            "Turnover is not shown for %(n)s rows: fewer than five enterprises report there, or the rest "
            "would give such a one away.",
            hidden,
        )
        found.append(text % {"n": hidden})
    left_out = int((table["n_reports"] - table["n_turnover"]).sum())
    if left_out:
        text = _(
            "Turnover comes only from groups of five or more that report, the same for every filter, in "
            "three digits: %(n)s that report are left out here."
        )
        found.append(text % {"n": formats.integer(left_out)})
    return tuple(found)


def size_mix(market: Market) -> Figure:
    """One bar of the size classes, and their turnover."""
    table = cell_tables.with_turnover(market.chosen, "size_class")
    names = {int(code): str(text) for code, text in SizeClass.choices}
    n = int(table["n"].sum())
    stated = table.drop(index=0, errors="ignore")
    columns = (
        Column("name", _("Size")), Column("n", label("n"), "integer", link="_list"),
        Column("share", _("Share"), "share"), *turnover_columns(),
    )  # fmt: skip
    return Figure(
        key="sizes",
        title=_size_title(stated, names, n),
        subtitle=_("Share of %(what)s by size class") % {"what": msmes(market)},
        summary=_counted(table, names),
        base=base(market, n),
        plot=_size_plot(table, names, n),
        table=Table(columns, _rows(market, table, names, "size", n), total=_total(n)),
        warnings=hidden_caution(table),
        height=160,
        wide=False,
    )


def _counted(table: pd.DataFrame, names: dict[int, str]) -> str:
    counted = sorted(area_rows.by_id(table["n"]).items(), key=lambda item: (item[0] == NOT_STATED, item[0]))
    return listed(f"{names[one]} {formats.integer(n)}" for one, n in counted)


def _total(n: int) -> dict[str, Any]:
    return {"name": _("total"), "n": n, "share": 1.0 if n else None}


def _size_title(stated: pd.DataFrame, names: dict[int, str], n: int) -> str:
    if stated.empty:
        return _("No size class is stated")
    largest = max(counted := area_rows.by_id(stated["n"]), key=lambda code: counted[code])
    values = {"share": formats.share(counted[largest] / n), "size": names[largest]}
    return _("%(share)s of the MSMEs are %(size)s") % values


def _size_plot(table: pd.DataFrame, names: dict[int, str], n: int) -> dict[str, Any] | None:
    if not n:
        return None
    unknown = names[0]
    ordered = [*[code for code in table.index if code], *[code for code in table.index if not code]]
    counts = pd.DataFrame(
        [table["n"].reindex(ordered).to_numpy()], index=[""], columns=[names[c] for c in ordered]
    )
    figure = stack.shares(counts, unit=unit("n"), ordered=True, others=unknown, language=plots.language())
    return plots.plain(figure)


def category_table(market: Market) -> pd.DataFrame:
    """Business fields of the chosen filter, most MSMEs first (cell_tables.with_turnover)."""
    return market.fields.sort_index().sort_values("n", ascending=False, kind="stable")


def top_fields(market: Market, most: int = MOST_FIELDS, wide: bool = False) -> Figure:
    """The business fields with the most MSMEs; the others together in grey."""
    table = category_table(market)
    names = market.scope.categories
    n = int(table["n"].sum())
    columns = (
        Column("name", _("Business field")), Column("n", label("n"), "integer", link="_list"),
        Column("share", _("Share"), "share"), *turnover_columns(),
    )  # fmt: skip
    plot = _field_bars(market, table, most) if n else None
    return Figure(
        key="fields",
        title=_field_title(table, names, n),
        subtitle=_("Number of %(what)s by business field") % {"what": msmes(market)},
        summary=_field_summary(table, names, n),
        base=base(market, n),
        plot=plot,
        table=Table(columns, _rows(market, table, names, "category", n), total=_total(n), sort="-n"),
        warnings=hidden_caution(table),
        height=plots.height(plot) if plot else 0,
        wide=wide,
    )  # fmt: skip


def _field_bars(market: Market, table: pd.DataFrame, most: int) -> dict[str, Any]:
    names = market.scope.categories
    shown = table.assign(name=[names[one] for one in table.index.tolist()])[["name", "n"]]
    if len(shown) > most + 1:
        rest = shown.iloc[most:]
        unstated = NOT_STATED in rest.index
        name = further_fields(len(rest) - unstated, unstated)
        others = pd.DataFrame({"name": [name], "n": [rest["n"].sum()]}, index=[OTHERS])
        shown = pd.concat([shown.iloc[:most], others])
    rests = tuple(one for one in shown.index.tolist() if one in (OTHERS, NOT_STATED) or is_rest(names[one]))
    figure = bars.ranked_bars(shown, "n", "name", unit=unit("n"), last=rests, language=plots.language())
    links = {one: area_rows.toggled(market, "category", one) for one in shown.index.tolist() if one != OTHERS}
    return plots.plain(figure, links)


def _field_title(table: pd.DataFrame, names: dict[int, str], n: int) -> str:
    stated = _named(table, names)
    if not stated or not n:
        return _("No business field is stated")
    most = max(stated.values())
    first = [names[one] for one, value in stated.items() if value == most]
    values = {"name": listed(first), "share": formats.share(most / n)}
    if len(first) > 1:
        return _("%(name)s come first: %(share)s of the MSMEs each") % values
    return _("%(name)s comes first: %(share)s of the MSMEs") % values


def _named(table: pd.DataFrame, names: dict[int, str]) -> dict[int, int]:
    """Numbers of the fields with a name of their own, most first: "others" are no field that could lead."""
    counts = area_rows.by_id(table["n"])
    return {one: n for one, n in counts.items() if n and one != NOT_STATED and not is_rest(names[one])}


def _field_summary(table: pd.DataFrame, names: dict[int, str], n: int) -> str:
    if not n:
        return ""
    parts = [f"{names[one]} ({formats.share(value / n)})" for one, value in _named(table, names).items()]
    said = _("Most MSMEs: %(list)s.") % {"list": listed(parts[:3])} if parts else ""
    return " ".join(filter(None, (said, *_beside(table, names, n))))


def _beside(table: pd.DataFrame, names: dict[int, str], n: int) -> list[str]:
    """What leads no list: fields that the data themselves call "others", and what states no field."""
    counts = {one: value for one, value in area_rows.by_id(table["n"]).items() if value}
    found = [
        _("The field “%(name)s” of the data: %(share)s.")
        % {"name": names[one], "share": formats.share(value / n)}
        for one, value in counts.items()
        if one != NOT_STATED and is_rest(names[one])
    ]
    if NOT_STATED in counts:
        found.append(_("Not stated: %(share)s.") % {"share": formats.share(counts[NOT_STATED] / n)})
    return found


def _rows(market: Market, table: pd.DataFrame, names: Any, name: str, n: int) -> list[dict[str, Any]]:
    chosen = getattr(market.params, name)
    rows = []
    for key in table.index.tolist():
        row = area_rows.values(table, key)
        row |= {"name": str(names[key]), "share": row["n"] / n if n else None, "_muted": bool(row["hidden"])}
        if row["n"]:
            row["_list"] = area_rows.list_link(market, **{name: (key,)})
        rows.append(row | {"_href": area_rows.toggled(market, name, key), "_selected": key in chosen})
    return rows
