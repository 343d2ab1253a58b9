"""A figure's table as the page shows it, on paper: the same words, numbers and levels."""

from typing import Any

from django.utils.translation import gettext as _
from reportlab.platypus import Flowable

from core import formats
from core.figures import LEVELS, Column, Table
from core.tables import level_word, printed, total_of

from . import look
from .columns import PAD, fit
from .grid import Grid, Key, Row, Sheet
from .text import SMALL, TINY, Text

# beside the words of a level: its three bars
_LEVEL_ROOM = 14.0


def grids(table: Table, name: str, room: float) -> list[Flowable]:
    """The table in the order of the page; one that is too wide stands in several, side after side."""
    if not table.columns:
        return []
    ordered = table.sorted_by(table.sort)
    rows = [_row(row, ordered) for row in ordered.rows] + [_total(one, ordered) for one in total_of(ordered)]
    if not ordered.rows:
        return [Text(_("No rows for these filters."), SMALL)]
    parts = _sheets(ordered, rows, name, room)
    head: list[Flowable] = [Text(str(table.caption), TINY)] if table.caption else []
    if table.is_heat:
        head.append(Key([(place, level_word(word)) for place, word in table.heat_key]))
    return [*head, *(Grid(sheet, rows) for sheet in parts)]


def is_wide(table: Table, room: float) -> bool:
    """Whether the table needs more than one side at this width, even in the smallest type."""
    if not table.columns or not table.rows:
        return False
    rows = [_row(row, table) for row in table.rows]
    return len(_fitted(table, rows, room).groups) > 1


def _sheets(table: Table, rows: list[Row], name: str, room: float) -> list[Sheet]:
    found = _fitted(table, rows, room)
    heads = tuple(_head(column) for column in table.columns)
    right = frozenset(place for place, column in enumerate(table.columns) if column.is_numeric)
    return [
        Sheet(heads, right, tuple(widths), widths, found.size, found.pad, name) for widths in found.groups
    ]


def _fitted(table: Table, rows: list[Row], room: float) -> Any:
    cells = [[row.cells[place] for row in rows] for place in range(len(table.columns))]
    extras = [_LEVEL_ROOM if column.kind == "level" else 0.0 for column in table.columns]
    bold = [row for row in rows if row.is_total or row.is_chosen]
    strong = [[row.cells[place] for row in bold] for place in range(len(table.columns))]
    return fit([_head(column) for column in table.columns], cells, extras, room, strong)


def _head(column: Column) -> str:
    return f"{column.label} ({column.unit})" if column.unit else str(column.label)


def _row(row: dict[str, Any], table: Table) -> Row:
    heat = row.get("_heat", {})
    places = {column.key: place for place, column in enumerate(table.columns)}
    return Row(
        tuple(printed(row.get(column.key), column) for column in table.columns),
        is_muted=bool(row.get("_muted")),
        is_chosen=bool(row.get("_selected")),
        shades={places[key]: int(cell[0]) for key, cell in heat.items() if key in places},
        ranks=_ranks(row, table),
    )


def _total(total: dict[str, Any], table: Table) -> Row:
    """The last line, blank where a column has no total: a dash would say that none is known."""
    cells = (printed(total[one.key], one) if one.key in total else "" for one in table.columns)
    return Row(tuple(cells), is_total=True)


def _ranks(row: dict[str, Any], table: Table) -> dict[int, int]:
    return {
        place: rank(row[column.key])
        for place, column in enumerate(table.columns)
        if column.kind == "level" and not formats.is_missing(row.get(column.key))
    }


def rank(value: Any) -> int:
    """How many of the three bars a level fills, as its badge does on the page."""
    name = str(value)
    if name in LEVELS:
        return LEVELS.index(name) + 1
    first = name.split()[0]
    number = int(first) + isinstance(value, int) if first.isdigit() else 1
    return min(number, len(LEVELS))


def pairs(
    rows: list[tuple[str, str]], heads: tuple[str, str], room: float, part: float = 0.3
) -> list[Flowable]:
    """Two columns of texts: what, and its words. part: of the room, that the first takes."""
    if not rows:
        return []
    widths = {0: part * room, 1: (1 - part) * room}
    sheet = Sheet(heads, frozenset(), (0, 1), widths, look.SMALL, PAD)
    return [Grid(sheet, [Row(pair) for pair in rows])]


def columns(rows: list[tuple[str, str]], heads: tuple[str, str], room: float) -> list[Flowable]:
    """Two columns of texts with their headings, the first the wider one."""
    return pairs(rows, heads, room, 0.6)
