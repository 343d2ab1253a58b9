"""Customers with equal scores as one weighted row, and the K-Means of such cells for several k side by side.

Four scores of 1 to 5 allow 625 different rows, so that K-Means (MacQueen 1967), every quality figure and the
resampling cost the same for a thousand customers and for a million, and are those of the customers
themselves: a weight w counts like w identical rows. Scores that are not steps (min-max, z) may differ for
every customer; above `FEW` different rows K-Means runs on all of them in scikit-learn, and what needs all
distances or a hundred runs is measured on a seeded sample whose size the result says (`many_cells`).

Weighted LRFM: each score is multiplied by the weight of its variable before distances are taken, as in Liu &
Shih, "Integrating AHP and data mining for product recommendation based on customer lifetime value",
Information & Management 42, 2005.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import (
    cell_levels,
    cluster_quality,
    cluster_scores,
    cluster_stability,
    kmeans,
    many_cells,
    row_numbers,
)
from analysis.arrays import Floats
from analysis.cluster_quality import Quality, Reason, Recommendation
from analysis.cluster_stability import SAMPLES, Stability
from analysis.kmeans import FEW, MAX_K, MIN_K, CannotCluster, Labels
from analysis.marks import N_


@dataclass(frozen=True, eq=False)
class Cells:
    """Different rows of scores with the number of customers of each.

    table: index cell (0 .. m - 1, in the order of the scores), float64 column per variable, every row
    different; weights: customers per cell, int64; place: cell of each customer, index of the scores without
    left_out; left_out: customers who lack a score.
    """

    table: pd.DataFrame
    weights: pd.Series
    place: pd.Series
    left_out: pd.Index

    @property
    def n(self) -> int:
        """Number of customers."""
        return len(self.place)

    def spread(self, values: pd.Series) -> pd.Series:
        """A value per cell (index of the cells) as a value per customer."""
        by_cell = values.reindex(self.table.index).to_numpy()
        return pd.Series(by_cell[self.place.to_numpy()], index=self.place.index, name=values.name)


@dataclass(frozen=True)
class Params:
    """How cells are grouped.

    weights: above zero, one per variable, or none at all where every variable counts alike; falling:
    variables whose small values are the good ones (turned for the order of the segments only); n_init: starts
    (on cells a hundred take 0.05 s, and found no worse groups than scikit-learn's ten in 20 of 20 trials,
    where twenty did in 17); sample, drawn: customers on whom the silhouette and the resampling of many
    different rows are measured.
    """

    weights: tuple[float, ...] = ()
    falling: tuple[str, ...] = ()
    seed: int = 20260101
    n_init: int = 100
    sample: int = 10_000
    drawn: int = 1_000

    def __post_init__(self) -> None:
        if not all(np.isfinite(weight) and weight > 0 for weight in self.weights):
            raise ValueError("weights must be above zero; leave a variable out instead of giving it none")


@dataclass(frozen=True, eq=False)
class Grouping:
    """The segments of one k.

    result: levels per cell (index cell, 0 lowest .. k - 1), centroids in the scores' own units, sizes in
    customers, inertia in weighted units; quality and stability count customers, too (silhouette_items has the
    cells on which it was measured). measured, drawn: customers behind the silhouette and behind each
    resample, n of the cells where these are exact.
    """

    result: kmeans.Result
    quality: Quality
    stability: Stability | None
    measured: int
    drawn: int


@dataclass(frozen=True, eq=False)
class Comparison:
    """Several k side by side.

    table: as `cluster_quality.compare`; groupings: by k; refused: why a k is not there; choices: the k of
    each criterion, "elbow" absent where there is no knee; recommendation: k or None for "no clear k".
    """

    table: pd.DataFrame
    groupings: dict[int, Grouping]
    refused: dict[int, Reason]
    choices: dict[str, int]
    recommendation: Recommendation


def cells(scores: pd.DataFrame) -> Cells:
    """The different rows of `scores` and who has them.

    scores: one row per customer, unique index, numeric column per variable. Raises ValueError on a repeated
    customer or an infinite score.
    """
    if not scores.index.is_unique:
        raise ValueError("a customer occurs twice")
    complete = scores.notna().all(axis=1).to_numpy()
    known = scores[complete]
    values = known.to_numpy(dtype=np.float64)
    if np.isinf(values).any():
        raise ValueError("a score is infinite")
    place, m = row_numbers.run(values)
    # the last writer wins, so that the first customer of each cell stands in the end
    first = np.zeros(m, dtype=np.int64)
    first[place[::-1]] = np.arange(len(place))[::-1]
    index = pd.RangeIndex(m, name="cell")
    return Cells(
        table=pd.DataFrame(values[first], index=index, columns=known.columns),
        weights=pd.Series(np.bincount(place, minlength=m), index=index, name="customers"),
        place=pd.Series(place, index=known.index, name="cell"),
        left_out=scores.index[~complete],
    )


def compare(
    found: Cells,
    ks: Iterable[int] = range(MIN_K, MAX_K + 1),
    samples: int = SAMPLES,
    params: Params | None = None,
    at: Callable[[int], None] = lambda done: None,
) -> Comparison:
    """Every k of `ks` that the cells allow; samples: resamples behind the stability, 0 for none.

    at: told how many of them are done before each. Raises CannotCluster where no k is left.
    """
    params = params or Params()
    parted: dict[int, _Parted] = {}
    refused: dict[int, Reason] = {}
    for done, k in enumerate(sorted(set(ks))):
        at(done)
        try:
            parted[k] = _parted(found, k, samples, params)
        except CannotCluster as reason:
            refused[k] = (reason.text, reason.data)
    if not parted:
        raise CannotCluster(*next(iter(refused.values())))
    groupings = _judged(found, parted, params)
    figures = {k: cluster_quality.figures_of(g.result, g.quality, g.stability) for k, g in groupings.items()}
    table = cluster_quality.side_by_side(figures)
    choices, advice = cluster_quality.choices(table), cluster_quality.recommend(table)
    return Comparison(table, groupings, refused, choices, advice)


def group(found: Cells, k: int, samples: int = 0, params: Params | None = None) -> Grouping:
    """The segments of one k, with their quality and stability.

    Raises CannotCluster: k outside 2 .. 10, no customer, one customer, all alike, k above the number of
    different rows, as many segments as customers.
    """
    params = params or Params()
    return _judged(found, {k: _parted(found, k, samples, params)}, params)[k]


def parted(found: Cells, k: int, params: Params) -> kmeans.Result:
    """The segments of one k alone: as `group`, without measuring how good they are."""
    return _parted(found, k, 0, params).result


@dataclass(frozen=True, eq=False)
class _Parted:
    """What is known of one k before its silhouettes."""

    result: kmeans.Result
    stability: Stability | None
    drawn: int


def _parted(found: Cells, k: int, samples: int, params: Params) -> _Parted:
    check(found, k)
    own = kmeans.Params(tuple(found.table.columns), k, "none", params.seed, params.n_init)
    factors = _factors(found.table, params)
    scaled, counts = found.table.to_numpy() * factors, found.weights.to_numpy(dtype=np.float64)
    few = len(scaled) <= FEW
    labels = kmeans.partition(scaled, counts, own) if few else many_cells.partition(scaled, counts, own)
    labels = cell_levels.settled(found.table, factors, counts, labels, params.falling)
    cluster_scores.guard(labels, counts)
    return _Parted(
        _result(found, scaled, labels, own), *_stability(found, scaled, labels, own, params, samples)
    )  # fmt: skip


def check(found: Cells, k: int) -> None:
    """Raise CannotCluster where the customers cannot be put into k segments."""
    if not MIN_K <= k <= MAX_K:
        text = N_("The number of segments is %(k)d. Choose a number from %(min)d to %(max)d.")
        raise CannotCluster(text, {"k": k, "min": MIN_K, "max": MAX_K})
    if not found.n:
        raise CannotCluster(N_("No customer has all scores, so there are no segments."))
    if found.n == 1:
        text = N_("There is only one customer, so there are no segments. Take in more transactions.")
        raise CannotCluster(text)
    distinct = len(found.table)
    if distinct == 1:
        text = N_("All %(customers)d customers have the same scores, so there are no segments.")
        raise CannotCluster(text, {"customers": found.n})
    if k > distinct:
        text = N_(
            "%(k)d segments were asked for, but the customers have only %(distinct)d different rows of "
            "scores. Choose %(distinct)d segments or fewer."
        )
        raise CannotCluster(text, {"k": k, "distinct": distinct})


def _factors(table: pd.DataFrame, params: Params) -> Floats:
    if params.weights and len(params.weights) != table.shape[1]:
        raise ValueError("every variable needs a weight, or none has one")
    return np.array(params.weights or [1.0] * table.shape[1])


def _result(found: Cells, scaled: Floats, labels: Labels, own: kmeans.Params) -> kmeans.Result:
    counts = found.weights.to_numpy(dtype=np.float64)
    centroids = kmeans.means(found.table.to_numpy(), labels, counts, own.k)
    levels = pd.RangeIndex(own.k, name="level")
    return kmeans.Result(
        labels=pd.Series(labels, index=found.table.index, name="level"),
        centroids=pd.DataFrame(centroids, index=levels, columns=found.table.columns),
        inertia=kmeans.sum_of_squares(scaled, labels, counts),
        sizes=pd.Series(np.bincount(labels, counts, own.k).astype(np.int64), index=levels, name="size"),
        exact=scaled.shape[1] == 1 and len(scaled) <= FEW,
        left_out=tuple(found.left_out),
        params=own,
    )


def _judged(found: Cells, parted: dict[int, _Parted], params: Params) -> dict[int, Grouping]:
    """Groupings with their quality; distances, which take longest, are measured once for every k."""
    scaled = found.table.to_numpy() * _factors(found.table, params)
    measured = found.weights.to_numpy(dtype=np.float64)
    if len(scaled) > params.sample:
        measured = many_cells.sample(found.weights, params.sample, params.seed)
    used = measured > 0
    many = [one.result.labels.to_numpy()[used] for one in parted.values()]
    items = many_cells.silhouettes(scaled[used], many, measured[used])
    return {
        k: Grouping(
            one.result, _quality(found, scaled, one.result, measured, own), one.stability,
            int(measured.sum()), one.drawn,
        )
        for (k, one), own in zip(parted.items(), items, strict=True)
    }  # fmt: skip


def _quality(found: Cells, scaled: Floats, result: kmeans.Result, measured: Floats, items: Floats) -> Quality:
    """measured: customers of each cell behind the silhouettes; items: silhouette of each cell in it."""
    counts, used = found.weights.to_numpy(dtype=np.float64), measured > 0
    labels, k = result.labels.to_numpy(), result.params.k
    by_level = many_cells.means_of(items, labels[used], measured[used], k)
    return Quality(
        silhouette_items=pd.Series(items, index=found.table.index[used], name="silhouette"),
        silhouette_clusters=pd.Series(by_level, index=result.sizes.index, name="silhouette"),
        silhouette=float(np.average(items, weights=measured[used])),
        davies_bouldin=cluster_scores.davies_bouldin(scaled, labels, counts),
        calinski_harabasz=cluster_scores.calinski_harabasz(scaled, labels, counts),
        inertia=result.inertia,
        n=found.n,
    )


def _stability(
    found: Cells, scaled: Floats, labels: Labels, own: kmeans.Params, params: Params, samples: int
) -> tuple[Stability | None, int]:
    if not samples:
        return None, 0
    counts = found.weights.to_numpy(dtype=np.float64)
    if len(scaled) > FEW:
        counts = many_cells.sample(found.weights, params.drawn, params.seed)
    used = counts > 0
    judged = cluster_stability.judge(scaled[used], counts[used], labels[used], own, samples)
    return judged, int(counts.sum())
