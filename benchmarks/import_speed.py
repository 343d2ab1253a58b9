"""Our import beside the floor under it and beside django-import-export, on SQLite and on PostgreSQL.

Every case writes to data_marketrow with the same indexes, in a database and a process of its own.
"""

from pathlib import Path
from typing import Any

import psycopg

from benchmarks import children, databases

ROWS = 1_000_000
SHEET_ROWS = 100_000
# django-import-export is measured on fewer rows and scaled linearly: a million would take minutes
SAMPLE = 20_000
STAGES = ("receive", "read", "check", "import")
FILES = {"plain.csv": ROWS, "full.csv": ROWS, "plain.xlsx": SHEET_ROWS, "full.xlsx": SHEET_ROWS}
# name of the case → (file of the sample, whether its per-row difference and report are off)
OTHERS = {
    "import-export": ("sample.csv", False),
    "import-export lean": ("sample.csv", True),
    "import-export .xlsx": ("sample.xlsx", False),
}

Results = dict[str, dict[str, Any]]


def measure(folder: Path, failed: dict[str, str]) -> dict[str, Results]:
    """All cases. Returns database → case → its result; "reading" holds the raw reads.

    A database that cannot be measured is left out and named in `failed` with the reason: the rest counts.
    """
    children.run("write_files", {}, folder=str(folder), rows=ROWS, sheet_rows=SHEET_ROWS, sample=SAMPLE)
    results = {
        "reading": {name: children.run("raw_read", {}, path=str(folder / name)) for name in FILES},
    }
    for kind in ("sqlite", *(("postgresql",) if databases.server() else ())):
        try:
            results[kind] = _database(kind, folder)
        except (children.NotMeasured, psycopg.Error) as problem:
            failed[kind] = str(problem)
    return results


def _database(kind: str, folder: Path) -> Results:
    print(f" {kind}", flush=True)
    found: Results = {}
    with databases.migrated(kind, folder) as like:
        for name, rows in FILES.items():
            path, is_full = str(folder / name), name.startswith("full")
            found[name] = _case(kind, folder, like, "ours", watched=name == "full.csv", path=path)
            found[f"floor {name}"] = _case(kind, folder, like, "floor", rows=rows, contacts=is_full)
        for name, (file, lean) in OTHERS.items():
            found[name] = _case(kind, folder, like, "import_export", path=str(folder / file), lean=lean)
    _compare_rows(found)
    return found


def _compare_rows(found: Results) -> None:
    """Speed counts only where all have written the same number of rows."""
    for name in FILES:
        ours, floor = found[name]["rows"], found[f"floor {name}"]["rows"]
        if ours != floor:
            raise children.NotMeasured(f"{name}: {ours} rows were imported, the floor has {floor}")


def _case(
    kind: str, folder: Path, like: str, case: str, watched: bool = False, **options: Any
) -> dict[str, Any]:
    """One case in a fresh database; `watched` has another writer beside it."""
    with databases.fresh(kind, folder, case, like) as environment:
        if not watched:
            return children.run(case, environment, **options)
        with children.beside("other_writer", environment) as waits:
            result = children.run(case, environment, **options)
        return {**result, "other_writer": waits}
