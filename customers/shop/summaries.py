"""What each customer did up to a day, counted once per data and rules and kept as Parquet.

Up to `AT_ONCE` transactions are counted while the page waits; more by a job (shop_jobs.py), with progress.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import BinaryIO

import pandas as pd
from django.conf import settings

from analysis import lrfm
from analysis.lrfm import Counts, Frame, Rules
from data.cells_cache import RecentlyUsed, rows_weigh
from data.columnar import rows_path

from .. import engine, lost_rows, waiting
from ..kept import TABLES
from ..queries import Shop
from ..rows import datasets

AT_ONCE = 1_000_000
CUSTOMERS, COUNTS, MONTHS, DAYS = "customers", "counts", "months", "days"
# what the pages look at on a reference date
OF_A_DAY = (CUSTOMERS, COUNTS, MONTHS)
_tables: RecentlyUsed[pd.DataFrame] = RecentlyUsed(6, lambda table: rows_weigh(len(table)))
_months: RecentlyUsed[pd.DataFrame] = RecentlyUsed(16)
_counts: RecentlyUsed[pd.DataFrame] = RecentlyUsed(16)


def table(shop: Shop, reference: date, rules: Rules) -> pd.DataFrame:
    """One row per customer who bought up to the reference date (analysis.lrfm.summary), index customer.

    Raises lrfm.CannotSummarise where nobody did, and CannotRead, as everything here.
    """
    asked = (shop, reference, rules, CUSTOMERS)
    return _tables.get(_key(*asked), lambda: filed(*asked))


@contextmanager
def file(shop: Shop, reference: date, rules: Rules) -> Iterator[BinaryIO]:
    """The same as a file of Parquet, for who reads it in parts; counted first where it is not there."""
    asked = (shop, reference, rules, CUSTOMERS)
    if not TABLES.is_there(_key(*asked)):
        filed(*asked)
        waiting.check_kept(TABLES.is_there(_key(*asked)))
    with TABLES.opened(_key(*asked)) as found:
        yield found


def months(shop: Shop, reference: date, rules: Rules) -> pd.DataFrame:
    """Sales per month up to the reference date (analysis.lrfm.monthly)."""
    asked = (shop, reference, rules, MONTHS)
    return _months.get(_key(*asked), lambda: filed(*asked))


def days(shop: Shop, reference: date, rules: Rules) -> pd.DataFrame:
    """Amount and visits per customer and day (analysis.lrfm.pairs)."""
    return filed(shop, reference, rules, DAYS)


def counts(shop: Shop, reference: date) -> Counts:
    """What the files hold up to the reference date, whatever the rules."""
    asked = (shop, reference, Rules(), COUNTS)
    found = _counts.get(_key(*asked), lambda: filed(*asked))
    return Counts(**found.to_dict("records")[0])  # type: ignore[arg-type]


def of_customer(shop: Shop, number: str, days: Iterable[date], rules: Rules) -> pd.DataFrame:
    """One customer as of each of these days (index; those before their first visit are not there), in the
    columns of `table`: without counting everybody else, which takes seconds for a large shop."""
    wanted = list(days)
    if not wanted:
        return pd.DataFrame()
    # few rows, whatever counts all of them: a cluster would take longer to answer than DuckDB to read
    with _opened(shop, "duckdb") as (session, rows):
        f = session.functions
        own = rows.filter(f.col("customer") == f.lit(number))
        # each day's view of the customer as a customer of its own, so that one query does
        each = f.explode(f.array(*[f.lit(day.isoformat()) for day in wanted]))
        until = own.withColumn("until", each).filter(f.col("day") <= f.col("until").cast("date"))
        views = until.drop("customer").withColumnRenamed("until", "customer")
        found = session.fetch(lrfm.summary(views, f, max(wanted), rules), index="customer")
    found.index = pd.Index([date.fromisoformat(one) for one in found.index], name="day", dtype="object")
    last = pd.to_datetime(found["last_day"])
    return found.assign(recency=(pd.to_datetime(pd.Series(found.index, found.index)) - last).dt.days)


@contextmanager
def _opened(shop: Shop, name: str = "") -> Iterator[tuple[engine.Session, Frame]]:
    """The engine, and the shop's rows in it. Raises RowsLost where they cannot be read."""
    shop.check()
    files = datasets(shop.editions)
    with lost_rows.reading(files), engine.session(name) as session:
        yield session, session.read([rows_path(one) for one in files])


def filed(shop: Shop, reference: date, rules: Rules, what: str) -> pd.DataFrame:
    """One of `_MADE`, from its file where it is kept."""
    return TABLES.filed(_key(shop, reference, rules, what), lambda: _MADE[what](shop, reference, rules))


def _summary(shop: Shop, reference: date, rules: Rules) -> pd.DataFrame:
    with _opened(shop) as (session, rows):
        found = session.fetch(lrfm.summary(rows, session.functions, reference, rules), index="customer")
        if found.empty:
            lrfm.check(
                Counts(**session.row(lrfm.counts(rows, session.functions, reference))), reference, rules
            )
    return found


def _counted(shop: Shop, reference: date, _rules: Rules) -> pd.DataFrame:
    with _opened(shop) as (session, rows):
        return pd.DataFrame([session.row(lrfm.counts(rows, session.functions, reference))])


def _monthly(shop: Shop, reference: date, rules: Rules) -> pd.DataFrame:
    with _opened(shop) as (session, rows):
        return session.fetch(lrfm.monthly(rows, session.functions, reference, rules))


def _pairs(shop: Shop, reference: date, rules: Rules) -> pd.DataFrame:
    with _opened(shop) as (session, rows):
        return session.fetch(lrfm.pairs(rows, session.functions, reference, rules))


_MADE: Mapping[str, Callable[[Shop, date, Rules], pd.DataFrame]] = {
    CUSTOMERS: _summary, COUNTS: _counted, MONTHS: _monthly, DAYS: _pairs,
}  # fmt: skip


def _key(shop: Shop, reference: date, rules: Rules, what: str) -> tuple[object, ...]:
    asked = Rules() if what == COUNTS else rules
    return (shop.series, shop.key, reference, asked, what, settings.ANALYTICS_ENGINE)


def is_at_hand(shop: Shop, reference: date, rules: Rules, what: str) -> bool:
    """Whether one of `_MADE` is counted, or soon counted while a page waits."""
    return shop.rows <= AT_ONCE or TABLES.is_there(_key(shop, reference, rules, what))
