"""Sheets of a workbook through python-calamine: their rows with true row numbers, their merged cells."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TypeVar

import python_calamine as calamine
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from data.reading import archives, compound, grids
from data.reading.errors import Unreadable
from data.reading.limits import DEFAULT, Limits

KEPT_CELLS = 5_000_000  # some 20 bytes each as columns, at worst 60, beside the 24 of the reader
Part = TypeVar("Part")
Cells = list[Any]
Merge = tuple[tuple[int, int], tuple[int, int]]


class Book:
    """An open workbook. Each sheet is parsed once, however often it is asked for."""

    def __init__(self, path: Path) -> None:
        with _readable():
            self._book = calamine.load_workbook(path)
        self._sheets: dict[str, calamine.CalamineSheet] = {}
        self.parts: dict[Any, list[Any]] = {}  # see `once`

    def close(self) -> None:
        self._book.close()

    @property
    def sheet_names(self) -> list[str]:
        """All sheets, hidden ones too."""
        return list(self._book.sheet_names)

    def names(self) -> list[str]:
        """Return the visible worksheets in the workbook's order; hidden ones hold lists for drop-downs."""
        visible = [
            sheet.name
            for sheet in self._book.sheets_metadata
            if sheet.typ == calamine.SheetTypeEnum.WorkSheet
            and sheet.visible == calamine.SheetVisibleEnum.Visible
        ]
        return visible or self.sheet_names

    def sheet(self, name: str) -> calamine.CalamineSheet:
        if name not in self._sheets:
            with _readable():
                self._sheets[name] = self._book.get_sheet_by_name(name)
        return self._sheets[name]


_kept: ContextVar[dict[Path, Book] | None] = ContextVar("kept", default=None)


@contextlib.contextmanager
def kept_open() -> Iterator[None]:
    """Inside, a workbook stays open, and its parsed sheets in memory, whoever asks for it again.

    A job goes over its file several times, and parsing is most of the time of each. One inside another
    changes nothing.
    """
    if _kept.get() is not None:
        yield
        return
    books: dict[Path, Book] = {}
    token = _kept.set(books)
    try:
        yield
    finally:
        _kept.reset(token)
        for book in books.values():
            book.close()


@contextlib.contextmanager
def open_book(path: Path) -> Iterator[Book]:
    """Open a workbook; whatever the reader cannot take is `Unreadable`."""
    kept = _kept.get()
    if kept is not None:
        if path not in kept:
            kept[path] = Book(path)
        yield kept[path]
        return
    book = Book(path)
    try:
        yield book
    finally:
        book.close()


def once(path: Path, names: Sequence[str], key: Any, make: Callable[[], Iterator[Part]]) -> Iterator[Part]:
    """The parts of these sheets that `make` gives. Inside `kept_open` they are made once for each key, unless
    the sheets are so large that a second form of their cells would take much memory."""
    if _kept.get() is None:
        yield from make()
        return
    with open_book(path) as book:
        if key in book.parts:
            yield from book.parts[key]
            return
        ends = [load(book, name).end or (-1, -1) for name in names]
        is_small = sum((row + 1) * (column + 1) for row, column in ends) <= KEPT_CELLS
        made: list[Part] = []
        for part in make():
            made += [part] if is_small else []
            yield part
        if is_small:
            book.parts[key] = made


def load(book: Book, name: str, limits: Limits = DEFAULT) -> calamine.CalamineSheet:
    """Return one sheet after checking how far it reaches."""
    sheet = book.sheet(name)
    end = sheet.end or (-1, -1)
    grids.check_extent(end[0] + 1, end[1] + 1, limits)
    return sheet


def rows(sheet: calamine.CalamineSheet) -> Iterator[tuple[int, Cells]]:
    """Yield (row number in the sheet, cells from column A on) of each row.

    The reader gives the empty rows above the table but not the empty columns left of it.
    """
    left = [""] * (sheet.start[1] if sheet.start else 0)
    number = 0
    with _readable():
        try:
            for number, cells in enumerate(sheet.iter_rows(), start=1):
                yield number, left + cells if left else cells
        except OverflowError as error:  # a cell becomes a Python object only here
            raise too_many_hours(sheet.name, number + 1) from error


def width(sheet: calamine.CalamineSheet) -> int:
    return sheet.end[1] + 1 if sheet.end else 0


def merges(sheet: calamine.CalamineSheet) -> list[Merge]:
    """Merged ranges as ((first row, first column), (last row, last column)), rows from 1, columns from 0.

    OpenDocument sheets give none: the reader does not know them there.
    """
    found = sheet.merged_cell_ranges or []
    return sorted(((first[0] + 1, first[1]), (last[0] + 1, last[1])) for first, last in found)


def too_many_hours(sheet: str, row: int) -> Unreadable:
    message = _(
        "Row {row} of the sheet “{sheet}” holds a number that is shown as hours but is too large for a time. "
        "Show that column as a number, save the file and upload it again."
    )
    return Unreadable(format_lazy(message, row=row, sheet=sheet), "too_many_hours")


@contextlib.contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except calamine.PasswordError as error:
        raise archives.encrypted() from error
    except (calamine.CalamineError, OSError) as error:
        raise compound.broken_workbook() from error
    except BaseException as error:
        # a panic of the reader's Rust code does not derive from Exception
        if type(error).__name__ != "PanicException":
            raise
        raise compound.broken_workbook() from error
