"""Blanking and erasing in text files: parted by spaces, without a header row, packed as .gz."""

# ruff: noqa: F811 – a test names the fixtures it imports

import gzip
import io
import json
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import blanking
from data.models import Contact, Dataset
from data.plan import Plan
from data.reading import chunks, spaces, textfile
from data.reading.errors import Unreadable
from data.reading.layout import Layout
from tests.data import uploads
from tests.data.registers import FILES, _place, areas, by_nik, erase, received, table_of  # noqa: F401 – fixtures too

KEPT = frozenset({0, 3})
SPACED = Layout("csv", delimiter=spaces.DELIMITER, header_rows=0)
LINES = [
    b' 1  "Siti  Contoh" 0800-000-0001  Rumbai  \r\n',
    b"\r\n",
    b' 2  "Budi Contoh"  0800-000-0002  Rumbai\r\n',
    b' 3  "Siti Contoh"  0800-000-0003  "Tampan Barat" \r\n',
]


def target(*rows: int, layout: Layout = SPACED) -> blanking.Target:
    return blanking.Target(layout, {0: set(rows)}, KEPT)


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "original"
    path.write_bytes(content)
    return path


def rows_of(path: Path, layout: Layout = SPACED) -> dict[int, list[str]]:
    return {
        row: list(cells)
        for chunk in chunks.chunks(path, layout)
        for row, cells in zip(chunk.table.index, chunk.table.to_numpy(dtype=object), strict=True)
    }


def test_cells_between_spaces_keep_their_places(tmp_path):
    path = written(tmp_path, b"".join(LINES))
    assert blanking.blank(path, target(1, 4)) == "csv"
    after = path.read_bytes().splitlines(keepends=True)
    assert after == [b'"1" "" "" "Rumbai"\r\n', *LINES[1:3], b'"3" "" "" "Tampan Barat"\r\n']
    assert rows_of(path) == {
        1: ["1", "", "", "Rumbai"],
        3: ["2", "Budi Contoh", "0800-000-0002", "Rumbai"],
        4: ["3", "", "", "Tampan Barat"],
    }
    again = path.read_bytes()
    blanking.blank(path, target(1, 4))
    assert path.read_bytes() == again


CELL = st.text(st.sampled_from('ab0 "\n'), max_size=5)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELL, min_size=2, max_size=5), min_size=1, max_size=6), st.data())
def test_whatever_is_blanked_the_other_rows_stay_where_they_are(tmp_path, rows, data):
    lines = io.StringIO()
    for cells in rows:
        gap = data.draw(st.sampled_from([" ", "   "]))
        lines.write(gap.join('"' + cell.replace('"', '""') + '"' for cell in ["x", *cells]) + gap + "\n")
    path = written(tmp_path, lines.getvalue().encode())
    with textfile.open_text(path, "utf-8") as before:
        found = dict(textfile.records(before, spaces.DELIMITER))
    chosen = set(data.draw(st.lists(st.sampled_from(sorted(found)), unique=True)))
    blanking.blank(path, target(*chosen))
    with textfile.open_text(path, "utf-8") as after:
        left = dict(textfile.records(after, spaces.DELIMITER))
    assert list(left) == list(found)
    for row, cells in left.items():
        kept = [cell if row not in chosen or at in KEPT else "" for at, cell in enumerate(found[row])]
        # where a record had line breaks it has as many, or the rows below would move
        assert [cell.strip("\n") if row in chosen else cell for cell in cells] == [
            cell.strip("\n") if row in chosen else cell for cell in kept
        ]


@pytest.mark.parametrize("layout", [SPACED, Layout("csv", delimiter=";", header_rows=0)])
def test_a_packed_table_is_blanked_and_packed_again(tmp_path, layout):
    lines = [line if layout is SPACED else b";".join(line.split(b"  ")) for line in LINES]
    path = written(tmp_path, gzip.compress(b"".join(lines)))
    path.chmod(0o640)
    assert blanking.blank_packed(path, "a.txt", target(3, layout=layout)) == ("csv", "a.txt")
    after = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    assert b"0800-000-0002" not in after[2]
    assert after[:2] + after[3:] == lines[:2] + lines[3:]
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [one.name for one in tmp_path.iterdir()] == ["original"]


