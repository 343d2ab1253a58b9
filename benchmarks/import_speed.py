"""Our import beside the floor under it and beside django-import-export, on SQLite and on PostgreSQL.

Every case writes to data_marketrow with the same indexes, in a database and a process of its own.
"""

from pathlib import Path
from typing import Any

from benchmarks import children, databases

ROWS = 1_000_000
SHEET_ROWS = 100_000
# django-import-export is measured on fewer rows and scaled linearly: a million would take minutes
SAMPLE = 20_000

Results = dict[str, dict[str, Any]]


def measure(folder: Path) -> dict[str, Results]:
    """All cases. Returns database → case → its result; "reading" holds the raw reads."""
    children.run("write_files", {}, folder=str(folder), rows=ROWS, sheet_rows=SHEET_ROWS, sample=SAMPLE)
    results = {"reading": _reads(folder)}
    for kind in ("sqlite", *(("postgresql",) if databases.server() else ())):
        results[kind] = _database(kind, folder)
    return results


def _reads(folder: Path) -> Results:
    names = ("full.csv", "plain.csv", "full.xlsx", "plain.xlsx")
    return {name: children.run("raw_read", {}, path=str(folder / name)) for name in names}


def _database(kind: str, folder: Path) -> Results:
    print(f" {kind}", flush=True)
    found: Results = {}
    for name in ("plain.csv", "full.csv", "plain.xlsx", "full.xlsx"):
        found[name] = _case(kind, folder, "ours", watched=name == "full.csv", path=str(folder / name))
    for name, rows, contacts in (
        ("floor plain.csv", ROWS, False),
        ("floor full.csv", ROWS, True),
        ("floor plain.xlsx", SHEET_ROWS, False),
        ("floor full.xlsx", SHEET_ROWS, True),
    ):
        found[name] = _case(kind, folder, "floor", rows=rows, contacts=contacts)
    for name, lean in (("import-export lean", True), ("import-export", False)):
        found[name] = _case(kind, folder, "import_export", path=str(folder / "sample.csv"), lean=lean)
    return found


def _case(kind: str, folder: Path, case: str, watched: bool = False, **options: Any) -> dict[str, Any]:
    """One case in a fresh database; `watched` has another writer beside it."""
    name = f"{case}_{abs(hash(str(sorted(options.items())))) % 10**8}"
    with databases.fresh(kind, folder, name) as environment:
        children.run("migrate", environment)
        if not watched:
            return children.run(case, environment, **options)
        with children.beside("other_writer", environment) as waits:
            result = children.run(case, environment, **options)
        return {**result, "other_writer": waits}
