"""Who may change whose account, and what it does to sign-ins and kept pages."""

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.test import Client

from accounts import people
from accounts.models import Event, User

pytestmark = pytest.mark.django_db
PASSWORD = "quiet-river-stone"


def change(by, person, **new):
    fields = {name: getattr(person, name) for name in people.FIELDS} | new
    return people.change(by, person, **fields)


def test_a_new_person_can_sign_in_and_is_logged(client, carol):
    made = people.create(carol, email=" New@Example.org ", name="New", role="sales", password=PASSWORD)
    assert made.email == "new@example.org"
    assert client.login(email="new@example.org", password=PASSWORD)
    line = Event.objects.get(action="person_added")
    assert (line.user, line.subject, line.detail["role"]) == (carol, "New", "sales")
    # an unconfirmed address would bar two-step sign-in
    assert EmailAddress.objects.get(user=made).verified


def test_weak_passwords_and_used_addresses_are_refused(carol, bob):
    with pytest.raises(ValidationError, match="too short"):
        people.create(carol, email="x@example.org", password="short1")
    with pytest.raises(ValidationError, match="Another person has this address"):
        people.create(carol, email=bob.email.upper(), password=PASSWORD)
    assert User.objects.count() == 2


def test_a_change_counts_the_revision_up_and_says_what_changed(carol, bob):
    changed = change(carol, bob, role="sales")
    assert (changed.role, changed.permission_revision) == ("sales", 1)
    detail = Event.objects.get(action="person_changed").detail
    assert detail["role"] == ["analyst", "sales"]
    assert detail["fields"] == ["role"]


def test_no_change_writes_nothing(carol, bob):
    assert change(carol, bob).permission_revision == 0
    assert not Event.objects.filter(action="person_changed").exists()


def test_a_changed_address_no_longer_signs_in(client, carol):
    made = people.create(carol, email="old@example.org", password=PASSWORD)
    change(carol, made, email="new@example.org")
    assert not client.login(email="old@example.org", password=PASSWORD)
    assert client.login(email="new@example.org", password=PASSWORD)


@pytest.mark.parametrize("new", [{"role": "analyst"}, {"is_active": False}])
def test_nobody_changes_their_own_rights(carol, new):
    User.objects.create_user("dora@example.org", PASSWORD, role="admin")
    with pytest.raises(ValidationError, match="your own"):
        change(carol, carol, **new)


@pytest.mark.parametrize("new", [{"role": "sales"}, {"is_active": False}])
def test_the_last_active_admin_stays(carol, new):
    dora = User.objects.create_user("dora@example.org", PASSWORD, role="admin")
    change(dora, carol, is_active=False)
    with pytest.raises(ValidationError, match="last active admin"):
        change(None, dora, **new)
    assert User.objects.get(pk=dora.pk).role == "admin"


def test_closing_an_account_ends_its_sessions(carol, analyst_client, bob):
    assert analyst_client.get("/account/password/change/").status_code == 200
    change(carol, bob, is_active=False)
    answer = analyst_client.get("/account/password/change/")
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]


def test_an_account_opened_again_does_not_revive_its_sessions(carol, analyst_client, bob):
    change(carol, bob, is_active=False)
    change(carol, bob, is_active=True)
    assert analyst_client.get("/account/password/change/").status_code == 302
    assert "_auth_user_id" not in analyst_client.session


def test_another_role_signs_the_person_out_everywhere(carol, analyst_client, bob):
    elsewhere = Client()
    elsewhere.force_login(bob)
    assert analyst_client.get("/data/kinds/").status_code == 200
    change(carol, bob, role="sales")
    for client in (analyst_client, elsewhere):
        answer = client.get("/data/kinds/")
        assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/data/kinds/")
        assert "_auth_user_id" not in client.session
    elsewhere.force_login(User.objects.get(pk=bob.pk))
    assert elsewhere.get("/data/kinds/").status_code == 403


def test_another_name_or_other_work_areas_leave_sessions_alone(carol, analyst_client, bob):
    change(carol, bob, name="Robert")
    people.rights_changed(bob)
    assert analyst_client.get("/data/kinds/").status_code == 200


def test_a_new_password_ends_sessions(carol, analyst_client, bob):
    people.set_password(carol, bob, PASSWORD)
    assert analyst_client.get("/account/password/change/").status_code == 302
    assert Event.objects.filter(action="person_password_set", user=carol).count() == 1


def test_first_passwords_are_long_and_differ():
    made = {people.first_password() for _ in range(50)}
    assert len(made) == 50
    assert all(len(password) == 19 and set(password) <= set(people.ALPHABET + "-") for password in made)
