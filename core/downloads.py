"""A figure's table as CSV or XLSX: with its base and edition, and never a formula (features.md h4)."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext as _

from . import formats
from .figures import Column, Figure, Table

FORMATS = frozenset({"csv", "xlsx"})
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET_NAME_LENGTH = 31


def table_response(
    figure: Figure, format: str, context_lines: Sequence[str] = (), sort: str | None = None
) -> HttpResponse:
    """The figure's table as a file to save. `context_lines`: edition and, where true, "demo data"."""
    table = (figure.table or Table((), [])).sorted_by(sort)
    notes = [str(line) for line in (figure.title, figure.subtitle, figure.base, *context_lines) if line]
    if format == "csv":
        response = HttpResponse(csv_text(table, notes).encode("utf-8-sig"), content_type="text/csv")
    else:
        response = HttpResponse(xlsx_bytes(table, notes, figure.key), content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{figure.key}.{format}"'
    return response


def header(column: Column) -> str:
    """The column's label with its unit; shares are written as percentages."""
    unit = "%" if column.kind == "share" else "Rp" if column.kind == "money" else column.unit
    return f"{column.label} ({unit})" if unit else str(column.label)


def safe_text(value: Any) -> str:
    """Text that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_text(table: Table, notes: Sequence[str]) -> str:
    """Lines of notes (`# …`), a header line, the rows; decimal comma and semicolons in Indonesian."""
    decimal_comma = formats.is_indonesian()
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";" if decimal_comma else ",", lineterminator="\r\n")
    signs = (
        _("Decimal sign: comma. Columns are separated by semicolons.")
        if decimal_comma
        else _("Decimal sign: point. Columns are separated by commas.")
    )
    writer.writerows([f"# {' '.join(note.split())}"] for note in (*notes, signs))
    writer.writerow([safe_text(header(column)) for column in table.columns])
    for row in _rows(table):
        writer.writerow([_csv_cell(row.get(column.key), column, decimal_comma) for column in table.columns])
    return target.getvalue()


def _csv_cell(value: Any, column: Column, decimal_comma: bool) -> str:
    if formats.is_missing(value):
        return ""
    if not column.is_numeric or isinstance(value, str):
        return safe_text(_word(value, column))
    amount = round(float(value) * 100, 10) if column.kind == "share" else value
    text = repr(float(amount)).removesuffix(".0") if not isinstance(amount, int) else str(amount)
    return text.replace(".", ",") if decimal_comma else text


def _word(value: Any, column: Column) -> str:
    return level_word(value) if column.kind == "level" else str(value)


def level_word(value: Any) -> str:
    """A level in the active language; other group names unchanged."""
    words = {"low": _("low"), "medium": _("medium"), "high": _("high")}
    return words.get(str(value), str(value))


def _rows(table: Table) -> list[dict[str, Any]]:
    return [*table.rows, *([table.total] if table.total else [])]


def xlsx_bytes(table: Table, notes: Sequence[str], name: str) -> bytes:
    """One sheet: header in row 1 frozen, rows, and the notes on a second sheet."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet(name[:SHEET_NAME_LENGTH])
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for place, column in enumerate(table.columns):
            sheet.write_string(0, place, header(column), bold)
            cell_format = book.add_format({"num_format": _number_format(column)})
            sheet.set_column(place, place, 28 if place == 0 else 16)
            for line, row in enumerate(_rows(table), start=1):
                _write(sheet, line, place, row.get(column.key), column, cell_format)
        sheet.freeze_panes(1, 1)
        about = book.add_worksheet(_("About this table")[:SHEET_NAME_LENGTH])
        about.set_column(0, 0, 100)
        for line, note in enumerate(notes):
            about.write_string(line, 0, note)
    return target.getvalue()


def _write(sheet: Any, line: int, place: int, value: Any, column: Column, cell_format: Any) -> None:
    if formats.is_missing(value):
        return
    if column.is_numeric and not isinstance(value, str):
        sheet.write_number(line, place, float(value), cell_format)
    else:
        sheet.write_string(line, place, _word(value, column))


def _number_format(column: Column) -> str:
    if column.kind in ("integer", "money"):
        return "#,##0"
    digits = "0" + ("." + "0" * column.decimals if column.decimals else "")
    return digits + "%" if column.kind == "share" else "#,##" + digits
