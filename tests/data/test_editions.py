"""Editions: replace, add, withdraw, undo; one current per key, and every past state is still shown."""

import pytest
from django.db import IntegrityError
from django.utils.translation import override

from core.texts import shown
from data import editions
from data.editions import Refused
from data.models import Cell, Dataset, Edition, MarketRow
from tests.data import uploads

pytestmark = pytest.mark.django_db
State = Dataset.State


@pytest.fixture
def region(db):
    return uploads.city()


def history(region):
    return list(Edition.objects.filter(region=region, subject="market").order_by("number"))


def test_each_change_makes_an_edition_and_the_past_is_still_shown(region) -> None:
    first = uploads.imported(region, uploads.register(Centre=3, East=2))
    second = uploads.imported(region, uploads.register(Hill=4), mode="add", period="2023")
    third = uploads.imported(region, uploads.register(Lakeside=1, Centre=1, East=1, Hill=1))
    withdrawn = editions.withdraw(uploads.current(region), third, None)
    undone = editions.undo(withdrawn, None)
    shown = history(region)
    assert [(one.number, one.action, one.is_current) for one in shown] == [
        (1, "replace", False), (2, "add", False), (3, "replace", False), (4, "withdraw", False),
        (5, "undo", True),
    ]  # fmt: skip
    assert [uploads.cells_by_area(one) for one in shown] == [
        {"Centre": 3, "East": 2},
        {"Centre": 3, "East": 2, "Hill": 4},
        {"Lakeside": 1, "Centre": 1, "East": 1, "Hill": 1},
        {},
        {"Lakeside": 1, "Centre": 1, "East": 1, "Hill": 1},
    ]
    assert [sorted(one.datasets.values_list("pk", flat=True)) for one in shown] == [
        [first.pk], [first.pk, second.pk], [third.pk], [], [third.pk],
    ]  # fmt: skip
    assert [one.based_on_id for one in shown[1:]] == [one.pk for one in shown[:-1]]
    assert undone.is_current
    key = editions.Key.of(undone)
    assert list(editions.history(region, "market", "main", key.start, key.end)) == shown[::-1]


def test_undoing_the_first_edition_leaves_nothing_and_can_be_undone(region) -> None:
    uploads.imported(region, uploads.register(Centre=3))
    nothing = editions.undo(uploads.current(region), None)
    assert uploads.cells_by_area(nothing) == {}
    assert uploads.cells_by_area(editions.undo(nothing, None)) == {"Centre": 3}


def test_an_undone_withdrawal_has_the_very_same_cells(region) -> None:
    dataset = uploads.imported(region, uploads.register(Centre=30, East=12))
    before = cells(uploads.current(region))
    editions.undo(editions.withdraw(uploads.current(region), dataset, None), None)
    assert cells(uploads.current(region)) == before


def cells(edition):
    fields = [f.column for f in Cell._meta.concrete_fields if f.column not in ("id", "edition_id")]
    found = Cell.objects.filter(edition=edition).order_by("area_id", "category_id", "size_class")
    return [
        tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
        for row in found.values_list(*fields)
    ]


def test_only_the_current_edition_can_be_withdrawn_from_or_undone(region) -> None:
    dataset = uploads.imported(region, uploads.register(Centre=3))
    old = uploads.current(region)
    uploads.imported(region, uploads.register(Centre=4))
    for act in (lambda: editions.withdraw(old, dataset, None), lambda: editions.undo(old, None)):
        with pytest.raises(Refused, match="no longer current"):
            act()
    assert len(history(region)) == 2


def test_keys_do_not_disturb_each_other(region) -> None:
    uploads.imported(region, uploads.register(Centre=3))
    uploads.imported(region, uploads.register(Centre=9), period="2024")
    uploads.imported(region, uploads.register(Centre=1), period="2023-06")
    other = uploads.city("other", "Other City", old=False)
    uploads.imported(other, uploads.register(East=5))
    assert Edition.objects.current().count() == 4
    assert uploads.cells_by_area(uploads.current(region)) == {"Centre": 3}


