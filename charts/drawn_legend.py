"""The legend on paper: in lines above the plane, or below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from charts import drawn_bars, drawn_scatter, fonts, written
from charts.plane import Plane

# pixels of a mark, behind it, behind a name, and of a line
_MARK, _AFTER, _APART, _LINE = 14.0, 7.0, 18.0, 22.0


@dataclass(frozen=True)
class Entry:
    """One entry by its trace, in which line it is and where it begins (pixels from the left)."""

    trace: dict[str, Any]
    number: int
    name: str
    line: int
    x: float


def entries(data: Sequence[dict[str, Any]], layout: dict[str, Any], room: float, size: float) -> list[Entry]:
    """The named traces in the order of the legend, in lines no wider than `room`."""
    shown = [(number, trace) for number, trace in enumerate(data) if trace.get("showlegend") is not False]
    shown = [(number, trace) for number, trace in shown if trace.get("name")]
    asked = any(trace.get("showlegend") for _number, trace in shown)
    if layout.get("showlegend") is False or (len(shown) < 2 and not asked and not layout.get("showlegend")):
        return []
    # Plotly turns the legend of stacked bars round unless it is told not to
    order = layout["legend"].get("traceorder") or (
        "reversed" if layout.get("barmode") == "stack" else "normal"
    )
    return _flowed(shown[::-1] if order == "reversed" else shown, room, size)


def _flowed(shown: Sequence[tuple[int, dict[str, Any]]], room: float, size: float) -> list[Entry]:
    found, x, line = [], 0.0, 0
    for number, trace in shown:
        name = written.text(trace["name"]).replace("\n", " ")
        wide = _MARK + _AFTER + fonts.width(name, size)
        if x and x + wide > room:
            x, line = 0.0, line + 1
        found.append(Entry(trace, number, name, line, x))
        x += wide + _APART
    return found


def height(found: Sequence[Entry]) -> float:
    """Pixels of all its lines."""
    return _LINE * (found[-1].line + 1) if found else 0.0


def is_below(layout: dict[str, Any]) -> bool:
    return float(layout["legend"].get("y", 1)) < 0.5


def draw(plane: Plane, found: Sequence[Entry], left: float, top: float) -> None:
    for entry in found:
        x, y = left + entry.x, top + _LINE * (entry.line + 0.5)
        _mark(plane, entry, x, y)
        plane.paper.text(x + _MARK + _AFTER, y, entry.name, size=plane.size, color=plane.ink)


def _mark(plane: Plane, entry: Entry, x: float, y: float) -> None:
    trace, middle = entry.trace, x + _MARK / 2
    colour = plane.layout["colorway"][entry.number % len(plane.layout["colorway"])]
    if trace["type"] == "bar":
        _bar_mark(plane, trace, x, y)
        return
    if "lines" in str(trace.get("mode")):
        line = trace.get("line") or {}
        plane.paper.line(
            x, y, x + _MARK, y, color=line.get("color") or colour, width=float(line.get("width") or 2)
        )
    if "markers" in str(trace.get("mode")):
        drawn_scatter.mark(plane, trace, 0, (middle, y), colour)


def _bar_mark(plane: Plane, trace: dict[str, Any], x: float, y: float) -> None:
    line = (trace.get("marker") or {}).get("line") or {}
    half = _MARK / 2
    plane.paper.rect(
        x, y - half, _MARK, _MARK,
        fill=drawn_bars.color(plane, trace, 0), line=written.at(line.get("color"), 0, ""),
        line_width=min(1.0, float(written.at(line.get("width"), 0, 0))),
    )  # fmt: skip
    pattern = (trace.get("marker") or {}).get("pattern") or {}
    drawn_bars.hatch(plane, pattern, 0, (x, y - half, x + _MARK, y + half))
