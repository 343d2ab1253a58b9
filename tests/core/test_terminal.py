"""Commands answer in the terminal's language, whatever the pages begin with."""

import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from core import terminal
from core.management.commands.start import welcome


@pytest.fixture
def speaks(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Set the names that tell a terminal's language, and no others."""

    def set_all(**names: str) -> None:
        for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
            monkeypatch.delenv(name, raising=False)
        for name, value in names.items():
            monkeypatch.setenv(name, value)

    return set_all


@pytest.mark.parametrize(
    ("names", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "id_ID.UTF-8"}, "id"),
        ({"LANG": "id"}, "id"),
        ({"LANG": "id.UTF-8"}, "id"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "id_ID.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "id_ID", "LANG": "en_US"}, "id"),
    ],
)
def test_the_environment_tells_the_language(speaks: Any, names: dict[str, str], language: str) -> None:
    speaks(**names)
    assert terminal.language() == language
    with translation.override("en" if language == "id" else "id"), terminal.speaking():
        assert translation.get_language() == language


def test_a_refused_start_says_so_in_the_terminal_s_language(speaks: Any) -> None:
    with translation.override("id"):
        speaks(LANG="C")
        with pytest.raises(CommandError, match="PORT must be a number"):
            call_command("start", port="0")
        speaks(LANG="id_ID.UTF-8")
        with pytest.raises(CommandError, match="PORT harus"):
            call_command("start", port="0")


@pytest.mark.django_db
def test_the_last_lines_of_make_run(speaks: Any, settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path
    speaks(LANG="C")
    with translation.override("id"):
        call_command("demo_people")
        with terminal.speaking():
            lines = welcome(8000).splitlines()
    kept = json.loads((tmp_path / "demo_people.json").read_text())
    assert lines[1:3] == ["The site is at http://127.0.0.1:8000/", "Demo data. Sign in as:"]
    assert kept[0]["password"] in lines[3]
    assert lines[-1] == "Ctrl-C ends it."
