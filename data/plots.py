"""Plotly figures of market pages: as plain values that can be kept, with the links of their marks."""

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go
from django.utils.translation import get_language


def language() -> str:
    """The active language's code."""
    return get_language() or "id"


def plain(figure: go.Figure, links: Mapping[Any, str] | None = None) -> dict[str, Any]:
    """The figure as a dict; a mark whose id, location or place is in `links` opens that address."""
    plot: dict[str, Any] = figure.to_plotly_json()
    for trace in plot["data"] if links else ():
        _link(trace, {str(key): address for key, address in (links or {}).items()})
    return plot


def _link(trace: dict[str, Any], links: dict[str, str]) -> None:
    names = marks(trace)
    if not names:
        return
    addresses = [links.get(str(name)) for name in names]
    values = trace.get("customdata")
    if values is None:
        trace["customdata"] = addresses
        return
    # the hover text reads its number from customdata
    trace["customdata"] = [list(pair) for pair in zip(values, addresses, strict=True)]
    trace["hovertemplate"] = trace["hovertemplate"].replace("%{customdata:", "%{customdata[0]:")


def marks(trace: dict[str, Any]) -> list[Any]:
    """What tells the marks of a trace apart: ids of points, locations of areas, places of bars."""
    if trace["type"] == "bar":
        return list(trace["y"])
    found = trace.get("ids", trace.get("locations"))
    return [] if found is None else list(found)


def height(plot: dict[str, Any], least: int = 160) -> int:
    """The height that a chart asks for, in pixels."""
    return max(least, int(plot["layout"].get("height", 420)))


def collection(shapes: Mapping[int, dict[str, Any]]) -> dict[str, Any]:
    """Outlines as a GeoJSON FeatureCollection with area ids."""
    features = [
        {"type": "Feature", "id": area, "properties": {}, "geometry": shape} for area, shape in shapes.items()
    ]
    return {"type": "FeatureCollection", "features": features}
