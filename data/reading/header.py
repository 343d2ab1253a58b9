"""Where the header of a table is, if it has one, and what its columns are called: from its first rows."""

import datetime
import re
import statistics
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from data.reading.grids import column_letters
from data.reading.sheets import Cells, Merge

Row = tuple[int, Cells]
NUMBER = re.compile(r"[\s.,:/%()+\-]*\d[\s\d.,:/%()+\-]*|(rp|idr)\.?\s*[\d.,\-]+", re.IGNORECASE)
YEAR = re.compile(r"(19|20)\d\d([-/](19|20)?\d\d)?\*{0,2}")
COLUMN_NUMBER = re.compile(r"[(\[]?(\d{1,3})[)\]]?")
# dates in digits; "1.5" and "1.250.000" are numbers
DATE = re.compile(r"\d{1,4}[-/]\d{1,4}|\d{1,4}([-/.])\d{1,2}\1\d{1,4}([ T].*)?")
WHOLE = re.compile(r"\d{1,9}")
MADE_UP = re.compile(r"Column \d+")
NOTE = re.compile(r"(sumber|catatan|keterangan|ket\b|source|notes?\b|\*|¹|1\))", re.IGNORECASE)
SEARCHED = 60
COMPARED = 12


@dataclass(frozen=True)
class Head:
    """`row`: first header row in the file; `rows`: one or two; `number_row`: a row "(1) (2) (3)" follows.

    Without a header `rows` is 0 and `row` the first row of the data.
    """

    row: int
    rows: int
    number_row: bool


def is_blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip("\x00 \t\r\n\xa0\ufeff"))


def label(cell: Any) -> str:
    """Return a cell as one line of text: whole numbers without a point, dates in ISO form."""
    if is_blank(cell):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        cell = cell.date()
    return " ".join(unicodedata.normalize("NFC", str(cell)).replace("\ufeff", "").split())


def is_label(cell: Any) -> bool:
    """Could the cell name a column? Words can, and years, other numbers and dates cannot."""
    text = label(cell)
    if isinstance(cell, datetime.date | datetime.time | datetime.timedelta | bool):
        return False
    return bool(text) and (YEAR.fullmatch(text) is not None or NUMBER.fullmatch(text) is None)


def is_value(cell: Any) -> bool:
    """Is the cell a number or a date? A number may look like a year, and a year is one."""
    return not is_label(cell) or YEAR.fullmatch(label(cell)) is not None


def filled(cells: Cells) -> list[int]:
    """Return the columns that hold something."""
    return [column for column, cell in enumerate(cells) if not is_blank(cell)]


def find(rows: Sequence[Row], merges: Sequence[Merge] = ()) -> Head | None:
    """Return the header among the first rows of a table, or None when every row is blank."""
    used = [(number, cells) for number, cells in rows if filled(cells)]
    if not used:
        return None
    at, first = _best(used), _first_full(used)
    if (at == first or _contrast(used, at) == 0) and _is_data(used, first):
        return Head(used[first][0], 0, False)
    if at > 0 and _completes(used[at - 1], used[at], merges):
        first, last = at - 1, at
    elif at + 1 < len(used) and _continues(used, at):
        first, last = at, at + 1
    else:
        first = last = at
    follows = last + 1 < len(used) and is_number_row(used[last + 1][1])
    return Head(used[first][0], used[last][0] - used[first][0] + 1, follows)


def made_up(columns: int) -> list[str]:
    """Names of columns that have none, the same in every language: mappings and decisions refer to them."""
    return [f"Column {number}" for number in range(1, columns + 1)]


def is_made_up(name: str) -> bool:
    return MADE_UP.fullmatch(name) is not None


