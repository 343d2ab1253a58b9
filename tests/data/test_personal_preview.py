"""The rows kept to show what was read: people masked while a file is prepared, nothing afterwards."""

import json

import pytest

from data import importing
from data.kinds import kind
from data.models import Dataset
from data.personal_preview import masked
from tests.data import uploads

PEOPLE = ("Siti Zubaidah", "9900000000000001", "081234567890", "siti@example.org", "Jl. Melati", "Zubaidah")
ROW = {
    "Nama Kecamatan": "Centre",
    "Nama Pemilik": "Siti Zubaidah",
    "NIK": "9900000000000001",
    "Nama Kontak Lain": "Budi Zubaidah",
    "E-mail": "siti@example.org",
    "Alamat Rumah": "Jl. Melati 1",
    "Catatan": "WA 0812-3456-7890",
    "Omzet": "2.500.000",
}


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def stored(dataset):
    return json.dumps(Dataset.objects.get(pk=dataset.pk).guess)


@pytest.mark.django_db
def test_people_are_masked_in_what_is_stored_and_areas_are_not():
    dataset = uploads.checked(uploads.city(old=False), uploads.csv([ROW] * 2))
    text = stored(dataset)
    assert not [person for person in (*PEOPLE, "0812-3456-7890") if person in text]
    [first, *_] = dataset.guess["preview"]["rows"]
    shown = ["Centre", "S*** Z*******", "99************01", "B*** Z*******"]
    assert first[1:5] == shown
    assert first[-1] == "2.500.000"


@pytest.mark.django_db
def test_nothing_of_the_rows_is_kept_once_a_file_is_imported():
    dataset = uploads.imported(uploads.city(old=False), uploads.csv([ROW]))
    dataset.refresh_from_db()
    assert dataset.guess["preview"] == {}
    assert dataset.guess["headers"] == list(ROW)


@pytest.mark.django_db
def test_nor_once_it_is_discarded():
    dataset = uploads.checked(uploads.city(old=False), uploads.csv([ROW]))
    importing.discard(dataset, None)
    assert Dataset.objects.get(pk=dataset.pk).guess["preview"] == {}


@pytest.mark.django_db
def test_nor_when_it_cannot_be_read_again():
    dataset = uploads.checked(uploads.city(old=False), uploads.csv([ROW]))
    importing.choose_layout(dataset, {"header_row": 999}, None)
    uploads.work(dataset)
    after = Dataset.objects.get(pk=dataset.pk)
    assert (after.state, after.guess["preview"]) == (Dataset.State.FAILED, {})


@pytest.mark.parametrize(
    ("cell", "is_hidden"),
    [
        ("081234567890", True),
        ("+62 812 3456 7890", True),
        ("9900000000000001", True),
        ("x@example.org", True),
        ("2500000000", False),
        ("101.4433221100998", False),
        ("31/12/2023", False),
        ("Tenayan Raya", False),
    ],
)
def test_a_shifted_cell_is_told_by_its_form(cell, is_hidden):
    preview = {"headers": ["Jumlah"], "rows": [[2, cell]], "before": [[1, cell]]}
    found = masked(preview, kind("population"), {})
    assert (found["rows"][0][1] != cell, found["before"][0][1] != cell) == (is_hidden, is_hidden)


@pytest.mark.django_db
def test_a_shifted_row_leaves_no_number_of_a_person_in_the_report():
    lines = (
        "Kecamatan,Nama Pemilik,NIK,Telepon,Omzet",
        "Centre,Siti,9900000000000001,081234567890,100",
        "Centre,Budi, S.E.,9900000000000002,081299998888,200",
    )
    dataset = uploads.checked(uploads.city(old=False), "\n".join(lines).encode())
    assert dataset.report["counts"]["rejected"] == 1
    text = json.dumps(dataset.report)
    assert "081299998888" not in text
    assert "9900000000000002" not in text


def test_names_of_areas_stay_in_a_table_of_areas():
    preview = {"headers": ["Nama"], "rows": [[2, "Bukit Raya"]], "before": []}
    assert masked(preview, kind("population"), {})["rows"] == [[2, "Bukit Raya"]]


@pytest.mark.django_db
def test_a_question_that_only_speaks_of_phones_is_shown_as_it_was_answered():
    text = "Nama Anda,Aplikasi mobile apa yang Anda pakai?\n" + "\n".join(
        f"Orang {'ABCDE'[n % 5]}{n},{'Gemini' if n % 2 else 'ChatGPT'}" for n in range(30)
    )
    given = {"kind": "questionnaire", "name": "survey.csv", "series": "awareness"}
    dataset = uploads.read(uploads.city(old=False), text.encode(), **given)
    [_number, name, answer] = dataset.guess["preview"]["rows"][0]
    assert "*" in name
    assert answer == "ChatGPT"
