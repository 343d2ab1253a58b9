"""A workbook (.xlsx) to calculate on with: real numbers, texts that stay texts, ready to print.

Around XlsxWriter in constant memory: the lines of a sheet are written from the top down. A table begins in
the first row, frozen and with a filter, as a pivot table wants it; what belongs to it stands below.
"""

import math
from collections.abc import Iterable, Sequence
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.exceptions import FileCreateError

from . import formats
from .cell_text import clean, cut, sheet_name
from .figures import Column, Table
from .sheet_widths import NOTES, lines_of, width
from .tables import NUMBERS, header, is_number, is_unknown, said, total_of

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
A4 = 9
# Excel takes no longer text there
LONGEST_PRINTED = 200
# points, and the lines that Excel lets a row be high
LINE, MOST_LINES = 15, 27
# characters of a table that is printed upright; a wider one lies
UPRIGHT = 110
WRAPPED: dict[str, Any] = {"text_wrap": True, "valign": "top"}
# a text keeps clear of the digits beside it
LEFT: dict[str, Any] = {"align": "left", "indent": 1}
RIGHT: dict[str, Any] = {"align": "right"}
HEAD = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#EEF1F5"}
TOTAL = {"bold": True, "top": 1}
MUTED = {"font_color": "#6B7280", "italic": True}
NOTE = {"text_wrap": True, "valign": "top", "font_color": "#515966"}
LINK = {"font_color": "#1A56B8", "underline": 1, "text_wrap": True, "valign": "top"}
Looks = dict[str, Any]


class Book:
    """The whole workbook. target: a path or a binary file; foot: printed on every page, "" for nothing."""

    def __init__(self, target: Any, title: str = "", foot: str = "") -> None:
        # its parts lie in a folder of their own, which goes with whatever an error leaves in it
        self._folder = TemporaryDirectory()
        self._book = xlsxwriter.Workbook(target, {**OPTIONS, "tmpdir": self._folder.name})
        self._book.set_properties({"title": cut(clean(title), LONGEST_PRINTED), "comments": clean(foot)})
        self._looks: dict[frozenset[Any], Any] = {}
        self._names: set[str] = set()
        self.foot = foot

    def __enter__(self) -> "Book":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._book.close()
        except FileCreateError as wrapped:
            # XlsxWriter wraps what the disk said, which a job can tell as it is: full, or the folder gone
            raise wrapped.args[0] from wrapped
        finally:
            for sheet in self._book.worksheets():
                sheet.row_data_fh.close()
            self._folder.cleanup()

    def sheet(self, name: Any, title: str = "", is_wide: bool = True, foot: str | None = None) -> "Sheet":
        """A new sheet, its name made one that Excel takes.

        title: printed on top of each page; foot: at the bottom in place of the book's. Sheets may be begun in
        one order and written in another.
        """
        made = self._book.add_worksheet(sheet_name(name, self._names))
        return Sheet(self, made, title or made.get_name(), is_wide, self.foot if foot is None else foot)

    def look(self, **properties: Any) -> Any:
        """A format; the same one for the same properties, since a file holds 64,000 at most."""
        key = frozenset(properties.items())
        if key not in self._looks:
            self._looks[key] = self._book.add_format(properties)
        return self._looks[key]


