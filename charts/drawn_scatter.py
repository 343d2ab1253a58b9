"""Points, lines and texts on paper."""

import itertools
import math
from collections.abc import Iterator
from typing import Any

from charts import theme, written
from charts.drawn_bars import error_line
from charts.paper import Side
from charts.plane import Plane

_SIZE, _GAP = 6.0, 3.0
# pixels by which something may lie beyond the plane and still belong to it: what is on its edge does
_TOUCH = 1.0
_ACROSS: dict[str, Side] = {"left": "end", "center": "middle", "right": "start"}
_DOWN: dict[str, Side] = {"top": "end", "middle": "middle", "bottom": "start"}
# corners of a mark as parts of its half width, clockwise from the top
_CORNERS = {
    "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    "triangle-up": ((0, -1.15), (1.15, 0.75), (-1.15, 0.75)),
    "triangle-down": ((0, 1.15), (-1.15, -0.75), (1.15, -0.75)),
    "cross": ((-0.4, -1.2), (0.4, -1.2), (0.4, -0.4), (1.2, -0.4), (1.2, 0.4), (0.4, 0.4),
              (0.4, 1.2), (-0.4, 1.2), (-0.4, 0.4), (-1.2, 0.4), (-1.2, -0.4), (-0.4, -0.4)),
    "star": tuple(
        ((1.4 if place % 2 == 0 else 0.56) * math.sin(math.pi * place / 5),
         (1.4 if place % 2 == 0 else 0.56) * -math.cos(math.pi * place / 5))
        for place in range(10)
    ),
}  # fmt: skip
_TURN = math.sqrt(0.5)
_CORNERS["x"] = tuple(((x - y) * _TURN, (x + y) * _TURN) for x, y in _CORNERS["cross"])

Point = tuple[float, float]


def draw(plane: Plane, trace: dict[str, Any], colour: str) -> None:
    """One trace: its line, then intervals, marks and texts. colour: where it names none."""
    mode = str(trace.get("mode") or "lines+markers")
    points = [_point(plane, x, y) for x, y in zip(trace.get("x") or [], trace.get("y") or [], strict=False)]
    if "lines" in mode:
        ends = zip(trace.get("x") or [], trace.get("y") or [], strict=False)
        _line(
            plane, trace, points if plane.y.categories else [_anywhere(plane, *one) for one in ends], colour
        )
    for place, point in enumerate(points):
        if point is None or _cut(plane, point, point) is None:
            continue
        value = trace["x"][place]
        if isinstance(value, int | float):
            error_line(plane, trace, place, value, point[1])
        if "markers" in mode:
            mark(plane, trace, place, point, colour)
        if "text" in mode:
            _text(plane, trace, place, point, "markers" in mode)


def _point(plane: Plane, x: Any, y: Any) -> Point | None:
    across, down = plane.x.at(x), plane.y.at(y)
    place = plane.y.place(y)
    # of a figure on several sheets each has its own rows
    if across is None or down is None or place is None or not plane.y.shows(place):
        return None
    return across, down


def _anywhere(plane: Plane, x: Any, y: Any) -> Point | None:
    """A point that may lie beyond the plane: the line to it is seen up to the edge."""
    across, down = plane.x.at(x), plane.y.at(y)
    return None if across is None or down is None else (across, down)


def _line(plane: Plane, trace: dict[str, Any], points: list[Point | None], colour: str) -> None:
    line = trace.get("line") or {}
    look: dict[str, Any] = {"color": line.get("color") or colour, "width": float(line.get("width") or 2),
            "dash": line.get("dash") or ""}  # fmt: skip
    part: list[Point] = []
    for point in [*points, None]:
        if point is not None:
            part.append(point)
            continue
        for inside in _within(plane, part):
            plane.paper.lines(inside, **look)
        part = []


