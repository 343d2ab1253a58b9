"""Sign-in limits: counted where all processes see them, apart from pages, by the visitor's own address."""

import pytest
from allauth.core.internal.httpkit import get_client_ip
from django.core.cache import cache, caches
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import RequestFactory
from django.urls import reverse

from accounts.models import User
from segmentation_site import settings as site

pytestmark = pytest.mark.django_db
RIGHT, WRONG = ({"login": "bob@example.org", "password": text} for text in ("wisely-2-look", "wrong"))


@pytest.fixture(autouse=True)
def _as_on_a_server(settings):
    """The caches of the site itself; those of the tests hold everything in one process."""
    settings.CACHES = site.CACHES
    yield
    caches["pages"].clear()


def fail(client, times):
    for _ in range(times):
        client.post(reverse("account_login"), WRONG)


def test_pages_cannot_push_a_count_out(client, bob):
    fail(client, 5)
    for number in range(1000):
        caches["pages"].set(f"page-{number}", "x")
    client.post(reverse("account_login"), RIGHT)
    assert "_auth_user_id" not in client.session


def test_counts_are_in_the_database_for_every_process(client, bob):
    fail(client, 5)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sign_in_limits WHERE cache_key LIKE '%login_failed%'")
        assert cursor.fetchone()[0] >= 2
    cache.clear()
    client.post(reverse("account_login"), RIGHT)
    assert client.session["_auth_user_id"] == str(bob.pk)


def address(**headers):
    return get_client_ip(RequestFactory().get("/", headers=headers, REMOTE_ADDR="192.0.2.1"))


def test_a_forwarded_address_counts_only_behind_our_own_proxies(settings):
    forged = {"X-Forwarded-For": "198.51.100.7, 203.0.113.9"}
    assert address(**forged) == "192.0.2.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert address(**forged) == "203.0.113.9"
    assert address() == "192.0.2.1"


def test_one_visitor_behind_the_proxy_does_not_lock_out_the_others(client, bob, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(21):
        login = {"login": f"stranger{number}@example.org", "password": "wrong"}
        client.post(reverse("account_login"), login, headers={"X-Forwarded-For": "203.0.113.9"})
    client.post(reverse("account_login"), RIGHT, headers={"X-Forwarded-For": "203.0.113.9"})
    assert "_auth_user_id" not in client.session
    client.post(reverse("account_login"), RIGHT, headers={"X-Forwarded-For": "203.0.113.10"})
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)


@pytest.mark.parametrize(("text", "count"), [("0", 0), ("2", 2)])
def test_the_number_of_proxies_comes_from_the_environment(monkeypatch, text, count):
    monkeypatch.setenv("TRUSTED_PROXIES", text)
    assert site.at_least(0, "TRUSTED_PROXIES", 0) == count
    monkeypatch.setenv("TRUSTED_PROXIES", "-1")
    with pytest.raises(ImproperlyConfigured):
        site.at_least(0, "TRUSTED_PROXIES", 0)


def test_with_redis_both_are_there_under_names_of_their_own():
    made = site.caches("redis://127.0.0.1:6379/1")
    assert {alias: one["KEY_PREFIX"] for alias, one in made.items()} == {
        "default": "default",
        "pages": "pages",
    }
    assert {one["LOCATION"] for one in made.values()} == {"redis://127.0.0.1:6379/1"}
