"""What a job wrote down is read in Indonesian by an Indonesian admin, numbers included."""

import pytest
from django.conf import settings
from django.urls import reverse

from data.models import Dataset
from tests.data.views.conftest import REGISTER

WITH_AGE = REGISTER.replace("Catatan", "Umur").replace(";x\n", ";3\n").replace(";\n", ";45\n")


@pytest.fixture(autouse=True)
def _english():
    """These pages are read in both languages: the tests' usual one does not apply."""


def read_in(client, language, address):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client.get(address).content.decode()


def both(client, address):
    return read_in(client, "id", address), read_in(client, "en", address)


def test_a_header_below_titles_and_headers_that_repeat(admin_client, uploaded):
    titles = "Daftar UMKM;;;;;;;\nKota Uji;;;;;;;\nTahun 2023;;;;;;;\n"
    dataset = uploaded(titles + REGISTER.replace("Catatan", "Omzet 2023"))
    indonesian, english = both(admin_client, reverse("dataset_layout", args=[dataset.pk]))
    assert "Baris 4 " in indonesian
    assert "Row 4 is the first that names most of the columns" in english
    assert "Row 4" not in indonesian
    assert "These headers occur more than once and were numbered: Omzet 2023" in english
    assert "Judul kolom ini" in indonesian
    assert "Omzet 2023" in indonesian
    assert "occur more than once" not in indonesian


def test_lines_in_another_encoding(admin_client, uploaded):
    odd = "Café B;Eka;Sail;Kuliner;Mikro;1;2;\n".encode("cp1252")
    dataset = uploaded(REGISTER.replace("Warung A", "Café A").encode() + odd)
    indonesian, english = both(admin_client, reverse("dataset_layout", args=[dataset.pk]))
    assert "Some lines are in another encoding than the rest, the first in line 6" in english
    assert "baris 6" in indonesian
    assert "another encoding" not in indonesian


def test_limits_are_said_with_their_numbers(admin_client, checked):
    dataset: Dataset = checked(WITH_AGE)
    (error,) = dataset.report["errors"]
    assert (error["rule"], error["count"]) == ("bounds", 1)
    indonesian, english = both(admin_client, reverse("dataset_check", args=[dataset.pk]))
    assert english.count("Enter the right one, between 10 and 110.") == 2  # by column, and beside the cell
    assert indonesian.count("antara 10 dan 110.") == 2
    assert "between 10" not in indonesian


def test_a_file_that_cannot_be_read_says_why_in_each_language(admin_client, uploaded):
    dataset = uploaded('Nama Usaha;Kecamatan\n"Warung A;Sail\nWarung B;Sail\n')
    assert dataset.state == Dataset.State.FAILED
    page = reverse("dataset", args=[dataset.pk])
    indonesian, english = both(admin_client, page)
    assert "line 2" in english
    assert "baris 2" in indonesian
    assert "line 2" not in indonesian
    indonesian, english = both(admin_client, reverse("activity"))
    assert "baris 2" in indonesian
    assert "line 2" in english
