"""Levels of business fields within sub-districts, judged: how many on each, which k, what lies between."""

import numpy as np
from django.utils.translation import gettext as _

from analysis.category_levels import Result
from charts import bars
from charts.by_k import criterion_by_k
from core import formats
from core.figures import Column, Figure, Table
from data import area_rows, plots
from data.market_words import listed, place
from data.number_of_groups import reason

from .category_facts import Facts

MOST_TABLE_ROWS = 200


def groups(facts: Facts) -> Figure:
    """How many combinations are on each level, with the limits of the level."""
    levels = facts.levels
    assert levels is not None
    names = facts.level_names
    table = levels.groups.assign(name=list(names), level=levels.groups.index)[["name", "cells", "level"]]
    plot = plots.plain(bars.ranked_bars(
        table, "cells", "name", level="level", level_names=names, unit=_("combinations"),
        language=plots.language(),
    ))  # fmt: skip
    # the bars carry the names already
    plot["layout"]["showlegend"] = False
    columns = (
        Column("level", _("Level"), "level"), Column("cells", _("Combinations"), "integer"),
        Column("least", _("Least"), "integer"), Column("most", _("Most"), "integer"),
        Column("mean", _("Mean"), "number"), Column("n", _("MSMEs"), "integer"),
        Column("silhouette", _("Silhouette"), "number", decimals=2),
    )  # fmt: skip
    rows = [
        {**area_rows.values(levels.groups, level), "level": facts.level_words[level]}
        for level in reversed(levels.groups.index.tolist())
    ]
    counted = listed(
        (
            f"{names[level]} {formats.integer(n)}"
            for level, n in area_rows.by_id(levels.groups["cells"]).items()
        ),
        most=10,
    )
    return Figure(
        key="groups",
        title=_("Combinations per level: %(counted)s") % {"counted": counted},
        subtitle=_("Number of combinations of %(place)s and business field on each level")
        % {"place": place(facts.market.scope.level)},
        summary=_limits(facts, levels),
        base=facts.base(int(levels.groups["n"].sum())),
        plot=plot,
        table=Table(columns, rows),
        # as high as the chart beside it
        height=plots.height(plot, least=280),
        wide=False,
        secondary=True,
    )


def _limits(facts: Facts, levels: Result) -> str:
    parts = [
        _("%(level)s from %(least)s to %(most)s")
        % {
            "level": facts.level_names[level],
            "least": formats.integer(row["least"]),
            "most": formats.integer(row["most"]),
        }
        for level in levels.groups.index.tolist()
        for row in (area_rows.values(levels.groups, level),)
    ]
    return _("MSMEs per combination: %(limits)s.") % {"limits": listed(parts, most=10)}


def fit(facts: Facts) -> Figure:
    """Whether another number of groups fits better, and which combinations lie between two groups."""
    levels = facts.levels
    assert levels is not None
    comparison, recommended = levels.comparison, levels.recommendation
    plot = None
    if comparison is not None:
        plot = plots.plain(criterion_by_k(
            comparison["silhouette"], facts.k, x_title=_("Number of groups (k)"),
            y_title=_("Mean silhouette"), language=plots.language(),
        ))  # fmt: skip
    return Figure(
        key="fit",
        title=_fit_title(levels),
        subtitle=_("Mean silhouette of each number of groups; in the table each combination's own"),
        summary=" ".join(reason(text, data) for text, data in recommended.reasons) if recommended else "",
        base=facts.base(int(levels.groups["n"].sum())),
        plot=plot,
        table=_fit_table(facts, levels),
        how=((_("Silhouette"), "(b − a) ÷ max(a, b)", _silhouette_meaning()),),
        height=plots.height(plot) if plot else 0,
        wide=False,
        secondary=True,
    )


def _silhouette_meaning() -> str:
    return _(
        "a: mean distance to the own group, b: to the nearest other one, in numbers of MSMEs. 1 fits, 0 lies "
        "between, below 0 is nearer to the other."
    )


def _fit_title(levels: Result) -> str:
    if levels.recommendation is None:
        return _("Each combination is a group of its own: there is nothing to compare")
    best = levels.recommendation.k
    if best is None:
        return _("No clear number of groups")
    if best == levels.params.k:
        return _("%(k)s groups fit best, as shown here") % {"k": best}
    return _("%(best)s groups would fit better than the %(k)s shown") % {"best": best, "k": levels.params.k}


def _fit_table(facts: Facts, levels: Result) -> Table:
    """The combinations that fit worst."""
    tables = (facts.counts, levels.levels, levels.silhouettes)
    n, level, silhouette = (table.loc[facts.areas, facts.fields].to_numpy(dtype=float) for table in tables)
    areas, fields = np.nonzero(~np.isnan(silhouette))
    worst = np.argsort(silhouette[areas, fields], kind="stable")[:MOST_TABLE_ROWS]
    rows = [
        {
            "name": facts.market.names[facts.areas[row]], "field": facts.name(facts.fields[column]),
            "n": int(n[row, column]), "level": facts.level_words[int(level[row, column])],
            "silhouette": float(silhouette[row, column]),
        }
        for row, column in zip(areas[worst].tolist(), fields[worst].tolist(), strict=True)
    ]  # fmt: skip
    columns = (
        Column("name", place(facts.market.scope.level).capitalize()), Column("field", _("Business field")),
        Column("n", _("MSMEs"), "integer"), Column("level", _("Level"), "level"),
        Column("silhouette", _("Silhouette"), "number", decimals=2),
    )  # fmt: skip
    caption = ""
    if len(areas) > len(rows):
        text = _("The %(n)s that fit worst, of %(all)s.")
        caption = text % {"n": len(rows), "all": formats.integer(len(areas))}
    return Table(columns, rows, caption=caption, sort="silhouette")
