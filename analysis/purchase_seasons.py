"""Months in which more or fewer customers came back than before and after: seasons, which BG/NBD and its like
do not know.

Purchases of a month are held against what the model expected of it. A model may be too high or too low for a
while, so that ratio is compared with its median over the months around, three on each side: what stands out
from them by half or more (and by three standard errors of a Poisson count) is unusual. Half, and the three
months, are our own choice.
"""

import numpy as np
import pandas as pd

from analysis import bg_nbd, holdout
from analysis.repeat_purchases import RepeatPurchases

# a month with fewer expected purchases says little
LEAST_EXPECTED = 30
UNUSUAL = 1.5
_AROUND = 7
_STANDARD_ERRORS = 3


def monthly(purchases: RepeatPurchases, model: bg_nbd.Model) -> pd.DataFrame:
    """Repeat purchases per full calendar month, index its first day.

    actual, expected; index: actual ÷ expected, over its median around (1 is as ever); NaN where nothing was
    expected; unusual (bool).
    """
    days = purchases.days
    sums = holdout.running_sums(purchases, model)
    daily = pd.DataFrame({"actual": days["repeat"], "expected": np.diff(sums, prepend=0)}, index=days.index)
    parts = daily.resample("MS")
    months, lengths = parts.sum(), parts.size()
    full = lengths.to_numpy() == pd.DatetimeIndex(months.index).days_in_month
    return _judged(months[full].rename_axis("month"))


def _judged(months: pd.DataFrame) -> pd.DataFrame:
    ratio = months["actual"] / months["expected"].where(months["expected"] > 0)
    around = ratio.rolling(_AROUND, center=True, min_periods=1).median()
    index = ratio / around.where(around > 0)
    usual = months["expected"] * around
    clear = (months["actual"] - usual).abs() > _STANDARD_ERRORS * np.sqrt(usual)
    far = (index >= UNUSUAL) | (index <= 1 / UNUSUAL)
    return months.assign(index=index, unusual=far & clear & (usual >= LEAST_EXPECTED))


def returning(months: pd.DataFrame) -> tuple[int, ...]:
    """Calendar months (1 .. 12) that are unusual in the same direction in two years or more, of `monthly`."""
    direction = np.sign(months["index"] - 1)[months["unusual"]]
    of_year = direction.groupby(pd.DatetimeIndex(direction.index).month)
    seen = of_year.agg(["count", "nunique"])
    return tuple(int(month) for month in seen.index[(seen["count"] >= 2) & (seen["nunique"] == 1)])
