"""How wide the columns of a sheet are, and how high a line that is wrapped, from their texts."""

import math
from typing import Any

from . import formats
from .figures import Column, Table
from .tables import header, is_number, is_unknown, said

# characters; a text longer than the widest column is wrapped
NARROWEST, WIDEST = 9, 44
# the button of the filter in a heading
BUTTON = 3
# the first rows tell how wide a column has to be
LOOKED_AT = 1_000
# characters of a line of notes below the table
NOTES = 96


def width(column: Column, table: Table) -> float:
    """The width of a column, in characters: that of its longest cell; a long heading may take three lines."""
    rows = [*table.rows[:LOOKED_AT], *([table.total] if table.total else [])]
    cells = max((_length(row.get(column.key), column) for row in rows), default=0)
    label = header(column)
    words = max((len(word) for word in label.split()), default=0)
    return min(WIDEST, max(NARROWEST, cells + 3, words + BUTTON, math.ceil(len(label) / 3) + BUTTON))


def _length(value: Any, column: Column) -> int:
    if is_unknown(value, column):
        return 0
    if not is_number(value, column):
        return max(len(line) for line in said(value, column).split("\n"))
    if column.kind == "money":
        return len(formats.money_full(value))
    if column.kind == "integer":
        return len(formats.integer(value))
    return len(formats.shown(value, column.kind, column.decimals))


def lines_of(text: str, room: float) -> int:
    """Lines that a text takes in a cell of so many characters; wrapping at words wastes a tenth of them."""
    return sum(max(1, math.ceil(len(line) / (room * 0.9))) for line in str(text).split("\n"))
