"""Each bad file of the issue's list, taken to where it stops: what is said, and how a person goes on."""

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from data import importing
from data.editions import Refused
from data.models import Dataset, Edition
from tests.data import uploads
from tests.data.reading import bad_files as bad

pytestmark = pytest.mark.django_db
State = Dataset.State
GOOD = uploads.register(Centre=3, East=2)


@pytest.fixture
def region(db):
    return uploads.city()


def workbook(tmp_path: Path, **options) -> bytes:
    rows = [["Kecamatan", "Nama Usaha"], ["Centre", "A"], ["East", "B"]]
    return bad.xlsx(tmp_path / "book.xlsx", rows, **options).read_bytes()


def bomb(tmp_path: Path) -> bytes:
    return bad.streamed_bomb(tmp_path / "bomb.xlsx", 700_000_000).read_bytes()


def entities(tmp_path: Path) -> bytes:
    workbook(tmp_path)
    start = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet'
    return bad.edited(tmp_path / "book.xlsx", bad.SHEET, b"<worksheet", start).read_bytes()


def million_columns(tmp_path: Path) -> bytes:
    cells = b'<row r="9"><c r="XFD9"><v>1</v></c></row>'
    return bad.with_cells(tmp_path / "wide.xlsx", cells).read_bytes()


def macros(tmp_path: Path) -> bytes:
    workbook(tmp_path)
    extra = {"xl/vbaProject.bin": b"macro"}
    return bad.edited(tmp_path / "book.xlsx", bad.SHEET, b"<worksheet", b"<worksheet", extra).read_bytes()


