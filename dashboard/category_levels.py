"""Low, medium and high of business fields within sub-districts: their map, how many, how well they fit."""

from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from analysis import cluster_quality
from charts import bars, heat
from clustering import trust
from core import formats
from core.figures import Column, Figure, Table
from data import area_rows, plots
from data.market_words import place, places, unit

from . import sentences
from .category_facts import Facts

# what a laptop shows of a heat map: columns without scrolling, rows in 1,200 px
MOST_COLUMNS, MOST_ROWS = 20, 30
# rows of a table that a browser still opens at once
MOST_TABLE_ROWS = 200


def level_map(facts: Facts) -> Figure:
    """Heat map of levels with their numbers; as coloured table on a phone. One of either alone: bars."""
    one, n = place(facts.market.scope.level), float(facts.counts.to_numpy().sum())
    alone = 1 in (len(facts.areas), len(facts.fields))
    plot: dict[str, Any] | None = None
    notes: tuple[str, ...] = ()
    if facts.levels is not None and facts.fields:
        plot, notes = (_bars(facts), ()) if alone else _heat(facts)
    return Figure(
        key="levels",
        title=_title(facts),
        subtitle=_("Number of MSMEs per %(place)s and business field; levels by K-Means over all of them")
        % {"place": one},
        summary=_summary(facts, one),
        base=facts.base(n),
        plot=plot,
        table=_table(facts),
        warnings=(*cautions(facts), *notes),
        height=plots.height(plot) if plot else 0,
        table_on_phone=not alone and plot is not None,
    )


def _turned(facts: Facts) -> bool:
    """Whether fields are the rows: the shorter side has the columns."""
    return len(facts.areas) < len(facts.fields) and len(facts.areas) <= MOST_COLUMNS


def _heat(facts: Facts) -> tuple[dict[str, Any], tuple[str, ...]]:
    assert facts.levels is not None
    areas, fields, notes = _drawn(facts)
    levels, numbers = (
        table.loc[areas, fields]
        .set_axis([facts.market.names[one] for one in areas], axis=0)
        .set_axis([facts.name(one) for one in fields], axis=1)
        for table in (facts.levels.levels, facts.counts)
    )
    if _turned(facts):
        levels, numbers = levels.T, numbers.T
    figure = heat.heatmap(
        levels, numbers, level_names=facts.level_names, unit=unit("n"), language=plots.language()
    )
    return plots.plain(figure), notes


def _drawn(facts: Facts) -> tuple[list[int], list[int], tuple[str, ...]]:
    """The areas and fields that have room, the largest, and what the figure says of the others."""
    areas_most, fields_most = (MOST_COLUMNS, MOST_ROWS) if _turned(facts) else (MOST_ROWS, MOST_COLUMNS)
    totals = facts.counts.loc[facts.areas].sum(axis=1).sort_values(ascending=False, kind="stable")
    largest = set(totals.index[:areas_most].tolist())
    areas = [area for area in facts.areas if area in largest]
    fields = facts.fields[:fields_most]
    notes = []
    if len(fields) < len(facts.fields):
        text = _("The chart shows the %(n)s largest of %(all)s fields: choose others in the filter.")
        notes.append(text % {"n": len(fields), "all": formats.integer(len(facts.fields))})
    if len(areas) < len(facts.areas):
        text = _("The chart shows the %(n)s %(places)s with the most MSMEs, of %(all)s.")
        values = {"n": len(areas), "places": places(facts.market.scope.level)}
        notes.append(text % {**values, "all": formats.integer(len(facts.areas))})
    return areas, fields, tuple(notes)


def _bars(facts: Facts) -> dict[str, Any]:
    assert facts.levels is not None
    by = "category" if len(facts.areas) == 1 else "area"
    ids, names = (
        (facts.fields, facts.market.scope.categories)
        if by == "category"
        else (facts.areas, facts.market.names)
    )
    counts, levels = (
        pd.Series(table.loc[facts.areas, facts.fields].to_numpy(dtype=float).ravel(), index=ids)
        for table in (facts.counts, facts.levels.levels)
    )
    shown = [int(one) for one in counts.sort_values(ascending=False, kind="stable").index[:MOST_ROWS]]
    table = pd.DataFrame({"n": counts, "level": levels}).loc[shown]
    table["name"] = [names[one] for one in shown]
    drawn = bars.ranked_bars(
        table, "n", "name", level="level", level_names=facts.level_names, unit=unit("n"),
        language=plots.language(),
    )  # fmt: skip
    return plots.plain(drawn, {one: area_rows.toggled(facts.market, by, one) for one in shown})


