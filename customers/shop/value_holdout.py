"""Figures of the hold-out: what the models foresaw of the last third of the time, beside what came."""

import pandas as pd
from django.utils.translation import gettext as _

from charts.lines import compared
from core import formats
from core.figures import Column, Figure, Table
from data import plots

from ..base_line import base
from ..tables import known_or_none, records
from .facts import Facts
from .value import Worth


def weeks(known: Facts, worth: Worth) -> Figure:
    """Running sum of repeat purchases: what came beside what was expected."""
    check, split = worth.fits.check, worth.fits.split
    assert check is not None
    assert split is not None
    table = check.weeks
    end = int((~table["holdout"]).sum())
    plot = plots.plain(compared(
        table[["actual_sum", "expected_sum"]], names=[_("came"), _("expected")], split=end,
        split_label=_("end of what the model saw"), x_title=_("Week"), y_title=_("Repeat purchases so far"),
        language=plots.language(),
    ))  # fmt: skip
    columns = (
        Column("week", _("Week"), "integer"), Column("end", _("Up to")),
        Column("actual", _("Came"), "integer"), Column("expected", _("Expected"), "number", decimals=1),
        Column("actual_sum", _("Came so far"), "integer"),
        Column("expected_sum", _("Expected so far"), "number", decimals=1), Column("part", _("Part")),
    )  # fmt: skip
    rows = [
        {**row, "week": week, "end": formats.date(row["end"].date()),
         "part": _("hold-out") if row["holdout"] else _("seen by the model")}
        for week, row in zip(table.index.tolist(), records(table), strict=True)
    ]  # fmt: skip
    values = {
        "expected": formats.number(check.expected, 0), "actual": formats.integer(check.actual),
        "error": formats.number(check.week_error, 1),
    }  # fmt: skip
    return Figure(
        key="weeks",
        title=_("%(expected)s repeat purchases were expected, %(actual)s came") % values,
        subtitle=_("Repeat purchases since the beginning; the model saw the weeks up to the line"),
        summary=_("Mean error of a week after the line: %(error)s purchases.") % values,
        base=base(known.reader, check.customers),
        plot=plot,
        table=Table(columns, rows),
        height=plots.height(plot),
        wide=False,
    )


def by_frequency(known: Facts, worth: Worth) -> Figure:
    """Purchases after the line by how often customers had come back before."""
    check = worth.fits.check
    assert check is not None
    table = check.by_frequency
    last = int(table.index.max())
    names = [str(one) if one < last else f"{one}+" for one in table.index.tolist()]
    shown = table[["actual", "expected", "own_rate"]].set_axis(pd.Index(names), axis=0)
    plot = plots.plain(compared(
        shown, names=[_("came"), _("expected"), _("at their own rate")],
        x_title=_("Repeat purchases before"), y_title=_("Purchases after, per customer"), decimals=1,
        language=plots.language(),
    ))  # fmt: skip
    columns = (
        Column("frequency", _("Repeat purchases before")), Column("customers", _("Customers"), "integer"),
        Column("actual", _("Came"), "number", decimals=2),
        Column("expected", _("Expected"), "number", decimals=2),
        Column("own_rate", _("At their own rate"), "number", decimals=2),
    )  # fmt: skip
    rows = [
        {
            "frequency": name,
            **{key: known_or_none(value) for key, value in row.items()},
            "customers": int(row["customers"]),
        }
        for name, row in zip(names, records(table), strict=True)
    ]
    values = {
        "model": formats.number(check.customer_error, 2),
        "rate": formats.number(check.customer_error_own_rate, 2),
    }
    better = _("The model beats everybody's own past rate")
    worse = _("The model is no better than everybody's own past rate")
    return Figure(
        key="by_frequency",
        title=better if check.customer_error < check.customer_error_own_rate else worse,
        subtitle=_("Purchases per customer after the line, by repeat purchases before it"),
        summary=_("Mean error per customer: %(model)s of the model, %(rate)s of the own rate.") % values,
        base=base(known.reader, check.customers),
        plot=plot,
        table=Table(columns, rows),
        height=plots.height(plot),
        wide=False,
    )
