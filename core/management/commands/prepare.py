"""`manage.py prepare`: everything between a fresh checkout and a site that can start; quick once done."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

STAMP = ".collected.sha256"


class Command(BaseCommand):
    help = "Build the front end and the translations, migrate, collect static files, make and load the demo."
    # the checks import every page, which takes over a second; `make test` runs them
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for name in ("build_frontend", "compile_messages"):
            if name in get_commands():
                call_command(name, stdout=self.stdout)
        is_new = not (settings.DATA_DIR / "database.sqlite3").exists()
        if is_new:
            self.stdout.write("Making the database ...")
        call_command("migrate", verbosity=0)
        collect()
        if os.environ.get("DEMO", "1") != "0":
            load_demo(self)


def collect() -> None:
    """Collect, hash and compress static files if a source changed since the last time (it takes seconds)."""
    now = fingerprint()
    stamp = Path(settings.STATIC_ROOT) / STAMP
    if stamp.exists() and stamp.read_text() == now:
        return
    # a process of its own: this one read its settings before static/dist was built
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "collectstatic"]
    # ninja brings a second reader of the API's documentation, which nothing here uses
    command += ["--ignore", "redoc*"]
    subprocess.run([*command, "--noinput", "--clear", "--verbosity", "0"], check=True)  # noqa: S603
    stamp.write_text(now)


def fingerprint() -> str:
    """Changes with our built files, and with the locked packages that bring static files of their own."""
    dist = settings.BASE_DIR / "static" / "dist"
    files = sorted(path for path in dist.rglob("*") if path.is_file())
    lines = [f"{path.relative_to(dist)} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files]
    lines.append((settings.BASE_DIR / "requirements.txt").read_text())
    lines.append(settings.STORAGES["staticfiles"]["BACKEND"])
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def load_demo(command: BaseCommand) -> None:
    """People and data of the demo, each only into an empty place."""
    if not get_user_model().objects.exists():
        call_command("demo_people", stdout=command.stdout)
    if "load_demo" in get_commands() and not apps.get_model("data", "Dataset").objects.exists():
        call_command("load_demo", stdout=command.stdout)
