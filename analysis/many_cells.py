"""K-Means of cells that are too many for exact figures: scores that are not steps, a million different rows.

K-Means itself runs on all rows (scikit-learn, Lloyd's algorithm from k-means++ starts). The silhouette needs
every distance between two customers, so that it is measured within a simple random sample, as
`sklearn.metrics.silhouette_score(sample_size=...)` does.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis import cluster_scores, kmeans
from analysis.arrays import Floats
from analysis.kmeans import Labels

# a start on a million rows takes seconds, and the groups of so many rows hardly hang on where it began
STARTS = 3


def partition(scaled: Floats, weights: Floats, params: kmeans.Params) -> Labels:
    """Levels 0 .. k - 1 in no order; scaled: (rows, features), at least k of them different."""
    # loading it takes 80 MB, which a process that groups no large table is spared
    from sklearn.cluster import KMeans

    starts = min(STARTS, params.n_init)
    # tol=0: stop only where no row moves any more, so that each row is with its nearest mean
    model = KMeans(params.k, n_init=starts, random_state=params.seed, tol=0, max_iter=1000)
    return np.asarray(model.fit(scaled, sample_weight=weights).labels_, dtype=np.int64)


def sample(weights: pd.Series, size: int, seed: int) -> Floats:
    """How many customers of each cell are among `size` drawn without replacement (all, if fewer).

    weights: customers per cell. Drawn in the order of the cells, so that the order of the customers never
    shows.
    """
    size = min(size, int(weights.sum()))
    generator = np.random.default_rng(seed)
    drawn = generator.multivariate_hypergeometric(weights.to_numpy(), size, method="marginals")
    return drawn.astype(np.float64)


def silhouettes(scaled: Floats, many: Sequence[Labels], weights: Floats) -> list[Floats]:
    """As `cluster_scores.side_by_side`, where a level may be missing; NaN where fewer than two are there."""
    found = [np.full(len(scaled), np.nan) for _labels in many]
    possible: dict[int, Labels] = {}
    for place, labels in enumerate(many):
        present, own = np.unique(labels, return_inverse=True)
        if 2 <= len(present) < weights.sum():
            possible[place] = own.reshape(-1)
    items = cluster_scores.side_by_side(scaled, list(possible.values()), weights)
    for place, one in zip(possible, items, strict=True):
        found[place] = one
    return found


def means_of(values: Floats, labels: Labels, weights: Floats, k: int) -> Floats:
    """Weighted mean of the values of each level 0 .. k - 1, NaN for a level that is missing."""
    sizes = np.bincount(labels, weights, k)
    sums = np.bincount(labels, values * weights, k)
    return np.where(sizes > 0, sums / np.where(sizes > 0, sizes, 1), np.nan)
