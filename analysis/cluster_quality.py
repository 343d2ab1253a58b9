"""How good a clustering is, and how many clusters there are: criteria per k, and a recommendation that may
be "no clear k".

Thresholds. Mean silhouette: Kaufman & Rousseeuw, "Finding Groups in Data", 1990, p. 88: 0.71 to 1 strong,
0.51 to 0.70 reasonable, 0.26 to 0.50 weak and possibly artificial, below that no structure; so nothing is
recommended below 0.5. Jaccard: Hennig 2007 (see `cluster_stability`). Elbow: Satopaa et al., "Finding a
Kneedle in a Haystack", ICDCS Workshops 2011; it may find none. Why one criterion alone is not enough:
Schubert, "Stop using the elbow criterion", SIGKDD Explorations 25(1), 2023.
"""

import warnings
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from analysis import cluster_scores, cluster_stability, kmeans
from analysis.cluster_stability import Stability
from analysis.kmeans import MAX_K, MIN_K, CannotCluster, Params, Result, means, prepare, scale, sum_of_squares
from analysis.marks import N_

REASONABLE, STRONG = 0.5, 0.7
SMALL_N = 30

Reason = tuple[str, dict[str, Any]]

_COLUMNS = (
    "n",
    "inertia",
    "silhouette",
    "davies_bouldin",
    "calinski_harabasz",
    "smallest",
    "jaccard_min",
    "rand",
)


@dataclass(frozen=True, eq=False)
class Quality:
    """Quality of one clustering.

    silhouette_items: per row, -1 .. 1, index of the rows; silhouette_clusters: mean per level;
    silhouette: mean over all; n: rows, weights counted; davies_bouldin: the smaller the better, NaN where two
    centroids coincide; calinski_harabasz: the larger the better, NaN where every cluster is a single point.
    """

    silhouette_items: pd.Series
    silhouette_clusters: pd.Series
    silhouette: float
    davies_bouldin: float
    calinski_harabasz: float
    inertia: float
    n: int


@dataclass(frozen=True)
class Recommendation:
    """k, or None for "no clear k"; reasons: texts marked for translation with the values of their places.

    The values are numbers: whoever shows them writes them in the reader's language.
    """

    k: int | None
    reasons: tuple[Reason, ...]


def run(table: pd.DataFrame, result: Result, weights: pd.Series | None = None) -> Quality:
    """Quality of `result`, which `kmeans.run` made of the same table and weights.

    Raises CannotCluster where not 2 <= k < n, and ValueError on weights that are not whole.
    """
    rows, row_weights, _ = prepare(table, result.params, weights)
    scaled = scale(rows, row_weights, result.params.scaling)
    labels = result.labels.to_numpy()
    exact = row_weights.to_numpy(dtype=np.float64)
    items = cluster_scores.silhouettes(scaled, labels, exact)
    by_level = means(items[:, None], labels, exact, result.params.k)[:, 0]
    return Quality(
        silhouette_items=pd.Series(items, index=rows.index, name="silhouette"),
        silhouette_clusters=pd.Series(by_level, name="silhouette").rename_axis("level"),
        silhouette=float(np.average(items, weights=exact)),
        davies_bouldin=cluster_scores.davies_bouldin(scaled, labels, exact),
        calinski_harabasz=cluster_scores.calinski_harabasz(scaled, labels, exact),
        inertia=sum_of_squares(scaled, labels, exact),
        n=int(exact.sum()),
    )


def elbow(inertia: pd.Series) -> int | None:
    """k at the knee of the falling inertia (index k), None where there is none or fewer than three k."""
    if len(inertia) < 3:
        return None
    # it brings scipy.signal: 60 MB that a process which compares no k is spared
    from kneed import KneeLocator

    ks, values = inertia.index.to_list(), inertia.to_list()
    with warnings.catch_warnings():
        # "no knee" is an answer here, not a fault
        warnings.simplefilter("ignore")
        knee = KneeLocator(ks, values, curve="convex", direction="decreasing").knee
    return None if knee is None else int(knee)


def compare(
    table: pd.DataFrame,
    params: Params,
    ks: Iterable[int] = range(MIN_K, MAX_K + 1),
    weights: pd.Series | None = None,
    samples: int = 0,
) -> pd.DataFrame:
    """Quality of each k: index k; columns n, inertia, silhouette, davies_bouldin, calinski_harabasz,
    smallest (size of the smallest cluster), jaccard_min, rand (NaN when samples is 0).

    params.k is ignored. A k that the rows do not allow is left out; raises CannotCluster where none is left.
    """
    figures: dict[int, dict[str, float]] = {}
    refused: CannotCluster | None = None
    for k in sorted(set(ks)):
        try:
            figures[k] = _figures(table, replace(params, k=k), weights, samples)
        except CannotCluster as reason:
            refused = reason
    if not figures and refused:
        raise refused
    return side_by_side(figures)


