"""Which areas are on another level than in the edition before, and why."""

from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from clustering.levels import Levels
from core import formats
from core.figures import Column, Figure, Table
from data import area_rows
from data.market_words import listed, place, places

from .change_parts import CAUSES, base_words, how_causes, row_of
from .comparison import Comparison
from .sentences import msmes


def level_changes(comparison: Comparison, levels: Levels) -> Figure | None:
    """The areas that are on another level than before, with the steps that each cause makes.

    Without a table where every area kept its level, None where one of the editions has no levels.
    """
    table = comparison.result.levels.dropna()
    if table.empty:
        return None
    other = table[table["before"] != table["after"]]
    rows = [_level_row(comparison, levels, other, one) for one in comparison.now.names if one in other.index]
    columns = (
        Column("name", place(comparison.now.scope.level).capitalize()),
        Column("before", comparison.period, "level"),
        Column("after", comparison.now.edition.period_label, "level"),
        Column("causes", _("Steps by cause")),
    )
    return Figure(
        key="change_levels",
        title=_level_title(comparison, [str(row["name"]) for row in rows], len(table)),
        subtitle=_("Level by number of %(what)s; a cause of +1 lifts an area by one level")
        % {"what": msmes(comparison.now)},
        summary=_(
            "Number of MSMEs: the area has more or fewer. Limits of the levels: the others have, so that the "
            "groups were drawn anew. Borders: the area is not what it was."
        ),
        base=base_words(comparison),
        table=Table(columns, rows) if rows else None,
        how=(how_causes(),),
    )


def _level_row(comparison: Comparison, levels: Levels, table: pd.DataFrame, one: int) -> dict[str, Any]:
    values = area_rows.values(table, one)
    shown = {key: levels.words[int(values[key])] for key in ("before", "after")}
    return row_of(comparison, one, {**shown, "causes": _steps(values)})


def _steps(values: dict[str, Any]) -> str:
    """ "number of MSMEs +1, limits of the levels −1"; empty where no cause moved the area."""
    found = []
    for cause in ("borders", "msme", "reclustering", "not_comparable"):
        step = values[cause]
        if step:
            found.append(f"{CAUSES[cause]()} {formats.signed(step, 0 if float(step).is_integer() else 1)}")
    return ", ".join(found)


def _level_title(comparison: Comparison, names: list[str], n: int) -> str:
    values = {"count": len(names), "all": n, "places": places(comparison.now.scope.level)}
    values["old"] = comparison.period
    if not names:
        return _("All %(all)s %(places)s are on the same level as in %(old)s") % values
    text = _("%(count)s of %(all)s %(places)s are on another level than in %(old)s: %(names)s")
    return text % {**values, "names": listed(names)}
