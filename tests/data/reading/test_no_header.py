"""Tables without a header row: told from those with one, and read from their first row on."""

import datetime
import itertools

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.reading import header
from data.reading.chunks import chunks
from data.reading.layout import Layout, guess, headers, preview
from data.reading.safety import Unreadable, inspect

from . import bad_files as bad


def text(tmp_path, rows, name="a.csv"):
    path = tmp_path / name
    path.write_text("".join(f"{row}\n" for row in rows), "utf-8")
    return path


def guessed(path):
    return guess(path, inspect(path, path.name))


def rows_of(path, layout):
    return {
        (chunk.sheet, row): list(cells)
        for chunk in chunks(path, layout)
        for row, cells in zip(chunk.table.index, chunk.table.to_numpy(dtype=object), strict=True)
    }


DATA = {
    "dates and sums": ["4,19970101,29.33", "4,19970118,29.73", "21,19970101,63.34"],
    "one number": ["Tampan,120", "Sail,60"],
    "mostly words": ["A1;Siti;Rumbai;Ya;ok;500", "A2;Budi;Tampan;Ya;ok;700", "A3;Tono;Sail;Ya;ok;900"],
    "dates": ["2023-01-05;Siti;a", "2023-01-06;Budi;b"],
    "a time of day": ["01/02/2023 10:15;Siti", "02/02/2023 11:15;Budi"],
    "years": ["2021;5;6", "2022;7;8"],
    "numbers that rise in every row": ["1;5;10", "2;7;12", "3;8;14"],
    "an amount like a year": ["Siti;5;2000", "Budi;6;700", "Tono;7;900"],
    "phones": ["0811-222-333;Siti;1", "0812-222-333;Budi;2"],
    "a number left out": ["Siti;5;;1", "Budi;;4;2", "Tono;3;6;4"],
    "a row of words amid the rows": ["Siti;Rumbai;5", "Budi;Tampan;6", "Toko;Sail;", "Tono;Sail;7"],
}
NAMED = {
    "words": ["id,sum", "1,2", "2,3"],
    "years": ["Kecamatan;2021;2022", "Tampan;5;6", "Sail;7;8"],
    "months": ["Kecamatan;2023-01;2023-02", "Tampan;5;6", "Sail;7;8"],
    "months of a year": ["Kecamatan;01/2023;02/2023", "Tampan;5;6", "Sail;7;8"],
    "numbers of months": ["Kecamatan;1;2;3", "Tampan;5;4;6", "Sail;7;9;8"],
    "codes of fields": ["Kecamatan;10;47;56", "Tampan;5;4;6", "Sail;7;9;8"],
    "days": ["Nama;2023-01-05;2023-01-06", "Siti;5;6", "Budi;7;8"],
    "a year above amounts": ["Kecamatan;2023", "Tampan;120", "Sail;60"],
    "one name": ["Siti;5;sum", "Budi;6;7", "Tono;7;8"],
    "words only": ["Nama;Kecamatan", "Siti;Tampan", "Budi;Sail"],
    "a total above": ["Total;345;67", "Kecamatan;Mikro;Kecil", "Tampan;5;6", "Sail;7;8"],
}


@pytest.mark.parametrize("rows", DATA.values(), ids=DATA.keys())
def test_a_first_row_of_data_is_data(tmp_path, rows):
    found = guessed(text(tmp_path, rows))
    columns = rows[0].count(found.layout.delimiter) + 1
    assert (found.layout.header_row, found.layout.header_rows, found.layout.number_row) == (1, 0, False)
    assert found.sheets[0].header == [f"Column {number}" for number in range(1, columns + 1)]
    assert found.sheets[0].rows == len(rows)
    assert set(found.reasons) >= {"header_row", "header_rows"}
    assert found.warnings == []


@pytest.mark.parametrize("rows", NAMED.values(), ids=NAMED.keys())
def test_a_first_row_of_names_is_a_header(tmp_path, rows):
    assert guessed(text(tmp_path, rows)).layout.header_rows == 1


def test_a_single_row_is_no_table_yet(tmp_path):
    with pytest.raises(Unreadable) as caught:
        guessed(text(tmp_path, ["1,19970101,5"]))
    assert caught.value.code == "header_only"


def test_titles_may_stand_above_the_data(tmp_path):
    rows = ["DATA UMKM", "", "1;Siti;500", "2;Budi;700"]
    path = text(tmp_path, rows)
    layout = guessed(path).layout
    assert (layout.header_row, layout.header_rows) == (3, 0)
    assert preview(path, layout).before_header == [(1, ["DATA UMKM"]), (2, [])]
    assert rows_of(path, layout) == {("", 3): ["1", "Siti", "500"], ("", 4): ["2", "Budi", "700"]}


