"""How a file writes the names that were counted as one: as many rows as a person counts in it."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import written
from data.models import Cell, Dataset
from tests.data import uploads
from tests.data.registers import _place  # noqa: F401 – a fixture

pytestmark = pytest.mark.django_db
DECIDED = {
    "create_categories": True,
    "names": {"area": {"Centr": "Centre"}, "category": {"Food & Drink": "Food"}},
}
LINES = [
    ("Centre", "Food", 5), ("Centre", "FOOD", 5), ("CENTRE ", "Food & Drink", 5), ("Centr", "Food", 5),
    ("Centr", "Craft", 5), ("East", "Food", 5), ("East", "", 5), ("Nowhere", "Food", -1),
]  # fmt: skip


@pytest.fixture
def region(db):
    return uploads.city(old=False)


def table(lines):
    columns = ("Kecamatan", "Kategori", "Omzet")
    return uploads.csv([{**dict(zip(columns, one, strict=True)), "Nama Usaha": f"U{at}"}
                        for at, one in enumerate(lines)])  # fmt: skip


def counted(dataset: Dataset, column: str, **where: int) -> dict[str, int]:
    found = written.written(dataset, column, [where["area_id"]] if "area_id" in where else None)
    assert found is not None
    for name, value in where.items():
        found = found[found[name] == value]
    return {str(text): int(n) for text, n in found.groupby("text")["rows"].sum().items()}


def test_each_spelling_has_its_own_rows_in_the_file(region) -> None:
    answers = {**DECIDED, "names": {**DECIDED["names"], "area": {"Centr": "Centre", "Nowhere": None}}}
    dataset = uploads.imported(region, table(LINES), decide=answers, good=True)
    centre = uploads.area(region, "Centre").pk
    assert counted(dataset, "sub_district", area_id=centre) == {"Centre": 2, "CENTRE": 1, "Centr": 2}
    assert counted(dataset, "category", area_id=centre) == {
        "Food": 2, "FOOD": 1, "Food & Drink": 1, "Craft": 1,
    }  # fmt: skip
    assert counted(dataset, "category", category_id=0) == {"": 1}
    assert "Nowhere" not in counted(dataset, "sub_district")
    assert written.area_column(dataset, 2) == "sub_district"
    assert written.area_column(dataset, 3) == "sub_district"


def test_rows_of_sums_are_not_counted(region) -> None:
    lines = [("Centre", "Food", 10), ("Centre", "Craft", 5), ("Centre", "JUMLAH", 15), ("EAST", "Food", 4)]
    content = uploads.csv([dict(zip(("Kecamatan", "Kategori", "Jumlah"), one, strict=True)) for one in lines])
    dataset = uploads.imported(
        region, content, kind="msme_counts", decide={"create_categories": True, "names": {}}
    )
    assert counted(dataset, "category") == {"Food": 2, "Craft": 1}
    blank = [("Centre", "Food", 10), ("Centre", "Craft", 5), ("Centre", "", 15)]
    content = uploads.csv([dict(zip(("Kecamatan", "Kategori", "Jumlah"), one, strict=True)) for one in blank])
    dataset = uploads.imported(
        region, content, kind="msme_counts", decide={"create_categories": True, "names": {}}
    )
    assert counted(dataset, "category") == {"Food": 1, "Craft": 1}


def test_what_was_imported_before_has_none(region) -> None:
    dataset = uploads.imported(region, table(LINES[:1]), decide=DECIDED)
    written.path(dataset).unlink()
    assert written.written(dataset, "category") is None
    assert not written.rewrite(dataset, str.upper)


def test_an_erased_person_goes_from_the_names(region) -> None:
    dataset = uploads.imported(region, table(LINES[:4]), decide=DECIDED)
    assert not written.rewrite(dataset, lambda text: text)
    assert written.rewrite(dataset, lambda text: text.replace("Drink", "•••"))
    assert counted(dataset, "category") == {"Food": 2, "FOOD": 1, "Food & •••": 1}


SPELLINGS = {"Centre": ["Centre", "CENTRE", "Kec. Centre"], "East": ["East", "EAST"]}
ROWS = st.lists(
    st.tuples(
        st.sampled_from([one for texts in SPELLINGS.values() for one in texts]),
        st.sampled_from(["Food", "FOOD", "Craft"]),
        st.sampled_from([1_000, 400_000_000]),
    ),
    min_size=1, max_size=30,
)  # fmt: skip


@given(ROWS)
@settings(max_examples=10)
def test_spellings_of_a_cell_add_up_to_its_rows(lines) -> None:
    """Counted again from the lines; and every cell has as many rows in each column as enterprises."""
    Dataset.objects.all().delete()
    region = uploads.Region.objects.filter(slug="sample").first() or uploads.city(old=False)
    dataset = uploads.imported(region, table(lines), decide=DECIDED)
    assert counted(dataset, "sub_district") == pd.Series([one[0] for one in lines]).value_counts().to_dict()
    cells = Cell.objects.filter(edition=uploads.edition_of(dataset))
    expected = {(one.area_id, one.category_id or 0, one.size_class): one.n for one in cells}
    for column in ("sub_district", "category"):
        part = written.written(dataset, column)
        assert part is not None
        sums = part.groupby(written.CELL)["rows"].sum()
        assert {tuple(map(int, cell)): int(n) for cell, n in sums.items()} == expected


def test_a_column_of_sizes_keeps_its_own_texts(region) -> None:
    columns = ("Kecamatan", "Kategori", "Skala Usaha")
    lines = [("Centre", "Food", "mikro"), ("Centre", "Food", "MIKRO"), ("East", "Food", "kecil")]
    content = uploads.csv([{**dict(zip(columns, one, strict=True)), "Nama Usaha": f"U{at}"}
                           for at, one in enumerate(lines)])  # fmt: skip
    dataset = uploads.imported(region, content, decide=DECIDED)
    assert counted(dataset, "size_class", size_class=1) == {"mikro": 1, "MIKRO": 1}
    assert counted(dataset, "size_class", size_class=2) == {"kecil": 1}
