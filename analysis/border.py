"""How close a customer is to the border of its segment, and where a new customer belongs.

Closeness is 1 - a / b: a the distance to the own centroid, b to the next one; 1 at the centroid, 0 where two
centroids are equally far. This is the simplified silhouette (Hruschka, de Castro & Campello, "Evolutionary
algorithms for clustering gene-expression data", ICDM 2004; Vendramin, Campello & Hruschka, Statistical
Analysis and Data Mining 3(4), 2010), which is never negative here, as everyone is with the nearest centroid.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis import lloyd
from analysis.arrays import Floats

_COLUMNS = ("segment", "next", "own_distance", "next_distance", "border")


def run(scores: pd.DataFrame, centroids: pd.DataFrame, weights: Sequence[float] = ()) -> pd.DataFrame:
    """Where each row of `scores` belongs by the centroids of a run, without another fit.

    scores: numeric columns as in centroids, any index; centroids: index segment 0 .. k - 1 (k from 2),
    weights: those of the run, per column of centroids; none: all alike.
    Returns, on the index of scores: segment (the lowest of equally near ones, as in the run), next (the
    segment on the other side of the nearest border), own_distance, next_distance (weighted units), border
    (0 on the border, 1 at the centroid). Raises ValueError on a missing score or column, or other weights.
    """
    factors = np.array(weights or [1.0] * centroids.shape[1])
    if len(factors) != centroids.shape[1] or len(centroids) < 2:
        raise ValueError("two centroids are needed, and a weight per variable or none")
    rows = scores[list(centroids.columns)].to_numpy(dtype=np.float64)
    if not np.isfinite(rows).all():
        raise ValueError("a score is missing or infinite")
    squares = _squares(rows * factors, centroids.to_numpy(dtype=np.float64) * factors)
    at = np.arange(len(rows))
    own = squares.argmin(axis=1)
    own_distance = np.sqrt(squares[at, own])
    squares[at, own] = np.inf
    other = squares.argmin(axis=1)
    next_distance = np.sqrt(squares[at, other])
    known = next_distance > 0
    border = np.where(known, 1 - own_distance / np.where(known, next_distance, 1), 0.0)
    columns = (own, other, own_distance, next_distance, border)
    return pd.DataFrame(dict(zip(_COLUMNS, columns, strict=True)), index=scores.index)


def _squares(rows: Floats, centres: Floats) -> Floats:
    """Squared distances (n, k), by the same steps as in the run, so that equal ones stay equal."""
    return np.stack([lloyd.squares(rows, centre[None])[0] for centre in centres], axis=1)
