import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reading import grids, safety
from data.reading.grids import column_letters
from data.reading.limits import DEFAULT, Limits
from data.reading.safety import FileForm, Unreadable, extract, inspect

from . import bad_files as bad

CSV = b"Kecamatan,Usaha\nTampan,12\n"


def written(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def code_of(path: Path, name: str | None = None, limits: Limits = safety.DEFAULT) -> str:
    with pytest.raises(Unreadable) as caught:
        inspect(path, name or path.name, limits)
    assert len(str(caught.value)) > 20
    assert str(caught.value).endswith(".")
    return caught.value.code


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [("a.csv", CSV, "csv"), ("a.TSV", CSV, "tsv"), ("a.txt", "Kecamatan;é\n".encode("cp1252"), "csv")]
    + [("a.csv", "a,b\n1,2\n".encode(code), "csv") for code in ("utf-8-sig", "utf-16", "utf-16-le")]
    + [("a.geojson", b'{"features": [], "type": "FeatureCollection"}', "geojson")],
)
def test_it_accepts_text_and_maps(tmp_path, name, content, form):
    assert inspect(written(tmp_path, name, content), name) == FileForm(form)


def test_it_accepts_the_workbooks(tmp_path):
    rows = [["a", "b"], ["x", 2]]
    assert inspect(bad.xlsx(tmp_path / "a.xlsx", rows), "a.xlsx") == FileForm("xlsx")
    assert inspect(bad.xls(tmp_path / "a.xls", rows), "a.xls") == FileForm("xls")
    assert inspect(bad.ods(tmp_path / "a.ods", bad.ods_row("a", "b")), "a.ods") == FileForm("ods")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"\xef\xbb\xbf\r\n \n", "empty"),
        ("a.csv", bad.png(), "binary"),
        ("a.csv", bytes(range(256)) * 20, "binary"),
        ("a.csv", b"a,b\n" + bytes(5_000), "binary"),
        ("a.xlsx", bad.png(), "not_a_table"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "markup"),
        ("a.xlsx", CSV, "wrong_extension"),
        ("a.pdf", b"%PDF-1.7 ...", "not_a_table"),
        ("a.json", b'{"type": "Topology"}', "not_geojson"),
        ("a.zip", b"PK\x03\x04 and then nothing", "broken_zip"),
        ("a.zip", b"PK\x05\x06" + bytes(18), "no_table"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(30), "broken_workbook"),
    ],
)
def test_it_refuses_what_is_no_table(tmp_path, name, content, code):
    assert code_of(written(tmp_path, name, content)) == code


def test_the_name_must_fit_the_content(tmp_path):
    book = bad.xlsx(tmp_path / "a.xlsx", [["a"], [1]])
    assert code_of(book, "a.csv") == "wrong_extension"
    assert code_of(book, "a.xls") == "wrong_extension"
    assert code_of(bad.xls(tmp_path / "a.xls", [["a"]]), "a.xlsx") == "wrong_extension"
    assert code_of(bad.packed(tmp_path / "a.zip", {"a.csv": CSV}), "a.csv") == "wrong_extension"


def test_it_refuses_encrypted_files(tmp_path):
    assert code_of(bad.encrypted_package(tmp_path / "a.xlsx")) == "encrypted"
    assert code_of(bad.xls(tmp_path / "a.xls", [["a"], ["b"]], password=True)) == "encrypted"
    locked = bad.ods(tmp_path / "a.ods", bad.ods_row("a"), manifest="<manifest:encryption-data/>")
    assert code_of(locked) == "encrypted"


def test_it_refuses_an_encrypted_archive(tmp_path):
    path = bad.packed(tmp_path / "a.zip", {"a.csv": CSV})
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert code_of(path) == "encrypted"


def test_it_refuses_macros(tmp_path):
    book = bad.xlsx(tmp_path / "a.xlsx", [["a"], [1]])
    with_code = bad.edited(book, "nothing", b"", b"", {"xl/vbaProject.bin": b"code"})
    assert code_of(with_code) == "macro"
    assert code_of(book, "a.xlsm") == "macro"


def test_it_refuses_a_bomb_of_two_gigabytes(tmp_path):
    path = bad.streamed_bomb(tmp_path / "a.xlsx", 2_000_000_000)
    assert path.stat().st_size < 20_000_000
    assert code_of(path) == "bomb"


