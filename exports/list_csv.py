"""A list as CSV, written to disk row by row."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from core import formats
from core.cell_text import safe_text
from core.downloads import csv_cell, csv_note, csv_signs, csv_writer
from core.figures import Column
from core.tables import header

from .lists import ListFile

REMEMBERED = 5_000


def write(path: Path, table: ListFile) -> int:
    """Lines that begin with `# `, a header, the rows, and whose copy it is once more. Returns the rows.

    Telephone numbers are 0812-3456-7890: with a `+` a spreadsheet takes a number for a formula, and without
    hyphens it drops the zero.
    """
    rows = 0
    # the mark at the start makes spreadsheets take it for UTF-8
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv_writer(file)
        writer.writerows([csv_note(one)] for one in (table.title, *table.lines, table.mark, csv_signs()))
        writer.writerow([safe_text(header(column)) for column in table.columns])
        written = _Written(table.columns)
        for part in table.parts:
            writer.writerows(written.row(table.cells(line)) for line in part)
            rows += len(part)
        writer.writerow([csv_note(table.mark)])
    return rows


class _Written:
    """Cells as they stand in the file."""

    def __init__(self, columns: tuple[Column, ...]) -> None:
        self.columns = columns
        self.decimal_comma = formats.is_indonesian()
        # places, fields and files are the same few texts in every row
        self.safe = lru_cache(REMEMBERED)(safe_text)

    def row(self, cells: tuple[Any, ...]) -> list[Any]:
        return [self._cell(one, column) for one, column in zip(cells, self.columns, strict=True)]

    def _cell(self, value: Any, column: Column) -> Any:
        """Whole numbers and days are written as they are: 17, 2023-06-30."""
        if isinstance(value, str):
            return self.safe(value)
        return csv_cell(value, column, self.decimal_comma) if isinstance(value, float) else value
