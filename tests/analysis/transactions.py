"""Invented transactions for the tests, and LRFM of them by hand: one row after the other, in Decimal."""

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import duckdb
import pandas as pd
import pyarrow as pa
from sqlframe.duckdb import DuckDBSession

COLUMNS = ("customer", "day", "receipt", "amount", "payment")
SCHEMA = pa.schema(
    {
        "sheet": pa.string(),
        "row_number": pa.int64(),
        "customer": pa.string(),
        "day": pa.date32(),
        "receipt": pa.string(),
        "amount": pa.float64(),
        "payment": pa.string(),
    }
)
START = date(2024, 1, 1)


def day(number):
    return START + timedelta(days=number)


def arrow(rows):
    """Rows (customer, day, receipt, amount, payment; the last may be left out) as a file's table."""
    whole = [(*row, "cash")[: len(COLUMNS)] for row in rows]
    columns = {name: [row[place] for row in whole] for place, name in enumerate(COLUMNS)}
    columns |= {"sheet": [""] * len(rows), "row_number": range(2, len(rows) + 2)}
    return pa.table({name: pa.array(columns[name], SCHEMA.field(name).type) for name in SCHEMA.names})


@contextmanager
def on_duckdb(rows):
    """The rows as a DataFrame of SQLFrame."""
    session = DuckDBSession(conn=duckdb.connect())
    try:
        session._conn.from_arrow(arrow(rows)).create_view("transactions")
        yield session.read.table("transactions")
    finally:
        session.stop()


@dataclass
class Seen:
    """What was counted of one customer."""

    visits: set
    days: list
    money: Decimal
    refunds: int
    zeros: int


def slow_summary(rows, reference, rules):
    """What analysis.lrfm.summary must find, as a table with the index customer."""
    found, known = defaultdict(lambda: Seen(set(), [], Decimal(0), 0, 0)), set()
    for number, (customer, on, receipt, amount, payment) in enumerate(rows):
        if on > reference or (
            rules.duplicates == "drop" and (customer, on, receipt, amount, payment) in known
        ):
            continue
        known.add((customer, on, receipt, amount, payment))
        one = found[customer]
        one.refunds += amount < 0
        one.zeros += amount == 0
        if amount > 0 or rules.refunds == "subtract":
            one.money += Decimal(str(amount))
        if amount > 0 or (amount == 0 and rules.zeros == "count"):
            keys = {"receipts": (on, receipt or ""), "days": on, "rows": number}
            one.visits.add(keys[rules.frequency])
            one.days.append(on)
    lines = {
        customer: {
            "first_day": pd.Timestamp(min(one.days)),
            "last_day": pd.Timestamp(max(one.days)),
            "length": (max(one.days) - min(one.days)).days,
            "recency": (reference - max(one.days)).days,
            "frequency": len(one.visits),
            "monetary": float(one.money),
            "n_refunds": one.refunds,
            "n_zero": one.zeros,
        }
        for customer, one in sorted(found.items())
        if one.visits
    }
    return pd.DataFrame.from_dict(lines, orient="index")
