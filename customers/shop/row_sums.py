"""Rows of transactions behind a number: how many in which file, from which row on, and what they add up to.

An implementation of its own beside analysis.lrfm, over the rows instead of the customers, so that one can be
held against the other. On the engine of the settings: ten million rows are one pass.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from analysis.lrfm import Frame, Rules
from data.cells_cache import RecentlyUsed
from data.columnar import rows_path
from data.models import Dataset

from .. import engine, lost_rows
from ..queries import Shop
from ..rows import datasets

# customers who are in no group
NOBODY = -1
# a row's place as one number: file, sheet and row, in this order
_SHEETS, _ROWS = 1 << 8, 1 << 36
_CONTENT = ("customer", "day", "amount", "receipt", "payment", "outlet")
_found: RecentlyUsed["Sums"] = RecentlyUsed(8)


@dataclass(frozen=True, eq=False)
class Sums:
    """rows: a line per dataset, sheet, group and month (Timestamp of its first day), with rows, first, last
    (row numbers), amount (as the rules take it), refunds, zeros (rows of these kinds); people: customers who
    bought, by group; by month where there are no groups."""

    rows: pd.DataFrame
    people: pd.Series


def sums(shop: Shop, reference: date, rules: Rules, groups: pd.Series | None) -> Sums:
    """The rows up to the reference date by groups of customers, by months alone where there are none.

    groups: a number per customer, whose name tells what they are grouped by: it is part of what is kept.
    """
    name = None if groups is None else (groups.name, len(groups))
    key = (shop.series, shop.key, reference, rules, name)
    return _found.get(key, lambda: _sums(shop, reference, rules, groups))


def _sums(shop: Shop, reference: date, rules: Rules, groups: pd.Series | None) -> Sums:
    with _grouped(shop, reference, rules, groups) as (session, rows):
        f = session.functions
        amount = f.col("amount")
        is_visit = (amount >= 0) if rules.zeros == "count" else (amount > 0)
        who = f.when(is_visit, f.col("customer"))
        money = amount if rules.refunds == "subtract" else f.when(amount > 0, amount).otherwise(f.lit(0.0))
        by_file = rows.groupBy("file", "part", "month").agg(
            f.count(f.lit(1)).alias("rows"), f.min("row").alias("first"), f.max("row").alias("last"),
            f.sum(money).alias("amount"),
            f.sum((amount < 0).cast("int")).cast("long").alias("refunds"),
            f.sum((amount == 0).cast("int")).cast("long").alias("zeros"),
        )  # fmt: skip
        found = session.fetch(by_file.orderBy("file", "part", "month"))
        by = "month" if groups is None else "part"
        people = session.fetch(rows.groupBy(by).agg(f.countDistinct(who).alias("n")), index=by)["n"]
    numbers = found["file"].astype("int64")
    found.insert(0, "dataset", numbers // _SHEETS)
    found.insert(1, "sheet", numbers % _SHEETS)
    return Sums(found.drop(columns="file").rename(columns={"part": "group"}), people)


def purchases(
    shop: Shop, reference: date, rules: Rules, groups: pd.Series | None, *, most: int,
    group: int | None = None, month: date | None = None, after: int = 0,
) -> pd.DataFrame:  # fmt: skip
    """At most `most` rows of a group and a month, in the order of files and rows, behind the place `after`.

    Columns: place (of the row, for `after`), dataset, sheet, row_number, customer, day, amount.
    """
    with _grouped(shop, reference, rules, groups) as (session, rows):
        f = session.functions
        kept = rows.filter(f.col("place") > f.lit(after))
        if group is not None:
            kept = kept.filter(f.col("part") == f.lit(group))
        if month is not None:
            kept = kept.filter(f.col("month") == f.lit(month))
        shown = kept.select("place", "customer", "day", "amount").orderBy("place").limit(most)
        found = session.fetch(shown)
    place = found["place"].astype("int64")
    found.insert(1, "dataset", place // (_SHEETS * _ROWS))
    found.insert(2, "sheet", place // _ROWS % _SHEETS)
    found.insert(3, "row_number", place % _ROWS)
    return found


@contextmanager
def _grouped(
    shop: Shop, reference: date, rules: Rules, groups: pd.Series | None
) -> Iterator[tuple[engine.Session, Frame]]:
    """The rows that count, each with its file, row, place, month and the group of its customer (part)."""
    files = datasets(shop.editions)
    shop.check()
    with (
        TemporaryDirectory(dir=engine.spill_directory()) as folder,
        lost_rows.reading(files),
        engine.session() as session,
    ):
        f = session.functions
        rows, part = _used(session, files, reference, rules), f.lit(NOBODY).cast("long")
        if groups is not None:
            path = Path(folder) / "groups.parquet"
            table = pd.DataFrame({"customer": groups.index.astype("str"), "part": groups.to_numpy("int64")})
            table.to_parquet(path, index=False)
            rows = rows.join(session.read([path]), on="customer", how="left")
            part = f.coalesce(f.col("part"), part)
        row = f.col("place") % f.lit(_ROWS)
        # exact: a multiple of 2^36 below 2^63 is a floating number
        file = ((f.col("place") - row) / f.lit(float(_ROWS))).cast("long")
        month = f.trunc(f.col("day"), "month").cast("date")
        yield session, rows.select(
            "place", "customer", "day", "amount", part.alias("part"), month.alias("month"), row.alias("row"),
            file.alias("file"),
        )  # fmt: skip


def _used(session: engine.Session, files: list[Dataset], reference: date, rules: Rules) -> Frame:
    """Complete rows up to the reference date with their place; of equal ones the first where one counts."""
    f = session.functions
    parts = [_placed(session, dataset) for dataset in files]
    rows = parts[0]
    for part in parts[1:]:
        rows = rows.unionByName(part)
    if rules.duplicates == "drop":
        rows = rows.groupBy(*_CONTENT).agg(f.min("place").alias("place"))
    complete = f.col("customer").isNotNull() & f.col("amount").isNotNull()
    return rows.filter(complete & (f.col("day") <= f.lit(reference))).select(
        "place", "customer", "day", "amount"
    )


def _placed(session: engine.Session, dataset: Dataset) -> Frame:
    f = session.functions
    rows = session.read([rows_path(dataset)])
    file = f.lit(dataset.pk * _SHEETS).cast("long") + f.col("sheet").cast("long")
    place = file * f.lit(_ROWS) + f.col("row_number").cast("long")
    return rows.select(place.alias("place"), *_CONTENT)
