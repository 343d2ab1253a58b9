"""An erasure, and jobs that read the same file meanwhile: whichever is first, nobody erased is left."""

import threading

import pytest
from django.db import OperationalError, connections

from accounts.models import Event
from core import jobs
from core.models import ATTEMPTS, Job
from data import erasing, erasure_jobs, importing, personal_rows, scrubbing
from data import jobs as data_jobs
from data.models import Contact, Dataset
from tests.data import uploads
from tests.data.registers import _place, by_nik, erase  # noqa: F401 – fixtures too
from tests.data.test_personal_rows import BUDI, NIK, REJECTED, SITI, hashes, stored

State = Dataset.State
PERSON = hashes(name="Siti Zubaidah", phone="081234567890", nik=NIK)
BOTH = uploads.csv([SITI, REJECTED, BUDI])


@pytest.fixture
def region(transactional_db):
    return uploads.city(old=False)


class Beside(threading.Thread):
    """Work of another process. `waits` starts it, and says whether it is still waiting after a moment."""

    def __init__(self, work, *args) -> None:
        super().__init__(daemon=True)
        self.work, self.args, self.result = work, args, None

    def run(self) -> None:
        try:
            self.result = self.work(*self.args)
        finally:
            connections.close_all()

    def waits(self) -> bool:
        self.start()
        self.join(timeout=0.5)
        return self.is_alive()

    def done(self):
        self.join(timeout=20)
        assert not self.is_alive()
        return self.result


def beside(monkeypatch, module, name, work) -> list[bool]:
    """Start this work in the middle of a function; [whether it waited]."""
    whole, waited = getattr(module, name), []

    def with_it(*args, **values):
        if not waited:
            waited.append(work.waits())
        return whole(*args, **values)

    monkeypatch.setattr(module, name, with_it)
    return waited


def left(dataset: Dataset) -> bytes:
    return b"".join(stored(dataset).values())


def to_erase(dataset: Dataset) -> Beside:
    return Beside(erasing.blank, dataset, erasing.begin_in_files(None, PERSON, "request of 1 March"))


class TestOverlaps:
    def test_a_check_that_runs_is_waited_for_and_forgotten(self, region, monkeypatch) -> None:
        dataset = uploads.read(region, BOTH)
        erasure = to_erase(dataset)
        waited = beside(monkeypatch, data_jobs, "_check_all", erasure)
        uploads.check(dataset)
        assert (waited, erasure.done()) == ([True], ("register.csv", "blanked"))
        dataset.refresh_from_db()
        assert dataset.state == State.NEEDS_MAPPING
        assert dataset.message == importing.CHANGED
        assert not (dataset.directory / "checked.parquet").exists()
        assert b"Zubaidah" not in left(dataset)
        with pytest.raises(importing.Refused):
            importing.commit(dataset, "", True, None)

    def test_a_check_begun_meanwhile_waits_and_reads_what_is_left(self, region, monkeypatch) -> None:
        dataset = uploads.checked(region, BOTH)
        check = Beside(uploads.check, dataset)
        waited = beside(monkeypatch, erasing, "_rewrite", check)
        erasure = to_erase(dataset)
        assert erasure.work(*erasure.args) == ("register.csv", "blanked")
        assert (waited, check.done().state) == ([True], State.CHECKED)
        assert b"Zubaidah" not in left(dataset)
        dataset = uploads.commit(check.done(), good=True)
        assert dataset.state == State.READY
        assert not Contact.objects.filter(**by_nik(NIK)).exists()
        assert Contact.objects.filter(dataset=dataset).exists()

    def test_an_import_that_runs_is_waited_for_and_its_contacts_go(self, region, monkeypatch) -> None:
        dataset = uploads.checked(region, BOTH)
        erasure = to_erase(dataset)
        waited = beside(monkeypatch, data_jobs, "_activate", erasure)
        dataset = uploads.commit(dataset, good=True)
        assert (waited, erasure.done()) == ([True], ("register.csv", "blanked"))
        assert dataset.state == State.READY
        assert [one.row_number for one in Contact.objects.all()] == [4]
        assert b"Zubaidah" not in left(dataset)
        [line] = Event.objects.filter(action="personal_erased")
        assert (line.subject, line.rows) == ("request of 1 March", 1)

    def test_an_error_workbook_that_is_made_is_waited_for_and_goes(self, region, monkeypatch) -> None:
        from data import error_workbook

        dataset = uploads.checked(region, BOTH)
        erasure = to_erase(dataset)
        waited = beside(monkeypatch, error_workbook, "write", erasure)
        assert jobs.run_now("error_workbook", dataset.pk, language="en").state == "done"
        assert (waited, erasure.done()) == ([True], ("register.csv", "blanked"))
        assert not list(dataset.directory.glob("errors.xlsx"))


