"""Lists as files: a million enterprises or customers as CSV, 100,000 as .xlsx; each in its own process."""

from pathlib import Path
from typing import Any

from benchmarks import children, databases
from benchmarks.import_speed import ROWS, SHEET_ROWS

# register → (format, with names and numbers)
CASES = {"full.csv": (("csv", False), ("csv", True)), "full.xlsx": (("xlsx", False), ("xlsx", True))}
# of one shop: customers, and the rows that some have besides their first
CUSTOMERS, AGAIN = 1_000_000, 250_000
# the address of each list; in the file of a tenth of them, as many as a workbook of enterprises has
BY_Z = "customers by z-scores"
FILES = (
    ("customers", "csv", False, ""),
    ("customers", "csv", True, ""),
    ("customers", "xlsx", True, "q=C00"),
    (BY_Z, "csv", False, "method=zscore"),
)


def measure(folder: Path, failed: dict[str, str]) -> list[dict[str, Any]]:
    """A line per file; none, with the reason in `failed`, where they were not measured."""
    found = []
    try:
        with databases.migrated("sqlite", folder / "lists") as like:
            for file, wanted in CASES.items():
                with databases.fresh("sqlite", folder / "lists", file, like) as environment:
                    children.run("ours", environment, path=str(_register(folder / file)))
                    for format, contacts in wanted:
                        made = children.run("list_file", environment, format=format, contacts=contacts)
                        found.append({"of": "enterprises", "format": format, "contacts": contacts, **made})
            with databases.fresh("sqlite", folder / "lists", "shop", like) as environment:
                found += _customers(folder / "shop.csv", environment)
    except children.NotMeasured as problem:
        failed["lists"] = str(problem)
        return []
    return found


def _register(path: Path) -> Path:
    """The register of the imports; written where these are not measured."""
    if not path.exists():
        rows = ROWS if path.suffix == ".csv" else SHEET_ROWS
        children.run("write_register", {}, path=str(path), rows=rows)
    return path


def _customers(path: Path, environment: dict[str, str]) -> list[dict[str, Any]]:
    """The shop is counted before, as the page has it done."""
    children.run("write_shop", {}, path=str(path), customers=CUSTOMERS, again=AGAIN)
    children.run("shop", environment, path=str(path))
    found = []
    for of, format, contacts, query in FILES:
        if of == BY_Z:
            # a page of them waits for the worker's segments, so that its list finds them kept
            children.run("customer_segments", environment, query=query)
        made = children.run("customer_file", environment, format=format, contacts=contacts, query=query)
        found.append({"of": of, "format": format, "contacts": contacts, **made})
    return found
