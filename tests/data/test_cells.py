"""Cells made from checked rows, from stored rows, and by a slow, obvious loop over the file are the same."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import count

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import histogram, size_classes
from areas.models import Area
from data import building, editions, tables
from data.kinds import kind
from data.models import Category, Cell, Dataset, MarketRow
from data.reading.numbers import CLIPPED
from tests.data import uploads

pytestmark = pytest.mark.django_db
DISTRICTS = ("Centre", "East", "Hill", "Lakeside")
VILLAGES = ("", "Market", "Station")
CATEGORIES = ("", "Kuliner", "Jasa", "KULINER ", "Tani")
# amounts that a 32-bit column cut off are wrong by themselves, and hypothesis finds them in our own constants
AMOUNTS = st.integers(0, 60_000_000_000).filter(lambda amount: amount not in CLIPPED)
ROW = st.fixed_dictionaries({
    "Kecamatan": st.sampled_from(DISTRICTS),
    "Kelurahan": st.sampled_from(VILLAGES),
    "Sektor": st.sampled_from(CATEGORIES),
    "Skala Usaha": st.sampled_from(["", "Mikro", "kecil", "Usaha Menengah"]),
    "Omzet": st.one_of(st.sampled_from(["", "-4", "banyak"]), AMOUNTS.map(str)),
    "Tenaga Kerja": st.one_of(st.just(""), st.integers(-2, 300).map(str)),
    "NIB": st.one_of(st.just(""), st.integers(1, 6).map(lambda n: f"{n:013d}")),
})  # fmt: skip
SIZES = {"": None, "Mikro": 1, "kecil": 2, "Usaha Menengah": 3}
QUICK = settings(
    max_examples=12, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@pytest.fixture
def region(db):
    region = uploads.city(old=False)
    for name in ("Kuliner", "Jasa", "Tani"):
        Category.objects.create(region=region, name=name, key=name.casefold())
    return region


def obvious(region, rows: list[dict[str, str]]) -> tuple[dict, int, int, int]:
    """Cells by a loop over the rows, with the numbers accepted, rejected and skipped."""
    areas = {area.name: area.pk for area in Area.objects.filter(boundary_set__region=region)}
    categories = dict(Category.objects.values_list("key", "pk"))
    start = pd.Timestamp("2023-01-01").date()
    cells: dict = defaultdict(list)
    seen, rejected, skipped = set(), 0, 0
    for row in rows:
        turnover, employees = row["Omzet"], row["Tenaga Kerja"]
        if turnover in ("-4", "banyak") or employees.startswith("-"):
            rejected += 1
            continue
        if row["NIB"] and row["NIB"] in seen:
            skipped += 1
            continue
        seen.add(row["NIB"])
        village = row["Kelurahan"] if row["Kecamatan"] == "Centre" else ""
        place = areas[village or row["Kecamatan"]]
        category = categories.get(row["Sektor"].strip().casefold(), 0)
        size = SIZES[row["Skala Usaha"]]
        if size is None:
            amount = pd.Series([int(turnover) if turnover else pd.NA], dtype="Int64")
            size = int(size_classes.classify(amount, start).iloc[0])
        cells[place, category, size].append((turnover, employees))
    accepted = sum(len(found) for found in cells.values())
    return {place: summed(found) for place, found in cells.items()}, accepted, rejected, skipped


def summed(found: list[tuple[str, str]]) -> tuple:
    amounts = [int(turnover) for turnover, _employees in found if turnover]
    people = [int(employees) for _turnover, employees in found if employees]
    return (
        len(found), len(amounts), sum(amounts) if amounts else None, min(amounts, default=None),
        max(amounts, default=None), len(people), sum(people) if people else None,
        histogram.pack(*histogram.count(amounts)),
    )  # fmt: skip


COLUMNS = [
    "n",
    "n_turnover",
    "turnover_sum",
    "turnover_min",
    "turnover_max",
    "n_employees",
    "employees",
    "histogram",
]


def stored(edition) -> dict:
    found = Cell.objects.filter(edition=edition).values_list("area_id", "category_id", "size_class", *COLUMNS)
    return {
        (area, category or 0, size): (*rest[:-1], bytes(rest[-1])) for area, category, size, *rest in found
    }


PERIODS = count(1)


def period() -> str:
    """A period that no example had before, so that none finds another's edition."""
    return f"2023-01-01..{date(2023, 1, 1) + timedelta(days=next(PERIODS))}"


