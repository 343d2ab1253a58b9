"""Five numbers of an amount: what a box plot draws. Of one list of values, or per group.

Tukey, "Exploratory Data Analysis", 1977. Quartiles by linear interpolation between the sorted values
(Hyndman & Fan, "Sample quantiles in statistical packages", The American Statistician 50(4), 1996, type 7).
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.arrays import Floats

# whiskers reach the last value within so many boxes from the box
REACH = 1.5
COLUMNS = ("n", "low", "q1", "median", "q3", "high", "below", "above")
_QUARTILES = (0.25, 0.5, 0.75)


class Five(NamedTuple):
    """low and high: ends of the whiskers; low ≤ q1 ≤ median ≤ q3 ≤ high, in the unit of the values."""

    low: float
    q1: float
    median: float
    q3: float
    high: float


NO_FIVE = Five(*[float("nan")] * 5)


def five(values: Floats) -> Five:
    """The five numbers of values that are known and finite, in any order; NaN of none."""
    if not len(values):
        return NO_FIVE
    q1, median, q3 = np.quantile(values, _QUARTILES).tolist()
    reach = REACH * (q3 - q1)
    inside = values[(values >= q1 - reach) & (values <= q3 + reach)]
    # interpolated quartiles may lie beyond the last value inside: a whisker never ends within its box. Of
    # two values that only rounding parts, the quartiles lie between them and none is inside
    return Five(float(inside.min(initial=q1)), q1, median, q3, float(inside.max(initial=q3)))


def by_group(values: pd.Series, groups: pd.Series) -> pd.DataFrame:
    """Index group (sorted); columns n (values that are known), low and high (ends of the whiskers), q1,
    median, q3 (all in the unit of the values; missing where n is 0), below and above (values beyond the
    whiskers).

    values, groups: one per member, the same index; members without a group are left out. Raises ValueError on
    an infinite value.
    """
    found = pd.DataFrame({"value": values.astype("float64"), "group": groups}).dropna(subset=["group"])
    if np.isinf(found["value"].to_numpy()).any():
        raise ValueError("a value is infinite")
    rows = {group: _row(part.dropna().to_numpy()) for group, part in found.groupby("group")["value"]}
    table = pd.DataFrame.from_dict(rows, orient="index", columns=list(COLUMNS)).rename_axis("group")
    return table.astype({"n": "int64", "below": "int64", "above": "int64"})


def _row(values: Floats) -> tuple[float, ...]:
    found = five(values)
    return len(values), *found, int((values < found.low).sum()), int((values > found.high).sum())
