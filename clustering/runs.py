"""One clustering with all that judges it: levels, silhouettes, every k, stability, robustness."""

from dataclasses import dataclass

import pandas as pd

from analysis import cluster_quality, cluster_robustness, cluster_stability
from analysis.cluster_quality import Recommendation
from analysis.cluster_robustness import Result as Robustness
from analysis.cluster_stability import Stability
from analysis.kmeans import MAX_K, MIN_K, CannotCluster, Params

from .levels import Levels, area_levels

# Indicators of how large a market is, so that "highest" keeps its sense when one of them is added. Land,
# distance and the density of people say nothing about that and are never added by themselves.
OTHERS = ("n", "ratio_per_1000", "density_per_km2", "residents", "average_turnover", "employees")


@dataclass(frozen=True, eq=False)
class Run:
    """comparison: quality of each possible k (cluster_quality.compare); stability, robustness: of the chosen
    k. None where it cannot be computed. samples: resamples that each of them drew."""

    levels: Levels
    comparison: pd.DataFrame | None = None
    recommendation: Recommendation | None = None
    stability: Stability | None = None
    robustness: Robustness | None = None
    samples: int = 0


def run(table: pd.DataFrame, params: Params) -> Run:
    """Cluster and judge; whatever is impossible is None, with the reason in `levels.problem`."""
    levels = area_levels(table, params)
    samples = cluster_stability.samples_of(len(table[list(params.features)].dropna()))
    comparison = _comparison(table, params, samples)
    advice = None if comparison is None else cluster_quality.recommend(comparison)
    if levels.result is None:
        return Run(levels, comparison, advice, samples=samples)
    stability = cluster_stability.run(table, params, samples=samples)
    others = tuple(one for one in OTHERS if one in table and one not in params.features)
    robustness = cluster_robustness.run(table, cluster_robustness.Params(params, others, samples))
    return Run(levels, comparison, advice, stability, robustness, samples)


def _comparison(table: pd.DataFrame, params: Params, samples: int) -> pd.DataFrame | None:
    """Every possible k, each judged on the same number of resamples; None where there is none."""
    complete = table[list(params.features)].dropna()
    possible = range(MIN_K, min(MAX_K, len(complete) - 1) + 1)
    try:
        comparison = cluster_quality.compare(table, params, possible, samples=samples)
    except CannotCluster:
        return None
    return None if comparison.empty else comparison
