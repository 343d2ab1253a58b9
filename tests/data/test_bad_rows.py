"""Bad rows of a readable file: each is named with its reason, and the others lose nothing."""

import pytest

from data.editions import Refused
from data.models import Dataset
from tests.data import uploads

pytestmark = pytest.mark.django_db
State = Dataset.State


@pytest.fixture
def region(db):
    return uploads.city()


def test_only_bad_rows(region) -> None:
    rows = [{"Kecamatan": "Centre", "Nama Usaha": "A", "Omzet": -n} for n in range(1, 6)]
    dataset = uploads.checked(region, uploads.csv(rows))
    assert dataset.report["counts"] == {
        "rows": 5, "accepted": 0, "rejected": 5, "skipped": 0, "duplicates": 0,
    }  # fmt: skip
    for good in (True, False):
        with pytest.raises(Refused, match="No row of this file can be imported"):
            uploads.commit(dataset, good=good)
    assert dataset.state == State.CHECKED


def test_all_or_nothing_unless_the_good_rows_are_asked_for(region) -> None:
    rows = [{"Kecamatan": "Centre", "Omzet": n} for n in (5, -5, 7)]
    dataset = uploads.checked(region, uploads.csv(rows))
    assert uploads.errors(dataset) == {("turnover", "bounds"): [3]}
    with pytest.raises(Refused, match="Correct them and upload the file again"):
        uploads.commit(dataset)
    uploads.commit(dataset, good=True)
    assert uploads.cells_by_area(uploads.current(region)) == {"Centre": 2}
    assert dataset.accept_good_rows


def test_formulas_without_cached_values_are_not_counted_as_nothing(region) -> None:
    content = uploads.xlsx({"Data": [["Kecamatan", "Jumlah UMKM"], ["Centre", 5], ["East", "=2+3"]]})
    dataset = uploads.read(region, content, kind="msme_counts", name="formulas.xlsx")
    assert any("formula" in warning.lower() for warning in dataset.guess["warnings"])
    dataset = uploads.check(dataset)
    assert dataset.report["counts"]["rejected"] == 1


def test_an_identifier_stored_as_a_number_has_lost_digits(region) -> None:
    rows = [["Kecamatan", "NIK"], ["Centre", 1471080101010001], ["East", "1471080101010002"]]
    dataset = uploads.checked(region, uploads.xlsx({"Data": rows}), name="nik.xlsx")
    assert uploads.errors(dataset) == {("nik", "lost_digits"): [2]}
    assert "Format it as text" in dataset.report["errors"][0]["message"]


@pytest.mark.parametrize(
    ("column", "cells", "found"),
    [
        ("Tahun Mulai Usaha", ["0", "21", "2104", "2019", "", "1799"], {2, 3, 4, 7}),
        ("Omzet", ["-1", "2147483647", "99999999999999999", "x", "0", "Rp 2.500.000"], {2, 3, 4, 5}),
        ("Tenaga Kerja", ["-1", "1,5", "100001", "0", "", "7"], {2, 3, 4}),
        ("Umur", ["3", "111", "10", "110", "", "41"], {2, 3}),
    ],
)
def test_impossible_numbers_are_reported_by_row(region, column, cells, found) -> None:
    rows = [{"Kecamatan": "Centre", "Nama Usaha": f"U{n}", column: cell} for n, cell in enumerate(cells)]
    dataset = uploads.checked(region, uploads.csv(rows))
    reported = {row for rows in uploads.errors(dataset).values() for row in rows}
    assert reported == found
    assert uploads.adds_up(dataset)


def test_missing_is_never_zero_and_zero_is_a_number(region) -> None:
    content = b"Kecamatan,Jumlah Penduduk\nCentre,0\nEast,-\nHill,12\n"
    dataset = uploads.checked(region, content, kind="population", series="census")
    assert uploads.errors(dataset) == {("residents", "check:1"): [3]}
    dataset = uploads.commit(dataset, good=True)
    found = dict(uploads.edition_of(dataset).figurecell_set.values_list("area__name", "value"))
    assert found == {"Centre": 0, "Hill": 12}


def test_one_sub_district_only_and_all_counts_equal(region) -> None:
    uploads.imported(region, uploads.register(Centre=4), period="2020")
    uploads.imported(region, uploads.register(Centre=2, East=2, Hill=2, Mill_End=2, Lakeside=2))
    assert set(uploads.cells_by_area(uploads.current(region)).values()) == {2}


def test_a_row_with_more_cells_than_the_header_is_wrong(region) -> None:
    content = b"Kecamatan,Nama Usaha\nCentre,A\nEast,Warung, Baru\n"
    dataset = uploads.checked(region, content)
    assert uploads.errors(dataset) == {("", "too_wide"): [3]}


def test_blank_names_of_areas_are_wrong_rows(region) -> None:
    dataset = uploads.checked(region, b"Kecamatan,Nama Usaha,Omzet\nCentre,A,1\n,B,2\n-,C,3\n")
    assert uploads.errors(dataset) == {("sub_district", "no_area"): [3, 4]}
    assert uploads.adds_up(dataset)


def test_blank_names_in_a_region_without_areas(db) -> None:
    region = uploads.Region.objects.create(slug="empty", name="Empty")
    dataset = uploads.checked(region, b"Kecamatan,Nama Usaha,Omzet\n,B,2\n-,C,3\n")
    assert dataset.report["counts"]["rejected"] == 2
    with pytest.raises(Refused, match="No row of this file can be imported"):
        uploads.commit(dataset)


def test_one_bad_cell_does_not_lose_the_others(region) -> None:
    """A large file with one wrong cell far down: the row is named, all others are counted."""
    rows = [{"Kecamatan": "Centre", "Nama Usaha": f"U{n}", "Omzet": n} for n in range(60_000)]
    rows[55_555]["Omzet"] = "banyak"
    dataset = uploads.checked(region, uploads.csv(rows))
    assert uploads.errors(dataset) == {("turnover", "bad_number"): [55_557]}
    assert dataset.report["counts"]["accepted"] == 59_999


def test_a_number_that_cannot_be_read_is_not_called_missing_too(region) -> None:
    rows = [
        ["Kecamatan", "Luas (km2)"],
        ["Centre", "about 44"],
        ["East", "23,5"],
        ["Hill", ""],
        ["Lakeside", "-1"],
    ]
    dataset = uploads.checked(
        region,
        uploads.csv([dict(zip(rows[0], row, strict=True)) for row in rows[1:]]),
        kind="area_facts",
        name="facts.csv",
    )
    found = uploads.errors(dataset)
    assert found == {("km2", "bad_number"): [2], ("km2", "check:0"): [4], ("km2", "bounds"): [5]}


def test_whole_numbers_of_a_sheet_are_told_without_decimals(region) -> None:
    rows = [["Kecamatan", "Omzet"], ["Centre", 2147483647], ["East", -2.5], ["Hill", 5]]
    dataset = uploads.checked(region, uploads.xlsx({"Data": rows}), name="turnover.xlsx")
    values = [example["value"] for error in dataset.report["errors"] for example in error["examples"]]
    assert sorted(values) == ["-2.5", "2147483647"]
