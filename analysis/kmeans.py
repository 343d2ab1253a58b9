"""K-Means of areas, categories or customers, with ordered and reproducible levels.

Sum of squares criterion of MacQueen (1967). One feature: the exact optimum by dynamic programming
(Wang & Song, "Ckmeans.1d.dp", The R Journal 3(2), 2011). Several: Lloyd's algorithm from k-means++ starts
(Arthur & Vassilvitskii, SODA 2007), the best of `n_init`, on weighted unique rows.
A weight w stands for w identical rows, in the fit, in the scaling and in the sizes.
"""

from dataclasses import dataclass
from typing import Any, Literal

import ckwrap
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import lloyd
from analysis.arrays import Floats
from analysis.marks import N_
from analysis.refusal import Refusal

Scaling = Literal["zscore", "minmax", "none"]
Labels = NDArray[np.int64]

MIN_K, MAX_K = 2, 10
# different rows up to which all starts side by side are faster than scikit-learn, which is for large tables
FEW = 4_000

_THREE_LEVELS = (N_("low"), N_("medium"), N_("high"))
_HIGHEST = {
    2: N_("2 (highest)"),
    4: N_("4 (highest)"),
    5: N_("5 (highest)"),
    6: N_("6 (highest)"),
    7: N_("7 (highest)"),
    8: N_("8 (highest)"),
    9: N_("9 (highest)"),
    10: N_("10 (highest)"),
}


class CannotCluster(Refusal):
    """The table cannot be clustered as asked."""


@dataclass(frozen=True)
class Params:
    """What is clustered and how. Wrong names or numbers raise ValueError here, k is judged with the table."""

    features: tuple[str, ...]
    k: int = 3
    scaling: Scaling = "zscore"
    seed: int = 20260101
    n_init: int = 20

    def __post_init__(self) -> None:
        if not self.features or len(set(self.features)) != len(self.features):
            raise ValueError("features must be named, each once")
        if self.scaling not in ("zscore", "minmax", "none"):
            raise ValueError(f"unknown scaling: {self.scaling}")
        if self.n_init < 1:
            raise ValueError("n_init must be at least 1")


@dataclass(frozen=True, eq=False)
class Result:
    """Levels of the rows of a table; everything is sorted by index, so the order of the rows never shows.

    labels: level per clustered row, int64, 0 (lowest) .. k - 1 (highest).
    centroids: index level, a column per feature, weighted means in the features' own units.
    inertia: weighted sum of squared distances to the centroids, in squared scaled units.
    sizes: weight per level (number of rows where no weights were given).
    exact: True where no other partition can have a smaller inertia (one feature).
    left_out: index values of the rows in which a feature is missing.
    """

    labels: pd.Series
    centroids: pd.DataFrame
    inertia: float
    sizes: pd.Series
    exact: bool
    left_out: tuple[Any, ...]
    params: Params


def level_names(k: int) -> tuple[str, ...]:
    """English names of the levels 0 .. k - 1, marked for translation (plain digits need none)."""
    if not MIN_K <= k <= MAX_K:
        raise ValueError("k must lie between 2 and 10")
    if k == 3:
        return _THREE_LEVELS
    return (N_("1 (lowest)"), *(str(level) for level in range(2, k)), _HIGHEST[k])


def prepare(
    table: pd.DataFrame, params: Params, weights: pd.Series | None = None
) -> tuple[pd.DataFrame, pd.Series, tuple[Any, ...]]:
    """Rows to cluster (float64, sorted by index), their weights, and the index values left out.

    weights: per index value of the table, finite and above zero; None: 1 each.
    Raises ValueError on a repeated index value, an infinite feature or a bad weight.
    """
    if not table.index.is_unique:
        raise ValueError("the index of the table must be unique")
    features = table[list(params.features)].astype("float64").sort_index()
    if np.isinf(features.to_numpy()).any():
        raise ValueError("a feature is infinite")
    complete = features.notna().all(axis=1)
    rows = features[complete]
    row_weights = _weights(rows.index, weights)
    return rows, row_weights, tuple(features.index[~complete])


def _weights(index: pd.Index, weights: pd.Series | None) -> pd.Series:
    if weights is None:
        return pd.Series(1, index=index, dtype="int64")
    aligned = weights.reindex(index)
    if aligned.isna().any() or not np.isfinite(aligned.to_numpy(dtype=float)).all() or (aligned <= 0).any():
        raise ValueError("every row needs a finite weight above zero")
    return aligned


def scale(rows: pd.DataFrame, weights: pd.Series, scaling: Scaling) -> Floats:
    """Features on a common scale, shape of `rows`.

    zscore: (x - weighted mean) / weighted standard deviation (of the population); minmax: 0 .. 1;
    none: as is. A feature with one value only becomes 0.
    """
    values = rows.to_numpy(dtype=np.float64)
    if scaling == "none" or not len(values):
        return values
    low, high = values.min(axis=0), values.max(axis=0)
    if scaling == "minmax":
        shift, spread = low, high - low
    else:
        shift = np.average(values, axis=0, weights=weights)
        spread = np.sqrt(np.average((values - shift) ** 2, axis=0, weights=weights))
    constant = low == high
    return np.where(constant, 0.0, (values - shift) / np.where(constant, 1.0, spread))


