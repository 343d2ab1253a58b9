"""The scripts around the product: set-up, the search for a browser, all checks, the preparation."""

import importlib.util
import json
import os
import re
import stat
import subprocess
import sys
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.utils.translation import override

PROJECT = Path(__file__).resolve().parent.parent


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, PROJECT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def program(path: Path, status: int = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\nexit {status}\n")
    path.chmod(0o755)
    return path


# Set-up --------------------------------------------------------------------------------------------------
@pytest.fixture
def set_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The script on a folder of its own, noting the commands it would run."""
    module: Any = script("set_up")
    module.calls = []

    def run(command: list[str], quiet: bool = False) -> int:
        module.calls.append(command)
        if "venv" in command:
            program(module.PYTHON)
        return 0

    for name, value in {
        "PROJECT": tmp_path,
        "VENV": tmp_path / "v",
        "PYTHON": tmp_path / "v" / "bin" / "python",
    }.items():
        monkeypatch.setattr(module, name, value)
    monkeypatch.setattr(module, "run", run)
    monkeypatch.setattr(sys, "argv", ["set_up.py"])
    (tmp_path / "requirements.txt").write_text("one==1")
    (tmp_path / "requirements-dev.txt").write_text("two==2")
    return module


def installs(module: Any) -> list[str]:
    found = [Path(command[-1]).name for command in module.calls if "install" in command]
    module.calls.clear()
    return found


def test_it_installs_again_only_when_the_list_changed(set_up: Any, tmp_path: Path) -> None:
    assert set_up.main() == 0
    assert "--require-hashes" in set_up.calls[-1]
    assert installs(set_up) == ["requirements.txt"]
    assert set_up.main() == 0
    assert installs(set_up) == []
    (tmp_path / "requirements.txt").write_text("one==2")
    assert set_up.main() == 0
    assert installs(set_up) == ["requirements.txt"]


def test_the_tests_list_comes_on_top(set_up: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["set_up.py", "--dev"])
    assert set_up.main() == 0
    assert installs(set_up) == ["requirements.txt", "requirements-dev.txt"]


def test_a_failed_installation_is_tried_again(
    set_up: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(set_up, "run", lambda command, quiet=False: 1 if "install" in command else 0)
        assert set_up.main() == 1
    assert "Check the connection and run it again." in capsys.readouterr().err
    assert set_up.main() == 0
    assert installs(set_up) == ["requirements.txt"]


def test_a_missing_venv_module_is_said(set_up: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setattr(set_up, "find_spec", lambda name: None)
    assert set_up.main() == 1
    assert "apt-get install python3-venv" in capsys.readouterr().err


def test_an_old_python_is_said(set_up: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setattr(set_up, "OLDEST", (4, 0))
    assert set_up.main() == 1
    assert "Python 4.0 or newer is needed" in capsys.readouterr().err


# Chromium ------------------------------------------------------------------------------------------------
@pytest.fixture
def find_chromium(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    module: Any = script("find_chromium")
    monkeypatch.setattr(module, "FOLDER", tmp_path / "own")
    monkeypatch.setattr(module, "from_debian", lambda: "")
    monkeypatch.setattr(module, "from_npm", lambda: "")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.delenv("CHROMIUM", raising=False)
    return module


def test_the_named_browser_comes_first(
    find_chromium: Any, tmp_path: Path, monkeypatch: Any, capsys: Any
) -> None:
    program(tmp_path / "bin" / "chromium")
    monkeypatch.setenv("CHROMIUM", str(program(tmp_path / "mine")))
    assert find_chromium.main() == 0
    assert capsys.readouterr().out == f"{tmp_path / 'mine'}\n"


def test_one_that_does_not_run_is_passed_over(
    find_chromium: Any, tmp_path: Path, monkeypatch: Any, capsys: Any
) -> None:
    monkeypatch.setenv("CHROMIUM", str(program(tmp_path / "mine", status=1)))
    program(tmp_path / "bin" / "chromium", status=127)
    program(tmp_path / "own" / "run")
    assert find_chromium.main() == 0
    output = capsys.readouterr()
    assert output.out == f"{tmp_path / 'own' / 'run'}\n"
    assert "does not run" in output.err


def test_without_any_it_says_what_to_do(find_chromium: Any, capsys: Any) -> None:
    assert find_chromium.main() == 1
    assert "CHROMIUM=/path/to/chromium make test" in capsys.readouterr().err


# All checks ----------------------------------------------------------------------------------------------
def test_one_failed_step_fails_the_run(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    check: Any = script("check")
    good, bad = check.Step("good", ["true"]), check.Step("bad", ["false"])
    monkeypatch.setattr(check, "steps", lambda: iter([good, bad, good]))
    assert check.main() == 1
    assert re.search(r"^FAILED: bad \(0 min", capsys.readouterr().out, re.MULTILINE)
    monkeypatch.setattr(check, "steps", lambda: iter([good]))
    assert check.main() == 0
    assert re.search(r"^All passed: good \(0 min", capsys.readouterr().out, re.MULTILINE)


def test_a_failure_of_a_needed_step_ends_the_run(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    check: Any = script("check")
    steps = [check.Step("front end", ["false"], is_needed=True), check.Step("never", ["true"])]
    monkeypatch.setattr(check, "steps", lambda: iter(steps))
    assert check.main() == 1
    assert "never" not in capsys.readouterr().out


def test_a_database_that_was_asked_for_must_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    check: Any = script("check")
    monkeypatch.setenv("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:1/postgres")
    with pytest.raises(SystemExit, match="TEST_DATABASE_URL does not answer"):
        check.postgresql()
    monkeypatch.delenv("TEST_DATABASE_URL")
    monkeypatch.setattr(check, "LOCAL_POSTGRESQL", "postgres://postgres@127.0.0.1:1/postgres")
    assert check.postgresql() == ""


def test_continuous_integration_runs_the_same_command() -> None:
    path = PROJECT / ".ci" / "run"
    assert path.stat().st_mode & stat.S_IXUSR
    assert subprocess.run(["bash", "-n", str(path)]).returncode == 0
    assert "make test" in path.read_text()


def test_make_knows_both_commands() -> None:
    for target, words in {"run": "manage.py start", "test": "scripts/check.py"}.items():
        shown = subprocess.run(
            ["make", "-n", target], cwd=PROJECT, capture_output=True, text=True, check=True
        )
        assert words in shown.stdout


def test_the_locks_name_no_host_and_every_package_has_a_hash() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (PROJECT / name).read_text()
        assert "://" not in text
        packages = re.findall(r"^[A-Za-z0-9].*==.*(?:\n    .*)*", text, re.MULTILINE)
        assert packages
        assert [package for package in packages if "--hash=sha256:" not in package] == []


# Preparation ---------------------------------------------------------------------------------------------
@pytest.fixture
def own_files(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.mark.django_db
def test_the_people_of_the_demo_can_sign_in(own_files: Path) -> None:
    from core.management.commands.demo_people import sign_ins

    assert sign_ins() == []
    call_command("demo_people")
    kept = json.loads((own_files / "demo_people.json").read_text())
    assert (own_files / "demo_people.json").stat().st_mode & 0o077 == 0
    users = [authenticate(email=entry["email"], password=entry["password"]) for entry in kept]
    assert [user.role for user in users] == ["admin", "analyst", "sales"]  # type: ignore[attr-defined]
    lines = "\n".join(sign_ins())
    assert [entry["password"] in lines for entry in kept] == [True] * 3
    users[0].set_password("another-one-2")
    users[0].save()
    assert kept[0]["password"] not in "\n".join(sign_ins())


@pytest.mark.django_db
def test_they_are_not_added_to_real_people(own_files: Path, alice: Any) -> None:
    with override("en"), pytest.raises(CommandError, match="accounts already"):
        call_command("demo_people")
    assert not (own_files / "demo_people.json").exists()


@pytest.mark.django_db
def test_preparing_twice_keeps_what_is_there(own_files: Path, monkeypatch: Any, settings: Any) -> None:
    from core.management.commands import prepare

    ran: list[str] = []
    known = {"demo_people": "core", "build_frontend": "core", "compile_messages": "core"}
    monkeypatch.setattr(prepare, "get_commands", lambda: known)
    monkeypatch.setattr(prepare, "call_command", lambda name, **options: ran.append(name))
    monkeypatch.setattr(prepare, "load_demo", lambda command: ran.append("demo"))
    monkeypatch.setattr(prepare.subprocess, "run", lambda command, check: ran.append(command[2]))
    settings.STATIC_ROOT = own_files
    call_command("prepare", stdout=StringIO())
    assert ran == ["build_frontend", "compile_messages", "migrate", "collectstatic", "demo"]
    ran.clear()
    monkeypatch.setitem(os.environ, "DEMO", "0")
    call_command("prepare", stdout=StringIO())
    assert ran == ["build_frontend", "compile_messages", "migrate"]
