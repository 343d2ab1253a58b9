"""A change of CONTACT_KEY: every contact and every hash as if the new key had been there from the start."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Event
from core import jobs
from data import contacts, erasing, erasure_jobs, resealing
from data.models import Contact, Dataset, Erasure, MarketRow
from tests.data import uploads
from tests.data.registers import _place, by_nik, erase  # noqa: F401 – fixtures too
from tests.data.test_personal_rows import BUDI, NIK, OTHER, REJECTED, SITI

pytestmark = pytest.mark.django_db
NEW = "a-key-of-after-the-change-0123456789-abcdefghijklmnopqrstuvwxyz"
NIB = {**BUDI, "NIK": "", "NIB": "9120001234567"}
ROWS = [{**SITI, "NIB": ""}, {**BUDI, "NIB": ""}, {**NIB, "Nama Pemilik": "Ani"}]


@pytest.fixture
def region(db):
    return uploads.city(old=False)


@pytest.fixture
def change(settings):
    """Change the key; the one of before is kept."""

    def changed(keep=True):
        settings.CONTACT_KEYS_BEFORE = (settings.CONTACT_KEY,) if keep else ()
        settings.CONTACT_KEY = NEW

    return changed


def reseal():
    said = StringIO()
    call_command("reseal", stdout=said)
    return said.getvalue()


def told():
    """What contacts say and are found by, and the keys of rows, without what is random."""
    fields = ("row_number", "name_hash", "phone_hash", "nik_hash", "nib_hash")
    hashes = list(Contact.objects.order_by("row_number").values_list(*fields))
    people = [contacts.open_contact(one) for one in Contact.objects.order_by("row_number")]
    keys = list(MarketRow.objects.order_by("row_number").values_list("row_number", "duplicate_key"))
    return hashes, people, keys


def test_all_is_as_if_imported_with_the_new_key(region, change, settings) -> None:
    uploads.imported(region, uploads.csv(ROWS))
    _hashes, _people, before = told()
    change()
    assert "Contacts encrypted with the new key: 3." in reseal()
    settings.CONTACT_KEYS_BEFORE = ()
    after = told()
    assert all(key is not None for _row, key in before)
    assert not {key for _row, key in before} & {key for _row, key in after[2]}
    assert Event.objects.get(action="contacts_resealed").rows == 3
    Contact.objects.all().delete()
    MarketRow.objects.all().delete()
    uploads.imported(region, uploads.csv(ROWS), period="2022")
    assert told() == after
    assert reseal() == "Contacts encrypted with the new key: 0.\n"


def test_duplicates_across_files_are_found_as_before(region, change) -> None:
    uploads.imported(region, uploads.csv(ROWS))
    change()
    reseal()
    more = [*ROWS, {**BUDI, "Nama Usaha": "Baru", "NIB": ""}]
    uploads.imported(region, uploads.csv(more), mode="add", name="more.csv")
    assert uploads.cells_by_area(uploads.current(region)) == {"Centre": 4}


def test_stopped_in_the_middle_it_goes_on(region, change, monkeypatch) -> None:
    uploads.imported(region, uploads.csv(ROWS))
    change()
    monkeypatch.setattr(resealing, "BATCH", 1)

    def stop(done):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        resealing.reseal(stop)
    assert resealing.waiting() == 1
    assert len(told()[1]) == 3
    assert resealing.reseal() == 1


def test_without_the_old_key_nothing_is_lost_and_it_is_said(region, change) -> None:
    uploads.imported(region, uploads.csv(ROWS))
    secrets = sorted(bytes(one.secret) for one in Contact.objects.all())
    change(keep=False)
    with pytest.raises(CommandError, match="3 contacts were sealed with a key that is not here"):
        reseal()
    assert sorted(bytes(one.secret) for one in Contact.objects.all()) == secrets


def test_two_keys_of_one_id_are_refused(region, change, monkeypatch) -> None:
    change()
    monkeypatch.setattr(contacts, "_key_id", lambda secret: 7)
    with pytest.raises(CommandError, match="Make another CONTACT_KEY"):
        reseal()


def test_it_waits_for_a_running_import_and_checks_waiting_files_anew(region, change) -> None:
    waiting = uploads.checked(region, uploads.csv(ROWS))
    change()
    Dataset.objects.filter(pk=waiting.pk).update(state=Dataset.State.IMPORTING)
    with pytest.raises(CommandError, match="is being read or imported"):
        reseal()
    Dataset.objects.filter(pk=waiting.pk).update(state=Dataset.State.CHECKED)
    reseal()
    waiting.refresh_from_db()
    assert waiting.state == Dataset.State.NEEDS_MAPPING


def test_an_erasure_under_the_old_key_reaches_a_restored_backup(region, change, carol) -> None:
    dataset = uploads.imported(region, uploads.csv([SITI, REJECTED, BUDI]), good=True)
    kept, original = list(Contact.objects.all()), dataset.original.read_bytes()
    erase(carol, **by_nik(NIK))
    change()
    reseal()
    erase(carol, **by_nik(OTHER))
    assert not Contact.objects.exists()
    # a backup of before both erasures and before the change of keys
    Contact.objects.bulk_create(kept)
    dataset.original.write_bytes(original)
    reseal()
    assert not Contact.objects.exists()
    assert b"Zubaidah" not in dataset.original.read_bytes()
    assert b"Budi" not in dataset.original.read_bytes()
    assert erasing.reapply().contacts == 0


def test_an_erasure_begun_while_it_runs_misses_nobody(region, change, carol) -> None:
    """Written down under the old key, carried out when the contact has the hashes of the new one."""
    uploads.imported(region, uploads.csv(ROWS))
    change()
    chosen = list(Contact.objects.filter(row_number=2))
    job = erasure_jobs.start(carol, chosen, "request of 1 March")
    part = list(Contact.objects.all())
    assert resealing._reseal(Dataset.objects.get(), part) == 3
    jobs.execute(job.pk)
    assert list(Contact.objects.order_by("pk").values_list("row_number", flat=True)) == [3, 4]
    job.refresh_from_db()
    assert erasure_jobs.result(job).contacts == 1
    assert Erasure.objects.get().contacts == 1


@pytest.mark.parametrize("first", [True, False], ids=["before its contact", "after its contact"])
def test_what_is_written_down_while_it_runs_is_done_at_its_end(
    region, change, monkeypatch, first, carol
) -> None:
    """The worker stands still meanwhile: the last look at the ledger finds what was begun since the first."""
    uploads.imported(region, uploads.csv(ROWS))
    change()
    monkeypatch.setattr(resealing, "BATCH", 1)
    seen = list(Contact.objects.filter(row_number=4 if first else 2))

    def begin(done):
        if done == 2:
            erasing.begin(carol, seen, "request of 1 March")

    resealing.reseal(begin)
    assert Contact.objects.count() == 2
    assert not Contact.objects.filter(row_number=seen[0].row_number).exists()


def test_a_contact_deleted_while_it_is_sealed_anew_stays_away(region, change, carol, monkeypatch) -> None:
    uploads.imported(region, uploads.csv(ROWS))
    change()
    part = list(Contact.objects.all())
    erase(carol, row_number=2)
    resealing._reseal(Dataset.objects.get(), part)
    assert not Contact.objects.filter(row_number=2).exists()


def test_each_part_is_one_short_transaction(region, change, django_assert_max_num_queries) -> None:
    uploads.imported(region, uploads.csv(ROWS))
    change()
    part = list(Contact.objects.all())
    with django_assert_max_num_queries(6):
        assert resealing._reseal(Dataset.objects.get(), part) == 3
