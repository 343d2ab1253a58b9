"""Blanks a person's cells in the stored original of a dataset. Every other cell, and every row number, stays.

Text files and plain .xlsx keep everything except the rows blanked. Other workbooks are written anew with
the values they showed: .xlsx by openpyxl, .xls by xlwt; .ods, and an .xls that xlwt cannot hold, become an
.xlsx copy. A table in a .zip or .gz is blanked and packed again.
"""

import csv
import io
import os
import shutil
import tempfile
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import xlwt
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import MergedCell

from data import blanking_xlsx
from data.reading import gzipped, sheets, spaces, textfile
from data.reading.layout import Layout
from data.reading.limits import DEFAULT

Rows = dict[int, set[int]]
# how .xls shows what is not text or number; without a format a date is a bare number
_XLS_FORMATS = {datetime: "DD/MM/YYYY HH:MM", date: "DD/MM/YYYY", time: "HH:MM:SS"}
_XLS_ROWS, _XLS_COLUMNS = 65_536, 256


@dataclass(frozen=True)
class Target:
    """What to blank: rows by position of their sheet in the layout; `kept` are positions that stay."""

    layout: Layout
    rows: Rows
    kept: frozenset[int]

    def rows_of(self, sheet: str) -> set[int]:
        names = self.layout.sheets or ("",)
        return self.rows.get(names.index(sheet), set()) if sheet in names else set()


def blank(path: Path, target: Target) -> str:
    """Blank the table at `path` in place, all at once. Returns the format it has now."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        now = _WRITERS.get(target.layout.format, _copy)(path, draft, target)
        shutil.copymode(path, draft)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return now


def blank_packed(archive: Path, member: str, target: Target) -> tuple[str, str]:
    """Blank the table `member` of a .zip or .gz in place. Returns its format and its name now."""
    draft = archive.with_name(f"{archive.name}.{os.getpid()}.part")
    is_gzip = gzipped.is_gzip(archive)
    with tempfile.TemporaryDirectory(dir=archive.parent) as folder:
        table = Path(folder) / "table"
        if is_gzip:
            gzipped.write(archive, table, DEFAULT)
        else:
            _unpack(archive, member, table)
        now = blank(table, target)
        name = member if now == target.layout.format else f"{member}.{now}"
        try:
            if is_gzip:
                gzipped.pack(table, draft)
            else:
                _pack_again(archive, draft, member, table, name)
            shutil.copymode(archive, draft)
            os.replace(draft, archive)
        finally:
            draft.unlink(missing_ok=True)
    return now, name


def _unpack(archive: Path, member: str, table: Path) -> None:
    with zipfile.ZipFile(archive) as source, source.open(member) as packed, table.open("wb") as file:
        shutil.copyfileobj(packed, file)


def _pack_again(archive: Path, draft: Path, member: str, table: Path, name: str) -> None:
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            if info.filename == member:
                target.write(table, name)
            else:
                target.writestr(info, source.read(info))


def with_format(layout: Layout, now: str) -> Layout:
    """The layout after its table became another format."""
    return layout if layout.format == now else replace(layout, format=now)


# Text ----------------------------------------------------------------------------------------------------


def _text(path: Path, draft: Path, target: Target) -> str:
    layout, rows = target.layout, target.rows_of("")
    # bytes that are not of the encoding come out as they went in
    options: dict[str, Any] = {"encoding": layout.encoding, "errors": "surrogateescape", "newline": ""}
    with path.open(**options) as source, draft.open("w", **options) as file:
        for number, raw, cells in _records(source, layout.delimiter):
            file.write(_blanked(raw, cells, target) if number in rows else raw)
    return layout.format


def _records(source: Any, delimiter: str) -> Iterator[tuple[int, str, list[str]]]:
    """Number of a record's first line, its text as it stands in the file, and its cells."""
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in source:
            taken.append(line)
            yield line

    reader, first = textfile.cut(lines(), delimiter), 1
    for cells in reader:
        yield first, "".join(taken), cells
        taken.clear()
        first = reader.line_num + 1


