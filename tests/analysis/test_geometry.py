import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import make_valid, set_precision
from shapely.geometry import Polygon, box, mapping, shape

from analysis import geometry
from analysis.geometry import NoOutline

HOUSE = mapping(box(101.4, 0.5, 101.5, 0.6))


def is_clockwise(ring):
    return not Polygon(ring).exterior.is_ccw


def test_exterior_rings_run_clockwise_and_holes_the_other_way():
    with_hole = {
        "type": "Polygon",
        "coordinates": [
            [[101.0, 0], [101.4, 0], [101.4, 0.4], [101.0, 0.4], [101.0, 0]],
            [[101.1, 0.1], [101.2, 0.1], [101.2, 0.2], [101.1, 0.2], [101.1, 0.1]],
        ],
    }
    exterior, hole = geometry.normalise(with_hole)["coordinates"]
    assert is_clockwise(exterior)
    assert not is_clockwise(hole)


def test_coordinates_have_five_decimals_and_two_dimensions():
    rough = {
        "type": "Polygon",
        "coordinates": [
            [[101.123456789, 0.5, 7], [101.2, 0.51234567, 7], [101.2, 0.6, 7], [101.123456789, 0.5, 7]]
        ],
    }
    found = geometry.normalise(rough)
    for lon, lat in found["coordinates"][0]:
        assert (lon, lat) == (round(lon, 5), round(lat, 5))
    assert [101.12346, 0.5] in found["coordinates"][0]


def test_a_crossing_ring_is_repaired():
    bow = {"type": "Polygon", "coordinates": [[[0, 0], [0.2, 0.2], [0.2, 0], [0, 0.2], [0, 0]]]}
    found = geometry.normalise(bow)
    assert found["type"] == "MultiPolygon"
    assert shape(found).is_valid
    assert shape(found).area == pytest.approx(0.02)


def test_only_surfaces_are_kept():
    mixed = {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1, 1]}, HOUSE]}
    assert geometry.normalise(mixed)["type"] == "Polygon"
    multi = {
        "type": "MultiPolygon",
        "coordinates": [HOUSE["coordinates"], mapping(box(1, 1, 2, 2))["coordinates"]],
    }
    assert geometry.normalise(multi)["type"] == "MultiPolygon"


# twelve digits, a thousandth of a hair: with a height of 1e-165 GEOS divides by zero on its way, and warns
DEGREES = st.floats(0, 1).map(lambda part: round(part, 12))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(DEGREES.map(lambda part: 101 + part), DEGREES), min_size=3, max_size=12))
def test_any_ring_becomes_valid_or_is_refused_and_cleaning_twice_changes_nothing(points):
    ring = {"type": "Polygon", "coordinates": [[*points, points[0]]]}
    if not set_precision(make_valid(shape(ring)), 1e-5).area:
        with pytest.raises(NoOutline, match="no surface"):
            geometry.normalise(ring)
        return
    once = geometry.normalise(ring)
    assert shape(once).is_valid
    assert geometry.normalise(once) == once


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"type": "Point", "coordinates": [101, 0.5]}, "no surface"),
        ({"type": "LineString", "coordinates": [[101, 0], [102, 0]]}, "no surface"),
        ({"type": "Polygon", "coordinates": []}, "no points"),
        (
            {"type": "Polygon", "coordinates": [[[780000, 57000], [790000, 57000], [790000, 58000]]]},
            "not degrees",
        ),
        ({"type": "Polygon", "coordinates": [[["a", "b"], [1, 2], [3, 4]]]}, "cannot be read"),
        ({"type": "Nonsense", "coordinates": []}, "cannot be read"),
        ({"coordinates": []}, "cannot be read"),
        ({"type": "Polygon"}, "cannot be read"),
        ({"type": "Polygon", "coordinates": [[[1, 2], [3, 4]]]}, "cannot be read"),
        ({"type": "Polygon", "coordinates": [[[1, 2], [3, float("nan")], [3, 4], [1, 2]]]}, "no points"),
    ],
)
def test_what_is_no_outline_says_what_to_do(wrong, words):
    with pytest.raises(NoOutline, match=words):
        geometry.normalise(wrong)


def test_land_area_against_the_ellipsoid():
    # one degree square at the equator and at 60 degrees north, by geodesic integration (GeographicLib)
    assert geometry.area_km2(mapping(box(101, 0, 102, 1))) == pytest.approx(12308.8, rel=2e-4)
    thin = [[10 + i / 100, 60] for i in range(101)] + [[11 - i / 100, 61] for i in range(101)]
    assert geometry.area_km2({"type": "Polygon", "coordinates": [[*thin, thin[0]]]}) == pytest.approx(
        6123.4, rel=2e-3
    )


def test_centroid_is_latitude_then_longitude():
    assert geometry.centroid(HOUSE) == pytest.approx((0.55, 101.45))


def test_distance_by_known_pairs():
    assert geometry.distance_km(0, 0, 0, 1) == pytest.approx(111.195, abs=0.001)
    # Paris to New York, the usual haversine example
    assert geometry.distance_km(48.8566, 2.3522, 40.7128, -74.0060) == pytest.approx(5837, abs=1)
    assert geometry.distance_km(0, 0, 0, 180) == pytest.approx(np.pi * geometry.EARTH_KM)
    several = geometry.distance_km([0, np.nan], [0, 0], 0, [1, 1])
    assert several.tolist() == pytest.approx([111.195, np.nan], abs=0.001, nan_ok=True)
