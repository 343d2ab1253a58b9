"""A full disk, wherever it is met: a clear message, nothing half done, and a state to go on from."""

import errno
import shutil

import psycopg
import pytest
from django.db import OperationalError
from pyarrow.parquet import ParquetWriter

from core.models import Job
from data import importing, jobs, tables
from data.editions import Refused
from data.models import Dataset, Edition
from tests.data import uploads

pytestmark = pytest.mark.django_db
State = Dataset.State
SQLITE = OperationalError("database or disk is full")
POSTGRESQL = OperationalError("could not extend file: No space left on device")
POSTGRESQL.__cause__ = psycopg.errors.DiskFull("could not extend file")
BUSY = OperationalError("database is locked")


@pytest.fixture
def region(db):
    return uploads.city()


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def full(*args, **kwargs):
    raise OSError(errno.ENOSPC, "No space left on device")


class FullFile:
    """An upload whose second piece finds no room."""

    def chunks(self):
        yield b"Kecamatan,Nama Usaha\n"
        full()


def test_no_room_for_the_upload(region, media) -> None:
    with pytest.raises(Refused, match="no room for this file"):
        uploads.receive(region, FullFile())
    assert not Dataset.objects.exists()
    assert not any((media / "datasets").iterdir())


def test_hardly_any_room_left(region, media, monkeypatch) -> None:
    usage = shutil.disk_usage(media)._replace(free=1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(Refused, match="no room for this file"):
        uploads.receive(region, uploads.register(Centre=1))
    assert not any((media / "datasets").iterdir())


@pytest.mark.parametrize("problem", [SQLITE, POSTGRESQL])
def test_no_room_in_the_database_for_the_upload(region, media, monkeypatch, problem) -> None:
    monkeypatch.setattr(Dataset.objects, "create", raising(problem))
    with pytest.raises(Refused, match="no room for this file"):
        uploads.receive(region, uploads.register(Centre=1))
    assert not any((media / "datasets").iterdir())


def raising(problem):
    def function(*args, **kwargs):
        raise problem

    return function


def test_no_room_for_the_checked_rows(region, monkeypatch) -> None:
    dataset = uploads.read(region, uploads.register(Centre=3))
    with monkeypatch.context() as patch:
        patch.setattr("pyarrow.parquet.ParquetWriter.write_table", full)
        uploads.check(dataset)
    assert dataset.state == State.NEEDS_MAPPING
    assert "run out of space" in dataset.message
    assert not list(dataset.directory.glob("*.part"))
    uploads.commit(uploads.check(dataset))
    assert uploads.cells_by_area(uploads.current(region)) == {"Centre": 3}


def test_no_room_when_the_table_of_checked_rows_is_closed(tmp_path, monkeypatch) -> None:
    real = ParquetWriter.close

    def close(writer):
        monkeypatch.setattr(ParquetWriter, "close", real)  # its destructor closes it again
        full()

    monkeypatch.setattr(ParquetWriter, "close", close)
    with pytest.raises(OSError, match="No space"), tables.Table(tmp_path / "a.parquet", tables.ERRORS):
        pass
    assert not any(tmp_path.iterdir())


def test_no_room_to_unpack(region, monkeypatch) -> None:
    from tests.data.reading.bad_files import bytes_of_zip

    content = bytes_of_zip({"a.csv": uploads.register(Centre=3)})
    dataset = uploads.receive(region, content, name="a.zip")
    with monkeypatch.context() as patch:
        patch.setattr("data.sheets.safety.extract", full)
        uploads.work(dataset)
    assert dataset.state == State.FAILED
    assert "run out of space" in dataset.message


@pytest.mark.parametrize("problem", [SQLITE, POSTGRESQL, OSError(errno.EDQUOT, "quota")])
@pytest.mark.parametrize("where", ["data.writing.write", "data.editions.write", "data.jobs.remember"])
def test_no_room_for_rows_or_cells(region, monkeypatch, problem, where) -> None:
    dataset = uploads.checked(region, uploads.register(Centre=3))
    with monkeypatch.context() as patch:
        patch.setattr(where, raising(problem))
        uploads.commit(dataset)
    assert dataset.state == State.CHECKED
    assert "run out of space" in dataset.message
    assert not Edition.objects.exists()
    assert Job.objects.get(kind="import").state == Job.State.FAILED
    uploads.commit(dataset)
    assert dataset.message == ""
    assert uploads.rows_of(dataset) == 6  # three enterprises, each with its contact; nothing of the first try
    assert uploads.cells_by_area(uploads.current(region)) == {"Centre": 3}


def test_a_busy_database_is_tried_again(region, monkeypatch) -> None:
    dataset = uploads.checked(region, uploads.register(Centre=3))
    real, calls = jobs.kind("msme_register").rows, []

    def sometimes(table, target):
        calls.append(1)
        if len(calls) < 3:
            raise BUSY
        return real(table, target)

    patched = uploads.with_rows(jobs.kind("msme_register"), sometimes)
    monkeypatch.setattr(jobs, "kind", lambda key: patched)
    uploads.commit(dataset)
    assert dataset.state == State.READY
    assert uploads.rows_of(dataset) == 6  # three enterprises, each with its contact
    assert Job.objects.get(kind="import").attempt == 3


def test_an_upload_that_found_no_room_can_be_thrown_away(region, monkeypatch) -> None:
    dataset = uploads.checked(region, uploads.register(Centre=3))
    with monkeypatch.context() as patch:
        patch.setattr("data.writing.write", raising(SQLITE))
        uploads.commit(dataset)
    importing.discard(dataset, None)
    assert not dataset.directory.exists()
    assert dataset.state == State.DISCARDED
