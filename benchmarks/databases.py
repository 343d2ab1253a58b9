"""Empty databases for the cases: SQLite files, and PostgreSQL databases on this machine."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

LOCAL = "postgres://postgres@127.0.0.1:5432/postgres"


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


@contextmanager
def fresh(kind: str, folder: Path, name: str) -> Iterator[dict[str, str]]:
    """Environment of a case with an empty database of its own. kind: sqlite or postgresql."""
    home = folder / f"{kind}-{name}"
    home.mkdir()
    environment = {"DATA_DIR": str(home)}
    if kind == "sqlite":
        yield {**environment, "DATABASE_URL": f"sqlite:///{home / 'database.sqlite3'}"}
        return
    address, database = server(), f"segmentation_bench_{os.getpid()}_{name}"
    parts = urlsplit(address)
    _do(address, "CREATE DATABASE {}", database)
    try:
        yield {**environment, "DATABASE_URL": urlunsplit(parts._replace(path=f"/{database}"))}
    finally:
        _do(address, "DROP DATABASE {} WITH (FORCE)", database)


def _do(address: str, statement: str, database: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(database)))
