"""The error workbook itself: original cells, coloured where wrong, never a formula."""

import csv
import errno
import io
from datetime import datetime
from typing import Any

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from data import error_workbook, tables
from data import errors as found_errors
from data.error_workbook import free_name, safe, write
from data.models import Dataset
from data.reading.layout import Layout
from data.room import is_full

REGISTER_HEADERS = ["Nama Usaha", "Kecamatan", "Omzet", "NIB"]
MAPPING = {"business_name": "Nama Usaha", "sub_district": "Kecamatan", "turnover": "Omzet", "nib": "NIB"}


def errors_of(dataset: Dataset, rows: list[tuple[int, int, str, str]]) -> None:
    """Write the error table as a check would."""
    table = pd.DataFrame(rows, columns=["sheet", "row", "column", "rule"]).assign(value="")
    with tables.Table(found_errors.path(dataset), tables.ERRORS) as target:
        target.add(table)


@pytest.fixture
def dataset(settings: Any, tmp_path: Any) -> Dataset:
    """A dataset that was never saved: the workbook needs its files and its layout only."""
    from areas.models import Region

    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "one").mkdir()
    return Dataset(
        kind="msme_register",
        region=Region(slug="uji", name="Uji"),
        period_start=datetime(2023, 1, 1).date(),
        period_end=datetime(2023, 12, 31).date(),
        folder="one",
        file_name="register.csv",
        guess={"headers": REGISTER_HEADERS},
        mapping=MAPPING,
    )


def of_text(dataset: Dataset, rows: list[list[str]], delimiter: str = ";") -> Dataset:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([REGISTER_HEADERS, *rows])
    dataset.original.write_text(text.getvalue(), "utf-8")
    dataset.layout = Layout("csv", delimiter=delimiter).to_json()
    return dataset


def of_sheets(dataset: Dataset, sheets: dict[str, list[list[Any]]]) -> Dataset:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in [REGISTER_HEADERS, *rows]:
            sheet.append(row)
    book.save(dataset.directory / "original.xlsx")
    (dataset.directory / "original.xlsx").rename(dataset.original)
    dataset.layout = Layout("xlsx", tuple(sheets)).to_json()
    return dataset


def opened(path: Any) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


def test_only_rejected_rows_with_their_reasons_and_numbers(dataset: Dataset) -> None:
    of_text(dataset, [["A", "Sail", "1", ""], ["B", "Sial", "banyak", ""], ["C", "Sail", "3", ""]])
    errors_of(dataset, [(0, 3, "sub_district", "unknown_area"), (0, 3, "turnover", "bad_number")])
    path = dataset.directory / "errors.xlsx"
    assert write(dataset, path) == 1
    header, row = list(opened(path).worksheets[0].iter_rows())
    assert [cell.value for cell in header[2:]] == REGISTER_HEADERS
    assert [cell.value for cell in row[1:5]] == [3, "B", "Sial", "banyak"]
    assert row[0].value.count("; ") == 1
    assert row[3].comment.text in row[0].value
    assert [cell.fill.fill_type for cell in row[2:5]] == [None, "solid", "solid"]


