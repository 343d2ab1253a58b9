"""A worker killed at any moment: nothing is visible, nothing half done, and run again the job ends well."""

import errno
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import TestCase
from django.utils import timezone

from core import jobs
from core.jobs import Progress
from core.models import Job
from data import importing, writing
from data.models import Cell, Dataset, Edition, MarketRow
from tests.data import uploads
from tests.data.reading.bad_files import bytes_of_zip

State = Dataset.State
CONTENT = uploads.register(Centre=40, East=25, Nowhere=3, Hill=2)
# calls of Progress that the three jobs of a register of 70 rows make, counted by the test below
BOUNDARIES = {"read": 2, "check": 6, "import": 10}


class Killed(BaseException):
    """What no except clause of the program catches, as a kill would be."""


@pytest.fixture
def region(db):
    return uploads.city()


def interrupted(job: Job, monkeypatch, at: int) -> bool:
    """Run the job and kill it at its n-th call of Progress; False where it ended before."""
    calls = []

    def hook(name):
        real = getattr(Progress, name)

        def call(progress, *args, **kwargs):
            calls.append(name)
            if len(calls) == at:
                raise Killed
            return real(progress, *args, **kwargs)

        return call

    with monkeypatch.context() as patch:
        for name in ("stage", "at", "keep"):
            patch.setattr(Progress, name, hook(name))
        try:
            jobs.execute(job.pk)
        except Killed:
            return True
    return False


def lease_is_over(job: Job) -> None:
    waiting = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING)
    waiting.update(lease_until=timezone.now() - timedelta(seconds=1))


