"""Settings of mail refuse what could not work, before the site starts."""

from typing import Any

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured

from segmentation_site.mail import CONSOLE, NOBODY, SMTP, mail_settings, sender, site_address


def env(monkeypatch: Any, **values: str) -> environ.Env:
    for name in (
        "EMAIL_URL",
        "EMAIL_HOST",
        "EMAIL_PORT",
        "EMAIL_BACKEND",
        "DEFAULT_FROM_EMAIL",
        "SITE_ADDRESS",
        "PORT",
    ):
        monkeypatch.delenv(name, raising=False)
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return environ.Env()


def test_without_a_server_mails_go_to_the_log(monkeypatch: Any) -> None:
    found = env(monkeypatch)
    assert mail_settings(found)["EMAIL_BACKEND"] == CONSOLE
    assert sender(found, CONSOLE) == NOBODY


def test_a_server_by_its_address(monkeypatch: Any) -> None:
    found = mail_settings(
        env(monkeypatch, EMAIL_URL="smtp+tls://me%40example.org:p%23ss@mail.example.org:587")
    )
    assert found == {
        "EMAIL_BACKEND": SMTP, "EMAIL_HOST": "mail.example.org", "EMAIL_PORT": 587,
        "EMAIL_HOST_USER": "me@example.org", "EMAIL_HOST_PASSWORD": "p#ss", "EMAIL_USE_TLS": True,
        "EMAIL_USE_SSL": False,
    }  # fmt: skip


def test_a_server_by_its_parts(monkeypatch: Any) -> None:
    found = mail_settings(
        env(monkeypatch, EMAIL_HOST="mail.example.org", EMAIL_PORT="465", EMAIL_USE_SSL="1")
    )
    assert (found["EMAIL_BACKEND"], found["EMAIL_PORT"], found["EMAIL_USE_SSL"]) == (SMTP, 465, True)


@pytest.mark.parametrize("values", [
    {"EMAIL_URL": "mail.example.org"}, {"EMAIL_URL": "http://mail.example.org"}, {"EMAIL_URL": "smtp://"},
    {"EMAIL_URL": "smtp://host:secret@mail.example.org:port"}, {"EMAIL_URL": "smtp://mail.example.org:0"},
    {"EMAIL_URL": "smtp://mail.example.org:99999"}, {"EMAIL_HOST": "mail.example.org", "EMAIL_PORT": "0"},
    {"EMAIL_HOST": "mail.example.org", "EMAIL_USE_TLS": "1", "EMAIL_USE_SSL": "1"},
])  # fmt: skip
def test_a_server_that_cannot_be_is_refused(monkeypatch: Any, values: dict[str, str]) -> None:
    with pytest.raises(ImproperlyConfigured) as problem:
        mail_settings(env(monkeypatch, **values))
    assert "secret" not in str(problem.value)


def test_a_server_needs_a_sender(monkeypatch: Any) -> None:
    with pytest.raises(ImproperlyConfigured, match="DEFAULT_FROM_EMAIL"):
        sender(env(monkeypatch), SMTP)
    assert (
        sender(env(monkeypatch, DEFAULT_FROM_EMAIL="Dinas <a@example.org>"), SMTP) == "Dinas <a@example.org>"
    )


@pytest.mark.parametrize("value", ["nobody", "a@", "@b", "a@b\nBcc: c@d", "a b@c", "<>", "Name"])
def test_a_sender_that_is_none_is_refused(monkeypatch: Any, value: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        sender(env(monkeypatch, DEFAULT_FROM_EMAIL=value), SMTP)


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("https://segments.example.org", "https://segments.example.org"),
        ("https://segments.example.org/", "https://segments.example.org"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_the_sites_address(monkeypatch: Any, value: str, kept: str) -> None:
    assert site_address(env(monkeypatch, SITE_ADDRESS=value)) == kept


def test_by_default_the_sites_address_is_this_machine(monkeypatch: Any) -> None:
    assert site_address(env(monkeypatch)) == "http://127.0.0.1:8000"
    assert site_address(env(monkeypatch, PORT="8080")) == "http://127.0.0.1:8080"


@pytest.mark.parametrize("value", [
    "segments.example.org", "ftp://example.org", "javascript:alert(1)", "https://", "https://a.org/path",
    "https://a.org?x=1", "https://a.org#x", "https://user:pw@a.org", "https://a.org:port", "https://[a",
    "https://a b.org", "https://a.org\nX: y",
])  # fmt: skip
def test_an_address_that_is_no_site_is_refused(monkeypatch: Any, value: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        site_address(env(monkeypatch, SITE_ADDRESS=value))
