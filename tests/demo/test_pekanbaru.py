"""The facts against the tables they were carried over from, and against each other."""

from datetime import timedelta

import pandas as pd
import pytest

from demo.pekanbaru import (
    BOUNDARY_SETS,
    VARIANTS_SEEN,
    VILLAGE_VARIANTS_SEEN,
    VILLAGES,
    boundary_set,
    distance_km,
)


@pytest.mark.parametrize(
    ("key", "file", "code"), [("2009", "areas_2020.csv", "bps_code"), ("2021", "areas_2021.csv", "code")]
)
def test_sub_districts_equal_the_source(shared_data, key, file, code):
    source = pd.read_csv(shared_data / "areas" / file, dtype={code: str})
    ours = pd.DataFrame(
        [(area.code, area.name, area.lat, area.lon, area.km2) for area in boundary_set(key).sub_districts],
        columns=[code, "sub_district", "lat", "lon", "area_km2"],
    )
    pd.testing.assert_frame_equal(ours, source[ours.columns])


def test_villages_equal_the_source(shared_data):
    columns = ["code", "village", "sub_district_2020", "sub_district_2021", "lat", "lon", "area_km2"]
    source = pd.read_csv(shared_data / "areas" / "villages_83.csv")
    ours = pd.DataFrame([tuple(vars(village).values()) for village in VILLAGES], columns=columns)
    pd.testing.assert_frame_equal(ours, source[columns])


def test_each_village_lies_in_one_area_of_each_set():
    for borders, n in zip(BOUNDARY_SETS, (12, 15), strict=True):
        assert len(borders.sub_districts) == len(set(borders.names)) == n
        inside = [village.code for area in borders.sub_districts for village in area.villages]
        assert sorted(inside) == sorted(village.code for village in VILLAGES)
    assert len(VILLAGES) == 83


def test_the_sets_follow_each_other_without_a_gap():
    old, new = BOUNDARY_SETS
    assert old.valid_to is not None
    assert old.valid_to + timedelta(days=1) == new.valid_from
    assert new.valid_to is None


def test_village_names_are_unique_within_a_sub_district():
    for borders in BOUNDARY_SETS:
        for area in borders.sub_districts:
            assert len({village.name for village in area.villages}) == len(area.villages)


def test_variants_name_areas_of_their_own_set():
    for borders in BOUNDARY_SETS:
        assert set(VARIANTS_SEEN[borders.key].values()) <= set(borders.names)
    assert set(VILLAGE_VARIANTS_SEEN.values()) <= {village.name for village in VILLAGES}


def test_distances_from_the_centre():
    old = {area.name: distance_km(area.lat, area.lon) for area in boundary_set("2009").sub_districts}
    assert old["Pekanbaru Kota"] == 0
    assert old["Bukit Raya"] == pytest.approx(6.2)
    assert old["Payung Sekaki"] == pytest.approx(5.8)
    assert old["Tampan"] == pytest.approx(9.1)
    # one degree of latitude on the sphere of 6,371 km
    assert distance_km(1.523, 101.4483) == pytest.approx(111.2)


def test_an_unknown_set_is_an_error():
    with pytest.raises(KeyError):
        boundary_set("1999")
