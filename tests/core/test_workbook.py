"""Workbooks and the texts of cells: what a spreadsheet takes, and what it would choke on."""

import io

import openpyxl
import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from core.cell_text import LONGEST_CELL, clean, cut, safe_text, sheet_name, units
from core.figures import Column, Table
from core.sheet_widths import NARROWEST, WIDEST, lines_of, width
from core.workbook import Book

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def opened(write, **options):
    target = io.BytesIO()
    with override("en"), Book(target, **options) as book:
        write(book)
    return openpyxl.load_workbook(target)


# Texts ---------------------------------------------------------------------------------------------------


@given(st.text())
def test_a_clean_text_can_be_written_and_is_cleaned_once(text):
    with override("en"):
        made = clean(text)
        assert clean(made) == made
    assert made.encode().decode() == made
    assert not any(ord(sign) < 32 and sign not in "\t\n" for sign in made)


@given(st.integers(-5, 5), st.text(alphabet="a😀é", max_size=3))
def test_a_long_text_is_cut_where_a_cell_ends_and_says_so(more, end):
    text = "a😀" * ((LONGEST_CELL + more) // 3) + end
    with override("en"):
        made = clean(text)
    assert units(made) <= LONGEST_CELL
    assert made == text or made.endswith("… (cut off)")


def test_no_character_is_halved():
    assert cut("a😀", 2) == "a"
    assert cut("😀", 2) == "😀"
    assert cut("abc", 0) == ""


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("=1+1", "'=1+1"), ("+62 812", "'+62 812"), ("@SUM(A1)", "'@SUM(A1)"), ("-2+3", "'-2+3"),
        (" =1+1", "' =1+1"), ("\t=1", "'\t'=1"), ("\r=1", "'\n'=1"), ("\x00=1", "'=1"),
        ("＝1", "'＝1"), ("-5 %", "-5 %"), ("-1.234,5", "-1.234,5"), ("- 3", "- 3"),
        ("-5 persen", "'-5 persen"), ("a;=1+1", "a;'=1+1"), ("a\n@b", "a\n'@b"),
        ('"=1', "\"'=1"), ("a, -5", "a, -5"),
        ("Sail", "Sail"), ("5-3", "5-3"), ("", ""), ("\u22125", "\u22125"), ("'=1", "'=1"),
    ],
)  # fmt: skip
def test_what_looks_like_a_formula_is_guarded(text, made):
    with override("en"):
        assert safe_text(text) == made


@given(st.text() | st.builds("".join, st.tuples(st.sampled_from(FORMULAS), st.text())))
def test_no_guarded_text_begins_as_a_formula(text):
    with override("en"):
        made = safe_text(text)
    assert not made.startswith(tuple(sign for sign in FORMULAS if sign != "-"))
    assert not made.startswith("-") or not made[1:].strip("0123456789., \u00a0%"), "a number"


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Overview", "Overview"), ("a/b [c]: d*?", "a b c d"), ("History", "History_"), ("", "_"),
        ("'quoted'", "’quoted’"), ("Levels by K-Means on the number of", "Levels by K-Means on the number"),
        ("A" * 40, "A" * 31), ("a\nb\x00c", "a bc"),
    ],
)  # fmt: skip
def test_a_sheet_has_a_name_that_excel_takes(name, made):
    with override("en"):
        assert sheet_name(name, set()) == made


@given(st.lists(st.text(max_size=40), max_size=15))
def test_names_of_sheets_are_short_and_differ(names):
    used: set[str] = set()
    with override("en"):
        made = [sheet_name(name, used) for name in names]
    assert len({name.casefold() for name in made}) == len(made)
    for name in made:
        assert 0 < units(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name[0] != "'" != name[-1]


# Sheets --------------------------------------------------------------------------------------------------


def test_a_text_that_xlsxwriter_takes_for_xml_stays_a_text():
    hostile = '<r><t>a</t></r></is></c><c r="B1"><f>1+1</f></c><c><is><r></r>'

    def write(book):
        book.sheet("A").line([hostile, "_x003D_1", "<b>&amp;"])

    sheet = opened(write).worksheets[0]
    # spreadsheets read _xHHHH_ as a sign by its number, _x005F_ as the underscore before what is none
    assert [cell.value for cell in sheet[1]] == [f"{hostile} ", "_x005F_x003D_1", "<b>&amp;"]
    assert all(cell.data_type == "s" for cell in sheet[1])


def test_a_sheet_is_ready_to_print():
    table = Table((Column("name", "Area"), Column("n", "MSMEs", "integer")), [{"name": "Sail", "n": 1}] * 3)

    def write(book):
        book.sheet("A", "Wine & food").table(table)

    sheet = opened(write, foot="Demo data – synthetic").worksheets[0]
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddHeader.left.text == "Wine && food"
    assert sheet.oddFooter.left.text == "Demo data – synthetic"
    assert sheet.oddFooter.right.text == "&P / &N"
    assert sheet.page_setup.orientation != "landscape"


def test_a_wide_table_lies():
    columns = tuple(Column(f"c{place}", f"Column {place}", "integer") for place in range(15))
    sheet = opened(lambda book: book.sheet("A").table(Table(columns, []))).worksheets[0]
    assert sheet.page_setup.orientation == "landscape"


def test_long_texts_wrap_in_a_row_that_is_high_enough():
    table = Table((Column("name", "Area"),), [{"name": "word " * 60}, {"name": "short"}])

    def write(book):
        sheet = book.sheet("A")
        sheet.table(table)
        sheet.notes(["Short", "A long note. " * 40])

    sheet = opened(write).worksheets[0]
    assert sheet.row_dimensions[2].height >= 15 * (300 // WIDEST)
    assert sheet.row_dimensions[3].height is None
    assert "A6:H6" in {str(one) for one in sheet.merged_cells.ranges}
    assert sheet.row_dimensions[6].height >= 15 * 5


def test_numbers_that_are_none_stay_blank():
    def write(book):
        book.sheet("A").line([float("inf"), float("nan"), None, "", 0, True])

    sheet = opened(write).worksheets[0]
    assert [cell.value for cell in sheet[1]] == [None, None, None, None, 0, "True"]


@pytest.mark.parametrize(("values", "least"), [(["x"], NARROWEST), (["x" * 90], WIDEST), (["x" * 20], 22)])
def test_a_column_is_as_wide_as_its_cells(values, least):
    table = Table((Column("v", "V"),), [{"v": value} for value in values])
    with override("en"):
        assert least <= width(table.columns[0], table) <= WIDEST


def test_a_heading_is_given_three_lines():
    column = Column("v", "Share of all the enterprises that report their turnover", "share")
    with override("en"):
        assert 20 <= width(column, Table((column,), [{"v": 0.5}])) < 30


def test_lines_of_a_text():
    assert lines_of("", 10) == 1
    assert lines_of("a\nb", 10) == 2
    assert lines_of("word " * 20, 20) >= 5
