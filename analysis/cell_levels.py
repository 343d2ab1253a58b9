"""The levels of cells of equal scores, in an order that never hangs on chance."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis import kmeans, lloyd
from analysis.arrays import Floats
from analysis.kmeans import Labels

# steps after which levels that still move are left as they are (none was seen to need more than three)
_SETTLING = 100


def settled(
    table: pd.DataFrame, factors: Floats, counts: Floats, labels: Labels, falling: Sequence[str] = ()
) -> Labels:
    """Levels in order, each cell with the nearest mean and the lowest level of equally near ones.

    So a customer placed by the stored centroids gets the level of the run, also where two are equally near,
    which happens with whole scores; inertia never rises by it. factors: per variable, which its scores count
    times; falling: variables whose small values are the good ones.
    """
    rows, k = table.to_numpy(), int(labels.max()) + 1
    turned = np.where(table.columns.isin(list(falling)), -1.0, 1.0) * factors
    for _step in range(_SETTLING):
        centres = kmeans.means(rows, labels, counts, k)
        order = kmeans.order(centres * turned)
        labels, centres = np.argsort(order)[labels], centres[order]
        near = nearest(rows, centres, factors)
        if (near == labels).all() or len(np.unique(near)) < k:
            break
        labels = near
    return labels


def nearest(scores: ArrayLike, centroids: ArrayLike, factors: Floats) -> Labels:
    """The level of each row of scores (n, variables) by centroids (k, variables), both without weights."""
    rows, centres = np.asarray(scores, dtype=np.float64), np.asarray(centroids, dtype=np.float64)
    return np.asarray(lloyd.nearest(rows * factors, (centres * factors)[None])[0][0], dtype=np.int64)
