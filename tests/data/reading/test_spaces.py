"""Tables whose cells are parted by blanks: found only where they are, and cut as by the slow reading."""

from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.reading import chunks as reading
from data.reading import header, spaces, textfile
from data.reading.layout import Layout, guess, preview
from data.reading.safety import Unreadable, inspect

from . import bad_files as bad

SPACED = Layout("csv", delimiter=spaces.DELIMITER)
CDNOW = (
    b" customer_id  date number_of_cds  dollar_value\r\n"
    b" 00001 19970101  1   11.77\r\n"
    b" 00002 19970112  1   12.00\r\n"
)
QUICK = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def text(tmp_path, content, name="a.txt"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def guessed(path):
    return guess(path, inspect(path, path.name))


def rows_of(path, layout=SPACED, size=50_000, **bound):
    """Row number → cells of all chunks, without the empty ones at their ends."""
    with patch.multiple(reading, **bound) if bound else patch.object(reading, "PART", reading.PART):
        return {
            row: without_blank_end(cells)
            for chunk in reading.chunks(path, layout, size)
            for row, cells in zip(chunk.table.index, chunk.table.to_numpy(), strict=True)
        }


def without_blank_end(cells):
    cells = list(cells)
    while cells and header.is_blank(cells[-1]):
        cells.pop()
    return cells


def test_aligned_columns_are_found(tmp_path):
    path = text(tmp_path, CDNOW)
    found = guessed(path)
    assert found.layout == SPACED
    assert found.sheets[0].header == ["customer_id", "date", "number_of_cds", "dollar_value"]
    assert (found.sheets[0].rows, found.warnings) == (2, [])
    assert preview(path, found.layout).rows[0] == (2, ["00001", "19970101", "1", "11.77"])
    assert rows_of(path) == {
        2: ["00001", "19970101", "1", "11.77"],
        3: ["00002", "19970112", "1", "12.00"],
    }


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_another_delimiter_anywhere_keeps_spaces_out(tmp_path, sign):
    path = text(tmp_path, f"id date sum\n1 19970101 2\n2 19970102 3{sign}\n")
    assert guessed(path).layout.delimiter != spaces.DELIMITER


@pytest.mark.parametrize(
    "content",
    [
        "Nama usaha\nWarung Siti\nToko Budi\nKios Tono\n",  # words, two in each line
        "Alamat lengkap ini\nJalan Riau 5\nJalan Durian 12\n",
        "id date sum\n1 19970101 2\n2 19970102\n",  # not as many in each line
        "id\n1\n2\n3\n",  # one column
        "id date sum\n",  # no line below
        "Nama Kecamatan Kelurahan\n1 Tampan Delima\n2 Tampan Air\n",
    ],
)
def test_words_and_uneven_lines_are_no_table(tmp_path, content):
    assert textfile.sniff_delimiter(content)[0] == ","


def test_half_of_the_columns_in_numbers_are_a_table():
    assert textfile.sniff_delimiter("Kecamatan UMKM\nTampan 120\nSail 2000\n")[0] == spaces.DELIMITER


def test_a_line_cut_at_the_end_of_the_sample_does_not_count(tmp_path):
    lines = ["id date sum", *(f"{n:0200d} {n:0200d} 5" for n in range(200))]
    path = text(tmp_path, "\n".join(lines))
    sample = textfile.sample_of(path, "utf-8")
    assert len(sample) == textfile.SAMPLE
    assert len(sample.splitlines()[-1]) < 403
    assert guessed(path).layout.delimiter == spaces.DELIMITER


def test_quoted_cells_keep_their_blanks(tmp_path):
    content = 'id  nama   jumlah\n 1 "Siti  Contoh " 5\n2   ""  6 \n\n   \n3 "a ""b"" c" 7  \n4 5" 8\n'
    assert rows_of(text(tmp_path, content)) == {
        2: ["1", "Siti  Contoh ", "5"],
        3: ["2", "", "6"],
        6: ["3", 'a "b" c', "7"],
        7: ["4", '5"', "8"],
    }
    assert guessed(text(tmp_path, content)).layout == SPACED


def test_row_numbers_stay_true_below_breaks_in_cells(tmp_path):
    content = 'id nama\n1 "x\ny"\n2 z\n'
    assert rows_of(text(tmp_path, content)) == {2: ["1", "x\ny"], 4: ["2", "z"]}


def test_rows_of_other_lengths_lose_nothing(tmp_path):
    path = text(tmp_path, "a b\n1\n1 2 3\n\n1 2 3 4 5\n1 2   \n")
    assert rows_of(path) == {2: ["1"], 3: ["1", "2", "3"], 5: ["1", "2", "3", "4", "5"], 6: ["1", "2"]}


def test_an_open_quotation_mark_is_told_with_its_line(tmp_path):
    path = text(tmp_path, "a b\n1 2\n" * 20 + '3 "never closed\n4 5\n')
    with pytest.raises(Unreadable) as caught:
        rows_of(path)
    assert caught.value.code == "open_quote"
    assert "41" in str(caught.value)


def test_plain_lines_go_to_arrow_and_quoted_ones_to_pandas(tmp_path):
    """Neither goes line by line through the csv module, which takes several times as long."""
    plain, quoted = CDNOW * 50, CDNOW * 50 + b' 00003 "1997 0113" 1 12.00 \r\n'
    with patch.object(textfile, "whole_records", side_effect=AssertionError):
        assert rows_of(text(tmp_path, quoted))[151] == ["00003", "1997 0113", "1", "12.00"]
        with patch.object(reading.pd, "read_csv", side_effect=AssertionError):
            assert len(rows_of(text(tmp_path, plain))) == 149


CELL = st.text(st.sampled_from('ab0 "\né\xa0'), max_size=5)
GAP = st.integers(1, 4).map(spaces.DELIMITER.__mul__)


def quoted(cell):
    bare = cell and not set(cell) & set(' "\n')
    return cell if bare else '"' + cell.replace('"', '""') + '"'


ROWS = st.lists(st.lists(CELL, min_size=1, max_size=4), max_size=8)


@QUICK
@given(ROWS, st.data(), st.sampled_from(["\n", "\r\n"]))
def test_cells_joined_by_runs_of_blanks_come_back(tmp_path, rows, data, end):
    lines = ["h0 h1 h2 h3"]
    for cells in rows:
        gaps = data.draw(st.lists(GAP, min_size=len(cells) - 1, max_size=len(cells) - 1))
        start, stop = data.draw(st.sampled_from(["", " ", "  "])), data.draw(st.sampled_from(["", " ", "  "]))
        joined = "".join(map("".join, zip(["", *gaps], map(quoted, cells), strict=True)))
        lines.append(start + joined + stop)
    # a row of blank cells is a blank row
    wanted = [without_blank_end(cells) for cells in rows if not all(map(header.is_blank, cells))]
    assert list(rows_of(text(tmp_path, end.join(lines))).values()) == wanted


MESSY = st.text(st.sampled_from('ab   ""\n\n\r\té\xa0'), max_size=40)


@QUICK
@given(MESSY, st.integers(1, 5), st.sampled_from([{"USUAL_LINE": 1}, {"USUAL_ROW": 10}]))
def test_any_text_is_cut_as_line_by_line(tmp_path, content, size, bound):
    path = text(tmp_path, content)
    try:
        with textfile.open_text(path, "utf-8") as lines:
            records = list(textfile.records(lines, spaces.DELIMITER))
    except Unreadable:
        with pytest.raises(Unreadable):
            rows_of(path, SPACED, size, **bound)
        return
    wanted = {
        row: without_blank_end(cells) for row, cells in records[1:] if not all(map(header.is_blank, cells))
    }
    assert rows_of(path, SPACED, size, **bound) == wanted


@QUICK
@given(MESSY)
def test_a_look_counts_the_rows_that_are_read(tmp_path, content):
    """The guess counts lines without cutting them; it finds as many as the reading does."""
    path = text(tmp_path, f"1 2\n{content}")
    try:
        with patch.object(textfile, "sniff_delimiter", return_value=(spaces.DELIMITER, "")):
            found = guessed(path)
    except Unreadable:
        return
    layout = found.layout
    first = layout.header_row + layout.header_rows + layout.number_row
    with textfile.open_text(path, layout.encoding) as lines:
        rows = [row for row, cells in textfile.records(lines, spaces.DELIMITER) if any(cells)]
    assert found.sheets[0].rows == sum(row >= first for row in rows)


def test_the_real_transactions(tmp_path):
    path = bad.shared("transactions/cdnow_sample.txt")
    found = guessed(path)
    assert (found.layout.delimiter, found.sheets[0].rows) == (spaces.DELIMITER, 6_919)
    with path.open() as lines:
        assert list(rows_of(path, found.layout).values()) == [line.split() for line in lines]
