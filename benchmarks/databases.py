"""Databases for the cases, each a copy of one that was migrated once: SQLite files, and PostgreSQL databases
on this machine."""

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from benchmarks import children

LOCAL = "postgres://postgres@127.0.0.1:5432/postgres"
PREFIX = "segmentation_bench"
HERE = ("127.0.0.1", "::1", "localhost")


def server() -> str:
    """Address of a PostgreSQL that answers ($TEST_DATABASE_URL, or the local one); empty if none does."""
    address = os.environ.get("TEST_DATABASE_URL", "") or LOCAL
    try:
        with psycopg.connect(address, connect_timeout=5):
            return address
    except psycopg.OperationalError:
        return ""


def version(address: str) -> str:
    with psycopg.connect(address) as connection:
        return f"{connection.info.server_version // 10000}"


def sweep() -> None:
    """Drop what a benchmark that was killed left on this machine's server."""
    address = server()
    if not address or urlsplit(address).hostname not in HERE:
        return
    with psycopg.connect(address) as connection:
        names = connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"]
        ).fetchall()
    for (name,) in names:
        number = name.removeprefix(f"{PREFIX}_").split("_")[0]
        if number.isdigit() and not Path(f"/proc/{number}").exists():
            _do(address, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


@contextmanager
def migrated(kind: str, folder: Path) -> Iterator[str]:
    """A database with tables and areas to copy: a file's path, or a database's name. kind: as in `fresh`."""
    with fresh(kind, folder, "template") as environment:
        children.run("migrate", environment)
        address = environment["DATABASE_URL"]
        yield address.removeprefix("sqlite:///") if kind == "sqlite" else urlsplit(address).path[1:]


@contextmanager
def fresh(kind: str, folder: Path, name: str, like: str = "") -> Iterator[dict[str, str]]:
    """Environment of a case with a database of its own, a copy of `like`. kind: sqlite or postgresql."""
    home = folder / f"{kind}-{name}"
    home.mkdir(parents=True)
    environment = {"DATA_DIR": str(home)}
    if kind == "sqlite":
        file = home / "database.sqlite3"
        if like:
            with closing(sqlite3.connect(like)) as source, closing(sqlite3.connect(file)) as target:
                source.backup(target)
        yield {**environment, "DATABASE_URL": f"sqlite:///{file}"}
        shutil.rmtree(home)
        return
    address, database = server(), f"{PREFIX}_{os.getpid()}_{name}"
    parts = urlsplit(address)
    try:
        _copy(address, database, like)
        yield {**environment, "DATABASE_URL": urlunsplit(parts._replace(path=f"/{database}"))}
    finally:
        _do(address, "DROP DATABASE IF EXISTS {} WITH (FORCE)", database)
    shutil.rmtree(home)


def _copy(address: str, database: str, like: str) -> None:
    """The server refuses a copy while the connection of a child that has just ended is still being closed."""
    for attempt in range(20):
        try:
            _do(address, "CREATE DATABASE {} TEMPLATE {}", database, like or "template1")
            return
        except psycopg.errors.ObjectInUse:
            if attempt == 19:
                raise
            time.sleep(0.5)


def _do(address: str, statement: str, *names: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
