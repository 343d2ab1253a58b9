"""Classes of one number for a map: K-Means, natural breaks, quantiles, equal steps; and how well they fit.

K-Means of one number: the exact optimum by `ckwrap` (Wang & Song, "Ckmeans.1d.dp", The R Journal 3(2), 2011).
Natural breaks: Fisher, "On Grouping for Maximum Homogeneity", JASA 53(284), 1958; Jenks & Caspall, "Error on
Choroplethic Maps", Annals of the AAG 61(2), 1971. Both make the sum of squared distances to the class means
as small as it can be, so they must agree: two implementations that check one another.
GVF (variance) and GADF (absolute deviations): Jenks & Caspall 1971; Slocum et al., "Thematic Cartography and
Geovisualization", 3rd ed. 2009, ch. 4.
"""

from dataclasses import dataclass
from typing import Literal, get_args

import ckwrap
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.arrays import Floats

Scheme = Literal["kmeans", "natural", "quantile", "equal"]
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
MIN_CLASSES, MAX_CLASSES = 2, 7

Labels = NDArray[np.int64]


@dataclass(frozen=True)
class Params:
    """How to divide a number, and into how many classes. ValueError on an unknown scheme or number."""

    scheme: Scheme = "kmeans"
    classes: int = 5

    def __post_init__(self) -> None:
        if self.scheme not in SCHEMES:
            raise ValueError(f"unknown scheme: {self.scheme}")
        if not MIN_CLASSES <= self.classes <= MAX_CLASSES:
            raise ValueError(f"the number of classes must lie between {MIN_CLASSES} and {MAX_CLASSES}")


@dataclass(frozen=True)
class Class:
    """One class: from `lower` to `upper`, both included, with `count` values.

    The limits are the least and the largest value in the class; those of equal steps are the steps'.
    """

    lower: float
    upper: float
    count: int


@dataclass(frozen=True, eq=False)
class Result:
    """labels: class per index value, Int64, 0 (lowest) .. ; missing where the value is.

    classes: lowest first; fewer than asked where there are fewer different values or quantiles.
    gvf: 1 - squared distances to the class means ÷ squared distances to the mean, 0 .. 1; gadf: the same with
    absolute distances to medians. Both NaN where all values are equal.
    """

    labels: pd.Series
    classes: tuple[Class, ...]
    gvf: float
    gadf: float
    params: Params


def run(values: pd.Series, params: Params) -> Result:
    """Divide the known values; the order of rows does not matter, equal values share a class.

    values: numbers by unique index. Raises ValueError where no value is known or one is infinite.
    """
    known = values.dropna().astype("float64").sort_index()
    numbers: Floats = np.asarray(known, dtype=np.float64)
    if not len(numbers) or not np.isfinite(numbers).all() or not values.index.is_unique:
        raise ValueError("classes need finite values, each under an index value of its own")
    labels, limits = _divide(numbers, params)
    counts = np.bincount(labels, minlength=len(limits))
    return Result(
        labels=pd.Series(labels, index=known.index, dtype="Int64", name="class").reindex(values.index),
        classes=tuple(
            Class(float(lower), float(upper), int(count))
            for (lower, upper), count in zip(limits, counts, strict=True)
        ),
        gvf=goodness_of_variance_fit(numbers, labels),
        gadf=goodness_of_absolute_fit(numbers, labels),
        params=params,
    )


def compare(values: pd.Series, classes: int) -> pd.DataFrame:
    """How well every scheme fits with this many classes: index scheme, columns gvf, gadf, classes (int)."""
    found = [run(values, Params(scheme, classes)) for scheme in SCHEMES]
    rows = [{"gvf": one.gvf, "gadf": one.gadf, "classes": len(one.classes)} for one in found]
    return pd.DataFrame(rows, index=pd.Index(SCHEMES, name="scheme"))


