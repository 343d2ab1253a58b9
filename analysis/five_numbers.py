"""Five numbers of an amount per group: what a box plot draws.

Tukey, "Exploratory Data Analysis", 1977. Quartiles by linear interpolation between the sorted values
(Hyndman & Fan, "Sample quantiles in statistical packages", The American Statistician 50(4), 1996, type 7).
"""

import numpy as np
import pandas as pd

# whiskers reach the last value within so many boxes from the box
REACH = 1.5
COLUMNS = ("n", "low", "q1", "median", "q3", "high", "below", "above")


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
    rows = {group: _five(part.dropna().to_numpy()) for group, part in found.groupby("group")["value"]}
    table = pd.DataFrame.from_dict(rows, orient="index", columns=list(COLUMNS)).rename_axis("group")
    return table.astype({"n": "int64", "below": "int64", "above": "int64"})


def _five(values: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> tuple[float, ...]:
    if not len(values):
        return (0, *[float("nan")] * 5, 0, 0)
    q1, median, q3 = np.quantile(values, [0.25, 0.5, 0.75])
    fence = REACH * (q3 - q1)
    inside = values[(values >= q1 - fence) & (values <= q3 + fence)]
    # interpolated quartiles may lie beyond the last value inside: a whisker never ends within its box
    low, high = min(inside.min(), q1), max(inside.max(), q3)
    below, above = int((values < q1 - fence).sum()), int((values > q3 + fence).sum())
    return len(values), float(low), float(q1), float(median), float(q3), float(high), below, above
