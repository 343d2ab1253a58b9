"""Paragraphs: plain text in lines, with no markup that data could carry.

reportlab's own Paragraph reads its text as XML and knows one font per part; here a text is drawn as it is,
each character with the font that has it, right-to-left parts in their order.
"""

from dataclasses import dataclass
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from charts import fonts

from . import look


@dataclass(frozen=True)
class Style:
    """size, leading, before, after, indent: points; color: #rrggbb; ground: behind the text, with a bar."""

    size: float = look.BODY
    color: str = look.INK
    weight: fonts.Weight = "normal"
    leading: float = 1.45
    before: float = 0
    after: float = 4
    indent: float = 0


HEADING = Style(look.HEADING, weight="bold", leading=1.25, after=6)
PART = Style(look.FIGURE + 1.5, weight="bold", leading=1.3, before=10, after=4)
FIGURE = Style(look.FIGURE, weight="bold", leading=1.3, after=1)
SUBTITLE = Style(look.SMALL, look.INK_2, after=6)
BODY = Style()
SMALL = Style(look.SMALL, look.INK_2)
TINY = Style(look.TINY, look.INK_2, after=2)
LABEL = Style(look.SMALL, weight="bold", after=1)


def draw_line(
    canvas: Canvas, x: float, y: float, text: str, size: float, color: str, weight: fonts.Weight = "normal"
) -> float:
    """One line from x on, its base line at y; returns where it ends."""
    canvas.setFillColor(look.colour(color))
    for font, part in fonts.runs(text, weight):
        canvas.setFont(font, size)
        canvas.drawString(x, y, part)
        x += fonts.width_in(font, part, size)
    return x


class Text(Flowable):  # type: ignore[misc]
    """A paragraph. link: the name of a place in the document that a click opens; most: lines, 0 for all."""

    def __init__(self, text: Any, style: Style = BODY, link: str = "", most: int = 0) -> None:
        super().__init__()
        self.text, self.style, self.link, self.most = str(text), style, link, most
        self.spaceBefore, self.spaceAfter = style.before, style.after
        self.lines: list[str] = []

    @property
    def step(self) -> float:
        return self.style.size * self.style.leading

    @property
    def capital(self) -> float:
        """Half the height of a capital letter: lines are set around their middle."""
        return fonts.CAPITAL / 2 * self.style.size

    def width_of(self, line: str) -> float:
        """Where a line of it ends."""
        return self.style.indent + fonts.width(line, self.style.size, self.style.weight)

    def wrap(self, room: float, height: float) -> tuple[float, float]:
        self.width = room
        inner = room - self.style.indent
        self.lines = fonts.lines(self.text, self.style.size, inner, self.style.weight, self.most)
        return room, len(self.lines) * self.step

    def split(self, room: float, height: float) -> list[Flowable]:
        self.wrap(room, height)
        fit = int(height / self.step)
        if fit < 1 or fit >= len(self.lines):
            return [] if fit < 1 else [self]
        return [self._part(self.lines[:fit]), self._part(self.lines[fit:])]

    def _part(self, lines: list[str]) -> "Text":
        return type(self)("\n".join(lines), self.style, self.link)

    def draw(self) -> None:
        style, y = self.style, len(self.lines) * self.step
        for line in self.lines:
            base = y - self.step / 2 - self.capital
            draw_line(self.canv, style.indent, base, line, style.size, style.color, style.weight)
            y -= self.step
        if self.link:
            box = (0, 0, self.width, len(self.lines) * self.step)
            self.canv.linkRect("", self.link, box, relative=1, thickness=0)


class Caution(Text):
    """A warning: on a ground of its own, with a sign before it."""

    _pad = 7.0

    def __init__(self, text: Any, style: Style | None = None, link: str = "") -> None:
        super().__init__(text, style or Style(look.SMALL, look.CAUTION, before=3, after=5, indent=24), link)

    def wrap(self, room: float, height: float) -> tuple[float, float]:
        _wide, high = super().wrap(room - self._pad, height)
        self.width = room
        return room, high + 2 * self._pad

    def split(self, room: float, height: float) -> list[Flowable]:
        return super().split(room - self._pad, height - 2 * self._pad)

    def draw(self) -> None:
        high = len(self.lines) * self.step + 2 * self._pad
        self.canv.setFillColor(look.colour(look.CAUTION_WASH))
        self.canv.rect(0, 0, self.width, high, stroke=0, fill=1)
        self.canv.setFillColor(look.colour(look.CAUTION))
        self.canv.rect(0, 0, 2, high, stroke=0, fill=1)
        self._sign(high - self._pad - self.step / 2)
        self.canv.translate(0, self._pad)
        super().draw()

    def _sign(self, middle: float) -> None:
        """A triangle with an exclamation mark: told without its colour."""
        path = self.canv.beginPath()
        path.moveTo(9, middle - 4.5)
        path.lineTo(19, middle - 4.5)
        path.lineTo(14, middle + 4.5)
        path.close()
        self.canv.drawPath(path, stroke=0, fill=1)
        draw_line(self.canv, 12.9, middle - 3.6, "!", 7, "#ffffff", "bold")


class Place(Flowable):  # type: ignore[misc]
    """A name for what follows: a bookmark, an entry of the outline, and its sheet for the contents."""

    def __init__(self, key: str, title: str, level: int, note: Any = None) -> None:
        super().__init__()
        self.key, self.title, self.level, self.note = key, title, level, note

    def wrap(self, room: float, height: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        self.canv.bookmarkPage(self.key)
        self.canv.addOutlineEntry(self.title, self.key, self.level, closed=self.level > 0)
        if self.note:
            self.note(self.key, self.canv.getPageNumber())


class Rule(Flowable):  # type: ignore[misc]
    """A hairline over the whole width."""

    def __init__(self, before: float = 4, after: float = 8, color: str = look.LINE) -> None:
        super().__init__()
        self.spaceBefore, self.spaceAfter, self.color = before, after, color

    def wrap(self, room: float, height: float) -> tuple[float, float]:
        self.width = room
        return room, look.HAIRLINE

    def draw(self) -> None:
        self.canv.setStrokeColor(look.colour(self.color))
        self.canv.setLineWidth(look.HAIRLINE)
        self.canv.line(0, 0, self.width, 0)
