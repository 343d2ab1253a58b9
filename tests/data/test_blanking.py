"""Blanking a workbook: nothing of the person is left in any part, nothing else is lost."""

import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment

from data import blanking, blanking_xlsx
from data.reading.layout import Layout

KEPT = frozenset({0, 3})
ROWS = [
    ["No", "Nama", "HP", "Kecamatan"],
    [1, "Siti Contoh", "0800-000-0001", "Rumbai"],
    [2, "Budi Contoh", "0800-000-0002", "Rumbai"],
    [3, "Siti Contoh", "0800-000-0003", "Tampan"],
]


def target(*rows: int, sheets: tuple[str, ...] = ("Data",)) -> blanking.Target:
    return blanking.Target(Layout("xlsx", sheets=sheets), {0: set(rows)}, KEPT)


def values(path: Path, sheet: str = "Data") -> list[list[object]]:
    return [
        [cell.value for cell in row]
        for row in openpyxl.load_workbook(BytesIO(path.read_bytes()))[sheet].iter_rows()
    ]


def everything(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / "original"
    with xlsxwriter.Workbook(path) as book:
        sheet, other = book.add_worksheet("Data"), book.add_worksheet("Lain")
        bold = book.add_format({"bold": True})
        for down, cells in enumerate(ROWS):
            sheet.write_row(down, 0, cells, bold)
        other.write(0, 0, "0800-000-0002")
        other.write_formula(1, 0, "=1+1", None, 2)
    return path


@pytest.fixture
def no_openpyxl(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise AssertionError("a plain workbook needs no openpyxl")

    monkeypatch.setattr(blanking, "_xlsx_by_openpyxl", refuse)


def test_a_plain_workbook_is_edited_in_its_parts(plain, no_openpyxl):
    assert blanking.blank(plain, target(2)) == "xlsx"
    assert values(plain) == [ROWS[0], [1, None, None, "Rumbai"], *ROWS[2:]]
    assert b"0800-000-0001" not in everything(plain)
    # the same name in another row, and formats and formulas elsewhere, stay
    assert b"Siti Contoh" in everything(plain)
    assert openpyxl.load_workbook(BytesIO(plain.read_bytes()))["Data"]["B2"].font.bold
    assert values(plain, "Lain") == [["0800-000-0002"], ["=1+1"]]


def test_a_text_that_another_sheet_shows_stays_there(plain, no_openpyxl):
    blanking.blank(plain, target(3))
    assert values(plain)[2] == [2, None, None, "Rumbai"]
    assert values(plain, "Lain")[0] == ["0800-000-0002"]


def test_both_rows_of_a_name_take_it_out_of_the_file(plain, no_openpyxl):
    blanking.blank(plain, target(2, 4))
    assert b"Siti Contoh" not in everything(plain)
    assert values(plain)[2] == ROWS[2]


def test_blanking_twice_is_the_same_as_once(plain):
    blanking.blank(plain, target(2))
    once = values(plain)
    blanking.blank(plain, target(2))
    assert values(plain) == once


@pytest.mark.parametrize("extra", ["comment", "hyperlink", "merged"])
def test_a_workbook_that_repeats_its_cells_is_written_anew(tmp_path, extra):
    path, book = tmp_path / "original", openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Data"
    for cells in ROWS:
        sheet.append(cells)
    if extra == "comment":
        sheet["B2"].comment = Comment("also 0800-000-0001", "office")
    elif extra == "hyperlink":
        sheet["B2"].hyperlink = "tel:0800-000-0001"
    else:
        sheet["B3"].value = None
        sheet.merge_cells("B2:B3")
    book.save(path)
    draft = tmp_path / "draft"
    assert not blanking_xlsx.edit(path, draft, {"Data": {2}}, KEPT)
    blanking.blank(path, target(3 if extra == "merged" else 2))
    content = everything(path)
    if extra == "merged":  # the third row shows what the second holds
        assert values(path)[1][1] is None
    else:
        assert b"0800-000-0001" not in content
    assert b"0800-000-0003" in content


def test_rows_without_numbers_are_left_to_openpyxl(plain, tmp_path):
    bare = tmp_path / "bare"
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(bare, "w") as made:
        for info in source.infolist():
            content = source.read(info)
            made.writestr(info.filename, content.replace(b'<row r="2"', b"<row"))
    assert not blanking_xlsx.edit(bare, tmp_path / "draft", {"Data": {2}}, KEPT)


def test_nothing_is_left_behind_when_it_fails(tmp_path):
    path = tmp_path / "original"
    path.write_bytes(b"not a workbook")
    with pytest.raises(Exception, match=r".+"):
        blanking.blank(path, target(2))
    assert path.read_bytes() == b"not a workbook"
    assert [one.name for one in tmp_path.iterdir()] == ["original"]
