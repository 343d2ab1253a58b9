"""The log: append-only, complete about sign-ins, and read by admins alone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts import queries
from accounts.event_details import details
from accounts.events import record
from accounts.models import Event

pytestmark = pytest.mark.django_db


def test_the_log_is_append_only(carol):
    line = record(carol, "person_added", "somebody")
    line.subject = "nobody"
    with pytest.raises(TypeError):
        line.save()
    with pytest.raises(TypeError):
        Event.objects.filter(pk=line.pk).update(subject="nobody")
    with pytest.raises(TypeError):
        Event.objects.all().delete()
    assert Event.objects.get(pk=line.pk).subject == "somebody"


def test_a_line_survives_the_account(bob):
    record(bob, "personal_opened", rows=3)
    bob.delete()
    assert Event.objects.get(action="personal_opened").user_text == "Bob"


def test_sign_ins_and_refusals_are_logged(client, bob):
    client.post(reverse("account_login"), {"login": bob.email, "password": "wrong"})
    client.post(reverse("account_login"), {"login": "stranger@example.org", "password": "wrong"})
    client.post(reverse("account_login"), {"login": bob.email, "password": "wisely-2-look"})
    lines = Event.objects.order_by("pk").values_list("action", "subject", "user_text")
    assert list(lines) == [
        ("sign_in_failed", "Bob", "system"),
        ("sign_in_failed", "", "system"),
        ("signed_in", "", "Bob"),
    ]


def test_the_page_filters_by_act_person_and_day(admin_client, carol, bob):
    record(bob, "personal_opened", "row 7 of register.xlsx", 1)
    record(carol, "personal_exported", "two rows", 2)
    today = timezone.now().date()
    url = reverse("events")
    assert "row 7 of register" in admin_client.get(url, {"person": bob.pk}).content.decode()
    shown = admin_client.get(url, {"action": "personal_exported"}).content.decode()
    assert "two rows" in shown
    assert "row 7" not in shown
    tomorrow = (today + timedelta(days=1)).isoformat()
    assert "two rows" not in admin_client.get(url, {"first": tomorrow}).content.decode()
    assert queries.events(first=today, last=today).filter(action="personal_opened").count() == 1


def test_a_wrong_period_is_said(admin_client):
    answer = admin_client.get(reverse("events"), {"first": "2026-02-01", "last": "2026-01-01"})
    assert "This day is before the first one" in answer.content.decode()


def test_the_log_has_pages(admin_client, carol):
    for number in range(60):
        record(carol, "personal_searched", f"search {number}")
    url = reverse("events")
    assert "search 5<" not in admin_client.get(url).content.decode()
    assert "search 5<" in admin_client.get(url, {"page": 2}).content.decode()


@pytest.mark.parametrize("fixture", ["sales_client", "analyst_client"])
def test_only_admins_read_it(request, fixture):
    assert request.getfixturevalue(fixture).get(reverse("events")).status_code == 403


def test_details_are_pairs_in_words(admin_client, carol):
    record(carol, "upload", "file.csv", dataset=7, kind="population", period="2024")
    record(carol, "person_changed", "Bob", person=3, fields=["name", "role"], role=["sales", "analyst"])
    record(carol, "work_areas_set", "Bob", added=[103], removed=[])
    page = admin_client.get(reverse("events"), headers={"accept-language": "en"}).content.decode()
    with override("en"):
        assert details({"kind": "population", "period": "2024"}) == [
            ("Kind of file", "Population"),
            ("Period", "2024"),
        ]
        assert details({"role": ["sales", "analyst"], "fields": ["name"]}) == [
            ("What was changed", "Name"),
            ("Role", "Sales → Analyst"),
        ]
        assert details({"added": list(range(12)), "removed": []})[0][1].endswith("9 … (+2)")
    assert "103</li>" in page
    assert "population" not in page