def _within(plane: Plane, part: list[Point]) -> Iterator[list[Point]]:
    """What of a line lies within the plane: it may lead out where an axis is narrower than the numbers."""
    found: list[Point] = []
    for one, other in itertools.pairwise(part):
        piece = _cut(plane, one, other)
        if found and (piece is None or piece[0] != found[-1]):
            yield found
            found = []
        if piece is not None:
            found += piece[1:] if found else piece
    if found:
        yield found


def _cut(plane: Plane, one: Point, other: Point) -> list[Point] | None:
    """The part of a straight line within the plane (Liang & Barsky 1984); None where there is none."""
    begin, end = 0.0, 1.0
    bounds = (sorted((plane.left, plane.right)), sorted((plane.top, plane.bottom)))
    for axis, (low, high) in enumerate(bounds):
        step = other[axis] - one[axis]
        for room, way in ((one[axis] - low + _TOUCH, -step), (high - one[axis] + _TOUCH, step)):
            if way == 0 and room < 0:
                return None
            if way < 0:
                begin = max(begin, room / way)
            elif way > 0:
                end = min(end, room / way)
    if begin > end:
        return None
    ends = ((begin, one), (end, other))
    return [
        point if part in (0.0, 1.0)
        else (one[0] + part * (other[0] - one[0]), one[1] + part * (other[1] - one[1]))
        for part, point in ends
    ]  # fmt: skip


def mark(plane: Plane, trace: dict[str, Any], place: int, point: Point, colour: str) -> None:
    """One mark of a trace, in its shape, size and colours."""
    marker = trace.get("marker") or {}
    line = marker.get("line") or {}
    symbol = str(written.at(marker.get("symbol"), place, "circle"))
    fill = str(written.at(marker.get("color"), place, colour))
    is_open = symbol.endswith("-open")
    shape(
        plane, symbol.removesuffix("-open"), point, float(written.at(marker.get("size"), place, _SIZE)) / 2,
        fill=theme.LIGHT_PAPER if is_open else fill,
        line=fill if is_open else str(written.at(line.get("color"), place, fill)),
        line_width=float(written.at(line.get("width"), place, 1 if is_open else 0)),
        opacity=float(written.at(marker.get("opacity"), place, 1)),
    )  # fmt: skip


def shape(plane: Plane, symbol: str, point: Point, half: float, **look: Any) -> None:
    """A mark's shape around a point; what is not known by name is a circle."""
    x, y = point
    if symbol == "square":
        plane.paper.rect(x - half, y - half, 2 * half, 2 * half, **look)
    elif symbol in _CORNERS:
        plane.paper.polygon([(x + dx * half, y + dy * half) for dx, dy in _CORNERS[symbol]], **look)
    else:
        plane.paper.circle(x, y, half, **look)


def _text(plane: Plane, trace: dict[str, Any], place: int, point: Point, has_mark: bool) -> None:
    values = {name: written.at(trace.get(name), place) for name in ("x", "y", "customdata")}
    said = written.label(trace, place, values, plane.separators)
    if not said.strip():
        return
    font = trace.get("textfont") or {}
    down, across = str(written.at(trace.get("textposition"), place, "middle center")).split()
    size = float(written.at((trace.get("marker") or {}).get("size"), place, _SIZE))
    # as Plotly: a name keeps clear of its mark, and begins at the point where there is none
    beside = size / 2 / 0.8 + 1 if has_mark else 0
    x = point[0] + {"left": -1, "center": 0, "right": 1}[across] * beside
    y = point[1] + {"top": -1, "middle": 0, "bottom": 1}[down] * beside
    # a space before a number keeps it off the bar's end
    indent = _GAP if said.startswith(" ") else 0
    plane.paper.text(
        x + indent, y, said.strip(" "),
        size=float(written.at(font.get("size"), place, plane.size)),
        color=str(written.at(font.get("color"), place, plane.ink)),
        weight="bold" if written.at(font.get("weight"), place) == "bold" else "normal",
        across=_ACROSS[across], down=_DOWN[down], halo=bool(font.get("shadow")),
    )  # fmt: skip