def again(job: Job) -> None:
    """The lease runs out and another worker takes the job."""
    lease_is_over(job)
    jobs.execute(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.message


def prepared(region, step: str) -> Dataset:
    """A dataset whose job of this step waits."""
    if step == "read":
        return uploads.receive(region, bytes_of_zip({"r.csv": CONTENT}), name="r.zip")
    dataset = uploads.read(region, bytes_of_zip({"r.csv": CONTENT}), name="r.zip")
    dataset.decisions = {"names": {"area": {"Nowhere": None}}}
    dataset.save(update_fields=["decisions"])
    if step == "check":
        importing.choose_mapping(dataset, dataset.mapping, {}, None)
        return dataset
    uploads.check(dataset)
    importing.commit(dataset, "replace", True, None)
    return dataset


def drafts(dataset: Dataset) -> list[Path]:
    return list(dataset.directory.rglob("*.part"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("step", "at"), [(step, at + 1) for step, count in BOUNDARIES.items() for at in range(count)]
)
def test_killed_at_a_boundary(region, monkeypatch, step, at) -> None:
    monkeypatch.setattr("data.jobs.BATCH", 30)
    dataset = prepared(region, step)
    before = dataset.state
    job = Job.objects.get(kind=step, subject_id=dataset.pk)
    assert interrupted(job, monkeypatch, at), f"{step} has fewer than {at} boundaries"
    dataset.refresh_from_db()
    assert dataset.state == before
    assert not Edition.objects.exists()
    assert not Cell.objects.exists()
    again(job)
    uploads.work(dataset)
    if step == "read":
        dataset.decisions = {"names": {"area": {"Nowhere": None}}}
        dataset.save(update_fields=["decisions"])
        uploads.check(dataset)
    if step != "import":
        uploads.commit(dataset, good=True)
    assert dataset.state == State.READY
    assert uploads.cells_by_area(uploads.current(region)) == {"Centre": 40, "East": 25, "Hill": 2}
    assert MarketRow.objects.count() == 67
    assert uploads.rows_of(dataset) == 134
    assert not drafts(dataset)
    assert Edition.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("step", BOUNDARIES)
def test_every_boundary_was_tried(region, monkeypatch, step) -> None:
    monkeypatch.setattr("data.jobs.BATCH", 30)
    dataset = prepared(region, step)
    job = Job.objects.get(kind=step, subject_id=dataset.pk)
    assert not interrupted(job, monkeypatch, BOUNDARIES[step] + 1)


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["data.jobs.remember", "data.editions._write_cells", "data.jobs.record"])
def test_killed_inside_the_last_transaction(region, monkeypatch, where) -> None:
    dataset = prepared(region, "import")
    job = Job.objects.get(kind="import", subject_id=dataset.pk)

    def kill(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(where, kill)
        with pytest.raises(Killed):
            jobs.execute(job.pk)
    dataset.refresh_from_db()
    assert dataset.state == State.IMPORTING
    assert not Edition.objects.exists()
    again(job)
    dataset.refresh_from_db()
    assert dataset.state == State.READY
    assert uploads.rows_of(dataset) == 134


@pytest.mark.django_db
def test_killed_just_after_the_last_transaction(region, monkeypatch) -> None:
    dataset = prepared(region, "import")
    job = Job.objects.get(kind="import", subject_id=dataset.pk)

    def kill(directory):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("data.tables.sweep", kill)
        with pytest.raises(Killed):
            jobs.execute(job.pk)
    again(job)
    dataset.refresh_from_db()
    assert dataset.state == State.READY
    assert Edition.objects.count() == 1
    assert not list(dataset.directory.glob("checked*"))


@pytest.mark.django_db
def test_drafts_of_killed_workers_are_swept(region) -> None:
    dataset = prepared(region, "check")
    orphan = dataset.directory / "checked.99999.part"
    orphan.write_bytes(b"half")
    uploads.work(dataset)
    assert dataset.state == State.CHECKED
    assert not orphan.exists()


@pytest.mark.django_db
def test_a_worker_lost_three_times_puts_the_file_back(region, monkeypatch) -> None:
    monkeypatch.setattr("data.jobs.BATCH", 30)
    dataset = prepared(region, "import")
    job = Job.objects.get(kind="import", subject_id=dataset.pk)
    for _attempt in range(3):
        Job.objects.filter(pk=job.pk, state="running").update(
            lease_until=timezone.now() - timedelta(seconds=1)
        )
        assert interrupted(job, monkeypatch, 6)
    assert uploads.rows_of(dataset) > 0
    lease_is_over(job)
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert jobs.sweep() == 1
        # the transaction that ends the job must be short: the rows go right after it
        assert uploads.rows_of(dataset) > 0
    assert uploads.rows_of(dataset) == 0
    dataset.refresh_from_db()
    assert dataset.state == State.CHECKED
    assert "stopped three times" in dataset.message
    uploads.commit(dataset, good=True)
    assert dataset.state == State.READY
    assert uploads.rows_of(dataset) == 134


def wrong_at(monkeypatch, call: int, problem: Exception) -> None:
    """The n-th writing of rows fails."""
    real, calls = writing.write_all, []

    def write_all(rows):
        calls.append(1)
        if len(calls) == call:
            raise problem
        real(rows)

    monkeypatch.setattr(writing, "write_all", write_all)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "problem", [ValueError("a fault of ours"), OSError(errno.ENOSPC, "full")], ids=["fault", "disk"]
)
def test_a_failing_import_leaves_no_rows(region, monkeypatch, problem) -> None:
    monkeypatch.setattr("data.jobs.BATCH", 30)
    dataset = prepared(region, "import")
    job = Job.objects.get(kind="import", subject_id=dataset.pk)
    wrong_at(monkeypatch, 3, problem)
    with TestCase.captureOnCommitCallbacks(execute=True):
        jobs.execute(job.pk)
        assert uploads.rows_of(dataset) == 120
    dataset.refresh_from_db()
    assert (dataset.state, uploads.rows_of(dataset)) == (State.CHECKED, 0)


@pytest.mark.django_db
def test_an_import_begun_again_keeps_its_rows(region, monkeypatch) -> None:
    """The rows of the failed one are deleted in parts: none of the next one may be among them."""
    monkeypatch.setattr("data.jobs.BATCH", 30)
    dataset = prepared(region, "import")
    job = Job.objects.get(kind="import", subject_id=dataset.pk)
    wrong_at(monkeypatch, 3, ValueError("a fault of ours"))
    with TestCase.captureOnCommitCallbacks() as waiting:
        jobs.execute(job.pk)
    dataset.refresh_from_db()
    uploads.commit(dataset, good=True)
    for callback in waiting:
        callback()
    assert (dataset.state, uploads.rows_of(dataset)) == (State.READY, 134)


@pytest.mark.django_db
def test_discarding_deletes_what_is_left_all_the_same(region, monkeypatch) -> None:
    """The worker may die between the end of the job and the deletion."""
    monkeypatch.setattr("data.jobs.BATCH", 30)
    dataset = prepared(region, "import")
    job = Job.objects.get(kind="import", subject_id=dataset.pk)
    assert interrupted(job, monkeypatch, 6)
    Job.objects.filter(pk=job.pk).update(attempt=3)
    lease_is_over(job)
    assert jobs.sweep() == 1
    dataset.refresh_from_db()
    assert uploads.rows_of(dataset) > 0
    importing.discard(dataset, None)
    assert uploads.rows_of(dataset) == 0


WORKER = """
import os, sys, time
import django
django.setup()
from core import jobs
from data import writing
import data.jobs
data.jobs.BATCH = 500
real = writing.write
calls = []
def slow(model, table):
    calls.append(1)
    written = real(model, table)
    if len(calls) == 7:
        print("writing", flush=True)
        time.sleep(60)
    return written
writing.write = slow
jobs.execute(int(sys.argv[1]))
"""


@pytest.mark.django_db(transaction=True)
def test_sigkill_in_the_middle_of_writing_rows(tmp_path) -> None:
    region = uploads.city()
    dataset = uploads.checked(region, uploads.register(Centre=3000, East=1000))
    importing.commit(dataset, "replace", False, None)
    job = Job.objects.get(kind="import", subject_id=dataset.pk)
    (tmp_path / "worker_settings.py").write_text(
        "from segmentation_site.test_settings import *\n"
        f"DATABASES['default']['NAME'] = {str(connection.settings_dict['NAME'])!r}\n"
        f"MEDIA_ROOT = {str(settings.MEDIA_ROOT)!r}\n"
        f"CONTACT_KEY = {settings.CONTACT_KEY!r}\n"
    )
    (tmp_path / "worker.py").write_text(WORKER)
    paths = os.pathsep.join([str(tmp_path), str(settings.BASE_DIR)])
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "worker_settings", "PYTHONPATH": paths, "TEST_DATA_DIR": str(tmp_path),
    }  # fmt: skip
    connection.close()
    with subprocess.Popen(
        [sys.executable, str(tmp_path / "worker.py"), str(job.pk)],
        env=environment, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "writing\n"
        process.send_signal(signal.SIGKILL)
        assert process.wait(10) == -signal.SIGKILL
    assert 0 < MarketRow.objects.count() < 4000
    assert not Edition.objects.exists()
    job.refresh_from_db()
    assert job.state == Job.State.RUNNING
    started = time.monotonic()
    assert jobs.sweep(jobs.holder_is_dead) == 1
    uploads.work(dataset)
    assert time.monotonic() - started < 60
    assert dataset.state == State.READY
    assert MarketRow.objects.count() == 4000
    assert uploads.rows_of(dataset) == 8000
    assert uploads.cells_by_area(uploads.current(region)) == {"Centre": 3000, "East": 1000}
    assert not drafts(dataset)
