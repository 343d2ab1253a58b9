"""Location quotients of area x category with a confidence interval, and where they are too small to judge.

LQ = (n_ac / n_a) / (n_c / N) (Isard, "Methods of Regional Analysis", 1960). With p_a the category's share in
the area, p_r its share in the rest of the region, and w = n_a / N, the region's share is w p_a + (1 - w) p_r.
So LQ = f / (w f + 1 - w), where f = p_a / p_r is a ratio of two independent proportions, and LQ rises with f.
The limits of f by the score method (Koopman, Biometrics 40(2), 1984; recommended by Fagerland, Lydersen &
Laake, Stat. Methods Med. Res. 24(2), 2015), put into that formula, are those of LQ. Why an interval at all:
Beyene & Moineddin, BMC Medical Research Methodology 5:32, 2005.

A register counts everybody, it draws no sample: the interval says how far the quotient could be from 1 by
chance alone, if each enterprise had taken up its category and place independently.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.arrays import Floats
from analysis.indicators import small_cells
from analysis.proportions import normal_quantile, upper_level

# the logarithm of the ratio of two proportions is sought between these; 80 halvings leave 1e-22 of it
_FARTHEST, _HALVINGS = 25.0, 80


@dataclass(frozen=True)
class Params:
    """confidence: of each interval alone. least, enough: what is too small (indicators.small_cells)."""

    confidence: float = 0.95
    least: float = 5.0
    enough: float = 30.0

    def __post_init__(self) -> None:
        upper_level(self.confidence)


@dataclass(frozen=True, eq=False)
class Result:
    """Frames of area x category. quotient: float64, 1 as in the region, NaN in an empty area or category.

    expected: n_a n_c / N. small: too small to judge. low, high: the interval, NaN where small or where there
    is one area only. verdict: 1 clearly above 1, -1 clearly below, 0 not clear, NaN where
    there is no interval. judged: how many intervals; by_chance: how many of them would lie off 1 by chance.
    """

    quotient: pd.DataFrame
    expected: pd.DataFrame
    small: pd.DataFrame
    low: pd.DataFrame
    high: pd.DataFrame
    verdict: pd.DataFrame
    judged: int
    by_chance: float


def run(counts: pd.DataFrame, params: Params) -> Result:
    """Quotients of `counts`: index area, columns category, numbers of MSMEs; missing means none.

    Raises ValueError on a negative number.
    """
    table = counts.astype("float64").fillna(0)
    n = table.to_numpy()
    if (n < 0).any():
        raise ValueError("no number may be negative")
    by_area, by_category, total = n.sum(axis=1)[:, None], n.sum(axis=0)[None, :], n.sum()
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = by_area * by_category / total
        quotient = n / expected
    low, high = (np.full(n.shape, np.nan) for _limit in range(2))
    large = ~small_cells(table, params.least, params.enough).to_numpy(dtype=bool)
    fit = large & (by_area < total)
    if fit.any():
        parts = (n, by_area, by_category - n, total - by_area)
        x, n_a, y, n_r = (np.broadcast_to(part, n.shape)[fit] for part in parts)
        z = normal_quantile(params.confidence)
        low[fit], high[fit] = (_quotient(f, n_a / total) for f in ratio_limits(x, n_a, y, n_r, z))
    verdict = np.where(low > 1, 1.0, np.where(high < 1, -1.0, 0.0))
    verdict[np.isnan(low)] = np.nan
    return Result(
        quotient=_like(table, quotient),
        expected=_like(table, expected),
        small=_like(table, ~large),
        low=_like(table, low),
        high=_like(table, high),
        verdict=_like(table, verdict),
        judged=int(fit.sum()),
        by_chance=float(fit.sum() * (1 - params.confidence)),
    )


def _like(table: pd.DataFrame, values: NDArray[np.generic]) -> pd.DataFrame:
    return pd.DataFrame(values, index=table.index, columns=table.columns)


def _quotient(ratio: Floats, weight: Floats) -> Floats:
    """LQ of a ratio of proportions, area to rest; an infinite one gives the largest LQ, 1 / weight."""
    finite = np.where(np.isinf(ratio), 0.0, ratio)
    return np.where(np.isinf(ratio), 1 / weight, finite / (weight * finite + 1 - weight))


def ratio_limits(x: Floats, n_x: Floats, y: Floats, n_y: Floats, z: float) -> tuple[Floats, Floats]:
    """Score limits of (x / n_x) / (y / n_y), arrays of one shape; x + y above 0.

    Without x the lower limit is 0, without y the upper one is infinite. Both are found by bisection, since
    the score falls up to the estimate and rises from there (Koopman 1984).
    """
    with np.errstate(divide="ignore"):
        estimate = np.clip(np.log(x * n_y) - np.log(y * n_x), -_FARTHEST, _FARTHEST)
    start = np.full(x.shape, _FARTHEST)
    low = np.exp(_crossing(estimate, -start, x, n_x, y, n_y, z))
    high = np.exp(_crossing(estimate, start, x, n_x, y, n_y, z))
    return np.where(x == 0, 0.0, low), np.where(y == 0, np.inf, high)


def _crossing(
    inside: Floats, outside: Floats, x: Floats, n_x: Floats, y: Floats, n_y: Floats, z: float
) -> Floats:
    """Where the score reaches z², between a logarithm of the ratio inside the interval and one outside."""
    for _step in range(_HALVINGS):
        middle = (inside + outside) / 2
        within = _score(np.exp(middle), x, n_x, y, n_y) <= z * z
        inside, outside = np.where(within, middle, inside), np.where(within, outside, middle)
    return (inside + outside) / 2


def _score(ratio: Floats, x: Floats, n_x: Floats, y: Floats, n_y: Floats) -> Floats:
    """Koopman's statistic: how badly `ratio` fits, with the proportion that fits it best."""
    b = ratio * (n_x + y) + x + n_y
    # 2 c / (b + √…) is the smaller root without the loss of digits that (b - √…) / 2 a would have
    p = 2 * ratio * (x + y) / (b + np.sqrt(b * b - 4 * ratio * (n_x + n_y) * (x + y)))
    rest = np.maximum(1 - p, 1e-12)
    off = n_x * (x / n_x - p)
    found: Floats = off**2 / (n_x * p * rest) * (1 + n_x * (ratio - p) / (n_y * rest))
    return found
