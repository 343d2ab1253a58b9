"""Signing in: limited in rate, in two steps where a person wants it, closed to strangers."""

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.urls import reverse

from accounts import people, queries
from accounts.models import Event, User

pytestmark = pytest.mark.django_db
LOGIN = {"login": "bob@example.org"}


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def test_after_five_wrong_passwords_the_right_one_is_refused_too(client, bob):
    url = reverse("account_login")
    for _ in range(5):
        client.post(url, LOGIN | {"password": "wrong"})
    answer = client.post(url, LOGIN | {"password": "wisely-2-look"})
    assert "_auth_user_id" not in client.session
    assert answer.status_code in (200, 429)
    cache.clear()
    assert client.post(url, LOGIN | {"password": "wisely-2-look"}).status_code == 302
    assert client.session["_auth_user_id"] == str(bob.pk)


def test_nobody_signs_up(client):
    client.post(
        reverse("account_signup"),
        {"email": "x@example.org", "password1": "quiet-river-stone", "password2": "quiet-river-stone"},
    )
    assert not User.objects.exists()


def test_a_person_turns_two_step_sign_in_on_and_the_list_shows_it(
    client, carol, django_capture_on_commit_callbacks
):
    dora = people.create(carol, email="dora@example.org", password="quiet-river-stone")
    login = {"login": dora.email, "password": "quiet-river-stone"}
    client.post(reverse("account_login"), login)
    client.post(reverse("account_reauthenticate"), {"password": "quiet-river-stone"})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    code = totp.format_hotp_value(totp.hotp_value(secret, counter))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code})
    assert get_adapter().is_mfa_enabled(dora, [Authenticator.Type.TOTP])
    assert [person.has_mfa for person in queries.people()] == [False, True]
    assert Event.objects.filter(action="mfa_added", user=dora).exists()
    client.post(reverse("account_logout"))
    answer = client.post(reverse("account_login"), login)
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert "_auth_user_id" not in client.session


def test_own_sessions_are_listed(analyst_client):
    assert analyst_client.get(reverse("usersessions_list")).status_code == 200
