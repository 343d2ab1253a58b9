"""What the benchmarks of customers measure: the same shop for both, and no time where they disagree."""

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from benchmarks import customer_lines, lrfm, lrfm_speed, report, transactions_file
from benchmarks.children import NotMeasured


def measured(rows: int, seconds: float, peak: int, **more: Any) -> dict[str, Any]:
    times = {
        name: {"seconds": seconds, "cpu": seconds}
        for name in ("summary", "summary again", "months", "counts", "scores")
    }
    return {"rows": rows, "customers": rows // 10, "times": times, "peak_mb": peak, **more}


FOUND = {
    "ours": [measured(1_000_000, 0.5, 400), measured(10_000_000, 4.0, 1500)],
    "pandas": [measured(1_000_000, 1.0, 400), measured(10_000_000, 16.0, 2800)],
}


def test_ours_and_pandas_find_the_same_in_a_generated_shop(tmp_path: Path) -> None:
    path = tmp_path / "transactions.parquet"
    transactions_file.write(path, 30_000, 2_000)
    ours, other = lrfm.ours(path), lrfm.with_pandas(path)
    lrfm_speed.check_same(ours, other)
    assert ours["rows"] == 30_000
    # some of the 2,000 never buy
    assert 1_500 < ours["customers"] < 2_000
    assert set(ours["times"]) == {"summary", "summary again", "months", "counts", "scores"}


def test_the_generated_shop_has_what_is_told_of_it(tmp_path: Path) -> None:
    path = tmp_path / "transactions.parquet"
    transactions_file.write(path, 30_000, 2_000)
    table = pq.read_table(path).to_pandas()
    assert len(table) == 30_000
    assert (table["amount"] < 0).mean() == pytest.approx(0.01, abs=0.003)
    assert (table["amount"] == 0).mean() == pytest.approx(0.002, abs=0.001)
    lines = table.groupby("receipt").agg(
        n=("day", "size"), days=("day", "nunique"), people=("customer", "nunique")
    )
    assert set(lines["n"]) == {1, 2}
    assert (lines[["days", "people"]] == 1).all(axis=None)


@pytest.mark.parametrize("name", ["frequency", "monetary", "customers"])
def test_no_time_counts_where_the_two_disagree(name: str) -> None:
    totals = {"length": 5, "recency": 6, "frequency": 7, "monetary": 8.0}
    one = {"customers": 3, "totals": totals}
    lrfm_speed.check_same(one, {"customers": 3, "totals": dict(totals)})
    wrong = {"customers": 4} if name == "customers" else {"totals": {**totals, name: 8.001}}
    with pytest.raises(NotMeasured, match="ours found"):
        lrfm_speed.check_same(one, {**one, **wrong})


def test_the_report_says_whether_the_aims_were_met() -> None:
    text = "\n".join(customer_lines.lines({"lrfm": FOUND}))
    assert "## Customers" in text
    assert (
        "| 10,000,000 | 1,000,000 | 4.0 | 4.0 | 4.0 | 4.0 | 4.0 | 4.0 | 1500 | 16.0 | 16.0 | 2800 |" in text
    )
    assert "under 10 s: 4.0 s, of them 4.0 s of processor — **met**" in text
    assert "Under 2 GB: 1500 MB — **met**; pandas 2800 MB." in text
    assert "pandas took 16.0 s for the same numbers, 4.0 × as long." in text
    assert "10 × as many rows took 8.0 × the processor time." in text


def test_slow_or_large_is_said() -> None:
    slow = {**FOUND, "ours": [FOUND["ours"][0], measured(10_000_000, 11.0, 2100)]}
    text = "\n".join(customer_lines.lines({"lrfm": slow}))
    assert text.count("**not met**") == 2


def test_without_measurements_there_is_no_section(tmp_path: Path) -> None:
    assert customer_lines.lines({}) == []
    path = tmp_path / "benchmarks.md"
    imports: dict[str, Any] = {"reading": {}}
    report.write(path, imports, {"customers": {"lrfm": FOUND, "cells": {}}}, {"x": "late"}, "load 0.1", False)
    assert "### LRFM from transactions" in path.read_text("utf-8")
    report.write(path, imports, {}, {}, "load 0.1", False)
    assert "Customers" not in path.read_text("utf-8")
