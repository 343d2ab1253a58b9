"""Opens what computes over transactions: DuckDB in this process, or Spark (settings.ANALYTICS_ENGINE).

    with engine.session() as session:
        table = session.read(paths)
        customers = session.fetch(lrfm.summary(table, session.functions, reference, rules), index="customer")

Both speak the DataFrame API of PySpark: DuckDB through SQLFrame. One session at a time in a process. SQLFrame
builds every query in one global session, so two threads would mix theirs; and the limit of memory holds for
each session, so two would hold twice as much.
"""

import logging
import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol
from urllib.parse import urlsplit

import pandas as pd
from django.conf import settings

from analysis.lrfm import Frame
from analysis.marks import N_

from .lost_rows import CannotRead

# what a killed process wrote to disk and nobody removed
STRAY_SECONDS = 24 * 3600
# of Spark Connect, where its address names none
CONNECT_PORT = 15002
KNOCK_SECONDS = 10

# packages whose errors are an engine's own
_ENGINES = frozenset({"duckdb", "_duckdb", "pyspark", "py4j", "grpc"})
log = logging.getLogger(__name__)
_turn = threading.RLock()
_is_open = False


class EngineAway(CannotRead):
    """The engine of the settings did not start or answer; the cause goes to the log, `text` to people."""

    text = N_("The transactions cannot be counted now: the engine for it does not answer. Tell the admin.")


class Reader(Protocol):
    """An open engine. functions: the module that analysis.lrfm takes."""

    @property
    def functions(self) -> Any: ...

    def read(self, paths: Sequence[Path]) -> Frame: ...

    def close(self) -> None: ...


class Session:
    """What one engine offers while it is open."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.functions = reader.functions

    def read(self, paths: Sequence[Path | str]) -> Frame:
        """The rows of all these Parquet files, columns put together by their names."""
        if not paths:
            raise ValueError("there is no file to read")
        return self._reader.read([Path(path) for path in paths])

    def fetch(self, frame: Frame, index: str | None = None) -> pd.DataFrame:
        """Compute a DataFrame: dates become datetime64, texts stay texts, the order is kept."""
        found: pd.DataFrame = frame.toArrow().to_pandas(date_as_object=False)
        return found.set_index(index) if index else found

    def row(self, frame: Frame) -> dict[str, Any]:
        """Compute a DataFrame of one row."""
        (found,) = frame.collect()
        return dict(found.asDict())


@contextmanager
def session(name: str = "") -> Iterator[Session]:
    """Open the engine of the settings, or one by its name; wait for our turn first, and close it at the end.

    Raises EngineAway where it does not open, or fails at its work; RuntimeError within another session of
    the same thread.
    """
    global _is_open
    with _turn:
        if _is_open:
            raise RuntimeError("a session is open already: pass it on")
        _is_open = True
        try:
            reader = _opened(name or settings.ANALYTICS_ENGINE)
            try:
                yield Session(reader)
            except Exception as problem:
                # no memory, no room on the disk, a cluster that went away
                if type(problem).__module__.partition(".")[0] not in _ENGINES:
                    raise
                log.exception("the engine of transactions failed")
                raise EngineAway from problem
            finally:
                reader.close()
        finally:
            _is_open = False


def _opened(name: str) -> Reader:
    try:
        return DuckDB() if name == "duckdb" else Spark(name)
    except Exception as problem:
        # of the disk, Java, py4j, gRPC or pyspark, which have no common class
        log.exception("the engine of transactions did not start")
        raise EngineAway from problem


class DuckDB:
    """DuckDB in memory, with a limit; what does not fit goes to a folder of its own in DATA_DIR."""

    def __init__(self) -> None:
        # half a second to load, which a page without transactions is spared
        import duckdb
        from sqlframe.duckdb import DuckDBSession, functions

        self.functions = functions
        self._folder = TemporaryDirectory(dir=spill_directory(), ignore_cleanup_errors=True)
        self._connection = duckdb.connect(
            ":memory:",
            config={
                "memory_limit": f"{settings.ANALYTICS_MEMORY_MB}MB",
                "threads": settings.ANALYTICS_THREADS,
                "temp_directory": self._folder.name,
                # what needs an order asks for it; keeping that of the file costs memory
                "preserve_insertion_order": False,
                # nothing is ever fetched from outside
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            },
        )
        self._session = DuckDBSession(conn=self._connection)
        self._views = 0

    def read(self, paths: Sequence[Path]) -> Frame:
        self._views += 1
        name = f"file_{self._views}"
        # SQLFrame's own reader puts paths into SQL as they are; an apostrophe in one would end the text
        files = [re.sub(r"([*?\[])", r"[\1]", str(path)) for path in paths]
        self._connection.read_parquet(files, union_by_name=True).create_view(name)
        return self._session.read.table(name)

    def close(self) -> None:
        # this closes the connection, too
        self._session.stop()
        self._folder.cleanup()


class Spark:
    """Spark in this process (local[2]), as a driver of a cluster (spark://) or by Spark Connect (sc://)."""

    def __init__(self, address: str) -> None:
        from pyspark.sql import SparkSession, functions

        if address.startswith("sc://"):
            _knock(address)
        self.functions = functions
        # one that was open before belongs to somebody else
        self._is_ours = SparkSession.getActiveSession() is None
        builder = SparkSession.builder.appName("msme-segmentation")
        builder = builder.remote(address) if address.startswith("sc://") else builder.master(address)
        for name, value in _spark_options(address).items():
            builder = builder.config(name, value)
        self._session = builder.getOrCreate()

    def read(self, paths: Sequence[Path]) -> Frame:
        files = [re.sub(r"([*?\[\]{}\\])", r"\\\1", str(path)) for path in paths]
        return self._session.read.option("mergeSchema", "true").parquet(*files)

    def close(self) -> None:
        if self._is_ours:
            self._session.stop()


def _knock(address: str) -> None:
    """Raise OSError where nobody listens: the client of Spark Connect would try for ten minutes."""
    parts = urlsplit(address)
    socket.create_connection((parts.hostname or "", parts.port or CONNECT_PORT), KNOCK_SECONDS).close()


def _spark_options(address: str) -> dict[str, str]:
    """A cluster brings its own settings; in this process Spark keeps to this machine and opens no pages."""
    if not address.startswith("local"):
        return {}
    return {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "4",
        "spark.ui.showConsoleProgress": "false",
    }


def spill_directory() -> Path:
    """Where the engine may write; removes what killed processes left there a day ago."""
    folder = Path(settings.DATA_DIR) / "spill"
    folder.mkdir(mode=0o700, exist_ok=True)
    for path in folder.iterdir():
        # another process may close its session just now
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < time.time() - STRAY_SECONDS:
                shutil.rmtree(path, ignore_errors=True)
    return folder
