"""Axes on paper: how much room their texts take, and grid, ticks and titles."""

from dataclasses import dataclass
from typing import Any

from charts import fonts, scales, written
from charts.paper import LINE, Paper
from charts.plane import Plane
from charts.scales import Scale

_STANDOFF = 6
# of the figure's width that the names of rows may take, and lines of one name
_MOST_NAMES, _MOST_LINES = 0.42, 3
_STEEP = 40


@dataclass(frozen=True)
class Room:
    """Pixels that the axes take beside the plane. names: the ticks of y, broken into lines."""

    left: float
    top: float
    bottom: float
    names: tuple[tuple[float, str], ...]


def room(layout: dict[str, Any], x: Scale, y: Scale, width: float, size: float) -> Room:
    """Where the axes' own texts go. x, y: not yet in pixels; width, size: of the figure and its type."""
    separators = str(layout["separators"])
    names = _names(layout["yaxis"], y, separators, width, size)
    wide = max((fonts.width(line, size) for _at, name in names for line in name.split("\n")), default=0.0)
    left = (wide + _STANDOFF if names else 0) + _title_room(layout["yaxis"], size)
    high = _x_height(layout["xaxis"], x, separators, size)
    on_top = layout["xaxis"].get("side") == "top"
    high += _title_room(layout["xaxis"], size)
    return Room(left, high if on_top else 0, 0 if on_top else high, names)


def _is_visible(axis: dict[str, Any]) -> bool:
    return axis.get("visible") is not False and axis.get("showticklabels") is not False


def _title(axis: dict[str, Any]) -> str:
    title = axis.get("title") or ""
    return written.text(title.get("text") if isinstance(title, dict) else title)


def _title_room(axis: dict[str, Any], size: float) -> float:
    return LINE * size + 6 if _title(axis) and axis.get("visible") is not False else 0


def _names(
    axis: dict[str, Any], y: Scale, separators: str, width: float, size: float
) -> tuple[tuple[float, str], ...]:
    if not _is_visible(axis):
        return ()
    found = []
    for at, said in scales.ticks(axis, y.between(0, 1), separators):
        lines = fonts.lines(said, size, _MOST_NAMES * width)
        kept = (
            lines if len(lines) <= _MOST_LINES else [*lines[: _MOST_LINES - 1], f"{lines[_MOST_LINES - 1]} …"]
        )
        found.append((at, "\n".join(kept)))
    return tuple(found)


def _x_height(axis: dict[str, Any], x: Scale, separators: str, size: float) -> float:
    if not _is_visible(axis):
        return 0
    texts = [said for _at, said in scales.ticks(axis, x.between(0, 1), separators)]
    if _may_turn(axis):
        longest = max((fonts.width(said, size) for said in texts), default=0.0)
        return 0.66 * longest + LINE * size
    return LINE * size * max((said.count("\n") + 1 for said in texts), default=0) + _STANDOFF


def _may_turn(axis: dict[str, Any]) -> bool:
    return bool(axis.get("autotickangles"))


def draw_behind(plane: Plane, names: tuple[tuple[float, str], ...]) -> None:
    """Grid and the lines of zero, below the marks; then the texts of both axes."""
    _x_axis(plane)
    _y_axis(plane, names)


def _shows_grid(axis: dict[str, Any], scale: Scale) -> bool:
    default = scale.kind != "category"
    return axis.get("visible") is not False and bool(axis.get("showgrid", default))


def _x_axis(plane: Plane) -> None:
    axis, scale = plane.layout["xaxis"], plane.x
    found = scales.ticks(axis, scale, plane.separators)
    if _shows_grid(axis, scale):
        for at, _said in found:
            plane.paper.line(at, plane.top, at, plane.bottom, color=axis["gridcolor"])
        _zero(plane, axis, scale, upright=True)
    if _is_visible(axis):
        _x_texts(plane, axis, found)
    if (title := _title(axis)) and axis.get("visible") is not False:
        beyond = _x_height(axis, scale, plane.separators, plane.size) + LINE * plane.size / 2 + 2
        y = plane.top - beyond if axis.get("side") == "top" else plane.bottom + beyond
        plane.paper.text(
            (plane.left + plane.right) / 2,
            y,
            title,
            size=plane.size,
            color=axis["tickfont"]["color"],
            across="middle",
        )


def _x_texts(plane: Plane, axis: dict[str, Any], found: list[tuple[float, str]]) -> None:
    on_top = axis.get("side") == "top"
    y = plane.top - _STANDOFF if on_top else plane.bottom + _STANDOFF
    look: dict[str, Any] = {"size": plane.size, "color": axis["tickfont"]["color"]}
    if _may_turn(axis) and _is_tight(plane, found):
        for at, said in found:
            plane.paper.text(at, y, said, angle=_STEEP, across="start" if on_top else "end", **look)
        return
    for at, said in found:
        plane.paper.text(
            _held(plane, at, said), y, said, across="middle", down="end" if on_top else "start", **look
        )


def _held(plane: Plane, at: float, said: str) -> float:
    """The middle of a tick's text, moved where it would leave the paper."""
    half = max((fonts.width(line, plane.size) for line in said.split("\n")), default=0) / 2
    return min(max(at, half), plane.paper.width - half)


def _is_tight(plane: Plane, found: list[tuple[float, str]]) -> bool:
    if len(found) < 2:
        return False
    apart = abs(found[1][0] - found[0][0])
    return any(fonts.width(said, plane.size) + 4 > apart for _at, said in found)


def _y_axis(plane: Plane, names: tuple[tuple[float, str], ...]) -> None:
    axis, scale = plane.layout["yaxis"], plane.y
    if _shows_grid(axis, scale):
        for part, _said in names:
            at = scale.start + part * (scale.end - scale.start)
            plane.paper.line(plane.left, at, plane.right, at, color=axis["gridcolor"])
        _zero(plane, axis, scale, upright=False)
    for part, said in names:
        at = scale.start + part * (scale.end - scale.start)
        _name(plane.paper, plane.left - _STANDOFF, at, said, plane.size, axis["tickfont"]["color"])
    if (title := _title(axis)) and axis.get("visible") is not False:
        middle = (plane.top + plane.bottom) / 2
        plane.paper.text(
            LINE * plane.size / 2,
            middle,
            title,
            size=plane.size,
            color=axis["tickfont"]["color"],
            across="middle",
            angle=90,
        )


def _name(paper: Paper, x: float, y: float, said: str, size: float, color: str) -> None:
    paper.text(x, y, said, size=size, color=color, across="end")


def _zero(plane: Plane, axis: dict[str, Any], scale: Scale, *, upright: bool) -> None:
    if axis.get("zeroline") is False or scale.kind != "linear":
        return
    at = scale.pixel(0)
    if not scale.holds(at):
        return
    if upright:
        plane.paper.line(at, plane.top, at, plane.bottom, color=axis["zerolinecolor"])
    else:
        plane.paper.line(plane.left, at, plane.right, at, color=axis["zerolinecolor"])
