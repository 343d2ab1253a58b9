"""What the pages say depends neither on the order of rows nor on how these are cut into files."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import lifetime_value
from customers.kept import TABLES, VALUES
from customers.shop import movement, summaries, value
from customers.shop.facts import facts
from customers.shop.scope import CustomerReader
from customers.table import asked as table_asked
from customers.table import segmentation as table_segmentation
from customers.table.scope import TableReader
from data.cells_cache import RecentlyUsed
from data.columnar import rows_path
from data.models import Dataset, Edition
from tests.customers import small_table as tables
from tests.customers.small_shop import SHOP, add_shop, rows
from tests.customers.small_table import add_table

pytestmark = pytest.mark.django_db
EARLIER = date(2023, 1, 31)
# address → whether the second file is another period, or of the same one
CASES = {"": True, "method=zscore&segments=3": False, "duplicates=drop&frequency=days&segments=4": False}
# the folders of the test are the same for all examples, and written anew by each
by_examples = settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def write(dataset: Dataset, table: pd.DataFrame) -> None:
    table = table.reset_index(drop=True).assign(row_number=range(2, len(table) + 2))
    rows_path(dataset).parent.mkdir(parents=True, exist_ok=True)
    table.to_parquet(rows_path(dataset))


def second_file(edition: Edition) -> Dataset:
    """Another dataset of an edition: of the same columns."""
    dataset: Dataset = edition.datasets.get()
    dataset.pk, dataset.folder, dataset.file_name = None, f"second-{edition.pk}", "second.csv"
    dataset.save()
    edition.datasets.add(dataset)
    return dataset


def forget() -> None:
    RecentlyUsed.forget_all()
    TABLES.forget()
    VALUES.forget()


def found(world: Any, query: str) -> dict[str, Any]:
    """Segments, movement and value of the shop."""
    forget()
    reader = CustomerReader(QueryDict(f"shop={SHOP}&{query}"), world.bob)
    known = facts(reader)
    moved = movement.between(known, EARLIER)
    worth = value.of(reader, lifetime_value.Params())
    assert reader.shop is not None
    return {
        "customers": known.found.table,
        "labels": known.found.labels,
        "centroids": known.found.grouping.result.centroids,
        "silhouettes": known.found.grouping.quality.silhouette_clusters,
        "stability": known.found.grouping.stability.jaccard,  # type: ignore[union-attr]
        "names": pd.Series(known.names),
        "moves": moved.matrix,
        "movers": moved.customers,
        "values": worth.result.customers,
        "months": summaries.months(reader.shop, reader.reference, reader.params.rules),
    }


def assert_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    for name, expected in one.items():
        same = pd.testing.assert_frame_equal
        if isinstance(expected, pd.Series):
            same = pd.testing.assert_series_equal  # type: ignore[assignment]
        same(other[name], expected, check_exact=True, obj=name)


@dataclass(frozen=True, eq=False)
class Cut:
    """rows: all of them; first, second: the files that they are cut into; expected: of the file as it was."""

    rows: pd.DataFrame
    first: Dataset
    second: Dataset
    expected: Any

    def into(self, order: list[int], at: int) -> None:
        """Write the rows in another order into both files."""
        mixed = self.rows.iloc[order]
        write(self.first, mixed.iloc[:at])
        write(self.second, mixed.iloc[at:])


@pytest.fixture(params=CASES)
def shop(world: Any, request: Any) -> tuple[str, Cut]:
    query = request.param
    edition = Edition.objects.get(subject="transactions", series=SHOP)
    first = edition.datasets.get()
    whole, expected = pd.read_parquet(rows_path(first)), found(world, query)
    second = add_shop(world, [], year=2022).datasets.get() if CASES[query] else second_file(edition)
    return query, Cut(whole, first, second, expected)


@given(order=st.permutations(range(len(rows()))), at=st.integers(0, len(rows())))
@by_examples
def test_a_shop_is_the_same_in_any_order_and_cut_anywhere(world, shop, order, at) -> None:
    query, cut = shop
    cut.into(order, at)
    assert_same(cut.expected, found(world, query))


# one of them stands there twice: which of two rows counts is a question of their order, so one goes
TABLE_ROWS = tables.rows()[~tables.rows().index.duplicated()]


@pytest.fixture
def table(world: Any) -> Cut:
    edition = add_table(world, TABLE_ROWS)
    first = edition.datasets.get()
    whole, expected = pd.read_parquet(rows_path(first)), labels(world)
    return Cut(whole, first, second_file(edition), expected)


@given(order=st.permutations(range(len(TABLE_ROWS))), at=st.integers(0, len(TABLE_ROWS)))
@by_examples
def test_a_table_is_the_same_in_any_order_and_cut_anywhere(world, table, order, at) -> None:
    table.into(order, at)
    pd.testing.assert_series_equal(labels(world), table.expected)


def labels(world: Any) -> pd.Series:
    """Segment of each customer of the table."""
    forget()
    asked = table_asked.of_reader(TableReader(QueryDict("clusters=2"), world.bob))
    return table_segmentation.of(asked).result.labels.sort_index()
