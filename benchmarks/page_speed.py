"""The market pages over registers of 10,000 and of 1,000,000 rows, beside an empty page."""

from pathlib import Path
from typing import Any

from benchmarks import children, databases

REQUESTS = 200
FILES = {"10,000 rows": "small.csv", "1,000,000 rows": "plain.csv"}


def measure(folder: Path, failed: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Register → pages with their times; empty, with the reason in `failed`, where they were not measured."""
    found = {}
    try:
        with databases.migrated("sqlite", folder / "pages") as like:
            for name, file in FILES.items():
                with databases.fresh("sqlite", folder / "pages", file, like) as environment:
                    path = str(folder / file)
                    found[name] = children.run("pages", environment, path=path, requests=REQUESTS)
    except children.NotMeasured as problem:
        failed["pages"] = str(problem)
        return {}
    return found
