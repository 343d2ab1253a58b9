"""The pages of people: who may open them, and what they refuse."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import User
from areas import queries
from areas.models import Area, BoundarySet, Region, WorkArea
from tests.areas.test_areas import area, old, region  # noqa: F401 – fixtures

pytestmark = pytest.mark.django_db
PASSWORD = "quiet-river-stone"


def fields(person, **new):
    values = {"email": person.email, "name": person.name, "role": person.role, "password": ""}
    return values | ({"is_active": "on"} if person.is_active else {}) | new


@pytest.mark.parametrize("name", ["people", "person_add", "work_areas", "person"])
@pytest.mark.parametrize(
    ("fixture", "status"),
    [("client", 302), ("sales_client", 403), ("analyst_client", 403), ("admin_client", 200)],
)
def test_only_admins_open_them(request, carol, name, fixture, status):
    url = reverse(name, args=[carol.pk] if name == "person" else [])
    assert request.getfixturevalue(fixture).get(url).status_code == status


def test_a_person_without_a_password_gets_one_shown_once(admin_client, client, old):  # noqa: F811
    chosen = area(old, "Rumbai")
    answer = admin_client.post(
        reverse("person_add"),
        {
            "email": "new@example.org",
            "name": "New",
            "role": "sales",
            "is_active": "on",
            f"areas_{old.pk}": chosen.pk,
        },
    )
    made = User.objects.get(email="new@example.org")
    password = answer.context["password"]
    assert password in answer.content.decode()
    assert made.check_password(password)
    assert password not in admin_client.get(reverse("people")).content.decode()
    assert password not in str(admin_client.cookies)
    assert list(queries.work_areas(made)) == [chosen]


def test_a_given_password_is_not_shown(admin_client):
    new = {"email": "new@example.org", "role": "analyst", "is_active": "on", "password": PASSWORD}
    answer = admin_client.post(reverse("person_add"), new, follow=True)
    assert PASSWORD not in answer.content.decode()
    assert User.objects.get(email="new@example.org").check_password(PASSWORD)


def test_errors_are_said_at_the_top_and_nothing_is_saved(admin_client, bob):
    answer = admin_client.post(
        reverse("person_add"), {"email": bob.email.upper(), "role": "sales", "password": "short"}
    )
    text = answer.content.decode()
    assert "error-summary" in text
    assert "Another person has this address" in text
    assert "too short" in text
    assert User.objects.count() == 2


def test_a_change_keeps_the_password_and_areas_can_be_taken(admin_client, alice, old):  # noqa: F811
    chosen = area(old, "Rumbai")
    url = reverse("person", args=[alice.pk])
    admin_client.post(url, fields(alice, name="Alya", **{f"areas_{old.pk}": chosen.pk}))
    alice.refresh_from_db()
    assert alice.name == "Alya"
    assert alice.check_password("wisely-2-sell")
    assert queries.scope(alice, old)
    admin_client.post(url, fields(alice))
    assert queries.scope(alice, old) == set()


def test_the_page_refuses_ones_own_role(admin_client, carol):
    answer = admin_client.post(reverse("person", args=[carol.pk]), fields(carol, role="sales"))
    assert "You cannot change your own role" in answer.content.decode()
    carol.refresh_from_db()
    assert carol.role == "admin"


def test_the_list_costs_the_same_for_many(admin_client, django_assert_max_num_queries):
    for number in range(30):
        User.objects.create_user(f"p{number}@example.org", PASSWORD)
    with django_assert_max_num_queries(12):
        assert admin_client.get(reverse("people")).status_code == 200


def test_work_areas_are_grouped_by_region_with_former_borders_last(admin_client, bob, old):  # noqa: F811
    newer = BoundarySet.objects.create(region=old.region, valid_from=date(2030, 1, 1))
    BoundarySet.objects.filter(pk=old.pk).update(valid_to=date(2029, 12, 31))
    other = BoundarySet.objects.create(
        region=Region.objects.create(slug="aa", name="Aa"), valid_from=date(2020, 1, 1)
    )
    held = area(old, "Rumbai")
    for one in (newer, other):
        Area.objects.create(boundary_set=one, level=Area.Level.DISTRICT, name="Baru", key="baru")
    WorkArea.objects.create(user=bob, area=held, confirmed=True)
    answer = admin_client.get(reverse("person", args=[bob.pk]))
    regions = answer.context["form"].regions
    assert [one.name for one in regions] == [old.region.name, "Aa"]
    assert [field.name for field in regions[0].current] == [f"areas_{newer.pk}"]
    assert [field.name for field in regions[0].former] == [f"areas_{old.pk}"]
    assert [one.chosen for one in regions] == [1, 0]
    page = answer.content.decode()
    assert page.count("<details>") >= 3
    assert f'value="{held.pk}" class="form-check-input" id="id_areas_{old.pk}_' in page
    saved = admin_client.post(answer.request["PATH_INFO"], fields(bob, **{f"areas_{newer.pk}": []}))
    assert saved.status_code == 302
    assert not queries.work_areas(bob)
