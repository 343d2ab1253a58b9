"""Scores of a clustering: silhouette, Davies-Bouldin, Calinski-Harabasz.

All work on scaled rows, with whole weights that stand for identical rows: a row of weight 3 gives the same
numbers as three equal rows, at the cost of one.
Sources: Rousseeuw, "Silhouettes", J. Comput. Appl. Math. 20, 1987; Davies & Bouldin, IEEE PAMI 1(2), 1979;
Calinski & Harabasz, Communications in Statistics 3(1), 1974.
"""

from collections.abc import Sequence

import numpy as np

from analysis.arrays import Floats
from analysis.kmeans import CannotCluster, Labels, means, sum_of_squares
from analysis.marks import N_

# rows whose distances to all others are held at once: 1,000 x 200,000 float64 is 1.6 GB, 250 stays below 0.5
_BLOCK = 250


def guard(labels: Labels, weights: Floats) -> int:
    """Number of groups k. Raises CannotCluster unless 2 <= k < n, ValueError on weights not whole."""
    if (weights != np.round(weights)).any():
        raise ValueError("quality needs whole weights: they count identical rows")
    k, n = int(labels.max()) + 1, int(weights.sum())
    if not 2 <= k < n:
        text = N_(
            "The quality of %(k)d groups cannot be judged on %(n)d rows. "
            "Choose from 2 groups up to one fewer than the rows."
        )
        raise CannotCluster(text, {"k": k, "n": n})
    return k


def silhouettes(scaled: Floats, labels: Labels, weights: Floats) -> Floats:
    """Silhouette (b - a) / max(a, b) per row, -1 .. 1.

    a: mean distance to the other rows of its cluster, b: smallest mean distance to another cluster.
    scaled: rows x features; labels: 0 .. k - 1, every one used; weights: whole, per row.
    A row alone in its cluster gets 0 (Rousseeuw's convention).
    """
    return side_by_side(scaled, [labels], weights)[0]


def side_by_side(scaled: Floats, many: Sequence[Labels], weights: Floats) -> list[Floats]:
    """As `silhouettes`, of several clusterings of the same rows: distances are taken once for all of them."""
    # scipy.spatial: 20 MB that a process which measures nothing is spared
    from scipy.spatial.distance import cdist

    ks = [guard(labels, weights) for labels in many]
    if not ks:
        return []
    # column c holds the weights of the rows of cluster c: distances @ member_weights sums them per cluster
    member_weights = np.zeros((len(scaled), sum(ks)))
    ends = np.cumsum(ks)
    for labels, start in zip(many, ends - ks, strict=True):
        member_weights[np.arange(len(labels)), start + labels] = weights
    sizes = np.split(member_weights.sum(axis=0), ends[:-1])
    found: list[list[Floats]] = [[] for _ in many]
    for start in range(0, len(scaled), _BLOCK):
        part = slice(start, start + _BLOCK)
        sums = np.split(cdist(scaled[part], scaled) @ member_weights, ends[:-1], axis=1)
        for place, labels in enumerate(many):
            found[place].append(_block(sums[place], sizes[place], labels[part]))
    return [np.concatenate(blocks) for blocks in found]


def _block(sums: Floats, sizes: Floats, own: Labels) -> Floats:
    """sums: of the distances of some rows to those of each cluster; own: their clusters."""
    at = np.arange(len(own))
    others = sizes[own] - 1
    within = sums[at, own] / np.where(others > 0, others, 1)
    between = sums / sizes
    between[at, own] = np.inf
    nearest = between.min(axis=1)
    largest = np.maximum(within, nearest)
    defined = (others > 0) & (largest > 0)
    return np.where(defined, (nearest - within) / np.where(defined, largest, 1), 0.0)


def davies_bouldin(scaled: Floats, labels: Labels, weights: Floats) -> float:
    """Mean over clusters of the worst (s_i + s_j) / d_ij: s distance to the centroid, d between centroids."""
    from scipy.spatial.distance import cdist

    k = guard(labels, weights)
    centroids = means(scaled, labels, weights, k)
    distances = np.linalg.norm(scaled - centroids[labels], axis=1)
    spread = np.bincount(labels, weights * distances, k) / np.bincount(labels, weights, k)
    apart = cdist(centroids, centroids)
    np.fill_diagonal(apart, np.inf)
    if (apart == 0).any():
        return float("nan")
    return float(((spread[:, None] + spread) / apart).max(axis=1).mean())


def calinski_harabasz(scaled: Floats, labels: Labels, weights: Floats) -> float:
    """Variance between over variance within: (B / (k - 1)) / (W / (n - k))."""
    k = guard(labels, weights)
    within = sum_of_squares(scaled, labels, weights)
    total = sum_of_squares(scaled, np.zeros_like(labels), weights)
    # below the rounding error of the sums nothing but zero is meant
    if within <= 1e-12 * total:
        return float("nan")
    return float((total - within) / (k - 1) / (within / (weights.sum() - k)))
