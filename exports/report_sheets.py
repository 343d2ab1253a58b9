"""The sheets of the report's workbook that explain its numbers: findings, filters, definitions, origin."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import formats
from core.figures import Column, Number
from core.shown import Shown
from core.texts import demo_words
from core.workbook import HEAD, LEFT, RIGHT, WRAPPED, Sheet
from data.sources import Source, UsedColumn

from .report import Report

WHOLE = Column("", "", "integer")


# Findings ------------------------------------------------------------------------------------------------


def write_findings(sheet: Sheet, report: Report) -> None:
    """What each page says, and its numbers."""
    heads = [_("Page"), _("Kind"), _("Text"), pgettext("of a number", "Value"), _("Unit"), _("Change")]
    heads += [_("Note"), _("How it is computed")]
    sheet.head(heads, [20, 14, 56, 18, 16, 18, 40, 60], right=[3])
    for page in report.pages:
        sheet.line([page.title, _("Finding"), page.heading], **WRAPPED, bold=True)
        if page.problem:
            sheet.line([page.title, _("Notice"), page.problem], **WRAPPED)
        for number in page.numbers:
            _write_number(sheet, page, number)
        for notice in page.notices:
            sheet.line([page.title, _("Notice"), notice], **WRAPPED)
    sheet.filtered(len(heads))
    _end(sheet, report)


def _write_number(sheet: Sheet, page: Shown, number: Number) -> None:
    sheet.cells([page.title, pgettext("kind of a line", "Number"), number.label], **WRAPPED)
    sheet.typed(3, number.value, Column("", "", number.kind, decimals=number.decimals), **RIGHT)
    beside = (str(text) for text in (number.unit, number.change, number.note, number.how))
    sheet.cells(beside, start=4, **WRAPPED, **LEFT)
    sheet.end()


# Filters and editions ------------------------------------------------------------------------------------


def write_filters(sheet: Sheet, report: Report) -> None:
    """What was chosen, of which editions the numbers are, and the files that these were made of."""
    sheet.widths([26, 46, 46, 12, 9, 12, 14, 12, 12, 24, 20, 68])
    sheet.line([_("Filter or edition"), _("Chosen"), _("Pages")], **HEAD)
    for (what, words), titles in _said(report.pages).items():
        sheet.line([what, words, _listed(titles, report)], **WRAPPED)
    sheet.gap()
    sheet.line(
        [
            _("Data"), _("File"), _("Pages"), _("Period"), _("Edition"), _("Rows used"),
            _("Rows in the file"), _("Wrong rows"), _("Rows skipped"), _("Uploaded at"), _("Uploaded by"),
            "SHA-256",
        ],
        **HEAD,
    )  # fmt: skip
    for one in report.sources:
        _write_file(sheet, one, report)
    _end(sheet, report)


def _said(pages: Iterable[Shown]) -> dict[tuple[str, str], list[str]]:
    """(what, words) of filters, editions and sources → titles of the pages where it holds."""
    found: dict[tuple[str, str], list[str]] = {}
    for page in pages:
        lines = [(_("Edition"), page.edition_line), (_("Source"), page.source_line)]
        for what, words in dict.fromkeys([*page.filters, *lines]):
            if words:
                found.setdefault((what, words), []).append(page.title)
    return found


def _listed(titles: list[str], report: Report) -> str:
    return _("all pages") if len(titles) == len(report.pages) else ", ".join(titles)


def _write_file(sheet: Sheet, one: Source, report: Report) -> None:
    titles = [page.title for page in report.pages if one.edition in page.editions]
    sheet.cells([one.subject, _file(one), _listed(titles, report), one.period], **WRAPPED)
    counts = (one.number, one.rows, one.rows_in_file, one.rows_wrong, one.rows_skipped)
    for place, count in enumerate(counts, start=4):
        sheet.typed(place, count, WHOLE)
    uploaded = formats.datetime_in(one.uploaded_at, one.time_zone)
    sheet.cells([uploaded, one.uploaded_by, one.sha256], start=9, **WRAPPED)
    sheet.end()


def _file(one: Source) -> str:
    """Its name, with what a reader must know about it."""
    remarks = [one.source, one.definition, demo_words(one.is_demo)]
    remarks += [_("Its rows and the file were deleted for good.")] if one.is_purged else []
    return "\n".join(filter(None, [one.file_name, *remarks]))


# Definitions ---------------------------------------------------------------------------------------------


def write_definitions(sheet: Sheet, report: Report) -> None:
    """Every formula once, and the pages that use it."""
    sheet.head([_("Term"), _("Formula"), _("Meaning"), _("Pages")], [32, 56, 76, 40])
    for (label, formula, meaning), titles in _formulas(report.pages).items():
        sheet.line([label, formula, meaning, _listed(titles, report)], **WRAPPED)
    sheet.filtered(4)
    _end(sheet, report)


def _formulas(pages: Iterable[Shown]) -> dict[tuple[str, ...], list[str]]:
    """(label, formula, meaning) → titles of the pages, each once."""
    found: dict[tuple[str, ...], list[str]] = {}
    for page in pages:
        for how in dict.fromkeys(
            tuple(str(part) for part in one) for figure in page.figures.values() for one in figure.how
        ):
            found.setdefault(how, []).append(page.title)
    return found


# Where numbers come from ---------------------------------------------------------------------------------


def write_origin(sheet: Sheet, report: Report) -> None:
    """From the pages back to the cells: which column of which sheet of which file was used as what."""
    heads = [_("Data"), _("Period"), _("Edition"), _("File"), _("Sheet"), _("First row of the heading")]
    heads += [_("Column"), _("Heading in the file"), _("Used as")]
    sheet.head(heads, [22, 10, 9, 40, 24, 14, 9, 50, 40], right=[2, 5])
    for one in report.sources:
        for column in one.columns or (None,):
            _write_column(sheet, one, column)
    sheet.filtered(len(heads))
    _end(sheet, report)


def _write_column(sheet: Sheet, one: Source, column: UsedColumn | None) -> None:
    sheet.cells([one.subject, one.period], **WRAPPED)
    sheet.typed(2, one.number, WHOLE)
    sheet.cells([one.file_name, ", ".join(one.sheets)], start=3, **WRAPPED, **LEFT)
    sheet.typed(5, one.header_row or None, WHOLE)
    used = [column.letter or column.number or None, column.header, column.label] if column else [None] * 3
    sheet.cells(used, start=6, **WRAPPED, **LEFT)
    sheet.end()


def _end(sheet: Sheet, report: Report) -> None:
    """The words "demo data" below the last line, where they are true."""
    if report.is_demo:
        sheet.gap()
        sheet.line([demo_words(True)], bold=True)
