"""Imported rows that cannot be read back: their Parquet is gone from the disk, or damaged.

A full disk, a copy that was cut short, a folder left out of a restored backup. Nothing in the database tells,
so it is found where rows are read, and said with the files that an admin has to bring back.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from analysis.marks import N_
from analysis.refusal import Refusal
from data.columnar import is_lost, rows_path
from data.models import Dataset

log = logging.getLogger(__name__)


class CannotRead(RuntimeError):
    """What a page needs cannot be read or counted now; another time it may be.

    text: English message with %(name)s places, marked for translation; data: the values of the places.
    """

    text = ""

    def __init__(self, data: dict[str, Any] | None = None) -> None:
        self.data = data or {}
        super().__init__(self.text % self.data)


class RowsLost(CannotRead):
    """Files whose rows are gone or damaged. files: these datasets, one at least."""

    text = N_(
        "The rows of %(files)s are missing on this server, or damaged. An admin brings them back: open the "
        "edition, withdraw the file, and upload it again. Other shops and tables can be used meanwhile."
    )

    def __init__(self, files: Iterable[Dataset]) -> None:
        self.files = list(files)
        super().__init__({"files": ", ".join(f"“{one.file_name}”" for one in self.files)})


@contextmanager
def reading(files: Iterable[Dataset]) -> Iterator[None]:
    """What fails while the rows of these are read is RowsLost where one of them cannot be read at all.

    Each reader fails in its own way (Arrow, DuckDB, Spark, the file system), so the files themselves are
    asked once something failed: they are read through, which takes seconds for ten million rows.
    """
    listed = list(files)
    try:
        yield
    except (Refusal, RowsLost):
        raise
    except Exception as problem:
        lost = [one for one in listed if is_lost(rows_path(one))]
        if not lost:
            raise
        log.exception("rows of %s cannot be read", ", ".join(str(rows_path(one)) for one in lost))
        raise RowsLost(lost) from problem