@pytest.mark.django_db
class TestWaitingFiles:
    @pytest.fixture
    def region(self, db):
        return uploads.city(old=False)

    @pytest.mark.parametrize("rows_of_before", [False, True])
    def test_an_import_that_waits_finds_nothing_to_do(self, region, carol, rows_of_before) -> None:
        uploads.imported(region, uploads.csv([SITI]))
        dataset = uploads.checked(region, uploads.csv([SITI, BUDI]), period="2022", name="next.csv")
        importing.commit(dataset, "", True, carol)
        if rows_of_before:  # an import that was killed after its rows
            [row] = Contact.objects.filter(**by_nik(NIK)).values()
            Contact.objects.create(**{**row, "id": None, "dataset_id": dataset.pk})
        assert erase(carol, **by_nik(NIK)).files == ("register.csv", "next.csv")
        dataset = uploads.work(dataset)
        assert dataset.state == State.NEEDS_MAPPING
        assert not Contact.objects.exists()
        dataset = uploads.commit(uploads.check(dataset), good=True)
        assert Contact.objects.count() == 1

    def test_contacts_that_nobody_could_choose_go_and_others_stay(self, region, carol) -> None:
        """Imported after the erasure was written down, and before its job came to the file."""
        uploads.imported(region, uploads.csv([SITI]))
        later = uploads.checked(region, uploads.csv([SITI, BUDI]), period="2022", name="next.csv")
        job = erasure_jobs.start(carol, Contact.objects.filter(**by_nik(NIK)), "asked")
        uploads.commit(later)
        assert Contact.objects.filter(dataset=later).count() == 2
        jobs.execute(job.pk)
        assert [one.row_number for one in Contact.objects.all()] == [3]
        assert b"Zubaidah" not in later.original.read_bytes()

    def test_a_file_received_and_not_read_is_read_first(self, region, carol) -> None:
        uploads.imported(region, uploads.csv([SITI]))
        unread = uploads.receive(region, uploads.csv([SITI, BUDI]), period="2022", name="unread.csv")
        job = erasure_jobs.start(carol, Contact.objects.all(), "asked")
        jobs.execute(job.pk)
        job.refresh_from_db()
        assert (job.state, erasure_jobs.result(job).files) == ("queued", ("register.csv",))
        uploads.work(unread)
        jobs.execute(job.pk)
        job.refresh_from_db()
        assert (job.state, erasure_jobs.result(job).files) == ("done", ("register.csv", "unread.csv"))
        assert b"Zubaidah" not in left(unread)

    def test_one_that_is_never_read_does_not_hold_the_erasure_for_ever(self, region, carol) -> None:
        uploads.receive(region, uploads.csv([SITI]), name="unread.csv")
        job = erasure_jobs.start_in_files(carol, PERSON, "asked")
        for _attempt in range(ATTEMPTS):
            jobs.execute(job.pk)
        job.refresh_from_db()
        assert (job.state, job.message) == ("failed", jobs.HALF_DONE)
        assert erasing.reapply().waiting == ("unread.csv",)


@pytest.mark.django_db
class TestDatabaseAway:
    """A fault of the database says nothing about a file: nothing is noted, and it is tried again."""

    @pytest.fixture
    def dataset(self, db) -> Dataset:
        return uploads.imported(uploads.city(old=False), BOTH, good=True)

    def away_once(self, monkeypatch, module, name) -> None:
        whole, asked = getattr(module, name), []

        def away(*args, **values):
            asked.append(name)
            if len(asked) == 1:
                raise OperationalError("database is locked")
            return whole(*args, **values)

        monkeypatch.setattr(module, name, away)

    @pytest.mark.parametrize(
        ("module", "name"),
        [(personal_rows, "found"), (erasing, "_note"), (erasing.errors, "blank"), (scrubbing, "scrub")],
    )
    def test_an_erasure_is_tried_again(self, dataset, carol, monkeypatch, module, name) -> None:
        self.away_once(monkeypatch, module, name)
        job = erasure_jobs.start(carol, Contact.objects.filter(**by_nik(NIK)), "asked")
        jobs.execute(job.pk)
        job.refresh_from_db()
        assert job.state == "queued"
        jobs.execute(job.pk)
        job.refresh_from_db()
        assert (job.state, erasure_jobs.result(job).failed) == ("done", ())
        assert not {"errors.xlsx", "checked.parquet"} & set(stored(dataset))
        assert b"Zubaidah" not in left(dataset)

    def test_a_search_is_tried_again(self, dataset, carol, monkeypatch) -> None:
        self.away_once(monkeypatch, personal_rows, "found")
        job = erasure_jobs.start_search(carol, PERSON)
        jobs.execute(job.pk)
        job.refresh_from_db()
        assert (job.state, job.options.get("files")) == ("queued", None)
        jobs.execute(job.pk)
        job.refresh_from_db()
        assert Job.objects.get(pk=job.pk).state == "done"
        assert erasure_jobs.found(job) == ([(dataset, [(0, 3)])], [])
