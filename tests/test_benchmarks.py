"""The benchmark's report: what was measured is written also where a part of it failed."""

import os

import pytest

from benchmarks import load, report, requests
from benchmarks.children import NotMeasured, run
from benchmarks.import_speed import FILES, OTHERS, SAMPLE
from data import market, outlines, scope
from questionnaires import queries as survey_queries

STAGES = {"receive": 0.0, "read": 1.0, "check": 2.0, "import": 2.0}


def measured():
    """Ours 5 s for each file, the floor and the raw read 1.5 s each; the others 60 µs a row."""
    found = {
        name: {
            "seconds": STAGES,
            "cpu": STAGES,
            "peak_mb": 500,
            "other_writer": {"rows": 9, "max": 2.5, "p99": 1},
        }
        for name in FILES
    }
    found |= {f"floor {name}": {"seconds": 1.5, "cpu": 1.5} for name in FILES}
    return found | {name: {"seconds": 60e-6 * SAMPLE, "cpu": 1.0} for name in OTHERS}


def test_a_part_that_failed_is_said_and_the_rest_is_written(tmp_path):
    reading = {name: {"seconds": 1.5, "cpu": 1.5} for name in FILES}
    why = {"postgresql": "floor: ended with status 1", "pages": "the time was over"}
    path = tmp_path / "benchmarks.md"
    report.write(path, {"reading": reading, "sqlite": measured()}, {}, why, "load average 0.1 before", False)
    text = path.read_text("utf-8")
    assert "load average 0.1 before" in text
    assert "**Not measured: PostgreSQL.** floor: ended with status 1." in text
    assert "**Not measured: pages.** the time was over." in text
    assert "### SQLite" in text
    assert "### PostgreSQL" not in text
    # 60 µs a row against 5 s per million rows, and against 5 s per 100,000
    assert "CSV 12.0 × — **met**, lean 12.0 × — **met**; .xlsx 1.2 × — **not met**" in text
    assert "plain.csv 1.7, full.csv 1.7" in text
    assert "longest 2.50 s, p99 1.00 s — **not met**" in text
    assert "Provisional" not in text
    assert report.BUSY not in text


def test_a_cold_request_finds_no_table_in_memory(db):
    """The survey pages were timed with the answers of filters, and with all that the market pages keep."""
    lists = (market._blocked, scope._ordered, outlines._kept, survey_queries._masks, survey_queries._asked)
    for kept in lists:
        kept.get("a key", dict)
    requests.forget()
    assert [len(kept) for kept in lists] == [0] * len(lists)


def test_a_case_that_ends_badly_is_named():
    with pytest.raises(NotMeasured, match="no_such_case rows 3: ended with status 1"):
        run("no_such_case", {}, rows=3)


@pytest.mark.parametrize(
    ("before", "during", "is_busy"), [(0.2, 1.4, False), (0.2, 9.0, True), (9.0, 1.4, True)]
)
def test_a_busy_machine_is_told_from_the_benchmark_itself(monkeypatch, before, during, is_busy):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    loads = iter([before])
    monkeypatch.setattr(os, "getloadavg", lambda: (next(loads, during), 0.0, 0.0))
    with load.Load() as seen:
        pass
    assert seen.is_busy is is_busy
    assert f"load average {before} before" in str(seen)


def test_a_part_that_is_measured_again_takes_the_place_of_its_section(tmp_path) -> None:
    path = tmp_path / "benchmarks.md"
    path.write_text(
        "# Benchmarks\n\n## Import\n\nkept\n\n## Reports\n\nold\n\n## Lists of enterprises\n\nkept too\n"
    )
    times = {format: {"read": 1.0, "write": 1.0, "kb": 10} for format in ("pdf", "xlsx", "pptx")}
    one = {"formats": times, "areas": 15, "pages": 9, "figures": 60, "longest": 299, "grown_mb": 0}
    report.replace(path, {"reports": {"15": one, "514": one | {"areas": 514}}}, "load average 1")
    text = path.read_text()
    assert "old" not in text
    assert text.index("kept") < text.index("## Reports") < text.index("kept too")
    assert "*Measured apart from the rest:" in text.partition("## Reports")[2].partition("## Lists")[0]
    assert "| 514 | 9 | 60 | 299 | pdf |" in text
