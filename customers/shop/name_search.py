"""Finds customers by a part of their name, for who may read names: they are encrypted, so they are opened."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from django.db.models import Min, QuerySet

from data.columnar import rows_path
from data.contacts import Unopenable, hashes_of_value, open_contact
from data.listing import NAMES_SEARCHED
from data.models import Contact, Dataset, Edition

from .. import lost_rows
from ..rows import PART, datasets

# hashes that one statement asks for, and rows that the database hands over at once
BATCH, ROWS = 500, 10_000
# a sheet and a row as one number: no sheet has 2 ** 40 rows
SHIFT = 40
Places = np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass(frozen=True)
class Named:
    """customers: numbers of those found; is_whole: the names are too many to open, so that only a whole name
    was looked for."""

    customers: frozenset[str] = frozenset()
    is_whole: bool = False


def named(editions: Iterable[Edition], text: str) -> Named:
    """The customers of these editions whose name holds the text, in capitals or not."""
    files = datasets(editions)
    held = Contact.objects.filter(dataset__in=files, name_hash__isnull=False).order_by()
    # the same name stands in each of a customer's rows: it is opened once
    firsts = list(held.values("name_hash").annotate(first=Min("pk"))[: NAMES_SEARCHED + 1])
    is_whole = len(firsts) > NAMES_SEARCHED
    hashes = hashes_of_value(text, "name") if is_whole else _holding(text, [one["first"] for one in firsts])
    return Named(_customers(files, held, sorted(hashes)), is_whole)


def _holding(text: str, contacts: Sequence[int]) -> set[int]:
    """Hashes of the names that hold the text."""
    found, wanted = set(), text.casefold()
    for start in range(0, len(contacts), BATCH):
        for one in Contact.objects.filter(pk__in=contacts[start : start + BATCH]).order_by():
            if one.name_hash is not None and wanted in _name(one).casefold():
                found.add(one.name_hash)
    return found


def _name(contact: Contact) -> str:
    """ "" where this server has no key to it."""
    try:
        return open_contact(contact).get("owner_name", "")
    except Unopenable:
        return ""


def _customers(files: list[Dataset], held: "QuerySet[Contact]", hashes: list[int]) -> frozenset[str]:
    """Whose rows these names stand in."""
    found: set[str] = set()
    for dataset in files:
        of_file = held.filter(dataset=dataset)
        asked = [hashes[start : start + BATCH] for start in range(0, len(hashes), BATCH)]
        parts = [_rows(of_file.filter(name_hash__in=part)) for part in asked]
        if parts and len(places := np.sort(np.concatenate(parts))):
            found.update(_at(dataset, places))
    return frozenset(found)


def _rows(contacts: "QuerySet[Contact]") -> Places:
    """Their rows as one number each: 8 bytes, since a name that is asked for may stand in millions."""
    pairs = contacts.values_list("sheet", "row_number").iterator(ROWS)
    return np.fromiter((sheet << SHIFT | row for sheet, row in pairs), dtype=np.int64)


def _at(dataset: Dataset, places: Places) -> Iterator[str]:
    """The customers of these rows, ascending, of a file, which is gone through part by part."""
    with lost_rows.reading([dataset]), pq.ParquetFile(rows_path(dataset)) as file:
        for batch in file.iter_batches(PART, columns=["sheet", "row_number", "customer"]):
            sheets, rows = (column.to_numpy().astype(np.int64) for column in batch.columns[:2])
            wanted = sheets << SHIFT | rows
            at = np.minimum(np.searchsorted(places, wanted), len(places) - 1)
            is_one = places[at] == wanted
            yield from map(str, batch.column(2).filter(pa.array(is_one)).to_pylist())
