"""K-Means of the same rows under many weightings at once: what resampling needs a hundred times over."""

import numpy as np

from analysis import kmeans, lloyd, one_feature
from analysis.arrays import Floats
from analysis.kmeans import Labels

# the figure that is made of them is a mean over all weightings, so that few starts are enough
STARTS = 5


def centroids(rows: Floats, weights: Floats, k: int, seed: int, starts: int = STARTS) -> Floats:
    """The centroids of each weighting, from the lowest level to the highest (as `kmeans` orders them).

    rows: (n, features), scaled; weights: (m, n), not negative: 0 leaves a row out.
    One feature: the exact optimum; several: the best of `starts`.
    Returns (m, k, features); NaN for a weighting that leaves fewer than k different rows.
    """
    unique, place = np.unique(rows, axis=0, return_inverse=True)
    held = np.zeros((len(weights), len(unique)))
    np.add.at(held.T, place.reshape(-1), weights.T)
    found = np.full((len(held), k, rows.shape[1]), np.nan)
    possible = (held > 0).sum(axis=1) >= k
    if possible.any():
        found[possible] = _solved(unique, held[possible], k, seed, starts)
    return found


def _solved(rows: Floats, weights: Floats, k: int, seed: int, starts: int) -> Floats:
    if rows.shape[1] > 1:
        found = lloyd.centroids(rows, weights, k, seed, starts)
        return np.stack([one[kmeans.order(one)] for one in found])
    if len(rows) <= one_feature.MOST:
        return one_feature.centroids(rows[:, 0], weights, k)[:, :, None]
    return np.stack([_exact(rows, one, k) for one in weights])


def _exact(rows: Floats, weights: Floats, k: int) -> Floats:
    used = weights > 0
    # the groups of sorted values are numbered from the lowest up
    return kmeans.means(rows[used], kmeans.exact(rows[used, 0], weights[used], k), weights[used], k)


def levels(rows: Floats, centres: Floats) -> Labels:
    """The level of every row by the nearest centroid of each set of them, (m, n); -1 for a set of NaN.

    Rows that were left out get a level as well.
    """
    known = ~np.isnan(centres).any(axis=(1, 2))
    found = np.full((len(centres), len(rows)), -1, dtype=np.int64)
    if known.any():
        found[known] = lloyd.nearest(rows, centres[known])[0]
    return found
