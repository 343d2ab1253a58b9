"""Business fields: totals, which are low, medium or high in which sub-district, and which dominate where."""

from collections import Counter
from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from analysis import kmeans
from analysis.kmeans import CannotCluster, CellLevels, Params
from charts import heat
from clustering.levels import said
from core import formats
from core.figures import Column, Figure, Number, Table
from data import area_rows, cell_tables, plots
from data.content import Content
from data.market import Market
from data.market_words import how, label, listed, place, places, population_words, unit
from data.params import NOT_STATED

from . import area_figures, mixes
from .sentences import level_base

# more columns than this cannot be read on a laptop; the table has them all
MOST_COLUMNS = 14


def content(market: Market) -> Content:
    """The page of one market; with one area chosen it is about that area."""
    counts = cell_counts(market)
    levels, problem = cell_levels(counts)
    return Content(
        heading=heading(market),
        numbers=numbers(market),
        figures=(
            mixes.top_fields(market, most=15, wide=True),
            level_map(market, counts, levels, problem),
            dominant(market, counts, levels),
        ),
    )


def cell_counts(market: Market) -> pd.DataFrame:
    """Area × business field under the chosen fields and sizes, in every area: what K-Means works on."""
    table = cell_tables.counts(market.cells)
    table = table.drop(index=NOT_STATED, errors="ignore").drop(columns=NOT_STATED, errors="ignore")
    return table.reindex(list(market.names), fill_value=0)


def cell_levels(counts: pd.DataFrame) -> tuple[CellLevels | None, str]:
    """Low, medium, high of every area × field, or why there are none."""
    try:
        return kmeans.categories_within_areas(counts, Params(("n",), k=3)), ""
    except CannotCluster as reason:
        return None, said(reason)


def heading(market: Market) -> str:
    """Which field is the largest, of the region or of the chosen areas."""
    table = mixes.category_table(market)
    stated = area_rows.by_id(table.loc[(table.index != NOT_STATED) & (table["n"] > 0), "n"])
    if not stated:
        return _("No business fields fit this filter")
    first = next(iter(stated))
    values = {
        "field": market.scope.categories[first],
        "share": formats.share(stated[first] / float(table["n"].sum())),
        "where": _where(market),
    }
    return _("%(field)s is the largest business field in %(where)s: %(share)s of the MSMEs") % values


def _where(market: Market) -> str:
    chosen = [name for area, name in market.names.items() if area in market.params.area]
    return listed(chosen) or market.scope.region.name


def numbers(market: Market) -> tuple[Number, ...]:
    """Fields, ratio to residents, MSMEs and how many fields hold half of them: for the chosen areas."""
    table = mixes.category_table(market)
    stated = table.loc[(table.index != NOT_STATED) & (table["n"] > 0), "n"]
    total = area_figures.chosen_totals(market)
    note = population_words(market, with_source=False) or _("no population of these borders")
    running = stated.sort_values(ascending=False).cumsum()
    half = int((running < stated.sum() / 2).sum()) + 1 if len(stated) else None
    formula = how("ratio_per_1000")[0][1]
    return (
        Number(_("Business fields"), len(stated), kind="integer", note=_where(market)),
        Number(label("ratio_per_1000"), total["ratio_per_1000"], kind="number", note=note, how=formula),
        Number(label("n"), int(table["n"].sum()), kind="integer"),
        Number(_("Fields that hold half of them"), half, kind="integer"),
    )  # fmt: skip


def level_map(market: Market, counts: pd.DataFrame, levels: CellLevels | None, problem: str) -> Figure:
    """Heat map of low, medium and high; the numbers in the cells and in the table."""
    fields = _columns(market, counts)
    areas = area_rows.shown_areas(market)
    shown = counts.loc[areas, fields]
    drawn = fields[:MOST_COLUMNS]
    plot = _heat(market, counts, levels, areas, drawn) if levels and len(drawn) else None
    warnings = [problem] if problem else []
    if len(fields) > len(drawn):
        text = _("The chart shows the %(n)s largest fields; the table has all %(all)s.")
        warnings.append(text % {"n": len(drawn), "all": len(fields)})
    return Figure(
        key="levels",
        title=_level_title(market, levels),
        subtitle=_("Number of MSMEs per %(place)s and business field; levels by K-Means over all of them")
        % {"place": place(market.scope.level)},
        summary=_("The levels have the same limits in every %(place)s, so they can be compared.")
        % {"place": place(market.scope.level)},
        base=level_base(market, int(counts.to_numpy().sum())),
        plot=plot,
        table=_count_table(market, shown, fields),
        warnings=tuple(warnings),
        height=plots.height(plot) if plot else 0,
    )