def test_it_counts_the_real_bytes_of_lying_headers(tmp_path):
    assert code_of(bad.lying_bomb(tmp_path / "a.xlsx", 5_000_000)) == "bomb"


def test_it_refuses_a_high_ratio_and_many_entries(tmp_path):
    squeezed = bad.packed(tmp_path / "a.zip", {"a.csv": b"1,2\n" * 1_000_000})
    assert code_of(squeezed, limits=Limits(ratio=50, ratio_from=1_000_000)) == "bomb"
    many = bad.packed(tmp_path / "b.zip", {f"{n}.csv": b"a" for n in range(30)})
    assert code_of(many, limits=Limits(entries=20)) == "bomb"


def test_it_refuses_a_file_above_the_limit(tmp_path):
    path = written(tmp_path, "a.csv", CSV * 100)
    assert code_of(path, limits=Limits(upload=100, text=200)) == "too_large"
    book = bad.xlsx(tmp_path / "a.xlsx", [["a"], [1]])
    assert code_of(book, limits=Limits(upload=100)) == "too_large"


@pytest.mark.parametrize(
    "prologue",
    [b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', b"<!-- -->" * 500 + b"<!DOCTYPE x>"],
)
def test_it_refuses_external_entities(tmp_path, prologue):
    book = bad.xlsx(tmp_path / "a.xlsx", [["a"], [1]])
    assert code_of(bad.edited(book, bad.SHEET, b"<worksheet", prologue + b"<worksheet")) == "external_entity"
    table = bad.ods(tmp_path / "a.ods", bad.ods_row("a"), start=prologue.decode())
    assert code_of(table) == "external_entity"


def test_it_refuses_an_encoding_that_hides_the_markup(tmp_path):
    book = bad.xlsx(tmp_path / "a.xlsx", [["a"], [1]])
    declared = b'<?xml version="1.0" encoding="UTF-7"?><worksheet'
    assert code_of(bad.edited(book, bad.SHEET, b"<worksheet", declared)) == "xml"


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (b'<row r="3"><c r="AZZZZ3"><v>1</v></c></row>', "too_many_columns"),
        (b'<row r="3">' + b"<c><v>1</v></c>" * 3_000 + b"</row>", "too_many_columns"),
        (b'<row r="1048576"><c s="0" r="ZZ1048576"><v>1</v></c></row>', "too_many_rows"),
    ],
)
def test_it_finds_the_true_extent_of_a_sheet(tmp_path, cells, code):
    """The declared dimension stays A1:B2 in all of them."""
    assert code_of(bad.with_cells(tmp_path / "a.xlsx", cells)) == code


def test_a_declared_extent_may_lie_the_other_way(tmp_path):
    book = bad.xlsx(tmp_path / "a.xlsx", [["a", "b"], [1, 2]])
    path = bad.edited(book, bad.SHEET, b'<dimension ref="A1:B2"', b'<dimension ref="A1:XFD1048576"')
    assert inspect(path, path.name) == FileForm("xlsx")


def test_repeated_cells_of_an_open_document_are_counted(tmp_path):
    cell = '<table:table-cell office:value-type="float" table:number-columns-repeated="9999"/>'
    wide = f"<table:table-row>{cell}</table:table-row>"
    assert code_of(bad.ods(tmp_path / "a.ods", wide)) == "too_many_columns"
    assert code_of(bad.ods(tmp_path / "b.ods", bad.ods_row(*["x"] * 40, times=1_000_000))) == "too_many_rows"
    fine = bad.ods(tmp_path / "c.ods", bad.ods_row("a", "b") + bad.ods_blank(1_048_570, 16_384))
    assert inspect(fine, "c.ods") == FileForm("ods")


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"a.csv": CSV, "b.csv": CSV}, "several_tables"),
        ({"inner.zip": bad.bytes_of_zip({"a.csv": CSV})}, "nested_zip"),
        ({"../../etc/a.csv": CSV}, "unsafe_name"),
        ({"/a.csv": CSV}, "unsafe_name"),
        ({"C:\\a.csv": CSV}, "unsafe_name"),
        ({"a.docx": b"x"}, "not_a_table"),
        ({"__MACOSX/._a.csv": b"x"}, "no_table"),
        ({"a.csv": bad.png()}, "binary"),
        ({"a.shp": b"\x00\x00\x27\x0a"}, "shapefile_parts"),
    ],
)
def test_it_refuses_archives_without_one_table(tmp_path, files, code):
    assert code_of(bad.packed(tmp_path / "a.zip", files)) == code


