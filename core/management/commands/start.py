"""`manage.py start`: the web server and the job worker together, ended together, restarted when one dies."""

import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.management import get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from core import terminal
from core.processes import Stop, tied_to_this_process

HOST = "127.0.0.1"
LONGEST_PAUSE = 60.0
# a program that ran this long had started well: the next pause is the shortest again
RAN_WELL = 60.0
END_SECONDS = 15
# a connection stays open while its page is read; gunicorn's own 2 s closed it just before the next click,
# which a browser can meet as an error. An open one costs a file descriptor, no thread
KEPT_OPEN_SECONDS = 75


@dataclass
class Program:
    """One child: how it is started, and when it may be started again after its death."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    pause: float = 1.0
    started: float = 0.0
    again_at: float = field(default=0.0)

    def start(self) -> None:
        self.started = time.monotonic()
        # a session of its own: Ctrl-C reaches only this command, which then ends both in order
        self.process = subprocess.Popen(  # noqa: S603 – the command is fixed below
            self.command, start_new_session=True, preexec_fn=tied_to_this_process()
        )

    def died(self) -> str:
        """A sentence on the death that was just found, or nothing while all is well."""
        if self.process is None or self.process.poll() is None:
            return ""
        code, self.process = self.process.returncode, None
        if time.monotonic() - self.started > RAN_WELL:
            self.pause = 1.0
        self.again_at = time.monotonic() + self.pause
        sentence = _("The %(program)s ended (status %(code)s). Starting it again in %(seconds)d s.")
        said = sentence % {"program": self.name, "code": code, "seconds": self.pause}
        self.pause = min(self.pause * 2, LONGEST_PAUSE)
        return said

    def is_due(self) -> bool:
        return self.process is None and time.monotonic() >= self.again_at

    def end(self, deadline: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Command(BaseCommand):
    help = "Start the web server and the job worker; Ctrl-C or SIGTERM ends both."
    # the checks import every page, which takes over a second; `make test` runs them
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", default=os.environ.get("PORT", "8000"), help="default: $PORT or 8000")

    def handle(self, *args: Any, **options: Any) -> None:
        with terminal.speaking():
            self.serve(port_number(options["port"]))

    def serve(self, port: int) -> None:
        refuse_busy_port(port)
        refuse_unprepared()
        stop = Stop()
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, stop.ask)
        programs = [Program(_("web server"), web_command(port)), Program(_("job worker"), work_command())]
        try:
            for program in programs:
                program.start()
            if answers(port, stop):
                self.stdout.write(welcome(port))
            self.guard(programs, stop)
        finally:
            end_all(programs)
        self.stdout.write(_("Stopped."))

    def guard(self, programs: list[Program], stop: Stop) -> None:
        while not stop.wait(0.5):
            for program in programs:
                if said := program.died():
                    self.stderr.write(said)
                if program.is_due():
                    program.start()


def port_number(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise CommandError(_("PORT must be a number from 1 to 65535, for example: PORT=8080 make run"))
    return int(text)


def refuse_busy_port(port: int) -> None:
    """Exit with a sentence before anything is started if the port cannot be opened."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError as error:
            raise CommandError(
                _("Port %(port)s is reserved for root. Choose another: PORT=8080 make run") % {"port": port}
            ) from error
        except OSError as error:
            raise CommandError(
                _("Port %(port)s is in use. End the other program or choose another: PORT=%(other)s make run")
                % {"port": port, "other": port + 1 if port < 65535 else 8080}
            ) from error


def refuse_unprepared() -> None:
    """Exit with a sentence if the database lacks tables that the code expects."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError(_("The database is not up to date. Run first: manage.py prepare"))
    connection.close()


def web_command(port: int) -> list[str]:
    """gunicorn with threads. SQLite has one writer and a cache per process, so one process serves it."""
    is_sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    processes = 1 if is_sqlite else min(4, (os.cpu_count() or 1) + 1)
    options = {
        "bind": f"{HOST}:{port}",
        "worker-class": "gthread",
        "workers": os.environ.get("WEB_PROCESSES", str(processes)),
        "threads": os.environ.get("WEB_THREADS", "8"),
        "keep-alive": str(KEPT_OPEN_SECONDS),
        "timeout": "120",
        "graceful-timeout": "10",
        "log-level": "warning",
    }
    flags = [part for name, value in options.items() for part in (f"--{name}", value)]
    return [sys.executable, "-m", "gunicorn", *flags, "segmentation_site.wsgi:application"]


def work_command() -> list[str]:
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "work"]


def answers(port: int, stop: Stop, seconds: float = 60) -> bool:
    """Wait until the web server accepts connections; False if it does not, or if told to stop."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and not stop.wait(0.1):
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return True
    return False


def welcome(port: int) -> str:
    lines = [_("The site is at %(address)s") % {"address": f"http://{HOST}:{port}/"}, *demo_sign_ins()]
    return "\n".join(["", *lines, _("Ctrl-C ends it."), ""])


def demo_sign_ins() -> list[str]:
    """The accounts of the demo with their passwords, while they still have them."""
    if "demo_people" not in get_commands():
        return []
    from .demo_people import sign_ins

    return sign_ins()


def end_all(programs: list[Program]) -> None:
    """SIGTERM to all first, then wait: together they need no longer than the slower one."""
    for program in programs:
        if program.process and program.process.poll() is None:
            program.process.terminate()
    deadline = time.monotonic() + END_SECONDS
    for program in programs:
        program.end(deadline)