@pytest.mark.parametrize("quoted", [False, True])
@pytest.mark.parametrize("start", [1, 2, 3, 4, 5])
def test_the_row_where_the_data_begins_is_followed(tmp_path, start, quoted):
    """With a line break inside a cell the csv module reads, which must not take a row of the data."""
    rows = ['"a\nb";1', "c;2", "", "d;3"] if quoted else ["a b;1", "c;2", "", "d;3", "e;4"]
    numbers = [1, 3, 5] if quoted else [1, 2, 4, 5]
    path = text(tmp_path, rows)
    layout = Layout("csv", header_row=start, header_rows=0, delimiter=";")
    below = [number for number in numbers if number >= start]
    assert [row for _sheet, row in rows_of(path, layout)] == below
    assert [row for row, _cells in preview(path, layout).rows] == below
    assert headers(path, layout) == ["Column 1", "Column 2"]


def test_all_columns_that_are_used_count(tmp_path):
    rows = ["1;5;", "2;6;", "3;7;rarely", "4;8;"]
    path = text(tmp_path, rows)
    layout = guessed(path).layout
    assert headers(path, layout) == ["Column 1", "Column 2", "Column 3"]
    assert rows_of(path, layout)["", 3] == ["3", "7", "rarely"]


def test_a_chosen_header_row_wins_both_ways(tmp_path):
    path = text(tmp_path, ["1,2", "3,4"])
    assert headers(path, Layout("csv")) == ["1", "2"]
    assert headers(text(tmp_path, ["a,b", "3,4"]), Layout("csv", header_rows=0)) == ["Column 1", "Column 2"]


def test_a_start_behind_the_end_has_no_columns(tmp_path):
    path = text(tmp_path, ["1,2", "3,4"])
    assert headers(path, Layout("csv", header_row=9, header_rows=0)) == []
    assert headers(path, Layout("csv", header_row=9)) == []


def test_it_survives_json_and_numbers_no_columns():
    layout = Layout("csv", header_row=3, header_rows=0)
    assert Layout.from_json(layout.to_json()) == layout
    assert not Layout.from_json({**layout.to_json(), "number_row": True}).number_row


def test_sheets_without_headers_go_together(tmp_path):
    sheets = {
        "Januari": [["x", 1, 5.5], ["y", 2, 6.5]],
        "Februari": [["Toko A"], [], ["x", 3, 7.5], ["y", 4, 8.5]],
        "Catatan": [["Column 1", "Column 2", "Column 3"], ["a", 1, 2]],
    }
    path = bad.xlsx(tmp_path / "a.xlsx", sheets, sheets=list(sheets))
    layout = guessed(path).layout
    assert (layout.sheets, layout.header_rows) == (("Januari", "Februari"), 0)
    assert layout.header_row_of == (("Februari", 3),)
    assert rows_of(path, layout) == {
        ("Januari", 1): ["x", 1.0, 5.5],
        ("Januari", 2): ["y", 2.0, 6.5],
        ("Februari", 3): ["x", 3.0, 7.5],
        ("Februari", 4): ["y", 4.0, 8.5],
    }


def test_cells_that_are_dates_are_told_from_days_that_name_columns(tmp_path):
    day = datetime.datetime(2023, 1, 5)
    data = [["Siti", day, 5], ["Budi", day, 6]]
    wide = [["Nama", day, day + datetime.timedelta(1)], ["Siti", 5, 6], ["Budi", 7, 8]]
    for rows, header_rows in ((data, 0), (wide, 1)):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / "a.xlsx")
        assert guessed(tmp_path / "a.xlsx").layout.header_rows == header_rows


NUMBER = st.integers(-99, 99_999).map(str) | st.decimals(0, 999, places=2).map(str)
WORD = st.text(st.sampled_from("abcde"), min_size=1, max_size=6)
DATE = st.dates(datetime.date(1990, 1, 1), datetime.date(2030, 1, 1)).map(datetime.date.isoformat)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([NUMBER, WORD, DATE]), min_size=2, max_size=6), st.integers(2, 30), st.data())
def test_names_above_the_same_rows_make_the_header(tmp_path, kinds, count, data):
    """A table of numbers, words and dates, with names above it and without."""
    rows = [[data.draw(kind) for kind in kinds] for _row in range(count)]
    names = [f"name {letter}" for letter in itertools.islice("uvwxyz", len(kinds))]
    named = header.find([*enumerate([names, *rows], start=1)])
    assert (named.row, named.rows) == (1, 1)
    bare = header.find([*enumerate(rows, start=1)])
    assert bare.row == 1 or bare.rows
    if bare.rows == 0:
        assert any(kind is not WORD for kind in kinds)


def test_the_real_transactions_without_a_header():
    path = bad.shared("transactions/cdnow_sample.txt")
    layout = guessed(path).layout
    assert (layout.header_row, layout.header_rows) == (1, 0)
    found = rows_of(path, layout)
    assert found["", 1] == ["00004", "0001", "19970101", "2", "29.33"]
    assert [row for _sheet, row in found] == list(range(1, 6_920))