def side_by_side(figures: dict[int, dict[str, float]]) -> pd.DataFrame:
    """The table that `compare` returns, of what `figures_of` tells about each k."""
    found = pd.DataFrame.from_dict(figures, orient="index", columns=list(_COLUMNS)).rename_axis("k")
    return found.astype({"n": "int64", "smallest": "int64"})


def _figures(
    table: pd.DataFrame, params: Params, weights: pd.Series | None, samples: int
) -> dict[str, float]:
    result = kmeans.run(table, params, weights)
    quality = run(table, result, weights)
    stability = cluster_stability.run(table, params, weights, samples) if samples else None
    return figures_of(result, quality, stability)


def figures_of(result: Result, quality: Quality, stability: Stability | None) -> dict[str, float]:
    """One line of `side_by_side`; without a stability its two figures are NaN."""
    return {
        "n": quality.n,
        "inertia": quality.inertia,
        "silhouette": quality.silhouette,
        "davies_bouldin": quality.davies_bouldin,
        "calinski_harabasz": quality.calinski_harabasz,
        "smallest": int(result.sizes.min()),
        "jaccard_min": float(stability.jaccard.min()) if stability else float("nan"),
        "rand": stability.rand if stability else float("nan"),
    }


def choices(comparison: pd.DataFrame) -> dict[str, int]:
    """The k that each criterion prefers; a criterion without an answer is absent."""
    best: dict[str, int | None] = {
        "silhouette": _place(comparison["silhouette"], largest=True),
        "davies_bouldin": _place(comparison["davies_bouldin"], largest=False),
        "calinski_harabasz": _place(comparison["calinski_harabasz"], largest=True),
        "elbow": elbow(comparison["inertia"]),
    }
    return {criterion: k for criterion, k in best.items() if k is not None}


def _place(values: pd.Series, largest: bool) -> int | None:
    known = values.dropna()
    if known.empty:
        return None
    place = known.argmax() if largest else known.argmin()
    return int(known.index.to_numpy()[place])


def recommend(comparison: pd.DataFrame) -> Recommendation:
    """The k of the best silhouette, if it is at least 0.5, if a second criterion agrees and no other k has as
    many criteria, and if no cluster dissolves under resampling (where that was computed); else None.

    comparison: from `compare`, at least one row.
    """
    best = choices(comparison)
    k = best.get("silhouette")
    if k is None:
        unknown = N_("The silhouette is not known, so no number of groups is advised.")
        return Recommendation(None, ((unknown, {}),))
    row = comparison[comparison.index == k].iloc[0]
    reasons = [_silhouette_reason(k, float(row["silhouette"]))]
    votes = Counter(best.values())
    clear = votes[k] >= 2 and all(votes[k] > votes[other] for other in votes if other != k)
    reasons.append(_votes_reason(best, k, clear))
    reasons += _cautions(row)
    unstable = row["jaccard_min"] < cluster_stability.DISSOLVED
    trusted = clear and row["silhouette"] >= REASONABLE and not unstable
    return Recommendation(k if trusted else None, tuple(reasons))


def _silhouette_reason(k: int, silhouette: float) -> Reason:
    data = {"k": k, "silhouette": silhouette}
    if silhouette < REASONABLE:
        text = N_(
            "The best mean silhouette is %(silhouette)s (%(k)s groups): below 0.5 groups may be artificial."
        )
    elif silhouette <= STRONG:
        text = N_("The best mean silhouette is %(silhouette)s (%(k)s groups): a reasonable structure.")
    else:
        text = N_("The best mean silhouette is %(silhouette)s (%(k)s groups): a strong structure.")
    return text, data


def _votes_reason(best: dict[str, int], k: int, clear: bool) -> Reason:
    agreeing = sum(choice == k for choice in best.values())
    data = {"k": k, "agree": agreeing, "criteria": len(best), **best}
    if clear:
        return N_("%(agree)s of %(criteria)s criteria prefer %(k)s groups."), data
    return N_("The criteria disagree: only %(agree)s of %(criteria)s prefer %(k)s groups."), data


def _cautions(row: pd.Series) -> list[Reason]:
    cautions: list[Reason] = []
    jaccard = float(row["jaccard_min"])
    if jaccard < cluster_stability.DISSOLVED:
        text = N_("One group falls apart when rows are drawn anew (Jaccard %(jaccard)s, below 0.6).")
        cautions.append((text, {"jaccard": jaccard}))
    elif jaccard < cluster_stability.STABLE:
        text = N_("The members of one group are doubtful when rows are drawn anew (Jaccard %(jaccard)s).")
        cautions.append((text, {"jaccard": jaccard}))
    if row["n"] < SMALL_N:
        cautions.append((N_("There are only %(n)s rows: read the result with care."), {"n": int(row["n"])}))
    if row["smallest"] == 1:
        text = N_("One group has a single member: whether it would come again cannot be judged.")
        cautions.append((text, {}))
    return cautions
