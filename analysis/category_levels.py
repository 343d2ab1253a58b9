"""Levels of business categories within areas: every cell (area x category) of the region on one scale.

All cells that are not empty are clustered together by their number of MSMEs, so "high" means the same number
in every area; clustering each area for itself would call the largest of three small categories "high".
One feature, so the partition is the exact optimum (`analysis.kmeans`). Equal numbers are one weighted row:
the cost depends on how many different numbers there are, not on how many cells.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import cluster_quality, kmeans
from analysis.cluster_quality import Quality, Recommendation
from analysis.kmeans import MAX_K, MIN_K, CannotCluster

DEFAULT_K = 3


@dataclass(frozen=True)
class Params:
    """k: number of groups, judged with the table."""

    k: int = DEFAULT_K


@dataclass(frozen=True, eq=False)
class Result:
    """levels, silhouettes: area x category, float64, NaN where a cell is empty (0 .. k - 1; -1 .. 1).

    groups: a row per level: cells (how many), n (their MSMEs), least, most, mean (of a cell), silhouette.
    silhouette: mean over the `cells` cells that are not empty. comparison: every possible k side by side
    (cluster_quality.compare); recommendation: which of them, or none, and why. Where every cell is a group of
    its own there are no silhouettes, no comparison and no recommendation.
    """

    levels: pd.DataFrame
    silhouettes: pd.DataFrame
    groups: pd.DataFrame
    silhouette: float
    cells: int
    comparison: pd.DataFrame | None
    recommendation: Recommendation | None
    params: Params


def run(counts: pd.DataFrame, params: Params) -> Result:
    """Cluster the cells of `counts`: index area, columns category, each once; empty cells are 0 or missing.

    Raises CannotCluster as `kmeans.run` does, ValueError on a repeated label or a negative number.
    """
    _check(counts)
    filled = counts.where(counts > 0).astype("float64")
    numbers = pd.Series(filled.to_numpy().ravel()).dropna()
    weights = numbers.value_counts().sort_index()
    distinct = pd.DataFrame({"n": weights.index.to_numpy()}, index=weights.index)
    clusters = kmeans.run(distinct, kmeans.Params(("n",), k=params.k), weights)
    quality = _quality(distinct, clusters, weights)
    unknown = pd.Series(float("nan"), index=weights.index)
    silhouettes = unknown if quality is None else quality.silhouette_items
    comparison = None if quality is None else _comparison(distinct, weights)
    return Result(
        levels=_put(clusters.labels, filled),
        silhouettes=_put(silhouettes, filled),
        groups=_groups(distinct["n"], weights, clusters.labels, quality),
        silhouette=float("nan") if quality is None else quality.silhouette,
        cells=len(numbers),
        comparison=comparison,
        recommendation=None if comparison is None else cluster_quality.recommend(comparison),
        params=params,
    )


def _check(counts: pd.DataFrame) -> None:
    if not counts.index.is_unique or not counts.columns.is_unique:
        raise ValueError("every area and every category must be named once")
    if (counts < 0).any(axis=None):
        raise ValueError("no number may be negative")


def _put(values: pd.Series, filled: pd.DataFrame) -> pd.DataFrame:
    """The value of each cell's number, NaN where the cell is empty. values: index the numbers, ascending."""
    cells = filled.to_numpy()
    is_filled = ~np.isnan(cells)
    found = np.full(cells.shape, np.nan)
    places = np.searchsorted(values.index.to_numpy(dtype=float), cells[is_filled])
    found[is_filled] = values.to_numpy(dtype=float)[places]
    return pd.DataFrame(found, index=filled.index, columns=filled.columns)


def _quality(distinct: pd.DataFrame, clusters: kmeans.Result, weights: pd.Series) -> Quality | None:
    try:
        return cluster_quality.run(distinct, clusters, weights)
    except CannotCluster:  # as many groups as cells: there is nothing to judge
        return None


def _comparison(distinct: pd.DataFrame, weights: pd.Series) -> pd.DataFrame:
    possible = range(MIN_K, min(MAX_K, len(distinct)) + 1)
    return cluster_quality.compare(distinct, kmeans.Params(("n",)), possible, weights)


def _groups(
    numbers: pd.Series, weights: pd.Series, labels: pd.Series, quality: Quality | None
) -> pd.DataFrame:
    table = pd.DataFrame({"value": numbers, "cells": weights, "n": numbers * weights, "level": labels})
    groups = table.groupby("level")
    found = pd.DataFrame(
        {
            "cells": groups["cells"].sum(),
            "n": groups["n"].sum(),
            "least": groups["value"].min(),
            "most": groups["value"].max(),
        }
    )
    found["mean"] = found["n"] / found["cells"]
    found["silhouette"] = float("nan") if quality is None else quality.silhouette_clusters
    return found