def test_duplicates_across_files_count_once_and_come_back_after_a_withdrawal(region) -> None:
    same = [{"Kecamatan": "Centre", "NIB": f"990000000000{n}", "Nama Usaha": f"U{n}"} for n in range(4)]
    first = uploads.imported(region, uploads.csv(same[:3]))
    second = uploads.imported(region, uploads.csv(same[1:]), mode="add")
    edition = uploads.current(region)
    assert uploads.cells_by_area(edition) == {"Centre": 4}
    assert edition.notes["duplicates_across"] == 2
    assert MarketRow.objects.filter(dataset__in=[first, second]).count() == 6
    left = editions.withdraw(edition, first, None)
    assert uploads.cells_by_area(left) == {"Centre": 3}
    assert left.notes["duplicates_across"] == 0


def test_counts_and_a_register_cannot_be_added_but_replaced(region) -> None:
    uploads.imported(region, uploads.register(Centre=3))
    counts = uploads.csv(
        [{"Kecamatan": "Centre", "Jumlah UMKM": 40}, {"Kecamatan": "East", "Jumlah UMKM": 2}]
    )
    dataset = uploads.checked(region, counts, kind="msme_counts", name="counts.csv")
    with pytest.raises(Refused, match="cannot be added to one another"):
        uploads.commit(dataset, "add")
    assert dataset.state == State.CHECKED
    assert uploads.rows_of(dataset) == 0
    uploads.commit(dataset, "replace")
    edition = uploads.current(region)
    assert uploads.cells_by_area(edition) == {"Centre": 40, "East": 2}
    assert edition.lacks == ["enterprises", "turnover"]


def test_files_of_two_boundary_sets_cannot_be_added(region) -> None:
    uploads.imported(region, uploads.register(Centre=3, Mill_End=2))
    dataset = uploads.checked(region, uploads.register(Centre=1, Lake=2))
    with pytest.raises(Refused, match="other boundaries"):
        uploads.commit(dataset, "add")
    assert dataset.state == State.CHECKED


def test_two_admins_prepare_against_the_same_edition(region, carol, bob) -> None:
    uploads.imported(region, uploads.register(Centre=10))
    hers = uploads.checked(region, uploads.register(Centre=11), user=carol)
    his = uploads.checked(region, uploads.register(Centre=12), user=bob)
    uploads.commit(hers, user=carol)
    uploads.commit(his, user=bob)
    assert his.state == State.CHECKED
    assert "Carol changed this edition in the meantime (" in his.message
    assert " WIB)" in his.message
    assert his.report["compared_with"] == uploads.current(region).pk
    assert his.report["areas"][0]["before"] == 11
    assert uploads.rows_of(his) == 0
    assert uploads.cells_by_area(uploads.current(region)) == {"Centre": 11}
    uploads.commit(his, user=bob)
    assert his.state == State.READY
    assert his.message == ""
    assert uploads.cells_by_area(uploads.current(region)) == {"Centre": 12}


def test_the_same_person_in_two_tabs_is_told_so(region, carol) -> None:
    uploads.imported(region, uploads.register(Centre=10))
    first = uploads.checked(region, uploads.register(Centre=11), user=carol)
    second = uploads.checked(region, uploads.register(Centre=12), user=carol)
    uploads.commit(first, user=carol)
    uploads.commit(second, user=carol)
    assert second.state == State.CHECKED
    with override("en"):
        assert "You changed this edition yourself in the meantime (" in shown(second.message)
    with override("id"):
        assert shown(second.message) != second.message


def test_two_admins_add_where_there_was_nothing(region) -> None:
    one = uploads.checked(region, uploads.register(Centre=10))
    other = uploads.checked(region, uploads.register(East=3))
    uploads.commit(one)
    uploads.commit(other)
    assert other.state == State.CHECKED
    assert other.report["covers_fewer"]
    uploads.commit(other, "add")
    assert uploads.cells_by_area(uploads.current(region)) == {"Centre": 10, "East": 3}


def test_the_first_edition_of_a_key_made_at_the_same_moment(region, monkeypatch) -> None:
    """PostgreSQL has no row to lock before the first edition: the unique constraint tells the second one."""
    dataset = uploads.checked(region, uploads.register(Centre=10))

    def other(made, number, user):
        raise IntegrityError("duplicate key value violates unique constraint")

    with monkeypatch.context() as patch:
        patch.setattr(editions, "_create", other)
        uploads.commit(dataset)
    assert dataset.state == State.CHECKED
    assert "This edition was changed in the meantime." in dataset.message
    assert uploads.rows_of(dataset) == 0
