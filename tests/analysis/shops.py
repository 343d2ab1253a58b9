"""Shops for the tests of lifetime value: the published CDNOW table, and shops whose parameters are known."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import repeat_purchases

CALIBRATION_END = date(1997, 9, 30)


def cdnow(shared_data: Path) -> pd.DataFrame:
    """What the 2,357 customers of the sample spent per day."""
    table = pd.read_csv(
        shared_data / "transactions" / "cdnow_sample.txt",
        sep=r"\s+",
        names=["master", "customer", "day", "cds", "amount"],
        dtype={"customer": str, "day": str},
    )
    return per_day(table)


def cdnow_master(shared_data: Path) -> pd.DataFrame:
    """What all 23,570 customers spent per day."""
    table = pd.read_csv(
        shared_data / "transactions" / "cdnow_master.txt.gz",
        sep=r"\s+",
        skiprows=1,
        names=["customer", "day", "cds", "amount"],
        dtype={"customer": str, "day": str},
    )
    return per_day(table)


def per_day(table: pd.DataFrame) -> pd.DataFrame:
    table = table.assign(day=pd.to_datetime(table["day"], format="%Y%m%d"))
    return table.groupby(["customer", "day"], as_index=False)["amount"].sum()


def cdnow_purchases(shared_data: Path) -> repeat_purchases.RepeatPurchases:
    """The sample as published: weeks, calibrated on the first 39 of 78."""
    return repeat_purchases.run(cdnow(shared_data), repeat_purchases.Params(calibration_end=CALIBRATION_END))


def buyers(r, alpha, a, b, customers, until, seed):
    """Customers of a BG/NBD shop, as the paper tells the story: purchase times after the first one, one list
    per customer; first purchases come in the first half of `until` units of time."""
    rng = np.random.default_rng(seed)
    firsts = rng.uniform(0, until / 2, customers)
    rates, leaving = rng.gamma(r, 1 / alpha, customers), rng.beta(a, b, customers)
    return [
        (first, times(rng, rate, p, until - first))
        for first, rate, p in zip(firsts, rates, leaving, strict=True)
    ]


def times(rng, rate, p, age):
    found, now = [], rng.exponential(1 / rate)
    while now <= age:
        found.append(now)
        if rng.random() < p:
            break
        now += rng.exponential(1 / rate)
    return found


def summary(shop, until):
    """frequency, recency and T of customers as `buyers` makes them, at any time up to their end."""
    rows = []
    for first, later in shop:
        seen = [time for time in later if first + time <= until]
        rows.append((len(seen), seen[-1] if seen else 0.0, until - first))
    return pd.DataFrame(rows, columns=["frequency", "recency", "T"])
