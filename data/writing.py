"""Writes accepted rows in bulk. A `rows_of` function makes the tables to write of one chunk's typed table.

Making and writing are apart: sealing people takes longer than writing them, and meanwhile SQLite's one writer
must be free for others.

`executemany` on SQLite and COPY on PostgreSQL: 100,000 ten-column rows took 0.4 s against 3.6 s with
bulk_create (stack.md, What bites 12).
"""

import io
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pandas as pd
import pyarrow as pa
from django.db import connection
from django.db.models import Model
from pyarrow import csv

from data import contacts
from data.models import Contact, Dataset, FigureRow, MarketRow, OutlineRow, SizeClass

Rows = list[tuple[type[Model], pd.DataFrame]]
Made = TypeVar("Made")
WIDE_COUNTS = {
    "n_micro": SizeClass.MICRO,
    "n_small": SizeClass.SMALL,
    "n_medium": SizeClass.MEDIUM,
    "n_large": SizeClass.LARGE,
}


def write(model: type[Model], table: pd.DataFrame) -> int:
    """Insert a table whose columns are the model's database columns; missing values become NULL."""
    if table.empty:
        return 0
    if connection.vendor == "postgresql":
        _copy(model._meta.db_table, table)
    else:
        _execute_many(model._meta.db_table, table)
    return len(table)


def write_all(rows: Rows) -> None:
    """Write what a `rows_of` function made; call it inside a transaction."""
    for model, table in rows:
        write(model, table)


def made_ahead(parts: Iterable[Made]) -> Iterator[Made]:
    """The same parts. While PostgreSQL takes one in, a thread makes the next.

    Not on SQLite, which gives Python's lock away and takes it back for each row: with another thread at work
    it would wait for it twenty thousand times per part.
    """
    if connection.vendor != "postgresql":
        yield from parts
        return
    upcoming = iter(parts)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(next, upcoming, None)
        while (part := waiting.result()) is not None:
            waiting = pool.submit(next, upcoming, None)
            yield part


def _execute_many(name: str, table: pd.DataFrame) -> None:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(column) for column in table.columns)
    places = ", ".join(["%s"] * len(table.columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(name)} ({columns}) VALUES ({places})",  # noqa: S608 – our own names only
            list(zip(*(_values(table[column]) for column in table.columns), strict=True)),
        )


def _values(series: "pd.Series[Any]") -> list[Any]:
    """Python values with None for missing, which is what database drivers take."""
    if pd.api.types.is_integer_dtype(series.dtype) and not series.hasnans:
        return series.to_numpy(dtype="int64").tolist()
    values = series.to_numpy(dtype=object, copy=True)
    values[series.isna().to_numpy(dtype=bool)] = None
    return list(values)


def _copy(name: str, table: pd.DataFrame) -> None:
    ready = table.copy(deep=False)
    for column in ready.columns:
        first = ready[column].dropna().head(1).tolist()
        if first and isinstance(first[0], bytes | bytearray):
            ready[column] = [rf"\x{bytes(value).hex()}" for value in ready[column]]
    text = io.BytesIO()
    # every text is quoted and a missing value is not, so that "" and missing stay apart
    csv.write_csv(
        pa.Table.from_pandas(ready, preserve_index=False), text, csv.WriteOptions(include_header=False)
    )
    quote = connection.ops.quote_name
    columns = ", ".join(quote(column) for column in table.columns)
    statement = f"COPY {quote(name)} ({columns}) FROM STDIN (FORMAT csv)"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(text.getbuffer())


def _placed(table: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """The columns every row table shares: where in which file the row came from."""
    placed = table[["sheet", "row_number", "area_id"]].copy()
    placed.insert(0, "dataset_id", dataset.pk)
    return placed


def _market(table: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    rows = _placed(table, dataset)
    wanted = ["category_id", "size_class", "n", "turnover", "employees", "start_year", "duplicate_key"]
    rows[wanted] = table.reindex(columns=wanted)
    return rows


def rows_of_register(table: pd.DataFrame, dataset: Dataset) -> Rows:
    """One MarketRow per enterprise, and a Contact where the row names a person or a way to reach one."""
    return [(MarketRow, _market(table.assign(n=1), dataset)), *rows_of_people(table, dataset)]


def rows_of_people(table: pd.DataFrame, dataset: Dataset) -> Rows:
    """A Contact per row that names a person or a way to reach one, by sheet."""
    made: Rows = []
    personal = [c for c in contacts.FIELDS if c in table.columns]
    named = table[table[personal].notna().any(axis=1)] if personal else table.iloc[:0]
    for sheet in sorted(named["sheet"].unique()):
        part = named[named["sheet"] == sheet]
        people = contacts.seal(dataset.pk, int(sheet), part["row_number"], {c: part[c] for c in personal})
        made.append((Contact, people))
    return made


def rows_of_counts(table: pd.DataFrame, dataset: Dataset) -> Rows:
    """One MarketRow per stated number: one per size class of a wide table, else the column n."""
    made: Rows = []
    if "n" in table:
        alone = table["n"].notna() & ~has_size_classes(table)
        made.append((MarketRow, _market(table[alone], dataset)))
    for column, size_class in WIDE_COUNTS.items():
        if column in table:
            part = table[table[column].notna()]
            part = part.assign(n=part[column], size_class=int(size_class))
            made.append((MarketRow, _market(part, dataset)))
    return made


def has_size_classes(table: pd.DataFrame) -> "pd.Series[bool]":
    """Rows of counts that state size classes, so that their column n is only the total of these."""
    return table[[column for column in WIDE_COUNTS if column in table]].notna().any(axis=1)


def rows_of_figures(table: pd.DataFrame, dataset: Dataset) -> Rows:
    """One FigureRow per figure of an area; residents follow from male and female where not stated."""
    names = [c for c in ("residents", "male", "female", "km2", "distance_km", "lat", "lon") if c in table]
    if {"male", "female"} <= set(names):
        both = table["male"] + table["female"]
        table = table.assign(residents=table["residents"].fillna(both) if "residents" in table else both)
        names = sorted({*names, "residents"})
    made: Rows = []
    for name in names:
        rows = _placed(table, dataset)
        rows["column"] = str(dataset.mapping.get(name, ""))[:200]
        rows["name"] = name
        rows["value"] = table[name].astype("Float64")
        made.append((FigureRow, rows[rows["value"].notna()]))
    return made


def rows_of_outlines(table: pd.DataFrame, dataset: Dataset) -> Rows:
    """One OutlineRow per feature; the geometry is GeoJSON text, normalised when it was checked."""
    rows = _placed(table, dataset)
    rows["geometry"] = table["geometry"]
    return [(OutlineRow, rows)]
