"""How far the cells of a sheet reach, found without building the sheet: the declared extent may lie."""

import re
from collections.abc import Iterable
from xml.parsers import expat

import numpy as np
from django.utils.translation import gettext_lazy as _

from data.reading.errors import Unreadable
from data.reading.limits import Limits

SHEET_DATA = re.compile(rb"<(?:[\w.-]+:)?sheetData[\s>/]")
CELL = re.compile(rb"<(?:[\w.-]+:)?c[\s>/]")
REFERENCE = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]+)(\d+)[\"']")
PLAIN_CELL = b'<c r="'
# three letters, seven digits and the quotation mark, with some to spare
REFERENCE_LENGTH = 14
LONGEST_TAG = 4_000_000


def too_wide() -> Unreadable:
    return Unreadable(
        _("The sheet has too many columns. Delete the columns outside the table and upload the file again."),
        "too_many_columns",
    )


def too_long() -> Unreadable:
    return Unreadable(
        _("The sheet is too large. Delete what lies outside the table, or upload the table as CSV."),
        "too_many_rows",
    )


def bad_xml() -> Unreadable:
    return Unreadable(
        _("The workbook is written in an unusual way. Save it again as .xlsx and upload the new copy."),
        "xml",
    )


def column_number(letters: str) -> int:
    """A = 1, Z = 26, AA = 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 = A, 26 = Z, 27 = AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def check_extent(rows: int, columns: int, limits: Limits) -> None:
    """Raise when a sheet whose last cell is at (rows, columns), 1-based, is too large to hold."""
    if columns > limits.columns:
        raise too_wide()
    if rows > limits.sheet_rows or rows * columns > limits.cells:
        raise too_long()


def holds(piece: bytes, mark: bytes, sign: bytes) -> bool:
    """Whether a mark occurs. One sign of it that is rare is found missing in a tenth of the time."""
    return sign in piece and mark in piece


def whole_tags(blocks: Iterable[bytes]) -> Iterable[bytes]:
    """Cut a stream of XML into pieces that never split a tag."""
    rest = b""
    for block in blocks:
        rest += block
        at = rest.rfind(b"<")
        if at > 0:
            yield rest[:at]
            rest = rest[at:]
        if len(rest) > LONGEST_TAG:
            raise bad_xml()
    yield rest


class References:
    """Extent of an .xlsx sheet from the cells' own references; fed with pieces that split no tag."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.last_row = self.width = 0
        self.is_sheet = False
        self.has_unnamed_cells = False

    def feed(self, piece: bytes) -> None:
        self.is_sheet = self.is_sheet or SHEET_DATA.search(piece) is not None
        if not self.is_sheet:
            return
        end = _plain_end(piece)
        if end is None:
            end = self._any_end(piece)
        self.last_row, self.width = max(self.last_row, end[0]), max(self.width, end[1])
        check_extent(self.last_row, self.width, self.limits)

    def _any_end(self, piece: bytes) -> tuple[int, int]:
        """Last row and column of cells however they are written."""
        found = REFERENCE.findall(piece)
        if len(found) < len(CELL.findall(piece)):
            self.has_unnamed_cells = True
        columns = (column_number(letters.decode()) for letters in {column for column, _row in found})
        return max(map(int, {row for _column, row in found}), default=0), max(columns, default=0)


def _plain_end(piece: bytes) -> tuple[int, int] | None:
    """Last row and column where each cell is written `<c r="A1"`, as office programs do; else None.

    All references at once: one after another they took most of the time of looking at a workbook.
    """
    count = piece.count(PLAIN_CELL)
    if count != piece.count(b"<c") or holds(piece, b":c", b":"):
        return None
    if not count:
        return 0, 0
    text = np.frombuffer(piece + bytes(REFERENCE_LENGTH), dtype=np.uint8)
    at = np.flatnonzero((text[:-1] == ord("<")) & (text[1:] == ord("c"))) + len(PLAIN_CELL)
    rows, columns = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    open_, in_row = np.ones(count, dtype=bool), np.zeros(count, dtype=bool)
    for step in range(REFERENCE_LENGTH):
        sign = text[at + step].astype(np.int64)
        letter = open_ & ~in_row & (sign >= ord("A")) & (sign <= ord("Z"))
        digit = open_ & (columns > 0) & (sign >= ord("0")) & (sign <= ord("9"))
        columns = np.where(letter, columns * 26 + sign - 64, columns)
        rows = np.where(digit, rows * 10 + sign - 48, rows)
        if (open_ & ~letter & ~digit & (sign != ord('"'))).any():
            return None
        open_, in_row = open_ & (letter | digit), in_row | digit
        if not open_.any():
            break
    is_whole = not open_.any() and in_row.all()
    return (int(rows.max()), int(columns.max())) if is_whole else None


class _Counted:
    """Extent of a table from the order of its elements, for cells that carry no reference."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.row = self.column = self.last_row = self.width = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start

    def feed(self, blocks: Iterable[bytes]) -> None:
        try:
            for block in blocks:
                self.parser.Parse(block, False)
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise bad_xml() from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError

    def _mark(self, row: int, column: int) -> None:
        self.last_row, self.width = max(self.last_row, row), max(self.width, column)
        check_extent(self.last_row, self.width, self.limits)


class CountedCells(_Counted):
    """The same for .xlsx sheets: a cell without a reference follows the one before it."""

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
        elif local == "c":
            letters = re.match(r"[A-Za-z]+", attributes.get("r", ""))
            self.column = column_number(letters.group()) if letters else self.column + 1
            self._mark(self.row, self.column)


class RepeatedCells(_Counted):
    """The same for .ods tables, where one element may stand for a million cells.

    All tables of the file are loaded together, so their rectangles are added up.
    """

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.repeat, self.past = 1, 0

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "table":
            self.past += self.last_row * self.width
            self.row = self.column = self.last_row = self.width = 0
        elif local == "table-row":
            # repetitions of a row only count once something follows them
            self.row += self.repeat if self.row else 1
            self.repeat, self.column = _times(attributes, "number-rows-repeated"), 0
        elif local in ("table-cell", "covered-table-cell"):
            self.column += _times(attributes, "number-columns-repeated")
            if any(key.endswith(":value-type") for key in attributes):
                self._mark(self.row + self.repeat - 1, self.column)
        elif local == "p" and self.column:
            self._mark(self.row + self.repeat - 1, self.column)

    def _mark(self, row: int, column: int) -> None:
        super()._mark(row, column)
        if self.past + self.last_row * self.width > self.limits.cells:
            raise too_long()


def _times(attributes: dict[str, str], local: str) -> int:
    text = next((value for key, value in attributes.items() if key.endswith(":" + local)), "1")
    if not text.isdigit():
        raise bad_xml()
    return int(text[:12])
