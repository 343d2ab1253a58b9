"""A survey of 100,000 respondents and forty questions: its import, and the pages over it."""

from pathlib import Path
from typing import Any

from benchmarks import children, databases

ROWS = 100_000
REQUESTS = 100


def measure(folder: Path, failed: dict[str, str]) -> dict[str, Any]:
    """Import and pages on SQLite; empty, with the reason in `failed`, where they were not measured."""
    path = folder / "survey.csv"
    try:
        children.run("write_survey", {}, path=str(path), rows=ROWS)
        with (
            databases.migrated("sqlite", folder / "survey") as like,
            databases.fresh("sqlite", folder / "survey", "survey", like) as environment,
        ):
            return children.run("survey", environment, path=str(path), requests=REQUESTS)
    except children.NotMeasured as problem:
        failed["surveys"] = str(problem)
        return {}
