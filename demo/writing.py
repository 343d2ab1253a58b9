"""Writes a table as .xls, .xlsx or .csv, with title rows above it and notes below, always the same bytes."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
import xlwt

# Workbooks carry the time they were made: one fixed time keeps the bytes the same.
MADE = datetime(2021, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Sheet:
    """What goes into a file: title rows, a blank row, one or two header rows, the table, notes.

    `groups` is the upper of two header rows: text, first and last column (from 0), the lower row being the
    table's own columns. A single column (first = last) is merged over both rows.
    """

    name: str
    title: Sequence[str]
    table: pd.DataFrame
    notes: Sequence[str] = ()
    groups: Sequence[tuple[str, int, int]] = ()

    @property
    def header_row(self) -> int:
        """Row of the first header, counted from 1."""
        return len(self.title) + 2

    @property
    def header_rows(self) -> int:
        """Number of header rows."""
        return 2 if self.groups else 1

    @property
    def first_row(self) -> int:
        """Row of the first line of the table, counted from 0 as the writers do."""
        return self.header_row + self.header_rows - 1

    @property
    def rows(self) -> list[list[Any]]:
        """The table's lines; None is an empty cell."""
        return [list(row) for row in self.table.itertuples(index=False, name=None)]


def write_csv(path: Path, sheet: Sheet, encoding: str, delimiter: str = ";") -> None:
    """One header row; line ends as Windows writes them. UnicodeEncodeError for letters outside `encoding`."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerows([line] for line in sheet.title)
        writer.writerow([])
        writer.writerow(sheet.table.columns)
        writer.writerows(sheet.rows)
        writer.writerows([line] for line in sheet.notes)


def write_xls(path: Path, sheet: Sheet) -> None:
    """A genuine .xls (BIFF8), at most 65,536 rows; the title cells are merged over the table's width."""
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet(sheet.name)
    bold = xlwt.easyxf("font: bold on")
    for row, line in enumerate(sheet.title):
        page.write_merge(row, row, 0, len(sheet.table.columns) - 1, line, bold)
    for column, header in enumerate(sheet.table.columns):
        page.write(sheet.header_row - 1, column, header, bold)
    for row, cells in enumerate(sheet.rows, start=sheet.first_row):
        for column, cell in enumerate(cells):
            if cell is not None:
                page.write(row, column, cell)
    book.save(str(path))


def write_xlsx(path: Path, sheets: Sequence[Sheet]) -> None:
    """One worksheet per sheet; text stays text, whatever it looks like."""
    options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": MADE})
        bold, dates = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            _above(page, sheet, bold)
            _below(page, sheet, dates)


def _above(page: Any, sheet: Sheet, bold: Any) -> None:
    for row, line in enumerate(sheet.title):
        page.write_string(row, 0, line, bold)
    lowest = sheet.first_row - 1
    for column, header in enumerate(sheet.table.columns):
        page.write_string(lowest, column, header, bold)
    for text, first, last in sheet.groups:
        bottom = lowest if first == last else lowest - 1
        page.merge_range(lowest - 1, first, bottom, last, text, bold)


def _below(page: Any, sheet: Sheet, dates: Any) -> None:
    for row, cells in enumerate(sheet.rows, start=sheet.first_row):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                page.write_string(row, column, cell)
            elif isinstance(cell, date):
                page.write_datetime(row, column, cell, dates)
            elif cell is not None:
                page.write_number(row, column, cell)
    for row, line in enumerate(sheet.notes, start=sheet.first_row + len(sheet.table) + 1):
        page.write_string(row, 0, line)
