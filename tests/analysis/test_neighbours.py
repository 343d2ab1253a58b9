"""Neighbours: common borders, with slivers and corners, and nearest centres."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import neighbours


def square(east: float, north: float, size: float = 0.1) -> dict:
    ring = [
        [east, north],
        [east, north + size],
        [east + size, north + size],
        [east + size, north],
        [east, north],
    ]
    return {"type": "Polygon", "coordinates": [ring]}


def grid(columns: int, rows: int, apart: float = 0.0) -> dict[int, dict]:
    """Squares numbered row by row from 0, with a gap between them."""
    return {
        row * columns + column: square(101 + column * (0.1 + apart), 0.5 + row * (0.1 + apart))
        for row in range(rows)
        for column in range(columns)
    }


@given(st.integers(1, 5), st.integers(1, 5), st.sampled_from([0.0, 0.0003]))
def test_the_squares_of_a_grid_have_those_beside_them_and_no_corners(columns, rows, apart) -> None:
    shapes = grid(columns, rows, apart)
    for area in shapes:
        x, y = area % columns, area // columns
        beside = [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)]
        expected = {b * columns + a for a, b in beside if 0 <= a < columns and 0 <= b < rows}
        assert set(neighbours.touching(shapes, area)) == expected


def test_the_longest_common_border_comes_first() -> None:
    shapes = {1: square(101, 0.5, 0.1), 2: square(101.1, 0.58, 0.1), 3: square(100.9, 0.5, 0.1)}
    assert neighbours.touching(shapes, 1) == [3, 2]
    assert neighbours.touching(shapes, 2) == [1]


def test_a_wide_gap_an_overlap_and_no_outline() -> None:
    assert neighbours.touching(grid(2, 1, apart=0.002), 0) == []
    assert neighbours.touching(grid(2, 1, apart=-0.0002), 0) == [1]
    assert neighbours.touching(grid(2, 1), 99) == []
    assert neighbours.touching({1: square(101, 0.5)}, 1) == []


def great_circle(one: tuple[float, float], other: tuple[float, float]) -> float:
    (a, b), (c, d) = ((math.radians(x), math.radians(y)) for x, y in (one, other))
    return math.acos(min(1, math.sin(a) * math.sin(c) + math.cos(a) * math.cos(c) * math.cos(b - d)))


@given(
    st.lists(st.tuples(st.integers(-300, 300), st.integers(-300, 300)), min_size=2, max_size=12, unique=True)
)
def test_nearest_centres_are_those_of_the_globe(points) -> None:
    """Compared by distance: two that are equally far may come in either order."""
    centres = {at: (0.5 + north / 1000, 101.4 + east / 1000) for at, (north, east) in enumerate(points)}
    found = neighbours.nearest(centres, 0, most=3)
    distances = sorted(great_circle(centres[0], place) for at, place in centres.items() if at)
    assert [great_circle(centres[0], centres[at]) for at in found] == pytest.approx(
        distances[:3], rel=1e-3, abs=1e-7
    )


def test_no_centre_no_neighbours() -> None:
    assert neighbours.nearest({1: (0.5, 101.4)}, 2) == []
    assert neighbours.nearest({1: (0.5, 101.4)}, 1) == []


def test_centres_are_latitude_first() -> None:
    assert neighbours.centres({7: square(101, 0.5)})[7] == pytest.approx((0.55, 101.05))
