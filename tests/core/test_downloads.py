"""Downloads are opened again: what a spreadsheet would see."""

import csv
import io
import math
from decimal import Decimal

import numpy as np
import openpyxl
import pytest
from django.utils.translation import gettext_lazy, override

from core.downloads import csv_text, table_of, table_response
from core.figures import Column, Figure, Table

DANGEROUS = ["=1+1", "+62 812", "-5 persen", "@SUM(A1)", "\t=1", "\r=1"]
# a line break is one sign in a cell; a program that cuts at tabs must not find a formula behind one either
READ = [*DANGEROUS[:4], "\t'=1", "\n'=1"]
COLUMNS = (
    Column("name", "Area"),
    Column("n", "MSMEs", "integer"),
    Column("share", "Share", "share"),
    Column("change", "Change", "number"),
    Column("level", "Group", "level"),
)
LINES = ["Pekanbaru · Data 2023", "Sub-district: Sail", "Demo data – synthetic"]
MADE = [
    ("Page", "https://example.org/ratio/?area=3"),
    ("Made for", "Bob"),
    ("Made at", "1 Dec 2026, 10:00 WIB"),
]


def figure(**more):
    rows = [
        {"name": text, "n": place, "share": 0.125, "change": -2.5, "level": "high"}
        for place, text in enumerate(DANGEROUS)
    ]
    rows.append({"name": "Sail", "n": None, "share": None, "change": "fewer than 5", "level": None})
    return Figure(
        "areas",
        "=A finding",
        subtitle="MSMEs by area",
        summary="Sail has none.",
        base="n = 7",
        warnings=("Only a few.", gettext_lazy("low")),
        how=(("Ratio", "a ÷ b × 1,000", "So many per 1,000."), ("Sum", "", "")),
        table=Table(COLUMNS, rows, total={"name": "All", "n": 15}),
        **more,
    )


def opened(response, delimiter=","):
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def book(response):
    return openpyxl.load_workbook(io.BytesIO(response.content))


def said(sheet, row):
    """What a row says, without the blank cells behind it: notes reach over more columns than the table."""
    values = [cell.value for cell in sheet[row]]
    while values and values[-1] is None:
        values.pop()
    return values


def single(values, kind="number", **column):
    """A table of one column of these values."""
    return Table((Column("v", "V", kind, **column),), [{"v": value} for value in values])


@pytest.mark.parametrize(("language", "delimiter", "decimal"), [("id", ";", ","), ("en", ",", ".")])
def test_csv_has_no_formula_and_says_its_decimal_sign(language, delimiter, decimal):
    with override(language):
        response = table_response(figure(), "csv", LINES, made=MADE)
    assert response.content.startswith(b"\xef\xbb\xbf")
    lines = opened(response, delimiter)
    notes = [line[0] for line in lines if line and line[0].startswith("# ")]
    assert "# Demo data – synthetic" in notes
    body = lines[len(notes) + 1 :]
    assert [row[0] for row in body[:6]] == [f"'{text}" for text in READ]
    assert body[0][2:4] == [f"12{decimal}5", f"-2{decimal}5"]
    assert body[6][1:4] == ["", "", "fewer than 5"]
    assert body[7][:2] == ["All", "15"]
    assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for row in lines for cell in row)


def test_csv_says_everything_that_stands_beside_the_numbers():
    with override("en"):
        lines = opened(table_response(figure(), "csv", LINES, made=MADE))
    assert [line[0] for line in lines if line[0].startswith("#")] == [
        "# =A finding",
        "# MSMEs by area",
        "# Sail has none.",
        "# n = 7",
        "# Caution: Only a few.",
        "# Caution: low",
        "# Ratio = a ÷ b × 1,000 – So many per 1,000.",
        "# Sum",
        "# Pekanbaru · Data 2023",
        "# Sub-district: Sail",
        "# Demo data – synthetic",
        "# A blank cell is not known or not shown; it is not zero.",
        "# Page: https://example.org/ratio/?area=3",
        "# Decimal sign: point. Columns are separated by commas.",
    ]


def test_xlsx_keeps_numbers_as_numbers_and_texts_as_texts():
    with override("en"):
        sheet = book(table_response(figure(), "xlsx", LINES)).worksheets[0]
    assert said(sheet, 1) == ["Area", "MSMEs", "Share", "Change", "Group"]
    assert sheet["A2"].value == "=1+1"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert (sheet["C2"].value, sheet["C2"].number_format) == (0.125, "0.0%")
    assert sheet["D2"].value == -2.5
    assert sheet["E2"].value == "high"
    assert sheet["C8"].value is None
    assert sheet["D8"].value == "fewer than 5"
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:E8", "the total is no row of the filter"
    assert [sheet["A10"].value, sheet["B10"].value, sheet["A10"].font.b] == ["All", 15, True]


def test_xlsx_says_everything_below_the_table_and_who_made_it_on_a_second_sheet():
    with override("en"):
        table, about = book(table_response(figure(), "xlsx", LINES, made=MADE)).worksheets
    below = [row[0].value for row in table.iter_rows(min_row=12) if row[0].value]
    assert below[:6] == [
        "=A finding", "MSMEs by area", "Sail has none.", "n = 7", "Caution: Only a few.", "Caution: low",
    ]  # fmt: skip
    assert "Demo data – synthetic" in below
    pairs = [(row[0].value, row[1].value) for row in about.iter_rows()]
    assert pairs[0] == ("Finding", "=A finding")
    assert ("Caution", "Only a few.") in pairs
    assert pairs[-3:] == MADE
    assert "Demo data – synthetic" in table.oddFooter.left.text


