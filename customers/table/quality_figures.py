"""Figures of the page on the quality of a table: gaps and outliers per column, and what the remedies did."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.attribute_quality import Report
from analysis.remedies import Recipe
from analysis.remedy_steps import Line
from charts import bars
from charts.rows import plain
from core import formats
from core.figures import Column, Figure, Table
from data import plots

from .prepared import Prepared
from .words import action, amount


def gaps(report: Report, line: str) -> Iterator[Figure]:
    """Missing values per column, where several have any; of a single one the finding says all."""
    found = report.columns[report.columns["missing"] > 0].sort_values("missing", ascending=False)
    if len(found) < 2:
        return
    first = found.iloc[0]
    values = {"column": first["label"], "share": formats.share(first["missing_share"])}
    columns = (
        Column("label", _("Column")), Column("missing", _("Missing"), "integer"),
        Column("missing_share", _("Share missing"), "share"),
    )  # fmt: skip
    plot = plots.plain(bars.ranked_bars(
        _named(found), "missing", "label", unit=_("rows"), language=plots.language()
    ))  # fmt: skip
    yield Figure(
        key="gaps",
        title=_("“%(column)s” lacks %(share)s of its values") % values,
        subtitle=_("Rows without a value, per column that has gaps"),
        base=line,
        plot=plot,
        table=Table(columns, _records(found, ("label", "missing", "missing_share")), compact=True),
        height=plots.height(plot, 120),
        wide=False,
    )


def outliers(report: Report, line: str) -> Iterator[Figure]:
    """Values outside the limits per column, where there are any."""
    found = report.columns[report.columns["n_outliers"] > 0].sort_values("n_outliers", ascending=False)
    if found.empty:
        return
    found = found.assign(share=found["n_outliers"] / found["n"])
    first = found.iloc[0]
    values = {"column": first["label"], "share": formats.share(first["share"])}
    columns = (
        Column("label", _("Column")), Column("n_outliers", _("Outliers"), "integer"),
        Column("share", _("Share of known values"), "share"), Column("n_below", _("Below"), "integer"),
        Column("n_above", _("Above"), "integer"), Column("limits", _("Limits of outliers")),
    )  # fmt: skip
    plot = plots.plain(bars.ranked_bars(
        _named(found), "n_outliers", "label", unit=_("values"), language=plots.language()
    ))  # fmt: skip
    names = ("label", "n_outliers", "share", "n_below", "n_above")
    yield Figure(
        key="outliers",
        title=_("“%(column)s” has the most outliers: %(share)s of its values") % values,
        subtitle=_("Values beyond the quartiles by more than %(iqr)s boxes")
        % {"iqr": formats.number(report.params.iqr, 1)},
        summary=_("An outlier is no error: where many have little and few have much, a tenth of all is one."),
        base=line,
        plot=plot,
        table=Table(columns, [
            {**row, "limits": _limits(found, place)} for place, row in enumerate(_records(found, names))
        ]),
        height=plots.height(plot, 120),
        # beside the figure of gaps, where there is one
        wide=int((report.columns["missing"] > 0).sum()) < 2,
    )  # fmt: skip


def numbers(report: Report, line: str) -> Iterator[Figure]:
    """Lowest, quartiles, mean and highest of every column of numbers or dates."""
    found = report.columns[report.columns["type"] != "text"].reset_index()
    if found.empty:
        return
    columns = (
        Column("label", _("Column")), Column("min", _("Lowest"), "number"),
        Column("q1", _("First quartile"), "number"), Column("median", _("Median"), "number"),
        Column("mean", _("Mean"), "number"), Column("q3", _("Third quartile"), "number"),
        Column("max", _("Highest"), "number"), Column("missing", _("Missing"), "integer"),
    )  # fmt: skip
    rows = [_numbers(row) for row in found.to_dict("records")]
    yield Figure(
        key="numbers",
        title=_("Where the values of each column lie"),
        subtitle=_("Before any remedy; of yes and no the mean is the share of yes"),
        base=line,
        table=Table(columns, rows),
    )


def _numbers(row: dict[Any, Any]) -> dict[str, Any]:
    def shown(value: Any, of_flag: bool = False) -> str:
        if formats.is_missing(value):
            return ""
        return formats.share(value, 0) if of_flag else amount(value, header=row["label"])

    is_flag = row["type"] == "flag"
    return {
        **{name: row[name] for name in ("label", "missing")},
        **{name: "" if is_flag else shown(row[name]) for name in ("q1", "median", "q3")},
        "min": shown(row["earliest"]) or shown(row["min"]), "max": shown(row["latest"]) or shown(row["max"]),
        "mean": shown(row["mean"], is_flag),
    }  # fmt: skip


def _limits(found: pd.DataFrame, place: int) -> str:
    row = found.iloc[place]
    parts = (row[name] for name in ("lower", "upper"))
    return " – ".join(amount(one, header=row["label"]) for one in parts if not formats.is_missing(one))


def _named(table: pd.DataFrame) -> pd.DataFrame:
    """The columns under names that a chart shows as they stand in the file."""
    return table.assign(label=[plain(one) for one in table["label"]])


def _records(table: pd.DataFrame, names: tuple[str, ...]) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in table[list(names)].to_dict("records")]


def done(known: Prepared, before: Report, after: Report, line: str) -> Iterator[Figure]:
    """What each kept remedy did: rows before and after, and the values used; nothing without remedies."""
    if known.chosen.recipe.remedies == Recipe().remedies:
        return
    columns = (
        Column("step", _("Step")), Column("columns", _("Columns")),
        Column("before", _("Rows before"), "integer"), Column("after", _("Rows after"), "integer"),
        Column("cells", _("Values changed"), "integer"), Column("used", _("With which values")),
    )  # fmt: skip
    values = {"before": formats.integer(before.rows), "after": formats.integer(len(known.applied.table))}
    left = ngettext("%(n)s finding is left.", "%(n)s findings are left.", len(after.findings))
    yield Figure(
        key="done",
        title=_("After the kept remedies, %(after)s of %(before)s rows are left") % values,
        subtitle=_("Each step in its order, on these data; next year's file goes through the same"),
        summary=left % {"n": formats.integer(len(after.findings))},
        base=line,
        table=Table(columns, [_step(one) for one in known.applied.log]),
        how=((_("Order of the steps"), "", _(
            "Types first, then what says nothing and repeated rows, then outliers, and gaps last: so no copy "
            "and no slip weighs in a median that fills a gap."
        )),),
    )  # fmt: skip


def _step(one: Line) -> dict[str, Any]:
    did = one.done
    touched = dict.fromkeys((*did.dropped, *did.cells, *did.rows, *did.lost))
    return {
        "step": action(one.action), "columns": ", ".join(touched), "before": one.rows_before,
        "after": one.rows_after, "cells": one.cells, "used": "; ".join(_used(one)),
    }  # fmt: skip


def _used(one: Line) -> Iterator[str]:
    several = len(one.done.used) > 1
    for column, value in one.done.used.items():
        parts = value if isinstance(value, tuple) else (value,)
        said = " – ".join(amount(one, header=column) for one in parts)
        yield f"{column}: {said}" if several else said
    for column, n in one.done.lost.items():
        if n:
            text = ngettext("“%(column)s”: %(n)s value lost", "“%(column)s”: %(n)s values lost", n)
            yield text % {"n": formats.integer(n), "column": column}
