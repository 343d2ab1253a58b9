"""Erasing a person, in the database and in the stored file; counts never change."""

# ruff: noqa: F811 – a test names the fixtures it imports

import json
import shutil
import zipfile
from io import StringIO

import pandas as pd
import pytest
from django.core.management import call_command
from django.db import OperationalError

from accounts.models import Event
from core import jobs
from core.models import Job
from data import contacts, erasing, erasure_jobs, erasure_ledger
from data.models import Contact, Dataset, Erasure, MarketRow
from data.plan import Plan
from tests.data.registers import FILES, PERSONAL, _place, areas, by_nik, csv_bytes, erase, received, table_of  # noqa: F401 – fixtures too

pytestmark = pytest.mark.django_db


# Erasure -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_the_person_is_gone_from_database_and_file_and_counts_stay(areas, carol, name):
    dataset = received(areas, name)
    before = table_of(dataset)
    done = erase(carol, **by_nik("9900000000000001"))
    assert (done.contacts, done.files, done.copies, done.failed) == (1, (name,), (), ())
    after = table_of(dataset)
    assert after.index.tolist() == before.index.tolist() == [3, 4, 5]
    positions = Plan.of(dataset).positions
    # the person's cells and the columns nobody mapped are blank, the rest of the row stays
    assert after.loc[3, [*PERSONAL.values(), 7]].tolist() == [""] * 5
    assert after.loc[3, positions["sub_district"]] == "Rumbai"
    pd.testing.assert_frame_equal(after.loc[4:], before.loc[4:], check_dtype=False)
    assert MarketRow.objects.filter(dataset=dataset).count() == 3
    assert Contact.objects.count() == 2
    stored = b"".join(
        zipfile.ZipFile(path).read(part) if zipfile.is_zipfile(path) else path.read_bytes()
        for path in dataset.directory.rglob("*")
        if path.is_file()
        for part in (zipfile.ZipFile(path).namelist() if zipfile.is_zipfile(path) else [""])
    )
    assert b"9900000000000001" not in stored
    assert b"9900000000000002" in stored
    dataset.refresh_from_db()
    assert dataset.report["blanked"]["places"] == [[0, 3]]
    assert dataset.sha256 == "0" * 64
    assert "Warung Contoh" not in json.dumps(dataset.guess)
    erasure = Erasure.objects.get()
    assert (erasure.contacts, erasure.by, erasure.reason) == (1, carol, "request of 1 March")
    assert Event.objects.get(action="personal_erased").rows == 1


def test_one_erasure_reaches_every_file(areas, carol):
    received(areas)
    received(areas, "register.xlsx")
    done = erase(carol, name_hash=contacts.hash_value("Siti Contoh", "name"))
    assert done.contacts == 4
    assert Erasure.objects.count() == 2
    assert sum(erasure.contacts for erasure in Erasure.objects.all()) == 4
    assert [row.reason for row in Erasure.objects.all()] == ["request of 1 March"] * 2


def test_other_bytes_of_a_text_file_stay(areas, carol):
    dataset = received(areas)
    before = dataset.original.read_bytes().split(b"\r\n")
    erase(carol, **by_nik("9900000000000002"))
    after = dataset.original.read_bytes().split(b"\r\n")
    assert after[3] == b";;;;;Rumbai;2000;"
    assert after[:3] + after[4:] == before[:3] + before[4:]


def test_a_record_over_several_lines_keeps_the_rows_below_in_place(areas, carol):
    lines = (
        csv_bytes()
        .decode("cp1252")
        .replace("Siti Contoh;9900000000000001", '"Siti\nContoh";9900000000000001')
    )
    dataset = received(areas, content=lines.encode("cp1252"))
    assert table_of(dataset).index.tolist() == [3, 5, 6]
    erase(carol, **by_nik("9900000000000001"))
    after = table_of(dataset)
    assert after.index.tolist() == [3, 5, 6]
    assert "Siti" not in str(after.loc[3].tolist())
    assert after.loc[5, 2] == "Budi Contoh"