def _title(facts: Facts) -> str:
    if facts.levels is None or not facts.fields:
        return _("There are no levels to show")
    part = facts.levels.levels.loc[facts.areas, facts.fields]
    high = (part == facts.k - 1).sum()
    named = [field for field, n in area_rows.by_id(high).items() if n]
    values: dict[str, Any] = {
        "n": formats.integer(int(high.sum())),
        "all": formats.integer(int(part.notna().to_numpy().sum())),
        "level": facts.level_names[-1],
    }
    if not named:
        return _("None of %(all)s combinations is in the group “%(level)s”") % values
    values["fields"] = facts.listed(sorted(named, key=facts.is_rest))
    return _("“%(level)s” in %(n)s of %(all)s combinations, all in %(fields)s") % values


def _summary(facts: Facts, one: str) -> str:
    if facts.levels is None:
        return ""
    same = _("The levels have the same limits in every %(place)s, so they can be compared.") % {"place": one}
    apart = trust.apart_words(facts.levels.silhouette, facts.levels.cells, _("combinations with any MSMEs"))
    return f"{same} {apart}".strip()


def cautions(facts: Facts) -> tuple[str, ...]:
    """What makes these levels unsafe to conclude from."""
    levels = facts.levels
    if levels is None:
        return (facts.problem,)
    found = []
    if levels.recommendation is not None and levels.recommendation.k is None:
        found.append(_("No number of groups stands out: the limits between these levels are a choice."))
    if levels.silhouette < cluster_quality.REASONABLE:
        found.append(_("The groups are not clearly apart (silhouette below 0.5): they may be artificial."))
    if levels.cells < cluster_quality.SMALL_N:
        text = _("There are only n = %(n)s combinations: read the groups with care.")
        found.append(text % {"n": levels.cells})
    single = int((levels.groups["cells"] == 1).sum())
    if single:
        text = _("Groups of one combination alone: %(n)s. That is an exception rather than a group.")
        found.append(text % {"n": single})
    return tuple(found)


def _table(facts: Facts) -> Table:
    """Numbers in the colour of their level; the shorter side has the columns."""
    turned = _turned(facts)
    counts = facts.counts.loc[facts.areas, facts.fields]
    levels = None if facts.levels is None else facts.levels.levels.loc[facts.areas, facts.fields]
    if turned:
        counts, levels = counts.T, None if levels is None else levels.T
    row_names = facts.market.scope.categories if turned else facts.market.names
    column_names = facts.market.names if turned else facts.market.scope.categories
    # chosen areas that the files do not cover have a row without numbers
    ids = facts.fields if turned else area_rows.shown_areas(facts.market)
    shown = [int(one) for one in counts.columns[:MOST_COLUMNS]]
    columns = [Column(f"c{one}", column_names[one], "integer", link=f"_list{one}") for one in shown]
    by = "category" if turned else "area"
    first = _("Business field") if turned else place(facts.market.scope.level).capitalize()
    rows = [
        {
            "name": row_names[one],
            "_href": area_rows.toggled(facts.market, by, one),
        }
        | (
            _cells(facts, counts, levels, one, shown) | _lists(facts, one, shown)
            if one in counts.index
            else {}
        )
        for one in ids[:MOST_TABLE_ROWS]
    ]
    total: dict[str, Any] = {"name": _("total"), **{f"c{one}": int(counts[one].sum()) for one in shown}}
    if len(shown) < len(counts.columns):
        # only fields are ever too many for columns: areas stand there where they are few
        rest = sentences.further_fields(len(counts.columns) - len(shown))
        columns.append(Column("rest", rest, "integer"))
        total["rest"] = int(counts.drop(columns=shown).to_numpy().sum())
    return Table((Column("name", first), *columns), rows, total=total)


def _lists(facts: Facts, row: int, shown: list[int]) -> dict[str, str]:
    """The way from each number to the enterprises behind it."""
    row_name, column_name = ("category", "area") if _turned(facts) else ("area", "category")
    return {
        f"_list{one}": area_rows.list_link(facts.market, **{row_name: (row,), column_name: (one,)})
        for one in shown
    }


def _cells(
    facts: Facts, counts: pd.DataFrame, levels: pd.DataFrame | None, row: int, shown: list[int]
) -> dict[str, Any]:
    numbers = area_rows.by_id(pd.Series(counts.loc[row]))
    found: dict[str, Any] = {f"c{one}": int(numbers[one]) for one in shown}
    if len(shown) < len(numbers):
        found["rest"] = int(sum(n for one, n in numbers.items() if one not in set(shown)))
    ranks = {} if levels is None else area_rows.by_id(pd.Series(levels.loc[row]).dropna().astype(int))
    names, steps = facts.level_names, facts.k - 1
    heats = {f"c{one}": (round(100 * ranks[one] / steps), names[ranks[one]]) for one in shown if one in ranks}
    return found | {"_heat": heats}
