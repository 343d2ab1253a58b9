import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from shapely import union_all
from shapely.geometry import Point, Polygon, shape

from analysis import geometry, outlines

AREAS = Path(__file__).parents[3] / "shared" / "data" / "areas"


def villages_of(*rows):
    return pd.DataFrame(rows, columns=["area", "lat", "lon", "km2"])


FOUR = villages_of(
    ("a", 0.5, 101.40, 4), ("a", 0.5, 101.42, 4), ("b", 0.52, 101.40, 4), ("b", 0.52, 101.42, 4)
)


def slow_owner(villages, lat, lon):
    """The definition, point by point: area of the nearest village in radii, None beyond the cut."""
    best, owner = outlines.CUT, None
    for area, village_lat, village_lon, km2 in villages.itertuples(index=False):
        radii = geometry.distance_km(lat, lon, village_lat, village_lon) / np.sqrt(km2 / np.pi)
        if radii < best:
            best, owner = radii, area
    return owner


def test_points_belong_to_the_nearest_village_by_its_radius():
    villages = villages_of(("small", 0.5, 101.40, 1), ("large", 0.5, 101.43, 16), ("far", 0.6, 101.5, 9))
    found = {area: shape(outline) for area, outline in outlines.approximate(villages, cells=800).items()}
    generator = np.random.default_rng(1)
    points = generator.uniform([0.45, 101.37], [0.63, 101.53], (400, 2))
    wrong = 0
    for lat, lon in points:
        owners = [area for area, outline in found.items() if outline.contains(Point(lon, lat))]
        wrong += owners != [owner for owner in [slow_owner(villages, lat, lon)] if owner]
    assert wrong <= 8  # 2 %: points within a cell of a border


def test_outlines_are_valid_clockwise_and_do_not_overlap():
    found = outlines.approximate(FOUR)
    shapes = [shape(outline) for outline in found.values()]
    assert list(found) == ["a", "b"]
    assert all(one.is_valid for one in shapes)
    assert shapes[0].intersection(shapes[1]).area < 1e-9
    assert shapes[0].touches(shapes[1]) or shapes[0].distance(shapes[1]) < 1e-4
    assert not any(Polygon(one.exterior).exterior.is_ccw for one in shapes)


def test_the_order_of_the_villages_does_not_matter():
    assert outlines.approximate(FOUR) == outlines.approximate(FOUR.iloc[::-1])


def test_one_village_is_a_disc():
    only = outlines.approximate(villages_of(("a", 0.5, 101.4, 10)))["a"]
    assert geometry.area_km2(only) == pytest.approx(10 * outlines.CUT**2, rel=0.03)
    assert geometry.centroid(only) == pytest.approx((0.5, 101.4), abs=1e-3)


@pytest.mark.parametrize("rows", [(), (("a", 0.5, 101.4, 0),), (("a", 0.5, None, 3),)])
def test_villages_without_figures_are_refused(rows):
    with pytest.raises(ValueError, match="every village"):
        outlines.approximate(villages_of(*rows))


@pytest.mark.skipif(not AREAS.is_dir(), reason="the shared test data is not beside the project")
@pytest.mark.parametrize(("year", "count"), [(2020, 12), (2021, 15)])
def test_pekanbaru_overlaps_the_official_outlines(year, count):
    table = pd.read_csv(AREAS / "villages_83.csv")
    villages = table.rename(columns={f"sub_district_{year}": "area", "area_km2": "km2"})
    found = outlines.approximate(villages)
    official = json.loads((AREAS / f"pekanbaru_kecamatan_{count}.geojson").read_text(encoding="utf-8"))
    overlaps = {}
    for feature in official["features"]:
        name, truth = feature["properties"]["kecamatan"], shape(geometry.normalise(feature["geometry"]))
        ours = shape(found[name])
        overlaps[name] = ours.intersection(truth).area / ours.union(truth).area
    print(f"mean intersection over union {year}: {np.mean(list(overlaps.values())):.3f}")  # noqa: T201
    assert len(overlaps) == count == len(found)
    assert np.mean(list(overlaps.values())) >= 0.74
    whole = union_all([shape(outline) for outline in found.values()])
    assert whole.area == pytest.approx(sum(shape(outline).area for outline in found.values()), rel=1e-3)


@pytest.mark.skipif(not AREAS.is_dir(), reason="the shared test data is not beside the project")
def test_official_outlines_have_their_official_areas():
    official = json.loads((AREAS / "pekanbaru_kecamatan_15.geojson").read_text(encoding="utf-8"))
    total = sum(geometry.area_km2(geometry.normalise(one["geometry"])) for one in official["features"])
    assert total == pytest.approx(638.331, rel=0.01)
