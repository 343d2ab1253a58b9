"""Typed tables beside a dataset: what the checks accepted, and what they found wrong, in Parquet."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data.kinds import Kind

_DRAFT = ".part"
_STORED = {
    **dict.fromkeys(("integer", "money", "year"), pa.int64()),
    "number": pa.float64(),
    "date": pa.date32(),
}
_TYPES: dict[Any, Any] = {
    pa.int64(): pd.Int64Dtype(),
    pa.string(): pd.StringDtype(),
    pa.float64(): pd.Float64Dtype(),
    pa.date32(): pd.ArrowDtype(pa.date32()),
    pa.bool_(): pd.BooleanDtype(),
}
ERRORS = pa.schema(
    [
        ("sheet", pa.int64()),
        ("row", pa.int64()),
        ("column", pa.string()),
        ("rule", pa.string()),
        ("value", pa.string()),
    ]
)


def accepted_schema(kind: Kind, columns: list[str]) -> pa.Schema:
    """Columns of the accepted table: place in the file, resolved names, and the kind's typed columns.

    Of a columnar kind all its columns, and no people: data/columnar.py keeps these apart.
    """
    fields = [(name, pa.int64()) for name in ("sheet", "row_number", "area_id")]
    if kind.columnar:
        fields = fields if kind.area_columns else fields[:2]
        columns = [column.key for column in kind.columns if column.sensitivity != "personal"]
    if kind.subject == "market":
        fields += [(name, pa.int64()) for name in ("category_id", "size_class")]
    if "enterprises" in kind.lacks:  # what a sum and what a part is (data/sums.py)
        fields.append(("unknown_village", pa.int64()))
    if kind.duplicate_keys:
        fields.append(("duplicate_key", pa.int64()))
    for column in kind.columns:
        if column.reader is not None:
            fields += [(name, pa.type_for_alias(of)) for name, of in column.reader.stored.items()]
        elif column.key in columns and column.type not in ("area", "category", "size"):
            fields.append((column.key, _STORED.get(column.type, pa.string())))
    return pa.schema(fields)


class Table:
    """A Parquet file written chunk by chunk under a temporary name, renamed when it is whole."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.path = path
        self.draft = path.with_suffix(f".{os.getpid()}{_DRAFT}")
        self.schema = schema
        self.rows = 0
        # no dictionaries: such rows are written in 60 % of the time, read in 65 %, and take a quarter less
        self._writer = pq.ParquetWriter(self.draft, schema, compression="zstd", use_dictionary=False)

    def __enter__(self) -> "Table":
        return self

    def add(self, table: pd.DataFrame) -> None:
        ready = table.reindex(columns=self.schema.names)
        self._writer.write_table(pa.Table.from_pandas(ready, schema=self.schema, preserve_index=False))
        self.rows += len(table)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._writer.close()
            if error is None:
                os.replace(self.draft, self.path)
        finally:  # a full disk may let the closing fail too
            self.draft.unlink(missing_ok=True)


def rewrite(path: Path, schema: pa.Schema, parts: Iterable[pd.DataFrame]) -> None:
    """Put these parts in the place of a table. They may be read from it: it stands until all are written."""
    with Table(path, schema) as table:
        for part in parts:
            table.add(part)


def sweep(directory: Path) -> None:
    """Delete drafts that killed workers left. Only the worker that holds the dataset's job may call it."""
    for draft in directory.glob(f"*{_DRAFT}"):
        draft.unlink(missing_ok=True)


def batches(path: Path, size: int, columns: list[str] | None = None) -> Iterator[pd.DataFrame]:
    """The table in parts of at most `size` rows; missing whole numbers stay missing.

    columns: the only ones to read, where the table has them.
    """
    with pq.ParquetFile(path) as file:
        wanted = [name for name in file.schema_arrow.names if columns is None or name in columns]
        for batch in file.iter_batches(batch_size=size, columns=wanted):
            yield pa.Table.from_batches([batch]).to_pandas(types_mapper=_TYPES.get)


def schema_of(path: Path) -> pa.Schema:
    return pq.read_schema(path)


def rows_of(path: Path) -> int:
    with pq.ParquetFile(path) as file:
        return int(file.metadata.num_rows)


def part(path: Path, start: int, size: int) -> pd.DataFrame:
    """Rows start … start + size of the table, reading only the row groups they lie in."""
    with pq.ParquetFile(path) as file:
        found: list[pd.DataFrame] = []
        first = 0
        for group in range(file.num_row_groups):
            rows = file.metadata.row_group(group).num_rows
            low, high = max(start - first, 0), min(start + size - first, rows)
            if low < high:
                found.append(file.read_row_group(group).to_pandas(types_mapper=_TYPES.get).iloc[low:high])
            first += rows
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=ERRORS.names)
