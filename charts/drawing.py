"""A figure as a vector drawing for print on white paper: Plotly's form into reportlab's shapes, no browser.

Every kind of trace that our figures use is drawn as the browser draws it; any other is an error by name, so
that nothing is left out unseen.
"""

from collections.abc import Sequence
from typing import Any

from reportlab.graphics.shapes import Drawing

from charts import (
    drawn_axes,
    drawn_bars,
    drawn_boxes,
    drawn_flows,
    drawn_heat,
    drawn_legend,
    drawn_maps,
    drawn_scatter,
    scales,
    slices,
    written,
)
from charts.paper import Paper, Side
from charts.plane import Plane
from charts.printed import printed

KINDS = frozenset({"bar", "box", "scatter", "heatmap", "choropleth", "sankey", "scattergeo"})
_MAPS = frozenset({"choropleth", "scattergeo"})
_HEIGHT = 420
# the least of a plane, and what a colour bar with its numbers takes at the right of a map
_LEAST_PLANE, _BAR_ROOM = 60, 90
_ACROSS: dict[str, Side] = {"left": "start", "center": "middle", "right": "end"}
_DOWN: dict[str, Side] = {"top": "start", "middle": "middle", "bottom": "end"}


class UnknownTrace(ValueError):
    """A figure holds a kind of trace that is not drawn here: show its table instead."""


def drawing(plot: Any, width: float, height: float | None = None, scale: float = 1) -> Drawing:
    """The figure `width` pixels wide; its own height is a wish, texts around the plane may add to it.

    plot: a dict or a go.Figure; scale: points per pixel. The fonts must be loaded (charts.fonts.load).
    Raises UnknownTrace.
    """
    return _drawn(printed(plot, width), width, height, scale)


def drawings(plot: Any, width: float, height: float, scale: float, most: float) -> list[Drawing]:
    """The figure in as many parts as it needs where none may be higher than `most` pixels.

    It is cut between its rows; all parts have the same axis of amounts. One that has no rows stays whole.
    """
    content = printed(plot, width)
    parts = slices.windows(content["data"], content["layout"], height, most)
    if len(parts) < 2:
        return [_drawn(content, width, height, scale)]
    found = []
    for low, high, share in parts:
        layout = {**content["layout"], "yaxis": {**content["layout"]["yaxis"], "range": [low, high]}}
        found.append(_drawn({**content, "layout": layout}, width, share, scale))
    return found


def _drawn(content: dict[str, Any], width: float, height: float | None, scale: float) -> Drawing:
    data, layout = content["data"], content["layout"]
    unknown = sorted({str(trace.get("type")) for trace in data} - KINDS)
    if unknown:
        raise UnknownTrace(", ".join(unknown))
    wanted = float(height or layout.get("height") or _HEIGHT)
    if any(trace["type"] in _MAPS for trace in data):
        return _map(data, layout, width, wanted, scale)
    if any(trace["type"] == "sankey" for trace in data):
        return _flows(data, layout, width, wanted, scale)
    return _plane(data, layout, width, wanted, scale)


def _map(
    data: list[dict[str, Any]], layout: dict[str, Any], width: float, height: float, scale: float
) -> Drawing:
    size, ink = float(layout["font"]["size"]), str(layout["font"]["color"])
    legend = drawn_legend.entries(data, layout, width, size)
    head = drawn_legend.height(legend)
    paper = Paper(width, height, scale)
    bars = [trace for trace in data if drawn_maps.has_bar(trace)]
    right = width - (_BAR_ROOM if bars else 0)
    drawn_maps.draw(paper, data, (4, head + 4, right - 4, height - 4), size, ink)
    for trace in bars[:1]:
        box = (right + 8, head + 0.2 * height, 0.8 * height)
        drawn_maps.bar(paper, trace, box, {"size": size, "color": ink}, str(layout["separators"]))
    unit = scales.Scale("linear", 0, 1, {}, 0, width)
    drawn_legend.draw(Plane(paper, unit, unit, layout), legend, 0, 0)
    return paper.drawing()


def _flows(
    data: list[dict[str, Any]], layout: dict[str, Any], width: float, height: float, scale: float
) -> Drawing:
    """Flows between their titles, above, and their legend, below."""
    size = float(layout["font"]["size"])
    legend = drawn_legend.entries(data, layout, width, size)
    head, foot = 1.4 * size + 8, drawn_legend.height(legend) + 6
    paper = Paper(width, height, scale)
    x, y = (scales.Scale("linear", 0, 1, {}) for _axis in "xy")
    plane = Plane(paper, x.between(4, width - 4), y.between(height - foot, head), layout)
    for trace in data:
        if trace["type"] == "sankey":
            drawn_flows.draw(
                paper, trace, (plane.left, plane.top, plane.right, plane.bottom), size, plane.ink
            )
    _annotations(plane)
    drawn_legend.draw(plane, legend, 0, height - foot + 6)
    return paper.drawing()


