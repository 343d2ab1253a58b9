"""The line of a page's numbers: each with its label, its change and its note."""

from collections.abc import Sequence

from reportlab.platypus import Flowable

from charts import fonts
from core.figures import Number

from . import look
from .text import draw_line

_GAP, _LEADING = 14.0, 1.35
_BIG, _LONG = 17.0, 12.0
_IN_LINE = 4
# of one text: numbers stand side by side on one sheet
_MOST_LINES = 8


class Numbers(Flowable):  # type: ignore[misc]
    """Up to four numbers side by side between two hairlines; more stand in further lines."""

    def __init__(self, numbers: Sequence[Number]) -> None:
        super().__init__()
        self.numbers = list(numbers)
        self.spaceBefore, self.spaceAfter = 6, 12

    def wrap(self, room: float, height: float) -> tuple[float, float]:
        self.width = room
        self.each = (room - _GAP * (_IN_LINE - 1)) / _IN_LINE
        self.parts = [_parts(number, self.each) for number in self.numbers]
        lines = range(0, len(self.parts), _IN_LINE)
        self.heights = [max(_height(one) for one in self.parts[at : at + _IN_LINE]) + 16 for at in lines]
        return room, sum(self.heights)

    def draw(self) -> None:
        top = sum(self.heights)
        self._rule(top)
        for line, high in enumerate(self.heights):
            for place, parts in enumerate(self.parts[line * _IN_LINE : (line + 1) * _IN_LINE]):
                self._number(parts, place * (self.each + _GAP), top - 8)
            top -= high
            self._rule(top)

    def _number(self, parts: list[tuple[str, float, str, fonts.Weight]], x: float, top: float) -> None:
        for text, size, color, weight in parts:
            base = top - _LEADING * size / 2 - fonts.CAPITAL / 2 * size
            draw_line(self.canv, x, base, text, size, color, weight)
            top -= _LEADING * size

    def _rule(self, y: float) -> None:
        self.canv.setStrokeColor(look.colour(look.LINE))
        self.canv.setLineWidth(look.HAIRLINE)
        self.canv.line(0, y, self.width, y)


def _parts(number: Number, room: float) -> list[tuple[str, float, str, fonts.Weight]]:
    """(line, size, colour, weight) from top to bottom."""
    value = f"{number.shown} {number.unit}" if number.unit else number.shown
    size = _LONG if len(value) > 13 else _BIG
    found = _lines(str(number.label), look.SMALL, look.INK_2, "normal", room)
    found += _lines(value, size, look.INK, "bold", room)
    for text in (number.change, number.note):
        if text:
            found += _lines(str(text), look.TINY, look.INK_2, "normal", room)
    return found


def _lines(
    text: str, size: float, color: str, weight: fonts.Weight, room: float
) -> list[tuple[str, float, str, fonts.Weight]]:
    found = fonts.lines(text, size, room, weight, _MOST_LINES)
    return [(line, size, color, weight) for line in found]


def _height(parts: list[tuple[str, float, str, fonts.Weight]]) -> float:
    return sum(_LEADING * size for _text, size, _color, _weight in parts)
