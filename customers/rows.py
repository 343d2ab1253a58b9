"""Reads the rows of shops and of tables of customers back: they stay in Parquet beside their files."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analysis.column_types import Column as Described
from data.columnar import rows_path
from data.models import Contact, Dataset, Edition

from . import lost_rows
from .kinds.attribute_columns import ALL, attributes_of, by_name, described, kept, repeats_of
from .kinds.attribute_guess import DATE, FLAG, NUMBER, TEXT

PLACE = ("dataset", "sheet", "row_number")
# rows of a file that are in memory at once
PART = 200_000
DTYPES = {NUMBER: "float64", FLAG: "float64", DATE: "datetime64[s]", TEXT: "str"}


def datasets(editions: Iterable[Edition]) -> list[Dataset]:
    """Files behind these editions, each once, the oldest first; without those deleted for good."""
    wanted = [one.pk for one in editions]
    found = Dataset.objects.filter(editions__in=wanted, rows_purged_at=None).distinct()
    return list(found.order_by("pk"))


def paths(editions: Iterable[Edition]) -> list[Path]:
    """Parquet files with the rows of these editions, one per file, the oldest first."""
    return [rows_path(one) for one in datasets(editions)]


def customer_at(dataset: Dataset, sheet: int, row_number: int) -> str | None:
    """Whose row this is; None where no such row was imported."""
    row = row_at(dataset, sheet, row_number)
    return None if row is None else str(row["customer"])


def row_at(dataset: Dataset, sheet: int, row_number: int) -> dict[str, Any] | None:
    """One row as it was imported; None where it was not."""
    # sheets and rows ascend in a file, so that most of its parts are passed over
    which = (pc.field("sheet") == sheet) & (pc.field("row_number") == row_number)
    with lost_rows.reading([dataset]):
        found = _placed(dataset, pq.read_table(rows_path(dataset), filters=which))
    return None if found.empty else dict(found.iloc[0])


def of_dataset(dataset: Dataset, customers: Sequence[str]) -> pd.DataFrame:
    """Every row of these customers in one file, whichever edition shows it; columns as of `rows_of`."""
    return _of([dataset], customers)


def rows_of(editions: Iterable[Edition], customers: Sequence[str]) -> pd.DataFrame:
    """Every row of these customers, in the order of files and rows.

    Columns: dataset (id), sheet (position in its layout), row_number, then those of the rows (customer, day
    and so on), dates as datetime64[s]. data.sources tells the file of a row, data.originals its cells.
    """
    return _of(datasets(editions), customers)


def places_of(editions: Iterable[Edition], customers: Sequence[str]) -> pd.DataFrame:
    """Where the rows of these customers stand: PLACE and customer, in the order of files and rows.

    A file is gone through part by part: a filter of Arrow's own holds most of it in memory at once.
    """
    wanted = pa.array(list(customers), pa.string())
    parts = [found for one in datasets(editions) for found in _places(one, wanted)]
    empty = pd.DataFrame(columns=[*PLACE, "customer"])
    return pd.concat(parts, ignore_index=True) if parts else empty


def _places(dataset: Dataset, wanted: pa.Array) -> Iterator[pd.DataFrame]:
    with lost_rows.reading([dataset]), pq.ParquetFile(rows_path(dataset)) as file:
        for batch in file.iter_batches(PART, columns=[*PLACE[1:], "customer"]):
            names = batch["customer"].cast(pa.string())
            if found := batch.filter(pc.is_in(names, value_set=wanted)):
                table = found.to_pandas()
                table.insert(0, "dataset", dataset.pk)
                yield table


def contacts_of(editions: Iterable[Edition], customers: Sequence[str]) -> dict[str, list[Contact]]:
    """Customer → the contacts that their rows name, in the order of files and rows; [] where nobody is.

    They are sealed: data.contacts opens them, and who may read them is the page's question.
    """
    rows = places_of(editions, customers)
    of_place = dict(zip(rows[list(PLACE)].itertuples(index=False, name=None), rows["customer"], strict=True))
    found: dict[str, list[Contact]] = {customer: [] for customer in customers}
    for contact in _contacts(rows):
        place = (contact.dataset_id, contact.sheet, contact.row_number)
        if place in of_place:
            found[of_place[place]].append(contact)
    return found


def _contacts(rows: pd.DataFrame) -> Iterable[Contact]:
    """Contacts at these places, a few hundred rows to a query."""
    for dataset in sorted(set(rows["dataset"])):
        numbers = rows["row_number"][rows["dataset"] == dataset].tolist()
        for start in range(0, len(numbers), 500):
            of_part = Contact.objects.filter(dataset=dataset, row_number__in=numbers[start : start + 500])
            yield from of_part.order_by("sheet", "row_number")


_OF = """
    select * exclude (file_row_number)
    from read_parquet($path, file_row_number = true)
    where customer in (select unnest($customers::varchar[]))
    order by file_row_number
"""


def _of(files: Iterable[Dataset], customers: Sequence[str]) -> pd.DataFrame:
    """Rows of these customers with PLACE before them.

    DuckDB reads the other columns where a customer fits only: of 1,000,000 rows 0.03 s, and no memory; with a
    filter of Arrow's 0.07 to 0.17 s, and most of the file in memory.
    """
    # half a second to load
    import duckdb

    with duckdb.connect() as connection:
        parts = []
        for dataset in files:
            path = re.sub(r"([*?\[])", r"[\1]", str(rows_path(dataset)))
            with lost_rows.reading([dataset]):
                found = connection.sql(
                    _OF, params={"path": path, "customers": list(customers)}
                ).to_arrow_table()
            parts.append(_placed(dataset, found))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[*PLACE, "customer"])


def _placed(dataset: Dataset, table: pa.Table) -> pd.DataFrame:
    place = pa.array([dataset.pk] * len(table), pa.int64())
    found: pd.DataFrame = table.add_column(0, "dataset", place).to_pandas(date_as_object=False)
    return found


# Tables of customers --------------------------------------------------------------------------------------


def attribute_table(edition: Edition) -> tuple[pd.DataFrame, tuple[Described, ...]]:
    """A table of customers as analyses take it, and what its columns are.

    Index: customer, in the order of files and rows. Columns: a key per column of the description: float64 for
    numbers and for yes and no (1 and 0), datetime64[s] for dates, str for texts; missing where nothing is
    stated. A customer stands twice only where all rows were to be kept; of several files the last one counts.
    """
    files = datasets([edition])
    if not files:
        return pd.DataFrame(index=pd.Index([], name="customer", dtype="str")), ()
    names = by_name(kept(attributes_of(files[-1])))
    columns = described(names.values())
    named = dict(zip(names, columns, strict=True))
    parts = [_attributes(one, named) for one in files]
    table = pd.concat(parts)
    if len(parts) > 1 and not any(repeats_of(one) == ALL for one in files):
        table = table[~table.index.duplicated(keep="last")]
    return table, columns


def _attributes(dataset: Dataset, named: dict[str, Described]) -> pd.DataFrame:
    """The rows of one file under the keys of these columns: in another file a column may stand elsewhere."""
    its = by_name(kept(attributes_of(dataset)))
    own = {its[name].key: one.key for name, one in named.items()}
    with lost_rows.reading([dataset]):
        found = pq.read_table(rows_path(dataset), columns=["customer", *own]).to_pandas(date_as_object=False)
    found = found.astype({key: DTYPES[one.type] for key, one in zip(own, named.values(), strict=True)})
    return found.rename(columns=own).set_index(found["customer"].astype("str")).drop(columns="customer")
