"""Stability of clusters under resampling: bootstrap Jaccard per cluster, adjusted Rand for the whole.

Hennig, "Cluster-wise assessment of cluster stability", Computational Statistics & Data Analysis 52, 2007:
a mean Jaccard below 0.6 is not to be trusted, 0.6 to 0.75 shows a pattern whose members are doubtful,
0.75 and above is stable. Adjusted Rand index: Hubert & Arabie, Journal of Classification 2, 1985.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import kmeans_many
from analysis.arrays import Floats
from analysis.kmeans import Labels, Params, check, partition, prepare, scale

DISSOLVED, STABLE = 0.6, 0.75
# Enough for a mean Jaccard within about 0.03, and the same number wherever rows are drawn anew
SAMPLES = 100
# rows times resamples of one judgement: what a page can wait for, with no fewer resamples than FEWEST
_MOST_DRAWN, FEWEST = 15_000, 25


def samples_of(rows: int) -> int:
    """How many resamples a table of this many rows is judged on: 100 up to 150 rows, 25 from 600 on."""
    return max(FEWEST, min(SAMPLES, _MOST_DRAWN // max(rows, 1)))


@dataclass(frozen=True, eq=False)
class Stability:
    """jaccard: mean per level, 0 .. 1; NaN where it cannot be judged: never drawn, or a group of one member,
    which is either drawn and found again or not drawn at all; rand: mean adjusted Rand index, NaN without
    resamples; samples: resamples used; failed: resamples with too few distinct rows to be clustered."""

    jaccard: pd.Series
    rand: float
    samples: int
    failed: int


def run(
    table: pd.DataFrame, params: Params, weights: pd.Series | None = None, samples: int = SAMPLES
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
    return judge(scaled, counts, partition(scaled, counts, params), params, samples)


def judge(scaled: Floats, counts: Floats, labels: Labels, params: Params, samples: int) -> Stability:
    """As `run`, of levels 0 .. params.k - 1 that are known: scaled rows and their whole weights."""
    drawn = resamples(counts, params.seed, samples)
    found = kmeans_many.levels(scaled, kmeans_many.centroids(scaled, drawn, params.k, params.seed))
    used = found[:, 0] >= 0
    shared = _shared(labels, found[used], (drawn[used] > 0) * counts, params.k)
    alone = np.asarray(np.bincount(labels, counts, params.k) == 1)
    return _summary(shared, alone, samples)


def resamples(counts: Floats, seed: int, samples: int) -> Floats:
    """How often each row is drawn in each bootstrap resample, (samples, rows); counts: weight per row."""
    generator = np.random.default_rng(seed)
    drawn = generator.multinomial(int(counts.sum()), counts / counts.sum(), size=samples)
    return drawn.astype(np.float64)


def _shared(original: Labels, found: Labels, held: Floats, k: int) -> Floats:
    """Weight that each level shares with each level found, per resample: (resamples, k, k); held: the weight
    of the rows drawn, (resamples, rows)."""
    member = (original[:, None] == np.arange(k)).astype(np.float64)
    return np.stack([((found == level) * held) @ member for level in range(k)], axis=2)


def jaccards(shared: Floats) -> Floats:
    """Largest |A and B| / |A or B| per row of `shared` (original x found, weights); NaN for an empty row.

    Any number of tables (..., k, k) at once gives (..., k).
    """
    rows, columns = shared.sum(axis=-1), shared.sum(axis=-2)
    either = rows[..., :, None] + columns[..., None, :] - shared
    best = (shared / np.where(either > 0, either, 1)).max(axis=-1)
    return np.where(rows > 0, best, np.nan)


def adjusted_rand(shared: Floats) -> float:
    """Adjusted Rand index of a contingency table of weights; 1 for equal partitions, about 0 by chance."""
    return float(_rands(shared[None])[0])


def _rands(shared: Floats) -> Floats:
    """Adjusted Rand index of each of (m, rows, columns) tables."""

    def pairs(weights: Floats) -> Floats:
        return np.asarray((weights * (weights - 1) / 2).reshape(len(shared), -1).sum(axis=1))

    both, one, other = pairs(shared), pairs(shared.sum(axis=2)), pairs(shared.sum(axis=1))
    total = pairs(shared.sum(axis=(1, 2)))
    expected = one * other / np.where(total > 0, total, 1)
    largest = (one + other) / 2
    differs = largest != expected
    return np.where(differs, (both - expected) / np.where(differs, largest - expected, 1), 1.0)


def _summary(shared: Floats, alone: NDArray[np.bool_], samples: int) -> Stability:
    levels = pd.RangeIndex(len(alone), name="level")
    table = pd.DataFrame(jaccards(shared), columns=levels)
    rand = float(_rands(shared).mean()) if len(shared) else float("nan")
    jaccard = table.mean().mask(alone).rename("jaccard")
    return Stability(jaccard, rand, len(shared), samples - len(shared))
