"""What is measured, one function per case; `python -m benchmarks.cases NAME OPTIONS` runs one in a child."""

import sys
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import children, world

EVERY = 0.05  # seconds between two rows of the other writer


def write_files(folder: str, rows: int, sheet_rows: int, sample: int) -> dict[str, Any]:
    """The registers, with and without personal columns. `sample` rows are for django-import-export."""
    from benchmarks import register

    into = Path(folder)
    for name, personal in (("full", True), ("plain", False)):
        register.write_csv(into / f"{name}.csv", rows, personal)
        register.write_xlsx(into / f"{name}.xlsx", sheet_rows, personal)
    register.write_csv(into / "sample.csv", sample, False)
    register.write_xlsx(into / "sample.xlsx", sample, False)
    register.write_csv(into / "small.csv", 10_000, False)
    return {name.name: name.stat().st_size for name in into.glob("*.*")}


def write_register(path: str, rows: int) -> dict[str, Any]:
    """One register with personal columns."""
    from benchmarks import register

    into = Path(path)
    (register.write_csv if into.suffix == ".csv" else register.write_xlsx)(into, rows, True)
    return {}


def write_shop(path: str, customers: int, again: int) -> dict[str, Any]:
    """A shop's transactions with names and telephone numbers."""
    from benchmarks import shop_csv

    shop_csv.write(Path(path), customers, again)
    return {"size": Path(path).stat().st_size}


def migrate() -> dict[str, Any]:
    """Tables and areas: before any clock starts."""
    world.set_up()
    world.prepare()
    return {}


def ours(path: str) -> dict[str, Any]:
    """The product's own jobs: read, check, import."""
    world.set_up()
    found = world.import_file(Path(path))
    from data.models import Contact, MarketRow

    return {**found, "rows": MarketRow.objects.count(), "contacts": Contact.objects.count()}


def other_writer() -> dict[str, Any]:
    """One row of the log every 50 ms, until the standard input closes. Returns how long each waited."""
    world.set_up()
    from accounts.events import record

    stop = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
    waits = []
    while not stop.wait(EVERY):
        started = time.perf_counter()
        record(None, "benchmark", "another writer")
        waits.append(time.perf_counter() - started)
    return {"rows": len(waits), "max": max(waits), "p99": float(np.quantile(waits, 0.99))}


def raw_read(path: str) -> dict[str, Any]:
    """The file into memory by the fastest reader there is, nothing understood."""
    import pandas as pd
    import python_calamine

    started, own = time.perf_counter(), time.process_time()
    if path.endswith(".csv"):
        rows = len(pd.read_csv(path, dtype=object, na_filter=False))
    else:
        rows = len(python_calamine.load_workbook(path).get_sheet_by_index(0).to_python()) - 1
    return {"seconds": time.perf_counter() - started, "cpu": time.process_time() - own, "rows": rows}


def floor(rows: int, contacts: bool) -> dict[str, Any]:
    """Typed values prepared outside the clock, then one executemany or one COPY per table."""
    world.set_up()
    from benchmarks import floor as bare

    return bare.write(rows, contacts)


def import_export(path: str, lean: bool) -> dict[str, Any]:
    """django-import-export in bulk mode, names from dicts, the same checks."""
    world.set_up()
    from benchmarks import import_export as other

    return other.run(Path(path), lean)


def pages(path: str, requests: int) -> dict[str, Any]:
    """Page times over the register in `path`."""
    world.set_up()
    from benchmarks import pages as served

    return served.measure(Path(path), requests)


def write_survey(path: str, rows: int) -> dict[str, Any]:
    """A questionnaire of so many respondents."""
    from benchmarks import survey_file

    survey_file.write_csv(Path(path), rows)
    return {"size": Path(path).stat().st_size}


def survey(path: str, requests: int) -> dict[str, Any]:
    """Import of a questionnaire, and the pages over it."""
    world.set_up()
    from benchmarks import survey_pages as served

    return served.measure(Path(path), requests)


def whole_report(folder: str, wide: bool, rows: str) -> dict[str, Any]:
    """The whole report in every format."""
    world.set_up()
    from benchmarks import whole_report as made

    return made.measure(Path(folder), wide, rows)


def list_file(format: str, contacts: bool) -> dict[str, Any]:
    """A list of enterprises as a file."""
    world.set_up()
    from benchmarks import list_file as written

    return written.measure(format, contacts)


def shop(path: str) -> dict[str, Any]:
    """The import of a shop's transactions, and its customers counted."""
    world.set_up()
    from benchmarks import customer_list, shop_csv

    more = {"period": shop_csv.PERIOD, "series": shop_csv.SERIES}
    world.import_file(Path(path), "transactions", {"create_categories": False}, **more)
    return customer_list.count()


def customer_segments(query: str) -> dict[str, Any]:
    """The segments of a large shop, kept as the worker keeps them."""
    world.set_up()
    from benchmarks import customer_list

    return customer_list.group(query)


def customer_file(format: str, contacts: bool, query: str) -> dict[str, Any]:
    """A list of customers as a file."""
    world.set_up()
    from benchmarks import customer_list

    return customer_list.measure(format, contacts, query)


def score_cells(customers: int) -> dict[str, Any]:
    """Segments of customers on cells of equal scores, for every k."""
    from benchmarks import cells

    return cells.ours(customers)


def score_rows(customers: int) -> dict[str, Any]:
    """The same by scikit-learn, on a row per customer."""
    from benchmarks import cells

    return cells.rows(customers)


def attributes_ours(times: int) -> dict[str, Any]:
    """Segments of a table of customers by their attributes, for every k."""
    from benchmarks import attributes

    return attributes.ours(times)


def attributes_rows(times: int) -> dict[str, Any]:
    """The same by scikit-learn."""
    from benchmarks import attributes

    return attributes.rows(times)


def write_transactions(path: str, rows: int, customers: int) -> dict[str, Any]:
    """A shop's transactions as Parquet."""
    from benchmarks import transactions_file

    transactions_file.write(Path(path), rows, customers)
    return {}


def lrfm_ours(path: str) -> dict[str, Any]:
    """LRFM by the engine of the settings: DuckDB."""
    world.set_up()
    from benchmarks import lrfm

    return lrfm.ours(Path(path))


def lrfm_pandas(path: str) -> dict[str, Any]:
    """The same by pandas alone."""
    from benchmarks import lrfm

    return lrfm.with_pandas(Path(path))


CASES = {
    one.__name__: one
    for one in (
        *(write_files, migrate, ours, other_writer, raw_read, floor, import_export, pages),
        *(write_survey, survey, whole_report, list_file),
        *(write_register, write_shop, shop, customer_segments, customer_file),
        *(score_cells, score_rows),
        *(attributes_ours, attributes_rows),
        *(write_transactions, lrfm_ours, lrfm_pandas),
    )
}

if __name__ == "__main__":
    children.answer(CASES)
