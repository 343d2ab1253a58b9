"""How good a table of customers is: what is missing, repeated, out of range, constant or of the wrong type.

Outliers: values beyond 1.5 interquartile ranges from the quartiles (Tukey, "Exploratory Data Analysis",
1977, ch. 2), quartiles by linear interpolation (Hyndman & Fan, The American Statistician 50(4), 1996, no. 7).
It is a rule for symmetric amounts: of skewed ones, such as spending, it names a tenth. So an outlier is
something to look at and no error.
"""

import datetime
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis import attribute_findings, column_types
from analysis.attribute_findings import Finding
from analysis.column_types import CannotUse, Column
from analysis.marks import N_
from analysis.proportions import Bools

FIGURES = ("min", "q1", "median", "mean", "q3", "max", "sd", "lower", "upper")


@dataclass(frozen=True)
class Params:
    """reference: the day the table describes; None: dates and years are not compared with it. iqr: how many
    interquartile ranges a value may lie beyond the quartiles. oldest: no customer was born before this year.
    """

    reference: datetime.date | None = None
    iqr: float = 1.5
    oldest: int = 1900

    def __post_init__(self) -> None:
        if not self.iqr > 0:
            raise ValueError("iqr must be above zero")


@dataclass(frozen=True, eq=False)
class Report:
    """The quality of one table.

    columns: index key, in the order of the table: label, type, told (key of column_types.TOLD), n (known
    values), missing, missing_share (0 .. 1, NaN without rows), distinct, constant (one value, nothing
    missing counts), reads_as (number, date or ""), n_reads (values of a text that do), n_outliers,
    n_below, n_above; min, q1, median, mean, q3, max, sd (n - 1), lower, upper: of numbers, NaN otherwise and
    limits also NaN where the quartiles are equal or the column is yes and no; earliest, latest: of dates.
    rows: all; incomplete: rows with something missing. duplicates: rows that repeat an earlier one, with the
    id; duplicates_without_id: in everything but the id. repeated_ids: rows whose id came before.
    """

    columns: pd.DataFrame
    rows: int
    incomplete: int
    duplicates: int
    duplicates_without_id: int
    repeated_ids: int
    findings: tuple[Finding, ...]
    params: Params


def run(table: pd.DataFrame, columns: tuple[Column, ...], params: Params | None = None) -> Report:
    """Look at every column of `columns`, and at the rows.

    table: index customer (text, may repeat), columns typed as described: float64, datetime64 or texts.
    Raises CannotUse where there is no column besides the id, KeyError where a described one is not there.
    """
    params = params or Params()
    if not columns:
        raise CannotUse(N_("The table has no column besides the id. Choose one that says more of customers."))
    part = table[[one.key for one in columns]]
    described = pd.DataFrame([_described(part[one.key], one, params.iqr) for one in columns])
    described = described.set_index(pd.Index([one.key for one in columns], name="column"))
    counts = {
        "rows": len(part),
        "incomplete": int(part.isna().any(axis=1).sum()),
        "duplicates": int(repeats(part, with_id=True).sum()),
        "duplicates_without_id": int(repeats(part).sum()),
        "repeated_ids": int(part.index.duplicated().sum()),
    }
    findings = attribute_findings.found(described, counts)
    findings += attribute_findings.implausible(part, columns, params.reference, params.oldest)
    return Report(described, **counts, findings=findings, params=params)


def repeats(table: pd.DataFrame, with_id: bool = False) -> Bools:
    """Which rows repeat an earlier one in every column, and in the id (the index) where asked.

    Missing values are equal to one another.
    """
    if with_id:
        # a name that no column has: keys are words
        return np.asarray(table.assign(**{"": table.index}).duplicated())
    return np.asarray(table.duplicated()) if table.shape[1] else np.zeros(len(table), dtype=bool)


def limits(values: pd.Series, iqr: float = 1.5) -> tuple[float, float]:
    """The range outside which a number is an outlier; NaN where the quartiles are equal or nothing is known.

    Where half of all values are the same, every other one would be an outlier, which says nothing.
    """
    known = values.dropna().to_numpy(dtype=np.float64)
    if not len(known):
        return float("nan"), float("nan")
    q1, q3 = np.quantile(known, [0.25, 0.75])
    if q1 == q3:
        return float("nan"), float("nan")
    return float(q1 - iqr * (q3 - q1)), float(q3 + iqr * (q3 - q1))


def _described(values: pd.Series, column: Column, iqr: float) -> dict[str, Any]:
    known = values.dropna()
    n, missing = len(known), int(values.isna().sum())
    reads_as, n_reads = column_types.reading(known) if column.type == "text" else (None, 0)
    distinct = int(known.nunique())
    return {
        "label": column.label, "type": column.type, "told": column.told, "n": n, "missing": missing,
        "missing_share": missing / len(values) if len(values) else float("nan"),
        "distinct": distinct, "constant": distinct == 1, "reads_as": reads_as or "", "n_reads": n_reads,
        **_amounts(known, column, iqr), **_dates(known, column),
    }  # fmt: skip


def _amounts(known: pd.Series, column: Column, iqr: float) -> dict[str, Any]:
    nothing = {"n_below": 0, "n_above": 0, "n_outliers": 0}
    if not column.is_numeric or known.empty:
        return {**dict.fromkeys(FIGURES, float("nan")), **nothing}
    values = known.to_numpy(dtype=np.float64)
    # a rare yes is no outlier
    lower, upper = limits(known, iqr) if column.type == "number" else (float("nan"), float("nan"))
    low, q1, median, q3, high = np.quantile(values, [0, 0.25, 0.5, 0.75, 1]).tolist()
    below, above = int((values < lower).sum()), int((values > upper).sum())
    return {
        "min": low, "q1": q1, "median": median, "mean": float(values.mean()), "q3": q3, "max": high,
        "sd": float(values.std(ddof=1)) if len(values) > 1 else float("nan"), "lower": lower, "upper": upper,
        "n_below": below, "n_above": above, "n_outliers": below + above,
    }  # fmt: skip


def _dates(known: pd.Series, column: Column) -> dict[str, Any]:
    if column.type != "date" or known.empty:
        return {"earliest": pd.NaT, "latest": pd.NaT}
    return {"earliest": known.min(), "latest": known.max()}