def _columns(market: Market, counts: pd.DataFrame) -> list[int]:
    """The chosen fields, or all; the largest first."""
    chosen = set(market.params.category)
    totals = counts.sum().sort_index().sort_values(ascending=False, kind="stable")
    return [int(one) for one in totals.index if totals[one] and (not chosen or one in chosen)]


def _heat(
    market: Market, counts: pd.DataFrame, levels: CellLevels, areas: list[int], fields: list[int]
) -> dict[str, Any]:
    names = [market.names[one] for one in areas]
    heads = [market.scope.categories[one] for one in fields]
    part = levels.levels.loc[areas, fields].set_axis(names, axis=0).set_axis(heads, axis=1)
    numbers = counts.loc[areas, fields].set_axis(names, axis=0).set_axis(heads, axis=1)
    words = tuple(_(word) for word in kmeans.level_names(3))
    if len(areas) == 1:
        # a single row of many columns is unreadable on a phone
        part, numbers = part.T, numbers.T
    return plots.plain(
        heat.heatmap(part, numbers, level_names=words, unit=unit("n"), language=plots.language())
    )


def _level_title(market: Market, levels: CellLevels | None) -> str:
    if levels is None:
        return _("There are no levels to show")
    high = (levels.levels == 2).fillna(False).sum()
    fields = [market.scope.categories[one] for one, n in area_rows.by_id(high).items() if n]
    values: dict[str, Any] = {"n": int(high.sum()), "all": int(levels.levels.notna().to_numpy().sum())}
    text = _("High in %(n)s of %(all)s combinations, all in %(fields)s")
    return text % {"fields": listed(fields), **values}


def _count_table(market: Market, shown: pd.DataFrame, fields: list[int]) -> Table:
    columns = [Column(f"c{field}", market.scope.categories[field], "integer") for field in fields]
    links = area_rows.area_links(market)
    named = shown.rename(columns=lambda field: f"c{field}")
    known = set(market.covered)
    rows = [
        {
            "name": market.names[area],
            **(area_rows.values(named, area) if area in known else {}),
            "_href": links[area],
        }
        for area in named.index.tolist()
    ]
    total: dict[str, Any] = {"name": _("total")}
    total |= {str(key): value for key, value in named.sum().items()}
    return Table((Column("name", place(market.scope.level).capitalize()), *columns), rows, total=total)


def dominant(market: Market, counts: pd.DataFrame, levels: CellLevels | None) -> Figure:
    """Per area: its largest field, and how many of its fields are low, medium and high."""
    rows = [_dominant_row(market, counts, levels, area) for area in area_rows.shown_areas(market)]
    columns = (
        Column("name", place(market.scope.level).capitalize()), Column("field", _("Largest field")),
        Column("share", _("Its share"), "share"), Column("fields", _("Fields"), "integer"),
        Column("low", _("Low"), "integer"), Column("medium", _("Medium"), "integer"),
        Column("high", _("High"), "integer"),
    )  # fmt: skip
    return Figure(
        key="dominant",
        title=_dominant_title(rows, places(market.scope.level)),
        subtitle=_("The field with the most MSMEs in each %(place)s, and its fields by level")
        % {"place": place(market.scope.level)},
        base=level_base(market, int(counts.to_numpy().sum())),
        table=Table(columns, rows),
    )


def _dominant_row(
    market: Market, counts: pd.DataFrame, levels: CellLevels | None, area: int
) -> dict[str, Any]:
    row = area_rows.by_id(pd.Series(counts.loc[area]))
    total = sum(row.values())
    first = max(sorted(row), key=lambda one: row[one]) if total else None
    found = area_rows.by_id(levels.levels.loc[area].value_counts()) if levels else {}
    return {
        "name": market.names[area],
        "field": None if first is None else market.scope.categories[first],
        "share": None if first is None else row[first] / total,
        "fields": sum(n > 0 for n in row.values()),
        **{word: int(found.get(rank, 0)) for rank, word in enumerate(("low", "medium", "high"))},
        "_href": area_rows.toggled(market, "area", area),
        "_selected": area in market.params.area,
    }


def _dominant_title(rows: list[dict[str, Any]], of: str) -> str:
    leads = Counter(sorted(row["field"] for row in rows if row["field"]))
    if not leads:
        return _("No business field is stated")
    field, n = leads.most_common(1)[0]
    if len(rows) == 1:
        return _("%(field)s is the largest field of %(name)s") % {"field": field, "name": rows[0]["name"]}
    values: dict[str, Any] = {"field": field, "n": n, "all": len(rows), "places": of}
    return _("%(field)s is the largest field in %(n)s of %(all)s %(places)s") % values
