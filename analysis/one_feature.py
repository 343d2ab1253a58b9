"""The exact K-Means of one feature for many weightings at once, by dynamic programming over sorted values.

The recurrence of Wang & Song ("Ckmeans.1d.dp", The R Journal 3(2), 2011) without its short cuts, which save
time only for more values than an area table has. A test compares it with ckwrap.
"""

import numpy as np

from analysis.arrays import Floats

# beyond this many values the short cuts save more than calls of their own cost (0.2 ms each; measured)
MOST = 50
_HELD = 4_000_000


def centroids(values: Floats, weights: Floats, k: int) -> Floats:
    """Means of the best k groups of each weighting, (m, k), ascending.

    values: (n,), ascending, all different; weights: (m, n), at least k of each above zero.
    """
    block = max(1, _HELD // (len(values) + 1) ** 2)
    parts = [_block(values, weights[start : start + block], k) for start in range(0, len(weights), block)]
    return np.concatenate(parts)


def _block(values: Floats, weights: Floats, k: int) -> Floats:
    m, n = weights.shape
    # around their mean, so that the squares do not swallow the differences
    middle = float(values.mean())
    centred = values - middle
    size, first, second = (_running(weights * centred**power) for power in (0, 1, 2))
    cost = _cost(size, first, second)
    at = np.arange(m)
    best, cuts = cost[:, 0], []
    for _group in range(1, k):
        ways = best[:, :, None] + cost
        cuts.append(ways.argmin(axis=1))
        best = np.take_along_axis(ways, cuts[-1][:, None, :], axis=1)[:, 0]
    found = np.empty((m, k))
    end = np.full(m, n)
    for group in reversed(range(k)):
        start = cuts[group - 1][at, end] if group else np.zeros(m, dtype=np.int64)
        found[:, group] = (first[at, end] - first[at, start]) / (size[at, end] - size[at, start])
        end = start
    return found + middle


def _running(amounts: Floats) -> Floats:
    return np.concatenate([np.zeros((len(amounts), 1)), amounts.cumsum(axis=1)], axis=1)


def _cost(size: Floats, first: Floats, second: Floats) -> Floats:
    """Sum of squares of the values start .. end - 1, (m, start, end); infinite where they weigh nothing."""

    def between(running: Floats) -> Floats:
        return running[:, None, :] - running[:, :, None]

    weight = between(size)
    some = weight > 0
    squares = between(second) - between(first) ** 2 / np.where(some, weight, 1)
    return np.where(some, np.maximum(squares, 0), np.inf)
