"""From what each customer spent per day to what lifetime models ask for: how often somebody came back, when
last, and how long ago the first purchase was.

Definitions of Fader, Hardie & Lee, "Counting Your Customers the Easy Way", Marketing Science 24(2), 2005:
frequency x = days with a purchase after the first one; recency t_x = time from the first to the last of them
(0 where nobody came back); T = time from the first purchase to the end of the period. Their recency is an
age, not the days since the last purchase that LRFM calls recency. Value = mean amount of the repeat days, the
first one left out, as the Gamma-Gamma model asks (Fader & Hardie, note 025, 2013).

A day counts once, however many receipts it has. Refunds: a day whose sum is below zero is no purchase; its
amount lowers the customer's last purchase before it ("subtract") or is passed over ("leave_out"). Zeros: a
day that sums to zero is a purchase of nothing ("count", as in the published CDNOW table) or none
("leave_out"); whether it was free or given back on the same day cannot be told from a sum.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.arrays import Floats
from analysis.marks import N_
from analysis.maximum_likelihood import CannotFit

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

DAYS = {"days": 1, "weeks": 7}
# less than any coin: what is left of computing a sum of zero
_NOTHING = 0.0005


@dataclass(frozen=True)
class Params:
    """until: last day looked at, None: the last day of the data. calibration_end: models see nothing after
    it, and what came after is kept for the hold-out; None: no hold-out. unit: of recency and T."""

    until: date | None = None
    calibration_end: date | None = None
    unit: Literal["days", "weeks"] = "weeks"
    zeros: Literal["count", "leave_out"] = "count"
    refunds: Literal["subtract", "leave_out"] = "subtract"

    def __post_init__(self) -> None:
        if self.unit not in DAYS:
            raise ValueError(f"unknown unit: {self.unit}")
        if self.zeros not in ("count", "leave_out") or self.refunds not in ("subtract", "leave_out"):
            raise ValueError("zeros are counted or left out, refunds subtracted or left out")


@dataclass(frozen=True, eq=False)
class RepeatPurchases:
    """What is known of each customer at the end of the period, and of the hold-out after it.

    table: index customer (sorted); first_day (datetime64), frequency (int64), recency, T (float, in units),
    value (mean amount of the repeat days, NaN where nobody came back), amount (sum of all days);
    later_frequency (int64), later_amount: of the hold-out, 0 without one.
    days: index each day from `start` to `until`; first, repeat: how many of these customers bought for the
    first time, and again. start: the first purchase; end: of the period; until: of the hold-out (the same
    without one). zero_days, refund_days: days of these kinds up to `until`; lost_refunds: of those up to
    `end`, the ones with no purchase before them, whose amount is taken off nothing. without_purchase:
    customers who never bought; later_customers: those who first bought after `end`: neither are in the table.
    """

    table: pd.DataFrame
    days: pd.DataFrame
    start: date
    end: date
    until: date
    zero_days: int
    refund_days: int
    lost_refunds: int
    without_purchase: int
    later_customers: int
    params: Params

    @property
    def days_per_unit(self) -> int:
        """1 or 7."""
        return DAYS[self.params.unit]

    @property
    def holdout(self) -> float:
        """Length of the hold-out in units, 0 where there is none."""
        return (self.until - self.end).days / self.days_per_unit


@dataclass(frozen=True, eq=False)
class _Rows:
    """One row per customer and day, sorted; customer: place among all customers; day: since 1970."""

    customer: Ints
    day: Ints
    amount: Floats

    def where(self, kept: Bools) -> "_Rows":
        return _Rows(self.customer[kept], self.day[kept], self.amount[kept])


@dataclass(frozen=True, eq=False)
class _Bought:
    """purchases: with the amounts that are left after refunds; lost: refunds without a purchase before."""

    purchases: _Rows
    lost: _Rows
    zero_days: int
    refund_days: int


def run(table: pd.DataFrame, params: Params) -> RepeatPurchases:
    """Summarise what customers bought per day.

    table: columns customer, day (dates or datetimes, the time is dropped), amount; one row per customer and
    day, repeated ones are summed first. Raises CannotFit where nobody bought anything up to the end of the
    period; ValueError on a missing value, or a calibration that does not end before the last day.
    """
    rows, customers = _sorted_rows(table)
    end, until = _ends(rows, params)
    rows = rows.where(rows.day <= until)
    seen = _bought(rows.where(rows.day <= end), params)
    if not len(seen.purchases.day):
        raise CannotFit(N_("Nobody bought anything in this period. Choose another period or file."))
    later = _bought(rows.where(rows.day > end), params)
    summary = _later(_summary(seen.purchases, customers, end, DAYS[params.unit]), later, params, customers)
    members = _distinct(seen.purchases)
    newcomers = len(np.setdiff1d(_distinct(later.purchases), members, assume_unique=True))
    start = int(seen.purchases.day.min())
    return RepeatPurchases(
        table=summary,
        days=_days(seen.purchases, later.purchases, start, until),
        start=_date(start),
        end=_date(end),
        until=_date(until),
        zero_days=seen.zero_days + later.zero_days,
        refund_days=seen.refund_days + later.refund_days,
        lost_refunds=len(seen.lost.day),
        without_purchase=len(_distinct(rows)) - len(members) - newcomers,
        later_customers=newcomers,
        params=params,
    )


def _sorted_rows(table: pd.DataFrame) -> tuple[_Rows, pd.Index]:
    if table[["customer", "day", "amount"]].isna().any().any():
        raise ValueError("customer, day and amount must be known in every row")
    codes, customers = pd.factorize(table["customer"], sort=True)
    days = table["day"].to_numpy().astype("datetime64[D]").astype(np.int64)
    order = np.lexsort((days, codes))
    amounts = table["amount"].to_numpy(dtype=np.float64)
    rows = _Rows(codes[order].astype(np.int64), days[order], amounts[order])
    return _one_per_day(rows), pd.Index(customers, name="customer")


def _starts(*keys: Ints) -> Bools:
    """Where a row of sorted keys differs from the one before."""
    new = np.ones(len(keys[0]), dtype=bool)
    if len(new):
        new[1:] = np.any([np.diff(key) != 0 for key in keys], axis=0)
    return new


def _distinct(rows: _Rows) -> Ints:
    return rows.customer[_starts(rows.customer)]


def _one_per_day(rows: _Rows) -> _Rows:
    new = _starts(rows.customer, rows.day)
    if new.all():
        return rows
    return _Rows(rows.customer[new], rows.day[new], np.add.reduceat(rows.amount, np.flatnonzero(new)))


def _number(day: date) -> int:
    return int(np.datetime64(day, "D").astype(np.int64))


def _date(number: int) -> date:
    return date.fromisoformat(str(np.datetime64(number, "D")))


def _ends(rows: _Rows, params: Params) -> tuple[int, int]:
    until = int(rows.day.max(initial=0)) if params.until is None else _number(params.until)
    if params.calibration_end is None:
        return until, until
    end = _number(params.calibration_end)
    if end >= until:
        raise ValueError("the calibration must end before the last day")
    return end, until


def _bought(rows: _Rows, params: Params) -> _Bought:
    refund = rows.amount < -_NOTHING
    zero = np.abs(rows.amount) <= _NOTHING
    purchase = ~refund & ~(zero & (params.zeros == "leave_out"))
    # place of the last purchase up to each row, of whichever customer
    last = np.maximum.accumulate(np.where(purchase, np.arange(len(purchase)), -1))
    owned = refund & (last >= 0) & (rows.customer[last] == rows.customer)
    amount = np.where(zero, 0.0, rows.amount)
    if params.refunds == "subtract":
        np.add.at(amount, last[owned], rows.amount[owned])
    purchases = _Rows(rows.customer, rows.day, amount).where(purchase)
    return _Bought(purchases, rows.where(refund & ~owned), int(zero.sum()), int(refund.sum()))


def _summary(purchases: _Rows, customers: pd.Index, end: int, unit: int) -> pd.DataFrame:
    firsts = np.flatnonzero(_starts(purchases.customer))
    counts = np.diff(firsts, append=len(purchases.day))
    first_day, last_day = purchases.day[firsts], purchases.day[firsts + counts - 1]
    repeats = purchases.amount.copy()
    repeats[firsts] = 0
    frequency = counts - 1
    sums = np.add.reduceat(repeats, firsts)
    table = {
        "first_day": first_day.astype("datetime64[D]").astype("datetime64[s]"),
        "frequency": frequency.astype(np.int64),
        "recency": (last_day - first_day) / unit,
        "T": (end - first_day) / unit,
        "value": np.where(frequency > 0, sums / np.maximum(frequency, 1), np.nan),
        "amount": np.add.reduceat(purchases.amount, firsts),
    }
    return pd.DataFrame(table, index=customers[purchases.customer[firsts]])


def _later(summary: pd.DataFrame, later: _Bought, params: Params, customers: pd.Index) -> pd.DataFrame:
    members, everybody = customers.get_indexer(summary.index), len(customers)
    amounts = _sums(later.purchases, everybody)
    if params.refunds == "subtract":
        amounts = amounts + _sums(later.lost, everybody)
    counts = np.bincount(later.purchases.customer, minlength=everybody)
    return summary.assign(later_frequency=counts[members], later_amount=amounts[members])


def _sums(rows: _Rows, customers: int) -> Floats:
    return np.bincount(rows.customer, weights=rows.amount, minlength=customers).astype(np.float64)


def _days(seen: _Rows, later: _Rows, start: int, until: int) -> pd.DataFrame:
    length = until - start + 1
    first = np.bincount(seen.day[_starts(seen.customer)] - start, minlength=length)
    everything = np.bincount(seen.day - start, minlength=length)
    followed = later.day[np.isin(later.customer, seen.customer)]
    everything = everything + np.bincount(followed - start, minlength=length)
    index = pd.DatetimeIndex(np.arange(start, until + 1).astype("datetime64[D]").astype("datetime64[s]"))
    return pd.DataFrame({"first": first, "repeat": everything - first}, index=index.rename("day"))
