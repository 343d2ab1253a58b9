"""Which segment of a new run is which of a saved one, so that a name stays with its segment.

On customers in common, segments are paired so that as many customers as possible lie in paired ones
(`cluster_match`, Kuhn's assignment); a pair counts as the same segment where the Jaccard index of its common
customers is above 0.5: below, Hennig calls a cluster dissolved ("Dissolution point and isolation robustness",
Journal of Multivariate Analysis 99, 2008). Without enough common customers, centroids are paired so that the
distances between pairs are smallest together, and a pair is the same segment where no other saved centroid is
nearer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis import cluster_match
from analysis.arrays import Floats
from analysis.kmeans import Labels

SAME = 0.5
# fewer customers in common than this, and fewer than half of either run, say little about segments
FEW = 30


@dataclass(frozen=True)
class Match:
    """partner: saved segment per new segment, -1 without one; same: whether the name may stay; agreement:
    Jaccard index of each pair (NaN without customers in common); basis: what it was found by; common: number
    of customers in both runs."""

    partner: tuple[int, ...]
    same: tuple[bool, ...]
    agreement: tuple[float, ...]
    basis: Literal["customers", "centroids"]
    common: int

    @property
    def kept(self) -> dict[int, int]:
        """New segment → the saved one whose name it keeps."""
        pairs = zip(self.partner, self.same, strict=True)
        return {new: saved for new, (saved, is_same) in enumerate(pairs) if is_same}


def run(labels: pd.Series, saved: pd.Series, centroids: pd.DataFrame, saved_centroids: pd.DataFrame) -> Match:
    """Pair the segments of a new run with those of a saved run.

    labels, saved: segment 0 .. k - 1 per customer, unique index; centroids: index segment, a column per
    variable, in the units of the scores. Raises ValueError on a repeated customer, a segment without
    centroid, or where too few customers are in common and the variables are not the same.
    """
    k, saved_k = len(centroids), len(saved_centroids)
    for series, groups in ((labels, k), (saved, saved_k)):
        if not series.index.is_unique or (len(series) and not series.between(0, groups - 1).all()):
            raise ValueError("every customer needs one segment, and every segment a centroid")
    place = saved.index.get_indexer(labels.index)
    both = place >= 0
    common = int(both.sum())
    if common and (common >= FEW or 2 * common >= min(len(labels), len(saved))):
        own = labels.to_numpy(dtype=np.int64)[both]
        theirs = saved.to_numpy(dtype=np.int64)[place[both]]
        return by_customers(cluster_match.overlap(theirs, own, saved_k, k))
    if set(centroids.columns) != set(saved_centroids.columns):
        raise ValueError("the runs have no customers in common, and other variables")
    from scipy.spatial.distance import cdist  # as in cluster_scores

    theirs_there = saved_centroids[list(centroids.columns)].to_numpy(dtype=np.float64)
    return _by_centroids(cdist(theirs_there, centroids.to_numpy(dtype=np.float64)), common)


def by_customers(shared: Floats) -> Match:
    """The match of segments that share so many customers, (saved_k, k), however few they are.

    Where all of them are in one saved segment it tells nobody apart (an income in thousands this year puts
    everybody into the lowest), so that nothing is the same.
    """
    partner = cluster_match.pairs(shared)
    pair = shared[partner, np.arange(len(partner))]
    either = shared.sum(axis=1)[partner] + shared.sum(axis=0) - pair
    known = (partner >= 0) & (either > 0)
    jaccard = np.where(known, pair / np.where(either > 0, either, 1), np.nan)
    same = known & (jaccard > SAME) & ((shared.sum(axis=1) > 0).sum() > 1)
    common = int(shared.sum())
    return Match(tuple(partner.tolist()), tuple(same.tolist()), tuple(jaccard.tolist()), "customers", common)


def _by_centroids(apart: Floats, common: int) -> Match:
    """apart: distances, saved x new."""
    from scipy.optimize import linear_sum_assignment  # as in cluster_match

    partner: Labels = np.full(apart.shape[1], -1, dtype=np.int64)
    at, to = linear_sum_assignment(apart)
    partner[to] = at
    same = (partner >= 0) & (apart[partner, np.arange(len(partner))] <= apart.min(axis=0))
    unknown = (float("nan"),) * len(partner)
    return Match(tuple(partner.tolist()), tuple(same.tolist()), unknown, "centroids", common)


def names(match: Match, saved: Sequence[str], proposed: Sequence[str]) -> list[str]:
    """A name per new segment: the saved one where the segment is the same, else the proposed one, with a
    number behind it where the name is taken. No two are equal."""
    kept = {new: saved[old] for new, old in enumerate(match.partner) if match.same[new]}
    taken = set(kept.values())
    found = []
    for new, proposal in enumerate(proposed):
        if new in kept:
            found.append(kept[new])
            continue
        name, number = proposal, 2
        while name in taken:
            name, number = f"{proposal} {number}", number + 1
        taken.add(name)
        found.append(name)
    return found
