"""Keeps what takes long to compute of customers in files, by what it depends on.

`TABLES`: what was counted of a shop's transactions, with the numbers of its customers. `VALUES`: what was
computed of them, or of a table of customers: figures of a report, groups of rows, models. Of tables it holds
no customer's number.
"""

import hashlib
import os
import pickle
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO, Generic, TypeVar

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis import lrfm

from . import kept_files

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """Values of one form. formulas: files and folders of code that they follow from, libraries: packages: an
    update never reads what an older version computed, and programs of the same formulas and packages read one
    another's files."""

    def __init__(
        self,
        suffix: str,
        read: Callable[[BinaryIO], Value],
        write: Callable[[Value, Path], None],
        is_whole: Callable[[BinaryIO], bool],
        *formulas: Path,
        libraries: tuple[str, ...] = (),
    ) -> None:
        self.suffix, self._read, self._write, self._is_whole = suffix, read, write, is_whole
        self._formulas, self._libraries = formulas, libraries

    def filed(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of a key from its file, made and written where there is none."""
        return kept_files.read_or_make(self._path(key), self._read, make, self._write)

    def opened(self, key: Hashable) -> AbstractContextManager[BinaryIO]:
        """The file of a key that is there, for who reads it in parts."""
        return kept_files.opened(self._path(key))

    def is_there(self, key: Hashable) -> bool:
        """Whether the value of a key is there without being made: a file that was cut short is not."""
        try:
            with self._path(key).open("rb") as file:
                return self._is_whole(file)
        except OSError:
            return False

    def forget(self) -> None:
        """Delete all of them: rows behind them were deleted for good."""
        kept_files.forget(self.suffix)

    def _path(self, key: Hashable) -> Path:
        name = hashlib.sha256(repr((key, self.version)).encode()).hexdigest()[:40]
        return kept_files.path_of(name, self.suffix)

    @cached_property
    def version(self) -> str:
        """A hash of the text of the formulas, the same wherever and whenever they were copied, and of the
        packages' versions."""
        digest = hashlib.sha256(repr([version(name) for name in self._libraries]).encode())
        for place in self._formulas:
            for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
                digest.update(path.name.encode() + path.read_bytes())
        return digest.hexdigest()


def _read_table(file: BinaryIO) -> pd.DataFrame:
    """What Arrow needed for it is given back: for a million customers as much again."""
    found: pd.DataFrame = pq.read_table(file).to_pandas(split_blocks=True, self_destruct=True)
    pa.default_memory_pool().release_unused()
    return found


def _is_whole_table(file: BinaryIO) -> bool:
    """What a file of Parquet holds is told at its end."""
    try:
        pq.read_metadata(file)
    except pa.ArrowException:
        return False
    return True


def _is_whole_value(file: BinaryIO) -> bool:
    file.seek(-1, os.SEEK_END)
    return file.read(1) == pickle.STOP


def _write_value(found: Any, path: Path) -> None:
    with path.open("wb") as file:
        pickle.dump(found, file, pickle.HIGHEST_PROTOCOL)


# what numbers of segments and models depend on
LIBRARIES = ("numpy", "pandas", "scipy", "scikit-learn", "duckdb")
_LRFM, _HERE = Path(lrfm.__file__), Path(__file__).parent
TABLES: Kept[pd.DataFrame] = Kept(".parquet", _read_table, pd.DataFrame.to_parquet, _is_whole_table, _LRFM)
# our own files, which nobody uploads
VALUES: Kept[Any] = Kept(
    ".pickle", pickle.load, _write_value, _is_whole_value, _LRFM.parent, _HERE, libraries=LIBRARIES
)
