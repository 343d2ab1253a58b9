"""Rows that stay in columns are kept, shown, taken back and deleted as safely as rows of the database."""

import errno
import os
import shutil
from datetime import timedelta
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.utils import timezone

from areas.models import Region
from core import jobs
from core.jobs import Progress
from core.models import Job
from customers import rows
from customers.lost_rows import RowsLost
from data import columnar, contacts, editions, importing, personal, purging, resealing
from data.editions import Refused
from data.models import Contact, Dataset, Edition
from tests.data import uploads
from tests.data.registers import _place, erase  # noqa: F401 – a fixture

pytestmark = pytest.mark.django_db
State = Dataset.State
HEADER = "No Member;Tanggal;Total Belanja;Nama;No HP;Catatan"
LINES = [
    "0001;13/01/2023;100;Siti Zubaidah;081200000001;x",
    "0002;14/01/2023;50;Budi Contoh;081200000002;",
    "0001;15/01/2023;-30;Siti Zubaidah;081200000001;dari Siti",
    "0003;16/01/2023;7;;;",
]
WRONG = "0004;99/01/2023;7;Siti Zubaidah;081200000001;"
LEFT = {"errors.parquet", "original", "rows.parquet", "use.lock"}


@pytest.fixture
def region(db) -> Region:
    return uploads.city()


def content(lines: list[str] | None = None, header: str = HEADER) -> bytes:
    return "\n".join([header, *(LINES if lines is None else lines)]).encode()


def checked(region: Region, lines: list[str] | None = None, **values: Any) -> Dataset:
    given = {"kind": "transactions", "name": "sales.csv", "series": "Toko"} | values
    dataset = uploads.checked(region, content(lines), **given)
    assert dataset.state == State.CHECKED, (dataset.message, dataset.report)
    return dataset


def current() -> list[Edition]:
    return list(Edition.objects.current().filter(subject="transactions"))


def total(editions_: list[Edition] | None = None) -> float:
    found = rows.paths(current() if editions_ is None else editions_)
    return float(sum(sum(pq.read_table(path)["amount"].to_pylist()) for path in found))


def names(dataset: Dataset) -> set[str]:
    return {path.name for path in dataset.directory.rglob("*") if path.is_file()}


def stored(dataset: Dataset) -> bytes:
    return b"".join(path.read_bytes() for path in dataset.directory.rglob("*") if path.is_file())


# Interrupted ---------------------------------------------------------------------------------------------


class Killed(BaseException):
    """What no except clause of the program catches, as a kill would be."""


def kill_at(monkeypatch: Any, job: Job, at: int) -> bool:
    """Run the job and kill it at its n-th call of Progress; False where it ended before."""
    calls: list[str] = []

    def hook(name: str) -> Any:
        real = getattr(Progress, name)

        def call(progress: Progress, *args: Any, **values: Any) -> Any:
            calls.append(name)
            if len(calls) == at:
                raise Killed
            return real(progress, *args, **values)

        return call

    with monkeypatch.context() as patch:
        for name in ("stage", "at", "keep"):
            patch.setattr(Progress, name, hook(name))
        try:
            jobs.execute(job.pk)
        except Killed:
            return True
    return False


