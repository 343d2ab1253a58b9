"""The benchmark of segments: both sides group the same customers, and the report says how much faster."""

import json

import numpy as np
import pytest

from benchmarks import cells, cells_speed, children, customer_lines


def test_both_sides_group_the_same_customers(monkeypatch):
    monkeypatch.setattr(cells, "KS", (2, 3))
    monkeypatch.setattr(cells, "SAMPLES", 3)
    ours, rows = cells.ours(400), cells.rows(400)
    for k in (2, 3):
        assert ours["inertia"][k] == pytest.approx(rows["inertia"][k], rel=0.01)
        assert ours["silhouette"][k] == pytest.approx(rows["silhouette"][k], abs=0.02)
    scores = cells.scored(400)
    assert np.unique(scores.to_numpy()).tolist() == [1, 2, 3, 4, 5]
    assert ours["cells"] == len(scores.drop_duplicates())


def measured(customers, seconds, own):
    times = {"seconds": seconds, "cpu": own}
    return {
        "customers": customers,
        "cells": 625,
        "inertia": {"2": 100.0},
        "silhouette": {"2": 0.3},
        "first": times,
        "again": times,
        "peak_mb": 200,
    }


def test_the_report_says_how_much_faster_and_how_it_grows():
    part = {"2": {"seconds": 30.0, "cpu": 20.0}}
    rows = {"fit": part, "silhouettes": part, "inertia": {"2": 101.0}, "silhouette": {"2": 0.2}}
    found = {"ours": [measured(1_000, 1.0, 1.0), measured(1_000_000, 6.0, 2.0)], "scikit-learn": rows}
    text = "\n".join(customer_lines.cells(json.loads(json.dumps(found))))
    assert "1,000,000 customers under 5 s: 6.0 s (2.0 s of processor) — **not met**" in text
    assert "took 60 s for its part, 10 × as long (20 × by processor)" in text
    assert "1,000 × as many customers took 2.0 × the processor time" in text
    assert "| 2 | 30.0 | 30.0 | 1.010000 | -0.1000 |" in text
    assert customer_lines.cells({}) == []


def test_a_case_that_was_not_measured_is_said(monkeypatch):
    def fails(*_about, **_options):
        raise children.NotMeasured("score_cells: ended with status 1")

    monkeypatch.setattr(children, "run", fails)
    failed: dict[str, str] = {}
    assert cells_speed.measure(failed) == {}
    assert failed == {"segments of customers": "score_cells: ended with status 1"}
