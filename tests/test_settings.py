"""Settings refuse what would be unsafe, each in a process of its own as a server would start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
GOOD = "xK2#vq9!pLw8@zRt4$yNb7%mHc1^fGd6&jSa3*eUo5(iWt0)QzPl"
SHOW = (
    "from segmentation_site import settings as s;"
    "print(s.SECRET_KEY, s.CONTACT_KEY, s.DATABASES['default']['ENGINE'], s.SECURE_SSL_REDIRECT, s.DEBUG)"
)


def environment(folder: Path, **values: str) -> dict[str, str]:
    names = ("SECRET_KEY", "CONTACT_KEY", "DATABASE_URL", "SITE_HTTPS", "WORKERS")
    kept = {name: value for name, value in os.environ.items() if name not in names}
    return {**kept, "DATA_DIR": str(folder), **values}


def start(folder: Path, **values: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", SHOW],
        cwd=PROJECT,
        env=environment(folder, **values),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def outcome(folder: Path, **values: str) -> tuple[int, str, str]:
    process = start(folder, **values)
    output, errors = process.communicate()
    return process.returncode, output, errors


@pytest.mark.parametrize("name", ["SECRET_KEY", "CONTACT_KEY"])
@pytest.mark.parametrize(
    "value",
    [
        "short",
        "x" * 60,  # long, but of one letter
        "abcabcabc" * 8,
        "django-insecure-" + GOOD,  # what startproject writes, known to be meant for development
    ],
)
def test_a_weak_secret_refuses_to_start(tmp_path: Path, name: str, value: str) -> None:
    code, _, errors = outcome(tmp_path, **{name: value})
    assert code != 0
    assert f"{name} must be random and at least 50 characters long." in errors
    assert value not in errors


def test_a_good_secret_is_taken(tmp_path: Path) -> None:
    code, output, _ = outcome(tmp_path, SECRET_KEY=GOOD)
    assert code == 0
    assert output.startswith(GOOD + " ")
    assert not (tmp_path / "secret_key.key").exists()


def test_without_one_a_secret_is_made_and_kept(tmp_path: Path) -> None:
    first, again = outcome(tmp_path)[1].split(), outcome(tmp_path)[1].split()
    other = outcome(tmp_path / "other")[1].split()
    assert first == again
    assert len(first[0]) >= 50
    assert first[0] != first[1]
    assert {first[0], first[1]}.isdisjoint(other[:2])  # nothing in the repository that two sites share
    assert (tmp_path / "secret_key.key").stat().st_mode & 0o077 == 0


def test_processes_that_start_at_once_read_the_same_keys(tmp_path: Path) -> None:
    started = [start(tmp_path) for _ in range(6)]
    outputs = {process.communicate()[0] for process in started}
    assert [process.returncode for process in started] == [0] * 6
    assert len(outputs) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["contact_key.key", "secret_key.key"]


@pytest.mark.parametrize("address", ["mysql://user@localhost/site", "oracle://user@localhost/site"])
def test_another_kind_of_database_refuses(tmp_path: Path, address: str) -> None:
    code, _, errors = outcome(tmp_path, DATABASE_URL=address)
    assert code != 0
    assert "DATABASE_URL must begin with sqlite:/// or postgres://" in errors


@pytest.mark.parametrize(
    ("address", "engine"),
    [
        ("", "sqlite3"),
        ("sqlite:///other.sqlite3", "sqlite3"),
        ("postgres://a:b@localhost/site", "postgresql"),
    ],
)
def test_both_kinds_of_database_are_known(tmp_path: Path, address: str, engine: str) -> None:
    code, output, errors = outcome(tmp_path, **({"DATABASE_URL": address} if address else {}))
    assert (code, errors) == (0, "")
    assert f"django.db.backends.{engine}" in output


@pytest.mark.parametrize("name", ["WORKERS", "SESSION_HOURS", "UPLOAD_LIMIT_MB", "CUSTOMER_FILES_MB"])
@pytest.mark.parametrize("value", ["0", "-3"])
def test_a_number_that_is_not_positive_refuses(tmp_path: Path, name: str, value: str) -> None:
    code, _, errors = outcome(tmp_path, **{name: value})
    assert code != 0
    assert f"{name} must be a whole number above zero." in errors


@pytest.mark.parametrize("value", ["", "120", "0/m", "-1/m", "many/m", "120/y", "1.5/s", "9999999/m", " 5/m"])
def test_a_rate_that_is_none_refuses(tmp_path: Path, value: str) -> None:
    code, _, errors = outcome(tmp_path, API_RATE=value)
    assert code != 0
    assert "API_RATE must be a number and s, m, h or d, like 120/m." in errors


def test_debug_cannot_be_switched_on_by_the_environment(tmp_path: Path) -> None:
    assert outcome(tmp_path, DEBUG="1")[1].split()[-1] == "False"


def test_https_is_one_switch(tmp_path: Path) -> None:
    assert outcome(tmp_path, SITE_HTTPS="1")[1].split()[-2] == "True"


def test_no_secret_is_tracked() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("this is not a git checkout")
    names = listed.stdout.split("\n")
    assert "segmentation_site/settings.py" in names
    assert [
        name for name in names if name.endswith((".key", ".env", ".sqlite3")) or name.startswith("var/")
    ] == []


def test_the_tests_stay_away_from_real_data(settings: object) -> None:
    assert PROJECT / "var" != settings.DATA_DIR  # type: ignore[attr-defined]
    assert "segmentation-tests-" in str(settings.DATA_DIR)  # type: ignore[attr-defined]


@pytest.mark.parametrize("address", ["", "postgres://a:b@127.0.0.1/c"])
def test_connections_to_the_database_are_kept(tmp_path: Path, address: str) -> None:
    show = "from segmentation_site import settings as s; print(s.DATABASES['default']['CONN_MAX_AGE'])"
    values = {"DATABASE_URL": address} if address else {}
    done = subprocess.run(
        [sys.executable, "-c", show],
        cwd=PROJECT,
        env=environment(tmp_path, **values),
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) > 0
