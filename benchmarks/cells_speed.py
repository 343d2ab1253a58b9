"""Segments of up to a million customers, each measurement in a process of its own."""

from typing import Any

from benchmarks import children

CUSTOMERS = (10_000, 100_000, 1_000_000)


def measure(failed: dict[str, str]) -> dict[str, Any]:
    """Times of ours by number of customers, and of scikit-learn on the largest; empty, with the reason in
    `failed`, where they were not measured."""
    try:
        ours = [children.run("score_cells", {}, customers=customers) for customers in CUSTOMERS]
        return {"ours": ours, "scikit-learn": children.run("score_rows", {}, customers=CUSTOMERS[-1])}
    except children.NotMeasured as problem:
        failed["segments of customers"] = str(problem)
        return {}
