"""LibreOffice opens the report's workbook, recalculates nothing, and shows the same numbers.

Skipped, with the reason, where there is no `soffice`.
"""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.utils.translation import override

from core.figures import Column, Table
from exports.report_xlsx import write

from . import reports

SOFFICE = shutil.which("soffice")
# opening and saving takes some seconds; a machine at work takes more
PATIENCE = 180
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="soffice (LibreOffice) is not installed here")
TEXTS = [
    "=1+1",
    "+62 812",
    "-2+3",
    "@SUM(A1)",
    "-5 %",
    "_x003D_1",
    "<r>=1</r>",
    "Warung 😀",
    "007",
    "1e5",
    "1/2",
]


def converted(path: Path, kind: str) -> Path:
    """The workbook as LibreOffice saves it again, under a profile of the test's own, ended when it hangs."""
    target = path.parent / kind
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", kind, "--outdir", str(target), str(path)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, start_new_session=True, **quiet) as process:  # type: ignore[call-overload]
        try:
            assert process.wait(timeout=PATIENCE) == 0
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
    return next(target.iterdir())


def report() -> Any:
    columns = (
        Column("name", "Area"), Column("n", "MSMEs", "integer"), Column("share", "Share", "share"),
        Column("sum", "Turnover", "money"), Column("change", "Change", "number", decimals=2),
    )  # fmt: skip
    rows = [
        {
            "name": text,
            "n": place * 1_234,
            "share": place / 7,
            "sum": place * 2.5e11 / 3,
            "change": -place / 3,
        }
        for place, text in enumerate(TEXTS)
    ]
    table = Table(columns, rows, total={"name": "All", "n": 67_870})
    shown = reports.page(figures=[reports.figure(table=table)], numbers=(reports.number(),), is_demo=True)
    return reports.report([shown])


def cells(path: Path) -> dict[str, dict[str, Any]]:
    """sheet → address → value, of the cells that say something."""
    return {
        sheet.title: {
            cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None
        }
        for sheet in openpyxl.load_workbook(path).worksheets
    }


@pytest.mark.parametrize("language", ["en", "id"])
def test_it_shows_the_same_numbers_and_makes_none_up(tmp_path: Path, language: str) -> None:
    path = tmp_path / "report.xlsx"
    with override(language):
        write(report(), path, lambda done, total: None)
    again = converted(path, "xlsx")
    before, after = cells(path), cells(again)
    assert list(before) == list(after)
    for name, sheet in before.items():
        assert sheet.keys() == after[name].keys()
        for address, value in sheet.items():
            _same(value, after[name][address])
    kinds = {
        cell.data_type for sheet in openpyxl.load_workbook(again) for row in sheet.iter_rows() for cell in row
    }
    assert kinds <= {"s", "n"}, "no formula"


def _same(before: Any, after: Any) -> None:
    if isinstance(before, int | float):
        assert after == pytest.approx(before, rel=1e-14)
    else:
        # openpyxl leaves the escape of an underscore in one way of storing texts, and not in the other
        assert str(after).replace("_x005F_", "_") == before.replace("_x005F_", "_")


def test_it_prints_the_words_demo_data_on_every_page(tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    path = tmp_path / "report.xlsx"
    with override("en"):
        write(report(), path, lambda done, total: None)
    pages = pypdf.PdfReader(converted(path, "pdf")).pages
    assert len(pages) >= 6
    assert all(reports.DEMO in page.extract_text() for page in pages)
    assert any("12,340" in page.extract_text() for page in pages)
