"""Rows that stay in columns beside their file: DuckDB or Spark reads them, the database never does.

`checked.parquet` holds what a check accepted and `people.parquet` who stands in which row, until the import;
then the same rows are `rows.parquet`, without anybody in them, and the people are contacts.
"""

import errno
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data import tables
from data.checking import Checker
from data.kinds import kind, kind_of
from data.models import Dataset
from data.plan import Plan

CHECKED, PEOPLE, ROWS = "checked.parquet", "people.parquet", "rows.parquet"
log = logging.getLogger(__name__)
# what a disk says that knows no second name of a file
_NO_LINKS = (errno.EPERM, errno.EACCES, errno.EXDEV, errno.EMLINK, errno.ENOTSUP, errno.ENOSYS)


def rows_path(dataset: Dataset) -> Path:
    """The imported rows of a dataset of a columnar kind."""
    return Path(dataset.directory / ROWS)


def is_lost(path: Path) -> bool:
    """Whether rows cannot be read from the first to the last: gone from the disk, cut short, or damaged.

    They are read through, which takes seconds for ten million.
    """
    try:
        with pq.ParquetFile(path) as file:
            for _batch in file.iter_batches():
                pass
    except (OSError, pa.ArrowException):
        return True
    return False


class _WithPeople:
    """The table of accepted rows, and beside it that of the people in them."""

    def __init__(self, rows: tables.Table, people: tables.Table, checker: Checker, fields: list[str]) -> None:
        self.rows, self.people, self.checker, self.fields = rows, people, checker, fields

    def add(self, table: pd.DataFrame) -> None:
        self.rows.add(table)
        assert self.checker.tally is not None
        named = self.checker.tally.people(table, self.fields)
        if len(named):
            self.people.add(named)


@contextmanager
def accepted(directory: Path, checker: Checker) -> Iterator[Any]:
    """A table to add accepted rows to: `checked.parquet`, of columnar kinds with their people apart."""
    schema = tables.accepted_schema(checker.plan.kind, list(checker.plan.positions))
    fields = people_in(checker.plan) if checker.plan.kind.columnar else []
    for made in (PEOPLE, ROWS):  # of a check before, or of an import that was stopped
        (directory / made).unlink(missing_ok=True)
    with tables.Table(directory / CHECKED, schema) as rows:
        if not fields:
            yield rows
            return
        with tables.Table(directory / PEOPLE, people_schema(fields)) as people:
            yield _WithPeople(rows, people, checker, fields)


def people_in(plan: Plan) -> list[str]:
    """Keys of the personal columns that a file has."""
    return [column.key for column in plan.kind.personal_columns if column.key in plan.positions]


def people_schema(fields: list[str]) -> pa.Schema:
    places = [(name, pa.int64()) for name in ("sheet", "row_number")]
    return pa.schema([*places, *((name, pa.string()) for name in fields)])


def name_rows(directory: Path) -> None:
    """Give the checked rows the name that they are read by. May run again, also while another worker does.

    It is a second name, so that whoever fails afterwards has nothing to give back.
    """
    draft = directory / f"rows.{os.getpid()}.part"
    draft.unlink(missing_ok=True)
    try:
        try:
            os.link(directory / CHECKED, draft)
        except OSError as problem:
            if problem.errno not in _NO_LINKS:
                raise
            shutil.copyfile(directory / CHECKED, draft)
        os.replace(draft, directory / ROWS)
    finally:
        draft.unlink(missing_ok=True)  # where both were names of one file, replacing changes nothing


def clear(directory: Path) -> None:
    """Delete what was only needed until the import."""
    for made in (CHECKED, PEOPLE):
        (directory / made).unlink(missing_ok=True)
    tables.sweep(directory)


def keep_rows(directory: Path, gone: Any) -> None:
    """Write the checked rows, and the people in them, without those whose place in the table is in `gone`.

    gone: a boolean per checked row, in their order.
    """
    places: list[pd.DataFrame] = []

    def kept() -> Iterator[pd.DataFrame]:
        done = 0
        for part in tables.batches(directory / CHECKED, 200_000):
            out = gone[done : done + len(part)]
            done += len(part)
            places.append(part.loc[out, ["sheet", "row_number"]])
            yield part[~out]

    tables.rewrite(directory / CHECKED, tables.schema_of(directory / CHECKED), kept())
    people = directory / PEOPLE
    if people.exists():
        left_out = pd.MultiIndex.from_frame(pd.concat(places))
        tables.rewrite(people, tables.schema_of(people), _without(people, left_out))


def rewrite_texts(dataset: Dataset, said: Callable[[str], str]) -> bool:
    """Put `said` of each text in its place in the imported rows; whether any changed. For the erasure of a
    person whom a text names; numbers and identifiers stay as they are.

    Rows that were cut short, are damaged or are no table any more are deleted: no page can read them, the
    person may still stand in them, and nobody could be erased from any other file while they are there.
    """
    path = rows_path(dataset)
    if kind(dataset.kind).columnar is None or not path.exists():
        return False
    columns = _texts_in(dataset)
    try:
        changed = _changed(path, columns, said)
    except (OSError, pa.ArrowException) as problem:
        # with a number it comes from the system: no right, no room, a disk that does not answer
        is_of_system = isinstance(problem, OSError) and problem.errno is not None
        if is_of_system or isinstance(problem, MemoryError) or not is_lost(path):
            raise
        return _delete_lost(path)
    if changed and is_lost(path):  # in a column of numbers, which was not read so far
        return _delete_lost(path)
    if changed:
        parts = tables.batches(path, 200_000)
        tables.rewrite(path, tables.schema_of(path), (_replaced(part, columns, changed) for part in parts))
    return bool(changed)


def _delete_lost(path: Path) -> bool:
    log.error("%s cannot be read, so it is deleted", path, exc_info=True)
    path.unlink(missing_ok=True)
    return True


def _changed(path: Path, columns: list[str], said: Callable[[str], str]) -> dict[str, str]:
    """Texts of these columns that become others, and what they become."""
    found = {
        text
        for part in tables.batches(path, 200_000, columns)
        for name in part
        for text in part[name].unique()
    }
    new = {text: said(text) for text in found if isinstance(text, str)}
    return {text: told for text, told in new.items() if text != told}


def _texts_in(dataset: Dataset) -> list[str]:
    """Columns of the rows that hold words."""
    texts = []
    for column in kind_of(dataset).columns:
        if column.reader is not None:
            texts += [name for name, of in column.reader.stored.items() if of == "string"]
        elif column.type == "text" and column.sensitivity != "personal":
            texts.append(column.key)
    return texts


def _replaced(part: pd.DataFrame, columns: list[str], changed: dict[str, str]) -> pd.DataFrame:
    return part.assign(**{name: part[name].replace(changed) for name in columns if name in part})


def _without(people: Path, places: "pd.MultiIndex") -> Iterator[pd.DataFrame]:
    for part in tables.batches(people, 200_000):
        yield part[~pd.MultiIndex.from_frame(part[["sheet", "row_number"]]).isin(places)]
