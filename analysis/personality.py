"""Segments of customers by their attributes: K-Means (MacQueen 1967) on the principal components, with names
that never swap.

K-Means numbers its groups by chance; here they are ordered by the mean of one chosen number, such as
spending, from the lowest. So the same customers give the same names, whatever the seed and the order of rows.
Equal rows are one weighted row, and large tables are judged on a sample, as in `score_cells`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.spatial.distance import cdist

from analysis import score_cells
from analysis.arrays import Floats
from analysis.cluster_stability import SAMPLES
from analysis.column_types import CannotUse, Column, numeric
from analysis.components import Result as Components
from analysis.kmeans import MAX_K, MIN_K, Labels
from analysis.marks import N_
from analysis.score_cells import Comparison, Grouping

SEED = 20260101

_NAMES = {
    2: (N_("Low"), N_("High")),
    3: (N_("Low"), N_("Moderate"), N_("High")),
    4: (N_("Low"), N_("Moderate"), N_("High"), N_("Very high")),
    5: (N_("Very low"), N_("Low"), N_("Moderate"), N_("High"), N_("Very high")),
    6: (N_("Lowest"), N_("Very low"), N_("Low"), N_("Moderate"), N_("High"), N_("Very high")),
    7: (N_("Lowest"), N_("Very low"), N_("Low"), N_("Moderate"), N_("High"), N_("Very high"), N_("Highest")),
}


@dataclass(frozen=True)
class Params:
    """key: column of numbers by whose mean the segments are ordered; it need not be a feature."""

    key: str
    k: int = 4
    seed: int = SEED
    n_init: int = 20


@dataclass(frozen=True, eq=False)
class Result:
    """The segments of one k.

    labels: segment per customer, int64, 0 (lowest mean of the key) .. k - 1, index customer, sorted.
    segments: index segment, columns n, share (0 .. 1, of those who are in a segment), key (mean of the key
    over those who have it, NaN where nobody does). centroids: index segment, columns component.
    grouping: quality and stability of the same k; its own levels are in another order, `level` of it gives
    the segment. left_out: customers without a value in every feature. rounded shares may add up to 99.99 or
    100.01 and are shown like that.
    """

    labels: pd.Series
    segments: pd.DataFrame
    centroids: pd.DataFrame
    grouping: Grouping
    level: tuple[int, ...]
    left_out: tuple[str, ...]
    components: Components
    params: Params

    @property
    def silhouettes(self) -> pd.Series:
        """Mean silhouette per segment, -1 .. 1."""
        by_level = self.grouping.quality.silhouette_clusters.to_numpy()
        return pd.Series(_moved(by_level, self.level), index=self.segments.index, name="silhouette")

    @property
    def jaccards(self) -> pd.Series:
        """Stability per segment, 0 .. 1, NaN where it was not judged."""
        found = self.grouping.stability
        by_level = np.full(self.params.k, np.nan) if found is None else found.jaccard.to_numpy()
        return pd.Series(_moved(by_level, self.level), index=self.segments.index, name="jaccard")

    def place(self, table: pd.DataFrame) -> pd.DataFrame:
        """Segments of other customers, without fitting anew: index customer, sorted; columns segment (Int64,
        missing where a feature is), distance to its centroid, and next_segment, next_distance."""
        return _placed(self.components.place(table), self.centroids)


def names(k: int) -> tuple[str, ...]:
    """Names of the segments 0 .. k - 1, all different, marked for translation (plain digits need none)."""
    if not MIN_K <= k <= MAX_K:
        raise ValueError("k must lie between 2 and 10")
    if k in _NAMES:
        return _NAMES[k]
    return (N_("Lowest"), *(str(place) for place in range(2, k)), N_("Highest"))


def compare(
    found: Components,
    ks: Iterable[int] = range(MIN_K, MAX_K + 1),
    samples: int = SAMPLES,
    seed: int = SEED,
    at: Callable[[int], None] = lambda done: None,
) -> Comparison:
    """Every k side by side on the components: inertia, silhouette, Davies-Bouldin, Calinski-Harabasz,
    stability, and a recommendation or "no clear k".

    at: told how many k are done. Raises CannotCluster where no k is possible.
    """
    cells = score_cells.cells(found.scores)
    return score_cells.compare(cells, ks, samples, score_cells.Params(seed=seed), at)


def run(
    table: pd.DataFrame, columns: tuple[Column, ...], found: Components, params: Params, samples: int = 0
) -> Result:
    """Put the customers of `found` (components of the same table) into params.k segments.

    samples: resamples behind the stability, 0 for none. Raises CannotUse where the key is not there, holds no
    numbers or is the same for all, CannotCluster as `score_cells.group`.
    """
    key = _key(table, columns, found, params)
    own = score_cells.Params(seed=params.seed, n_init=params.n_init)
    grouping = score_cells.group(score_cells.cells(found.scores), params.k, samples, own)
    return _named(key, found, grouping, params)


def of_grouping(
    table: pd.DataFrame, columns: tuple[Column, ...], found: Components, grouping: Grouping, key: str
) -> Result:
    """As `run`, of a grouping of `compare`: one k keeps the figures that it has beside the others."""
    own = grouping.result.params
    params = Params(key, own.k, own.seed, own.n_init)
    return _named(_key(table, columns, found, params), found, grouping, params)


def _key(table: pd.DataFrame, columns: tuple[Column, ...], found: Components, params: Params) -> pd.Series:
    """The number that orders the segments, of the customers in them. Raises CannotUse where it cannot."""
    column = numeric(columns, params.key)
    key = table[params.key].reindex(found.scores.index)
    if key.nunique() < 2:
        text = N_(
            "“%(column)s” has one value only, so segments cannot be put in order by it. Choose another."
        )
        raise CannotUse(text, {"column": column.label})
    return key


def _named(key: pd.Series, found: Components, grouping: Grouping, params: Params) -> Result:
    levels = score_cells.cells(found.scores).spread(grouping.result.labels).sort_index()
    order = _order(key, levels, grouping.result.centroids.to_numpy(), params.k)
    labels = pd.Series(np.asarray(order)[levels.to_numpy()], index=levels.index, name="segment")
    centroids = _moved(grouping.result.centroids.to_numpy(), order)
    segments = _segments(key, labels, params.k)
    frame = pd.DataFrame(centroids, index=segments.index, columns=found.scores.columns)
    return Result(labels, segments, frame, grouping, order, found.left_out, found, params)


def _order(key: pd.Series, levels: pd.Series, centroids: Floats, k: int) -> tuple[int, ...]:
    """The segment of each level: by the mean of the key, unknown first, then by the centroids, so that two
    levels with equal means do not hang on chance."""
    means = key.groupby(levels).mean().reindex(range(k)).fillna(-np.inf).to_numpy()
    by_last = [centroids[:, place] for place in reversed(range(centroids.shape[1]))]
    place = np.empty(k, dtype=np.int64)
    place[np.lexsort([*by_last, means])] = np.arange(k)
    return tuple(place.tolist())


def _moved(values: Floats, order: tuple[int, ...]) -> Floats:
    """Values per level as values per segment."""
    moved = np.empty_like(values)
    moved[list(order)] = values
    return moved


def _segments(key: pd.Series, labels: pd.Series, k: int) -> pd.DataFrame:
    index = pd.RangeIndex(k, name="segment")
    n = labels.value_counts().reindex(index).astype("int64")
    means = key.groupby(labels).mean().reindex(index)
    return pd.DataFrame({"n": n, "share": n / len(labels), "key": means}, index=index)


def _placed(scores: pd.DataFrame, centroids: pd.DataFrame) -> pd.DataFrame:
    known = scores.notna().all(axis=1)
    apart = cdist(scores[known].to_numpy(), centroids.to_numpy())
    nearest: Labels = np.argsort(apart, axis=1, kind="stable")[:, :2]
    at = np.arange(len(apart))
    found = {
        "segment": pd.array(nearest[:, 0], dtype="Int64"),
        "distance": apart[at, nearest[:, 0]],
        "next_segment": pd.array(nearest[:, 1], dtype="Int64"),
        "next_distance": apart[at, nearest[:, 1]],
    }
    return pd.DataFrame(found, index=scores.index[known]).reindex(scores.index)
