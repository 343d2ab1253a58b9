"""The files behind editions as plain values."""

import pytest

from data.models import Dataset
from data.sources import sources
from tests import world as worlds

pytestmark = pytest.mark.django_db

LAYOUT = {"format": "xlsx", "sheets": ["Data", "More"], "header_row": 4, "header_rows": 1}


@pytest.fixture
def world(db: None) -> worlds.World:
    return worlds.build()


def read_file(edition, user=None) -> Dataset:
    """The edition's file as if it had been read from a workbook of two sheets."""
    dataset = edition.datasets.get()
    dataset.guess = {"headers": ["No", "Kecamatan", "Omzet 2023"]}
    dataset.layout = LAYOUT | {"header_row_of": [["More", 7]]}
    dataset.mapping = {"turnover": "Omzet 2023", "sub_district": "Kecamatan", "category": "@sheet"}
    dataset.report = {"counts": {"rows": 120, "accepted": 100, "rejected": 13, "skipped": 7}}
    dataset.created_by = user
    dataset.save()
    return dataset


def test_each_column_has_its_letter_its_header_and_our_label(world) -> None:
    read_file(world.market)
    (found,) = sources([world.market.pk])
    by_key = {one.key: one for one in found.columns}
    assert (by_key["turnover"].header, by_key["turnover"].letter, by_key["turnover"].number) == (
        "Omzet 2023", "C", 3,
    )  # fmt: skip
    assert by_key["sub_district"].letter == "B"
    assert (by_key["category"].letter, by_key["category"].number) == ("", 0)  # the name of the sheet
    assert [found.sheet(0), found.sheet(1), found.sheet(2)] == ["Data", "More", ""]
    assert (found.header_row, found.header_row_of) == (4, (("More", 7),))
    assert (found.rows, found.rows_in_file, found.rows_wrong, found.rows_skipped) == (100, 120, 13, 7)


def test_files_come_in_the_order_of_the_editions_by_three_queries(world, django_assert_num_queries) -> None:
    wanted = [world.facts.pk, world.market.pk, world.population.pk]
    with django_assert_num_queries(3):
        found = sources([*wanted, 99_999_999_999, world.facts.pk])
    assert [one.edition for one in found] == wanted


def test_only_analysts_and_admins_see_who_uploaded(world) -> None:
    read_file(world.market, world.carol)
    for user, said in ((None, ""), (world.alice, ""), (world.bob, "Carol"), (world.carol, "Carol")):
        (found,) = sources([world.market.pk], user)
        assert found.uploaded_by == said


def test_a_file_of_which_nothing_is_kept_has_no_columns(world) -> None:
    (found,) = sources([world.market.pk])
    assert found.columns == ()
    assert found.rows is None


def test_an_edition_without_files_has_no_source(world) -> None:
    world.market.datasets.clear()
    assert sources([world.market.pk]) == ()
    assert sources([]) == ()