def again(job: Job) -> None:
    """The lease runs out and another worker takes the job."""
    Job.objects.filter(pk=job.pk, state="running").update(lease_until=timezone.now() - timedelta(seconds=1))
    jobs.execute(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.message


@pytest.mark.parametrize("at", range(1, 9))
def test_an_import_killed_at_any_moment_ends_well(region, monkeypatch, at) -> None:
    monkeypatch.setattr("data.jobs.BATCH", 1)
    dataset = checked(region)
    importing.commit(dataset, "replace", False, None)
    job = Job.objects.get(kind="import")
    was_killed = kill_at(monkeypatch, job, at)
    dataset.refresh_from_db()
    if was_killed:
        assert not current()
        assert dataset.state == State.IMPORTING
        again(job)
        dataset.refresh_from_db()
    assert dataset.state == State.READY
    assert (total(), Contact.objects.count(), names(dataset)) == (127, 2, LEFT)


def test_every_moment_was_tried(region, monkeypatch) -> None:
    monkeypatch.setattr("data.jobs.BATCH", 1)
    dataset = checked(region)
    importing.commit(dataset, "replace", False, None)
    assert not kill_at(monkeypatch, Job.objects.get(kind="import"), 9)


@pytest.mark.parametrize("where", ["data.jobs.remember", "data.jobs.record", "data.columnar.clear"])
def test_killed_around_the_last_transaction(region, monkeypatch, where) -> None:
    dataset = checked(region)
    importing.commit(dataset, "replace", False, None)
    job = Job.objects.get(kind="import")

    def kill(*args: Any, **values: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(where, kill)
        with pytest.raises(Killed):
            jobs.execute(job.pk)
    again(job)
    dataset.refresh_from_db()
    assert (dataset.state, total(), Contact.objects.count()) == (State.READY, 127, 2)
    assert names(dataset) == LEFT


def test_a_worker_that_comes_back_late_takes_nothing_away(region) -> None:
    """Another one has finished the import meanwhile: naming the rows again changes nothing."""
    dataset = uploads.commit(checked(region))
    with pytest.raises(FileNotFoundError):
        columnar.name_rows(dataset.directory)
    assert (total(), names(dataset)) == (127, LEFT)


def test_a_check_killed_between_its_tables_starts_clean(region, monkeypatch) -> None:
    dataset = uploads.read(region, content(), kind="transactions", name="sales.csv", series="Toko")
    importing.choose_mapping(dataset, dataset.mapping, {}, None)
    job = Job.objects.get(kind="check")
    for at in range(1, 6):
        Job.objects.filter(pk=job.pk).update(attempt=0)
        kill_at(monkeypatch, job, at)
        Job.objects.filter(pk=job.pk, state="running").update(
            lease_until=timezone.now() - timedelta(seconds=1)
        )
    again(job) if not Job.objects.get(pk=job.pk).is_over else None
    dataset.refresh_from_db()
    assert dataset.state == State.CHECKED
    uploads.commit(dataset)
    assert (total(), names(dataset)) == (127, LEFT)


# Disks ---------------------------------------------------------------------------------------------------


def failing(code: int) -> Any:
    def fail(*args: Any, **values: Any) -> None:
        raise OSError(code, os.strerror(code))

    return fail


def test_a_disk_without_links_gets_a_copy(region, monkeypatch) -> None:
    dataset = checked(region)
    monkeypatch.setattr("data.columnar.os.link", failing(errno.ENOTSUP))
    uploads.commit(dataset)
    assert (dataset.state, total(), names(dataset)) == (State.READY, 127, LEFT)


@pytest.mark.parametrize("where", ["data.columnar.os.link", "data.columnar.os.replace"])
def test_a_full_disk_leaves_the_file_as_it_was_checked(region, monkeypatch, where) -> None:
    dataset = checked(region)
    with monkeypatch.context() as patch:
        patch.setattr(where, failing(errno.ENOSPC))
        uploads.commit(dataset)
    assert dataset.state == State.CHECKED
    assert "run out of space" in dataset.message
    assert not current()
    uploads.commit(dataset)
    assert (dataset.state, total(), names(dataset)) == (State.READY, 127, LEFT)


def test_a_full_disk_while_the_rows_are_written(region, monkeypatch) -> None:
    dataset = uploads.read(region, content(), kind="transactions", name="sales.csv", series="Toko")
    with monkeypatch.context() as patch:
        patch.setattr("pyarrow.parquet.ParquetWriter.write_table", failing(errno.ENOSPC))
        uploads.check(dataset)
    assert dataset.state == State.NEEDS_MAPPING
    assert "run out of space" in dataset.message
    assert not {"checked.parquet", "people.parquet"} & names(dataset)
    uploads.commit(uploads.check(dataset))
    assert total() == 127


# Editions ------------------------------------------------------------------------------------------------


def test_two_admins_at_once(region, carol) -> None:
    first, second = checked(region), checked(region, ["0009;13/01/2023;5;;;"], name="other.csv")
    uploads.commit(first, user=carol)
    importing.commit(second, "replace", False, carol)
    Dataset.objects.filter(pk=second.pk).update(prepared_against=None)  # prepared before the first was there
    uploads.work(second)
    assert second.state == State.CHECKED
    assert total() == 127
    assert second.message
    uploads.commit(second, "add", user=carol)
    assert second.state == State.READY
    assert total() == 132
    assert len(rows.paths(current())) == 2


def test_replacing_withdrawing_and_undoing(region, carol) -> None:
    first = uploads.commit(checked(region))
    second = uploads.commit(checked(region, ["0009;13/01/2023;5;;;"], name="other.csv"))
    assert total() == 5
    editions.withdraw(current()[0], second, carol)
    assert (rows.paths(current()), total()) == ([], 0)
    editions.undo(current()[0], carol)
    assert total() == 5
    past = Edition.objects.get(subject="transactions", number=1)
    assert rows.datasets([past]) == [first]
    assert total([past]) == 127


def test_periods_of_a_shop_stand_together(region) -> None:
    uploads.commit(checked(region))
    uploads.commit(checked(region, ["0001;13/01/2022;8;;;"], period="2022"))
    assert total() == 135
    assert rows.rows_of(current(), ["0001"])["amount"].tolist() == [100, -30, 8]


def test_purging_deletes_rows_people_and_file(region, carol) -> None:
    dataset = uploads.commit(checked(region))
    with pytest.raises(Refused):
        purging.start(dataset, carol)
    editions.withdraw(current()[0], dataset, carol)
    job = purging.start(dataset, carol)
    jobs.execute(job.pk)
    assert not dataset.directory.exists()
    assert not Contact.objects.exists()
    with pytest.raises(Refused, match="deleted for good"):
        editions.undo(current()[0], carol)
    assert rows.paths(Edition.objects.filter(subject="transactions")) == []


def test_discarding_leaves_nothing(region, carol) -> None:
    dataset = checked(region)
    importing.discard(dataset, carol)
    assert not dataset.directory.exists()


def test_a_check_without_the_people_forgets_them(region) -> None:
    dataset = checked(region)
    assert "people.parquet" in names(dataset)
    mapping = {**dataset.mapping, "owner_name": "", "phone": ""}
    importing.back_to(dataset, State.NEEDS_MAPPING, None)
    uploads.check(dataset, mapping)
    assert "people.parquet" not in names(dataset)
    uploads.commit(dataset)
    assert not Contact.objects.exists()


# People --------------------------------------------------------------------------------------------------


def test_an_erased_person_leaves_rows_and_sums(region, carol) -> None:
    dataset = uploads.commit(checked(region, [*LINES, WRONG]), good=True)
    assert Contact.objects.count() == 2
    done = erase(carol, name_hash=contacts.hash_value("Siti Zubaidah", "name"))
    assert (done.contacts, done.files) == (1, ("sales.csv",))
    assert total() == 127
    assert rows.contacts_of(current(), ["0001"]) == {"0001": []}
    assert rows.rows_of(current(), ["0001"])["amount"].tolist() == [100, -30]
    text = dataset.original.read_text()
    assert "Zubaidah" not in text
    assert "081200000001" not in text
    assert text.splitlines()[1] == "0001;13/01/2023;100;;;"
    assert text.splitlines()[2] == LINES[1]
    assert b"Zubaidah" not in stored(dataset)
    assert (dataset.directory / "rows.parquet").exists()


def test_a_person_erased_from_a_checked_file_is_in_none_of_its_tables(region, carol) -> None:
    uploads.commit(checked(region, period="2022", lines=[line.replace("2023", "2022") for line in LINES]))
    waiting = checked(region)
    assert b"Zubaidah" in (waiting.directory / "people.parquet").read_bytes()
    erase(carol, name_hash=contacts.hash_value("Siti Zubaidah", "name"))
    waiting.refresh_from_db()
    assert waiting.state == State.NEEDS_MAPPING
    assert not {"checked.parquet", "people.parquet"} & names(waiting)
    assert b"Zubaidah" not in stored(waiting)
    uploads.commit(uploads.check(waiting))
    held = [contacts.open_contact(one)["owner_name"] for one in Contact.objects.filter(dataset=waiting)]
    assert held == ["Budi Contoh"]


def test_an_erased_person_is_taken_out_of_the_words_of_rows(region, carol) -> None:
    header = "No Member;Tanggal;Total Belanja;Cabang;Nama;No HP"
    lines = [
        "0001;13/01/2023;100;Kios Siti Zubaidah;Siti Zubaidah;081200000001",
        "0002;13/01/2023;5;Kios Budi;;",
    ]
    given = {"kind": "transactions", "name": "sales.csv", "series": "Toko"}
    dataset = uploads.commit(uploads.checked(region, content(lines, header), **given))
    erase(carol, name_hash=contacts.hash_value("Siti Zubaidah", "name"))
    found = rows.rows_of(current(), ["0001", "0002"])
    assert found["outlet"].tolist() == ["Kios •••", "Kios Budi"]
    assert found["amount"].tolist() == [100, 5]
    assert b"Zubaidah" not in (dataset.directory / "rows.parquet").read_bytes()


def test_a_person_gets_a_copy_of_all_purchases(region, carol) -> None:
    uploads.commit(checked(region))
    [found] = personal.search(carol, "phone", "0812-0000-0001")
    copy = personal._copy_of(found)
    assert copy["Customer number"] == "0001"
    assert [value for label, value in copy.items() if label.startswith("Transaction")] == [
        "2023-01-13 · 100", "2023-01-15 · \u221230",
    ]  # fmt: skip


def test_contacts_are_sealed_anew_after_a_change_of_keys(region, settings) -> None:
    uploads.commit(checked(region))
    before = settings.CONTACT_KEY
    settings.CONTACT_KEY, settings.CONTACT_KEYS_BEFORE = (
        "another key of more than fifty letters, all for tests",
        [before],
    )
    assert resealing.reseal() == 2
    assert [contacts.open_contact(one)["owner_name"] for one in Contact.objects.order_by("row_number")] == [
        "Siti Zubaidah", "Budi Contoh",
    ]  # fmt: skip


def test_a_lost_folder_is_no_empty_shop(region) -> None:
    """Rows that somebody deleted by hand are missed, not taken for nothing sold."""
    dataset = uploads.commit(checked(region))
    shutil.rmtree(dataset.directory)
    with pytest.raises(RowsLost):
        rows.rows_of(current(), ["0001"])