def test_text_uploads_come_back_as_csv_too(dataset: Dataset) -> None:
    of_text(dataset, [["Kopi; teh", "Sial", "1", "0012345678901"]])
    errors_of(dataset, [(0, 2, "sub_district", "unknown_area")])
    write(dataset, dataset.directory / "errors.xlsx")
    text = (dataset.directory / "errors.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][2:] == REGISTER_HEADERS
    assert rows[1][1:] == ["2", "Kopi; teh", "Sial", "1", "0012345678901"]


def test_sheets_keep_their_names_and_cells_their_types(dataset: Dataset) -> None:
    day = datetime(2023, 5, 1)
    of_sheets(dataset, {"Sail": [["A", day, 1.5, "0012"]], "Bukit Raya": [["B", True, 7, None]]})
    errors_of(dataset, [(0, 2, "turnover", "bad_number"), (1, 2, "nib", "required")])
    path = dataset.directory / "errors.xlsx"
    assert write(dataset, path) == 2
    assert not path.with_suffix(".csv").exists()
    book = opened(path)
    assert book.sheetnames == ["Sail", "Bukit Raya"]
    assert [cell.value for cell in book["Sail"][2]][1:] == [2, "A", day, 1.5, "0012"]
    assert [cell.value for cell in book["Bukit Raya"][2]][1:5] == [2, "B", True, 7]
    assert book["Bukit Raya"]["F2"].fill.fill_type == "solid"  # an empty cell that may not be empty


HIDDEN = '<r><t>1</t></r></is></c><c r="Z1"><f>1+1</f></c><c r="Y1" t="inlineStr"><is><r></r>'


@pytest.mark.parametrize("cell", ['=HYPERLINK("x")', "+1+cmd", "-2+3*a", "@SUM(A1)", "\t=1", HIDDEN])
def test_nothing_in_it_is_a_formula(dataset: Dataset, cell: str) -> None:
    of_text(dataset, [[cell, cell, "x", ""]])
    errors_of(dataset, [(0, 2, "turnover", "bad_number")])
    path = dataset.directory / "errors.xlsx"
    write(dataset, path)
    cells = [one for row in opened(path).worksheets[0].iter_rows() for one in row]
    assert {one.data_type for one in cells} <= {"s", "n"}
    text = path.with_suffix(".csv").read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert not any(one.lstrip(" ").startswith(("=", "@", "+", "-", "\t")) for one in rows[1])


@pytest.mark.parametrize("text", ["-5", "+62 812-3456-7890", "-1.234,5", "(021) 12", "Toko A", "-", ""])
def test_numbers_and_phones_stay_as_they_are(text: str) -> None:
    assert safe(text) == text


@given(st.text(max_size=20))
def test_no_text_becomes_a_formula(text: str) -> None:
    made = safe(text).lstrip(" ")
    assert not made.startswith(("=", "@", "\t", "\r"))
    assert made in (text.lstrip(" "), f"'{text}")


@given(st.lists(st.text(max_size=60), min_size=1, max_size=6))
def test_every_sheet_gets_a_name_excel_takes(names: list[str]) -> None:
    used: set[str] = set()
    for name in names:
        made = free_name(name, used)
        assert 0 < len(made) <= 31
        assert not set(made) & set("[]:*?/\\")
        assert made.casefold() not in used
        used.add(made.casefold())


def test_cells_beyond_the_header_are_kept(dataset: Dataset) -> None:
    of_text(dataset, [["A", "Sail", "1", "", "extra"]])
    errors_of(dataset, [(0, 2, "", "too_wide")])
    path = dataset.directory / "errors.xlsx"
    write(dataset, path)
    row = list(opened(path).worksheets[0].iter_rows(values_only=True))[1]
    assert row[-1] == "extra"
    assert row[0]


def test_it_belongs_to_one_check_only(dataset: Dataset) -> None:
    of_text(dataset, [["A", "Sial", "1", ""]])
    assert error_workbook.ready(dataset) == {}
    errors_of(dataset, [(0, 2, "sub_district", "unknown_area")])
    write(dataset, dataset.directory / "errors.xlsx")
    assert sorted(error_workbook.ready(dataset)) == ["csv", "xlsx"]
    errors_of(dataset, [(0, 2, "turnover", "bad_number")])
    assert error_workbook.ready(dataset) == {}


def test_a_broken_write_leaves_nothing_behind(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    of_text(dataset, [["A", "Sial", "1", ""]])
    errors_of(dataset, [(0, 2, "sub_district", "unknown_area")])
    monkeypatch.setattr(error_workbook.Workbook, "row", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write(dataset, dataset.directory / "errors.xlsx")
    assert sorted(path.name for path in dataset.directory.iterdir()) == ["errors.parquet", "original"]


def test_what_the_disk_says_is_told_as_it_is(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    of_sheets(dataset, {"Centre": [["Toko", "Centre", "abc", "1"]]})
    errors_of(dataset, [(0, 2, "turnover", "number")])

    stored = xlsxwriter.Workbook._store_workbook

    def full(self: Any) -> None:
        stored(self)  # and closes what it had open
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(xlsxwriter.Workbook, "_store_workbook", full)
    with pytest.raises(OSError, match="No space") as caught:
        write(dataset, dataset.directory / "errors.xlsx")
    assert is_full(caught.value)


def test_names_too_long_or_repeated_in_excel() -> None:
    assert free_name("Rumbai [2021]: A/B", set()) == "Rumbai  2021   A B"
    assert free_name("Sail", {"sail"}) == "Sail (2)"
