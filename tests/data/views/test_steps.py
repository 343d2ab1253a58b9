"""From step to step: which are open, what is shown while a job runs, and that going back loses nothing."""

import pytest
from django.urls import reverse

from core.jobs import run_now
from core.models import Job
from data import importing
from data.models import Dataset
from tests.data.views.conftest import REGISTER, confirm_columns, send

State = Dataset.State


def url(dataset, step=""):
    return reverse(f"dataset_{step}" if step else "dataset", args=[dataset.pk])


def test_the_first_look_is_at_the_layout(admin_client, uploaded):
    dataset = uploaded()
    answer = admin_client.get(url(dataset))
    assert [step["state"] for step in answer.context["steps"]] == ["done", "current", *["todo"] * 4]
    assert answer.context["preview"]["headers"][:3] == ["Nama Usaha", "Nama Pemilik", "Kecamatan"]


def test_who_went_on_from_the_layout_comes_back_to_the_columns(admin_client, uploaded, worker):
    dataset = uploaded()
    admin_client.get(url(dataset, "columns"))
    assert admin_client.get(url(dataset)).templates[0].name == "data/dataset_columns.html"
    changed = {"header_row": 2, "header_rows": 1, "encoding": "utf-8", "delimiter": "semicolon"}
    admin_client.post(url(dataset, "layout"), changed)
    worker()
    assert admin_client.get(url(dataset)).templates[0].name == "data/dataset_layout.html"


def test_going_on_from_a_layout_that_was_read_again_meanwhile_changes_nothing(uploaded):
    dataset = uploaded()
    newer = {**dataset.guess, "rows": 1_000}
    Dataset.objects.filter(pk=dataset.pk).update(guess=newer)
    importing.go_on(dataset)
    dataset.refresh_from_db()
    assert dataset.guess == newer


def test_steps_ahead_lead_back_to_where_the_file_is(admin_client, uploaded):
    dataset = uploaded()
    for step in ("names", "check", "result"):
        assert admin_client.get(url(dataset, step)).url == url(dataset)


def test_personal_columns_are_masked_in_the_preview(admin_client, uploaded):
    for step in ("layout", "columns"):
        page = admin_client.get(url(uploaded(), step)).content.decode()
        assert "Citra" not in page
        assert "Tenayan Raya" in page


def test_the_same_layout_is_not_read_again(admin_client, uploaded):
    dataset = uploaded()
    same = {"header_row": 1, "header_rows": 1, "encoding": "utf-8", "delimiter": "semicolon"}
    assert admin_client.post(url(dataset, "layout"), same).url == url(dataset, "columns")
    assert not Job.objects.filter(state=Job.State.QUEUED).exists()


def test_another_layout_is_read_again_and_previewed(admin_client, uploaded, worker):
    dataset = uploaded("DATA UMKM;;\n" + REGISTER)
    assert dataset.layout["header_row"] == 2
    changed = {"header_row": 3, "header_rows": 1, "encoding": "utf-8", "delimiter": "semicolon"}
    assert admin_client.post(url(dataset, "layout"), changed).url == url(dataset, "layout")
    worker()
    dataset.refresh_from_db()
    assert dataset.guess["headers"][0] == "Warung A"
    assert admin_client.get(url(dataset, "layout")).context["preview"]["rows"][0][1].startswith("Wa")


@pytest.mark.parametrize("row", ["0", "abc", "", "9999"])
def test_an_impossible_header_row_is_refused(admin_client, uploaded, row):
    dataset = uploaded()
    form = {"header_row": row, "header_rows": 1, "encoding": "utf-8", "delimiter": "semicolon"}
    answer = admin_client.post(url(dataset, "layout"), form)
    assert answer.status_code == 422
    assert "header_row" in answer.context["form"].errors


def test_guesses_are_marked_with_their_reason(admin_client, uploaded):
    rows = {
        row["column"].key: row for row in admin_client.get(url(uploaded(), "columns")).context["form"].rows
    }
    assert rows["sub_district"]["why"]
    assert rows["sub_district"]["examples"] == ["Bukit Raya", "Sail", "Tenayan Raya"]
    assert not rows["nik"]["why"]


