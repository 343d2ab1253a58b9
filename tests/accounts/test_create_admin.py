"""`manage.py create_admin`: the only way to the first account."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User

pytestmark = pytest.mark.django_db


def test_password_from_a_file(tmp_path, client):
    file = tmp_path / "password"
    file.write_text("quiet-river-stone\n")
    call_command("create_admin", "first@example.org", name="First", password_file=file, stdout=StringIO())
    made = User.objects.get()
    assert (made.role, made.name) == ("admin", "First")
    assert client.login(email="first@example.org", password="quiet-river-stone")


def test_password_from_the_environment(monkeypatch):
    monkeypatch.setenv("ADMIN_PASSWORD", "quiet-river-stone")
    call_command("create_admin", "first@example.org", stdout=StringIO())
    assert User.objects.get().check_password("quiet-river-stone")


def test_a_prompt_asks_twice(monkeypatch):
    monkeypatch.delenv("ADMIN_PASSWORD", raising=False)
    answers = iter(["quiet-river-stone", "quiet-river-stome"])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(answers))
    with pytest.raises(CommandError, match="differ"):
        call_command("create_admin", "first@example.org")


@pytest.mark.parametrize(
    ("email", "content", "said"),
    [
        ("no address", "quiet-river-stone", "valid email"),
        ("first@example.org", "short", "too short"),
        ("first@example.org", "", "empty"),
        ("taken@example.org", "quiet-river-stone", "Another person"),
    ],
)
def test_what_cannot_be_is_said(tmp_path, email, content, said):
    User.objects.create_user("taken@example.org", "quiet-river-stone")
    file = tmp_path / "password"
    file.write_text(content)
    with pytest.raises(CommandError, match=said):
        call_command("create_admin", email, password_file=file)
    assert User.objects.count() == 1


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("create_admin", "first@example.org", password_file=tmp_path / "none")
