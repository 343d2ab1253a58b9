"""Maps on paper: outlines from our GeoJSON in Mercator's projection, with the names of areas."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from charts import written
from charts.drawn_heat import ends, shade
from charts.paper import Paper

# (n, 2): longitudes and latitudes, or pixels
Ring = NDArray[np.float64]
_BAR, _SLICES, _TICKS = 12, 30, 4
# pixels that an outline may be beside itself; outlines of so few corners stay as they are
_FINE, _FEW = 0.25, 8


@dataclass(frozen=True)
class Place:
    """Degrees to pixels: the areas as large as the frame (left, top, right, bottom) allows, in its middle."""

    scale: float
    across: float
    down: float

    def at(self, degrees: Ring) -> Ring:
        """Pixels of places, one per row."""
        return mercator(degrees) * (self.scale, -self.scale) + (self.across, self.down)


def mercator(degrees: Ring) -> Ring:
    """Radians from Greenwich and from the equator; latitudes end at 85 degrees."""
    lon, lat = np.radians(degrees[:, 0]), np.radians(np.clip(degrees[:, 1], -85, 85))
    return np.column_stack([lon, np.log(np.tan(np.pi / 4 + lat / 2))])


def thinned(ring: Ring) -> list[tuple[float, float]]:
    """The corners of a ring in pixels, without those that no print can show (Douglas and Peucker, 1973)."""
    if len(ring) <= _FEW:
        return [(x, y) for x, y in ring.tolist()]
    fewer = shapely.get_coordinates(shapely.simplify(shapely.linearrings(ring), _FINE)).tolist()
    return [(x, y) for x, y in fewer]


def rings(geometry: dict[str, Any]) -> list[Ring]:
    """All rings of a polygon or of several."""
    parts = geometry["coordinates"]
    polygons = [parts] if geometry["type"] == "Polygon" else parts
    return [np.asarray(ring, dtype=np.float64)[:, :2] for polygon in polygons for ring in polygon]


def outlines(trace: dict[str, Any]) -> dict[str, list[Ring]]:
    """The rings of each location of a trace that has an outline."""
    wanted = {str(one) for one in trace.get("locations") or []}
    return {
        str(feature["id"]): rings(feature["geometry"])
        for feature in (trace.get("geojson") or {}).get("features", [])
        if str(feature["id"]) in wanted and feature.get("geometry")
    }


def placed(found: Iterable[list[Ring]], frame: tuple[float, float, float, float]) -> Place:
    """Where the areas lie in a frame of pixels."""
    drawn = [ring for area in found for ring in area] or [np.zeros((1, 2))]
    points = mercator(np.concatenate(drawn))
    (west, south), (east, north) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    left, top, right, bottom = frame
    scale = min((right - left) / ((east - west) or 1e-9), (bottom - top) / ((north - south) or 1e-9))
    return Place(
        scale,
        (left + right) / 2 - scale * (west + east) / 2,
        (top + bottom) / 2 + scale * (south + north) / 2,
    )


def draw(
    paper: Paper,
    traces: list[dict[str, Any]],
    frame: tuple[float, float, float, float],
    size: float,
    ink: str,
) -> None:
    """Areas in their colours, then the names on them. size, ink: of the figure's type."""
    areas = [trace for trace in traces if trace["type"] == "choropleth"]
    shapes = [outlines(trace) for trace in areas]
    place = placed((area for found in shapes for area in found.values()), frame)
    for trace, found in zip(areas, shapes, strict=True):
        _areas(paper, trace, found, place)
    for trace in traces:
        if trace["type"] == "scattergeo":
            _names(paper, trace, place, size, ink)


def _areas(paper: Paper, trace: dict[str, Any], found: dict[str, list[Ring]], place: Place) -> None:
    line = (trace.get("marker") or {}).get("line") or {}
    low, high = ends(trace, trace["z"])
    for number, (location, value) in enumerate(zip(trace["locations"], trace["z"], strict=True)):
        area = found.get(str(location))
        if area is None or value is None:
            continue
        paper.rings(
            [thinned(place.at(ring)) for ring in area],
            fill=shade(trace["colorscale"], value, low, high),
            line=written.at(line.get("color"), number, ink_of(trace)),
            line_width=float(written.at(line.get("width"), number, 1)),
        )


def ink_of(trace: dict[str, Any]) -> str:
    """The border of an area that has none of its own: the darkest of its colours."""
    return str(trace["colorscale"][-1][1])


def _names(paper: Paper, trace: dict[str, Any], place: Place, size: float, ink: str) -> None:
    if "text" not in str(trace.get("mode")):
        return
    font = trace.get("textfont") or {}
    for number, (lon, lat) in enumerate(zip(trace.get("lon") or [], trace.get("lat") or [], strict=False)):
        if lon is None or lat is None:
            continue
        said = written.text(written.at(trace.get("text"), number, ""))
        x, y = place.at(np.array([[lon, lat]]))[0].tolist()
        paper.text(
            x, y, said,
            size=float(written.at(font.get("size"), number, size)),
            color=str(written.at(font.get("color"), number, ink)),
            weight="bold" if written.at(font.get("weight"), number) == "bold" else "normal",
            across="middle",
        )  # fmt: skip


def has_bar(trace: dict[str, Any]) -> bool:
    """Whether the colours of a trace are explained by a bar beside it."""
    return "colorscale" in trace and trace.get("showscale", True) and bool(trace.get("colorbar"))


def bar(
    paper: Paper,
    trace: dict[str, Any],
    box: tuple[float, float, float],
    look: dict[str, Any],
    separators: str,
) -> None:
    """The bar of colours from low (bottom) to high. box: left, top, bottom in pixels; look: of its texts."""
    low, high = ends(trace, [one for one in trace["z"] if not isinstance(one, list)])
    left, top, bottom = box
    part = (bottom - top) / _SLICES
    for step in range(_SLICES):
        value = low + (high - low) * (step + 0.5) / _SLICES
        paper.rect(
            left, bottom - (step + 1) * part, _BAR, part, fill=shade(trace["colorscale"], value, low, high)
        )
    form = (trace.get("colorbar") or {}).get("tickformat") or ""
    for step in range(_TICKS + 1):
        value = low + (high - low) * step / _TICKS
        said = written.number(value, form, separators)
        paper.text(left + _BAR + 6, bottom - (bottom - top) * step / _TICKS, said, **look)
