"""Suitability: which area next, by weighted criteria; and how far the order depends on the weights.

Weighted linear combination of criteria brought to 0 .. 1 by their range: Malczewski, "GIS and Multicriteria
Decision Analysis", Wiley 1999, ch. 4 and 6. Sensitivity by drawing weights at random: Butler, Jia & Dyer,
"Simulation techniques for the sensitivity analysis of multi-criteria decision models", European Journal of
Operational Research 103(3), 1997.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import rankdata

from analysis.arrays import Floats

# scores that differ by less are equal: sums of the same parts in another order
_DIGITS = 12
# a range that is a smaller part of the values is what is left of computing equal ones in another order
_EQUAL = 1e-9


@dataclass(frozen=True)
class Criterion:
    """One column of the table. weight: above 0, only its share of all counts; inverse: less is better."""

    key: str
    weight: float
    inverse: bool = False

    def __post_init__(self) -> None:
        if not self.weight > 0 or not np.isfinite(self.weight):
            raise ValueError(f"the weight of {self.key} must be above zero")


@dataclass(frozen=True)
class Params:
    """The criteria, and how their weights are shaken: each by up to ± `spread` in each of `draws` draws.

    top: the first places that are counted over the draws.
    """

    criteria: tuple[Criterion, ...]
    top: int = 3
    spread: float = 0.2
    draws: int = 1000
    seed: int = 20260101

    def __post_init__(self) -> None:
        keys = [one.key for one in self.criteria]
        if not keys or len(set(keys)) != len(keys):
            raise ValueError("criteria must be named, each once")
        if not 0 <= self.spread < 1 or self.draws < 1 or self.top < 1:
            raise ValueError("spread must lie from 0 to below 1; draws and top must be at least 1")


@dataclass(frozen=True, eq=False)
class Result:
    """Everything by area, in the order of the table's rows.

    scores: area x used criterion, 0 (least suitable) .. 1; parts: the same times the criterion's share of all
    weights, so that a row adds up to the score. ranking: score (0 .. 1), rank (Int64, equal scores share it),
    top_share (0 .. 1: in how many draws the area is among the first), best_rank and worst_rank over the draws
    (Int64); missing for the areas of `left_out`, which lack a used criterion.
    unknown: criteria that no area has; flat: those that are equal everywhere. Neither is used.
    """

    scores: pd.DataFrame
    parts: pd.DataFrame
    ranking: pd.DataFrame
    unknown: tuple[str, ...]
    flat: tuple[str, ...]
    left_out: tuple[int, ...]
    params: Params

    @property
    def used(self) -> tuple[Criterion, ...]:
        """The criteria that tell the areas apart."""
        return tuple(one for one in self.params.criteria if one.key in self.scores.columns)


def run(table: pd.DataFrame, params: Params) -> Result:
    """Score and rank the rows of `table` (unique index; a column per criterion, NaN is unknown).

    Where no criterion can be used nothing has a score. Raises ValueError on an infinite value or a repeated
    index value. The order of rows does not matter.
    """
    keys = [one.key for one in params.criteria]
    values = table[keys].astype("float64")
    if not table.index.is_unique or np.isinf(values.to_numpy()).any():
        raise ValueError("criteria must be finite, each row with an index value of its own")
    unknown = tuple(key for key in keys if values[key].isna().all())
    flat = tuple(key for key in keys if key not in unknown and is_flat(values[key]))
    used = [one for one in params.criteria if one.key not in unknown + flat]
    scores = pd.DataFrame({one.key: scaled(values[one.key], one.inverse) for one in used}, index=table.index)
    complete = scores.notna().all(axis=1) if used else pd.Series(False, index=table.index)
    weights = np.array([one.weight for one in used])
    return Result(
        scores=scores,
        parts=scores[complete].mul(weights / weights.sum() if used else weights).reindex(table.index),
        ranking=_ranking(scores[complete], weights, params).reindex(table.index),
        unknown=unknown,
        flat=flat,
        left_out=tuple(sorted(int(one) for one in table.index[~complete])) if used else (),
        params=params,
    )


def is_flat(values: pd.Series) -> bool:
    """Whether the known values are equal, but for what computing them in floating point leaves."""
    low, high = float(values.min()), float(values.max())
    return high - low <= _EQUAL * max(abs(low), abs(high))


def scaled(values: pd.Series, inverse: bool) -> pd.Series:
    """0 .. 1 by the range of the known values; from the other end where less is better."""
    low, high = values.min(), values.max()
    return (high - values) / (high - low) if inverse else (values - low) / (high - low)


def weighted_means(scores: Floats, weights: Floats) -> Floats:
    """Score of each row: (rows, criteria) by (..., criteria) → (..., rows). Weights need not sum to 1."""
    return np.asarray(weights @ scores.T / weights.sum(axis=-1, keepdims=weights.ndim > 1))


def ranks(scores: Floats) -> NDArray[np.int64]:
    """1 for the highest along the last axis; equal scores share the better rank."""
    return np.asarray(rankdata(-np.round(scores, _DIGITS), method="min", axis=-1), dtype=np.int64)


def _ranking(scores: pd.DataFrame, weights: Floats, params: Params) -> pd.DataFrame:
    columns = {"score": "float64", "rank": "Int64", "top_share": "float64", "best_rank": "Int64",
               "worst_rank": "Int64"}  # fmt: skip
    if scores.empty or not len(weights):
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns.items()})
    numbers = scores.to_numpy()
    chance = np.random.default_rng(params.seed)
    shaken = weights * chance.uniform(1 - params.spread, 1 + params.spread, (params.draws, len(weights)))
    found = ranks(weighted_means(numbers, shaken))
    own = weighted_means(numbers, weights)
    table = pd.DataFrame(
        {
            "score": own,
            "rank": ranks(own),
            "top_share": (found <= params.top).mean(axis=0),
            "best_rank": found.min(axis=0),
            "worst_rank": found.max(axis=0),
        },
        index=scores.index,
    )
    return table.astype(columns)
