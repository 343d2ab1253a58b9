"""How two numbers of customers go together: correlation with its interval, and the line through the points.

Pearson's r with the interval of Fisher's z (Metron 1, 1921), which takes both numbers as normal; Spearman's
rho of the ranks (American Journal of Psychology 15, 1904), which asks only for order and which a few extreme
amounts do not move, with the interval of Bonett & Wright (Psychometrika 65(1), 2000). Where the two
differ much, outliers or a bend are at work. The line is that of least squares. Words for the strength:
`analysis.strength`.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from analysis.arrays import Floats
from analysis.column_types import Column, numeric
from analysis.proportions import LEAST_BASE, normal_quantile
from analysis.strength import strength

TOO_FEW, CONSTANT = "too_few", "constant"
# Fisher's z has variance 1 ÷ (n - 3)
LEAST = 4


@dataclass(frozen=True)
class Params:
    """pairs: keys (x, y) of columns of numbers; confidence: of the intervals."""

    pairs: tuple[tuple[str, str], ...]
    confidence: float = 0.95

    def __post_init__(self) -> None:
        normal_quantile(self.confidence)
        if not self.pairs or any(x == y for x, y in self.pairs):
            raise ValueError("pairs of two different columns are needed")


@dataclass(frozen=True)
class Correlation:
    """A coefficient, -1 .. 1, with its interval; NaN where unknown."""

    value: float = np.nan
    low: float = np.nan
    high: float = np.nan

    @property
    def spans_zero(self) -> bool:
        """Whether the interval leaves open which way the two go, or is not known."""
        return not (self.low > 0 or self.high < 0)

    @property
    def strength(self) -> str | None:
        """A word of `strength.STRENGTHS`, None where the coefficient is not known."""
        return strength(abs(self.value), 2)


@dataclass(frozen=True)
class Relation:
    """One pair. problem: TOO_FEW (below 4 rows with both), CONSTANT (one of the two does not vary), or None;
    then all but n is NaN. n: customers with both numbers; missing: the others. slope, intercept: of the
    least-squares line y = intercept + slope · x, in y's unit; few: fewer than 30 customers."""

    x: str
    y: str
    problem: str | None
    n: int
    missing: int
    pearson: Correlation = Correlation()
    spearman: Correlation = Correlation()
    slope: float = np.nan
    intercept: float = np.nan

    @property
    def few(self) -> bool:
        return self.n < LEAST_BASE


def run(table: pd.DataFrame, columns: tuple[Column, ...], params: Params) -> tuple[Relation, ...]:
    """The relation of every pair. Raises CannotUse where a column is not there or holds no numbers."""
    for key in dict.fromkeys(key for pair in params.pairs for key in pair):
        numeric(columns, key)
    return tuple(_relation(table, x, y, params.confidence) for x, y in params.pairs)


def _relation(table: pd.DataFrame, x: str, y: str, confidence: float) -> Relation:
    # sorted, so that sums come out alike whatever the order of the rows
    both = table[[x, y]].dropna().sort_values([x, y])
    n, missing = len(both), len(table) - len(both)
    if n < LEAST:
        return Relation(x, y, TOO_FEW, n, missing)
    across, up = both[x].to_numpy(dtype=np.float64), both[y].to_numpy(dtype=np.float64)
    if across.min() == across.max() or up.min() == up.max():
        return Relation(x, y, CONSTANT, n, missing)
    r, rho = coefficient(across, up), coefficient(rankdata(across), rankdata(up))
    slope = r * float(up.std() / across.std())
    intercept = float(up.mean()) - slope * float(across.mean())
    pearson = Correlation(r, *interval(r, n, confidence))
    spearman = Correlation(rho, *interval(rho, n, confidence, ranks=True))
    return Relation(x, y, None, n, missing, pearson, spearman, slope, intercept)


def coefficient(x: Floats, y: Floats) -> float:
    """Pearson's r of two arrays that vary; of ranks it is Spearman's rho (ties share their mean rank)."""
    a, b = x - x.mean(), y - y.mean()
    return float(np.clip(a @ b / np.sqrt((a @ a) * (b @ b)), -1, 1))


def interval(r: float, n: int, confidence: float = 0.95, ranks: bool = False) -> tuple[float, float]:
    """Low and high limit of a coefficient of n rows, from 4; ranks: of Spearman's rho.

    A coefficient of exactly 1 or -1 is its own interval.
    """
    if n < LEAST:
        raise ValueError("the interval of a correlation needs four rows")
    if abs(r) == 1:
        return r, r
    spread = np.sqrt((1 + r * r / 2 if ranks else 1) / (n - 3))
    z, half = np.arctanh(r), normal_quantile(confidence) * spread
    return float(np.tanh(z - half)), float(np.tanh(z + half))
