import csv
import datetime
import io
from unittest.mock import patch

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.reading import chunks as reading
from data.reading import sheets, textfile
from data.reading.chunks import chunks
from data.reading.layout import Layout, guess
from data.reading.safety import Unreadable, inspect

from . import bad_files as bad


def text(tmp_path, content, name="a.csv"):
    path = tmp_path / name
    path.write_bytes(content.encode())
    return path


def rows_of(path, layout, size=50_000, bound="characters"):
    """Return {row number: cells} of all chunks.

    Parts of a text are of `size` characters, so that they end amid lines, records and line ends; or, where
    the bound is "rows", of `size` lines of up to ten cells.
    """
    smallest = {"characters": ("USUAL_LINE", 1), "rows": ("USUAL_ROW", 10)}[bound]
    with patch.object(reading, *smallest):
        return {
            (chunk.sheet, row): list(cells)
            for chunk in chunks(path, layout, size)
            for row, cells in zip(chunk.table.index, chunk.table.to_numpy(), strict=True)
        }


BOUND = pytest.mark.parametrize("bound", ["characters", "rows"])


@BOUND
@pytest.mark.parametrize("size", [1, 2, 3, 50_000])
def test_row_numbers_stay_true(tmp_path, size, bound):
    content = 'a,b\r\n1,2\r\n\r\n"x\ny",3\r\n  ,\r\n4,"5 ""q"""\r\n"p\r\nq\nr",6\r\n7,8'
    found = rows_of(text(tmp_path, content), Layout("csv"), size, bound)
    assert found == {
        ("", 2): ["1", "2"],
        ("", 4): ["x\ny", "3"],
        ("", 7): ["4", '5 "q"'],
        ("", 8): ["p\r\nq\nr", "6"],
        ("", 11): ["7", "8"],
    }


@BOUND
@pytest.mark.parametrize("size", [1, 2, 50_000])
def test_ragged_rows_lose_nothing(tmp_path, size, bound):
    content = "a,b\n1\n1,2,3\n1,2,3,4,5\n1,2,,\n"
    found = rows_of(text(tmp_path, content), Layout("csv"), size, bound)
    kept = {row: [cell for cell in cells if cell] for (_sheet, row), cells in found.items()}
    assert kept == {2: ["1"], 3: ["1", "2", "3"], 4: ["1", "2", "3", "4", "5"], 5: ["1", "2"]}
    assert all(isinstance(cell, str) for cells in found.values() for cell in cells)


def test_null_bytes_and_stray_quotes_are_survived(tmp_path):
    found = rows_of(text(tmp_path, 'a,b\nx\x00y,5" pipa\n"ab"c,d\n'), Layout("csv"))
    assert list(found.values()) == [["x\x00y", '5" pipa'], ["abc", "d"]]


def test_an_open_quote_is_an_error_with_its_line(tmp_path):
    content = "a,b\n" + "1,2\n" * 50 + '3,"never closed\n' + "4,5\n" * 50
    with pytest.raises(Unreadable) as caught:
        rows_of(text(tmp_path, content), Layout("csv"), 20)
    assert caught.value.code == "open_quote"
    assert "52" in str(caught.value)


WIDE = ",".join(f"c{number}" for number in range(100))
MANY = 1_000
TINY_FILES = {
    "short lines": f"{WIDE}\n" + "a\n" * MANY,
    "short quoted lines": f"{WIDE}\r\n" + '"a"\r\n' * MANY,
    "breaks in cells": f"{WIDE}\n" + '"a\nb"\n' * MANY,
    "a long first row": "h\na" + "," * 98 + "x\n" + "a\n" * MANY,
    "a long row amid others": "h\n" + "a\n" * MANY + '"a"' + "," * 98 + "x\n" + "a\n" * MANY,
    "blank lines": f"{WIDE}\n" + "\n" * MANY + "a\n",
}


@pytest.mark.parametrize("content", TINY_FILES.values(), ids=TINY_FILES.keys())
def test_no_chunk_holds_more_cells_than_so_many_usual_rows(tmp_path, monkeypatch, content):
    """A file of 4 MB made a table of 200 million cells: 3.6 GB."""
    size, made = 10, []
    real = pd.DataFrame.__init__
    monkeypatch.setattr(
        pd.DataFrame, "__init__", lambda self, *args, **kw: real(self, *args, **kw) or made.append(self.size)
    )
    path = text(tmp_path, content)
    found = list(chunks(path, Layout("csv"), size))
    # one column more than the header has is how a row that is too long is found
    assert max(made) <= size * reading.USUAL_ROW * 1.01
    assert max(chunk.table.size for chunk in found) <= size * reading.USUAL_ROW
    rows = [row for chunk in found for row in chunk.table.index]
    with textfile.open_text(path, "utf-8") as lines:
        assert rows == [line for line, cells in textfile.records(lines, ",") if any(cells)][1:]


