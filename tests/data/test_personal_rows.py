"""People in rows that were never imported: erasing reaches the stored file, whatever became of the row."""

import pytest

from core import jobs
from data import contacts, personal_rows
from data.models import Contact, Dataset
from data.plan import Plan
from tests.data import uploads
from tests.data.registers import _place, by_nik, erase  # noqa: F401 – fixtures too

pytestmark = pytest.mark.django_db
NIK, OTHER = "9900000000000001", "9900000000000002"
SITI = {
    "Kecamatan": "Centre",
    "Nama Usaha": "Warung Z",
    "Nama Pemilik": "Siti Zubaidah",
    "NIK": NIK,
    "No HP": "081234567890",
    "Omzet": "100",
    "Alamat": "Jl. Melati",
}
REJECTED = {**SITI, "Nama Usaha": "Lain", "Omzet": "-5"}
BUDI = {**SITI, "Nama Usaha": "W2", "Nama Pemilik": "Budi", "NIK": OTHER, "No HP": "081200000002"}
STATE = Dataset.State


@pytest.fixture
def region(db):
    return uploads.city(old=False)


def hashes(**known):
    return tuple(
        contacts.hash_value(known[what], what) if what in known else None for what in contacts.HASHED
    )


def stored(dataset):
    return {path.name: path.read_bytes() for path in dataset.directory.rglob("*") if path.is_file()}


def test_rejected_and_skipped_rows_of_the_person_are_blanked(region, carol):
    rows = [SITI, SITI, REJECTED, BUDI]
    dataset = uploads.checked(region, uploads.csv(rows))
    assert jobs.run_now("error_workbook", dataset.pk, language="en").state == "done"
    dataset = uploads.commit(dataset, good=True)
    counts = dataset.report["counts"]
    assert (counts["accepted"], counts["rejected"], counts["skipped"]) == (2, 1, 1)
    done = erase(carol, **by_nik(NIK))
    assert (done.contacts, done.files, done.failed) == (1, ("register.csv",), ())
    left = stored(dataset)
    assert not {"errors.xlsx", "errors.csv"} & set(left)
    assert not [name for name, content in left.items() if b"Zubaidah" in content or NIK.encode() in content]
    assert b"Budi" in left["original"]
    dataset.refresh_from_db()
    assert dataset.report["blanked"]["places"] == [[0, 2], [0, 3], [0, 4]]


def test_a_file_in_which_only_a_rejected_row_names_the_person_is_blanked_too(region, carol):
    uploads.imported(region, uploads.csv([SITI]))
    other = uploads.imported(region, uploads.csv([REJECTED, BUDI]), period="2022", name="last.csv", good=True)
    assert erase(carol, **by_nik(NIK)).files == ("register.csv", "last.csv")
    assert b"Zubaidah" not in other.original.read_bytes()
    assert b"Budi" in other.original.read_bytes()


def test_a_file_that_is_not_imported_yet_is_blanked_and_checked_again(region, carol):
    uploads.imported(region, uploads.csv([SITI]))
    waiting = uploads.checked(region, uploads.csv([SITI, BUDI]), period="2022", name="next.csv")
    assert waiting.state == STATE.CHECKED
    assert erase(carol, **by_nik(NIK)).files == ("register.csv", "next.csv")
    waiting.refresh_from_db()
    assert waiting.state == STATE.NEEDS_MAPPING
    assert b"Zubaidah" not in b"".join(stored(waiting).values())
    waiting = uploads.commit(uploads.check(waiting), good=True)
    assert waiting.report["counts"]["rows"] == 2
    assert Contact.objects.filter(dataset=waiting).count() == 1


def test_imported_rows_that_nobody_chose_stay(region, carol):
    dataset = uploads.imported(region, uploads.csv([SITI, {**SITI, "Nama Usaha": "Kios Z"}, BUDI]))
    first = Contact.objects.filter(dataset=dataset).order_by("row_number")[:1]
    erase(carol, pk=first[0].pk)
    assert Contact.objects.filter(dataset=dataset, **by_nik(NIK)).count() == 1
    assert b"Kios Z" in dataset.original.read_bytes()


SITI_HASHES = {"name": "Siti Zubaidah", "phone": "081234567890", "nik": NIK}


@pytest.mark.parametrize(
    ("person", "is_namesake", "rows"),
    [
        (SITI_HASHES, False, {2, 3}),
        ({"nik": OTHER, "name": "Siti Zubaidah"}, False, set()),
        ({"name": "Siti Zubaidah"}, False, set()),
        ({"name": "Siti Zubaidah"}, True, {2, 3, 4}),
        (SITI_HASHES, True, {2, 3}),
        ({"phone": "081234567890"}, True, set()),
    ],
)
def test_who_a_row_is(region, person, is_namesake, rows):
    """Row 2 has all numbers, 3 lost its NIK, 4 is of the same name with another phone."""
    lines = [SITI, {**SITI, "NIK": "-"}, {**SITI, "NIK": "", "No HP": "081299999999"}]
    dataset = uploads.checked(region, uploads.csv(lines))
    wanted = {hashes(**person)}
    found = personal_rows.found(dataset, wanted, wanted if is_namesake else set())
    assert found == {(0, row) for row in rows}


def test_numbers_of_a_workbook_and_columns_that_are_not_imported_count_too(region):
    book = uploads.xlsx(
        {"A": [["Kecamatan", "Pemilik", "No HP", "Omzet"], ["Centre", "Siti", 81234567890, 5]]}
    )
    dataset = uploads.read(region, book, name="register.xlsx")
    dataset = uploads.check(dataset, mapping={"phone": ""})
    assert "phone" not in Plan.of(dataset).positions
    wanted = {hashes(name="Siti", phone="081234567890")}
    assert personal_rows.found(dataset, wanted, set()) == {(0, 2)}