def test_a_workbook_in_a_gz_that_becomes_another_is_told(tmp_path):
    book = FILES["register.xlsx"]()
    path = written(tmp_path, gzip.compress(book))
    layout = Layout("ods", sheets=("Data",), header_row=2)
    assert blanking.blank_packed(path, "a.ods", target(3, layout=layout)) == ("xlsx", "a.ods.xlsx")
    assert gzip.decompress(path.read_bytes()).startswith(b"PK")


@pytest.mark.parametrize("cut", [-1, -9, 30])
def test_a_damaged_one_stays_as_it_is(tmp_path, cut):
    content = gzip.compress(b"".join(LINES))[:cut]
    path = written(tmp_path, content)
    with pytest.raises(Unreadable):
        blanking.blank_packed(path, "a.txt", target(3))
    assert path.read_bytes() == content
    assert [one.name for one in tmp_path.iterdir()] == ["original"]


@pytest.mark.django_db
def test_a_person_is_erased_from_a_gz_as_from_any_file(areas, carol):
    dataset = received(areas, "register.csv.gz", gzip.compress(FILES["register.csv"]()))
    assert dataset.guess["form"] == {"format": "csv", "member": "register.csv"}
    before = table_of(dataset)
    done = erase(carol, **by_nik("9900000000000001"))
    assert (done.contacts, done.files, done.failed) == (1, ("register.csv.gz",), ())
    assert table_of(dataset).loc[4:].equals(before.loc[4:])
    stored = [gzip.decompress(dataset.original.read_bytes()), Plan.of(dataset).path.read_bytes()]
    assert Plan.of(dataset).path != dataset.original
    assert all(b"9900000000000001" not in one and b"9900000000000002" in one for one in stored)


# A register without names above its columns, as a statistics program would write it
BARE = (
    b' "Siti Contoh"  9900000000000001  Centre   1000\n'
    b' "Budi Contoh"  9900000000000002  "East"   2000\n'
    b' "Siti Contoh"  9900000000000003  Hill     3000\n'
)
MAPPING = {
    "owner_name": "Column 1",
    "nik": "Column 2",
    "sub_district": "Column 3",
    "turnover": "Column 4",
}


@pytest.fixture
def bare(db) -> Dataset:
    region = uploads.city(old=False)
    return uploads.imported(region, gzip.compress(BARE), name="bare.txt.gz", mapping=MAPPING)


def test_the_first_row_of_a_file_without_header_is_imported_and_erased(bare, carol):
    assert (bare.layout["header_row"], bare.layout["header_rows"], bare.layout["delimiter"]) == (1, 0, " ")
    assert bare.report["counts"]["accepted"] == 3
    assert sorted(Contact.objects.values_list("row_number", flat=True)) == [1, 2, 3]
    done = erase(carol, **by_nik("9900000000000001"))
    assert (done.contacts, done.files) == (1, ("bare.txt.gz",))
    after = gzip.decompress(bare.original.read_bytes()).splitlines(keepends=True)
    assert after == [b'"" "" "Centre" "1000"\n', *BARE.splitlines(keepends=True)[1:]]
    table = table_of(bare)
    assert table.index.tolist() == [1, 2, 3]
    assert table.loc[1].tolist() == ["", "", "Centre", "1000"]
    assert bare.report["blanked"]["places"] == [[0, 1]]
    assert Plan.of(bare).headers == [f"Column {number}" for number in range(1, 5)]


@pytest.mark.django_db
def test_people_are_masked_before_their_columns_are_named():
    region = uploads.city(old=False)
    dataset = uploads.read(region, BARE, name="bare.txt")
    kept = json.dumps(dataset.guess)
    assert not [word for word in ("Siti", "Contoh", "9900000000000001", "Centre") if word in kept]
    assert dataset.guess["preview"]["is_masked"]
    assert dataset.guess["preview"]["rows"][0] == [1, "S*** C*****", "****************", "C*****", "1000"]
