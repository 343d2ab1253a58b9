"""The four market pages over registers of 10,000 and of 1,000,000 rows, beside an empty page."""

from pathlib import Path
from typing import Any

from benchmarks import children, databases

REQUESTS = 200
FILES = {"10,000 rows": "small.csv", "1,000,000 rows": "plain.csv"}


def measure(folder: Path) -> dict[str, dict[str, Any]]:
    """Register → pages with their times. The files are those of import_speed."""
    found = {}
    for name, file in FILES.items():
        with databases.fresh("sqlite", folder, f"pages_{file.split('.')[0]}") as environment:
            children.run("migrate", environment)
            found[name] = children.run("pages", environment, path=str(folder / file), requests=REQUESTS)
    return found