def run(table: pd.DataFrame, params: Params, weights: pd.Series | None = None) -> Result:
    """Cluster the rows of `table` by `params.features`.

    table: one row per item, unique index, features numeric; rows with a missing feature are left out.
    Raises CannotCluster: k outside 2 .. 10, no rows, one row, all values equal, k above the number of
    distinct rows.
    """
    rows, row_weights, left_out = prepare(table, params, weights)
    scaled = scale(rows, row_weights, params.scaling)
    if row_weights.sum() == 1:
        raise CannotCluster(N_("Only one row has values, so there are no groups. Choose other figures."))
    check(scaled, params.k)
    exact_weights = row_weights.to_numpy(dtype=np.float64)
    labels = partition(scaled, exact_weights, params)
    series = pd.Series(labels, index=rows.index, name="level")
    return Result(
        labels=series,
        centroids=_centroids(rows, labels, exact_weights),
        inertia=sum_of_squares(scaled, labels, exact_weights),
        sizes=row_weights.groupby(series).sum().rename("size"),
        exact=len(params.features) == 1,
        left_out=left_out,
        params=params,
    )


def check(scaled: Floats, k: int) -> None:
    """Raise CannotCluster where `scaled` (rows x features) cannot be put into k groups."""
    if not MIN_K <= k <= MAX_K:
        text = N_("The number of groups is %(k)d. Choose a number from %(min)d to %(max)d.")
        raise CannotCluster(text, {"k": k, "min": MIN_K, "max": MAX_K})
    if not len(scaled):
        raise CannotCluster(N_("There is nothing to group: no row has all values. Choose other figures."))
    distinct = len(np.unique(scaled, axis=0))
    if distinct == 1:
        text = N_("All values are equal, so there are no groups. Choose another figure to group by.")
        raise CannotCluster(text, {"rows": len(scaled)})
    if k > distinct:
        text = N_(
            "%(k)d groups were asked for, but there are only %(distinct)d different values. "
            "Choose %(distinct)d groups or fewer."
        )
        raise CannotCluster(text, {"k": k, "distinct": distinct})


def partition(scaled: Floats, weights: Floats, params: Params) -> Labels:
    """Levels 0 .. k - 1 of scaled rows that `check` accepts, ordered by the mean of the scaled centroid."""
    unique, place = np.unique(scaled, axis=0, return_inverse=True)
    place = place.reshape(-1)
    unique_weights = np.bincount(place, weights=weights).astype(np.float64)
    found = exact(unique[:, 0], unique_weights, params.k) if unique.shape[1] == 1 else None
    if found is None:
        found = _lloyd(unique, unique_weights, params)
    return _ordered(unique, unique_weights, found, params.k)[place]


def exact(values: Floats, weights: Floats, k: int) -> Labels:
    """Groups 0 .. k - 1 of at least k different values, from the lowest up; no others have less inertia."""
    return np.asarray(ckwrap.ckmeans(values, k, weights=weights).labels, dtype=np.int64)


def _lloyd(rows: Floats, weights: Floats, params: Params) -> Labels:
    if len(rows) <= FEW:
        centres = lloyd.centroids(rows, weights[None], params.k, params.seed, params.n_init)
        return np.asarray(lloyd.nearest(rows, centres)[0][0], dtype=np.int64)
    # tol=0: stop only where no row moves any more, else the stop depends on the size of the values
    # loading it takes 80 MB, which a process that groups no large table is spared
    from sklearn.cluster import KMeans

    model = KMeans(params.k, n_init=params.n_init, random_state=params.seed, tol=0, max_iter=1000)
    return np.asarray(model.fit(rows, sample_weight=weights).labels_, dtype=np.int64)


def _ordered(rows: Floats, weights: Floats, labels: Labels, k: int) -> Labels:
    rank = np.empty(k, dtype=np.int64)
    rank[order(means(rows, labels, weights, k))] = np.arange(k)
    return rank[labels]


def order(centroids: Floats) -> Labels:
    """Places of centroids (k, features) from the lowest to the highest mean of their scaled features.

    Equal means are told apart by the features in their order, so that the levels never depend on chance.
    """
    keys = [centroids[:, feature] for feature in reversed(range(centroids.shape[1]))]
    return np.asarray(np.lexsort([*keys, centroids.mean(axis=1)]), dtype=np.int64)


def means(rows: Floats, labels: Labels, weights: Floats, k: int) -> Floats:
    """Weighted mean of each group, shape (k, features)."""
    totals = np.zeros((k, rows.shape[1]))
    np.add.at(totals, labels, rows * weights[:, None])
    return totals / np.bincount(labels, weights=weights, minlength=k)[:, None]


def sum_of_squares(rows: Floats, labels: Labels, weights: Floats) -> float:
    """Inertia: weighted sum of squared distances of the rows to the means of their groups."""
    centroids = means(rows, labels, weights, int(labels.max()) + 1)
    return float(weights @ ((rows - centroids[labels]) ** 2).sum(axis=1))


def _centroids(rows: pd.DataFrame, labels: Labels, weights: Floats) -> pd.DataFrame:
    found = means(rows.to_numpy(), labels, weights, int(labels.max()) + 1)
    return pd.DataFrame(found, columns=rows.columns).rename_axis("level")
