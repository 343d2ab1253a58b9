"""The demo as a site of its own: prepared and served as `make run` does it, beside the tests' database."""

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

PROJECT = Path(__file__).resolve().parents[2]
# what the tests' own process sets must not reach the site
NOT_PASSED_ON = (
    "DJANGO_SETTINGS_MODULE",
    "DATABASE_URL",
    "TEST_DATABASE_URL",
    "REDIS_URL",
    "DJANGO_ALLOW_ASYNC_UNSAFE",
)
# how a context is opened: a colour that axe reads must not be half way between two themes
STILL = {"reduced_motion": "reduce"}
# opens a context in a language and width
Opened = Callable[..., BrowserContext]


@dataclass(frozen=True)
class DemoSite:
    """Where it answers, and the sign-ins: role → (e-mail address, password)."""

    url: str
    people: dict[str, tuple[str, str]]


def prepared_once(shared: Path) -> Path:
    """The prepared demo of a run, made by the first of its processes that asks; the others wait for it.

    Raises AssertionError with what `prepare` said when it fails.
    """
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # let go when the file is closed
        ready = shared / "demo-ready"
        if not ready.exists():
            made = shared / "demo-made"
            shutil.rmtree(made, ignore_errors=True)  # of a process that failed half way
            made.mkdir()
            _run("manage.py", "prepare", environment=_environment(made))
            made.rename(ready)
    return ready


def _environment(folder: Path) -> dict[str, str]:
    passed_on = {key: value for key, value in os.environ.items() if key not in NOT_PASSED_ON}
    return passed_on | {"DATA_DIR": str(folder), "DEMO": "1"}


def sign_in(context: BrowserContext, site: DemoSite, role: str) -> Page:
    """The page that a person of the demo comes to."""
    page = context.new_page()
    email, password = site.people[role]
    page.goto(f"{site.url}/account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.locator("main form button").last.click()
    page.wait_for_url(lambda url: "login" not in url)
    return page


@contextmanager
def serving(prepared: Path, folder: Path) -> Iterator[DemoSite]:
    """A copy of the prepared demo at `folder`, served on a port of its own until the end of the block."""
    shutil.copytree(prepared, folder)
    environment = _environment(folder)
    port = _free_port()
    command = ["gunicorn", "segmentation_site.wsgi", "--worker-class", "gthread", "--threads", "4"]
    process = subprocess.Popen(
        [sys.executable, "-m", *command, "--bind", f"127.0.0.1:{port}"], cwd=PROJECT, env=environment
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_for(f"{url}/account/login/", process)
        yield DemoSite(url, _people(folder))
    finally:
        process.terminate()
        process.wait(timeout=20)


def _run(*words: str, environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, *words], cwd=PROJECT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _people(folder: Path) -> dict[str, tuple[str, str]]:
    people = json.loads((folder / "demo_people.json").read_text())
    return {one["email"].split("@")[0]: (one["email"], one["password"]) for one in people}


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(url: str, process: "subprocess.Popen[bytes]", seconds: float = 180) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended"
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 – our own address
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{url} does not answer")
