"""What customers are worth in the time to come: the simple product, and the probabilistic value.

Simple: average value of a purchase x purchases per year x margin x years. Everybody is taken to go on buying
as before for the whole time, nobody leaves, and money next year is worth as much as today.

Probabilistic (Fader, Hardie & Lee, "RFM and CLV: Using Iso-Value Curves for Customer Base Analysis", Journal
of Marketing Research 42(4), 2005, in months and up to a horizon):

    value = margin x E(value of a purchase) x Σ over months m of
            (purchases expected up to month m - up to month m - 1) / (1 + d)^(m / 12)

with the purchases of BG/NBD given what the customer did so far, the value of Gamma-Gamma, and the discount d
per year; what is bought in a month counts at its end. It is the value to come ("residual"), without what was
bought already. A month has 365.25 / 12 days.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import bg_nbd, gamma_gamma
from analysis.arrays import Floats
from analysis.repeat_purchases import RepeatPurchases

YEAR = 365.25
MONTH = YEAR / 12
MOST_MONTHS = 120


@dataclass(frozen=True)
class Params:
    """margin: share of a purchase that is earned, above 0 up to 1; months: horizon, 1 .. 120; discount: per
    year, 0 .. 1 (0.1: a purchase in a year is worth a tenth less, 1 / 1.1)."""

    margin: float = 1.0
    months: int = 12
    discount: float = 0.1

    def __post_init__(self) -> None:
        if not 0 < self.margin <= 1:
            raise ValueError("the margin must lie above 0 and at most at 1")
        if not 1 <= self.months <= MOST_MONTHS:
            raise ValueError("the horizon must lie between 1 and 120 months")
        if not 0 <= self.discount <= 1:
            raise ValueError("the discount must lie between 0 and 1")

    @property
    def factors(self) -> Floats:
        """What money at the end of each month is worth today, (months,)."""
        return np.asarray((1 + self.discount) ** (-np.arange(1, self.months + 1) / 12))


@dataclass(frozen=True, eq=False)
class Result:
    """customers: index of the table; p_alive (0 .. 1), purchases (expected within the horizon),
    purchase_value (expected value of one), value (margin taken, discounted).

    months: index month, 1 .. horizon; purchases, value (margin taken), discounted: of all customers in that
    month. purchases, value: totals. new_customer: what a customer is worth who is about to buy for the first
    time, that purchase included.
    """

    customers: pd.DataFrame
    months: pd.DataFrame
    purchases: float
    value: float
    new_customer: float
    params: Params


def simple(purchases: RepeatPurchases, params: Params, groups: pd.Series | None = None) -> pd.DataFrame:
    """The simple product with each of its factors, per group of customers.

    groups: label per customer, None: all in one group "all"; customers without a label take no part. Index
    group; customers, average_value (sum of amounts ÷ purchase days), per_year (repeat purchases ÷ years since
    the first ones), margin, years, value (their product, per customer), total (value x customers). per_year,
    value and total are NaN where all of a group bought for the first time on the last day.
    """
    table = purchases.table
    labels = pd.Series("all", index=table.index) if groups is None else groups.reindex(table.index)
    parts = pd.DataFrame({
        "customers": 1,
        "amount": table["amount"],
        "bought": table["frequency"] + 1,
        "again": table["frequency"],
        "years": table["T"] * purchases.days_per_unit / YEAR,
    })  # fmt: skip
    sums = parts.groupby(labels, sort=True, observed=True).sum().rename_axis("group")
    found = sums[["customers"]].assign(
        average_value=sums["amount"] / sums["bought"],
        per_year=sums["again"] / sums["years"].where(sums["years"] > 0),
        margin=params.margin,
        years=params.months / 12,
    )
    value = found[["average_value", "per_year", "margin", "years"]].prod(axis=1, skipna=False)
    return found.assign(value=value, total=value * found["customers"])


def run(
    purchases: RepeatPurchases, buying: bg_nbd.Result, spending: gamma_gamma.Result, params: Params
) -> Result:
    """Value to come of each customer, from the end of the period on (with a hold-out: of the calibration).

    buying, spending: fitted to `purchases.table`.
    """
    table, times = purchases.table, _times(purchases, params)
    pairs, place = _pairs(table)
    # what is expected of somebody alive is the same for all with the same frequency and age
    up_to = buying.model.while_alive(pairs["frequency"].to_numpy(), pairs["T"].to_numpy(), times)
    monthly = np.diff(up_to, axis=1, prepend=0)
    alive, worth = buying.model.p_alive(table), spending.expected(table)
    customers = pd.DataFrame({
        "p_alive": alive,
        "purchases": alive * up_to[place, -1],
        "purchase_value": worth,
        "value": params.margin * worth * alive * (monthly @ params.factors)[place],
    })  # fmt: skip
    months = _months(monthly, place, alive.to_numpy(), worth.to_numpy(), params)
    return Result(
        customers=customers,
        months=months,
        purchases=float(customers["purchases"].sum()),
        value=float(customers["value"].sum()),
        new_customer=_new_customer(buying.model, spending.of_all, times, params),
        params=params,
    )


def by_group(result: Result, groups: pd.Series) -> pd.DataFrame:
    """Sums of the probabilistic values per group, index group.

    groups: label per customer; those without one are in no group. customers, alive (sum of P(alive)),
    purchases, value; mean_value: per customer; share: of the value of all customers, NaN where that is 0.
    """
    labels = groups.reindex(result.customers.index)
    parts = result.customers[["p_alive", "purchases", "value"]].rename(columns={"p_alive": "alive"})
    sums = parts.groupby(labels, sort=True, observed=True).sum().rename_axis("group")
    sums.insert(0, "customers", parts.groupby(labels, observed=True).size())
    share = sums["value"] / result.value if result.value else np.nan
    return sums.assign(mean_value=sums["value"] / sums["customers"], share=share)


def _times(purchases: RepeatPurchases, params: Params) -> Floats:
    """Ends of the months to come, in units of time."""
    return np.asarray(np.arange(1, params.months + 1) * MONTH / purchases.days_per_unit)


def _pairs(table: pd.DataFrame) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """The distinct (frequency, T), and the place of each customer among them."""
    groups = table.groupby(["frequency", "T"], sort=True)
    return groups.size().index.to_frame(index=False), groups.ngroup().to_numpy().astype(np.int64)


def _months(
    monthly: Floats, place: NDArray[np.int64], alive: Floats, worth: Floats, params: Params
) -> pd.DataFrame:
    purchases = np.bincount(place, alive, len(monthly)) @ monthly
    value = params.margin * (np.bincount(place, alive * worth, len(monthly)) @ monthly)
    columns = {"purchases": purchases, "value": value, "discounted": value * params.factors}
    return pd.DataFrame(columns, index=pd.RangeIndex(1, params.months + 1, name="month"))


def _new_customer(model: bg_nbd.Model, worth: float, times: Floats, params: Params) -> float:
    again = np.diff(model.expected(times), prepend=0) @ params.factors
    return float(params.margin * worth * (1 + again))
