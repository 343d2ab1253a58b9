"""LRFM of a file of transactions: by ours on DuckDB, and by pandas as one would write it."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.transactions_file import REFERENCE

UNTIL = date.fromisoformat(REFERENCE)


def ours(path: Path) -> dict[str, Any]:
    """Each question of the pages in a session of its own, from the file to a pandas table."""
    from analysis import lrfm, scores
    from customers import engine

    rules = lrfm.Rules()

    def asked(question: Callable[..., Any]) -> pd.DataFrame:
        with engine.session() as session:
            return session.fetch(question(session.read([path]), session.functions))

    found, customers = _timed(lambda: asked(lambda t, f: lrfm.summary(t, f, UNTIL, rules)))
    times = {"summary": found}
    # everything is loaded by now
    times["summary again"], _same = _timed(lambda: asked(lambda t, f: lrfm.summary(t, f, UNTIL, rules)))
    times["months"], _months = _timed(lambda: asked(lambda t, f: lrfm.monthly(t, f, UNTIL, rules)))
    times["counts"], counted = _timed(lambda: asked(lambda t, f: lrfm.counts(t, f, UNTIL)))
    times["scores"], _scores = _timed(lambda: scores.run(customers, scores.Params()).scores)
    return {"times": times, "rows": int(counted["rows"].iloc[0]), **_totals(customers)}


def with_pandas(path: Path) -> dict[str, Any]:
    """The same summary: the columns it needs as one table, then groupby."""
    import pyarrow.parquet as pq

    def summary() -> pd.DataFrame:
        columns = ["customer", "day", "receipt", "amount"]
        table = pq.read_table(path, columns=columns).to_pandas(date_as_object=False)
        until = pd.Timestamp(UNTIL)
        table = table[table["day"] <= until]
        visits = table[table["amount"] >= 0]
        found = visits.groupby("customer")["day"].agg(first_day="min", last_day="max")
        found["length"] = (found["last_day"] - found["first_day"]).dt.days
        found["recency"] = (until - found["last_day"]).dt.days
        once = visits[["customer", "day", "receipt"]].drop_duplicates()
        found["frequency"] = once.groupby("customer").size()
        found["monetary"] = table.groupby("customer")["amount"].sum()
        return found

    found, customers = _timed(summary)
    return {"times": {"summary": found}, **_totals(customers)}


def _totals(customers: pd.DataFrame) -> dict[str, Any]:
    """What must be the same of both."""
    whole = {name: int(customers[name].sum()) for name in ("length", "recency", "frequency")}
    return {"customers": len(customers), "totals": {**whole, "monetary": float(customers["monetary"].sum())}}


def _timed(work: Callable[[], pd.DataFrame]) -> tuple[dict[str, float], pd.DataFrame]:
    started, own = time.perf_counter(), time.process_time()
    found = work()
    return {"seconds": time.perf_counter() - started, "cpu": time.process_time() - own}, found