def test_a_wide_sheet_comes_in_shorter_chunks(tmp_path):
    rows = [[f"c{number}" for number in range(200)], *([f"x{row}", *[""] * 198, "y"] for row in range(30))]
    found = list(chunks(bad.xlsx(tmp_path / "a.xlsx", rows), Layout("xlsx", ("Sheet1",)), 20))
    assert [chunk.table.shape for chunk in found] == [(10, 200)] * 3
    assert [row for chunk in found for row in chunk.table.index] == list(range(2, 32))


PLAIN = st.text(st.sampled_from("ab ,,;\n\n\r\té\xa0"), max_size=40)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PLAIN, st.integers(1, 5), st.sampled_from(["characters", "rows"]))
def test_lines_without_quotation_marks_are_cut_as_the_csv_module_cuts_them(tmp_path, content, size, bound):
    content = "h1,h2\n" + content
    path = text(tmp_path, content)
    with textfile.open_text(path, "utf-8") as lines:
        _header, *records = textfile.records(lines, ",")
    expected = {("", line): without_blank_end(cells) for line, cells in records if "".join(cells).strip()}
    rows = rows_of(path, Layout("csv"), size, bound)
    found = {key: without_blank_end(cells) for key, cells in rows.items()}
    assert found == expected


def test_plain_lines_stay_with_arrow_and_quoted_ones_give_the_same(tmp_path):
    """The short way is really taken: else the time of an import doubles without a word."""
    plain = "a,b\n" + "".join(f"x{number},{number}\n" for number in range(20))
    [fast] = chunks(text(tmp_path, plain), Layout("csv"))
    [slow] = chunks(text(tmp_path, plain.replace("x", '"x').replace(",", '",')[2:], "b.csv"), Layout("csv"))
    assert [str(column) for column in fast.table.dtypes] == ["str", "str"]
    assert [str(column) for column in slow.table.dtypes] == ["object", "object"]
    assert fast.table.to_numpy().tolist() == slow.table.to_numpy().tolist()


def test_columns_of_one_type_stay_with_arrow_or_numpy_and_mixed_ones_give_the_same_cells(tmp_path):
    """As for text files: else a Python object per cell comes back without a word."""
    day = datetime.date(2023, 5, 1)
    rows = [["Nama", "Omzet", "Aktif", "Catatan"], ["A", 2.5, True, "x\xa0"], ["B", 7, False, "1"]]
    pure = bad.xlsx(tmp_path / "pure.xlsx", rows)
    mixed = bad.xlsx(tmp_path / "mixed.xlsx", [*rows, [3, day, "", 4]])
    [fast], [slow] = (chunks(path, Layout("xlsx", ("Sheet1",))) for path in (pure, mixed))
    assert [str(column) for column in fast.table.dtypes] == ["str", "float64", "object", "str"]
    assert [str(column) for column in slow.table.dtypes] == ["object"] * 4
    assert fast.table.to_numpy().tolist() == slow.table.to_numpy().tolist()[:2]
    assert slow.table.to_numpy().tolist()[2] == [3.0, day, "", 4.0]


@pytest.mark.parametrize(("most", "walks"), [(12, 1), (11, 3)])
def test_a_job_makes_the_columns_of_a_workbook_once_unless_they_are_many(tmp_path, monkeypatch, most, walks):
    path = bad.xlsx(tmp_path / "a.xlsx", [["a", "b"], ["x", 1], ["", ""], [2, "y"], ["", "z"], ["w", ""]])
    layout, made = Layout("xlsx", ("Sheet1",)), []
    monkeypatch.setattr(sheets, "KEPT_CELLS", most)
    real = reading._sheet_tables
    monkeypatch.setattr(reading, "_sheet_tables", lambda *args: made.append(1) or real(*args))
    expected = rows_of(path, layout, 2)
    made.clear()
    with sheets.kept_open():
        next(chunks(path, layout, 2))  # a walk that ends early is no whole one
        found = [rows_of(path, layout, 2) for _time in range(3)]
    assert found == [expected] * 3
    assert list(expected) == [("Sheet1", row) for row in (2, 4, 5, 6)]
    assert len(made) == walks + 1


def without_blank_end(cells):
    last = max(at for at, cell in enumerate(cells) if cell.strip())
    return cells[: last + 1]


