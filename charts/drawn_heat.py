"""A heat map on paper, and the scale of colours that it shares with maps."""

from itertools import pairwise
from typing import Any

from charts import printed
from charts.plane import Plane


def draw(plane: Plane, trace: dict[str, Any]) -> None:
    """A coloured cell for every number; a missing one stays white."""
    wide = abs(plane.x.pixel(1) - plane.x.pixel(0)) - float(trace.get("xgap") or 0)
    high = abs(plane.y.pixel(1) - plane.y.pixel(0)) - float(trace.get("ygap") or 0)
    values = trace.get("z") or []
    low, top = ends(trace, [value for row in values for value in row])
    for row, cells in zip(trace["y"], values, strict=True):
        for column, value in zip(trace["x"], cells, strict=True):
            x, y, place = plane.x.at(column), plane.y.at(row), plane.y.place(row)
            if value is not None and x is not None and y is not None and plane.y.shows(place or 0):
                fill = shade(trace["colorscale"], value, low, top)
                plane.paper.rect(x - wide / 2, y - high / 2, wide, high, fill=fill)


def ends(trace: dict[str, Any], values: list[Any]) -> tuple[float, float]:
    """What the ends of the colours stand for: as given, else the least and the largest value."""
    known = [float(one) for one in values if one is not None] or [0.0]
    low, high = trace.get("zmin"), trace.get("zmax")
    return (min(known) if low is None else float(low), max(known) if high is None else float(high))


def shade(scale: list[list[Any]], value: float, low: float, high: float) -> str:
    """#rrggbb of a value between the steps of a scale of colours (place 0 .. 1, colour)."""
    place = min(1.0, max(0.0, (value - low) / (high - low))) if high > low else 0.5
    steps = [(float(at), printed.on_paper(str(colour))) for at, colour in scale]
    for (at, colour), (following, after) in pairwise(steps):
        if place <= following:
            return _between(colour, after, (place - at) / ((following - at) or 1))
    return steps[-1][1]


def _between(one: str, other: str, part: float) -> str:
    pairs = zip(printed.rgba(one)[:3], printed.rgba(other)[:3], strict=True)
    return "#" + "".join(f"{round(255 * (low + (high - low) * part)):02x}" for low, high in pairs)
