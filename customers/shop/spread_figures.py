"""Box plots of a shop's segments, one per variable."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from django.utils.translation import gettext as _

from charts import boxes as box_charts
from core.figures import Column, Figure, Table
from data import plots

from ..tables import cell
from ..words import DECIMALS, MEANINGS, VARIABLES, variable_name
from .facts import Facts

FIVE = ("low", "q1", "median", "q3", "high")
# beyond so many times its median from zero, a box is only a line on a plain axis
SKEWED = 20


def spreads(known: Facts) -> Iterator[Figure]:
    """A box plot per variable."""
    for key in VARIABLES:
        yield _spread(known, key)


def _spread(known: Facts, key: str) -> Figure:
    statistics = known.found.profile.statistics.xs(key, level="variable").loc[known.order]
    median, largest = (float(cell(known.found.profile.overall, key, what)) for what in ("median", "max"))
    five = (_("lower end"), _("first quarter"), _("median"), _("third quarter"), _("upper end"))
    plot = plots.plain(box_charts.boxes(
        pd.DataFrame(statistics)[list(FIVE)], names=known.names,
        muted=tuple(statistics.index[statistics["n"] < 5].tolist()), reference=median,
        reference_label=_("median of all"), x_title=variable_name(key), number_names=five,
        is_log=largest > SKEWED * max(median, 1e-9),
        language=plots.language(),
    ))  # fmt: skip
    columns = (
        Column("segment", _("Segment"), link="_href"), Column("n", _("Customers"), "integer"),
        Column("min", _("Lowest"), "number", decimals=0),
        *(Column(name, label, "number", decimals=0) for name, label in zip(FIVE, five, strict=True)),
        Column("max", _("Highest"), "number", decimals=0),
        Column("mean", _("Mean"), "number", decimals=DECIMALS[key]),
    )  # fmt: skip
    rows = [{**known.row(one), **statistics.loc[one].to_dict()} for one in known.order]
    top = known.order[int(np.argmax(statistics["median"].to_numpy()))]
    values = {"segment": known.segments[top].name, "variable": str(VARIABLES[key])}
    return Figure(
        key=f"spread_{key}",
        title=_("%(variable)s: the middle customer of “%(segment)s” has most") % values,
        subtitle=_("Box: the middle half of a segment; line: up to 1.5 boxes further"),
        summary=str(MEANINGS[key]),
        base=known.base,
        plot=plot,
        table=Table(columns, rows),
        height=plots.height(plot),
        wide=False,
        secondary=True,
    )