def join(header: Sequence[Row], merges: Sequence[Merge], width: int) -> list[str]:
    """Return one text per column: two rows become "A B", merged cells of the upper one are filled forward."""
    texts = [
        [label(cells[column]) if column < len(cells) else "" for column in range(width)]
        for _n, cells in header
    ]
    for upper, lower, (number, _cells) in zip(texts, texts[1:], header, strict=False):
        _fill_forward(upper, lower, number, merges)
    joined = []
    for parts in zip(*texts, strict=True):
        kept = [part for at, part in enumerate(parts) if part and part not in parts[:at]]
        joined.append(" ".join(kept))
    return joined


def unique(labels: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return labels that are all different and not empty, and those that had to be numbered."""
    result: list[str] = []
    repeated: list[str] = []
    for column, text in enumerate(labels, start=1):
        name = base = text or f"Column {column_letters(column)}"
        number = 1
        while name in result:
            number += 1
            name = f"{base} ({number})"
        if number > 1:
            repeated.append(base)
        result.append(name)
    return result, repeated


def width(header: Sequence[Row], below: Sequence[Row]) -> int:
    """Return the number of columns: named ones, and unnamed ones that more than half of the rows use.

    Without a header all that any of the rows uses.
    """
    if not header:
        return max((max(filled(cells), default=-1) for _n, cells in below), default=-1) + 1
    named = max((max(filled(cells), default=-1) for _n, cells in header), default=-1) + 1
    reached = sorted(max(columns) + 1 for _n, cells in below if (columns := filled(cells)))
    return max(named, reached[(len(reached) - 1) // 2] if reached else 0)


def is_number_row(cells: Cells) -> bool:
    """Tell the row that numbers the columns, as official tables have it: (1) (2) (3)."""
    found = [COLUMN_NUMBER.fullmatch(label(cells[column])) for column in filled(cells)]
    numbers = [int(match.group(1)) for match in found if match]
    return len(numbers) == len(found) >= 3 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def is_note(cells: Cells, typical: int) -> bool:
    """Tell a remark below a table from a row of it."""
    columns = filled(cells)
    if not columns:
        return False
    return (
        len(columns) <= 2
        and typical > 2
        and (NOTE.match(label(cells[columns[0]])) is not None or len(columns) == 1)
    )


def typical_width(rows: Sequence[Row]) -> int:
    """Return the median number of filled cells of rows that are not blank."""
    return int(statistics.median_high([len(filled(cells)) for _n, cells in rows if filled(cells)] or [0]))


def _best(used: Sequence[Row]) -> int:
    """Return the position of the row that names the columns (the lower one of two)."""
    enough = _enough(used)
    widest = max(len(filled(cells)) for _n, cells in used)
    chosen: int | None = None
    for at, (_number, cells) in enumerate(used[:SEARCHED]):
        count = len(filled(cells))
        if count < enough or not _names_columns(cells):
            continue
        stands_apart = at + 1 < len(used) and not _adjacent(used[at], used[at + 1]) and count < widest
        if chosen is None:
            chosen = None if stands_apart else at
        elif at <= chosen + 6 and _is_better(used, at, chosen):
            chosen = at
    return _first_full(used) if chosen is None else chosen


def _enough(used: Sequence[Row]) -> float:
    """How many filled cells make a row one of the table, not a title above it."""
    typical = typical_width(used)
    return max(min(2, typical), typical / 2)


def _first_full(used: Sequence[Row]) -> int:
    enough = _enough(used)
    return next((at for at, row in enumerate(used) if len(filled(row[1])) >= enough), 0)


def _is_better(used: Sequence[Row], at: int, chosen: int) -> bool:
    """Does a fuller row stand out from the rows below it at least as much as the one chosen so far?"""
    fuller = len(filled(used[at][1])) > len(filled(used[chosen][1]))
    return fuller and _contrast(used, at) >= max(1, _contrast(used, chosen))


def _adjacent(upper: Row, lower: Row) -> bool:
    """Is there no blank row between? A text record is longer by the breaks in its cells."""
    breaks = sum(len(cell.splitlines()) - 1 for cell in upper[1] if isinstance(cell, str) and cell)
    return lower[0] <= upper[0] + 1 + breaks


def _names_columns(cells: Cells) -> bool:
    columns = filled(cells)
    return sum(is_label(cells[column]) for column in columns) >= 0.8 * len(columns)


def _contrast(used: Sequence[Row], at: int) -> int:
    """Return in how many columns this row has a name above cells that are mostly none."""
    cells = used[at][1]
    below = [row for _n, row in used[at + 1 : at + 1 + COMPARED]]
    count = 0
    for column in filled(cells):
        others = [row[column] for row in below if column < len(row) and not is_blank(row[column])]
        plain = sum(not is_label(cell) for cell in others)
        count += is_label(cells[column]) and bool(others) and plain * 2 > len(others)
    return count


def _is_data(used: Sequence[Row], at: int) -> bool:
    """Does this row hold numbers and dates where the rows below mostly do, so that it names nothing?

    What looks like a year tells nothing: 2023 names a column as often as it is an amount.
    """
    cells, below = used[at][1], [row for _n, row in used[at + 1 : at + 1 + COMPARED]]
    shared = []
    for column in filled(cells):
        kinds = [_kind(row[column]) for row in below if column < len(row) and not is_blank(row[column])]
        usual = max(set(kinds), key=kinds.count, default="")
        if usual and kinds.count(usual) * 2 > len(kinds) and not YEAR.fullmatch(label(cells[column])):
            if _kind(cells[column]) != usual:
                return False
            shared.append(column)
    return bool(shared) and not _numbers_columns(cells, shared, below)


def _kind(cell: Any) -> str:
    """What kind of value a cell holds; "" for one that could be a name."""
    if is_label(cell):
        return ""
    if isinstance(cell, datetime.date) or DATE.fullmatch(label(cell)):
        return "date"
    return "time" if isinstance(cell, datetime.time | datetime.timedelta) else "number"


def _numbers_columns(cells: Cells, columns: list[int], below: Sequence[Cells]) -> bool:
    """Do the numbers of this row count columns, as months 1 to 12 do? They rise from left to right, and those
    of the rows below do not."""
    rising = [_rises(row, columns) for row in below]
    return _rises(cells, columns) and sum(rising) * 2 <= len(rising)


def _rises(cells: Cells, columns: list[int]) -> bool:
    """Are there three whole numbers or more, each larger than the one before?"""
    texts = [label(cells[column]) if column < len(cells) else "" for column in columns]
    numbers = [int(text) for text in texts if WHOLE.fullmatch(text)]
    return len(numbers) == len(texts) >= 3 and numbers == sorted(set(numbers))


def _completes(upper: Row, lower: Row, merges: Sequence[Merge]) -> bool:
    """Does the row above name columns that this one leaves blank, as a spanning header does?"""
    above, below = set(filled(upper[1])), set(filled(lower[1]))
    spans = any(first[0] == upper[0] and last[1] > first[1] > 0 for first, last in merges)
    return (
        _adjacent(upper, lower)
        and bool(above - below)
        and (len(above) > 1 or spans)
        and _names_columns(upper[1])
    )


def _continues(used: Sequence[Row], at: int) -> bool:
    """Does the row below name columns that this one leaves blank, and is it itself no data?"""
    (_number, upper), (_following, lower) = used[at], used[at + 1]
    above, below = set(filled(upper)), set(filled(lower))
    if (
        not _adjacent(used[at], used[at + 1])
        or not below - above
        or not all(is_label(lower[column]) for column in below)
    ):
        return False
    return bool(above - below) or _contrast(used, at + 1) > 0


def _fill_forward(upper: list[str], lower: list[str], number: int, merges: Sequence[Merge]) -> None:
    spans = [(first[1], last[1]) for first, last in merges if first[0] == number and last[1] > first[1]]
    for left, right in spans:
        for column in range(left + 1, min(right + 1, len(upper))):
            upper[column] = upper[column] or upper[left]
    if spans:
        return
    for column in range(1, len(upper)):
        if not upper[column] and lower[column]:
            upper[column] = upper[column - 1]
