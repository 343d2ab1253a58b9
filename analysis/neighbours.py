"""Which areas lie beside one: those whose outlines touch, or those whose centres are nearest."""

from collections.abc import Mapping
from math import cos, radians
from typing import Any

import shapely
from shapely.geometry import shape

# Outlines drawn one by one leave slivers between neighbours: 5e-4 degrees are some 55 m.
GAP_DEGREES = 5e-4
# Areas that only meet at a corner are no neighbours: a common border has to be this long (some 110 m).
LEAST_BORDER_DEGREES = 1e-3


def touching(shapes: Mapping[int, Mapping[str, Any]], area: int, gap: float = GAP_DEGREES) -> list[int]:
    """Ids of the areas that share a border with `area`, the longest common border first, then by id.

    shapes: area id → GeoJSON geometry in degrees (WGS84). A common border is what of another outline's
    boundary lies within `gap` of this one's; meeting at a corner is not enough. Empty where `area` has no
    outline.
    """
    if area not in shapes:
        return []
    ids = [one for one in sorted(shapes) if one != area]
    others = [shape(shapes[one]) for one in ids]
    near = shapely.STRtree(others).query(shape(shapes[area]), predicate="dwithin", distance=gap)
    border = shape(shapes[area]).buffer(gap)
    lengths = {ids[at]: _common(others[at], border) for at in sorted(near.tolist())}
    # within a corner of two outlines lies a piece of boundary of about twice the gap on each side
    least = LEAST_BORDER_DEGREES + 4 * gap
    return sorted((one for one in lengths if lengths[one] >= least), key=lambda one: (-lengths[one], one))


def _common(other: Any, border: Any) -> float:
    return float(shapely.intersection(other.boundary, border).length)


def nearest(centres: Mapping[int, tuple[float, float]], area: int, most: int = 4) -> list[int]:
    """Ids of the `most` areas whose centres are nearest to that of `area`, the nearest first, then by id.

    centres: area id → (latitude, longitude) in degrees. Distances on a plane touching the earth at `area`,
    which order areas of one region as those on the globe do. Empty where `area` has no centre.
    """
    if area not in centres:
        return []
    north, east = centres[area]
    narrow = cos(radians(north))

    def distance(one: int) -> float:
        lat, lon = centres[one]
        return (lat - north) ** 2 + ((lon - east) * narrow) ** 2

    return sorted((one for one in centres if one != area), key=lambda one: (distance(one), one))[:most]


def centres(shapes: Mapping[int, Mapping[str, Any]]) -> dict[int, tuple[float, float]]:
    """Area id → (latitude, longitude) of the centroid of its outline."""
    points = {one: shape(found).centroid for one, found in shapes.items()}
    return {one: (point.y, point.x) for one, point in points.items()}
