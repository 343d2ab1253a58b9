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


CASES = {
    one.__name__: one
    for one in (
        *(write_files, migrate, ours, other_writer, raw_read, floor, import_export, pages),
        *(write_survey, survey),
    )
}

if __name__ == "__main__":
    children.answer(CASES)
