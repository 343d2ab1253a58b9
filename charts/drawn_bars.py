"""Bars on paper: side by side, on top of one another or one over the other, lying or standing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from charts import fonts, theme, written
from charts.paper import Side
from charts.plane import Plane

# pixels between a bar's end and its number
_GAP = 4
# of a pattern's lines, and how much thinner than their distance they are
_HATCH, _SOLIDITY = 7, 0.15


@dataclass(frozen=True)
class Bar:
    """One bar. row: its place across the axis of names, with what offset and thickness it has there; start,
    end: on the axis of amounts; place: which of its trace it is."""

    trace: dict[str, Any]
    place: int
    row: Any
    offset: float
    thickness: float
    start: float
    end: float

    @property
    def value(self) -> float:
        return self.end - self.start


def lies(trace: dict[str, Any]) -> bool:
    return trace.get("orientation") == "h"


def bars(traces: Sequence[dict[str, Any]], layout: dict[str, Any]) -> list[Bar]:
    """All bars of a figure in the order in which they are drawn; one without a value is left out."""
    mode = layout.get("barmode", "group")
    columns = _columns(traces, mode)
    room = 1 - float(layout["bargap"])
    stacked: Counter[tuple[Any, bool]] = Counter()
    found = []
    for column, trace in zip(columns, traces, strict=True):
        rows, values = (trace.get("y"), trace.get("x")) if lies(trace) else (trace.get("x"), trace.get("y"))
        thick = room / (max(columns) + 1)
        shift = (column - max(columns) / 2) * thick
        for place, (row, value) in enumerate(zip(rows or [], values or [], strict=False)):
            if isinstance(value, int | float):
                start = _start(trace, place, row, value, stacked if mode in ("stack", "relative") else None)
                own = written.at(trace.get("width"), place)
                found.append(Bar(trace, place, row, 0 if own else shift, own or thick, start, start + value))
    return found


def _columns(traces: Sequence[dict[str, Any]], mode: str) -> list[int]:
    """Which of the bars side by side each trace is: all the first, where none share a row (as in Plotly)."""
    rows = [str(one) for trace in traces for one in (trace.get("y" if lies(trace) else "x") or [])]
    shared = len(rows) != len(set(rows))
    return list(range(len(traces))) if mode == "group" and shared else [0] * len(traces)


def _start(
    trace: dict[str, Any], place: int, row: Any, value: float, stacked: Counter[tuple[Any, bool]] | None
) -> float:
    base = written.at(trace.get("base"), place, 0)
    if stacked is None:
        return float(base)
    start = float(stacked[row, value < 0])
    stacked[row, value < 0] += value  # type: ignore[assignment]
    return start


def extent(found: Iterable[Bar]) -> list[float]:
    """The numbers that the axis of amounts has to reach."""
    return [end for bar in found for end in (bar.start, bar.end)]


def draw(plane: Plane, found: Sequence[Bar]) -> None:
    """The bars, then their lines of uncertainty, then their numbers: none covers another's text."""
    boxes = [(bar, box) for bar in found if (box := _box(plane, bar)) is not None]
    for bar, box in boxes:
        _fill(plane, bar, box)
    for bar, box in boxes:
        _error(plane, bar, box)
    for bar, box in boxes:
        _label(plane, bar, box)


Box = tuple[float, float, float, float]


def _box(plane: Plane, bar: Bar) -> Box | None:
    """Left, top, right, bottom in pixels; a lying bar starts at the left, a standing one at the bottom."""
    names, amounts = (plane.y, plane.x) if lies(bar.trace) else (plane.x, plane.y)
    middle = names.place(bar.row)
    if middle is None or not names.shows(middle):
        return None
    edges = [names.pixel(middle + bar.offset + part * bar.thickness) for part in (-0.5, 0.5)]
    start, end = amounts.pixel(bar.start), amounts.pixel(bar.end)
    return (start, min(edges), end, max(edges)) if lies(bar.trace) else (min(edges), end, max(edges), start)


def _fill(plane: Plane, bar: Bar, box: Box) -> None:
    marker = bar.trace.get("marker") or {}
    line = marker.get("line") or {}
    left, top, right, bottom = box
    if abs(right - left) < 1e-9 or abs(bottom - top) < 1e-9:
        return
    plane.paper.rect(
        left, top, right - left, bottom - top,
        fill=color(plane, bar.trace, bar.place),
        line=written.at(line.get("color"), bar.place, ""),
        line_width=float(written.at(line.get("width"), bar.place, 0)),
        opacity=float(written.at(marker.get("opacity"), bar.place, 1)),
    )  # fmt: skip
    hatch(plane, marker.get("pattern") or {}, bar.place, box)