UNREADABLE = {
    "blank.csv": (lambda _: b"\n\n , ,\n", "The file is empty"),
    "register.xlsx": (lambda _: GOOD, "The name does not fit the content"),
    "register.csv": (workbook, "The name does not fit the content"),
    "locked.xlsx": (lambda path: bad.encrypted_package(path / "a").read_bytes(), "protected with a password"),
    "locked.xls": (
        lambda path: bad.xls(path / "a.xls", [["a"], ["b"]], password=True).read_bytes(),
        "protected with a password",
    ),
    "macro.xlsx": (macros, "holds macros"),
    "bomb.xlsx": (bomb, "unpacks to far more"),
    "entities.xlsx": (entities, "refers to content outside itself"),
    "wide.xlsx": (million_columns, "columns"),
    "broken.zip": (lambda _: bad.bytes_of_zip({"a.csv": GOOD})[:-30], "damaged or incomplete"),
    "broken.xlsx": (lambda path: workbook(path)[:-400], "damaged or incomplete"),
    "two.zip": (lambda _: bad.bytes_of_zip({"a.csv": GOOD, "b.csv": GOOD}), "holds several files"),
    "picture.csv": (lambda _: bad.png(), "named like a text table but is none"),
    "page.xls": (lambda _: b"<html><table><tr><td>1</td></tr></table></html>", "is a web page or XML"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_says_why_and_can_be_thrown_away(region, tmp_path, name) -> None:
    make, said = UNREADABLE[name]
    dataset = uploads.read(region, make(tmp_path), name=name)
    assert dataset.state == State.FAILED
    assert said in dataset.message
    assert_plain(dataset.message)
    assert dataset.original.exists()
    importing.discard(dataset, None)
    assert not dataset.directory.exists()
    assert not Edition.objects.exists()


def assert_plain(message: str) -> None:
    """Two sentences at least (what is wrong; what to do), nothing about the inside."""
    assert len(re.findall(r"[.!?](\s|$)", message)) >= 2
    assert not re.search(r"Traceback|Error|Exception|/tmp|\.py\b|%\(", message)


def test_messages_are_kept_in_english_whoever_uploads(region, tmp_path) -> None:
    with override("id"):
        dataset = uploads.read(region, bad.png(), name="picture.csv")
        assert dataset.message.startswith("The file is named like a text table")


def test_an_empty_file_is_refused_at_the_door(region) -> None:
    with pytest.raises(Refused, match="empty"):
        uploads.receive(region, b"")
    assert not Dataset.objects.exists()


def test_a_file_over_the_limit_is_refused_at_the_door(region, settings, tmp_path) -> None:
    settings.UPLOAD_LIMIT_MB = 1
    settings.MEDIA_ROOT = tmp_path
    with pytest.raises(Refused) as refused:
        uploads.receive(region, b"x" * 1_000_001)
    assert refused.value.params == {"limit": 1}
    assert not any(tmp_path.rglob("*.*"))
    assert not any((tmp_path / "datasets").iterdir())


@pytest.mark.parametrize("text", ["23", "2023-13", "20230", "2023-12-31..2023-01-01", "1850", "x", ""])
def test_a_period_that_is_none_is_refused(text) -> None:
    with pytest.raises(Refused, match="is no period"):
        importing.Period.parse(text)


def test_the_header_alone(region) -> None:
    dataset = uploads.read(region, b"Kecamatan,Nama Usaha,Omzet\n")
    if dataset.state == State.FAILED:
        assert_plain(dataset.message)
        return
    dataset = uploads.check(dataset)
    assert dataset.report["counts"]["rows"] == 0
    with pytest.raises(Refused, match="No row of this file can be imported"):
        uploads.commit(dataset)


def test_mixed_encodings_are_shown_and_lose_nothing(region) -> None:
    lines = ["Kecamatan,Nama Usaha", "Centre,Café Satu", "East,Warung", "Hill,Café Dua"]
    content = b"\n".join([*(line.encode() for line in lines[:3]), lines[3].encode("cp1252")])
    dataset = uploads.read(region, content)
    assert dataset.guess["mixed_rows"] == [4]
    dataset = uploads.check(dataset)
    assert dataset.report["counts"]["accepted"] == 3


def test_duplicated_headers_are_told_apart(region) -> None:
    dataset = uploads.read(region, b"Kecamatan,Omzet,Omzet\nCentre,5,7\nEast,6,8\n")
    assert dataset.guess["headers"] == ["Kecamatan", "Omzet", "Omzet (2)"]
    dataset = uploads.commit(uploads.check(dataset, {"turnover": "Omzet (2)"}))
    assert dataset.state == State.READY
    with pytest.raises(Refused, match="chosen for two columns"):
        importing.check_mapping(dataset, {"sub_district": "Omzet", "turnover": "Omzet"})


def test_merged_cells_hold_for_all_their_rows(region, tmp_path) -> None:
    rows = [["Kecamatan", "Nama Usaha"], ["Centre", "A"], [None, "B"], [None, "C"], ["East", "D"]]
    content = bad.xlsx(tmp_path / "merged.xlsx", rows, merge=["A2:A4"]).read_bytes()
    dataset = uploads.imported(region, content, name="merged.xlsx")
    assert uploads.cells_by_area(uploads.current(region)) == {"Centre": 3, "East": 1}
    assert dataset.report["counts"]["accepted"] == 4


def test_total_rows_are_skipped_and_said(region) -> None:
    totals = b",Jumlah,42\n,Sample City,42\n,Kota Sample City,42\n"
    content = b"No,Kecamatan,Jumlah UMKM\n1,Centre,40\n2,East,2\n" + totals
    dataset = uploads.imported(region, content, kind="msme_counts")
    assert uploads.cells_by_area(uploads.current(region)) == {"Centre": 40, "East": 2}
    (skipped,) = dataset.report["skipped"]
    assert skipped["count"] == 3
    assert skipped["examples"] == [4, 5, 6]


def test_unknown_sub_districts_are_asked_for_with_suggestions(region) -> None:
    dataset = uploads.checked(region, uploads.register(Centr=3, East=1, Nowhere=2))
    assert dataset.state == State.NEEDS_NAMES
    asked = dataset.report["unresolved"]["area"]
    assert [(one["text"], one["rows"]) for one in asked] == [("Centr", 3), ("Nowhere", 2)]
    assert asked[0]["suggestions"][0]["name"] == "Centre"
    assert asked[1]["suggestions"] == []
    uploads.name(dataset, names={"area": {"Centr": "Centre", "Nowhere": None}})
    assert dataset.state == State.CHECKED
    assert uploads.errors(dataset) == {("sub_district", "name_rejected"): [6, 7]}
    uploads.commit(dataset, good=True)
    assert uploads.cells_by_area(uploads.current(region)) == {"Centre": 3, "East": 1}


@pytest.mark.parametrize(
    "mapping",
    [{"sub_district": "Nope"}, {"planet": "Kecamatan"}, {"sub_district": ""}],
)
def test_a_mapping_that_does_not_fit_the_file_is_refused(region, mapping) -> None:
    dataset = uploads.read(region, GOOD)
    with pytest.raises(Refused):
        uploads.check(dataset, mapping)
    assert dataset.state == State.NEEDS_MAPPING
    assert uploads.check(dataset).state == State.CHECKED


@pytest.mark.parametrize(
    "layout",
    [{"header_row": 99}, {"sheets": ["Nope"]}, {"encoding": "klingon"}, {"planet": 1}, {"header_row": "x"}],
)
def test_a_layout_that_does_not_fit_is_said_and_can_be_changed(region, tmp_path, layout) -> None:
    content, name = (workbook(tmp_path), "book.xlsx") if "sheets" in layout else (GOOD, "register.csv")
    dataset = uploads.read(region, content, name=name)
    proposed = dataset.layout
    try:
        importing.choose_layout(dataset, layout, None)
    except Refused as refused:
        assert_plain(str(refused.message) % refused.params)
    else:
        assert uploads.work(dataset).state == State.FAILED
        assert_plain(dataset.message)
    importing.choose_layout(dataset, proposed, None)
    assert uploads.check(uploads.work(dataset)).state == State.CHECKED
