"""The whole report of 15 and of 514 sub-districts, each in a process of its own."""

from pathlib import Path
from typing import Any

from benchmarks import children, databases

CASES = {"15 sub-districts": False, "514 sub-districts": True}


def measure(folder: Path, failed: dict[str, str]) -> dict[str, Any]:
    """Times by case; empty, with the reason in `failed`, where they were not measured."""
    found = {}
    try:
        with databases.migrated("sqlite", folder / "reports") as like:
            for name, wide in CASES.items():
                with databases.fresh("sqlite", folder / "reports", name.split()[0], like) as environment:
                    into = folder / f"wide-{wide}"
                    into.mkdir(exist_ok=True)
                    found[name] = children.run(
                        "whole_report",
                        environment,
                        folder=str(into),
                        wide=wide,
                        rows=str(folder / "small.csv"),
                    )
    except children.NotMeasured as problem:
        failed["reports"] = str(problem)
        return {}
    return found
