"""A list of customers of any length: the same as `listing.chosen`, in memory that does not grow with it.

The customers are read in parts, chosen and put in order on disk, and looked up there in the files that name
them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from analysis.lrfm import CannotSummarise
from analysis.movement import NEW
from core import memory
from data.columnar import rows_path
from data.models import Dataset

from .. import lost_rows
from ..sorted_rows import SortedRows
from . import counted_file, listing, movement
from .facts import FactsInParts
from .people_of import FIELDS, HASHES, Sealed, of_rows
from .segments_in_parts import PART

# of listing.table, what a list shows and is ordered by
COLUMNS = (
    "segment", "next", "border", "frequency", "monetary", "first_day", "last_day", "recency",
    *("gap", "overdue", "usual", "call", "once"),
)  # fmt: skip
# customers of the list that are in memory at once, and rows of a file whose contacts are
BATCH, ROWS = 5_000, 10_000


@dataclass(frozen=True, eq=False)
class DiskList:
    """n: customers of the list; n_worth, n_gone: those worth a call, and who may be tried once; by:
    columns that it is ordered by."""

    n: int
    n_worth: int
    n_gone: int
    by: dict[str, bool]
    rows: SortedRows
    folder: Path
    people: list[SortedRows] = field(default_factory=list)

    def close(self) -> None:
        """Its files can be deleted."""
        for one in (self.rows, *self.people):
            one.close()

    def parts(self) -> Iterator[pd.DataFrame]:
        """The list in its order, some customers at a time. Index customer; COLUMNS; before and change
        (analysis.movement) where moves are asked for."""
        for part in self.rows.parts(self.by, BATCH):
            yield part.set_index("customer")

    def sealed(self, files: list[Dataset]) -> "SealedPeople":
        """The contacts in these files, which are looked through once for the whole list."""
        found = SortedRows(self.folder, "people")
        self.people.append(found)
        for one in files:
            for rows in _named(one):
                found.add(rows[["customer", *FIELDS]])
        found.index("customer")
        return SealedPeople(found)


@dataclass(frozen=True, eq=False)
class SealedPeople:
    """The contacts of a shop's customers, as they are held: sealed."""

    rows: SortedRows

    def of(self, customers: list[str]) -> Iterator[tuple[str, Sealed]]:
        """(customer, contact) of these customers, BATCH at most, the oldest first."""
        found = self.rows.of("customer", customers)
        if found.empty:
            return
        found = found.sort_values(["dataset_id", "sheet", "row_number"])
        hashes = [found[name].astype("object").where(found[name].notna(), None) for name in HASHES]
        columns = [found[name] for name in ("customer", *FIELDS[:4])] + hashes
        for customer, *contact in zip(*(one.tolist() for one in columns), strict=True):
            yield customer, Sealed(*contact)


def _named(one: Dataset) -> Iterator[pd.DataFrame]:
    """Customer and contact of the rows of a file that have one, some at a time."""
    with lost_rows.reading([one]), pq.ParquetFile(rows_path(one)) as file:
        for batch in file.iter_batches(ROWS, columns=["sheet", "row_number", "customer"]):
            # a batch may end one sheet and begin the next, whose rows are numbered anew
            for sheet, rows in batch.to_pandas().groupby("sheet"):
                numbers = rows["row_number"]
                held = of_rows(one.pk, int(sheet), int(numbers.min()), int(numbers.max()))
                if len(held):
                    found = rows.merge(held, on=["sheet", "row_number"])
                    yield found.assign(dataset_id=one.pk, customer=found["customer"].astype("str"))
            memory.give_back()


def make(known: FactsInParts, asked: listing.Asked, folder: Path) -> DiskList:
    """The list as a file in a folder."""
    rows, n, n_worth, n_gone = SortedRows(folder, "list"), 0, 0, 0
    for part in _chosen(known, asked):
        n, n_worth = n + len(part), n_worth + int((part["call"] > 0).sum())
        n_gone += int((part["once"] > 0).sum())
        rows.add(part.reset_index())
    return DiskList(n, n_worth, n_gone, {**listing.sorting(asked.order), "place": False}, rows, folder)


def _chosen(known: FactsInParts, asked: listing.Asked) -> Iterator[pd.DataFrame]:
    """The customers that are asked for, with what the list shows of them; `place`: by their numbers."""
    found, start = known.found, 0
    moves = _Moves(known, asked) if asked.is_of_a_move else None
    for table, labels in found.parts():
        rows = listing.lines(table, labels, found.placed(table))[list(COLUMNS)]
        rows["place"] = np.arange(start, start + len(rows))
        start += len(rows)
        keep = listing.fits(rows, asked)
        if moves:
            try:
                rows = moves.told(rows)
            except CannotSummarise:  # nobody had bought anything by then
                return
            keep &= listing.moved_as(rows, asked)
        yield rows[keep]


class _Moves:
    """Segments of an earlier day, by the edges and centroids of the later one, read beside those of today:
    both files are in the order of numbers, and whoever had bought by then is in both."""

    def __init__(self, known: FactsInParts, asked: listing.Asked) -> None:
        self._rank = {place: rank for rank, place in enumerate(movement.order(known))}
        self._parts = _before(known, asked)
        self._ahead: pd.Series | None = None

    def told(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Customers of today, the next ones in order, with before and change as of analysis.movement."""
        before = self._until(rows.index[-1]).reindex(rows.index)
        steps = rows["segment"].map(self._rank) - before.map(self._rank)
        change = np.select([before.isna(), steps > 0, steps < 0], ["new", "rose", "fell"], "stayed")
        return rows.assign(before=before.fillna(NEW).astype(np.int64), change=change)

    def _until(self, last: str) -> pd.Series:
        """The next ones of the earlier day, up to this number."""
        found = [] if self._ahead is None else [self._ahead]
        while not (found and len(found[-1]) and found[-1].index[-1] >= last):
            part = next(self._parts, None)
            if part is None:
                break
            found.append(part)
        ahead = pd.concat(found)
        self._ahead = ahead[ahead.index > last]
        return ahead


def _before(known: FactsInParts, asked: listing.Asked) -> Iterator[pd.Series]:
    shop, rules = known.reader.shop, known.reader.params.rules
    assert shop is not None
    assert asked.earlier is not None
    with counted_file.opened(shop, asked.earlier, rules) as file:
        for table in file.parts(PART):
            yield known.found.placed(table)["segment"]
