"""What stands in between: a change of keys that is not finished, a discard or an erasure that was cut off."""

import shutil

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import override

from areas.models import Area
from core import jobs
from core.models import Job
from core.texts import shown
from data import created, erasing, erasure_jobs, file_use, importing, personal, resealing, scrubbing
from data.editions import Refused
from data.models import Contact, Dataset, Erasure, MarketRow
from data.originals import original
from data.views.personal_files import _rows
from tests.data import uploads
from tests.data.registers import _place  # noqa: F401 – a fixture
from tests.data.test_personal_rows import BUDI, NIK, SITI, hashes

pytestmark = pytest.mark.django_db
NEW = "a-key-of-after-the-change-0123456789-abcdefghijklmnopqrstuvwxyz"


@pytest.fixture
def region(db):
    return uploads.city(old=False)


@pytest.fixture
def register(region):
    return uploads.imported(region, uploads.csv([SITI, BUDI]))


def changed_key(settings):
    settings.CONTACT_KEYS_BEFORE = (settings.CONTACT_KEY,)
    settings.CONTACT_KEY = NEW


# A change of keys ----------------------------------------------------------------------------------------


def test_until_all_is_sealed_anew_a_person_is_found_and_it_is_said(register, carol, settings) -> None:
    changed_key(settings)
    assert len(personal.search(carol, "nik", NIK)) == 1
    client = Client(headers={"accept-language": "en"})
    client.force_login(carol)
    for name in ("personal_search", "personal_inventory"):
        (notice,) = client.get(reverse(name)).context["notices"]
        assert notice.startswith("2 contacts are still sealed with the key of before.")
    resealing.reseal()
    assert len(personal.search(carol, "nik", NIK)) == 1
    assert client.get(reverse("personal_search")).context["notices"] == []


def test_files_are_not_added_while_duplicates_cannot_be_told(region, register, carol, settings) -> None:
    changed_key(settings)
    more = uploads.read(region, uploads.csv([SITI, {**BUDI, "Nama Usaha": "Lain"}]), name="more.csv")
    with pytest.raises(Refused, match="reseal"):
        importing.check_keys([register, more])
    importing.check_keys([register])
    resealing.reseal()
    importing.check_keys([register, more])


def test_a_text_forgets_a_person_erased_under_the_key_before(register, settings) -> None:
    person = hashes(name="Siti Zubaidah")
    changed_key(settings)
    assert scrubbing.without("Surat Siti Zubaidah", [person]) == "Surat •••"


# The row of an erased person -----------------------------------------------------------------------------


def test_an_erased_person_is_not_read_from_a_file_that_waits_to_be_blanked(register, carol) -> None:
    contact = Contact.objects.get(nik_hash=hashes(nik=NIK)[2])
    place = (contact.sheet, contact.row_number)
    entry = erasing.begin(carol, [contact], "request of 1 March")
    erasing.delete(entry, carol, "personal_erased", new=True)
    shown = original(register, *place, carol, opened=True)
    states = {one.header: (one.state, one.text) for one in shown.cells}
    assert states["NIK"] == ("erased", "")
    assert states["Nama Pemilik"] == ("erased", "")
    assert states["Kecamatan"][0] == "shown"
    assert shown.is_blanked
    assert not shown.can_open
    other = MarketRow.objects.exclude(row_number=contact.row_number).get()
    assert "shown" in {one.state for one in original(register, 0, other.row_number, carol, True).cells}
    assert not original(register, 0, other.row_number, carol).is_blanked


def test_a_row_of_a_large_workbook_is_not_read_by_a_page(region, carol, monkeypatch) -> None:
    book = uploads.xlsx({"Data": [list(SITI), list(SITI.values()), list(BUDI.values())]})
    dataset = uploads.imported(region, book, name="register.xlsx")
    monkeypatch.setattr("data.originals.MOST_ROWS", 1)
    row = MarketRow.objects.first()
    shown = original(dataset, row.sheet, row.row_number, carol)
    assert (shown.is_large, shown.cells, shown.can_open) == (True, None, False)


# Discards and erasures that were cut off -----------------------------------------------------------------