def test_an_ods_becomes_an_xlsx_copy_and_it_is_said(areas, carol):
    dataset = received(areas, "register.xlsx")
    Dataset.objects.filter(pk=dataset.pk).update(
        layout=dataset.layout | {"format": "ods"}, file_name="register.ods"
    )
    done = erase(carol, **by_nik("9900000000000001"))
    assert done.copies == ("register.ods",)
    after = table_of(dataset)
    assert dataset.layout["format"] == "xlsx"
    assert after.index.tolist() == [3, 4, 5]
    assert after.loc[4, 7] == "=1+1"


def test_a_missing_original_is_no_error(areas, carol):
    dataset = received(areas)
    shutil.rmtree(dataset.directory)
    done = erase(carol, **by_nik("9900000000000001"))
    assert (done.contacts, done.files) == (1, ())


def test_a_broken_original_is_said_and_the_contact_is_gone(areas, carol, caplog):
    dataset = received(areas, "register.xlsx")
    dataset.original.write_bytes(b"not a workbook")
    done = erase(carol, **by_nik("9900000000000001"))
    assert (done.contacts, done.failed) == (1, ("register.xlsx",))
    assert "could not be blanked" in caplog.text


def test_after_a_restore_the_erasure_is_carried_out_again(areas, carol):
    dataset = received(areas)
    kept = list(Contact.objects.filter(**by_nik("9900000000000001")))
    original = dataset.original.read_bytes()
    erase(carol, **by_nik("9900000000000001"))
    # the backup is older than the erasure: contact, file and the missing Erasure come back
    Contact.objects.bulk_create(kept)
    Erasure.objects.all().delete()
    dataset.original.write_bytes(original)
    said = StringIO()
    call_command("reapply_erasures", stdout=said)
    assert "Contacts erased again: 1. Files blanked: 1." in said.getvalue()
    assert Contact.objects.count() == 2
    assert Erasure.objects.get().nik_hash == kept[0].nik_hash
    assert b"9900000000000001" not in dataset.original.read_bytes()
    assert Event.objects.filter(action="personal_erased_again").count() == 1
    call_command("reapply_erasures", stdout=StringIO())
    assert Erasure.objects.count() == 1


def test_somebody_else_at_the_same_place_is_not_erased_again(areas, carol):
    dataset = received(areas)
    erase(carol, **by_nik("9900000000000001"))
    [row] = contacts.seal(dataset.pk, 0, [3], {"nik": pd.Series(["9900000000000009"])}).to_dict("records")
    Contact.objects.create(**row)
    assert erasing.reapply().contacts == 0
    assert Contact.objects.count() == 3


def test_a_worker_that_takes_over_finishes_what_was_begun(areas, carol, monkeypatch):
    """The first worker dies after the first of two files: nothing is counted, logged or blanked twice."""
    datasets = [received(areas), received(areas, "register.xlsx")]
    whole, blanked = erasing.blank, []

    def dies_at_the_second(dataset, entry):
        blanked.append(dataset.pk)
        if len(blanked) == 2:
            raise OperationalError("the database went away")
        return whole(dataset, entry)

    monkeypatch.setattr(erasing, "blank", dies_at_the_second)
    chosen = Contact.objects.filter(name_hash=contacts.hash_value("Siti Contoh", "name"))
    job = erasure_jobs.start(carol, chosen, "asked")
    jobs.execute(job.pk)
    job.refresh_from_db()
    assert (job.state, job.options["contacts"]) == ("queued", 4)
    assert not chosen.all().exists()
    jobs.execute(job.pk)
    job.refresh_from_db()
    assert job.state == "done"
    assert blanked == [datasets[0].pk, datasets[1].pk, datasets[1].pk]
    done = erasure_jobs.result(job)
    assert (done.contacts, done.files) == (4, ("register.csv", "register.xlsx"))
    assert Event.objects.filter(action="personal_erased").count() == 1
    assert Erasure.objects.count() == 2


def test_nothing_is_begun_for_contacts_that_are_gone(carol, db):
    assert erasure_jobs.start(carol, Contact.objects.none(), "asked") is None
    assert not Job.objects.exists()


def test_the_ledger_holds_no_personal_data(areas, carol):
    received(areas)
    erase(carol, **by_nik("9900000000000001"))
    text = erasure_ledger.path().read_text()
    assert "Contoh" not in text
    assert "9900000000000001" not in text
    [entry] = erasure_ledger.entries()
    assert entry.places == {"one-0": [(0, 3)]}