def _divide(values: Floats, params: Params) -> tuple[Labels, list[tuple[float, float]]]:
    """Class per value, and the limits of every class."""
    if params.scheme == "equal":
        return _equal(values, params.classes)
    unique, place = np.unique(values, return_inverse=True)
    weights = np.bincount(place).astype(np.float64)
    k = min(params.classes, len(unique))
    if params.scheme == "quantile":
        labels = _quantiles(values, unique, params.classes)
    elif params.scheme == "natural":
        labels = natural_breaks(unique, weights, k)
    else:
        labels = np.asarray(ckwrap.ckmeans(unique, k, weights=weights).labels, dtype=np.int64)
    limits = [(float(unique[labels == one].min()), float(unique[labels == one].max()))
              for one in range(int(labels.max()) + 1)]  # fmt: skip
    return labels[place.reshape(-1)], limits


def _equal(values: Floats, k: int) -> tuple[Labels, list[tuple[float, float]]]:
    """Steps of one width; a class may stay empty, which is what this scheme is warned of."""
    low, high = float(values.min()), float(values.max())
    if low == high:
        return np.zeros(len(values), dtype=np.int64), [(low, high)]
    edges = np.linspace(low, high, k + 1)
    labels = np.searchsorted(edges[1:-1], values, side="left").astype(np.int64)
    return labels, list(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True))


def _quantiles(values: Floats, unique: Floats, k: int) -> Labels:
    """Class per unique value. Limits by linear interpolation; those that no value separates are left out."""
    limits = np.unique(np.quantile(values, np.arange(1, k) / k))
    found = np.searchsorted(limits, unique, side="left")
    return np.unique(found, return_inverse=True)[1].reshape(-1).astype(np.int64)


def natural_breaks(unique: Floats, weights: Floats, k: int) -> Labels:
    """Class per value of the k classes with the least sum of squares, by Fisher's dynamic programme.

    unique: ascending, no value twice; weights: how often each occurs; k: at most as many as values.
    """
    n = len(unique)
    centred = unique - np.average(unique, weights=weights)
    w, s, q = (np.concatenate([[0.0], np.cumsum(part)]) for part in
               (weights, weights * centred, weights * centred**2))  # fmt: skip

    def within(starts: Labels, end: int) -> Floats:
        # sum of squares of the values from each start up to, not including, end
        total = s[end] - s[starts]
        return np.asarray(np.maximum(q[end] - q[starts] - total**2 / (w[end] - w[starts]), 0.0))

    best = np.full((k + 1, n + 1), np.inf)
    cut = np.zeros((k + 1, n + 1), dtype=np.int64)
    best[0, 0] = 0.0
    for used in range(1, k + 1):
        for end in range(used, n + 1):
            starts = np.arange(used - 1, end)
            costs = best[used - 1, starts] + within(starts, end)
            chosen = int(np.argmin(costs))
            best[used, end], cut[used, end] = costs[chosen], starts[chosen]
    labels = np.zeros(n, dtype=np.int64)
    end = n
    for used in range(k, 0, -1):
        start = int(cut[used, end])
        labels[start:end] = used - 1
        end = start
    return labels


def goodness_of_variance_fit(values: Floats, labels: Labels) -> float:
    """1 - sum of squared distances to the class means ÷ that to the mean; NaN where all values are equal."""
    whole = float(((values - values.mean()) ** 2).sum())
    parts = sum(float(((part - part.mean()) ** 2).sum()) for part in _parts(values, labels))
    return 1 - parts / whole if values.min() < values.max() and whole > 0 else float("nan")


def goodness_of_absolute_fit(values: Floats, labels: Labels) -> float:
    """1 - sum of absolute distances to the class medians ÷ that to the median; NaN where all are equal."""
    whole = float(np.abs(values - np.median(values)).sum())
    parts = sum(float(np.abs(part - np.median(part)).sum()) for part in _parts(values, labels))
    return 1 - parts / whole if values.min() < values.max() and whole > 0 else float("nan")


def _parts(values: Floats, labels: Labels) -> list[Floats]:
    return [values[labels == one] for one in np.unique(labels)]
