"""GeoJSON outlines in WGS84: cleaning of uploaded ones, land area, centroid and distance.

Plotly fills the inside of a ring only when exterior rings run clockwise, against RFC 7946, so every geometry
that leaves this module is turned that way.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry import mapping, shape

from analysis.marks import N_

Geometry = dict[str, Any]

# mean radius of the earth (IUGG)
EARTH_KM = 6371.0088
# WGS84 ellipsoid
_AXIS_KM = 6378.137
_FLATTENING = 1 / 298.257223563
_E2 = _FLATTENING * (2 - _FLATTENING)
_E = np.sqrt(_E2)

_DECIMALS = 5

# what shapely raises on lists of the wrong depth, missing keys, texts for numbers and rings of 2 points
_UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, IndexError, shapely.errors.ShapelyError)


class NoOutline(ValueError):
    """The geometry is no outline. text: English, marked for translation."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(text)


def normalise(geometry: Mapping[str, Any]) -> Geometry:
    """A clean outline: Polygon or MultiPolygon, valid, two dimensions, 5 decimals (1 m), exterior clockwise.

    geometry: GeoJSON geometry in longitude and latitude; lines and points in it are dropped.
    Raises NoOutline where it cannot be read, holds no polygon, or is not in degrees.
    """
    try:
        # coordinates that are no numbers are told below, in words
        with np.errstate(invalid="ignore"):
            found = shapely.force_2d(shape(geometry))
    except (
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
        IndexError,
        shapely.errors.ShapelyError,
    ) as error:
        raise NoOutline(
            N_("This outline cannot be read. Save it as GeoJSON polygons and try again.")
        ) from error
    if found.is_empty or not np.isfinite(shapely.get_coordinates(found)).all():
        raise NoOutline(N_("This outline has no points. Save it as GeoJSON polygons and try again."))
    west, south, east, north = found.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        text = N_("The coordinates are not degrees. Save the file in longitude and latitude (WGS84).")
        raise NoOutline(text)
    return finish(found)


def finish(found: shapely.Geometry) -> Geometry:
    """Valid, rounded and turned GeoJSON of a shape in degrees. Raises NoOutline where no polygon is left."""
    rounded = shapely.set_precision(_polygons(shapely.make_valid(found)), 10.0**-_DECIMALS)
    parts = shapely.get_parts(rounded)
    # normal form: the same outline gives the same text wherever its rings started
    parts = shapely.normalize(parts[~shapely.is_empty(parts)])
    if not len(parts):
        raise NoOutline(N_("This outline has no surface. Save it as GeoJSON polygons and try again."))
    turned = [shapely.geometry.polygon.orient(part, -1) for part in parts[_order(parts)]]
    whole = turned[0] if len(turned) == 1 else shapely.MultiPolygon(turned)
    # set_precision leaves 101.47000000000001: rounding makes the text short and comparable
    return _lists(mapping(shapely.transform(whole, lambda xy: np.round(xy, _DECIMALS))))


def _polygons(found: shapely.Geometry) -> shapely.Geometry:
    """Union of the polygons in a shape, however deep; an empty polygon where there is none."""
    if isinstance(found, (shapely.GeometryCollection, shapely.MultiPolygon)):
        return shapely.union_all([_polygons(part) for part in found.geoms])
    return found if isinstance(found, shapely.Polygon) else shapely.Polygon()


def _order(parts: NDArray[np.object_]) -> NDArray[np.intp]:
    bounds = shapely.bounds(parts)
    return np.lexsort((bounds[:, 1], bounds[:, 0], -shapely.area(parts)))


def _lists(geometry: Mapping[str, Any]) -> Geometry:
    def plain(value: Any) -> Any:
        return [plain(one) for one in value] if isinstance(value, (tuple, list)) else value

    return {"type": geometry["type"], "coordinates": plain(geometry["coordinates"])}


def area_km2(geometry: Mapping[str, Any]) -> float:
    """Land area in km2 by Lambert's cylindrical equal-area projection of the WGS84 ellipsoid.

    The projection keeps areas exactly; only that edges are straight in it and not in degrees is wrong, below
    0.01 % for edges up to 10 km (Snyder, "Map Projections", USGS Professional Paper 1395, 1987, eq. 10-15).
    """
    return float(shapely.area(shapely.transform(shape(geometry), _equal_area)))


def _equal_area(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    lon, sine = np.radians(degrees[:, 0]), np.sin(np.radians(degrees[:, 1]))
    scaled = _E * sine
    q = (1 - _E2) * (sine / (1 - scaled**2) - np.log((1 - scaled) / (1 + scaled)) / (2 * _E))
    return np.c_[_AXIS_KM * lon, _AXIS_KM * q / 2]


def centroid(geometry: Mapping[str, Any]) -> tuple[float, float]:
    """Centre of gravity as (latitude, longitude) in degrees; below 1 m off for an area of 50 km."""
    point = shape(geometry).centroid
    return float(point.y), float(point.x)


def distance_km(lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike) -> Any:
    """Great-circle distance in km (haversine, Sinnott 1984), at most 0.6 % off the ellipsoid's.

    Degrees; scalars or arrays that broadcast; NaN where a coordinate is missing.
    """
    a, b, c, d = (np.radians(np.asarray(value, dtype=np.float64)) for value in (lat1, lon1, lat2, lon2))
    half = np.sin((c - a) / 2) ** 2 + np.cos(a) * np.cos(c) * np.sin((d - b) / 2) ** 2
    return 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1)))
