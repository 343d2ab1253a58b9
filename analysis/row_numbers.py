"""Numbers for the rows of a table, the same for equal rows; made for a million of them."""

import numpy as np
import pandas as pd

from analysis.arrays import Floats
from analysis.kmeans import Labels

# codes up to which counting beats sorting
_COUNTED = 4_000_000
_LARGEST = 2**62


def run(values: Floats) -> tuple[Labels, int]:
    """A number 0 .. m - 1 per row of `values` (n, columns), rising with the columns in their order; and m.

    Each column is numbered by itself, and the numbers are read as the digits of one: steps of 1 to 5 need no
    sorting at all. Values must be known.
    """
    codes, size = np.zeros(len(values), dtype=np.int64), 1
    for column in values.T:
        own, different = pd.factorize(column, sort=True)
        base = max(len(different), 1)
        if size * base > _LARGEST:
            codes, size = _compact(codes, size)
        codes, size = codes * base + own, size * base
    return _compact(codes, size)


def _compact(codes: Labels, size: int) -> tuple[Labels, int]:
    """The codes (0 .. size - 1) without gaps, in the same order, and how many there are."""
    if size <= _COUNTED:
        used = np.bincount(codes, minlength=size) > 0
        return (np.cumsum(used) - 1)[codes], int(used.sum())
    different, place = np.unique(codes, return_inverse=True)
    return place.reshape(-1).astype(np.int64), len(different)