CELL = st.text(st.sampled_from('ab ,;"\n\r1é'), max_size=4)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(CELL, min_size=1, max_size=4), max_size=12),
    st.integers(1, 5),
    st.sampled_from(["characters", "rows"]),
)
def test_it_reads_what_the_csv_module_reads(tmp_path, rows, size, bound):
    """Whatever is written as CSV comes back, with the line on which each record starts."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(["h1", "h2"])
    writer.writerows(rows)
    path = text(tmp_path, buffer.getvalue())
    with path.open(newline="") as file:
        reader = csv.reader(file)
        expected, start = {}, 1
        for cells in reader:
            if start > 1 and any(cell.strip() for cell in cells):
                expected["", start] = without_blank_end(cells)
            start = reader.line_num + 1
    rows = rows_of(path, Layout("csv"), size, bound)
    found = {key: without_blank_end(cells) for key, cells in rows.items()}
    assert found == expected


@pytest.mark.parametrize("size", [1, 50_000])
def test_sheets_keep_their_types_and_places(tmp_path, size):
    day = datetime.date(2023, 5, 1)
    rows = [[], [None, "Nama", "Omzet", "Tanggal"], [None, "A", 2.5, day], [], [None, "B", 7, None]]
    path = bad.xlsx(tmp_path / "a.xlsx", rows)
    layout = guess(path, inspect(path, path.name)).layout
    assert layout.header_row == 2
    assert rows_of(path, layout, size) == {
        ("Sheet1", 3): ["", "A", 2.5, day],
        ("Sheet1", 5): ["", "B", 7.0, ""],
    }


def test_words_merged_downwards_are_filled_and_numbers_are_not(tmp_path):
    rows = [
        ["Kecamatan", "Bidang", "Usaha"],
        ["Tampan", "Kuliner", 5],
        [None, "Jasa", None],
        ["Sail", "Jasa", 2],
    ]
    path = bad.xlsx(tmp_path / "a.xlsx", rows, merge=["A2:A3", "C2:C3"])
    filled = rows_of(path, Layout("xlsx", ("Sheet1",)))
    assert filled["Sheet1", 3] == ["Tampan", "Jasa", ""]
    plain = rows_of(path, Layout("xlsx", ("Sheet1",), fill_merged=False))
    assert plain["Sheet1", 3] == ["", "Jasa", ""]


def test_several_sheets_are_read_one_after_another(tmp_path):
    sheets = {"Satu": [["a"], ["x"]], "Dua": [["judul"], [], ["a"], ["y"]]}
    path = bad.xlsx(tmp_path / "a.xlsx", sheets, sheets=list(sheets))
    layout = Layout("xlsx", ("Satu", "Dua"), header_row_of=(("Dua", 3),))
    assert rows_of(path, layout) == {("Satu", 2): ["x"], ("Dua", 4): ["y"]}


def test_open_documents_and_old_workbooks_are_read(tmp_path):
    table = bad.ods(
        tmp_path / "a.ods", bad.ods_row("a", "b") + bad.ods_row("x", "y", times=2) + bad.ods_blank(9, 9)
    )
    assert rows_of(table, Layout("ods", ("S1",))) == {("S1", 2): ["x", "y"], ("S1", 3): ["x", "y"]}
    old = bad.xls(tmp_path / "a.xls", [["a", "b"], ["x", 5]])
    assert rows_of(old, Layout("xls", ("Data",))) == {("Data", 2): ["x", 5]}


def test_a_duration_beyond_any_calendar_is_told_with_its_row(tmp_path):
    book = openpyxl.Workbook()
    for row in (["Usaha", "Omzet"], ["A", 5], ["B", 3_000_000_000]):
        book.active.append(row)
    book.active["B3"].number_format = "[h]:mm:ss"
    book.save(tmp_path / "a.xlsx")
    path = tmp_path / "a.xlsx"
    for read in (
        lambda: guess(path, inspect(path, path.name)),
        lambda: list(chunks(path, Layout("xlsx", ("Sheet",)))),
    ):
        with pytest.raises(Unreadable) as caught:
            read()
        assert caught.value.code == "too_many_hours"
        assert "3" in str(caught.value)
        assert "“Sheet”" in str(caught.value)


def test_a_damaged_workbook_is_unreadable(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04 no workbook")
    with pytest.raises(Unreadable) as caught:
        rows_of(path, Layout("xlsx", ("Sheet1",)))
    assert caught.value.code == "broken_workbook"


def test_the_real_register_is_the_same_in_both_formats():
    tables = []
    for name in ("umkm/jatim_register_3388.csv", "umkm/jatim_register_title_rows.xls"):
        path = bad.shared(name)
        (chunk,) = chunks(path, guess(path, inspect(path, path.name)).layout)
        tables.append(chunk.table)
    text_table, sheet_table = tables
    assert text_table.shape == sheet_table.shape == (3388, 31)
    assert (sheet_table.index - text_table.index == 3).all()
    assert text_table[2].tolist() == sheet_table[2].map(str).tolist()
    assert [int(cell) for cell in text_table[0]] == [int(cell) for cell in sheet_table[0]]


def test_the_real_counts_add_up():
    path = bad.shared("umkm/tangsel_counts_161.xlsx")
    (chunk,) = chunks(path, guess(path, inspect(path, path.name)).layout)
    assert chunk.table[1].astype(int).sum() == 61_245
    assert chunk.table[2].astype(int).sum() == 17_799