def test_the_person_is_not_named_in_the_csv():
    with override("en"):
        assert b"Bob" not in table_response(figure(), "csv", LINES, made=MADE).content


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (0.07, "share", "7"),
        (0.1234567890123, "share", "12.34567890123"),
        (1e16, "number", "10000000000000000"),
        (np.float64(2.5), "number", "2.5"),
        (np.float32(0.5), "number", "0.5"),
        (np.int64(-3), "integer", "-3"),
        (2_820_000_000_000.0, "money", "2820000000000"),
        (1e-7, "number", "0.0000001"),
        (math.inf, "number", ""),
        (-math.inf, "share", ""),
        (math.nan, "number", ""),
        (0, "integer", "0"),
    ],
)
def test_a_number_is_written_with_all_its_digits(value, kind, text):
    with override("en"):
        made = csv_text(single([value], kind), [])
        sheet = book(table_response(Figure("f", "F", table=single([value], kind)), "xlsx")).worksheets[0]
    assert made.split("\r\n")[2] == f'"{text}"'
    if text:
        assert Decimal(repr(sheet["A2"].value)) == Decimal(repr(float(value)))
    else:
        assert sheet["A2"].value is None


@pytest.mark.parametrize(("text", "cell"), [("-5 %", "-5 %"), ("-2+3", "'-2+3"), ("-1.234,5", "-1.234,5")])
def test_a_negative_number_in_a_text_column_gets_no_apostrophe(text, cell):
    with override("en"):
        assert csv_text(single([text], "text"), []).split("\r\n")[2] == f'"{cell}"'


@pytest.mark.parametrize(
    ("kind", "decimals", "form"),
    [("money", 1, '"Rp" #,##0'), ("integer", 1, "#,##0"), ("number", 2, "#,##0.00"), ("share", 0, "0%")],
)
def test_a_number_has_the_format_of_its_column(kind, decimals, form):
    table = single([1234.5678], kind, decimals=decimals)
    with override("en"):
        cell = book(table_response(Figure("f", "F", table=table), "xlsx")).worksheets[0]["A2"]
    assert (cell.value, cell.number_format) == (1234.5678, form)


def test_a_heat_map_keeps_its_colours_and_says_them():
    rows = [
        {"name": "Sail", "a": 3, "b": 9, "_heat": {"a": (0, "low"), "b": (100, "high")}},
        {"name": "Rumbai", "a": 5, "b": None, "_heat": {"a": (50, "medium")}},
    ]
    table = Table(
        (Column("name", "Area"), Column("a", "Food", "integer"), Column("b", "Crafts", "integer")), rows
    )
    heat = Figure("f", "F", table=table)
    with override("id"):
        sheet = book(table_response(heat, "xlsx")).worksheets[0]
        lines = opened(table_response(heat, "csv"), ";")
    assert said(sheet, 1)[3:] == ["Food: warna", "Crafts: warna"]
    assert said(sheet, 2) == ["Sail", 3, 9, "rendah", "tinggi"]
    assert said(sheet, 3) == ["Rumbai", 5, None, "sedang"]
    fills = [sheet[f"{place}2"].fill.start_color.rgb for place in "BC"]
    assert fills == ["FFC3DAF5", "FF0A2A60"]
    assert sheet["C2"].font.color.rgb == "FFFFFFFF"
    assert lines[-2] == ["Sail", "3", "9", "rendah", "tinggi"]


@pytest.mark.parametrize(
    ("value", "word"), [("low", "rendah"), (2, "tinggi"), ("1 (lowest)", "1 (terendah)"), ("Food", "Food")]
)
def test_a_level_is_a_word_of_the_language(value, word):
    with override("id"):
        assert csv_text(single([value], "level"), []).split("\r\n")[2] == f'"{word}"'


def test_rows_come_in_the_order_of_the_page():
    columns = (Column("name", "Area"), Column("n", "MSMEs", "integer"))
    rows = [{"name": name, "n": n} for name, n in (("B", 1), ("C", None), ("A", 3))]
    with override("en"):
        found = Figure("f", "F", table=Table(columns, rows, sort="-n"))
        assert [row["name"] for row in table_of(found).rows] == ["A", "B", "C"]
        assert [row["name"] for row in table_of(found, "name").rows] == ["A", "B", "C"]
        assert [row["name"] for row in table_of(found, "-name").rows] == ["C", "B", "A"]
        assert [row["name"] for row in table_of(found, "unknown").rows] == ["B", "C", "A"]


def test_a_total_without_a_name_is_called_so():
    table = Table(
        (Column("name", "Area"), Column("n", "MSMEs", "integer")), [{"name": "A", "n": 1}], total={"n": 1}
    )
    with override("en"):
        assert '"Total","1"' in csv_text(table, [])


def test_a_figure_without_a_table_is_a_file_without_rows():
    with override("en"):
        assert opened(table_response(Figure("f", "F"), "csv"))[0] == ["# F"]
        sheet = book(table_response(Figure("f", "F"), "xlsx")).worksheets[0]
    assert [row[0].value for row in sheet.iter_rows() if row[0].value] == ["F"]


def test_what_is_muted_or_chosen_looks_so():
    rows = [{"v": 1, "_muted": True}, {"v": 2, "_selected": True}]
    table = Table((Column("v", "V", "integer"),), rows)
    with override("en"):
        sheet = book(table_response(Figure("f", "F", table=table), "xlsx")).worksheets[0]
    assert (sheet["A2"].font.i, sheet["A3"].font.b) == (True, True)


def test_headings_of_one_name_are_told_apart():
    table = Table((Column("a", "n"), Column("b", "N"), Column("c", "")), [{"a": "x"}])
    with override("en"):
        sheet = book(table_response(Figure("f", "F", table=table), "xlsx")).worksheets[0]
    assert said(sheet, 1) == ["n", "N (2)", "Column"]
