"""Tables of counts that state sums beside their parts: each enterprise counts once."""

import pandas as pd
import pytest

from areas.models import Region
from data import labels, sums, tables
from data.errors import error_slice
from data.models import Category
from data.sums import find
from tests.data import uploads

pytestmark = pytest.mark.django_db
TOTALS = "Total rows: the parts are counted, never the sum as well"
CREATE = {"create_categories": True, "names": {}}


@pytest.fixture
def region(db):
    return uploads.city(old=False)


def table(header, *rows):
    return uploads.csv([dict(zip(header, row, strict=True)) for row in rows])


def skipped(dataset):
    return [(found["reason"], found["examples"]) for found in dataset.report["skipped"]]


def test_a_total_of_the_categories_is_not_one_of_them(region) -> None:
    rows = [
        (place, category, n)
        for place, numbers in (("Centre", (10, 5, 15)), ("East", (4, 2, 6)))
        for category, n in zip(("Kuliner", "Fashion", "JUMLAH"), numbers, strict=True)
    ]
    content = table(("Kecamatan", "Kategori", "Jumlah"), *rows)
    dataset = uploads.imported(region, content, kind="msme_counts", decide=CREATE)
    assert uploads.cells_by_area(uploads.edition_of(dataset)) == {"Centre": 15, "East": 6}
    assert sorted(Category.objects.values_list("name", flat=True)) == ["Fashion", "Kuliner"]
    assert skipped(dataset) == [(TOTALS, [4, 7])]
    assert uploads.adds_up(dataset)


def test_a_total_of_the_size_classes_is_not_one_of_them(region) -> None:
    rows = [("Centre", "Mikro", 10), ("Centre", "Kecil", 5), ("Centre", "Total", 15)]
    content = table(("Kecamatan", "Skala Usaha", "Jumlah"), *rows)
    dataset = uploads.imported(region, content, kind="msme_counts")
    assert uploads.cells_by_area(uploads.edition_of(dataset)) == {"Centre": 15}
    assert skipped(dataset) == [(TOTALS, [4])]


def test_no_category_is_ever_called_total(region) -> None:
    found = labels.categories(region, {"Jumlah": 3, "Makanan": 2}, {"Makanan": "Grand Total"}, create=True)
    assert not Category.objects.exists()
    assert sorted(found.unknown) == ["Jumlah", "Makanan"]


def province(*rows, header=("Kabupaten", "Kecamatan", "Jumlah"), **values):
    """A file of counts of a province whose areas it brings itself, checked."""
    region = Region.objects.create(slug="province", name="Province")
    decide = {"create_areas": True, "create_categories": True, "names": {}}
    return uploads.checked(region, table(header, *rows), kind="msme_counts", decide=decide, **values)


def test_a_regency_beside_its_sub_districts_counts_once() -> None:
    dataset = province(("North", "", 30), ("North", "One", 10), ("North", "Two", 20), ("South", "", 7))
    assert skipped(dataset) == [(TOTALS, [2])]
    assert uploads.adds_up(dataset)
    dataset = uploads.commit(dataset)
    assert uploads.cells_by_area(uploads.edition_of(dataset)) == {"One": 10, "Two": 20, "South": 7}
    assert sorted(dataset.report["area_counts"].values()) == [7, 10, 20]


def test_a_sum_that_does_not_add_up_is_an_error() -> None:
    dataset = province(
        ("North", "One", 10), ("North", "", 31), ("North", "Two", 20), ("South", "Three", "many")
    )
    assert uploads.errors(dataset) == {("n", "sum_and_parts"): [3], ("n", "bad_number"): [5]}
    assert dataset.report["counts"] == {
        "rows": 4, "accepted": 2, "rejected": 2, "skipped": 0, "duplicates": 0
    }  # fmt: skip
    shown, n = error_slice(dataset, 0, 10)
    assert n == 2
    assert [(one["row"], one["value"]) for one in shown] == [(3, "31"), (5, "many")]
    dataset = uploads.commit(dataset, good=True)
    assert uploads.cells_by_area(uploads.edition_of(dataset)) == {"One": 10, "Two": 20}


def test_each_category_is_summed_by_itself() -> None:
    dataset = province(
        ("North", "", "Kuliner", 10), ("North", "One", "Kuliner", 10), ("North", "", "Fashion", 3),
        header=("Kabupaten", "Kecamatan", "Kategori", "Jumlah"),
    )  # fmt: skip
    assert skipped(dataset) == [(TOTALS, [2])]
    dataset = uploads.commit(dataset)
    assert uploads.cells_by_area(uploads.edition_of(dataset)) == {"One": 10, "North": 3}


def test_every_size_class_of_a_wide_row_must_add_up() -> None:
    header = ("Kabupaten", "Kecamatan", "Mikro", "Kecil")
    rows = [("North", "One", 8, 2), ("North", "Two", 15, ""), ("South", "Three", 4, 4), ("South", "", 4, 5)]
    dataset = province(("North", "", 23, 2), *rows, header=header)
    assert skipped(dataset) == [(TOTALS, [2])]
    assert uploads.errors(dataset) == {("n_small", "sum_and_parts"): [6]}
    assert uploads.adds_up(dataset)


def test_a_village_nobody_knows_is_a_part_and_no_sum(region) -> None:
    header = ("Kecamatan", "Kelurahan", "Jumlah")
    rows = [("Centre", "Market", 4), ("Centre", "Nowhere", 3), ("Centre", "", 7), ("East", "Nowhere", 2)]
    dataset = uploads.imported(region, table(header, *rows), kind="msme_counts")
    assert skipped(dataset) == [(TOTALS, [4])]
    assert uploads.cells_by_area(uploads.edition_of(dataset)) == {"Market": 4, "Centre": 3, "East": 2}


@pytest.mark.parametrize("seed", range(5))
def test_sums_do_not_depend_on_the_order_of_the_rows(seed) -> None:
    parents = {1: None, 2: 1, 3: 1, 4: 2, 5: 2, 6: 3}
    numbers = {1: 60, 2: 30, 3: 31, 4: 10, 5: 20, 6: 30}
    rows = pd.DataFrame({"area_id": list(numbers), "n": list(numbers.values())}).assign(
        category_id=pd.NA, size_class=0, unknown_village=0
    )
    found = find(rows.sample(frac=1, random_state=seed, ignore_index=True), parents)
    shuffled = rows.sample(frac=1, random_state=seed, ignore_index=True).loc[found.index].assign(**found)
    assert set(shuffled["area_id"]) == {1, 2, 3}
    assert shuffled.dropna(subset="column")["area_id"].tolist() == [3]


def test_errors_found_late_stand_in_the_order_of_the_file(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(sums, "_BATCH", 2)

    def lines(*places):
        return pd.DataFrame(
            [{"sheet": s, "row": r, "column": "n", "rule": "x", "value": ""} for s, r in places]
        )

    path = tmp_path / "errors.parquet"
    tables.rewrite(path, tables.ERRORS, [lines((0, 2), (0, 5), (1, 3))])
    tables.rewrite(path, tables.ERRORS, sums.merged(path, lines((0, 1), (0, 4), (0, 9), (1, 8))))
    [found] = tables.batches(path, 100)
    assert found[["sheet", "row"]].to_numpy().tolist() == [
        [0, 1], [0, 2], [0, 4], [0, 5], [0, 9], [1, 3], [1, 8]
    ]  # fmt: skip
