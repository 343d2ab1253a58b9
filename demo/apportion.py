"""Whole numbers that add up: a total shared out by weights."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def apportion(total: int, weights: ArrayLike) -> NDArray[np.int64]:
    """Share `total` in proportion to `weights` (shape n) in whole numbers whose sum is exactly `total`.

    Largest remainder method (Hamilton); equal remainders go to the earlier position. Raises ValueError
    when no weight is positive or one is negative.
    """
    share = np.asarray(weights, dtype=float)
    if (share < 0).any() or share.sum() <= 0:
        raise ValueError("weights must be zero or more, and at least one above zero")
    exact = total * share / share.sum()
    whole: NDArray[np.int64] = np.floor(exact).astype(np.int64)
    rest = np.argsort(-(exact - whole), kind="stable")[: total - whole.sum()]
    whole[rest] += 1
    return whole
