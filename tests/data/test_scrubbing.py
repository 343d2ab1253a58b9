"""Taking an erased person out of the log, of reports and of decisions, by keyed hashes only."""

import pandas as pd
import pytest

from accounts.events import record
from accounts.models import Event
from data import contacts, erasing, errors, scrubbing, tables
from data.editions import Refused
from data.models import Contact
from tests.data import uploads
from tests.data.registers import _place, by_nik, erase  # noqa: F401 – fixtures too
from tests.data.test_personal_rows import BUDI, NIK, SITI, hashes

SITI_IS = {"name": "Siti Zubaidah", "phone": "081234567890", "nik": NIK}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Permintaan Siti Zubaidah, 1 Maret", "Permintaan •••, 1 Maret"),
        ("IBU HJ. SITI ZUBAIDAH datang", "••• datang"),
        ("telp 0812-3456-7890 atau +62 812 3456 7890", "telp ••• atau •••"),
        (f"NIK {NIK[:4]} {NIK[4:]}.", "NIK •••."),
        ("Siti Aminah, 1 Maret", "Siti Aminah, 1 Maret"),
        ("Rumbai", "Rumbai"),
        ("", ""),
        ("2023-03-01", "2023-03-01"),
    ],
)
def test_names_and_numbers_are_found_in_every_spelling(text, left) -> None:
    assert scrubbing.without(text, [hashes(**SITI_IS)]) == left
    assert scrubbing.names(text, [hashes(**SITI_IS)]) == (text != left)


@pytest.mark.parametrize(("text", "left"), [("Melati", "•••"), ("Jalan Melati 5", "Jalan Melati 5")])
def test_one_word_is_a_name_only_where_it_stands_alone(text, left) -> None:
    assert scrubbing.without(text, [hashes(name="Melati")]) == left


def test_of_several_people_only_the_erased_one_goes() -> None:
    people = [hashes(**SITI_IS), hashes(name="Budi Santoso")]
    text = "Siti Zubaidah dan Budi Santoso dan Ani Lestari"
    assert scrubbing.without(text, people) == "••• dan ••• dan Ani Lestari"
    assert scrubbing.without(text, []) == text


@pytest.mark.django_db
def test_log_reports_and_error_tables_forget_an_erased_person(carol) -> None:
    region = uploads.city(old=False)
    lost = {**SITI, "Nama Usaha": "Lain", "NIK": "", "Omzet": "Siti Zubaidah"}
    dataset = uploads.imported(
        region, uploads.csv([SITI, lost, {**BUDI, "Omzet": "banyak"}]), good=True, name="Siti Zubaidah.csv"
    )
    assert "Siti Zubaidah" in str(dataset.report["errors"])
    record(carol, "personal_exported", "Surat Siti Zubaidah", 1)
    lines = Event.objects.count()
    erase(carol, **by_nik(NIK))
    dataset.refresh_from_db()
    assert dataset.file_name == "•••.csv"
    assert "Zubaidah" not in str(dataset.report)
    assert "banyak" in str(dataset.report)
    left = pd.concat(tables.batches(errors.path(dataset), 100))
    assert left["value"].fillna("").tolist() == ["", "banyak"]
    told = list(Event.objects.values_list("subject", flat=True))
    assert not [text for text in told if "Zubaidah" in text]
    assert "Surat •••" in told
    assert len(told) == lines + 1


@pytest.mark.django_db
def test_names_that_were_decided_for_a_file_forget_the_person(carol) -> None:
    """A column of owners taken for the business category: each of its texts was asked about."""
    region = uploads.city(old=False)
    rows = [{**SITI, "Sektor": "Siti Zubaidah"}, {**BUDI, "Sektor": "Jasa"}]
    decide = {"create_categories": True, "names": {"category": {"Siti Zubaidah": None}}}
    dataset = uploads.checked(region, uploads.csv(rows), decide=decide)
    assert "Siti Zubaidah" in str(dataset.decisions)
    scrubbing.scrub([hashes(**SITI_IS)])
    dataset.refresh_from_db()
    assert "Zubaidah" not in str(dataset.decisions) + str(dataset.report)


@pytest.mark.django_db
def test_a_reason_that_names_the_person_is_refused(carol) -> None:
    region = uploads.city(old=False)
    uploads.imported(region, uploads.csv([SITI]))
    with pytest.raises(Refused, match="names the person"):
        erasing.begin(carol, Contact.objects.filter(**by_nik(NIK)), "asked by Siti Zubaidah")
    assert Contact.objects.filter(nik_hash=contacts.hash_value(NIK, "nik")).exists()
    assert not erasing.erasure_ledger.entries()
