"""What a server's terminal shows: faults with their traceback, and nothing for a page that is refused."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_a_refused_or_missing_page_writes_nothing(sales_client, caplog):
    assert sales_client.get(reverse("people")).status_code == 403
    assert sales_client.get("/no/such/page/").status_code == 404
    assert [record for record in caplog.records if record.name == "django.request"] == []


def test_a_fault_is_still_written(sales_client, monkeypatch, caplog):
    def broken(_user):
        raise RuntimeError("broken")

    monkeypatch.setattr("core.views.visible_jobs", broken)
    sales_client.raise_request_exception = False
    assert sales_client.get(reverse("activity")).status_code == 500
    assert [record.exc_info[0] for record in caplog.records if record.name == "django.request"] == [
        RuntimeError
    ]
