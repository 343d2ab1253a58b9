"""Values outside what their column allows: numbers too small or too large, days that cannot be."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from data import problems
from data.kinds import Column

NUMBERS = frozenset({"integer", "number", "money"})
# days are counted from 1970 in tables and from the year 1 in a column's bounds
_EPOCH, _LAST = date(1970, 1, 1).toordinal(), date.max.toordinal()
Mask = np.ndarray[Any, np.dtype[np.bool_]]


def broken(column: Column, values: "pd.Series[Any]", today: date) -> tuple[Mask, Any]:
    """Which values break the bounds of their column, and the rule: one for all, or one per value."""
    if column.type == "date":
        return _late(column, values, today)
    outside = pd.Series(False, index=values.index)
    if column.type in NUMBERS and column.low is not None:
        outside |= (values < column.low).fillna(False)
    if column.type in NUMBERS and column.high is not None:
        outside |= (values > column.high).fillna(False)
    return outside.to_numpy(dtype=bool), problems.OUT_OF_BOUNDS


def _late(column: Column, values: "pd.Series[Any]", today: date) -> tuple[Mask, Any]:
    """Days that cannot have happened yet, and those after the end of the period (Column.high)."""
    days = values.to_numpy(dtype="datetime64[D]").astype(np.int64) + _EPOCH
    known = values.notna().to_numpy(dtype=bool)
    future = known & (days > today.toordinal())
    late = known & (days > (column.high or _LAST))
    return future | late, np.where(future, problems.FUTURE, problems.AFTER_PERIOD)
