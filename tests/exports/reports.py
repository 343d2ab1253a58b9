"""Reports made by hand, without a database, and workbooks opened again."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl

from core.figures import Column, Figure, Number, Table
from core.shown import Shown
from data.sources import Source, UsedColumn
from exports.report import Report

MADE_AT = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
DEMO = "Demo data – synthetic"


def figure(key: str = "areas", **values: Any) -> Figure:
    columns = (Column("name", "Area"), Column("n", "MSMEs", "integer"), Column("share", "Share", "share"))
    rows = [{"name": "Sail", "n": 471, "share": 471 / 25_074}, {"name": "Kulim", "n": 819, "share": 1 / 3}]
    given: dict[str, Any] = {
        "title": "Kulim has more", "subtitle": "MSMEs by area", "base": "n = 1,290",
        "how": (("Share", "part ÷ whole", "Which part."),), "table": Table(columns, rows),
    }  # fmt: skip
    return Figure(key, **{**given, **values})


def page(name: str = "overview", figures: Iterable[Figure] = (), **values: Any) -> Shown:
    given: dict[str, Any] = {
        "title": name.capitalize(), "heading": f"The finding of {name}", "address": f"/{name}/?area=3",
        "filters": (("Sub-district", "Sail"),), "edition_line": "Pekanbaru · Data 2023", "editions": (7,),
    }  # fmt: skip
    return Shown(name=name, figures={one.key: one for one in figures}, **{**given, **values})


def source(**values: Any) -> Source:
    columns = (
        UsedColumn("district", "Sub-district", "Kecamatan", 2, "B"),
        UsedColumn("n", "MSMEs", "Jml", 3, "C"),
    )
    given: dict[str, Any] = {
        "edition": 7, "subject": "MSMEs", "period": "2023", "number": 1, "series": "main",
        "region": "Pekanbaru", "time_zone": "Asia/Jakarta", "dataset": 3, "kind": "msme_register",
        "file_name": "register.xlsx", "sha256": "ab" * 32, "size": 10, "rows": 25_074, "rows_in_file": 25_100,
        "rows_wrong": 20, "rows_skipped": 6, "uploaded_at": MADE_AT, "uploaded_by": "Carol",
        "sheets": ("Data",), "is_text": False, "header_row": 3, "header_rows": 1, "header_row_of": (),
        "columns": columns, "definition": "Every MSME", "source": "the office", "is_demo": False,
        "is_purged": False,
    }  # fmt: skip
    return Source(**{**given, **values})


def report(pages: Iterable[Shown], **values: Any) -> Report:
    listed = tuple(pages)
    given: dict[str, Any] = {
        "title": "Market of MSMEs in Pekanbaru", "region": "Pekanbaru", "left_out": (), "person": "Bob",
        "made_at": MADE_AT, "language": "en", "is_demo": any(one.is_demo for one in listed),
        "sources": (source(),), "site": "",
    }  # fmt: skip
    return Report(pages=listed, **{**given, **values})


def number(**values: Any) -> Number:
    return Number(**{"label": "MSMEs", "value": 25_074, "kind": "integer", "how": "all of them", **values})


def opened(path: Path) -> Any:
    return openpyxl.load_workbook(path)


def rows(sheet: Any) -> list[list[Any]]:
    """What each row says, without the blank cells behind it."""
    found = []
    for row in sheet.iter_rows(values_only=True):
        values = list(row)
        while values and values[-1] is None:
            values.pop()
        found.append(values)
    return found