class Sheet:
    """One sheet. `at`: the next row, from 0."""

    def __init__(self, book: Book, sheet: Any, title: str, is_wide: bool, foot: str) -> None:
        self.book, self._sheet, self.at = book, sheet, 0
        self._widths: list[float] = []
        # of the current line
        self._lines = 1
        if is_wide:
            sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.8)
        sheet.set_header(_left(title))
        sheet.set_footer(f"{_left(foot)}&R&P / &N")

    @property
    def name(self) -> str:
        return str(self._sheet.get_name())

    def widths(self, widths: Sequence[float]) -> None:
        """Widths of the columns in characters."""
        self._widths = list(widths)
        for place, one in enumerate(widths):
            self._sheet.set_column(place, place, one)

    def cell(self, place: int, value: Any, **looks: Any) -> None:
        """One cell of the current line: a number stays one, anything else is text, nothing stays blank."""
        look = self.book.look(**looks) if looks else None
        if formats.is_missing(value):
            self._sheet.write_blank(self.at, place, None, look)
        elif not isinstance(value, NUMBERS) or isinstance(value, bool):
            text = clean(value)
            self._sheet.write_string(self.at, place, text, look)
            self._wrap(place, text, looks)
        elif math.isfinite(value):
            self._sheet.write_number(self.at, place, float(value), look)

    def _wrap(self, place: int, text: str, looks: Looks) -> None:
        if looks.get("text_wrap") and place < len(self._widths):
            self._lines = max(self._lines, lines_of(text, self._widths[place] - looks.get("indent", 0)))

    def end(self) -> None:
        """End the current line; it is as high as its highest cell: LibreOffice would cut it."""
        if self._lines > 1:
            self._sheet.set_row(self.at, LINE * min(self._lines, MOST_LINES))
        self.at, self._lines = self.at + 1, 1

    def typed(self, place: int, value: Any, column: Column, **looks: Any) -> None:
        """One cell as a column of this kind shows it."""
        self.cell(place, _value(value, column), **{**_cell_looks(value, column), **looks})

    def line(self, values: Iterable[Any], **looks: Any) -> None:
        """The current line from its first cell to its end, all cells looking the same."""
        self.cells(values, **looks)
        self.end()

    def cells(self, values: Iterable[Any], start: int = 0, **looks: Any) -> None:
        """Cells of the current line from a place on."""
        for place, value in enumerate(values, start=start):
            self.cell(place, value, **looks)

    def gap(self) -> None:
        """Leave a line blank."""
        self.at += 1

    def link(self, place: int, name: str, text: Any) -> None:
        """A cell of the current line that leads to another sheet of this workbook."""
        look = self.book.look(**LINK)
        self._sheet.write_url(self.at, place, f"internal:'{name}'!A1", look, string=clean(text))
        self._wrap(place, clean(text), LINK)

    def head(self, labels: Iterable[Any], widths: Sequence[float], right: Iterable[int] = ()) -> None:
        """The header in the first row: frozen, and repeated on every page that is printed.

        right: the places of columns of numbers, whose headings stand above their digits.
        """
        self.widths(widths)
        sides = set(right)
        for place, label in enumerate(_unique(str(label) for label in labels)):
            self.cell(place, label, **HEAD, **(RIGHT if place in sides else LEFT))
        self.end()
        self._sheet.freeze_panes(self.at, 1)
        self._sheet.repeat_rows(self.at - 1)

    def filtered(self, columns: int) -> None:
        """Put a filter on the header, over the lines written until now."""
        if self.at > 2 and columns:
            self._sheet.autofilter(0, 0, self.at - 1, columns - 1)

    def table(self, table: Table) -> None:
        """A figure's table. The total stands apart from the rows: neither a filter nor a pivot adds it."""
        columns = table.columns
        numeric = [place for place, one in enumerate(columns) if one.is_numeric]
        self.head([_heading(one) for one in columns], [width(one, table) for one in columns], numeric)
        if sum(self._widths) <= UPRIGHT:
            self._sheet.set_portrait()
        for row in table.rows:
            self._row(row, columns, _row_looks(row))
        self.filtered(len(columns))
        for row in total_of(table):
            self.gap()
            self._row(row, columns, TOTAL)

    def _row(self, row: dict[str, Any], columns: tuple[Column, ...], looks: Looks) -> None:
        heat = row.get("_heat", {})
        for place, column in enumerate(columns):
            self.typed(place, row.get(column.key), column, **{**looks, **_colour(heat.get(column.key))})
        self.end()

    def notes(self, texts: Sequence[str]) -> None:
        """What belongs to the table, below it: each text over as many columns as make a readable line."""
        last, room = self._span()
        self.gap()
        for place, text in enumerate(texts):
            looks = {**NOTE, "bold": True, "font_color": "#14181F"} if place == 0 else NOTE
            self._merged(last, room, text, looks)

    def _merged(self, last: int, room: float, text: str, looks: Looks) -> None:
        if last:
            self._sheet.merge_range(self.at, 0, self.at, last, "", self.book.look(**looks))
        self.cell(0, text, **looks)
        self._lines = lines_of(text, room)
        self.end()

    def _span(self) -> tuple[int, float]:
        """The last column that notes reach to, and the characters of a line of theirs."""
        room, place = 0.0, 0
        while True:
            room += self._widths[place] if place < len(self._widths) else 8.43
            if room >= NOTES or place >= 11:
                return place, room
            place += 1

    def pairs(self, pairs: Iterable[tuple[str, Any]]) -> None:
        """What and its text, a line each."""
        self.widths([26, 100])
        for what, text in pairs:
            self.cell(0, what, **WRAPPED, bold=True)
            self.cell(1, text, **WRAPPED)
            self.end()


def _left(text: Any) -> str:
    """A text at the left of a page's top or foot, where & begins a code; nothing for no text."""
    words = cut(" ".join(clean(text).split()), LONGEST_PRINTED).replace("&", "&&")
    return f"&L{words}" if words else ""


def _unique(labels: Iterable[str]) -> list[str]:
    """Labels as headings of a pivot table, which refuses two of the same name, or none."""
    used: set[str] = set()
    found = []
    for label in labels:
        name, number = label or _("Column"), 2
        start = name
        while name.casefold() in used:
            name, number = f"{start} ({number})", number + 1
        used.add(name.casefold())
        found.append(name)
    return found


def _heading(column: Column) -> str:
    """A share's cells show their sign themselves; a sum of money would lose it in a pivot table."""
    return str(column.label) if column.kind == "share" else header(column)


def _value(value: Any, column: Column) -> Any:
    return value if is_number(value, column) or is_unknown(value, column) else said(value, column)


def _row_looks(row: dict[str, Any]) -> Looks:
    return (MUTED if row.get("_muted") else {}) | ({"bold": True} if row.get("_selected") else {})


def _cell_looks(value: Any, column: Column) -> Looks:
    if is_number(value, column):
        return {"num_format": number_format(column), "valign": "top"}
    return WRAPPED | (RIGHT if column.is_numeric else LEFT)


def number_format(column: Column) -> str:
    """The number format of a column: as many decimals as on the page, though the cell holds all of them."""
    if column.kind == "money":
        return '"Rp" #,##0'
    if column.kind == "integer":
        return "#,##0"
    digits = "0" + ("." + "0" * column.decimals if column.decimals else "")
    return digits + "%" if column.kind == "share" else "#,##" + digits


def _colour(heat: tuple[int, Any] | None) -> Looks:
    """The colour of a heat map's cell, and ink that is readable on it."""
    if heat is None:
        return {}
    from charts import theme  # with Plotly, which a list of a million customers has no room for

    fill = theme.level_value(f"var(--level-{int(heat[0])})", "light")
    return {"bg_color": fill, "font_color": theme.text_on(fill)}
