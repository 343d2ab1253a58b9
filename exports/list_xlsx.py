"""A list as .xlsx, in constant memory: a row goes to disk when the next one begins."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from core.cell_text import clean, cut
from core.figures import Column
from core.tables import is_unknown
from core.workbook import OPTIONS, number_format

from .lists import ListFile

WIDTHS = {
    "name": 30, "owner": 30, "address": 40, "phone": 16, "size": 10, "n": 9, "row": 12, "file": 26,
    "customer": 16, "segment": 24, "next": 24, "was": 24, "first": 12, "last": 12, "monetary": 14,
}  # fmt: skip
USUAL_WIDTH = 17
# where a line came from is for the screen: on paper it would make all else too small to read
NOT_PRINTED = ("sheet", "file")
# Excel takes 255 characters for the top or the foot of a printed page, its own signs among them
LONGEST_PRINTED = 230
A4 = 9
HEAD_HEIGHT = 30
REMEMBERED = 5_000


def write(path: Path, table: ListFile) -> int:
    """One sheet: what it is, the table, whose copy it is. Returns the rows; OSError: the disk is full."""
    # its parts lie beside the file: they hold people too, and the system's own folder is swept by nobody
    with TemporaryDirectory(dir=path.parent) as folder:
        book = xlsxwriter.Workbook(path, {**OPTIONS, "tmpdir": folder})
        sheet = _Sheet(book, table)
        try:
            rows = sheet.write()
            book.close()
        except FileCreateError as problem:
            raise problem.args[0] from problem  # what the disk said
        finally:
            sheet.end()
    return rows


class _Sheet:
    def __init__(self, book: Any, table: ListFile) -> None:
        self.table = table
        self.sheet = book.add_worksheet(table.sheet)
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.mark = book.add_format({"italic": True})
        self.head = book.add_format(
            {"bold": True, "bottom": 1, "bg_color": "#EEF1F4", "valign": "top", "text_wrap": True}
        )
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.looks = [book.add_format({"num_format": _format(column)}) for column in table.columns]
        said = {"title": table.title, "author": table.person, "comments": table.mark}
        # a control character would spoil the whole file
        book.set_properties({name: clean(text) for name, text in said.items()})
        self.first = len(table.lines) + 2
        self._prepare(self.first)

    def _prepare(self, head: int) -> None:
        """head: the row of the table's header, from 0."""
        sheet, table = self.sheet, self.table
        for place, column in enumerate(table.columns):
            sheet.set_column(place, place, WIDTHS.get(column.key, USUAL_WIDTH))
        sheet.freeze_panes(head + 1, 1)
        sheet.repeat_rows(head)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.7)
        sheet.set_row(head, HEAD_HEIGHT)
        sheet.set_header(f"&L{_printed(table.title)}")
        sheet.set_footer(f"&L{_printed(table.mark)}&R&P / &N")

    def write(self) -> int:
        table, sheet = self.table, self.sheet
        sheet.write_string(0, 0, clean(table.title), self.title)
        for at, line in enumerate(table.lines, start=1):
            sheet.write_string(at, 0, clean(line))
        sheet.write_string(len(table.lines) + 1, 0, clean(table.mark), self.mark)
        first = self.first
        for place, column in enumerate(table.columns):
            sheet.write_string(first, place, clean(column.label), self.head)
        last = self._rows(first)
        sheet.autofilter(first, 0, last, len(table.columns) - 1)
        sheet.write_string(last + 2, 0, clean(table.mark), self.mark)
        sheet.print_area(
            0, 0, last + 2, len([one for one in table.columns if one.key not in NOT_PRINTED]) - 1
        )
        return last - first

    def end(self) -> None:
        """Close the part that XlsxWriter keeps open where a book is given up before its end."""
        if self.sheet.row_data_fh:
            self.sheet.row_data_fh.close()

    def _rows(self, at: int) -> int:
        """Write every row below row `at`; returns the row of the last one."""
        table, write_string = self.table, self.sheet.write_string
        # places, fields and files are the same few texts in every row
        known = lru_cache(REMEMBERED)(clean)
        for part in table.parts:
            for line in part:
                at += 1
                for place, cell in enumerate(table.cells(line)):
                    if not isinstance(cell, str):
                        self._number(at, place, cell)
                    elif cell:
                        write_string(at, place, known(cell))
        return at

    def _number(self, at: int, place: int, cell: Any) -> None:
        """A number or a day; nothing where it is not known."""
        if isinstance(cell, date):
            self.sheet.write_datetime(at, place, cell, self.day)
        elif not is_unknown(cell, self.table.columns[place]):
            self.sheet.write_number(at, place, cell, self.looks[place])


def _format(column: Column) -> str:
    """A row is looked up by its number, which is no amount."""
    return "0" if column.key == "row" else number_format(column)


def _printed(text: str) -> str:
    """A text for the top or the foot of a printed page, where `&` begins an order."""
    return cut(" ".join(clean(text).split()), LONGEST_PRINTED - text.count("&")).replace("&", "&&")
