"""How often an item keeps its group when the choices behind a clustering vary: sample, indicators, k.

Sensitivity of a ranking to its assumptions, as the OECD/JRC "Handbook on Constructing Composite Indicators"
(2008, step 7) asks for. Drawing anew is Efron's bootstrap (Annals of Statistics 7, 1979).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import pandas as pd

from analysis import cluster_match, kmeans, kmeans_many
from analysis.arrays import Floats
from analysis.cluster_stability import SAMPLES, resamples
from analysis.kmeans import MAX_K, MIN_K, Labels, prepare, scale

# starts where the rows are clustered as they are, as many as a clustering of its own has
_STARTS = 20


@dataclass(frozen=True)
class Params:
    """base: the clustering that is judged; others: features that may be added to its own, one at a time;
    variants: how many resamples, and how many variants of everything together."""

    base: kmeans.Params
    others: tuple[str, ...] = ()
    variants: int = SAMPLES

    def __post_init__(self) -> None:
        if self.variants < 1:
            raise ValueError("at least one variant is needed")
        if set(self.others) & set(self.base.features):
            raise ValueError("a feature cannot be added to itself")


@dataclass(frozen=True, eq=False)
class Result:
    """How sure each item's group is.

    table: index of the clustered items, sorted; `level` in the clustering itself; shares from 0 to 1:
    `sample`, `indicators`, `k` (of the variants in which only this varies, those in which the item keeps its
    group), `together` (all three vary), `highest` and `lowest` (all three vary: in the group at that end of
    the variant's own order). NaN where there is no such variant.
    samples, sets, ks, together: number of variants behind each share; failed: variants of `together` whose
    resample had too few different rows.
    """

    table: pd.DataFrame
    samples: int
    sets: tuple[tuple[str, ...], ...]
    ks: tuple[int, ...]
    together: int
    failed: int


Levels = tuple[Labels, int]


def run(table: pd.DataFrame, params: Params) -> Result:
    """Vary what can be varied about `params.base` and compare every variant with it.

    sample: the rows are drawn anew with replacement, and every row gets the nearest of the groups found.
    indicators: one feature is left out, or one of `others` is added. k: one group fewer, one more.
    together: `variants` resamples that go round every combination of feature sets and k in turn.
    An item keeps its group where its level is the same; for another k, where the variant's group is the one
    paired with its own (cluster_match.pairs). Items are scaled once, as a whole table. Others that are not
    known for every clustered row, or are the same in all of them, are not added.
    Raises CannotCluster as `kmeans.run`.
    """
    base = kmeans.run(table, params.base)
    rows = table.loc[base.labels.index].sort_index()
    variants = _Variants(rows, params, base.labels.to_numpy())
    sets, ks = variants.sets[1:], tuple(k for k in variants.ks if k != params.base.k)
    one = np.ones((1, len(rows)))
    drawn = resamples(one[0], params.base.seed, params.variants)
    alone = [variants.levels(params.base.features, params.base.k, drawn, kmeans_many.STARTS)]
    by_set = [variants.levels(features, params.base.k, one, _STARTS) for features in sets]
    by_k = [variants.levels(params.base.features, k, one, _STARTS) for k in ks]
    together = variants.together(drawn)
    kept = {
        "sample": variants.kept(alone), "indicators": variants.kept(by_set), "k": variants.kept(by_k),
        "together": variants.kept(together), "highest": _share(together, lambda found, k: found == k - 1),
        "lowest": _share(together, lambda found, k: found == 0),
    }  # fmt: skip
    columns = {name: share if share is not None else np.nan for name, share in kept.items()}
    used = sum(len(found) for found, _ in together)
    return Result(
        pd.DataFrame({"level": base.labels, **columns}, index=rows.index),
        sum(len(found) for found, _ in alone),
        sets, ks, used, params.variants - used,
    )  # fmt: skip


class _Variants:
    """The rows of one clustering with the feature sets and numbers of groups that they allow."""

    def __init__(self, rows: pd.DataFrame, params: Params, base: Labels) -> None:
        self.rows, self.base, self.params = rows, base, params.base
        own = params.base.features
        fewer = [tuple(one for one in own if one != left) for left in own if len(own) > 1]
        more = [(*own, one) for one in params.others if _tells(rows[one])]
        self.sets = (
            own,
            *(features for features in fewer if self._distinct(features) >= params.base.k),
            *more,
        )
        most = min(MAX_K, self._distinct(own))
        self.ks = tuple(
            k for k in (params.base.k - 1, params.base.k, params.base.k + 1) if MIN_K <= k <= most
        )

    def _distinct(self, features: tuple[str, ...]) -> int:
        return len(self.rows[list(features)].drop_duplicates())

    def scaled(self, features: tuple[str, ...]) -> Floats:
        rows, weights, _ = prepare(self.rows, replace(self.params, features=features))
        return scale(rows, weights, self.params.scaling)

    def levels(self, features: tuple[str, ...], k: int, weights: Floats, starts: int) -> Levels:
        """Level per weighting and row, without the weightings that cannot be clustered; and k."""
        scaled = self.scaled(features)
        centres = kmeans_many.centroids(scaled, weights, k, self.params.seed, starts)
        found = kmeans_many.levels(scaled, centres)
        return found[found[:, 0] >= 0], k

    def together(self, drawn: Floats) -> list[Levels]:
        """The resamples shared out evenly among all combinations of feature sets and k."""
        combinations = list(product(self.sets, self.ks))
        return [
            self.levels(features, k, drawn[place :: len(combinations)], kmeans_many.STARTS)
            for place, (features, k) in enumerate(combinations)
            if place < len(drawn)
        ]

    def kept(self, variants: list[Levels]) -> Floats | None:
        return _share(variants, self._keeps)

    def _keeps(self, found: Labels, k: int) -> Labels:
        if k == self.params.k:
            return found == self.base
        rows = [self._partners(one, k) == self.base for one in found]
        return np.array(rows).reshape(found.shape)

    def _partners(self, found: Labels, k: int) -> Labels:
        shared = cluster_match.overlap(self.base, found, self.params.k, k)
        return np.asarray(cluster_match.pairs(shared)[found])


def _tells(values: pd.Series) -> bool:
    """Whether it is known for every row, and not the same for all."""
    return bool(values.notna().all()) and values.nunique() > 1


def _share(variants: list[Levels], holds: Callable[[Labels, int], Labels]) -> Floats | None:
    """Share of the variants in which something holds, per row; None without any variant."""
    counted = sum(len(found) for found, _ in variants)
    if not counted:
        return None
    sums = sum(holds(found, k).sum(axis=0) for found, k in variants if len(found))
    return np.asarray(sums, dtype=np.float64) / counted
