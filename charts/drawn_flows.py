"""Flows between two columns of groups on paper, as Plotly draws a Sankey diagram whose order is given."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from charts import theme, written
from charts.paper import Paper

# pixels between a node and its name; straight parts that a band's curve is drawn with
_BESIDE, _PARTS = 4, 24
Box = tuple[float, float, float, float]
Point = tuple[float, float]


@dataclass
class Node:
    """One group: its rectangle (pixels from the top left), and where its next band begins on each side."""

    label: str
    x: float
    top: float
    height: float
    out: float = 0
    into: float = 0


def draw(paper: Paper, trace: dict[str, Any], box: Box, size: float, ink: str) -> None:
    """Bands, then nodes, then names: no band covers a name. box: left, top, right, bottom."""
    node, link = trace["node"], trace["link"]
    sources, targets = link["source"], link["target"]
    thick, pad = float(node.get("thickness", 20)), float(node.get("pad", 20))
    left, right = sorted(set(sources)), sorted(set(targets))
    weights = [_weights(link, "source", left), _weights(link, "target", right)]
    scale = min(_scale(one, box, pad) for one in weights)
    nodes = _column(node["label"], left, weights[0], box[0], box, (scale, pad))
    nodes |= _column(node["label"], right, weights[1], box[2] - thick, box, (scale, pad))
    _bands(paper, link, nodes, thick, scale)
    for one in nodes.values():
        paper.rect(one.x, one.top, thick, one.height, fill=node["color"])
    for number, one in nodes.items():
        _name(paper, one, thick, number in right, size, ink)


def _weights(link: dict[str, Any], side: str, nodes: list[int]) -> list[float]:
    pairs = list(zip(link[side], link["value"], strict=True))
    return [sum(value for place, value in pairs if place == one) for one in nodes]


def _scale(weights: list[float], box: Box, pad: float) -> float:
    """Pixels of one person, so that the column just fills the height."""
    room = box[3] - box[1] - pad * (len(weights) - 1)
    return max(room, 1.0) / (sum(weights) or 1.0)


def _column(
    labels: list[str], numbers: list[int], weights: list[float], x: float, box: Box, by: tuple[float, float]
) -> dict[int, Node]:
    """Nodes below one another in the middle of the height. by: pixels of one person, and between nodes."""
    scale, pad = by
    at = (box[1] + box[3] - scale * sum(weights) - pad * (len(weights) - 1)) / 2
    found = {}
    for number, weight in zip(numbers, weights, strict=True):
        found[number] = Node(written.text(labels[number]), x, at, scale * weight, at, at)
        at += scale * weight + pad
    return found


def _bands(paper: Paper, link: dict[str, Any], nodes: dict[int, Node], thick: float, scale: float) -> None:
    lines = link["line"]
    for place, (source, target, value) in enumerate(
        zip(link["source"], link["target"], link["value"], strict=True)
    ):
        start, end, high = nodes[source], nodes[target], scale * value
        upper = _curve((start.x + thick, start.out), (end.x, end.into))
        lower = _curve((start.x + thick, start.out + high), (end.x, end.into + high))
        paper.polygon([*upper, *reversed(lower)], fill=written.at(link["color"], place, theme.OTHERS))
        for side in (upper, lower):
            paper.lines(side, color=lines["color"], width=float(lines["width"]))
        start.out += high
        end.into += high


def _curve(start: Point, end: Point) -> list[Point]:
    """A cubic curve that leaves and arrives level."""
    half = (start[0] + end[0]) / 2
    corners = (start, (half, start[1]), (half, end[1]), end)
    return [_cubic(corners, place / _PARTS) for place in range(_PARTS + 1)]


def _cubic(corners: tuple[Point, Point, Point, Point], part: float) -> Point:
    points = list(corners)
    while len(points) > 1:
        # de Casteljau's construction
        points = [
            (one[0] + (other[0] - one[0]) * part, one[1] + (other[1] - one[1]) * part)
            for one, other in pairwise(points)
        ]
    return points[0]


def _name(paper: Paper, node: Node, thick: float, is_right: bool, size: float, ink: str) -> None:
    x = node.x - _BESIDE if is_right else node.x + thick + _BESIDE
    paper.text(
        x, node.top + node.height / 2, node.label, size=size, color=ink,
        across="end" if is_right else "start", halo=True,
    )  # fmt: skip
