"""Personal data: found and copied, on pages that admins alone may open."""

# ruff: noqa: F811 – a test names the fixtures it imports

import json
from io import BytesIO

import openpyxl
import pandas as pd
import pytest
from django.urls import reverse

from accounts.models import Event
from core import jobs
from core.models import Job
from data import contacts, personal
from data.models import Contact, MarketRow
from tests.data.registers import _place, areas, by_nik, erase, received  # noqa: F401 – fixtures too

pytestmark = pytest.mark.django_db


# Finding -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("purpose", "text", "count"),
    [
        ("nik", "99.0000 0000000001", 1),
        ("phone", "+62 800 000 0002", 1),
        ("name", "SITI CONTOH", 2),
        ("nib", "9120001234567", 0),
        ("name", "-", 0),
    ],
)
def test_a_person_is_found_in_every_spelling(areas, carol, purpose, text, count):
    received(areas)
    found = personal.search(carol, purpose, text)
    assert len(found) == count
    line = Event.objects.get(action="personal_searched")
    assert (line.subject, line.rows) == (purpose, count)
    assert text not in str(line.detail)


def test_equal_hashes_of_other_people_are_not_shown(areas, carol):
    received(areas)
    Contact.objects.update(nik_hash=contacts.hash_value("9900000000000001", "nik"))
    assert len(personal.search(carol, "nik", "9900000000000001")) == 1


def test_results_are_masked_until_opened_and_each_opening_is_logged(areas, carol):
    dataset = received(areas)
    found = personal.search(carol, "nik", "9900000000000001")
    shown = {column.key: value for column, value in found[0].shown}
    assert shown["owner_name"] == "S*** C*****"
    assert shown["nik"] == "99************01"
    opened = personal.opened(carol, [found[0].contact.pk])
    assert {column.key: value for column, value in opened[0].shown}["owner_name"] == "Siti Contoh"
    line = Event.objects.get(action="personal_opened")
    assert line.detail == {"dataset": dataset.pk, "sheet": 0, "row": 3}


def test_the_inventory_lists_every_personal_field_with_a_purpose(areas):
    fields = personal.inventory()
    keys = {column.key for _kind, column in fields}
    assert keys >= {*contacts.FIELDS, "turnover"}
    assert all(str(column.purpose) for _kind, column in fields)
    dataset = received(areas)
    assert [(one.dataset, one.contacts) for one in personal.held()] == [(dataset, 3)]


# A copy --------------------------------------------------------------------------------------------------


def test_the_copy_holds_everything_and_is_logged(areas, carol):
    received(areas)
    ids = list(Contact.objects.filter(**by_nik("9900000000000001")).values_list("pk", flat=True))
    row = json.loads(personal.export(carol, ids, "request", "json"))["rows"][0]
    assert row["Owner"] == "Siti Contoh"
    assert row["Row in the file"] == 3
    assert row["Yearly turnover (Rp)"] == 7
    assert row["Area"] == "Rumbai"
    line = Event.objects.get(action="personal_exported")
    assert (line.subject, line.rows, line.detail) == ("request", 1, {"form": "json"})


