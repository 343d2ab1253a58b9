"""The steps of an upload: each leads on, goes back, or says why not; what is ready never changes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import Job
from data import editions, importing
from data.editions import Refused
from data.models import Cell, Dataset, Edition, MarketRow
from tests.data import uploads

pytestmark = pytest.mark.django_db
State = Dataset.State


@pytest.fixture
def region(db):
    return uploads.city()


def test_a_file_goes_through_every_state(region, carol) -> None:
    dataset = uploads.receive(region, uploads.register(Centre=3, East=2), user=carol)
    assert dataset.state == State.READING
    uploads.work(dataset)
    assert dataset.state == State.NEEDS_MAPPING
    assert dataset.mapping == {
        "sub_district": "Kecamatan",
        "business_name": "Nama Usaha",
        "turnover": "Omzet",
    }
    uploads.check(dataset)
    assert dataset.state == State.CHECKED
    assert dataset.report["counts"] == {
        "rows": 5, "accepted": 5, "rejected": 0, "skipped": 0, "duplicates": 0,
    }  # fmt: skip
    assert [(line["name"], line["now"], line["before"]) for line in dataset.report["areas"]] == [
        ("Sample City > Centre", 3, None), ("Sample City > East", 2, None),
    ]  # fmt: skip
    assert not MarketRow.objects.exists()
    uploads.commit(dataset, user=carol)
    assert dataset.state == State.READY
    assert dataset.ready_at is not None
    edition = uploads.current(region)
    assert list(edition.datasets.all()) == [dataset]
    assert edition.created_by == carol
    assert uploads.cells_by_area(edition) == {"Centre": 3, "East": 2}
    assert not list(dataset.directory.glob("checked*"))


def test_rows_keep_their_dataset_and_their_row_in_the_file(region) -> None:
    content = "Data UMKM,,\n\nKecamatan,Nama Usaha,Omzet\nCentre,A,1\n\nEast,B,2\n"
    dataset = uploads.imported(region, content.encode())
    rows = MarketRow.objects.filter(dataset=dataset).order_by("row_number")
    assert list(rows.values_list("row_number", "area__name", "turnover")) == [
        (4, "Centre", 1),
        (6, "East", 2),
    ]


def test_duplicates_inside_a_file_are_skipped_and_said(region) -> None:
    rows = [
        {"Kecamatan": "Centre", "Nama Usaha": "A", "Pemilik": "B", "Alamat": "C", "Omzet": n} for n in (1, 2)
    ]
    rows.append(rows[0] | {"Kecamatan": "East"})
    dataset = uploads.imported(region, uploads.csv(rows))
    assert dataset.report["counts"]["duplicates"] == 1
    assert dataset.report["skipped"][0]["examples"] == [3]
    # the same names in another area are another enterprise; the first of two rows counts
    assert sorted(MarketRow.objects.values_list("area__name", "turnover")) == [("Centre", 1), ("East", 1)]


def test_the_same_bytes_again_import_nothing(region) -> None:
    content = uploads.register(Centre=3, East=2)
    first = uploads.imported(region, content)
    again = uploads.checked(region, content)
    assert again.state == State.CHECKED
    assert again.report["same_as"] == first.pk
    with pytest.raises(Refused, match="already part of the current edition"):
        uploads.commit(again)
    assert Edition.objects.count() == 1
    importing.discard(again, None)
    assert again.state == State.DISCARDED


def test_the_same_bytes_are_the_same_though_their_names_are_known_by_now(region) -> None:
    content = uploads.register(Centr=3, East=2)
    first = uploads.imported(region, content, decide={"names": {"area": {"Centr": "Centre"}}})
    again = uploads.checked(region, content)
    assert again.report["same_as"] == first.pk


def test_the_same_bytes_after_a_withdrawal_are_imported(region) -> None:
    content = uploads.register(Centre=3)
    first = uploads.imported(region, content)
    editions.withdraw(uploads.current(region), first, None)
    uploads.imported(region, content)
    assert uploads.cells_by_area(uploads.current(region)) == {"Centre": 3}


def test_another_mapping_of_the_same_bytes_is_a_new_dataset(region) -> None:
    rows = [{"Kecamatan": "Centre", "Omzet 2022": 5, "Omzet 2023": 7}]
    content = uploads.csv(rows)
    uploads.imported(region, content)
    dataset = uploads.imported(region, content, mapping={"turnover": "Omzet 2022"})
    assert dataset.report["same_as"] is None
    assert Cell.objects.get(edition=uploads.current(region)).turnover_sum == 5


def test_a_file_that_covers_fewer_areas_asks(region) -> None:
    uploads.imported(region, uploads.register(Centre=10, East=10))
    dataset = uploads.checked(region, uploads.register(Centre=4))
    flags = {line["name"]: line["flag"] for line in dataset.report["areas"]}
    assert flags == {"Sample City > Centre": "change", "Sample City > East": "missing"}
    assert dataset.report["covers_fewer"]
    with pytest.raises(Refused, match="add to it or to replace it"):
        uploads.commit(dataset, "")
    uploads.commit(dataset, "add")
    assert uploads.cells_by_area(uploads.current(region)) == {"Centre": 14, "East": 10}


def test_a_mode_that_does_not_exist_is_refused(region) -> None:
    dataset = uploads.checked(region, uploads.register(Centre=4))
    with pytest.raises(Refused):
        uploads.commit(dataset, "overwrite")
    uploads.commit(dataset, "")
    assert uploads.current(region).action == "replace"


def test_last_years_edition_stands_beside_each_area(region) -> None:
    uploads.imported(region, uploads.register(Centre=10, East=10), period="2022")
    dataset = uploads.checked(region, uploads.register(Centre=12, Hill=1))
    assert dataset.report["before_label"] == "2022"
    assert [(line["now"], line["before"], line["flag"]) for line in dataset.report["areas"]] == [
        (12, 10, ""), (0, 10, "missing"), (1, None, "new"),
    ]  # fmt: skip
    assert not dataset.report["covers_fewer"]


def test_two_people_cannot_take_the_same_step(region) -> None:
    mine = uploads.checked(region, uploads.register(Centre=10))
    yours = Dataset.objects.get(pk=mine.pk)
    importing.commit(mine, "replace", False, None)
    with pytest.raises(Refused, match="no longer at this step"):
        importing.commit(yours, "replace", False, None)
    assert Job.objects.filter(kind="import").count() == 1


def test_a_ready_dataset_never_changes(region) -> None:
    dataset = uploads.imported(region, uploads.register(Centre=3))
    attempts = (
        lambda: importing.choose_layout(dataset, {}, None),
        lambda: importing.choose_mapping(dataset, dataset.mapping, {}, None),
        lambda: importing.choose_names(dataset, {}, None),
        lambda: importing.back_to(dataset, State.NEEDS_MAPPING, None),
        lambda: importing.discard(dataset, None),
        lambda: importing.commit(dataset, "replace", True, None),
    )
    for attempt in attempts:
        with pytest.raises(Refused):
            attempt()
    dataset.refresh_from_db()
    assert dataset.state == State.READY
    assert dataset.original.exists()


def test_each_step_can_go_back_until_the_import(region) -> None:
    dataset = uploads.checked(region, uploads.register(Centre=3))
    importing.back_to(dataset, State.NEEDS_MAPPING, None)
    assert dataset.state == State.NEEDS_MAPPING
    uploads.check(dataset, {"turnover": ""})
    assert dataset.state == State.CHECKED
    importing.choose_layout(dataset, {"delimiter": ";"}, None)
    uploads.work(dataset)
    assert dataset.state == State.NEEDS_MAPPING
    assert len(dataset.guess["headers"]) == 1
    importing.choose_layout(dataset, {"delimiter": ","}, None)
    uploads.commit(uploads.check(uploads.work(dataset)))
    assert uploads.cells_by_area(uploads.current(region)) == {"Centre": 3}


def test_the_number_of_queries_does_not_grow_with_the_rows(region) -> None:
    uploads.imported(region, uploads.register(Centre=1, East=1, Hill=1))
    used = []
    for count in (3, 3000):
        dataset = uploads.checked(region, uploads.register(Centre=count, East=count, Hill=count))
        with CaptureQueriesContext(connection) as queries:
            uploads.commit(dataset)
        used.append(len(queries))
    assert used[0] == used[1]
    assert uploads.cells_by_area(uploads.current(region)) == {"Centre": 3000, "East": 3000, "Hill": 3000}
