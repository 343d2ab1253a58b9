"""The command that finds and erases a person of whom no row was imported."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Event
from data import contacts, erasing
from data.management.commands import erase_from_files
from data.models import Erasure
from tests.data import uploads
from tests.data.registers import _place  # noqa: F401 – a fixture
from tests.data.test_personal_rows import BUDI, NIK, REJECTED

pytestmark = pytest.mark.django_db


@pytest.fixture
def only_rejected():
    content = uploads.csv([REJECTED, BUDI])
    return uploads.imported(uploads.city(old=False), content, name="only.csv", good=True)


def run(monkeypatch, *args, **told):
    monkeypatch.setattr(
        erase_from_files, "getpass", lambda prompt: told.get(prompt.partition(" ")[0].lower(), "")
    )
    said = StringIO()
    call_command("erase_from_files", *args, stdout=said)
    return said.getvalue()


def test_a_rejected_row_is_found_and_nothing_is_changed(only_rejected, monkeypatch):
    before = only_rejected.original.read_bytes()
    assert "only.csv (2023): rows 2, not imported" in run(monkeypatch, nik=NIK)
    assert only_rejected.original.read_bytes() == before
    assert not Erasure.objects.exists()


def test_it_is_erased_logged_and_erased_again_after_a_restore(only_rejected, monkeypatch):
    before = only_rejected.original.read_bytes()
    said = run(monkeypatch, "--erase", "asked", name="siti zubaidah", phone="081234567890")
    assert "Files blanked: 1." in said
    assert b"Zubaidah" not in only_rejected.original.read_bytes()
    assert Erasure.objects.get().name_hash == contacts.hash_value("Siti Zubaidah", "name")
    assert Event.objects.get(action="personal_erased").subject == "asked"
    only_rejected.original.write_bytes(before)
    assert erasing.reapply().files == ("only.csv",)
    assert b"Zubaidah" not in only_rejected.original.read_bytes()


def test_a_file_that_cannot_be_read_hides_no_other(only_rejected, monkeypatch, caplog):
    book = uploads.xlsx({"A": [list(REJECTED), list(REJECTED.values())]})
    broken = uploads.read(only_rejected.region, book, name="broken.xlsx")
    broken.original.write_bytes(b"not a workbook")
    assert "only.csv (2023): rows 2, not imported" in run(monkeypatch, nik=NIK)
    assert f"dataset {broken.pk} could not be read" in caplog.text
    assert Event.objects.get(action="personal_searched").rows == 1


def test_imported_rows_are_left_to_the_page(only_rejected, monkeypatch):
    assert "In no stored file" in run(monkeypatch, nik=BUDI["NIK"])


def test_a_name_alone_is_too_little(db, monkeypatch):
    with pytest.raises(CommandError, match="Too little"):
        run(monkeypatch, name="Siti")
