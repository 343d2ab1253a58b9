"""A real worker process, killed in the middle of a job and started again; and both programs together."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils.translation import override

PROJECT = Path(__file__).resolve().parent.parent.parent
WAIT = 60  # "the job finishes after a restart within a minute"


class Site:
    """A data directory with a database of its own, and the programs that a test runs on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.started: list[subprocess.Popen[str]] = []
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.core.job_settings",
            "TEST_DATA_DIR": str(folder),
            "PYTHONPATH": str(PROJECT),
            "TEST_DATABASE_URL": "",
        }

    def command(self, *words: str) -> list[str]:
        return [sys.executable, str(PROJECT / "manage.py"), *words]

    def shell(self, code: str) -> str:
        done = subprocess.run(
            self.command("shell", "--no-imports", "-c", code),
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def start(self, *words: str) -> "subprocess.Popen[str]":
        program = subprocess.Popen(
            self.command(*words),
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.started.append(program)
        return program

    def enqueue(self) -> int:
        return int(self.shell("from core.jobs import enqueue; print(enqueue('slow').pk)"))

    def state(self, job_id: int) -> str:
        return self.shell(
            f"from core.models import Job; j = Job.objects.get(pk={job_id}); print(j.state, j.attempt)"
        )

    def end(self) -> None:
        (self.folder / "go").touch()
        for program in self.started:
            for pid in [*tree(program.pid), program.pid]:
                kill(pid)
            program.communicate()


def kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def tree(pid: int) -> list[int]:
    """All descendants of a process."""
    return [found for child in children(pid) for found in (*tree(child), child)]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def until(condition: Callable[[], Any], seconds: float = WAIT) -> Any:
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def site(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Site]:
    if not Path("/proc/self/task").exists():
        pytest.skip("these tests follow processes through /proc")
    found = Site(tmp_path)
    subprocess.run(found.command("migrate", "-v0"), env=found.environment, check=True)
    yield found
    found.end()


def test_a_killed_worker_leaves_a_job_that_finishes_after_the_restart(site: Site) -> None:
    job = site.enqueue()
    waiting = site.enqueue()  # its call is fetched by the same worker and dies with it
    worker = site.start("work")
    until((site.folder / f"began-{job}-1").exists)
    for pid in [worker.pid, *tree(worker.pid)]:
        kill(pid)
    worker.wait()
    assert site.state(job) == "running 1"
    (site.folder / "go").touch()
    site.start("work")
    for number in (job, waiting):
        until((site.folder / f"finished-{number}").exists)
    until(lambda: site.state(job) == "done 2")
    until(lambda: site.state(waiting) == "done 1")
    assert (site.folder / f"finished-{job}").read_text() == "2\n"


def test_processes_do_not_outlive_the_worker_they_belong_to(site: Site) -> None:
    job = site.enqueue()
    worker = site.start("work")
    until((site.folder / f"began-{job}-1").exists)
    family = tree(worker.pid)
    assert len(family) >= 4  # sentinel, worker, pusher, monitor
    kill(worker.pid)
    worker.wait()
    until(lambda: not any(alive(pid) for pid in family))


def test_a_killed_child_is_replaced_and_its_job_done_again(site: Site) -> None:
    job = site.enqueue()
    site.start("work")
    began = site.folder / f"began-{job}-1"
    until(lambda: began.exists() and began.read_text())
    kill(int(began.read_text()))
    until((site.folder / f"began-{job}-2").exists)
    (site.folder / "go").touch()
    until(lambda: site.state(job) == "done 2")


def test_an_orderly_stop_cuts_a_long_job_off_and_hands_it_back(site: Site) -> None:
    job = site.enqueue()
    worker = site.start("work")
    until((site.folder / f"began-{job}-1").exists)
    family = tree(worker.pid)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(WAIT) == 0
    assert not any(alive(pid) for pid in family)
    assert site.state(job) == "queued 0"


def test_a_worker_without_its_cluster_says_so_and_ends(site: Site) -> None:
    job = site.enqueue()
    worker = site.start("work")
    # a cluster that is killed before it runs never started: django-q says so in its own words
    until((site.folder / f"began-{job}-1").exists)
    # the other child is Python's own resource tracker
    kill(next(child for child in children(worker.pid) if children(child)))
    _, errors = worker.communicate(timeout=WAIT)
    assert worker.returncode == 1
    assert "ended unexpectedly" in errors


def test_start_serves_ends_both_and_restarts_what_died(site: Site) -> None:
    port = free_port()
    site.environment["PORT"] = str(port)
    program = site.start("start")
    until(lambda: len(tree(program.pid)) >= 6)
    assert program.stdout is not None
    until(lambda: f"http://127.0.0.1:{port}/" in program.stdout.readline())
    busy = subprocess.run(site.command("start"), env=site.environment, capture_output=True, text=True)
    assert busy.returncode == 1
    assert f"Port {port} is in use" in busy.stderr
    family = tree(program.pid)
    worker = next(
        pid for pid in children(program.pid) if b"\0work\0" in Path(f"/proc/{pid}/cmdline").read_bytes()
    )
    kill(worker)
    until(lambda: set(children(program.pid)) - set(family) and not alive(worker))
    family = [*family, *tree(program.pid)]
    program.send_signal(signal.SIGINT)
    _, errors = program.communicate(timeout=WAIT)
    assert program.returncode == 0
    assert "Starting it again in 1 s" in errors
    assert not any(alive(pid) for pid in family)


def test_nothing_outlives_start(site: Site) -> None:
    site.environment["PORT"] = str(free_port())
    program = site.start("start")
    until(lambda: len(tree(program.pid)) >= 6)
    family = tree(program.pid)
    kill(program.pid)
    program.wait()
    until(lambda: not any(alive(pid) for pid in family))


@pytest.mark.parametrize("port", ["0", "http", "70000"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    from django.core.management import CommandError, call_command

    with override("en"), pytest.raises(CommandError, match="PORT must be a number"):
        call_command("start", port=port)


def test_a_database_without_tables_is_refused(tmp_path: Path) -> None:
    site = Site(tmp_path)
    done = subprocess.run(
        site.command("start", "--port", str(free_port())),
        env=site.environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "Run first: manage.py prepare" in done.stderr


def test_the_kind_of_database_decides_the_number_of_web_processes() -> None:
    from core.management.commands.start import web_command

    words = web_command(8000)
    workers = int(words[words.index("--workers") + 1])
    assert (workers == 1) == (connection.vendor == "sqlite")


def test_a_connection_outlives_the_reading_of_a_page() -> None:
    from core.management.commands.start import web_command

    words = web_command(8000)
    assert words[words.index("--worker-class") + 1] == "gthread"  # kept connections take no thread
    assert int(words[words.index("--keep-alive") + 1]) >= 60


def test_the_web_server_has_loaded_its_pages_before_the_first_visitor(tmp_path: Path) -> None:
    program = (
        "import gc, sys, segmentation_site.wsgi;"
        "print('dashboard.views' in sys.modules, gc.get_freeze_count() > 100_000, gc.get_threshold()[0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**Site(tmp_path).environment, "DJANGO_SETTINGS_MODULE": "segmentation_site.test_settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["True", "True", "5000"]
