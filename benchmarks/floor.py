"""The floor under any import: rows that are ready, handed to the database in one call."""

import os
import time
from typing import Any

import pandas as pd
from django.db import connection, transaction

from areas.models import Area
from benchmarks.register import CATEGORIES, register
from benchmarks.world import receive_nothing
from data import contacts
from data.models import Category, Contact, MarketRow
from demo.pekanbaru import VILLAGES

ROW = [
    "dataset_id",
    "sheet",
    "row_number",
    "area_id",
    "category_id",
    "size_class",
    "n",
    "turnover",
    "employees",
    "start_year",
    "duplicate_key",
]


def write(rows: int, with_contacts: bool) -> dict[str, Any]:
    """Write the register's good rows (and as many sealed contacts). Returns seconds inside the clock."""
    dataset_id = receive_nothing()
    market = _market(rows, dataset_id, with_contacts)
    people = _people(dataset_id, market) if with_contacts else []
    started, own = time.perf_counter(), time.process_time()
    with transaction.atomic():
        _insert(MarketRow._meta.db_table, ROW, market)
        if people:
            _insert(Contact._meta.db_table, list(contacts.SEALED_COLUMNS), people)
    seconds, cpu = time.perf_counter() - started, time.process_time() - own
    return {"seconds": seconds, "cpu": cpu, "rows": MarketRow.objects.count()}


def _market(rows: int, dataset_id: int, keyed: bool) -> list[tuple[Any, ...]]:
    made = register(rows, personal=False)
    good = made.values.drop(index=made.bad)
    villages = dict(Area.objects.filter(level=3).values_list("code", "pk"))
    region = Area.objects.filter(level=3).values_list("boundary_set__region_id", flat=True)[0]
    fields = [
        Category.objects.get_or_create(region_id=region, name=name, key=name.casefold())[0].pk
        for name in CATEGORIES
    ]
    area = pd.Series([villages[one.code] for one in VILLAGES])
    key = (good.index.to_series() * 2_654_435_761 - 2**62).tolist() if keyed else [None] * len(good)
    columns: list[list[Any]] = [
        [dataset_id] * len(good),
        [0] * len(good),
        (good.index + 2).tolist(),
        area.iloc[good["village"]].tolist(),
        pd.Series(fields).iloc[good["category"]].tolist(),
        good["size"].tolist(),
        [1] * len(good),
        good["turnover"].tolist(),
        good["employees"].tolist(),
        good["start_year"].tolist(),
        key,
    ]
    return list(zip(*columns, strict=True))


def _people(dataset_id: int, market: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """As long as real ones: about 190 bytes of secret, three hashes."""
    secret = os.urandom(190)
    return [(dataset_id, 0, row[2], secret, row[10], -row[10], None, row[10] + 1) for row in market]


def _insert(table: str, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    quoted = ", ".join(connection.ops.quote_name(column) for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({places})", rows)
