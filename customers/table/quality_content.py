"""The page on the quality of a table of customers (S3-1): findings in words, what to do, what was done."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.attribute_findings import CHECKS as ORDER
from analysis.attribute_findings import Finding
from analysis.attribute_quality import Report
from analysis.column_types import TOLD
from core import formats
from core.figures import Column, Figure, Number, Table
from data.content import Content
from data.market_words import listed

from . import quality, quality_figures, remedy_choices
from .asked import Asked
from .prepared import Prepared
from .remedy_choices import Subject
from .words import CHECKS, TO_DO, TYPES, action, base, said


def build(asked: Asked) -> Content:
    """The whole page."""
    known = asked.prepared()
    before, after = quality.reports(asked)
    line = base(known, asked.table, before.rows)
    return Content(
        heading=heading(before),
        numbers=numbers(before, after),
        figures=(
            findings(known, before, line),
            *quality_figures.done(known, before, after, line),
            *quality_figures.gaps(before, line),
            *quality_figures.outliers(before, line),
            *quality_figures.numbers(before, line),
            columns(before, line),
        ),
        notices=notices(known),
    )


def heading(report: Report) -> str:
    """What there is to look at, most serious first."""
    parts = list(_parts(report))
    if not parts:
        return _("Nothing in this table stands out")
    return _("To look at: %(parts)s") % {"parts": listed(parts, 4)}


def _parts(report: Report) -> Any:
    n = {check: len({one.column for one in report.findings if one.check == check}) for check in ORDER}
    repeats = report.duplicates_without_id or report.repeated_ids
    texts = {
        "missing": ngettext("gaps in %(n)s column", "gaps in %(n)s columns", n["missing"]),
        "duplicates": ngettext("%(n)s repeated row", "%(n)s repeated rows", repeats),
        "type": ngettext("numbers in %(n)s text", "numbers in %(n)s texts", n["type"]),
        "outliers": ngettext("outliers in %(n)s column", "outliers in %(n)s columns", n["outliers"]),
        "constant": ngettext(
            "%(n)s column of one value", "%(n)s columns of one value", n["constant"]
        ),
        "plausibility": ngettext(
            "values that cannot be true in %(n)s column", "values that cannot be true in %(n)s columns",
            n["plausibility"],
        ),
    }  # fmt: skip
    counts = {**n, "duplicates": repeats}
    for check in ("missing", "duplicates", "plausibility", "type", "outliers", "constant"):
        if counts[check]:
            yield texts[check] % {"n": formats.integer(counts[check])}


def numbers(before: Report, after: Report) -> tuple[Number, ...]:
    """Customers, rows with a gap, repeated rows, columns of one value."""
    left = _("%(n)s after the remedies") % {"n": formats.integer(after.rows)}
    share = before.incomplete / before.rows if before.rows else None
    constant = int(before.columns["constant"].sum())
    return (
        Number(_("Customers"), before.rows, kind="integer", note=left if after is not before else ""),
        Number(_("Rows with a gap"), before.incomplete, kind="integer", note=formats.share(share)),
        Number(_("Rows that repeat another"), before.duplicates_without_id, kind="integer",
               note=_("whatever their id; %(n)s with the same id")
               % {"n": formats.integer(before.duplicates)}),
        Number(_("Columns of one value"), constant, kind="integer",
               note=ngettext("of %(n)s column", "of %(n)s columns", len(before.columns))
               % {"n": formats.integer(len(before.columns))}),
    )  # fmt: skip


def findings(known: Prepared, report: Report, line: str) -> Figure:
    """Every finding as a sentence, what to do, and which remedy is in use."""
    in_use = remedy_choices.in_use(known.chosen.recipe)
    columns = (
        Column("check", _("Looked at")), Column("finding", _("Finding")), Column("to_do", _("What to do")),
        Column("remedy", _("Remedy in use")),
    )  # fmt: skip
    rows = [
        {
            "check": str(CHECKS[one.check]), "finding": said(one.text, one.data),
            "to_do": str(TO_DO[one.check]), "remedy": _in_use(known, one, in_use),
        }
        for one in report.findings
    ]  # fmt: skip
    return Figure(
        key="findings",
        title=heading(report),
        subtitle=_("Missing values, repeated rows, types, outliers, constants and plausibility"),
        summary=_summary(known),
        base=line,
        table=Table(columns, rows),
        how=_how(report),
    )


def _summary(known: Prepared) -> str:
    if not known.chosen.recipe.remedies:
        return _("A finding is something to look at. Nothing is changed until somebody chooses a remedy.")
    return _("A finding is something to look at. Where a remedy is in use it stands beside it.")


def _in_use(known: Prepared, one: Finding, in_use: dict[Subject, str]) -> str:
    column = next((column.label for column in known.raw_columns if column.key == one.column), "")
    found = in_use.get(Subject(remedy_choices.check_of(one), column))
    return action(found) if found else ""


def _how(report: Report) -> tuple[tuple[str, str, str], ...]:
    iqr = formats.number(report.params.iqr, 1)
    return (
        (_("Outlier"), f"x < Q1 − {iqr} × (Q3 − Q1), x > Q3 + {iqr} × (Q3 − Q1)",
         _("Beyond the quartiles by more than so many boxes (Tukey 1977). Where half of all values are equal "
           "there are no limits. Of skewed amounts, such as spending, it names a tenth.")),
        (_("Repeated row"), "",
         _("Equal to an earlier row in every column; two gaps are equal. Without the id it may be two people "
           "of whom the same is known.")),
    )  # fmt: skip


def columns(report: Report, line: str) -> Figure:
    """Kind, gaps and different values of every column."""
    described = report.columns.reset_index()
    rows = [_row(row) for row in described.to_dict("records")]
    shown = (
        Column("label", _("Column")), Column("type", _("Kind of value")), Column("n", _("Known"), "integer"),
        Column("missing", _("Missing"), "integer"), Column("missing_share", _("Share missing"), "share"),
        Column("distinct", _("Different values"), "integer"), Column("told", _("How its kind was told")),
    )  # fmt: skip
    numbers = int(report.columns["type"].isin(["number", "flag"]).sum())
    values = {"n": formats.integer(len(rows)), "numbers": formats.integer(numbers)}
    return Figure(
        key="columns",
        title=ngettext(
            "%(n)s column, %(numbers)s of them numbers or yes and no",
            "%(n)s columns, %(numbers)s of them numbers or yes and no",
            len(rows),
        )
        % values,
        subtitle=_("Each column as it came, before any remedy"),
        base=line,
        table=Table(shown, rows),
        closed=True,
    )


def _row(row: dict[Any, Any]) -> dict[str, Any]:
    told = TOLD[row["told"]]
    return {
        **{name: row[name] for name in ("label", "n", "missing", "missing_share", "distinct")},
        "type": str(TYPES[row["type"]]), "told": str(_(told)),
    }  # fmt: skip


def notices(known: Prepared) -> tuple[str, ...]:
    """What of the remedies does not fit these data."""
    return tuple(said(one.text, one.data) for one in known.applied.misfits)
