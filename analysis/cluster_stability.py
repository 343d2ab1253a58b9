"""Stability of clusters under resampling: bootstrap Jaccard per cluster, adjusted Rand for the whole.

Hennig, "Cluster-wise assessment of cluster stability", Computational Statistics & Data Analysis 52, 2007:
a mean Jaccard below 0.6 is not to be trusted, 0.6 to 0.75 shows a pattern whose members are doubtful,
0.75 and above is stable. Adjusted Rand index: Hubert & Arabie, Journal of Classification 2, 1985.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.kmeans import CannotCluster, Floats, Labels, Params, check, partition, prepare, scale

DISSOLVED, STABLE = 0.6, 0.75

# the levels of a resample start from fewer random starts: the figure is a mean over all resamples
_STARTS = 5


@dataclass(frozen=True, eq=False)
class Stability:
    """jaccard: mean per level, 0 .. 1, NaN where never drawn; rand: mean adjusted Rand index, NaN without
    resamples; samples: resamples used; failed: resamples with too few distinct rows to be clustered."""

    jaccard: pd.Series
    rand: float
    samples: int
    failed: int


def run(
    table: pd.DataFrame, params: Params, weights: pd.Series | None = None, samples: int = 100
) -> Stability:
    """Cluster `samples` bootstrap resamples of the rows and compare each with the whole table's clusters.

    weights count identical rows (whole numbers). A cluster is compared with the most similar one of the
    resample, on the rows drawn (each once, as in Hennig's R package fpc). The seed of `params` is used.
    Raises CannotCluster as `kmeans.run`, ValueError on weights that are not whole or no sample.
    """
    rows, row_weights, _ = prepare(table, params, weights)
    scaled = scale(rows, row_weights, params.scaling)
    check(scaled, params.k)
    counts = row_weights.to_numpy(dtype=np.float64)
    if (counts != np.round(counts)).any() or samples < 1:
        raise ValueError("stability needs whole weights and at least one sample")
    original = partition(scaled, counts, params)
    figures = [
        _compare(original, found, drawn, counts, params.k)
        for found, drawn in _resamples(scaled, counts, params, samples)
    ]
    return _summary(figures, params.k, samples)


def _resamples(scaled: Floats, counts: Floats, params: Params, samples: int) -> list[tuple[Labels, Labels]]:
    """Levels and positions of the drawn rows of each resample that can be clustered."""
    generator = np.random.default_rng(params.seed)
    fewer = replace(params, n_init=min(params.n_init, _STARTS))
    found = []
    for _ in range(samples):
        times = generator.multinomial(int(counts.sum()), counts / counts.sum())
        drawn = np.flatnonzero(times)
        try:
            check(scaled[drawn], params.k)
        except CannotCluster:
            continue
        found.append((partition(scaled[drawn], times[drawn].astype(np.float64), fewer), drawn))
    return found


def _compare(original: Labels, found: Labels, drawn: Labels, counts: Floats, k: int) -> tuple[Floats, float]:
    shared = np.zeros((k, k))
    np.add.at(shared, (original[drawn], found), counts[drawn])
    return jaccards(shared), adjusted_rand(shared)


def jaccards(shared: Floats) -> Floats:
    """Largest |A and B| / |A or B| per row of `shared` (original x found, weights); NaN for an empty row."""
    either = shared.sum(axis=1)[:, None] + shared.sum(axis=0)[None, :] - shared
    best = (shared / np.where(either > 0, either, 1)).max(axis=1)
    return np.where(shared.sum(axis=1) > 0, best, np.nan)


def adjusted_rand(shared: Floats) -> float:
    """Adjusted Rand index of a contingency table of weights; 1 for equal partitions, about 0 by chance."""

    def pairs(weights: Floats) -> float:
        return float((weights * (weights - 1) / 2).sum())

    both, one, other = pairs(shared), pairs(shared.sum(axis=1)), pairs(shared.sum(axis=0))
    total = pairs(shared.sum(keepdims=True))
    expected = one * other / total if total else 0.0
    largest = (one + other) / 2
    return (both - expected) / (largest - expected) if largest != expected else 1.0


def _summary(figures: list[tuple[Floats, float]], k: int, samples: int) -> Stability:
    levels = pd.RangeIndex(k, name="level")
    table = pd.DataFrame([jaccard for jaccard, _ in figures], columns=levels, dtype="float64")
    rand = float(np.mean([rand for _, rand in figures])) if figures else float("nan")
    return Stability(table.mean().rename("jaccard"), rand, len(figures), samples - len(figures))
