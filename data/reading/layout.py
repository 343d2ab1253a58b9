"""How a table lies in its file: guessed, shown to the person, changed by them, and then followed exactly."""

import contextlib
import itertools
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from data.reading import header, sheets, textfile
from data.reading.errors import Unreadable
from data.reading.grids import column_letters
from data.reading.header import Row
from data.reading.sheets import Merge

__all__ = ["Guess", "Layout", "Note", "Preview", "SheetInfo", "Unreadable", "guess", "headers", "preview"]

TEXT_FORMATS = ("csv", "tsv")
COMPARED_ROWS = 200


@dataclass(frozen=True)
class Layout:
    """Everything needed to find the cells of a table; row numbers are 1-based rows of the sheet or file.

    sheets: read one after another as one table; empty for text files.
    header_row: first row of the header; `header_row_of` names the sheets where it differs.
    header_rows: rows of the header, joined as "A B"; 0 where there is none, and then header_row is the first
        row of the data and the columns are called "Column 1", "Column 2" …
    number_row: the row below the header numbers the columns.
    delimiter: of text files; one blank stands for one or more (data/reading/spaces.py).
    fill_merged: words in a cell merged downwards hold for all its rows; numbers are never repeated.
    skip_total_rows: whether rows that `names.is_total` recognises are left out by the import.
    """

    format: str
    sheets: tuple[str, ...] = ()
    header_row: int = 1
    header_rows: int = 1
    encoding: str = "utf-8"
    delimiter: str = ","
    number_row: bool = False
    fill_merged: bool = True
    skip_total_rows: bool = True
    header_row_of: tuple[tuple[str, int], ...] = ()

    @property
    def is_text(self) -> bool:
        return self.format in TEXT_FORMATS

    def header_at(self, sheet: str = "") -> int:
        """Return the first header row of a sheet, or its first row of data where it has no header."""
        return dict(self.header_row_of).get(sheet, self.header_row)

    def to_json(self) -> dict[str, Any]:
        """Return plain lists, texts and numbers, as a JSON field keeps them."""
        return asdict(self) | {
            "sheets": list(self.sheets),
            "header_row_of": [list(pair) for pair in self.header_row_of],
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Layout":
        """Return the layout `to_json` described; a field it does not know is an error (TypeError)."""
        pairs = tuple((str(sheet), int(row)) for sheet, row in value.get("header_row_of", ()))
        known = value | {"sheets": tuple(value.get("sheets", ())), "header_row_of": pairs}
        # what is below no header numbers nothing
        return cls(**known | ({} if value.get("header_rows", 1) else {"number_row": False}))


@dataclass(frozen=True)
class SheetInfo:
    """One sheet ("" for a text file): rows below its header that are not blank, columns, header texts."""

    name: str
    rows: int
    columns: int
    header: list[str]


@dataclass(frozen=True)
class Note:
    """A row below the table that looks like a remark; it stays a row, the caller decides."""

    sheet: str
    row: int
    text: str


@dataclass(frozen=True)
class Guess:
    """A proposed layout. `reasons`: field of the layout → lazy text; `warnings`: lazy texts.

    `mixed_rows`: lines of a UTF-8 file that are written in another encoding.
    """

    layout: Layout
    reasons: dict[str, Any]
    sheets: list[SheetInfo]
    warnings: list[Any] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    mixed_rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Preview:
    """First rows as texts: `rows` and `before_header` hold (row number in the file, cells)."""

    headers: list[str]
    rows: list[tuple[int, list[str]]]
    before_header: list[tuple[int, list[str]]]


@dataclass(frozen=True)
class Top:
    """The beginning of one sheet, cut at its header."""

    before: list[Row]
    header: list[Row]
    below: list[Row]
    merges: list[Merge]

    @property
    def width(self) -> int:
        return header.width(self.header, self.below)

    @property
    def raw_labels(self) -> list[str]:
        if not self.header:  # there is none, or it would lie behind the last row: then no columns either
            return header.made_up(self.width)
        return header.join(self.header, self.merges, self.width)


def guess(path: Path, form: Any, limits: Any = None) -> Guess:
    """Propose a layout for the table at `path` (already extracted) of the given `FileForm`.

    Reads the whole file once; raises `Unreadable` where there is no table in it.
    """
    from data.reading import guessing  # guessing builds the classes of this module

    return guessing.guess(path, form.format, *(() if limits is None else (limits,)))


def headers(path: Path, layout: Layout, sheet: str | None = None) -> list[str]:
    """Return one name per column: all different, none empty, each on one line."""
    return header.unique(top(path, layout, sheet).raw_labels)[0]


def preview(path: Path, layout: Layout, rows: int = 20, sheet: str | None = None) -> Preview:
    """Return the first rows of a sheet (the layout's first one unless told) as a person should see them."""
    start = top(path, layout, sheet)
    shown = [row for row in start.below if header.filled(row[1])][:rows]
    return Preview(header.unique(start.raw_labels)[0], _as_texts(shown), _as_texts(start.before))


def top(path: Path, layout: Layout, sheet: str | None = None) -> Top:
    """Read a sheet's beginning: all rows before the header, the header, and up to 200 rows below."""
    name = _sheet(layout, sheet)
    with opened(path, layout, name) as (rows, merges):
        before, head, rows = split_head(rows, layout, name)
        below = list(itertools.islice(rows, COMPARED_ROWS))
    return Top(before, head, below, merges)


def split_head(
    rows: Iterator[Row], layout: Layout, sheet: str = ""
) -> tuple[list[Row], list[Row], Iterator[Row]]:
    """Cut `rows` into those before the header, the header, and all others (of which one may be taken)."""
    at, before, head = layout.header_at(sheet), [], []
    for row in rows:
        if row[0] < at:
            before.append(row)
            continue
        if not layout.header_rows:
            return before, [], itertools.chain([row], rows)
        head.append(row)
        if len(head) == layout.header_rows + layout.number_row:
            break
    return before, head[: layout.header_rows], rows


@contextlib.contextmanager
def opened(path: Path, layout: Layout, sheet: str = "") -> Iterator[tuple[Iterator[Row], list[Merge]]]:
    """Open one sheet or text file; give its rows and its merged cells."""
    if layout.is_text:
        with textfile.open_text(path, layout.encoding) as lines:
            yield textfile.records(lines, layout.delimiter), []
    else:
        with sheets.open_book(path) as book:
            loaded = sheets.load(book, sheet)
            yield sheets.rows(loaded), sheets.merges(loaded)


def address(row: int, column: int) -> str:
    """Return "C12" for row 12 and the third column (column 2, counted from 0)."""
    return f"{column_letters(column + 1)}{row}"


def _sheet(layout: Layout, sheet: str | None) -> str:
    return sheet if sheet is not None else next(iter(layout.sheets), "")


def _as_texts(rows: list[Row]) -> list[tuple[int, list[str]]]:
    return [(number, [header.label(cell) for cell in cells]) for number, cells in rows]
