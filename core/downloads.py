"""A figure as CSV or XLSX with all that stands beside it on its page; never a formula (features.md h4)."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from numbers import Integral
from typing import Any, TextIO

from django.http import HttpResponse
from django.utils.translation import gettext as _

from . import formats
from .cell_text import safe_text
from .figures import Column, Figure, Table
from .tables import header, is_number, is_unknown, level_word, said, total_of, with_words
from .texts import demo_words
from .workbook import Book

__all__ = [
    "FORMATS",
    "csv_cell",
    "csv_note",
    "csv_signs",
    "csv_text",
    "csv_writer",
    "level_word",
    "notes",
    "safe_text",
]
FORMATS = frozenset({"csv", "xlsx"})
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Facts = Sequence[tuple[str, str]]


def table_response(
    figure: Figure,
    format: str,
    lines: Sequence[str] = (),
    sort: str | None = None,
    made: Facts = (),
    trail: Iterable[Table] = (),
) -> HttpResponse:
    """The figure's table as a file to save, in the order of the page.

    lines: edition, source, filters and, where true, "demo data" (core.shown.Shown.lines); made: (what, value)
    of where and by whom it was made; trail: what its numbers come from (settings.FIGURE_TRAIL). A person's
    name and the trail stand in the workbook only.
    """
    table = table_of(figure, sort)
    if format == "csv":
        beside = [*notes(figure, lines), *(f"{what}: {value}" for what, value in made[:1])]
        response = HttpResponse(csv_text(table, beside).encode("utf-8-sig"), content_type="text/csv")
    else:
        content = xlsx_bytes(figure, table, lines, made, trail)
        response = HttpResponse(content, content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{figure.key}.{format}"'
    return response


def table_of(figure: Figure, sort: str | None = None) -> Table:
    """The figure's table as a file shows it: sorted as on the page, the colours of a heat map as words."""
    table = figure.table or Table((), [])
    return with_words(table.sorted_by(sort or table.sort))


def notes(figure: Figure, lines: Sequence[str] = ()) -> list[str]:
    """Everything that stands beside the figure's numbers, a line each: title first, then what it says."""
    caution, warnings = _("Caution: %(text)s"), {str(one) for one in figure.warnings}
    return [caution % {"text": text} if text in warnings else text for _what, text in facts(figure, lines)]


def facts(figure: Figure, lines: Sequence[str] = ()) -> list[tuple[str, str]]:
    """The same as (what it is, text)."""
    found = [
        (_("Finding"), figure.title),
        (_("What is shown"), figure.subtitle),
        (_("In words"), figure.summary),
        (_("Base"), figure.base),
        *((_("Caution"), one) for one in figure.warnings),
        *((_("How it is computed"), definition(*one)) for one in figure.how),
        *((_("Data and filters"), line) for line in lines),
    ]
    if figure.table and has_unknown(figure.table):
        found.append((_("Blank cells"), _("A blank cell is not known or not shown; it is not zero.")))
    return [(str(what), str(text)) for what, text in found if text]


def definition(label: Any, formula: Any, meaning: Any) -> str:
    """A formula in a sentence."""
    head = f"{label} = {formula}" if formula else str(label)
    return f"{head} – {meaning}" if meaning else head


def has_unknown(table: Table) -> bool:
    return any(is_unknown(row.get(column.key), column) for row in table.rows for column in table.columns)


# CSV -----------------------------------------------------------------------------------------------------


def csv_text(table: Table, lines: Sequence[str]) -> str:
    """Lines of notes (`# …`), a header line, the rows; decimal comma and semicolons in Indonesian."""
    decimal_comma = formats.is_indonesian()
    target = io.StringIO()
    writer = csv_writer(target)
    writer.writerows([csv_note(note)] for note in (*lines, csv_signs()))
    writer.writerow([safe_text(header(column)) for column in table.columns])
    for row in (*table.rows, *total_of(table)):
        writer.writerow([csv_cell(row.get(column.key), column, decimal_comma) for column in table.columns])
    return target.getvalue()


def csv_writer(target: TextIO) -> Any:
    """A writer of rows with the language's separator.

    Every cell is quoted: a spreadsheet of another language would cut `Sail,=1+1` in two, one a formula.
    """
    delimiter = ";" if formats.is_indonesian() else ","
    return csv.writer(target, delimiter=delimiter, lineterminator="\r\n", quoting=csv.QUOTE_ALL)


def csv_note(note: str) -> str:
    """A line beside the rows, on one line."""
    return safe_text(f"# {' '.join(note.split())}")


def csv_signs() -> str:
    """Which signs the file uses: a spreadsheet of another language takes a comma for something else."""
    if formats.is_indonesian():
        return _("Decimal sign: comma. Columns are separated by semicolons.")
    return _("Decimal sign: point. Columns are separated by commas.")


def csv_cell(value: Any, column: Column, decimal_comma: bool) -> str:
    """A value as text: a share in percent, a number with all its digits, nothing for what is not known."""
    if is_unknown(value, column):
        return ""
    if not is_number(value, column):
        return safe_text(said(value, column))
    # from the shortest digits that are this very number: 0.07 is 7 percent, not 7.000000000000001
    amount = Decimal(int(value)) if isinstance(value, Integral) else Decimal(repr(float(value)))
    text = f"{amount * 100 if column.kind == 'share' else amount:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",") if decimal_comma else text


# XLSX ----------------------------------------------------------------------------------------------------


def xlsx_bytes(
    figure: Figure, table: Table, lines: Sequence[str], made: Facts, trail: Iterable[Table] = ()
) -> bytes:
    """The table on the first sheet; what belongs to it, where it is from and who made it on the second; then
    a sheet for each table of what its numbers come from."""
    target = io.BytesIO()
    with Book(target, str(figure.title), _demo(lines)) as book:
        sheet = book.sheet(figure.title, str(figure.title))
        sheet.table(table)
        sheet.notes(notes(figure, lines))
        about = book.sheet(_("About this table"), is_wide=False)
        about.pairs([*facts(figure, lines), *made])
        for one in trail:
            behind = book.sheet(one.caption, str(figure.title))
            behind.table(one)
            behind.notes([line for line in (str(one.caption), _demo(lines)) if line])
    return target.getvalue()


def _demo(lines: Sequence[str]) -> str:
    """The words "demo data" where the page says them, else nothing: they are printed on every page."""
    return demo_words(demo_words() in lines)
