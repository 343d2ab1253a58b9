"""One clustering with all that judges it: levels, silhouettes, every k side by side, stability."""

from dataclasses import dataclass, replace

import pandas as pd

from analysis import cluster_quality, cluster_stability
from analysis.cluster_quality import Recommendation
from analysis.cluster_stability import Stability
from analysis.kmeans import MAX_K, MIN_K, CannotCluster, Params

from .levels import Levels, area_levels

# Enough for a mean Jaccard within about 0.03; the result is kept with the page
SAMPLES = 60


@dataclass(frozen=True, eq=False)
class Run:
    """comparison: quality of each possible k (cluster_quality.compare); stability: of the chosen k."""

    levels: Levels
    comparison: pd.DataFrame | None = None
    recommendation: Recommendation | None = None
    stability: Stability | None = None


def run(table: pd.DataFrame, params: Params) -> Run:
    """Cluster and judge; whatever is impossible is None, with the reason in `levels.problem`."""
    levels = area_levels(table, params)
    complete = table[list(params.features)].dropna()
    possible = range(MIN_K, min(MAX_K, len(complete) - 1) + 1)
    try:
        comparison = cluster_quality.compare(table, params, possible)
    except CannotCluster:
        return Run(levels, stability=_stability(table, params, levels))
    if comparison.empty:
        return Run(levels, stability=_stability(table, params, levels))
    stability = _stability(table, params, levels)
    return Run(levels, comparison, _recommend(table, params, comparison, stability), stability)


def _stability(table: pd.DataFrame, params: Params, levels: Levels) -> Stability | None:
    if levels.result is None:
        return None
    return cluster_stability.run(table, params, samples=SAMPLES)


def _recommend(
    table: pd.DataFrame, params: Params, comparison: pd.DataFrame, stability: Stability | None
) -> Recommendation:
    """The recommendation; only the best k is resampled, since no other can be recommended."""
    best = cluster_quality.choices(comparison)["silhouette"]
    if stability is None or best != params.k:
        stability = cluster_stability.run(table, replace(params, k=best), samples=SAMPLES)
    comparison.loc[best, ["jaccard_min", "rand"]] = [float(stability.jaccard.min()), stability.rand]
    return cluster_quality.recommend(comparison)