def test_it_takes_the_one_table_out_of_an_archive(tmp_path):
    path = bad.packed(
        tmp_path / "a.zip", {"2023/data.csv": CSV, "__MACOSX/._data.csv": b"x", ".DS_Store": b"y"}
    )
    form = inspect(path, "a.zip")
    assert form == FileForm("csv", "2023/data.csv")
    with tempfile.TemporaryDirectory() as folder:
        table = extract(path, form, Path(folder))
        assert table.read_bytes() == CSV
        assert table.parent == Path(folder)


def test_a_workbook_inside_an_archive_is_checked_too(tmp_path):
    book = bad.xlsx(tmp_path / "a.xlsx", [["a"], [1]]).read_bytes()
    assert inspect(bad.packed(tmp_path / "a.zip", {"a.xlsx": book}), "a.zip") == FileForm("xlsx", "a.xlsx")
    bomb = bad.lying_bomb(tmp_path / "bomb.xlsx", 5_000_000).read_bytes()
    assert code_of(bad.packed(tmp_path / "b.zip", {"a.xlsx": bomb})) == "bomb"


def test_it_takes_a_shapefile_apart(tmp_path):
    parts = {
        f"peta/Batas.{end}": b"\x00\x00\x27\x0a" + end.encode() for end in ("shp", "shx", "dbf", "prj", "exe")
    }
    path = bad.packed(tmp_path / "a.zip", parts)
    form = inspect(path, "a.zip")
    assert form == FileForm("shapefile", "peta/Batas.shp")
    target = extract(path, form, tmp_path)
    assert target.read_bytes() == parts["peta/Batas.shp"]
    assert {p.suffix for p in tmp_path.glob("map.*")} == {".shp", ".shx", ".dbf", ".prj"}


def test_a_damaged_member_is_refused(tmp_path):
    path = bad.packed(tmp_path / "a.zip", {"a.csv": CSV * 500})
    content = bytearray(path.read_bytes())
    content[45] ^= 0xFF
    path.write_bytes(content)
    assert code_of(path) == "broken_zip"


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("umkm/jatim_register_3388.csv", "csv"),
        ("umkm/jatim_register_title_rows.xls", "xls"),
        ("umkm/tangsel_counts_161.xlsx", "xlsx"),
        ("areas/pekanbaru_kecamatan_15.geojson", "geojson"),
        ("questionnaires/gform_ux_genai_125_redacted.csv", "csv"),
        ("customers/marketing_campaign_semicolon_bom.csv", "csv"),
    ],
)
def test_real_files_pass(name, form):
    assert inspect(bad.shared(name), Path(name).name) == FileForm(form)


REFERENCES = st.lists(st.tuples(st.integers(1, 20_000), st.integers(1, 1_048_576)), max_size=30)


@given(
    REFERENCES,
    st.lists(st.sampled_from([b"<c/>", b'<c r="a1"/>', b'<c s="1" r="B2"/>', b"<x:c/>"]), max_size=2),
)
def test_references_are_found_alike_all_at_once_and_one_by_one(places, odd):
    """Where the quick search answers at all, it is what the slow one finds."""
    cells = [f'<c r="{column_letters(column)}{row}" t="s"><v>1</v></c>'.encode() for column, row in places]
    piece = b"<sheetData>" + b"".join([*cells, *odd])
    quick = grids._plain_end(piece)
    assert (quick is None) == bool(odd)
    if quick is not None:
        assert quick == grids.References(DEFAULT)._any_end(piece)


@pytest.mark.parametrize("reference", ["A0B1", "1", "A", "A" * 15, "A00000000000000000001", "A1", ""])
def test_the_quick_search_leaves_odd_references_to_the_slow_one(reference):
    piece = f'<sheetData><c r="{reference}"/>'.encode()
    assert grids._plain_end(piece) == ((1, 1) if reference == "A1" else None)
