"""The error workbook as a person gets it: made by a job, downloaded, corrected, uploaded again."""

import io

import openpyxl
from django.urls import reverse

from accounts.models import Event
from core.models import Job
from data.models import Dataset
from tests.data.views.conftest import REGISTER, WRONG, confirm_columns, send


def url(dataset):
    return reverse("dataset_errors_workbook", args=[dataset.pk])


def body(answer):
    return b"".join(answer.streaming_content)


def made(client, dataset, worker):
    assert client.post(url(dataset)).url == url(dataset)
    worker()
    return body(client.get(url(dataset), {"format": "xlsx"}))


def test_it_is_made_by_a_job_and_offered_when_ready(admin_client, checked, worker):
    dataset = checked(REGISTER + WRONG)
    assert admin_client.get(url(dataset)).context["ready"] == []
    admin_client.post(url(dataset))
    admin_client.post(url(dataset))
    assert Job.objects.filter(kind="error_workbook").count() == 1
    assert (
        reverse("job_progress", args=[Job.objects.first().pk])
        in admin_client.get(url(dataset)).content.decode()
    )
    worker()
    assert admin_client.get(url(dataset)).context["ready"] == ["xlsx", "csv"]


def test_the_download_is_logged(admin_client, carol, checked, worker):
    dataset = checked(REGISTER + WRONG)
    made(admin_client, dataset, worker)
    event = Event.objects.get(action="error_workbook_download")
    assert (event.user, event.rows, event.detail["format"]) == (carol, 1, "xlsx")


def test_it_is_not_handed_out_after_another_check(admin_client, checked, worker):
    dataset = checked(REGISTER + WRONG)
    made(admin_client, dataset, worker)
    confirm_columns(admin_client, dataset, turnover="Catatan")
    worker()
    dataset.refresh_from_db()
    assert dataset.report["counts"]["rejected"] == 2
    assert admin_client.get(url(dataset)).context["ready"] == []


def test_there_is_none_where_no_row_is_rejected_any_more(admin_client, checked, worker):
    dataset = checked(REGISTER + WRONG)
    made(admin_client, dataset, worker)
    confirm_columns(admin_client, dataset, turnover="Omzet 2022")
    worker()
    dataset.refresh_from_db()
    assert dataset.report["counts"]["rejected"] == 0
    assert admin_client.get(url(dataset), {"format": "xlsx"}).status_code == 404


def test_the_corrected_workbook_goes_through(admin_client, region, checked, worker):
    dataset = checked(REGISTER + WRONG)
    book = openpyxl.load_workbook(io.BytesIO(made(admin_client, dataset, worker)))
    sheet = book.worksheets[0]
    wrong = next(cell for cell in sheet[2] if cell.value == "banyak")
    wrong.value = "15.000.000"
    target = io.BytesIO()
    book.save(target)
    send(admin_client, target.getvalue(), name="corrected.xlsx")
    worker()
    again = Dataset.objects.latest("pk")
    assert again.mapping == dataset.mapping
    confirm_columns(admin_client, again)
    worker()
    again.refresh_from_db()
    assert again.report["counts"] == {"rows": 1, "accepted": 1, "rejected": 0, "skipped": 0, "duplicates": 0}


def test_only_admins_get_it(analyst_client, admin_client, checked, worker):
    dataset = checked(REGISTER + WRONG)
    made(admin_client, dataset, worker)
    assert analyst_client.get(url(dataset), {"format": "xlsx"}).status_code == 403