def taken_in(region, rows) -> Dataset:
    dataset = uploads.checked(region, uploads.csv(rows), period=period())
    assert dataset.state == Dataset.State.CHECKED, dataset.report
    return dataset


@QUICK
@given(rows=st.lists(ROW, min_size=1, max_size=25), seed=st.integers(0, 5))
def test_cells_are_what_a_slow_loop_finds(region, rows, seed) -> None:
    rows = [row | {"Nama Usaha": f"U{n}"} for n, row in enumerate(rows)]
    expected, accepted, rejected, skipped = obvious(region, rows)
    dataset = taken_in(region, rows)
    counts = dataset.report["counts"]
    assert (counts["accepted"], counts["rejected"], counts["skipped"]) == (accepted, rejected, skipped)
    assert counts["rows"] == len(rows)
    by_area: dict = defaultdict(int)
    for (place, _category, _size), cell in expected.items():
        by_area[str(place)] += cell[0]
    assert dataset.report["area_counts"] == dict(by_area)
    if not accepted:
        return
    from_checked = building.market_cells(
        building.from_checked(tables.batches(dataset.directory / "checked.parquet", 7))
    )
    uploads.commit(dataset, "replace", good=True)
    edition = uploads.edition_of(dataset)
    assert stored(edition) == expected
    assert sum(cell[0] for cell in expected.values()) == MarketRow.objects.filter(dataset=dataset).count()
    from_rows = building.market_cells(building.market_rows([dataset]))
    pd.testing.assert_frame_equal(from_checked, from_rows, check_dtype=False)
    # another order of the rows: unless duplicates differ, which of them counts depends on nothing
    if not skipped:
        mixed = pd.DataFrame(rows).sample(frac=1, random_state=seed).to_dict("records")
        again = uploads.commit(taken_in(region, mixed), "replace", good=True)
        assert stored(uploads.edition_of(again)) == expected


@QUICK
@given(sizes=st.lists(st.integers(1, 6), min_size=2, max_size=3))
def test_files_added_together_are_their_sum(region, sizes) -> None:
    when = period()
    for number, size in enumerate(sizes):
        content = uploads.register(**{DISTRICTS[number + 1]: size, "Centre": number + 1})
        dataset = uploads.imported(region, content, period=when, mode="add" if number else "replace")
    edition = uploads.edition_of(dataset)
    assert (
        sum(uploads.cells_by_area(edition).values())
        == MarketRow.objects.filter(dataset__in=edition.datasets.all()).count()
    )


def test_a_withdrawn_file_leaves_the_cells_of_the_others(region) -> None:
    first = uploads.imported(region, uploads.register(Centre=3, East=4))
    before = stored(uploads.current(region))
    second = uploads.imported(region, uploads.register(Centre=5, Hill=1), mode="add")
    left = editions.withdraw(uploads.current(region), second, None)
    assert stored(left) == before
    other = editions.undo(left, None)
    assert set(other.datasets.all()) == {first, second}


def test_the_largest_amounts_stay_whole(region) -> None:
    """9,007,199,254,740,993 is the first whole number that a float cannot hold; a category without turnover
    beside it makes missing values."""
    rows = [
        {"Kecamatan": "Centre", "Omzet": "9007199254993", "Sektor": "Jasa"},
        {"Kecamatan": "East", "Omzet": "", "Sektor": "Jasa"},
        *({"Kecamatan": "Centre", "Omzet": "9999999999999", "Sektor": "Jasa"} for _ in range(1000)),
    ]
    rows = [row | {"Nama Usaha": f"U{n}"} for n, row in enumerate(rows)]
    uploads.imported(region, uploads.csv(rows))
    cells = Cell.objects.filter(edition=uploads.current(region))
    assert (
        cells.get(area__name="Centre", n_turnover=1001).turnover_sum == 9007199254993 + 9999999999999 * 1000
    )
    assert cells.get(area__name="East").turnover_sum is None


def test_every_kind_has_a_schema_for_its_columns() -> None:
    for key in ("msme_register", "msme_counts", "population", "area_facts", "area_boundaries"):
        declared = kind(key)
        schema = tables.accepted_schema(declared, [column.key for column in declared.columns])
        assert {"sheet", "row_number", "area_id"} <= set(schema.names)
