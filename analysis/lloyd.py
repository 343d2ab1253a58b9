"""Lloyd's algorithm (IEEE Trans. Inf. Theory 28, 1982) from k-means++ starts (Arthur & Vassilvitskii, SODA
2007) for many weightings of the same rows, all starts of all weightings side by side in one array.

On tables of some tens or hundreds of rows scikit-learn spends its time in calls: 20 starts on 15 rows took it
0.3 s, and take 5 ms here; a test compares the two.
"""

import numpy as np
from numpy.typing import NDArray

from analysis.arrays import Floats

Labels = NDArray[np.int64]

_STEPS = 300
# numbers per table (weightings x starts x rows) of one block: 200,000 float64 stay in a processor's cache
_HELD = 200_000
# multiplications of one product: OpenBLAS shares larger ones among threads, which wait for one another in
# vain where the processor has other work (measured: 6.8 s of processor instead of 1.8 s)
_ALONE = 200_000


def centroids(rows: Floats, weights: Floats, k: int, seed: int, starts: int) -> Floats:
    """The best of `starts` for each weighting, (m, k, features), in no order.

    rows: (n, features), every one different; weights: (m, n), at least k of each above zero.
    """
    generator = np.random.default_rng(seed)
    block = max(1, _HELD // (starts * len(rows)))
    parts = [
        _block(rows, weights[start : start + block], k, generator, starts)
        for start in range(0, len(weights), block)
    ]
    return np.concatenate(parts)


def squares(rows: Floats, centre: Floats) -> Floats:
    """Squared distances (m, n) of every row to one centroid (m, features) of each weighting."""
    found = (rows[:, 0] - centre[:, :1]) ** 2
    for feature in range(1, rows.shape[1]):
        found += (rows[:, feature] - centre[:, feature : feature + 1]) ** 2
    return found


def nearest(rows: Floats, centres: Floats) -> tuple[Labels, Floats]:
    """The nearest of the centroids (m, k, features) of every row, the first of equals, and the squared
    distance to it, (m, n) each. Group by group, which is several times faster than all distances at once."""
    apart = squares(rows, centres[:, 0])
    labels = np.zeros(apart.shape, dtype=np.int64)
    for group in range(1, centres.shape[1]):
        other = squares(rows, centres[:, group])
        labels[other < apart] = group
        np.minimum(apart, other, out=apart)
    return labels, apart


def _block(rows: Floats, weights: Floats, k: int, generator: np.random.Generator, starts: int) -> Floats:
    repeated = np.repeat(weights, starts, axis=0)
    centres = _seeds(rows, repeated, k, generator)
    active = np.arange(len(repeated))
    before = np.full(repeated.shape, -1, dtype=np.int8)
    # sums of products lose digits where the values are far from zero
    middle = rows.mean(axis=0)
    centred = np.vstack([(rows - middle).T, np.ones(len(rows))])
    for _step in range(_STEPS):
        labels = _quick_labels(centred, centres[active] - middle)
        changed = (labels != before[active]).any(axis=1)
        active, labels = active[changed], labels[changed]
        if not len(active):
            break
        before[active] = labels
        centres[active] = _moved(rows, repeated[active], labels, centres[active])
    inertia = (repeated * nearest(rows, centres)[1]).sum(axis=1)
    best = inertia.reshape(-1, starts).argmin(axis=1)
    found: Floats = centres.reshape(-1, starts, k, rows.shape[1])[np.arange(len(weights)), best]
    return found


def _quick_labels(centred: Floats, centres: Floats) -> NDArray[np.int8]:
    """The nearest centroid as in `nearest`, by one product of matrices per group, three times as fast: the
    nearest has the largest x c - c c / 2. centred: (features, n) and a last line of ones."""
    half = (centres**2).sum(axis=2, keepdims=True) / 2
    extended = np.concatenate([centres, -half], axis=2)
    labels = np.zeros((len(centres), centred.shape[1]), dtype=np.int8)
    step = max(1, _ALONE // centred.size)
    for start in range(0, len(centres), step):
        _label(centred, extended[start : start + step], labels[start : start + step])
    return labels


def _label(centred: Floats, extended: Floats, labels: NDArray[np.int8]) -> None:
    largest = extended[:, 0] @ centred
    for group in range(1, extended.shape[1]):
        other = extended[:, group] @ centred
        np.copyto(labels, group, where=other > largest, casting="unsafe")
        np.maximum(largest, other, out=largest)


def _seeds(rows: Floats, weights: Floats, k: int, generator: np.random.Generator) -> Floats:
    """First centroids: rows drawn with a chance in proportion to their weight times their squared distance to
    the nearest centroid so far; of some drawn each time the one that leaves the smallest sum is taken, as
    scikit-learn does."""
    trials = 2 + int(np.log(k))
    centres = np.empty((len(weights), k, rows.shape[1]))
    nearest = np.full(weights.shape, np.inf)
    for place in range(k):
        chance = weights if place == 0 else weights * nearest
        running = np.cumsum(chance, axis=1)
        drawn = generator.random((len(weights), trials)) * running[:, -1:]
        picked = np.stack([np.count_nonzero(running <= one[:, None], axis=1) for one in drawn.T])
        picked = np.minimum(picked, len(rows) - 1)
        # the first centroid is drawn by the weights alone
        best, nearest = _best(rows, weights, nearest, picked if place else picked[:1])
        centres[:, place] = rows[best]
    return centres


def _best(rows: Floats, weights: Floats, nearest: Floats, picked: Labels) -> tuple[Labels, Floats]:
    """Of the rows picked, (trials, m), the one that leaves the smallest sum of squares, and what it leaves.

    Distances are taken where they are needed: those between all rows take longer than everything else from
    a thousand rows on.
    """
    best, least, left = picked[0], None, nearest
    for one in picked:
        found = np.minimum(nearest, squares(rows, rows[one]))
        total = (weights * found).sum(axis=1)
        if least is None:
            least, left = total, found
            continue
        better = total < least
        best, least = np.where(better, one, best), np.where(better, total, least)
        left[better] = found[better]
    return best, left


def _moved(rows: Floats, weights: Floats, labels: NDArray[np.int8], centres: Floats) -> Floats:
    """The weighted means of the groups; a group without a row moves to the row farthest from its own."""
    m, k = centres.shape[:2]
    # every group of every weighting has a number of its own, so that one count serves them all
    group = (labels + k * np.arange(m)[:, None]).ravel()

    def summed(amounts: Floats) -> Floats:
        found: Floats = np.bincount(group, amounts.ravel(), m * k).reshape(m, k).astype(np.float64)
        return found

    sizes = summed(weights)
    sums = np.stack([summed(weights * column) for column in rows.T], axis=2)
    means: Floats = sums / np.where(sizes > 0, sizes, 1)[:, :, None]
    for one in np.flatnonzero((sizes == 0).any(axis=1)):
        far = weights[one] * nearest(rows, centres[one : one + 1])[1][0]
        for empty in np.flatnonzero(sizes[one] == 0):
            farthest = int(far.argmax())
            means[one, empty] = rows[farthest]
            far[farthest] = 0
    return means
