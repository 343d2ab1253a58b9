import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.reading import guessing, header, textfile
from data.reading.formulas import formula_cells
from data.reading.layout import Layout, guess, headers, preview
from data.reading.safety import FileForm, Unreadable, inspect

from . import bad_files as bad

TABLE = [["Kecamatan", "Mikro", "Kecil"], ["Tampan", 120, 8], ["Sail", 60, 5], ["Senapelan", 75, 9]]


def guessed(path):
    return guess(path, inspect(path, path.name))


def text(tmp_path, content, encoding="utf-8", name="a.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def test_titles_and_blank_rows_stand_above_the_header(tmp_path):
    rows = [["DATA UMKM"], ["Kota Pekanbaru", "2023"], [], *TABLE]
    found = guessed(bad.xlsx(tmp_path / "a.xlsx", rows, merge=["A1:C1"]))
    assert (found.layout.header_row, found.layout.header_rows) == (4, 1)
    assert found.sheets[0].header == TABLE[0]
    assert found.sheets[0].rows == 3
    assert "4" in str(found.reasons["header_row"])


@pytest.mark.parametrize("merge", [["B2:C2", "A2:A3"], []])
def test_two_header_rows_are_joined(tmp_path, merge):
    rows = [["Penduduk"], ["Kecamatan", "2022", None, "2023"], [None, "Laki-laki", "Perempuan", "Jumlah"]]
    rows += [["Tampan", 1, 2, 3], ["Sail", 4, 5, 9]]
    path = bad.xlsx(tmp_path / "a.xlsx", rows, merge=merge)
    layout = guessed(path).layout
    assert (layout.header_row, layout.header_rows) == (2, 2)
    assert headers(path, layout) == ["Kecamatan", "2022 Laki-laki", "2022 Perempuan", "2023 Jumlah"]


def test_a_spanning_header_with_one_word_is_found_from_below(tmp_path):
    rows = [["Kecamatan", "Penduduk"], [None, "L", "P", "Jumlah"], ["Tampan", 1, 2, 3], ["Sail", 4, 5, 9]]
    path = bad.xlsx(tmp_path / "a.xlsx", rows, merge=["B1:D1", "A1:A2"])
    assert headers(path, guessed(path).layout) == ["Kecamatan", "Penduduk L", "Penduduk P", "Penduduk Jumlah"]


def test_years_name_columns_and_a_row_of_numbers_does_not(tmp_path):
    rows = [
        ["Kecamatan", 2021, 2022, 2023],
        ["(1)", "(2)", "(3)", "(4)"],
        ["Tampan", 1, 2, 3],
        ["Sail", 4, 5, 6],
    ]
    path = bad.xlsx(tmp_path / "a.xlsx", rows)
    found = guessed(path)
    assert found.layout.number_row
    assert headers(path, found.layout) == ["Kecamatan", "2021", "2022", "2023"]
    assert [row for row, _cells in preview(path, found.layout).rows] == [3, 4]


def test_odd_headers_are_made_unique_and_reported(tmp_path):
    path = text(tmp_path, 'Nama,"Nama\n usaha",,Nama\nA,B,C,D\nE,F,G,H\n')
    found = guessed(path)
    assert headers(path, found.layout) == ["Nama", "Nama usaha", "Column C", "Nama (2)"]
    warnings = " ".join(map(str, found.warnings))
    assert "Nama" in warnings
    assert ": C." in warnings


def test_sheets_with_the_same_headers_go_together(tmp_path):
    titled = [["Kecamatan Sail"], [], *TABLE]
    sheets = {"Tampan": TABLE, "Sail": titled, "Catatan": [["Dibuat oleh dinas"]]}
    path = bad.xlsx(tmp_path / "a.xlsx", sheets, sheets=list(sheets))
    found = guessed(path)
    assert found.layout.sheets == ("Tampan", "Sail")
    assert found.layout.header_row_of == (("Sail", 3),)
    assert [info.rows for info in found.sheets] == [3, 3, 0]
    assert preview(path, found.layout, sheet="Sail").before_header[0] == (1, ["Kecamatan Sail", "", ""])


def test_notes_below_the_table_are_flagged(tmp_path):
    rows = [*TABLE, [], ["Sumber: Dinas Koperasi"], ["*) angka sementara"]]
    notes = guessed(bad.xlsx(tmp_path / "a.xlsx", rows)).notes
    assert [(note.row, note.text[:6]) for note in notes] == [(6, "Sumber"), (7, "*) ang")]


def test_merged_cells_in_the_table_are_reported(tmp_path):
    found = guessed(bad.xlsx(tmp_path / "a.xlsx", TABLE, merge=["A2:A3"]))
    assert "A2" in " ".join(map(str, found.warnings))


def test_formulas_without_a_stored_result_are_reported(tmp_path):
    path = bad.xlsx(tmp_path / "a.xlsx", [*TABLE, ["Total", "=SUM(B2:B4)", "=1+1"]])
    found = guessed(path)
    cells = formula_cells(path, found.layout)
    assert [(cell.row, cell.column, cell.reason) for cell in cells] == [(5, 1, "formula"), (5, 2, "formula")]
    assert "Sheet!B5" in str(found.warnings[0]).replace("Sheet1", "Sheet")


def test_error_cells_are_told_from_empty_results(tmp_path):
    cells = b'<row r="3"><c r="A3" t="e"><v>#DIV/0!</v></c><c r="B3" t="str"><f>""</f><v></v></c></row>'
    path = bad.with_cells(tmp_path / "a.xlsx", cells)
    found = formula_cells(path, Layout("xlsx", ("Sheet1",)))
    assert [(cell.row, cell.column, cell.reason) for cell in found] == [(3, 0, "error")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_found(tmp_path, encoding, delimiter):
    rows = [["Nama", "Kota", "Catatan"]] + [[f"Émile {n}", "São Paulo", "“ya” – 3,5"] for n in range(40)]
    path = text(tmp_path, "".join(delimiter.join(f'"{c}"' for c in row) + "\r\n" for row in rows), encoding)
    found = guessed(path)
    assert found.layout.delimiter == delimiter
    assert preview(path, found.layout).rows[0] == (2, ["Émile 0", "São Paulo", "“ya” – 3,5"])


def test_lines_in_another_encoding_are_reported_and_kept(tmp_path):
    lines = ["Nama,Kota", "Café,Riau", "Zoë,Riau", "Toko,Riau"]
    content = b"\n".join(line.encode("cp1252" if "Zo" in line else "utf-8") for line in lines)
    path = text(tmp_path, content)
    found = guessed(path)
    assert found.layout.encoding == "utf-8"
    assert found.mixed_rows == (3,)
    assert [cells[0] for _row, cells in preview(path, found.layout).rows] == ["Café", "Zoë", "Toko"]


@pytest.mark.parametrize(
    ("content", "code"),
    [("a,b,c\n", "header_only"), ("\n,,\n\n", "no_rows"), ('a,b\n1,"2\n3,4\n', "open_quote")],
)
def test_a_text_without_a_table_is_refused(tmp_path, content, code):
    with pytest.raises(Unreadable) as caught:
        guess(text(tmp_path, content), FileForm("csv"))
    assert caught.value.code == code
    assert str(caught.value)


def test_a_workbook_without_rows_is_refused(tmp_path):
    for name, rows, code in (("a.xlsx", [], "no_rows"), ("b.xlsx", [["a", "b", "c"]], "header_only")):
        with pytest.raises(Unreadable) as caught:
            guessed(bad.xlsx(tmp_path / name, rows))
        assert caught.value.code == code


def test_a_layout_survives_json():
    layout = Layout("xlsx", ("A", "B"), 3, 2, number_row=True, header_row_of=(("B", 5),))
    assert Layout.from_json(json.loads(json.dumps(layout.to_json()))) == layout
    assert layout.header_at("B") == 5
    with pytest.raises(TypeError):
        Layout.from_json({"format": "csv", "rows": 3})


def test_a_changed_header_row_is_followed(tmp_path):
    path = text(tmp_path, "x,y\na,b\n1,2\n")
    layout = Layout("csv", header_row=2)
    assert headers(path, layout) == ["a", "b"]
    assert preview(path, layout).before_header == [(1, ["x", "y"])]


@pytest.mark.parametrize(
    ("name", "header_row", "rows", "first"),
    [
        ("umkm/jatim_register_3388.csv", 1, 3388, "ID_DT_BINAAN_EXCEL"),
        ("umkm/jatim_register_title_rows.xls", 4, 3388, "ID_DT_BINAAN_EXCEL"),
        ("umkm/tangsel_counts_161.xlsx", 1, 161, "Kecamatan"),
        ("umkm/palembang_kecamatan_18.csv", 1, 18, "Kecamatan"),
        ("customers/marketing_campaign_semicolon_bom.csv", 1, 2240, "ID"),
        ("customers/marketing_campaign_quoted_comma_mdyyyy.csv", 1, 2240, "ID"),
        ("questionnaires/gform_ux_genai_125_redacted.csv", 1, 125, "Timestamp"),
        ("questionnaires/gform_drama_113_redacted.csv", 1, 113, "Timestamp"),
    ],
)
def test_real_files_are_laid_out_right(name, header_row, rows, first):
    path = bad.shared(name)
    found = guessed(path)
    assert found.layout.header_row == header_row
    assert (found.sheets[0].rows, found.sheets[0].header[0]) == (rows, first)
    assert all("\n" not in text for text in headers(path, found.layout))


LINE = st.sampled_from(["1,2", "a,b,c", "", ",,", " ,", '"x', 'y"', '"p",q', "é", '"""'])


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINE, max_size=30), st.integers(1, 9), st.sampled_from(["\n", "\r\n", "\r"]))
def test_a_look_at_uncut_lines_sees_what_the_csv_module_sees(monkeypatch, lines, size, end):
    """Counting lines without cutting them must not change a guess."""
    for name, value in (("LINES", size), ("FIRST_ROWS", 2), ("LAST_ROWS", 3)):
        monkeypatch.setattr(guessing, name, value)
    content = [line + end for line in lines]
    looks = guessing.Look("quick"), guessing.Look("slow")
    try:
        looks[1].feed(textfile.records(content, ","), 1_000)
    except Unreadable:
        with pytest.raises(Unreadable):
            looks[0].feed_text(io.StringIO("".join(content), newline=""), ",", 1_000)
        return
    looks[0].feed_text(io.StringIO("".join(content), newline=""), ",", 1_000)
    quick, slow = ((look.first, look.last, look.widths, look.count, look.head) for look in looks)
    assert quick == slow


def test_a_long_number_with_a_letter_is_a_label() -> None:
    assert header.is_label("1" * 50_000 + "x")
    assert not header.is_label("1" * 50_000)
