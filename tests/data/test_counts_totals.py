"""Tables of counts that state sums beside their parts: each enterprise counts once."""

import itertools

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from areas.models import Region
from data import labels, sums, tables
from data.errors import error_slice
from data.kinds import kind_of
from data.models import Category, Dataset
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


def test_a_sum_that_does_not_add_up_is_an_error(monkeypatch) -> None:
    dataset = province(
        ("North", "One", 10), ("North", "", 31), ("North", "Two", 20), ("South", "Three", "many")
    )
    assert uploads.errors(dataset) == {("n", "sum_and_parts"): [3], ("n", "bad_number"): [5]}
    assert dataset.report["counts"] == {
        "rows": 4, "accepted": 2, "rejected": 2, "skipped": 0, "duplicates": 0
    }  # fmt: skip
    made: list[Dataset] = []
    monkeypatch.setattr("data.errors.kind_of", lambda one: made.append(one) or kind_of(one))
    shown, n = error_slice(dataset, 0, 10)
    assert (n, made) == (2, [dataset])  # the kind of a survey is made of all its questions
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


WITH_CATEGORY = ("Kabupaten", "Kecamatan", "Kategori", "Jumlah")


def test_a_regency_without_a_category_beside_parts_with_categories_counts_once() -> None:
    dataset = province(
        ("North", "", "", 33), ("North", "One", "Kuliner", 10), ("North", "Two", "Fashion", 20),
        ("North", "", "Jasa", 3), header=WITH_CATEGORY,
    )  # fmt: skip
    assert skipped(dataset) == [(TOTALS, [2])]
    dataset = uploads.commit(dataset)
    # what is known for the regency only is a part of its sum too
    assert uploads.cells_by_area(uploads.edition_of(dataset)) == {"One": 10, "Two": 20, "North": 3}


def test_a_regency_without_a_category_that_does_not_add_up_is_an_error() -> None:
    dataset = province(
        ("North", "", "", 31), ("North", "One", "Kuliner", 10), ("North", "Two", "Fashion", 20),
        header=WITH_CATEGORY,
    )  # fmt: skip
    assert uploads.errors(dataset) == {("n", "sum_and_parts"): [2]}


def test_all_sizes_of_a_regency_beside_each_size_count_once() -> None:
    header = ("Kabupaten", "Kecamatan", "Skala Usaha", "Jumlah")
    rows = [("North", "", "", 30), ("North", "One", "Mikro", 10), ("North", "One", "Kecil", 20)]
    assert skipped(province(*rows, header=header)) == [(TOTALS, [2])]


def by_category(*rows):
    return province(*(("North", *row) for row in rows), header=WITH_CATEGORY)


def test_all_fields_of_a_sub_district_beside_each_field_count_once() -> None:
    """The row without a field is the sum everywhere: so it is one, and the one that is wrong is an error."""
    dataset = by_category(
        ("One", "", 30), ("One", "Kuliner", 10), ("One", "Fashion", 20),
        ("Two", "", 9), ("Two", "Kuliner", 4), ("Two", "Fashion", 4),
        ("Three", "", 5), ("Three", "Kuliner", 5), ("Four", "", 6),
    )  # fmt: skip
    assert skipped(dataset) == [(TOTALS, [2, 8])]
    assert uploads.errors(dataset) == {("n", "sum_and_parts"): [5]}
    dataset = uploads.commit(dataset, good=True)
    assert uploads.cells_by_area(uploads.edition_of(dataset)) == {
        "One": 30, "Two": 8, "Three": 5, "Four": 6
    }  # fmt: skip


def test_a_blank_field_that_is_no_sum_is_a_field_not_stated() -> None:
    dataset = by_category(
        ("One", "", 3), ("One", "Kuliner", 10), ("Two", "", 1), ("Two", "Kuliner", 7),
        ("Three", "", 2), ("Three", "Kuliner", 2),
    )  # fmt: skip
    assert skipped(dataset) == []
    assert not uploads.errors(dataset)
    assert uploads.cells_by_area(uploads.edition_of(uploads.commit(dataset))) == {
        "One": 13, "Two": 8, "Three": 4
    }  # fmt: skip


def test_a_regency_by_field_beside_parts_without_any_stops_with_a_message() -> None:
    """Two margins of one table: by field for the regency, by sub-district for all fields."""
    dataset = by_category(("", "Kuliner", 10), ("", "Fashion", 20), ("One", "", 12), ("Two", "", 18))
    assert uploads.errors(dataset) == {("n", "parts_without"): [2, 3]}
    assert skipped(dataset) == []
    assert uploads.cells_by_area(uploads.edition_of(uploads.commit(dataset, good=True))) == {
        "One": 12, "Two": 18
    }  # fmt: skip


@settings(deadline=None, max_examples=30)
@given(
    st.dictionaries(st.tuples(st.integers(2, 4), st.integers(1, 2), st.integers(1, 2)), st.integers(1, 9),
                    min_size=2),
    st.randoms(use_true_random=False),
)  # fmt: skip
def test_any_sums_put_beside_the_parts_are_found(parts, random) -> None:
    """A table of parts with every sum that there is: what is left adds up to the parts alone."""
    sums: dict[tuple[int, int, int], int] = {}
    for (area, category, size), n in parts.items():
        for key in itertools.product({area, 1}, {category, 0}, {size, 0}):
            if key != (area, category, size):
                sums[key] = sums.get(key, 0) + n
    lines = [(*key, n) for key, n in {**sums, **parts}.items()]
    random.shuffle(lines)
    rows = pd.DataFrame(lines, columns=["area_id", "category_id", "size_class", "n"]).assign(
        unknown_village=0
    )
    found = find(rows, {1: None, 2: 1, 3: 1, 4: 1})
    assert found["rule"].isna().all()
    assert rows.drop(index=found.index)["n"].sum() == sum(parts.values())
