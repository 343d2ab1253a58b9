"""Which columns of a table differ from which, row by row: the letters that survey tools print.

Two-proportion z-test with the pooled variance, which is Pearson's chi-square of the two columns (Fleiss,
Levin & Paik, "Statistical Methods for Rates and Proportions", 3rd ed. 2003, ch. 3). All pairs of a row are
compared at once, and their p raised for it. Not compared: a column with fewer than `least_base`
respondents, and a pair in which fewer than `least` are expected to be in the row, or out of it, in either
column (the rule of `crosstab`).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm

from analysis.adjusted_p import CORRECTIONS
from analysis.arrays import Floats
from analysis.association import checked_counts, is_below
from analysis.crosstab import Params
from analysis.proportions import Bools, Ints, shares, small_base


@dataclass(frozen=True, eq=False)
class Result:
    """Arrays of rows x columns x columns.

    higher[i, j, k]: in row i the share of column j is clearly above that of column k (k's letter is at j).
    adjusted_p: the same both ways round, NaN where not compared.
    judged: per column, whether its base is large enough.
    """

    higher: Bools
    adjusted_p: Floats
    judged: Bools


def run(counts: ArrayLike, bases: ArrayLike, params: Params) -> Result:
    """Compare the columns of `counts` (rows x columns), shares of `bases` (respondents per column).

    The columns must be separate groups. Raises ValueError on negative counts or counts above their base.
    """
    table, base = checked_counts(counts), np.asarray(bases, dtype=np.int64)
    if base.shape != table.shape[1:] or (table > base).any():
        raise ValueError("there must be a base for each column, no count above it")
    judged = ~small_base(base, params.least_base)
    share = shares(table, base)
    adjusted = _adjusted(_pairs(table, base, share, judged, params.least), params.correction)
    higher = (adjusted < params.level) & (share[:, :, None] > share[:, None, :])
    return Result(higher, adjusted, judged)


def _pairs(table: Ints, base: Ints, share: Floats, judged: Bools, least: float) -> Floats:
    """Two-sided p of each pair of columns in each row, NaN where it is not compared."""
    with np.errstate(invalid="ignore", divide="ignore"):
        pooled = (table[:, :, None] + table[:, None, :]) / (base[:, None] + base[None, :])
        variance = pooled * (1 - pooled) * (1 / base[:, None] + 1 / base[None, :])
        z = (share[:, :, None] - share[:, None, :]) / np.sqrt(variance)
    fewest = np.minimum(pooled, 1 - pooled) * np.minimum(base[:, None], base[None, :])
    compared = ~is_below(fewest, least) & judged[:, None] & judged[None, :] & ~np.eye(len(base), dtype=bool)
    return np.where(compared, 2 * norm.sf(np.abs(z)), np.nan)


def _adjusted(p: Floats, correction: str) -> Floats:
    """Raised within each row, where a pair counts once."""
    one, other = np.triu_indices(p.shape[1], k=1)
    found = np.full(p.shape, np.nan)
    found[:, one, other] = found[:, other, one] = CORRECTIONS[correction](p[:, one, other])
    return found
