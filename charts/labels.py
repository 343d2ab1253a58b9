"""Places names beside points so that none lies on another: greedy, the most crowded points first.

After Christensen, Marks and Shieber, "An empirical study of algorithms for point-feature label placement",
ACM Transactions on Graphics 14 (3), 1995: the simplest of their methods is enough for some tens of points.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# pixels: a letter and a line of 13 px type, a mark's half width, the gap between mark and name
LETTER, LINE, MARK, GAP = 7.2, 16.0, 6.0, 3.0
# Plotly's names, the best first: horizontal and vertical direction from the point
SIDES = {
    "middle right": (1, 0), "middle left": (-1, 0), "top center": (0, 1), "bottom center": (0, -1),
    "top right": (1, 1), "bottom right": (1, -1), "top left": (-1, 1), "bottom left": (-1, -1),
}  # fmt: skip

Box = tuple[float, float, float, float]


def place(
    points: NDArray[np.float64], letters: Sequence[int], room: tuple[float, float], taken: Sequence[Box] = ()
) -> list[str | None]:
    """The side of each point where its name goes; None where every side is taken.

    points: (n, 2) pixels from the bottom left; letters: length of each name; room: width and height of the
    plot in pixels; taken: boxes (left, bottom, right, top) that hold something already.
    """
    marks = [_around(x, y, MARK, MARK) for x, y in points]
    blocked = [*taken, *marks]
    found: list[str | None] = [None] * len(marks)
    for one in _crowded_first(points):
        # its own mark does not block a name that begins beside it
        others = [box for box in blocked if box is not marks[one]]
        boxes = {side: _beside(points[one], letters[one], way) for side, way in SIDES.items()}
        free = (side for side, box in boxes.items() if _inside(box, room) and not _meets(box, others))
        found[one] = next(free, None)
        if (side := found[one]) is not None:
            blocked.append(boxes[side])
    return found


def _crowded_first(points: NDArray[np.float64]) -> list[int]:
    """By the distance to the nearest other point, ties in the order given."""
    if len(points) < 2:
        return list(range(len(points)))
    apart = np.linalg.norm(points[:, None] - points[None, :], axis=2)
    np.fill_diagonal(apart, np.inf)
    return [int(one) for one in np.argsort(apart.min(axis=1), kind="stable")]


def _around(x: float, y: float, width: float, height: float) -> Box:
    return (x - width, y - height, x + width, y + height)


def _beside(point: NDArray[np.float64], letters: int, way: tuple[int, int]) -> Box:
    half = letters * LETTER / 2
    # a name above or below need not clear the mark's whole width as well
    x = point[0] + way[0] * (half + (MARK if way[1] == 0 else 0) + GAP)
    return _around(float(x), float(point[1]) + way[1] * (LINE / 2 + MARK), half, LINE / 2)


def _inside(box: Box, room: tuple[float, float]) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= room[0] and box[3] <= room[1]


def _meets(box: Box, others: Sequence[Box]) -> bool:
    return any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
        for other in others
    )
