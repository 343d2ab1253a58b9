"""Everything `make test` checks, one step after the other, with one line at the end.

Tests run on SQLite; those that reach a database then again on PostgreSQL, where one answers
($TEST_DATABASE_URL, or the local one).
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
LOCAL_POSTGRESQL = "postgres://postgres@127.0.0.1:5432/postgres"
TESTS = {"DJANGO_SETTINGS_MODULE": "segmentation_site.test_settings"}
# check --deploy looks at the real settings as a server would have them
SERVER = {"SITE_HTTPS": "1", "ALLOWED_HOSTS": "segmentation.example"}


@dataclass
class Step:
    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    # what the rest cannot do without: a failure ends the run
    is_needed: bool = False


def tool(name: str, *words: str) -> list[str]:
    return [str(BIN / name), *words]


def manage(*words: str) -> list[str]:
    return [sys.executable, str(PROJECT / "manage.py"), *words]


def pytest(*words: str) -> list[str]:
    return [sys.executable, "-m", "pytest", "-q", *words]


def steps() -> Iterator[Step]:
    yield Step("front end", manage("build_frontend"), TESTS, is_needed=True)
    yield Step("translations", manage("compile_messages"), TESTS, is_needed=True)
    yield Step("ruff", tool("ruff", "check", "."))
    yield Step("ruff format", tool("ruff", "format", "--check", "--quiet", "."))
    yield Step("mypy", tool("mypy", "."), TESTS)
    yield Step("djlint", tool("djlint", "--lint", "--quiet", "templates"))
    yield Step("migrations", manage("makemigrations", "--check", "--dry-run"), TESTS)
    yield Step("check --deploy", manage("check", "--deploy", "--fail-level", "WARNING"), SERVER)
    yield Step("tests on SQLite", pytest("-n", "2", "-m", "not browser"), {"TEST_DATABASE_URL": ""})
    if address := postgresql():
        again = {"TEST_DATABASE_URL": address}
        yield Step("tests on PostgreSQL", pytest("-n", "2", "-m", "database and not browser"), again)
    with_browser = {"TEST_DATABASE_URL": "", "CHROMIUM": find_chromium()}
    yield Step("browser tests", pytest("-n", "2", "-m", "browser"), with_browser)


def postgresql() -> str:
    """Address of a PostgreSQL that answers; nothing if none does. One that was asked for must answer."""
    import psycopg

    wanted = os.environ.get("TEST_DATABASE_URL", "")
    try:
        with psycopg.connect(wanted or LOCAL_POSTGRESQL, connect_timeout=5):
            return wanted or LOCAL_POSTGRESQL
    except psycopg.OperationalError as problem:
        if wanted:
            sys.exit(f"TEST_DATABASE_URL does not answer: {problem}")
        say("No PostgreSQL answers on this machine: the tests run on SQLite only.")
        return ""


def find_chromium() -> str:
    found = subprocess.run(  # noqa: S603
        [sys.executable, str(PROJECT / "scripts" / "find_chromium.py")], stdout=subprocess.PIPE, text=True
    )
    return found.stdout.strip()


def run(step: Step) -> bool:
    say(f"\n== {step.name}")
    started = time.monotonic()
    code = subprocess.run(step.command, cwd=PROJECT, env={**os.environ, **step.environment}).returncode  # noqa: S603
    say(
        f"== {step.name}: {'passed' if code == 0 else f'FAILED ({code})'}, {time.monotonic() - started:.0f} s"
    )
    return code == 0


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def main() -> int:
    started = time.monotonic()
    passed: list[str] = []
    failed: list[str] = []
    for step in steps():
        is_well = run(step)
        (passed if is_well else failed).append(step.name)
        if step.is_needed and not is_well:
            break
    minutes, seconds = divmod(round(time.monotonic() - started), 60)
    end = f"FAILED: {', '.join(failed)}" if failed else f"All passed: {', '.join(passed)}"
    say(f"\n{end} ({minutes} min {seconds} s)")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