def test_the_year_is_chosen_where_several_stand_side_by_side(admin_client, uploaded, worker):
    dataset = uploaded()
    form = admin_client.get(url(dataset, "columns")).context["form"]
    assert form["turnover"].value() == "Omzet 2023"
    assert form.not_imported == ["Omzet 2022", "Catatan"]
    confirm_columns(admin_client, dataset, turnover="Omzet 2022")
    worker()
    dataset.refresh_from_db()
    assert dataset.decisions["options"]["turnover_year"] == 2022
    chosen = admin_client.get(url(dataset)).context["chosen_years"]
    assert [line["year"] for line in chosen] == ["2022"]


def test_one_header_cannot_be_two_columns(admin_client, uploaded):
    dataset = uploaded()
    answer = confirm_columns(admin_client, dataset, village="Kecamatan")
    assert answer.status_code == 422
    assert "village" in answer.context["form"].errors


def test_an_area_must_be_mapped(admin_client, uploaded):
    answer = confirm_columns(admin_client, uploaded(), sub_district="")
    assert "regency" in answer.context["form"].errors


def test_a_header_that_is_not_in_the_file_is_refused(admin_client, uploaded):
    answer = confirm_columns(admin_client, uploaded(), category="Nothing of the sort")
    assert "category" in answer.context["form"].errors


def test_going_back_keeps_what_was_chosen(admin_client, checked, worker):
    dataset = checked()
    assert dataset.state == State.CHECKED
    confirm_columns(admin_client, dataset, size_class="")
    worker()
    dataset.refresh_from_db()
    assert dataset.state == State.CHECKED
    assert "size_class" not in dataset.mapping
    for step in ("layout", "columns", "names", "check"):
        assert admin_client.get(url(dataset, step)).status_code == 200
    dataset.refresh_from_db()
    assert dataset.state == State.CHECKED  # looking back changes nothing


def test_a_file_that_cannot_be_read_says_why_and_what_to_do(admin_client, region, worker):
    send(admin_client, b"\x00\x01\x02\x03" * 200, name="table.csv")
    worker()
    dataset = Dataset.objects.get()
    answer = admin_client.get(url(dataset))
    assert dataset.state == State.FAILED
    assert dataset.message
    assert reverse("upload") in answer.content.decode()
    assert answer.status_code == 200


def test_an_upload_can_be_discarded(admin_client, uploaded):
    dataset = uploaded()
    assert admin_client.get(url(dataset, "discard")).status_code == 405
    assert admin_client.post(url(dataset, "discard")).url == reverse("datasets")
    dataset.refresh_from_db()
    assert dataset.state == State.DISCARDED
    assert not dataset.directory.exists()
    assert admin_client.get(url(dataset)).status_code == 200


def test_an_imported_file_cannot_be_discarded(admin_client, ready):
    dataset = ready()
    admin_client.post(url(dataset, "discard"))
    dataset.refresh_from_db()
    assert dataset.state == State.READY


@pytest.mark.parametrize("role", ["sales_client", "analyst_client"])
def test_only_admins_see_a_file(role, uploaded, request):
    dataset = uploaded()
    client = request.getfixturevalue(role)
    for step in ("", "layout", "columns", "names", "check", "result", "errors_workbook"):
        assert client.get(url(dataset, step)).status_code == 403


def test_an_unknown_file_is_a_404(admin_client, db):
    assert admin_client.get(reverse("dataset", args=[999])).status_code == 404


def test_a_job_that_broke_is_said(admin_client, region, monkeypatch):
    send(admin_client, REGISTER)
    dataset = Dataset.objects.get()
    Job.objects.all().delete()
    monkeypatch.setattr("data.jobs.guess", lambda dataset: 1 / 0)
    run_now("read", dataset.pk)
    dataset.refresh_from_db()
    page = admin_client.get(url(dataset)).content.decode()
    assert dataset.state == State.FAILED
    assert "ZeroDivision" not in page
    assert str(Job.objects.get().pk) in page
