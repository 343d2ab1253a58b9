"""The spellings that were counted as one, behind a number: as many rows as each has in the file."""

import re
from typing import Any

import pytest

from core import shown
from dashboard.trail import tables as trail_tables
from data import written
from data.models import Category
from tests.data import uploads
from tests.data.registers import _place  # noqa: F401 – a fixture
from tests.world import english

pytestmark = pytest.mark.django_db
DECIDED = {
    "create_categories": True,
    "names": {"area": {"Centr": "Centre"}, "category": {"Food & Drink": "Food"}},
}
LINES = [("Centre", "Food")] * 12 + [("CENTRE", "Food & Drink")] * 7 + [("Centr", "FOOD")] * 3
OTHERS = [("Centre", "Craft")] * 5 + [("EAST", "Food")] * 4


@pytest.fixture
def dataset(db) -> Any:
    columns = ("Kecamatan", "Kategori")
    rows = [{**dict(zip(columns, one, strict=True)), "Nama Usaha": f"U{at}"}
            for at, one in enumerate([*LINES, *OTHERS])]  # fmt: skip
    return uploads.imported(uploads.city(old=False), uploads.csv(rows), decide=DECIDED)


def text_of(response: Any) -> str:
    main = response.content.decode().partition("<main")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def lines(response: Any) -> list[tuple[str, str, str, int]]:
    return [(one.what, one.name, one.text, one.rows) for one in response.context["trail"].names.lines]


def test_a_field_of_an_area_lists_both_with_their_rows(dataset, carol) -> None:
    centre, food = uploads.area(dataset.region, "Centre"), Category.objects.get(name="Food")
    of = f"of_area={centre.pk}&of_category={food.pk}"
    response = english(carol).get(f"/trail/?page=overview&figure=areas&{of}&category={food.pk}")
    assert lines(response) == [
        ("Business field", "Food", "Food", 12),
        ("Business field", "Food", "Food & Drink", 7),
        ("Business field", "Food", "FOOD", 3),
        ("Sub-district", "Centre", "Centre", 12),
        ("Sub-district", "Centre", "CENTRE", 7),
        ("Sub-district", "Centre", "Centr", 3),
    ]
    text = text_of(response)
    assert "22 rows add up to 22" in text
    assert "Food Business field Food &amp; Drink register.csv 7" in text


def test_what_is_limited_by_nothing_lists_none(dataset, carol) -> None:
    response = english(carol).get("/trail/?page=overview&figure=sizes")
    assert lines(response) == []
    assert "How the files write it" not in text_of(response)


def test_no_more_than_forty_are_listed_and_that_is_said(dataset, carol, monkeypatch) -> None:
    monkeypatch.setattr("dashboard.trail.names.MOST_NAMES", 2)
    food = Category.objects.get(name="Food")
    response = english(carol).get(f"/trail/?page=overview&figure=fields&of_category={food.pk}")
    assert len(lines(response)) == 2
    assert "The first 2 of 3 spellings" in text_of(response)


def test_a_file_of_before_says_that_it_was_not_counted(dataset, carol) -> None:
    written.path(dataset).unlink()
    food = Category.objects.get(name="Food")
    text = text_of(english(carol).get(f"/trail/?page=overview&figure=fields&of_category={food.pk}"))
    assert "How these files write their names was not counted when they were imported: register.csv." in text
    assert "26 rows add up to 26" in text


def test_the_workbook_prints_them_for_the_fields_of_its_filter(dataset, carol) -> None:
    food = Category.objects.get(name="Food")
    shown_page = shown.read("overview", f"category={food.pk}", carol)
    found = {str(table.caption): table for table in trail_tables.tables(shown_page, "areas", carol)}
    rows = found["How the files write it"].rows
    assert [(row["text"], row["rows"]) for row in rows] == [("Food", 16), ("Food & Drink", 7), ("FOOD", 3)]
    plain = trail_tables.tables(shown.read("overview", "", carol), "areas", carol)
    assert "How the files write it" not in [str(table.caption) for table in plain]
