"""Whether several questions measure one thing: Cronbach's alpha and what each question does to it.

alpha = k / (k - 1) (1 - sum of the items' variances / variance of their sum) (Cronbach, Psychometrika
16(3), 1951). Interval by the F distribution (Feldt, Psychometrika 30(3), 1965; Feldt, Woodruff & Salih,
Applied Psychological Measurement 11(1), 1987): it takes the answers as normal and the items as alike.
Standardised alpha is that of the correlations. An item is correlated with the sum of the other ones, since
with itself in the sum it would always agree (Nunnally & Bernstein, "Psychometric Theory", 1994, ch. 8).

alpha rises with the number of items and says nothing about their being one thing rather than two; it may be
below 0 where items work against each other, mostly because one is worded the other way round.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import f as fisher_f

from analysis.arrays import Floats
from analysis.proportions import Bools, Ints, upper_level

TOO_FEW_ITEMS, TOO_FEW_RESPONDENTS, EQUAL_TOTALS = "too_few_items", "too_few_respondents", "equal_totals"
LEAST_ITEMS, LEAST_RESPONDENTS = 2, 3

# a variance that is a smaller part of the items' variances is what is left of computing none
_NONE = 1e-12


@dataclass(frozen=True)
class Params:
    """confidence: of the interval of alpha."""

    confidence: float = 0.95

    def __post_init__(self) -> None:
        upper_level(self.confidence)


def _no_items() -> pd.DataFrame:
    columns = {"mean": "float64", "sd": "float64", "item_total": "float64", "alpha_dropped": "float64",
               "reversed": "bool"}  # fmt: skip
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns.items()}).rename_axis("item")


@dataclass(frozen=True, eq=False)
class Result:
    """problem: a code of what prevents alpha, or None: TOO_FEW_ITEMS, TOO_FEW_RESPONDENTS, or EQUAL_TOTALS.

    n: respondents who answered every item that is used; left_out: the others. constant: places of items
    left out because all respondents, or those that remain, answered alike, or nobody did. alpha, up to 1,
    with its interval low, high; standardised: alpha of the correlations; NaN where unknown. items: index
    place of the item, columns mean, sd, item_total (correlation with the sum of the others), alpha_dropped
    (alpha without it, NaN where one would remain), reversed (bool: item_total below 0); no rows where there
    is a problem.
    """

    problem: str | None
    n: int
    left_out: int
    constant: tuple[int, ...]
    alpha: float = np.nan
    low: float = np.nan
    high: float = np.nan
    standardised: float = np.nan
    items: pd.DataFrame = field(default_factory=_no_items)


def run(scores: ArrayLike, params: Params) -> Result:
    """Reliability of scored items (respondents x items, NaN is no answer), those with low scores alike.

    Raises ValueError on another shape or infinite scores. The order of respondents does not matter.
    """
    given = np.asarray(scores, dtype=np.float64)
    if given.ndim != 2 or np.isinf(given).any():
        raise ValueError("scores must be finite, respondents x items")
    rows, kept = _usable(given)
    n, left_out = len(rows), len(given) - len(rows)
    constant = tuple(sorted(set(range(given.shape[1])) - set(kept.tolist())))
    covariance = _covariance(rows)
    if problem := _problem(given, rows, covariance):
        return Result(problem, n, left_out, constant)
    alpha, standardised = _alpha(covariance), _alpha(_correlation(covariance))
    low, high = interval(alpha, n, len(kept), params.confidence)
    items = _items(rows, kept, covariance)
    return Result(None, n, left_out, constant, alpha, low, high, standardised, items)


def interval(alpha: float, n: int, items: int, confidence: float = 0.95) -> tuple[float, float]:
    """Low and high limit of alpha of n respondents and several items (Feldt)."""
    upper, free = upper_level(confidence), n - 1
    high_f, low_f = fisher_f.ppf([upper, 1 - upper], free, free * (items - 1))
    return float(1 - (1 - alpha) * high_f), float(1 - (1 - alpha) * low_f)


def _usable(given: Floats) -> tuple[Floats, Ints]:
    """Rows that are complete in the items kept, and the places of these.

    An item that does not vary is left out, and its gaps then cost no respondent; so this is repeated.
    """
    kept = np.flatnonzero(_varies(given))
    while True:
        part = given[:, kept]
        rows = part[~np.isnan(part).any(axis=1)]
        if len(rows) < LEAST_RESPONDENTS or _varies(rows).all():
            return rows, kept
        kept = kept[_varies(rows)]


def _varies(scores: Floats) -> Bools:
    """Which columns have two different known scores."""
    if not len(scores):
        return np.zeros(scores.shape[1], dtype=bool)
    # fmin and fmax pass over NaN without a warning
    return np.asarray(np.fmin.reduce(scores) < np.fmax.reduce(scores))


def _problem(given: Floats, rows: Floats, covariance: Floats) -> str | None:
    if given.shape[1] < LEAST_ITEMS:
        return TOO_FEW_ITEMS
    if (~np.isnan(given)).any(axis=1).sum() < LEAST_RESPONDENTS or len(rows) < LEAST_RESPONDENTS:
        return TOO_FEW_RESPONDENTS
    if rows.shape[1] < LEAST_ITEMS:
        return TOO_FEW_ITEMS
    return EQUAL_TOTALS if covariance.sum() <= _NONE * np.trace(covariance) else None


def _covariance(rows: Floats) -> Floats:
    """Items x items; zeros where there are fewer than two rows, which are refused anyway."""
    if len(rows) < LEAST_RESPONDENTS:
        return np.zeros((rows.shape[1], rows.shape[1]))
    centred = rows - rows.mean(axis=0)
    return np.asarray(centred.T @ centred / (len(rows) - 1))


def _correlation(covariance: Floats) -> Floats:
    sd = np.sqrt(np.diag(covariance))
    return np.asarray(covariance / np.outer(sd, sd))


def _alpha(covariance: Floats) -> float:
    """alpha; NaN where one item is left or where the sum of the items is the same for all."""
    items, variances, total = len(covariance), np.trace(covariance), covariance.sum()
    if items < LEAST_ITEMS or total <= _NONE * variances:
        return float("nan")
    return float(items / (items - 1) * (1 - variances / total))


def _items(rows: Floats, kept: Ints, covariance: Floats) -> pd.DataFrame:
    variance, with_all = np.diag(covariance), covariance.sum(axis=1)
    # variance of the sum of the other items
    others = covariance.sum() - 2 * with_all + variance
    spread = np.sqrt(variance * np.where(others > _NONE * variance.sum(), others, np.nan))
    item_total = (with_all - variance) / spread
    places = np.arange(len(kept))
    table = {
        "mean": rows.mean(axis=0),
        "sd": np.sqrt(variance),
        "item_total": item_total,
        "alpha_dropped": [_alpha(covariance[np.ix_(places != at, places != at)]) for at in places],
        "reversed": item_total < 0,
    }
    return pd.DataFrame(table, index=pd.Index(kept, name="item"))
