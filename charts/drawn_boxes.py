"""Lying box plots on paper: whiskers, box and the line of the median."""

from typing import Any

from charts.plane import Plane

# of a box's thickness, what its whiskers end with
_END = 0.5
NUMBERS = ("lowerfence", "q1", "median", "q3", "upperfence")


def extent(trace: dict[str, Any]) -> list[float]:
    """The numbers that the axis has to reach."""
    values = [one for name in NUMBERS for one in trace.get(name) or []]
    return [float(one) for one in values if isinstance(one, int | float)]


def draw(plane: Plane, trace: dict[str, Any]) -> None:
    """Every box of a trace; one without all of its five numbers is left out."""
    for place, row in enumerate(trace.get("y") or []):
        middle = plane.y.place(row)
        ends = [plane.x.at(trace[name][place]) for name in NUMBERS]
        if middle is None or not plane.y.shows(middle) or any(one is None for one in ends):
            continue
        _box(plane, trace, middle, [one for one in ends if one is not None])


def _box(plane: Plane, trace: dict[str, Any], middle: float, ends: list[float]) -> None:
    low, q1, median, q3, high = ends
    half = float(trace.get("width") or 0.5) / 2
    top, bottom = sorted(plane.y.pixel(middle + side * half) for side in (-1, 1))
    y, end = (top + bottom) / 2, _END * (bottom - top) / 2
    line = trace.get("line") or {}
    look: dict[str, Any] = {
        "color": line.get("color") or plane.ink,
        "width": float(line.get("width") or 2),
    }
    whiskers = [
        (low, y, q1, y), (q3, y, high, y), (low, y - end, low, y + end), (high, y - end, high, y + end)
    ]  # fmt: skip
    plane.paper.strokes(whiskers, **look)
    plane.paper.rect(
        q1, top, q3 - q1, bottom - top, fill=trace["fillcolor"], line=look["color"], line_width=look["width"]
    )
    plane.paper.line(median, top, median, bottom, color=look["color"], width=look["width"])
