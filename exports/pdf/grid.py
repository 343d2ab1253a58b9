"""Tables: hairlines, numbers to the right, the header again on every sheet that they go on to."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _
from reportlab.platypus import Flowable

from charts import fonts, printed, theme

from . import look
from .text import draw_line

_LEADING, _ROW_PAD = 1.3, 3.2
_BARS = 14.0
# with fewer rows a table begins on the next sheet, as does a short one of which less than half would fit
_LEAST_ROWS, _SHORT = 3, 20


@dataclass(frozen=True)
class Row:
    """cells: texts as they are shown. shades: column → percent of the way from low to high.

    ranks: column → how many of three bars are filled before a level's word.
    """

    cells: tuple[str, ...]
    is_muted: bool = False
    is_chosen: bool = False
    is_total: bool = False
    shades: dict[int, int] = field(default_factory=dict)
    ranks: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """What every part of a table shares. shown: which columns; right: which are set to the right."""

    heads: tuple[str, ...]
    right: frozenset[int]
    shown: tuple[int, ...]
    widths: dict[int, float]
    size: float
    pad: float
    # of its figure, said where the table begins or goes on on another sheet
    name: str = ""


# the lines of each cell of a row
Cells = list[list[str]]


class Grid(Flowable):  # type: ignore[misc]
    """A table that may go on over sheets."""

    def __init__(
        self, sheet: Sheet, rows: Sequence[Row], *, goes_on: bool = False, lines: Sequence[Cells] = ()
    ) -> None:
        """lines: of the rows' cells, where they were broken before."""
        super().__init__()
        self.sheet, self.rows, self.goes_on, self._lines = sheet, rows, goes_on, lines
        self.spaceBefore, self.spaceAfter = 4, 10

    @property
    def step(self) -> float:
        return self.sheet.size * _LEADING

    def wrap(self, room: float, height: float) -> tuple[float, float]:
        sheet = self.sheet
        self.width = sum(sheet.widths[one] for one in sheet.shown)
        self.head = [self._broken(sheet.heads[one], one, "bold") for one in sheet.shown]
        # once for all sheets: a table of 500 rows is wrapped a dozen times
        self._lines = self._lines or [[self._cell(row, one) for one in sheet.shown] for row in self.rows]
        self.heights = [self._height(cells) for cells in self._lines]
        # begun on a new sheet it says of which figure it is; the height of a whole frame tells
        at_top = bool(sheet.name) and self._is_whole(height)
        self.name = sheet.name + (_(" – continued") if self.goes_on else "") if at_top else ""
        self.head_height = self._height(self.head) if any(sheet.heads) else 0.0
        self.above = self.head_height + (self.step + 4 if self.name else 0)
        return self.width, self.above + sum(self.heights)

    def _height(self, cells: list[list[str]]) -> float:
        return max((len(lines) for lines in cells), default=1) * self.step + 2 * _ROW_PAD

    def _cell(self, row: Row, column: int) -> list[str]:
        weight: fonts.Weight = "bold" if row.is_chosen or row.is_total else "normal"
        return self._broken(row.cells[column], column, weight, _BARS if column in row.ranks else 0)

    def _broken(self, text: str, column: int, weight: fonts.Weight, extra: float = 0) -> list[str]:
        room = self.sheet.widths[column] - 2 * self.sheet.pad - extra
        # no letter is wider than its type is high: most cells need no measuring
        if text.isascii() and "\n" not in text and len(text) * self.sheet.size <= room:
            return [text]
        return fonts.lines(text, self.sheet.size, room, weight)

    def split(self, room: float, height: float) -> list[Flowable]:
        self.wrap(room, height)
        used, fit = self.above, 0
        while fit < len(self.rows) and used + self.heights[fit] <= height:
            used += self.heights[fit]
            fit += 1
        if fit >= len(self.rows):
            return [self]
        # the last row does not stand alone on the next sheet, nor the total without a row
        if fit > 1 and len(self.rows) - fit < _LEAST_ROWS:
            fit -= 1
        if self._is_whole(height):
            return self._whole_sheet(fit, height)
        is_short = len(self.rows) <= _SHORT and not self.goes_on
        if fit < _LEAST_ROWS or (is_short and fit < len(self.rows) / 2):
            return []
        return self._cut(fit)

    @staticmethod
    def _is_whole(height: float) -> bool:
        return any(abs(height - one) < 1 for one in look.TEXT_HEIGHTS)

    def _whole_sheet(self, fit: int, height: float) -> list[Flowable]:
        """What a sheet of its own takes; a row that is higher than a sheet goes on on the next one."""
        if fit > 0:
            return self._cut(fit)
        lines = max(1, int((height - self.above - 2 * _ROW_PAD) / self.step))
        start, rest = (
            replace(
                self.rows[0], cells=tuple(self._some(column, part) for column in range(len(self.sheet.heads)))
            )
            for part in (slice(0, lines), slice(lines, None))
        )
        rows = [start, rest, *self.rows[1:]]
        return [
            Grid(self.sheet, rows[:1], goes_on=self.goes_on), Grid(self.sheet, rows[1:], goes_on=True)
        ]  # fmt: skip

    def _some(self, column: int, part: slice) -> str:
        """Some lines of a cell of the first row."""
        return "\n".join(self._cell(self.rows[0], column)[part])

    def _cut(self, fit: int) -> list[Flowable]:
        first = Grid(self.sheet, self.rows[:fit], goes_on=self.goes_on, lines=self._lines[:fit])
        first.spaceAfter = 0
        return [first, Grid(self.sheet, self.rows[fit:], goes_on=True, lines=self._lines[fit:])]

    def draw(self) -> None:
        top = self.above + sum(self.heights)
        if self.name:
            self._said_name(top)
            top -= self.step + 4
        height = self.head_height
        if height:
            self._texts(self.head, top, height, look.INK_2, "bold", is_head=True)
        self._rule(top - height, look.LINE_STRONG if height else look.LINE, 0.8 if height else look.HAIRLINE)
        top -= height
        for row, cells, high in zip(self.rows, self._lines, self.heights, strict=True):
            self._row(row, cells, top, high)
            top -= high

    def _said_name(self, top: float) -> None:
        name = fonts.lines(self.name, look.TINY, self.width)[0]
        draw_line(self.canv, 0, top - self.step + 3, name, look.TINY, look.INK_2)

    def _row(self, row: Row, cells: list[list[str]], top: float, height: float) -> None:
        if row.is_chosen:
            self._fill(0, top, self.width, height, look.ACCENT_WASH)
        if row.is_total:
            self._rule(top, look.LINE_STRONG, 0.8)
        self._grounds(row, top, height)
        weight: fonts.Weight = "bold" if row.is_chosen or row.is_total else "normal"
        self._texts(cells, top, height, look.INK_2 if row.is_muted else look.INK, weight, row=row)
        self._rule(top - height, look.LINE, look.HAIRLINE)

    def _grounds(self, row: Row, top: float, height: float) -> None:
        x = 0.0
        for column in self.sheet.shown:
            if column in row.shades:
                fill = _shade(row.shades[column])
                self._fill(x + 0.75, top - 0.75, self.sheet.widths[column] - 1.5, height - 1.5, fill)
            x += self.sheet.widths[column]

    def _texts(
        self, cells: list[list[str]], top: float, height: float, ink: str, weight: fonts.Weight,
        *, row: Row | None = None, is_head: bool = False,
    ) -> None:  # fmt: skip
        x = 0.0
        for column, lines in zip(self.sheet.shown, cells, strict=True):
            # headers stand on their rule, cells hang from theirs
            down = height - _ROW_PAD - len(lines) * self.step if is_head else _ROW_PAD
            color = _ink_on(row.shades[column]) if row and column in row.shades else ink
            rank = row.ranks.get(column) if row else None
            start = x + self.sheet.pad
            if rank:
                self._level(start, top - down - self.step / 2, rank)
                start += _BARS
            self._column(lines, column, x, start, top - down, color, weight)
            x += self.sheet.widths[column]

    def _column(
        self,
        lines: list[str],
        column: int,
        x: float,
        start: float,
        top: float,
        color: str,
        weight: fonts.Weight,
    ) -> None:
        size = self.sheet.size
        for place, line in enumerate(lines):
            base = top - (place + 0.5) * self.step - fonts.CAPITAL / 2 * size
            at = start
            if column in self.sheet.right:
                at = x + self.sheet.widths[column] - self.sheet.pad - fonts.width(line, size, weight)
            draw_line(self.canv, at, base, line, size, color, weight)

    def _level(self, x: float, middle: float, rank: int) -> None:
        """Three bars, as many of them filled as the level's rank."""
        fill = printed.light(f"level-{('low', 'medium', 'high')[min(rank, 3) - 1]}") or look.INK
        self.canv.setLineWidth(look.HAIRLINE)
        self.canv.setStrokeColor(look.colour(theme.EDGE_VALUES["light"]))
        for place in range(3):
            high = 2.6 + 2 * place
            self.canv.setFillColor(look.colour(fill if place < rank else "#ffffff"))
            self.canv.rect(x + 3.5 * place, middle - 3.2, 2.5, high, stroke=1, fill=1)

    def _fill(self, x: float, top: float, width: float, height: float, color: str) -> None:
        self.canv.setFillColor(look.colour(color))
        self.canv.rect(x, top - height, width, height, stroke=0, fill=1)

    def _rule(self, y: float, color: str, width: float) -> None:
        self.canv.setStrokeColor(look.colour(color))
        self.canv.setLineWidth(width)
        self.canv.line(0, y, self.width, y)


def _shade(percent: int) -> str:
    return printed.light(f"level-{percent}") or "#ffffff"


def _ink_on(percent: int) -> str:
    return printed.light(f"on-level-{percent}") or look.INK


class Key(Flowable):  # type: ignore[misc]
    """What the shades of a heat map mean: a square and a word each."""

    def __init__(self, pairs: Sequence[tuple[int, Any]]) -> None:
        super().__init__()
        self.pairs = pairs
        self.spaceAfter = 4

    def wrap(self, room: float, height: float) -> tuple[float, float]:
        return room, 12

    def draw(self) -> None:
        x = 0.0
        for percent, word in self.pairs:
            self.canv.setFillColor(look.colour(_shade(percent)))
            self.canv.setStrokeColor(look.colour(theme.EDGE_VALUES["light"]))
            self.canv.setLineWidth(look.HAIRLINE)
            self.canv.rect(x, 1.5, 9, 9, stroke=1, fill=1)
            x = draw_line(self.canv, x + 13, 3.2, str(word), look.SMALL, look.INK) + 14
