"""Segments by attributes of 2,000 and of 20,000 customers, each measurement in a process of its own."""

from typing import Any

from benchmarks import children

# times 2,000 customers
TIMES = (1, 10)


def measure(failed: dict[str, str]) -> dict[str, Any]:
    """Ours by size, and scikit-learn on the smallest table; empty, with the reason in `failed`, where they
    were not measured."""
    try:
        ours = [children.run("attributes_ours", {}, times=one) for one in TIMES]
        return {"ours": ours, "scikit-learn": children.run("attributes_rows", {}, times=TIMES[0])}
    except children.NotMeasured as problem:
        failed["segments by attributes"] = str(problem)
        return {}
