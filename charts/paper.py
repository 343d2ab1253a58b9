"""The sheet that a figure is drawn on: pixels from the top left, as in a browser, into reportlab's shapes."""

import math
from collections.abc import Sequence
from typing import Any, Literal

from reportlab.graphics.shapes import Circle, Drawing, Group, Line, Path, Polygon, PolyLine, Rect, String
from reportlab.lib.colors import Color

from charts import fonts, printed

Side = Literal["start", "middle", "end"]
LINE = 1.3
DASHES = {"dot": [1.5, 3.0], "dash": [6.0, 4.0]}
_LEAST_LINE = 1e-6
_HALO_ROOM = 1.5


class Paper:
    """width, height: pixels; scale: what one pixel is in points."""

    def __init__(self, width: float, height: float, scale: float) -> None:
        self.width, self.height, self.scale = width, height, scale
        self.group = Group(transform=(scale, 0, 0, scale, 0, 0))

    def drawing(self) -> Drawing:
        """All that was drawn, in points."""
        found = Drawing(self.width * self.scale, self.height * self.scale)
        found.add(self.group)
        return found

    def rect(self, x: float, y: float, width: float, height: float, **look: Any) -> None:
        """A rectangle by its top left corner; negative sizes reach to the left and up."""
        left, top = min(x, x + width), min(y, y + height)
        shape = Rect(left, self.height - top - abs(height), abs(width), abs(height), **_look(**look))
        self.group.add(shape)

    def line(
        self, x0: float, y0: float, x1: float, y1: float, *, color: str, width: float = 1, dash: str = ""
    ) -> None:
        look = _look(line=color, line_width=width, dash=dash)
        look.pop("fillColor")
        self.group.add(Line(x0, self.height - y0, x1, self.height - y1, **look))

    def lines(
        self, points: Sequence[tuple[float, float]], *, color: str, width: float, dash: str = ""
    ) -> None:
        flat = [part for x, y in points for part in (x, self.height - y)]
        look = _look(line=color, line_width=width, dash=dash)
        self.group.add(PolyLine(flat, **{**look, "fillColor": None}))

    def polygon(self, points: Sequence[tuple[float, float]], **look: Any) -> None:
        flat = [part for x, y in points for part in (x, self.height - y)]
        self.group.add(Polygon(flat, **_look(**look)))

    def circle(self, x: float, y: float, radius: float, **look: Any) -> None:
        self.group.add(Circle(x, self.height - y, radius, **_look(**look)))

    def rings(self, rings: Sequence[Sequence[tuple[float, float]]], **look: Any) -> None:
        """One shape of closed rings; those inside another are holes."""
        path = Path(**_look(**look), fillMode=0)
        for ring in rings:
            for place, (x, y) in enumerate(ring):
                (path.lineTo if place else path.moveTo)(x, self.height - y)
            path.closePath()
        self.group.add(path)

    def strokes(
        self, parts: Sequence[tuple[float, float, float, float]], *, color: str, width: float
    ) -> None:
        """Many short lines as one shape."""
        path = Path(**{**_look(line=color, line_width=width), "fillColor": None})
        for x0, y0, x1, y1 in parts:
            path.moveTo(x0, self.height - y0)
            path.lineTo(x1, self.height - y1)
        self.group.add(path)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float,
        color: str,
        across: Side = "start",
        down: Side = "middle",
        weight: fonts.Weight = "normal",
        angle: float = 0,
        halo: bool = False,
    ) -> None:
        """Lines of text, parted by breaks, whose start, middle or end is at x, and top, middle or end at y.

        angle: degrees against the clock around (x, y). halo: on a ground of paper, where lines cross it.
        """
        rows = text.split("\n")
        high = LINE * size * len(rows)
        top = y - {"start": 0.0, "middle": high / 2, "end": high}[down]
        target = self.group if not angle else self._turned(x, y, angle)
        for place, row in enumerate(rows):
            wide = fonts.width(row, size, weight)
            left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[across]
            middle = top + LINE * size * (place + 0.5)
            if halo and row:
                self._ground(left, middle, wide, size)
            self._row(target, left, middle + fonts.CAPITAL / 2 * size, row, size, color, weight)

    def _row(
        self, target: Group, x: float, base: float, text: str, size: float, color: str, weight: fonts.Weight
    ) -> None:
        fill = _color(color)
        for font, part in fonts.runs(text, weight):
            if part.strip():
                target.add(String(x, self.height - base, part, fontName=font, fontSize=size, fillColor=fill))
            x += fonts.width_in(font, part, size)

    def _ground(self, left: float, middle: float, wide: float, size: float) -> None:
        high = 1.05 * size
        self.rect(
            left - _HALO_ROOM, middle - high / 2, wide + 2 * _HALO_ROOM, high, fill="rgba(255,255,255,0.8)"
        )

    def _turned(self, x: float, y: float, angle: float) -> Group:
        cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        up = self.height - y
        group = Group(transform=(cos, sin, -sin, cos, x - cos * x + sin * up, up - sin * x - cos * up))
        self.group.add(group)
        return group


def _look(
    fill: str = "", line: str = "", line_width: float = 1, dash: str = "", opacity: float = 1
) -> dict[str, Any]:
    has_line = bool(line) and line_width > _LEAST_LINE
    return {
        "fillColor": _color(fill, opacity) if fill else None,
        "strokeColor": _color(line, opacity) if has_line else None,
        "strokeWidth": line_width if has_line else 0,
        "strokeDashArray": DASHES.get(dash),
        "strokeLineJoin": 1,
    }


def _color(colour: str, opacity: float = 1) -> Color:
    red, green, blue, own = printed.rgba(colour)
    return Color(red, green, blue, alpha=own * opacity)
