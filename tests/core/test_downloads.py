"""Downloads are opened again: what a spreadsheet would see."""

import csv
import io

import openpyxl
import pytest
from django.utils.translation import override

from core.downloads import table_response
from core.figures import Column, Figure, Table

DANGEROUS = ["=1+1", "+62 812", "-5 persen", "@SUM(A1)", "\t=1", "\r=1"]
COLUMNS = (
    Column("name", "Area"),
    Column("n", "MSMEs", "integer"),
    Column("share", "Share", "share"),
    Column("change", "Change", "number"),
    Column("level", "Group", "level"),
)


def figure():
    rows = [
        {"name": text, "n": place, "share": 0.125, "change": -2.5, "level": "high"}
        for place, text in enumerate(DANGEROUS)
    ]
    rows.append({"name": "Sail", "n": None, "share": None, "change": "fewer than 5", "level": None})
    return Figure(
        "areas", "=A finding", base="n = 7", table=Table(COLUMNS, rows, total={"name": "All", "n": 15})
    )


@pytest.mark.parametrize(("language", "delimiter", "decimal"), [("id", ";", ","), ("en", ",", ".")])
def test_csv_has_no_formula_and_says_its_decimal_sign(language, delimiter, decimal):
    with override(language):
        response = table_response(figure(), "csv", ["Pekanbaru · Data 2023", "Demo data – synthetic"])
    assert response.content.startswith(b"\xef\xbb\xbf")
    lines = list(
        csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline=""), delimiter=delimiter)
    )
    notes = [line[0] for line in lines if line and line[0].startswith("# ")]
    assert "# Demo data – synthetic" in notes
    assert len(notes) == 5
    body = lines[len(notes) + 1 :]
    assert [row[0] for row in body[:6]] == [f"'{text}" for text in DANGEROUS]
    assert body[0][2:4] == [f"12{decimal}5", f"-2{decimal}5"]
    assert body[6][1:4] == ["", "", "fewer than 5"]
    assert body[7][:2] == ["All", "15"]
    assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for row in lines for cell in row)


def test_xlsx_keeps_numbers_as_numbers_and_texts_as_texts():
    with override("en"):
        response = table_response(figure(), "xlsx", ["Demo data – synthetic"])
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    sheet = book.worksheets[0]
    assert sheet["A2"].value == "=1+1"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert sheet["C2"].value == 0.125
    assert sheet["C2"].number_format == "0.0%"
    assert sheet["D2"].value == -2.5
    assert sheet["E2"].value == "high"
    assert [cell.value for cell in book.worksheets[1]["A"]] == [
        "=A finding",
        "n = 7",
        "Demo data – synthetic",
    ]


def test_a_sort_of_the_page_is_kept():
    with override("en"):
        response = table_response(figure(), "csv", sort="-n")
    assert b"'\r=1" in response.content.split(b"\r\n")[4] + response.content.split(b"\r\n")[5]
