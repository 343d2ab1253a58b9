"""What the benchmark of lists measures and says: a small shop instead of a million customers."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks import children, databases, list_lines, list_speed, report


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some customers, and no register."""
    monkeypatch.setattr(list_speed, "CASES", {})
    monkeypatch.setattr(list_speed, "CUSTOMERS", 300)
    monkeypatch.setattr(list_speed, "AGAIN", 100)
    files = (
        ("customers", "csv", True, ""),
        ("ten customers", "xlsx", False, "q=C000000"),
        (list_speed.BY_Z, "csv", False, "method=zscore"),
    )
    monkeypatch.setattr(list_speed, "FILES", files)


@pytest.mark.usefixtures("few")
def test_lists_of_customers_are_measured(tmp_path: Path) -> None:
    failed: dict[str, str] = {}
    found = list_speed.measure(tmp_path, failed)
    assert not failed
    assert [(one["of"], one["format"], one["rows"]) for one in found] == [
        ("customers", "csv", 300), ("ten customers", "xlsx", 10), (list_speed.BY_Z, "csv", 300),
    ]  # fmt: skip
    assert all(one["peak_mb"] > 50 and one["seconds"] > 0 for one in found)


def made(of: str, peak: int) -> dict[str, Any]:
    return {
        "of": of, "format": "csv", "contacts": True, "rows": 1_000_000, "seconds": 50.0, "cpu": 40.0,
        "size": 90_000_000, "peak_mb": peak,
    }  # fmt: skip


def test_both_lists_stand_in_one_section(tmp_path: Path) -> None:
    text = "\n".join(list_lines.lines([made("enterprises", 280), made("customers", 301)]))
    assert "| enterprises | csv with contacts | 1,000,000 | 50.0 | 40.0 | 20,000 | 90 | 280 |" in text
    assert "301 MB at worst — **not met**" in text
    target = tmp_path / "benchmarks.md"
    target.write_text("# Benchmarks\n\n## Lists of enterprises\n\nold\n\n## Customers\n\nkept\n")
    report.replace(target, {"lists": [made("customers", 280)]}, "idle")
    changed = target.read_text()
    assert changed.count("## Lists") == 1
    assert "old" not in changed
    assert "kept" in changed


def test_a_shop_that_is_not_measured_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_asked: Any) -> Any:
        raise children.NotMeasured("no room")

    monkeypatch.setattr(databases, "migrated", broken)
    failed: dict[str, str] = {}
    assert list_speed.measure(tmp_path, failed) == []
    assert failed == {"lists": "no room"}