def _plane(
    data: list[dict[str, Any]], layout: dict[str, Any], width: float, wanted: float, scale: float
) -> Drawing:
    size = float(layout["font"]["size"])
    bars = drawn_bars.bars([trace for trace in data if trace["type"] == "bar"], layout)
    x, y = (_scale(name, data, layout, bars) for name in ("x", "y"))
    room = drawn_axes.room(layout, x, y, width, size)
    legend = drawn_legend.entries(data, layout, width, size)
    plane, top = _framed(layout, width, wanted, scale, (x, y), room, drawn_legend.height(legend))
    _shapes(plane, "below")
    drawn_axes.draw_behind(plane, room.names)
    _marks(plane, data, bars)
    _shapes(plane, "above")
    _annotations(plane)
    drawn_legend.draw(plane, legend, 0, top)
    return plane.paper.drawing()


def _scale(name: str, data: list[dict[str, Any]], layout: dict[str, Any], bars: list[Any]) -> scales.Scale:
    """The scale of one axis over all traces."""
    values = [one for trace in data for one in (trace.get(name) or [])]
    amounts = [bar for bar in bars if drawn_bars.lies(bar.trace) == (name == "x")]
    numbers = [
        float(one)
        for trace in data
        if trace["type"] != "bar" and isinstance(trace.get(name), list)
        for one in trace[name]
        if isinstance(one, int | float)
    ]
    if name == "x":
        numbers += [one for trace in data if trace["type"] == "box" for one in drawn_boxes.extent(trace)]
    return scales.scale(layout[f"{name}axis"], values, [*numbers, *drawn_bars.extent(amounts)], bool(amounts))


def _framed(
    layout: dict[str, Any],
    width: float,
    wanted: float,
    scale: float,
    axes: tuple[scales.Scale, scales.Scale],
    room: drawn_axes.Room,
    legend: float,
) -> tuple[Plane, float]:
    """The plane between its margins, and where the legend begins."""
    margin = {side: float(layout["margin"].get(side) or 0) for side in "lrtb"}
    above, below = _notes(layout)
    is_below = drawn_legend.is_below(layout)
    left, right = max(margin["l"], room.left), width - margin["r"]
    head = max(room.top + above, 6.0) + (0 if is_below else legend)
    foot = max(room.bottom, below, 4.0) + (legend if is_below else 0)
    # the figure's own height counts the margins of the browser; the plane stays as high as there
    usual = max(margin["t"], head) + max(margin["b"], foot)
    inner = max(_LEAST_PLANE, wanted - usual)
    paper = Paper(width, head + inner + foot, scale)
    plane = Plane(paper, axes[0].between(left, right), axes[1].between(head + inner, head), layout)
    return plane, (head + inner + foot - legend if is_below else 0)


def _notes(layout: dict[str, Any]) -> tuple[float, float]:
    """Pixels that annotations take above and below the plane."""
    size = float(layout["font"]["size"])
    above = below = 0.0
    for note in layout.get("annotations") or []:
        if note.get("yref") != "paper":
            continue
        if float(note["y"]) >= 1 and note.get("yanchor") == "bottom":
            # notes higher than the plane stand in lines of their own
            above = max(above, 1.4 * size + 300 * (float(note["y"]) - 1))
        if float(note["y"]) <= 0 and note.get("yanchor") == "top":
            below = max(below, 1.6 * size)
    return above, below


def _marks(plane: Plane, data: Sequence[dict[str, Any]], bars: list[Any]) -> None:
    for trace in data:
        if trace["type"] == "heatmap":
            drawn_heat.draw(plane, trace)
        if trace["type"] == "box":
            drawn_boxes.draw(plane, trace)
    drawn_bars.draw(plane, bars)
    for number, trace in enumerate(data):
        if trace["type"] == "scatter":
            drawn_scatter.draw(plane, trace, plane.layout["colorway"][number % len(plane.layout["colorway"])])


def _shapes(plane: Plane, layer: str) -> None:
    for shape in plane.layout.get("shapes") or []:
        if shape.get("layer", "above") == layer:
            _shape(plane, shape)


def _shape(plane: Plane, shape: dict[str, Any]) -> None:
    x0, x1 = (plane.across(shape[name], shape.get("xref")) for name in ("x0", "x1"))
    y0, y1 = (plane.down(shape[name], shape.get("yref")) for name in ("y0", "y1"))
    if x0 is None or x1 is None or y0 is None or y1 is None:
        return
    line = shape.get("line") or {}
    width, color = float(line.get("width", 2)), str(line.get("color") or plane.ink)
    if shape.get("type") == "rect":
        plane.paper.rect(
            x0, y0, x1 - x0, y1 - y0, fill=shape.get("fillcolor") or "", line=color, line_width=width
        )
    elif shape.get("type") == "line":
        plane.paper.line(x0, y0, x1, y1, color=color, width=width, dash=line.get("dash") or "")
    else:
        raise UnknownTrace(f"shape {shape.get('type')}")


def _annotations(plane: Plane) -> None:
    for note in plane.layout.get("annotations") or []:
        x, y = plane.noted(note)
        if x is None or y is None:
            continue
        font = note.get("font") or {}
        plane.paper.text(
            x, y, written.text(note.get("text")),
            size=float(font.get("size") or plane.size), color=str(font.get("color") or plane.ink),
            across=_ACROSS[note.get("xanchor") or "center"], down=_DOWN[note.get("yanchor") or "middle"],
            halo=True,
        )  # fmt: skip