@pytest.mark.parametrize(
    "name", ["=HYPERLINK(1)", '<r><t>1</t></r></is></c><c r="Z1"><f>1+1</f></c><c t="inlineStr"><is><r></r>']
)
def test_the_workbook_has_no_formula(areas, carol, name):
    dataset = received(areas)
    [row] = contacts.seal(dataset.pk, 0, [99], {"owner_name": pd.Series([name])}).to_dict("records")
    made = Contact.objects.create(**row)
    book = openpyxl.load_workbook(BytesIO(personal.export(carol, [made.pk], "=1+1", "xlsx")))
    cells = [cell for line in book.active.iter_rows() for cell in line if cell.value is not None]
    assert name in [str(cell.value).strip() for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n"}


# Pages ---------------------------------------------------------------------------------------------------

NAMES = ["personal_inventory", "personal_search", "personal_export", "personal_erase"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("fixture", "status"), [("client", 302), ("sales_client", 403), ("analyst_client", 403)]
)
def test_only_admins_open_the_pages(request, name, fixture, status):
    assert request.getfixturevalue(fixture).get(reverse(name)).status_code == status
    assert request.getfixturevalue(fixture).post(reverse(name)).status_code == status


def test_the_whole_way_on_the_pages(areas, admin_client):
    dataset = received(areas)
    text = admin_client.get(reverse("personal_inventory")).content.decode()
    assert "Population number (NIK)" in text
    assert "register.csv" in text
    url = reverse("personal_search")
    text = admin_client.post(url, {"purpose": "nik", "text": "9900000000000001"}).content.decode()
    assert "S*** C*****" in text
    assert "Siti Contoh" not in text
    pk = Contact.objects.get(**by_nik("9900000000000001")).pk
    assert "Siti Contoh" in admin_client.post(url, {"step": "open", "contact": pk}).content.decode()
    asked = admin_client.post(reverse("personal_export"), {"contact": pk})
    assert "Download" in asked.content.decode()
    copy = admin_client.post(reverse("personal_export"), {"contact": pk, "reason": "r", "form": "json"})
    assert copy["Cache-Control"] == "private, no-store"
    assert b"Siti Contoh" in copy.content
    refused = admin_client.post(reverse("personal_erase"), {"contact": pk, "reason": "asked"})
    assert "error-summary" in refused.content.decode()
    assert Contact.objects.count() == 3
    done = admin_client.post(reverse("personal_erase"), {"contact": pk, "reason": "asked", "sure": "on"})
    job = Job.objects.get(kind="erase")
    assert done["Location"] == reverse("personal_erasure", args=[job.pk])
    waiting = admin_client.get(done["Location"]).content.decode()
    assert "are being erased" in waiting
    assert f"job-{job.pk}" in waiting
    jobs.execute(job.pk)
    assert b"9900000000000001" not in dataset.original.read_bytes()
    assert "1 contact was erased." in admin_client.get(done["Location"]).content.decode()
    assert "Erasing a person" in admin_client.get(reverse("activity")).content.decode()
    again = admin_client.post(
        reverse("personal_erase"), {"contact": pk, "reason": "asked", "sure": "on"}, follow=True
    )
    assert "not held any more" in again.content.decode()
    assert Job.objects.filter(kind="erase").count() == 1


def test_what_could_not_be_blanked_is_said_on_the_page(areas, carol, admin_client, caplog):
    dataset = received(areas, "register.xlsx")
    dataset.original.write_bytes(b"not a workbook")
    erase(carol, **by_nik("9900000000000001"))
    page = reverse("personal_erasure", args=[Job.objects.get().pk])
    text = admin_client.get(page).content.decode()
    assert "These stored files could not be rewritten: register.xlsx." in text
    assert admin_client.get(reverse("personal_erasure", args=[10**6])).status_code == 404


@pytest.mark.parametrize(
    ("purpose", "text", "ticked"), [("name", "Siti Contoh", 0), ("phone", "0800-000-0003", 1)]
)
def test_people_of_one_name_are_not_ticked_together(areas, admin_client, purpose, text, ticked):
    received(areas)
    answer = admin_client.post(reverse("personal_search"), {"purpose": purpose, "text": text})
    assert answer.content.decode().count(" checked>") == ticked


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"purpose": "nik", "text": "123"}, "3 digits, not 16"),
        ({"purpose": "phone", "text": "none"}, "Nothing in this value"),
        ({"purpose": "name", "text": "Nobody Known"}, "Nobody is held"),
        ({"purpose": "nik", "text": ""}, "This field is required"),
        ({"step": "open", "contact": "x"}, None),
    ],
)
def test_what_cannot_be_searched_is_said(admin_client, data, said):
    answer = admin_client.post(reverse("personal_search"), data)
    assert said in answer.content.decode() if said else answer.status_code == 302


@pytest.mark.parametrize("name", ["personal_export", "personal_erase"])
def test_choosing_nothing_leads_back_to_the_search(admin_client, name):
    answer = admin_client.get(reverse(name), follow=True)
    assert "No contact was chosen" in answer.content.decode()


def test_contacts_that_look_alike_are_told_apart_without_opening(areas, admin_client):
    received(areas)
    answer = admin_client.post(reverse("personal_search"), {"purpose": "name", "text": "SITI CONTOH"})
    found = answer.context["found"]
    rows = list(MarketRow.objects.order_by("row_number"))
    assert [one.row for one in found] == [
        next(row for row in rows if row.row_number == one.contact.row_number) for one in found
    ]
    page = answer.content.decode()
    for one in found:
        assert f"{one.row.area}</td>" in page
        assert f"{one.row.get_size_class_display()}</td>" in page
