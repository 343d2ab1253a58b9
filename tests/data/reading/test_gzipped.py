"""A table in a .gz: unpacked to the byte, and nothing else let in."""

import gzip
import io
import tarfile
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.reading import archives, gzipped, safety
from data.reading.limits import DEFAULT
from data.reading.safety import FileForm, Limits, extract, inspect

from . import bad_files as bad

CSV = b"Nama,Omzet\nA,1\n"
PACKED = gzip.compress(CSV * 500)


def written(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def code_of(path: Path, limits: Limits = DEFAULT) -> str:
    with pytest.raises(safety.Unreadable) as caught:
        inspect(path, path.name, limits)
    assert str(caught.value).endswith(".")
    return caught.value.code


def tar() -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        info = tarfile.TarInfo("a.csv")
        info.size = len(CSV)
        archive.addfile(info, io.BytesIO(CSV))
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.csv.gz", FileForm("csv", "a.csv")),
        ("a.TXT.GZ", FileForm("csv", "a.TXT")),
        ("a.tsv.gz", FileForm("tsv", "a.tsv")),
        ("a.gz", FileForm("csv", "a.csv")),
        ("sales 2.5.gz", FileForm("csv", "sales 2.5.csv")),
        ("a.dat.gz", FileForm("csv", "a.dat.csv")),
    ],
)
def test_it_takes_the_table_out(tmp_path, name, form):
    path = written(tmp_path, name, PACKED)
    assert inspect(path, name) == form
    table = extract(path, form, tmp_path)
    assert table.read_bytes() == CSV * 500
    assert table.name == f"table{Path(form.member).suffix.lower()}"
    assert path.read_bytes() == PACKED


def test_a_workbook_inside_is_checked_as_if_alone(tmp_path):
    book = bad.xlsx(tmp_path / "a.xlsx", [["a"], [1]]).read_bytes()
    path = written(tmp_path, "a.xlsx.gz", gzip.compress(book))
    assert inspect(path, path.name) == FileForm("xlsx", "a.xlsx")
    bomb = bad.lying_bomb(tmp_path / "bomb.xlsx", 5_000_000).read_bytes()
    assert code_of(written(tmp_path, "b.xlsx.gz", gzip.compress(bomb))) == "bomb"
    assert code_of(written(tmp_path, "c.csv.gz", gzip.compress(book))) == "wrong_extension"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", PACKED, "wrong_extension"),
        ("a.csv.gz", CSV, "wrong_extension"),
        ("a.csv.gz", gzip.compress(b""), "empty"),
        ("a.csv.gz", gzip.compress(bad.png()), "binary"),
        ("a.csv.gz", gzip.compress(PACKED), "nested_zip"),
        ("a.csv.gz.gz", gzip.compress(PACKED), "nested_zip"),
        ("a.zip.gz", gzip.compress(bad.bytes_of_zip({"a.csv": CSV})), "nested_zip"),
        ("a.csv.gz", gzip.compress(bad.bytes_of_zip({"a.csv": CSV})), "nested_zip"),
        ("a.csv.gz", gzip.compress(tar()), "nested_zip"),
        ("a.tgz", gzip.compress(tar()), "nested_zip"),
        ("a.csv.gz", PACKED[:-1], "broken_zip"),
        ("a.csv.gz", PACKED[:-8], "broken_zip"),
        ("a.csv.gz", PACKED[:20], "broken_zip"),
        ("a.csv.gz", PACKED[:5], "broken_zip"),
        ("a.csv.gz", PACKED[:-8] + b"\0\0\0\0" + PACKED[-4:], "broken_zip"),
        ("a.csv.gz", PACKED + b"and more", "broken_zip"),
    ],
    # the moment of packing is part of the bytes: as names of tests they would differ between processes
    ids=range(16),
)
def test_it_refuses_what_is_no_packed_table(tmp_path, name, content, code):
    assert code_of(written(tmp_path, name, content)) == code


def test_a_packed_table_inside_a_zip_is_still_refused(tmp_path):
    assert code_of(bad.packed(tmp_path / "a.zip", {"a.csv.gz": PACKED})) == "nested_zip"


def test_a_bomb_is_found_before_it_is_unpacked(tmp_path):
    """Two gigabytes of zeros in 2 MB; a few blocks of them are held at a time."""
    path = written(tmp_path, "a.csv.gz", gzip.compress(bytes(20_000_000)) * 100)
    sizes: list[int] = []
    tracemalloc.start()
    with pytest.raises(safety.Unreadable) as caught:
        sizes.extend(map(len, gzipped.unpack(path, DEFAULT)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert caught.value.code == "bomb"
    assert sum(sizes) <= DEFAULT.ratio * path.stat().st_size
    assert max(sizes) <= archives.BLOCK
    assert peak < 10 * archives.BLOCK
    assert code_of(path) == "bomb"


def test_the_unpacked_size_is_bounded(tmp_path):
    path = written(tmp_path, "a.csv.gz", PACKED)
    size = len(CSV) * 500
    assert code_of(path, Limits(text=size - 1)) == "too_large"
    assert inspect(path, path.name, Limits(text=size)).format == "csv"
    assert code_of(path, Limits(ratio_from=1, ratio=2)) == "bomb"


PARTS = st.lists(st.binary(max_size=200), min_size=1, max_size=4)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PARTS, st.integers(0, 3), st.integers(1, 40))
def test_joined_parts_are_one_file(tmp_path, parts, zeros, block):
    """As `cat a.gz b.gz` joins them, and as tapes pad them; whatever is read at a time."""
    path = written(tmp_path, "a.gz", bytes(zeros).join(map(gzip.compress, parts)) + bytes(zeros))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(gzipped, "BLOCK", block)
        assert b"".join(gzipped.unpack(path, DEFAULT)) == b"".join(parts)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=2_000))
def test_what_is_packed_comes_back(tmp_path, content):
    table, packed = written(tmp_path, "table", content), tmp_path / "a.gz"
    gzipped.pack(table, packed)
    assert gzip.decompress(packed.read_bytes()) == content
    assert gzipped.write(packed, tmp_path / "again", DEFAULT).read_bytes() == content
    assert b"table" not in packed.read_bytes()[:20]


def test_the_real_transactions(tmp_path):
    path = bad.shared("transactions/cdnow_master.txt.gz")
    form = inspect(path, path.name)
    assert form == FileForm("csv", "cdnow_master.txt")
    assert extract(path, form, tmp_path).read_bytes() == gzip.decompress(path.read_bytes())
