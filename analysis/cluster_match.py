"""Which group of one clustering is which of another, and who moved between them.

Groups are paired one to one so that as many items as possible lie in paired groups: the assignment problem
(Kuhn, "The Hungarian method", Naval Research Logistics 2, 1955; solved by Crouse's algorithm in SciPy). Where
several pairings share equally many, the one whose groups have the nearest places in their orders is taken.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.cluster_stability import adjusted_rand
from analysis.kmeans import Labels


@dataclass(frozen=True, eq=False)
class Match:
    """A clustering seen from another one, its reference.

    crosstab: items by level of the reference (rows, 0 .. reference_k - 1) and own level (columns,
    0 .. k - 1). partner: reference level per own level, -1 where it has none. levels: per common item the
    columns `reference` and `own` (levels of each clustering) and `moved` (its own group is not the partner of
    its reference group), sorted by index. rand: adjusted Rand index, NaN below two common items.
    """

    crosstab: pd.DataFrame
    partner: tuple[int, ...]
    levels: pd.DataFrame
    rand: float

    @property
    def n(self) -> int:
        return len(self.levels)

    @property
    def kept(self) -> int:
        return self.n - int(self.levels["moved"].sum())


def run(labels: pd.Series, k: int, reference: pd.Series, reference_k: int) -> Match:
    """Pair the groups of `labels` with those of `reference`, on the items that both have.

    labels, reference: level per item, unique index, 0 .. k - 1 and 0 .. reference_k - 1.
    Raises ValueError on levels outside these or a repeated item.
    """
    _check(labels, k)
    _check(reference, reference_k)
    common = labels.index.intersection(reference.index).sort_values()
    own = labels.reindex(common).to_numpy(dtype=np.int64)
    theirs = reference.reindex(common).to_numpy(dtype=np.int64)
    shared = overlap(theirs, own, reference_k, k)
    partner = pairs(shared)
    levels = pd.DataFrame({"reference": theirs, "own": own, "moved": partner[own] != theirs}, index=common)
    crosstab = pd.DataFrame(
        shared.astype("int64"),
        index=pd.RangeIndex(reference_k, name="reference"),
        columns=pd.RangeIndex(k, name="own"),
    )
    rand = adjusted_rand(shared) if len(common) > 1 else float("nan")
    return Match(crosstab, tuple(partner.tolist()), levels, rand)


def _check(labels: pd.Series, k: int) -> None:
    if not labels.index.is_unique:
        raise ValueError("an item has two levels")
    if len(labels) and not labels.between(0, k - 1).all():
        raise ValueError("a level lies outside 0 .. k - 1")


def overlap(reference: Labels, own: Labels, reference_k: int, k: int) -> NDArray[np.float64]:
    """Number of items per pair of levels, (reference_k, k)."""
    shared = np.zeros((reference_k, k))
    np.add.at(shared, (reference, own), 1)
    return shared


def pairs(shared: NDArray[np.float64]) -> Labels:
    """The reference level (row of `shared`) of each own level (column), -1 where none is left for it."""
    # 10 MB that a process which matches nothing is spared
    from scipy.optimize import linear_sum_assignment

    rows, columns = shared.shape
    apart = np.abs(_places(rows)[:, None] - _places(columns)[None])
    # all distances together stay below one item, so that they only decide between equal pairings
    value = shared - apart / (max(rows, columns) + 1)
    partner = np.full(columns, -1, dtype=np.int64)
    at, to = linear_sum_assignment(value, maximize=True)
    partner[to] = at
    return partner


def _places(k: int) -> NDArray[np.float64]:
    return np.linspace(0, 1, k) if k > 1 else np.full(k, 0.5)
