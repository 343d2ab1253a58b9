"""The report as one workbook: a sheet per figure with its real numbers, and the sheets that explain them.

The sheets of figures come in the order of the pages, each under a name from its page and what it shows.
"""

from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from core import formats
from core.cell_text import LONGEST_SHEET_NAME, units
from core.downloads import notes, table_of
from core.figures import Figure
from core.shown import Shown
from core.texts import demo_words
from core.workbook import HEAD, WRAPPED, Book, Sheet

from .report import Progress, Report
from .report_sheets import write_definitions, write_filters, write_findings, write_origin
from .report_trail import write_trail


@dataclass(frozen=True)
class Entry:
    """A line of the contents: a figure by its number on the page, the name of its sheet, and its rows."""

    page: Shown
    figure: Figure
    number: int
    sheet: str
    rows: int

    @property
    def key(self) -> tuple[str, str]:
        return self.page.name, self.figure.key

    @property
    def label(self) -> tuple[str, int]:
        return self.page.title, self.number


def write(report: Report, path: Path, progress: Progress) -> None:
    """Write the workbook to `path`. Raises OSError where the disk is full."""
    demo = demo_words(report.is_demo)
    with Book(path, report.title, demo) as book:
        contents = book.sheet(_("Contents"), report.title)
        findings = book.sheet(_("Findings"), report.title)
        entries = _write_figures(book, report, progress)
        write_findings(findings, report)
        filters = book.sheet(_("Filters and editions"), report.title)
        write_filters(filters, report)
        definitions = book.sheet(_("Definitions"), report.title)
        write_definitions(definitions, report)
        origin = book.sheet(_("Where numbers come from"), report.title)
        write_origin(origin, report)
        trail = write_trail(book, report, {one.key: one.label for one in entries})
        _write_contents(contents, report, entries, [findings, filters, definitions, origin, *trail])


def _write_figures(book: Book, report: Report, progress: Progress) -> list[Entry]:
    entries: list[Entry] = []
    for page in report.pages:
        for number, figure in enumerate(page.figures.values(), start=1):
            progress(len(entries), report.figures)
            entries.append(_write_figure(book, report, page, figure, number))
    progress(len(entries), report.figures)
    return entries


def _write_figure(book: Book, report: Report, page: Shown, figure: Figure, number: int) -> Entry:
    sheet = book.sheet(
        _name(page, figure, number), f"{page.title}: {figure.title}", foot=demo_words(page.is_demo)
    )
    table = table_of(figure)
    sheet.table(table)
    address = _("Page: %(address)s") % {"address": f"{report.site}{page.address}"}
    sheet.notes([*notes(figure, page.lines), address])
    return Entry(page, figure, number, sheet.name, len(table.rows))


def _name(page: Shown, figure: Figure, number: int) -> str:
    """Page, number and what it shows, in the few characters of a sheet's name."""
    names = [f"{page.title} {number} {text}" for text in (figure.title, figure.subtitle) if text]
    short = (name for name in names if units(name) <= LONGEST_SHEET_NAME)
    return next(short, names[-1] if names else f"{page.title} {number}")


def _write_contents(sheet: Sheet, report: Report, entries: list[Entry], others: list[Sheet]) -> None:
    sheet.widths([20, 34, 66, 60, 8])
    sheet.line([report.title], bold=True, font_size=16)
    for line in _about(report):
        sheet.line([line])
    for subject in report.subjects:
        facts = subject.facts if subject else ()
        chosen = [one for one in report.filters_of(subject) if one not in facts and one[1] != _("all")]
        # a line each: in one cell they would be a line of many hundred letters
        for what, words in (*facts, *chosen):
            sheet.line([what, words])
    sheet.gap()
    sheet.line([_("Page"), _("Sheet"), _("Finding"), _("What is shown"), _("Rows")], **HEAD)
    for one in entries:
        sheet.cell(0, one.page.title, **WRAPPED)
        sheet.link(1, one.sheet, one.sheet)
        sheet.cells([one.figure.title, one.figure.subtitle], start=2, **WRAPPED)
        sheet.cell(4, one.rows, num_format="#,##0", valign="top")
        sheet.end()
    for other in others:
        sheet.link(1, other.name, other.name)
        sheet.end()
    _write_left_out(sheet, report)


def _about(report: Report) -> list[str]:
    """Whose report it is, of when, of which data."""
    made = _("Made for %(person)s, %(when)s")
    when = formats.datetime_in(report.made_at, str(report.made_at.tzinfo))
    found = [demo_words(report.is_demo), made % {"person": report.person, "when": when}, *report.editions]
    return [line for line in (*found, report.site) if line]


def _write_left_out(sheet: Sheet, report: Report) -> None:
    if not report.left_out:
        return
    sheet.gap()
    sheet.line([_("Pages without anything to show"), _("Why")], **HEAD)
    for title, why in report.left_out:
        sheet.line([title, why], **WRAPPED)