def test_an_interrupted_discard_can_be_finished_and_is_reached_until_then(region, carol, monkeypatch) -> None:
    dataset = uploads.read(region, uploads.csv([SITI]))

    def cut_off(dataset_id):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(importing, "delete_rows", cut_off)
        with pytest.raises(KeyboardInterrupt):
            importing.discard(dataset, carol)
    assert dataset in erasing.reached()
    client = Client(headers={"accept-language": "en"})
    client.force_login(carol)
    page = client.get(reverse("dataset", args=[dataset.pk])).content.decode()
    assert "Discarding was interrupted" in page
    client.post(reverse("dataset_discard", args=[dataset.pk]))
    assert not dataset.directory.exists()
    assert dataset not in erasing.reached()
    with pytest.raises(Refused):
        importing.discard(dataset, carol)


@pytest.mark.parametrize(("step", "uses"), [("read", "data.jobs.guess"), ("check", "data.jobs.learn")])
@pytest.mark.parametrize("name", ["register.csv", "register.xlsx"])
def test_a_file_discarded_under_a_job_says_so(region, monkeypatch, caplog, step, uses, name) -> None:
    content = (
        uploads.csv([SITI]) if name == "register.csv" else uploads.xlsx({"A": [["Kecamatan"], ["East"]]})
    )
    dataset = uploads.receive(region, content, name=name)
    real = import_string(uses)

    def discarding(*args):
        importing.discard(Dataset.objects.get(pk=dataset.pk), None)
        return real(*args)

    if step == "check":
        uploads.work(dataset)
        importing.choose_mapping(dataset, dataset.mapping, {}, None)
    monkeypatch.setattr(uses, discarding)
    with override("en"):
        assert "discarded while it was being checked" in shown(jobs.run_now(step, dataset.pk).message)
    assert "Traceback" not in caplog.text


def test_a_folder_that_goes_meanwhile_does_not_stop_an_erasure(register, carol, monkeypatch) -> None:
    entry = erasing.begin(carol, Contact.objects.filter(nik_hash=hashes(nik=NIK)[2]), "request")
    alone = file_use.alone

    def purged_before(dataset):
        shutil.rmtree(dataset.directory)
        return alone(dataset)

    monkeypatch.setattr(file_use, "alone", purged_before)
    assert erasing.blank(register, entry) == (register.file_name, "untouched")


def test_a_failed_erasure_does_not_say_that_nothing_changed(register, carol, monkeypatch) -> None:
    job = erasure_jobs.start(carol, Contact.objects.all(), "request")

    def broken(people):
        raise RuntimeError("broken")

    monkeypatch.setattr(scrubbing, "scrub", broken)
    jobs.execute(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == (Job.State.FAILED, jobs.HALF_DONE)


def test_an_erasure_sent_twice_is_written_once(register, carol) -> None:
    contacts = list(Contact.objects.all())
    job = erasure_jobs.start(carol, contacts, "request")
    with pytest.raises(Refused, match="under way"):
        erasure_jobs.start(carol, contacts, "request")
    Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED)
    again = erasure_jobs.start(carol, contacts, "request")  # what failed may be begun again
    jobs.execute(again.pk)
    assert sorted(Erasure.objects.values_list("contacts", flat=True)) == [1, 1]
    erasing.delete(erasing.erasure_ledger.entries()[0], carol, "personal_erased", new=True)
    assert Erasure.objects.count() == 2


# Reports that others write into --------------------------------------------------------------------------


def test_settling_reads_what_was_left_to_the_file_meanwhile(region, register) -> None:
    centre = uploads.area(region, "Centre")
    late = Area.objects.create(
        boundary_set=centre.boundary_set,
        parent=centre.parent,
        level=centre.level,
        name="Late",
        is_pending=True,
    )
    old = Dataset.objects.get(pk=register.pk)
    created.note(Dataset.objects.get(pk=register.pk), areas=[late.pk])
    created.settle(old)
    late.refresh_from_db()
    assert not late.is_pending


def test_clearing_a_report_keeps_what_was_written_into_it_meanwhile(register) -> None:
    old = Dataset.objects.get(pk=register.pk)
    Dataset.objects.filter(pk=old.pk).update(file_name="Siti Zubaidah.csv")
    old.file_name = "Siti Zubaidah.csv"
    Dataset.objects.filter(pk=old.pk).update(report={**old.report, "later": 1})
    assert scrubbing._scrub_dataset(old, [hashes(name="Siti Zubaidah")])
    fresh = Dataset.objects.get(pk=old.pk)
    assert fresh.file_name == "•••.csv"
    assert fresh.report["later"] == 1


def test_rows_of_a_sheet_that_is_read_no_more_are_told_by_number() -> None:
    assert _rows(["A", "B"], [(0, 3), (2, 5)]) == ["A: 3", "5"]
