"""Names, numbers and accounts of people are found by header or by answers."""

import pytest

from tests.questionnaires.understanding.guesses import question

NAMES = [f"Nama Contoh {at}" for at in range(30)]
LIST = ["Instagram", "TikTok", "Facebook"] * 10


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Nama", "owner_name"),
        ("Nama/Inisial", "owner_name"),
        ("Nama Lengkap (sesuai KTP)", "owner_name"),
        ("Your name", "owner_name"),
        ("Pemilik", "owner_name"),
        ("Nama pemilik", "owner_name"),
        ("Owner", "owner_name"),
        ("Nama Usaha", "business_name"),
        ("Merk Usaha", "business_name"),
        ("No HP", "phone"),
        ("Business name", "business_name"),
        ("No. HP / WhatsApp", "phone"),
        ("WhatsApp (aktif)", "phone"),
        ("Phone number", "phone"),
        ("Alamat", "address"),
        ("Alamat usaha lengkap", "address"),
        ("NIK", "nik"),
        ("No. KTP", "nik"),
        ("NIB", "nib"),
        ("NIM", ""),
        ("Alamat Email", ""),
        ("Email Address", ""),
        ("Username", ""),
        ("Akun Instagram", ""),
        ("Tanggal lahir", ""),
    ],
)
def test_by_header(header: str, field: str) -> None:
    found = question(header, NAMES)
    assert (found.type, found.form, found.why) == ("personal", {"personal": field}, "personal_header")


def test_few_names_under_a_header_of_people_are_no_options() -> None:
    found = question("Pemilik", ["Ani Wijaya", "Budi Santoso", "Citra Dewi"] * 10)
    assert (found.type, found.form, found.options) == ("personal", {"personal": "owner_name"}, ())


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        (["a@contoh.id", "b@contoh.id"], ""),
        (["https://contoh.id/a", "https://contoh.id/b"], ""),
        (["@toko_a", "@toko_b"], ""),
        (["0812-3456-7890", "+62 812 3456 7891", "WA: 081234567892"], "phone"),
        (["1471081205900001", "1471081205900002"], "nik"),
    ],
)
def test_by_answers(cells: list[object], field: str) -> None:
    found = question("Isian", cells)
    assert (found.type, found.form, found.why) == ("personal", {"personal": field}, "personal_answers")


@pytest.mark.parametrize("text", ["a.b@" * 5_000 + " x", "a@" + "." * 20_000 + " x", "a@" * 10_000])
def test_a_long_text_with_signs_of_an_address_is_none(text: str) -> None:
    assert question("Isian", [text, text + "y"]).why != "personal_answers"


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Apakah Anda punya akun Instagram?", ["Ya", "Tidak"] * 15),
        ("Nama kecamatan", ["Tampan", "Sukajadi", "Rumbai"] * 10),
        ("Apa nama media sosial yang Anda gunakan untuk promosi?", LIST),
        ("Apakah Anda menggunakan WhatsApp?", ["Ya", "Tidak"] * 15),
        ("Budget promosi", ["1000000", "500000", "2000000"] * 10),
    ],
)
def test_questions_about_such_things_are_not_personal(header: str, cells: list[str]) -> None:
    assert question(header, cells).type != "personal"
