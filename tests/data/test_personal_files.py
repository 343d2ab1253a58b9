"""The page that finds and erases a person in rows that were never imported."""

import pytest
from django.urls import reverse

from accounts.models import Event
from core import jobs
from core.models import Job
from data import personal_rows
from data.models import Erasure
from tests.data import uploads
from tests.data.registers import _place  # noqa: F401 – a fixture
from tests.data.test_personal_rows import BUDI, NIK, REJECTED, SITI

pytestmark = pytest.mark.django_db


@pytest.fixture
def files():
    """Siti is a rejected row of one file, and stands in another that is not imported yet."""
    region = uploads.city(old=False)
    only = uploads.imported(region, uploads.csv([REJECTED, BUDI]), name="only.csv", good=True)
    waiting = uploads.checked(region, uploads.csv([BUDI, SITI]), name="next.csv", period="2024")
    return only, waiting


def work(client, answer) -> str:
    """Let the worker do what the answer leads to, and open that page."""
    jobs.execute(Job.objects.latest("pk").pk)
    return client.get(answer["Location"]).content.decode()


def test_found_erased_and_logged_without_keeping_who_it_was(files, admin_client) -> None:
    started = admin_client.post(reverse("personal_files"), {"nik": NIK})
    job = Job.objects.get(kind="search_files")
    assert NIK not in str(job.options)
    assert "being searched" in admin_client.get(started["Location"]).content.decode()
    text = work(admin_client, started)
    assert "2 rows that were never imported" in text
    assert "only.csv" in text
    assert "next.csv" in text
    assert Event.objects.filter(action="personal_searched").values_list("subject", "rows")[0] == ("files", 2)
    refused = admin_client.post(started["Location"], {"reason": "asked"})
    assert refused.status_code == 422
    named = admin_client.post(started["Location"], {"reason": "Siti Zubaidah", "sure": "on"})
    assert named.status_code == 302  # only the NIK was told, so nothing knows that this is a name
    text = work(admin_client, named)
    assert "Rows in 2 files were blanked." in text
    for dataset in files:
        assert b"Zubaidah" not in dataset.original.read_bytes()
        assert b"Budi" in dataset.original.read_bytes()
    assert Erasure.objects.get().contacts == 0
    assert "No row of this person" in work(
        admin_client, admin_client.post(reverse("personal_files"), {"nik": NIK})
    )


def test_a_reason_that_names_the_person_is_refused(files, admin_client) -> None:
    started = admin_client.post(
        reverse("personal_files"), {"name": "Siti Zubaidah", "phone": "+62 812 3456 7890"}
    )
    work(admin_client, started)
    refused = admin_client.post(started["Location"], {"reason": "Siti Zubaidah", "sure": "on"})
    assert "names the person" in refused.content.decode()
    assert not Erasure.objects.exists()


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({}, "Too little to tell a person by"),
        ({"name": "Siti Zubaidah"}, "Too little to tell a person by"),
        ({"nik": "123"}, "3 digits, not 16"),
        ({"nib": NIK}, "16 digits, not 13"),
    ],
)
def test_too_little_is_said(admin_client, told, said) -> None:
    answer = admin_client.post(reverse("personal_files"), told)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Job.objects.exists()


def test_a_file_that_cannot_be_read_is_named_and_hides_no_other(files, admin_client, caplog) -> None:
    book = uploads.xlsx({"A": [list(REJECTED), list(REJECTED.values())]})
    broken = uploads.read(files[0].region, book, name="broken.xlsx")
    broken.original.write_bytes(b"not a workbook")
    text = work(admin_client, admin_client.post(reverse("personal_files"), {"nik": NIK}))
    assert "could not be read: broken.xlsx" in text
    assert "2 rows that were never imported" in text
    assert f"dataset {broken.pk} could not be read" in caplog.text


def test_a_worker_that_takes_over_searches_only_what_is_left(files, admin_client, monkeypatch) -> None:
    admin_client.post(reverse("personal_files"), {"nik": NIK})
    job = Job.objects.get(kind="search_files")
    Job.objects.filter(pk=job.pk).update(options={**job.options, "files": {str(files[0].pk): [[0, 2]]}})
    looked = []

    def found(dataset, people, namesakes):
        looked.append(dataset)
        return set()

    monkeypatch.setattr(personal_rows, "found", found)
    jobs.execute(job.pk)
    assert looked == [files[1]]
    assert Event.objects.get(action="personal_searched").rows == 1


def test_the_search_page_fills_in_what_was_typed(admin_client) -> None:
    answer = admin_client.post(reverse("personal_search"), {"purpose": "nik", "text": NIK})
    assert answer.context["files_form"]["nik"].value() == NIK


@pytest.mark.parametrize(
    ("fixture", "status"), [("client", 302), ("sales_client", 403), ("analyst_client", 403)]
)
def test_only_admins_search(request, fixture, status) -> None:
    client = request.getfixturevalue(fixture)
    assert client.post(reverse("personal_files"), {"nik": NIK}).status_code == status
    assert client.get(reverse("personal_files_found", args=[1])).status_code == status
