"""Reads what the pages on tables of customers show: tables, their remedies, saved segmentations."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pyarrow.parquet as pq

from data.cells_cache import RecentlyUsed
from data.columnar import rows_path
from data.models import Dataset, Edition
from data.queries import EditionKey, edition_key, of_subject

from .. import lost_rows
from ..models import CustomerRun, KeptRecipe, NamedSegments
from ..queries import latest_names, names_key
from ..rows import datasets

# a list of more is none to choose from: the newest are offered
MOST_RECIPES = 20
_rows: RecentlyUsed[int] = RecentlyUsed(64)


@dataclass(frozen=True, eq=False)
class CustomerTable:
    """A table of customers as one period has it.

    editions: its current periods, the newest first; edition: the period that is looked at.
    """

    series: str
    editions: tuple[Edition, ...]
    edition: Edition

    @cached_property
    def files(self) -> list[Dataset]:
        """Those behind the edition."""
        return datasets([self.edition])

    @cached_property
    def key(self) -> tuple[EditionKey, tuple[int, ...]]:
        """What is kept of it is known by this: the edition, and when its rows were last written. An erased
        person is taken out of them. Raises RowsLost where they are gone."""
        with lost_rows.reading(self.files):
            written = [rows_path(one).stat().st_mtime_ns for one in self.files]
        return (edition_key(self.edition), tuple(written))

    @property
    def rows(self) -> int:
        """Rows of its files, repeated customers counted each time."""
        with lost_rows.reading(self.files):
            return _rows.get(self.key, lambda: sum(map(_length, map(rows_path, self.files))))

    @property
    def is_demo(self) -> bool:
        return any(dataset.is_demo for dataset in self.files)


def _length(path: object) -> int:
    return int(pq.read_metadata(path).num_rows)


def tables(editions: Iterable[Edition]) -> list[CustomerTable]:
    """Tables of a region's current editions, each at its newest period; the newest of them first."""
    by_series: dict[str, list[Edition]] = {}
    for edition in of_subject(editions, Edition.Subject.CUSTOMER_TABLE):
        by_series.setdefault(edition.series, []).append(edition)
    found = [CustomerTable(series, tuple(its), its[0]) for series, its in by_series.items()]
    return sorted(found, key=lambda one: (-one.edition.period_end.toordinal(), one.series))


def table_of(edition: Edition) -> CustomerTable:
    """The table of one edition alone, also of a past one."""
    return CustomerTable(edition.series, (edition,), edition)


def recipes(table: CustomerTable) -> list[KeptRecipe]:
    """Remedies kept for a table of this name, the newest first: that one counts."""
    kept = KeptRecipe.objects.filter(region=table.edition.region_id, series=table.series)
    return list(kept.select_related("created_by")[:MOST_RECIPES])


def recipe_in_use(table: CustomerTable) -> KeptRecipe | None:
    """The newest remedies of a table; None where nobody chose any."""
    return KeptRecipe.objects.filter(region=table.edition.region_id, series=table.series).first()


def recipe_by_id(recipe_id: int) -> KeptRecipe | None:
    """Remedies that were kept once."""
    return KeptRecipe.objects.filter(pk=recipe_id).first()


def named(table: CustomerTable) -> NamedSegments | None:
    """The segments of the table that somebody named last."""
    found = latest_names(table.edition.region_id, table.series, CustomerRun.Kind.ATTRIBUTES)
    return found.prefetch_related("words").first()


def words_key(table: CustomerTable) -> str:
    """Changes whenever somebody names the segments of the table anew."""
    return names_key(table.edition.region_id, table.series, CustomerRun.Kind.ATTRIBUTES)
