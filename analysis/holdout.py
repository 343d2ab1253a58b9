"""Whether a model of repeat purchases foresaw what happened after the calibration it was fitted to.

The comparisons of Fader, Hardie & Lee, Marketing Science 24(2), 2005: purchases per week and their running
sum, for everybody from the first purchase on, and purchases in the hold-out by how often customers had come
back before. Beside them stands a forecast without a model, that everybody goes on at the own past rate, since
a model is worth its trouble only where it does better (Wübben & von Wangenheim, "Instant Customer Base
Analysis", Journal of Marketing 72(3), 2008).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import bg_nbd, gamma_gamma
from analysis.arrays import Floats
from analysis.repeat_purchases import RepeatPurchases


@dataclass(frozen=True)
class Params:
    """highest: customers who came back as often or more are one class."""

    highest: int = 7

    def __post_init__(self) -> None:
        if self.highest < 1:
            raise ValueError("there must be a class for those who came back")


@dataclass(frozen=True, eq=False)
class Result:
    """Purchases in the hold-out, repeat purchases of customers who were there before it.

    weeks: as `weekly` returns it. by_frequency: index frequency in the calibration, 0 .. highest (or more);
    customers; actual, expected, own_rate: means per customer, NaN in a class without customers.
    actual, expected, own_rate: totals. Mean absolute errors: customer_error, customer_error_own_rate per
    customer; week_error: of the weekly totals, with week_mean to hold it against (NaN where the hold-out has
    no full week); frequency_error: of the means of by_frequency, weighted by customers.
    actual_amount, expected_amount: of money, NaN where no model of values was given.
    """

    weeks: pd.DataFrame
    by_frequency: pd.DataFrame
    customers: int
    actual: int
    expected: float
    own_rate: float
    customer_error: float
    customer_error_own_rate: float
    week_error: float
    week_mean: float
    frequency_error: float
    actual_amount: float
    expected_amount: float
    params: Params

    @property
    def miss(self) -> float:
        """Expected ÷ actual - 1: -0.1 is a tenth too low; NaN where nobody bought."""
        return self.expected / self.actual - 1 if self.actual else float("nan")


def run(
    purchases: RepeatPurchases,
    model: bg_nbd.Model,
    params: Params,
    spending: gamma_gamma.Result | None = None,
) -> Result:
    """Hold the forecast from the end of the calibration against the hold-out.

    purchases: with a hold-out, else ValueError; model, spending: fitted to its table.
    """
    if not purchases.holdout:
        raise ValueError("the purchases have no hold-out")
    table, time = purchases.table, purchases.holdout
    each = pd.DataFrame({
        "actual": table["later_frequency"].astype("float64"),
        "expected": model.conditional(table, time),
        "own_rate": _own_rate(table) * time,
    })  # fmt: skip
    weeks, by_frequency = weekly(purchases, model), _by_frequency(table, each, params.highest)
    errors = each[["expected", "own_rate"]].sub(each["actual"], axis=0).abs().mean()
    later, known = weeks[weeks["holdout"]], by_frequency.dropna()
    misses = (known["expected"] - known["actual"]).abs()
    return Result(
        weeks=weeks,
        by_frequency=by_frequency,
        customers=len(table),
        actual=int(table["later_frequency"].sum()),
        expected=float(each["expected"].sum()),
        own_rate=float(each["own_rate"].sum()),
        customer_error=float(errors["expected"]),
        customer_error_own_rate=float(errors["own_rate"]),
        week_error=float((later["expected"] - later["actual"]).abs().mean()),
        week_mean=float(later["actual"].mean()),
        frequency_error=float(np.average(misses, weights=known["customers"])),
        actual_amount=float(table["later_amount"].sum()) if spending else float("nan"),
        expected_amount=float((each["expected"] * spending.expected(table)).sum())
        if spending
        else float("nan"),
        params=params,
    )


def running_sums(purchases: RepeatPurchases, model: bg_nbd.Model) -> Floats:
    """Repeat purchases expected up to the end of each day of `purchases.days`, of the customers in the table.

    A customer counts from the own first day on, with nothing known but that day.
    """
    ages = np.arange(len(purchases.days)) / purchases.days_per_unit
    first = purchases.days["first"].to_numpy(dtype=np.float64)
    return np.convolve(first, model.expected(ages))[: len(ages)]


def weekly(purchases: RepeatPurchases, model: bg_nbd.Model) -> pd.DataFrame:
    """Repeat purchases per week of everybody in the table, as they came and as they were expected.

    Index week, 1 ..; end (datetime64, its last day), actual, expected, actual_sum, expected_sum (running),
    holdout (bool). Weeks end on the weekday on which the calibration ends, so the first may be shorter; days
    after the last full week are left out.
    """
    last = (purchases.end - purchases.start).days
    ends = np.arange(last % 7, len(purchases.days), 7)
    sums = pd.DataFrame({
        "actual": purchases.days["repeat"].to_numpy().cumsum()[ends],
        "expected": running_sums(purchases, model)[ends],
    }, index=pd.RangeIndex(1, len(ends) + 1, name="week"))  # fmt: skip
    steps = sums.diff().fillna(sums)
    return pd.DataFrame({
        "end": purchases.days.index[ends],
        "actual": steps["actual"].astype(np.int64),
        "expected": steps["expected"],
        "actual_sum": sums["actual"],
        "expected_sum": sums["expected"],
        "holdout": ends > last,
    }, index=sums.index)  # fmt: skip


def _own_rate(table: pd.DataFrame) -> pd.Series:
    """Repeat purchases per unit of time so far; 0 for who bought for the first time on the last day."""
    return table["frequency"] / table["T"].where(table["T"] > 0, 1.0)


def _by_frequency(table: pd.DataFrame, each: pd.DataFrame, highest: int) -> pd.DataFrame:
    classes = table["frequency"].clip(upper=highest)
    groups = each.groupby(classes)
    means = groups.mean().reindex(range(highest + 1)).rename_axis("frequency")
    means.insert(0, "customers", groups.size().reindex(means.index, fill_value=0))
    return means
