"""How numbers differ between groups of customers: along another number in equal steps, or by the values of a
text. What a cloud of points shows, as a table that can be read.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis import attribute_quality
from analysis.arrays import Floats

PARTS = 5
WIDTHS = (24.0, 12.0, 6.0, 3.0)


def along(table: pd.DataFrame, x: str, y: str, parts: int = PARTS) -> pd.DataFrame:
    """y in equal parts of the customers by x, from the lowest; who lacks one of the two is left out.

    Index step 0 .. ; columns low, high (of x), n, mean, median (of y). Equal x stay together, so there may be
    fewer parts; none without a customer. Edges: quantiles by linear interpolation.
    """
    both = table[[x, y]].dropna()
    if both.empty:
        return pd.DataFrame(columns=["low", "high", "n", "mean", "median"])
    values = both[x].to_numpy(dtype=np.float64)
    inner = np.unique(np.quantile(values, np.arange(1, parts) / parts))
    steps = np.searchsorted(inner, values, side="left")
    found = both.groupby(steps)
    described = found[x].agg(["min", "max", "size"])
    described.columns = pd.Index(["low", "high", "n"])
    described = described.join(found[y].agg(["mean", "median"]))
    return described.reset_index(drop=True).rename_axis(index="step")


def by_value(
    table: pd.DataFrame, text: str, numbers: Sequence[str], order: Sequence[str] = ()
) -> pd.DataFrame:
    """Customers and medians by the values of a text.

    order: its values from the first; those that it lacks follow by name. Index value; columns n, share (0
    .. 1 of those who have a value) and the median of each number, NaN where nobody has it.
    """
    known = table[table[text].notna()]
    present = set(known[text].astype(str))
    named = sorted(present - set(order), key=lambda one: (one.casefold(), one))
    values = [*(one for one in order if one in present), *named]
    index = pd.Index(values, name=text)
    found = known.groupby(known[text].astype(str))
    n = found.size().reindex(index).astype("int64")
    medians = found[list(numbers)].median().reindex(index)
    return pd.DataFrame({"n": n, "share": n / max(len(known), 1)}, index=index).join(medians)


def window(values: pd.Series, least: float = 2.0) -> tuple[float, float, int] | None:
    """The range of an axis that a few far values would otherwise stretch, and how many lie outside it.

    As long as the range of the values left is at least `least` times as wide as without the farthest of them:
    those beyond the widest of WIDTHS that helps (interquartile ranges beyond the quartiles; from 3 on a value
    is "far out" in Tukey's words) are left out. None where the axis may hold them all.
    """
    known = left = values.dropna().to_numpy(dtype=np.float64)
    while (inner := _without_far(known, left, least)) is not None:
        left = inner
    return None if len(left) == len(known) else (float(left.min()), float(left.max()), len(known) - len(left))


def _without_far(known: Floats, left: Floats, least: float) -> Floats | None:
    for width in WIDTHS:
        low, high = attribute_quality.limits(pd.Series(known), width)
        inside = left[(left >= low) & (left <= high)]
        if not len(inside) or inside.min() == inside.max():
            return None
        if len(inside) < len(left) and np.ptp(left) >= least * np.ptp(inside):
            return inside
    return None