def color(plane: Plane, trace: dict[str, Any], place: int) -> str:
    given = written.at((trace.get("marker") or {}).get("color"), place)
    return str(given or plane.layout["colorway"][0])


def hatch(plane: Plane, pattern: dict[str, Any], place: int, box: Box) -> None:
    """The lines of a pattern over a bar: the browser's three kinds."""
    shape = written.at(pattern.get("shape"), place, "")
    if not shape:
        return
    size = float(pattern.get("size") or _HATCH)
    left, right = sorted((box[0], box[2]))
    ways = {"/": (1,), "\\": (-1,), "x": (1, -1)}.get(shape, (1,))
    parts = [part for way in ways for part in _diagonals(left, box[1], right, box[3], size, way)]
    ink = written.at(pattern.get("fgcolor"), place, theme.LIGHT_PAPER)
    width = size * float(pattern.get("solidity") or _SOLIDITY)
    if parts:
        plane.paper.strokes(parts, color=ink, width=width)


def _diagonals(left: float, top: float, right: float, bottom: float, size: float, way: int) -> list[Box]:
    """Lines at 45 degrees inside a box, `size` apart along its sides; way: 1 rises to the right, -1 falls."""
    parts = []
    wide, high = right - left, bottom - top
    reach = size
    while reach < wide + high:
        # from the left or the bottom side to the top or the right side of the box
        x0, y0 = max(0.0, reach - high), min(reach, high)
        x1, y1 = min(reach, wide), max(0.0, reach - wide)
        rows = (top + y0, top + y1) if way > 0 else (bottom - y0, bottom - y1)
        parts.append((left + x0, rows[0], left + x1, rows[1]))
        reach += size
    return parts


def _error(plane: Plane, bar: Bar, box: Box) -> None:
    if not lies(bar.trace):
        return
    error_line(plane, bar.trace, bar.place, bar.end, (box[1] + box[3]) / 2)


def error_line(plane: Plane, trace: dict[str, Any], place: int, x: float, y: float) -> None:
    """The interval of a mark at the value x, on the pixel line y, with its two ends."""
    error = trace.get("error_x")
    more = written.at((error or {}).get("array"), place)
    if not error or more is None:
        return
    less = written.at(error.get("arrayminus"), place, more)
    low, high = plane.x.at(x - less), plane.x.at(x + more)
    if low is None or high is None:
        return
    look: dict[str, Any] = {
        "color": error.get("color") or plane.ink,
        "width": float(error.get("thickness") or 2),
    }
    half = float(error.get("width") or 4)
    plane.paper.strokes(
        [(low, y, high, y), (low, y - half, low, y + half), (high, y - half, high, y + half)], **look
    )


def _label(plane: Plane, bar: Bar, box: Box) -> None:
    values = {"x": bar.value, "y": bar.row} if lies(bar.trace) else {"x": bar.row, "y": bar.value}
    custom = written.at(bar.trace.get("customdata"), bar.place)
    said = written.label(bar.trace, bar.place, {**values, "customdata": custom}, plane.separators)
    where = written.at(bar.trace.get("textposition"), bar.place, "auto")
    if not said.strip() or where == "none":
        return
    if where == "outside":
        _outside(plane, bar, box, said)
    else:
        _inside(plane, bar, box, said)


def _outside(plane: Plane, bar: Bar, box: Box, said: str) -> None:
    font = bar.trace.get("textfont") or {}
    look: dict[str, Any] = {
        "size": float(font.get("size") or plane.size),
        "color": written.at(font.get("color"), bar.place, plane.ink),
        "halo": True,
    }
    left, top, right, bottom = box
    if not lies(bar.trace):
        down: Side = "end" if bar.value >= 0 else "start"
        plane.paper.text(
            (left + right) / 2, top - (1 if bar.value >= 0 else -1), said, across="middle", down=down, **look
        )
    elif bar.value < 0:
        plane.paper.text(right - _GAP, (top + bottom) / 2, said, across="end", **look)
    else:
        wide = fonts.width(said, look["size"])
        # a number never leaves the paper: it rather begins a little earlier
        plane.paper.text(min(right + _GAP, plane.paper.width - wide), (top + bottom) / 2, said, **look)


def _inside(plane: Plane, bar: Bar, box: Box, said: str) -> None:
    font = {**(bar.trace.get("textfont") or {}), **(bar.trace.get("insidetextfont") or {})}
    size = float(font.get("size") or plane.size)
    left, top, right, bottom = box
    room = abs(right - left) if lies(bar.trace) else abs(bottom - top)
    if bar.trace.get("constraintext") != "none" and fonts.width(said, size) > room:
        return
    plane.paper.text(
        (left + right) / 2, (top + bottom) / 2, said,
        size=size, color=written.at(font.get("color"), bar.place, plane.ink), across="middle",
    )  # fmt: skip