def _blanked(raw: str, cells: list[str], target: Target) -> str:
    body = raw.rstrip("\r\n")
    kept = [cell if at in target.kept else "" for at, cell in enumerate(cells)]
    # a record over several lines stays as long, or every row below it would get another number
    lost = _breaks(body) - sum(_breaks(cell) for cell in kept)
    empty = next((at for at in range(len(kept)) if at not in target.kept), None)
    if lost > 0 and empty is not None:
        kept[empty] = "\n" * lost
    line = io.StringIO()
    # the writer quotes line ends only where they are its own
    delimiter = target.layout.delimiter
    # between blanks an empty cell is only seen in quotation marks
    options: dict[str, Any] = {"quoting": csv.QUOTE_ALL} if delimiter == spaces.DELIMITER else {}
    csv.writer(line, delimiter=delimiter, lineterminator="\r\n", **options).writerow(kept)
    return line.getvalue().removesuffix("\r\n") + raw[len(body) :]


def _breaks(text: str) -> int:
    """Line ends as an open file counts them: \\r\\n is one."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")


# Workbooks -----------------------------------------------------------------------------------------------


def _xlsx(path: Path, draft: Path, target: Target) -> str:
    wanted = {name: found for name in target.layout.sheets if (found := target.rows_of(name))}
    if not blanking_xlsx.edit(path, draft, wanted, target.kept):
        _xlsx_by_openpyxl(path, draft, target)
    return "xlsx"


def _xlsx_by_openpyxl(path: Path, draft: Path, target: Target) -> None:
    """Formulas are replaced by the values they showed: those are what was imported."""
    with warnings.catch_warnings(), path.open("rb") as source:
        warnings.simplefilter("ignore", UserWarning)  # extensions that openpyxl does not keep
        book = openpyxl.load_workbook(source, data_only=True)
    for sheet in book.worksheets:
        for number in sorted(target.rows_of(sheet.title)):
            for cell in sheet[number] if number <= sheet.max_row else ():
                if cell.column - 1 not in target.kept:
                    _blank_cell(sheet, cell)
    book.save(draft)


def _blank_cell(sheet: Any, cell: Any) -> None:
    """A cell merged into another one shows what that one holds, so that one is blanked."""
    if isinstance(cell, MergedCell):
        area = next(merged for merged in sheet.merged_cells.ranges if cell.coordinate in merged)
        cell = sheet.cell(area.min_row, area.min_col)
    cell.value, cell.comment, cell.hyperlink = None, None, None


def _xls(path: Path, draft: Path, target: Target) -> str:
    book = xlwt.Workbook(encoding="utf-8")
    styles = {kind: xlwt.easyxf(num_format_str=text) for kind, text in _XLS_FORMATS.items()}
    plain = xlwt.easyxf()
    for name, rows, merges in _values(path, target):
        sheet = book.add_sheet(name, cell_overwrite_ok=True)
        for number, cells in rows:
            if number > _XLS_ROWS or len(cells) > _XLS_COLUMNS or timedelta in map(type, cells):
                return _copy(path, draft, target)
            for at, cell in enumerate(cells):
                if cell != "":
                    sheet.write(number - 1, at, cell, styles.get(type(cell), plain))
        for (top, left), (bottom, right) in merges:
            sheet.merge(top, bottom, left, right)
    with draft.open("wb") as file:
        book.save(file)
    return "xls"


def _copy(path: Path, draft: Path, target: Target) -> str:
    """The values of every sheet in a new .xlsx, for formats that nothing here can write."""
    book = openpyxl.Workbook(write_only=True)
    for name, rows, _merges in _values(path, target):
        sheet = book.create_sheet(name)
        written = 0
        for number, cells in rows:
            for _gap in range(number - written - 1):
                sheet.append([])
            sheet.append([_literal(sheet, cell) for cell in cells])
            written = number
    book.save(draft)
    return "xlsx"


def _literal(sheet: Any, value: Any) -> Any:
    """A text that begins like a formula stays a text."""
    if not isinstance(value, str) or not value:
        return value or None if isinstance(value, str) else value
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    return cell


def _values(path: Path, target: Target) -> Iterator[tuple[str, Iterator[tuple[int, list[Any]]], list[Any]]]:
    """Sheets with their rows, blanked where the target says so, and their merged ranges."""
    with sheets.open_book(path) as book:
        for name in book.sheet_names:
            loaded = book.sheet(name)
            yield name, _blanked_rows(loaded, target.rows_of(name), target.kept), sheets.merges(loaded)


def _blanked_rows(sheet: Any, wanted: set[int], kept: frozenset[int]) -> Iterator[tuple[int, list[Any]]]:
    for number, cells in sheets.rows(sheet):
        if number in wanted:
            cells = [cell if at in kept else "" for at, cell in enumerate(cells)]
        yield number, cells


_WRITERS = {"csv": _text, "tsv": _text, "xlsx": _xlsx, "xls": _xls}
