"""Labels, grids and what the words of a header ask for."""

import pytest

from questionnaires.understanding.headers import SCALE, Head, heads, label


@pytest.mark.parametrize(
    ("header", "short"),
    [
        ("Timestamp", "Timestamp"),
        ("  Nama   Anda ", "Nama Anda"),
        ("Jenis kelamin Anda:   ", "Jenis kelamin Anda"),
        ("Usaha saya adalah ....", "Usaha saya adalah"),
        ("Umur (cth: 20)", "Umur"),
        ("Modal awal (Contoh : 100000)", "Modal awal"),
        ("Media apa saja ? (Boleh pilih lebih dari satu)  ", "Media apa saja?"),
        ("Which channels? (Select all that apply)", "Which channels?"),
        ("Omzet (dalam juta rupiah)", "Omzet (dalam juta rupiah)"),
        ("Toko ini ramai.   \nMaksudnya: \n- banyak orang \n- antre", "Toko ini ramai"),
        ("Toko ini ramai. Maksudnya: - banyak orang - antre", "Toko ini ramai"),
        ("1. Nama Lengkap :", "1. Nama Lengkap"),
        ("No. HP (aktif). Contoh: 0812", "No. HP (aktif)"),
        ("Apakah Anda puas? Jelaskan.", "Apakah Anda puas?"),
        ("(boleh dikosongkan)", "(boleh dikosongkan)"),
        ("...", "..."),
    ],
)
def test_a_label_is_the_first_sentence_without_hints(header: str, short: str) -> None:
    assert label(header) == short


def test_the_rows_of_a_grid_share_their_stem() -> None:
    found = heads(["Seberapa penting: [Harga]", "Seberapa penting: [Rasa]", "Berat [kg]", "Umur"])
    assert [(one.grid, one.item) for one in found[:2]] == [
        ("Seberapa penting", "Harga"),
        ("Seberapa penting", "Rasa"),
    ]
    assert found[0].label == "Seberapa penting [Harga]"
    assert [(one.grid, one.label) for one in found[2:]] == [("", "Berat [kg]"), ("", "Umur")]


def test_a_row_that_the_reader_numbered_stays_in_its_grid() -> None:
    found = heads(["Nilai [Rasa]", "Nilai [Rasa] (2)"])
    assert [one.item for one in found] == ["Rasa", "Rasa (2)"]


def test_two_equal_headers_get_labels_that_differ() -> None:
    found = heads(["Umur", "Umur", "Umur:"])
    assert [one.label for one in found] == ["Umur", "Umur (2)", "Umur (3)"]
    assert [one.header for one in found] == ["Umur", "Umur", "Umur:"]


@pytest.mark.parametrize(
    ("header", "count"),
    [
        ("Berapa usia Anda saat ini?", True),
        ("Jumlah karyawan", True),
        ("How many employees do you have?", True),
        ("Lama usaha (tahun)", True),
        ("Jumlah pilihan produk di toko ini sudah memadai", False),
        ("Seberapa sering Anda berbelanja?", False),
        ("Berapa skor untuk toko ini?", False),
        ("Terlalu banyak pilihan membuat saya bingung", False),
    ],
)
def test_a_count_is_told_from_a_step(header: str, count: bool) -> None:
    assert Head(header, label(header)).asks_count is count


def test_hints_count_even_where_the_label_leaves_them_out() -> None:
    several = Head("Media apa? (boleh pilih lebih dari satu)", "Media apa?")
    assert several.allows_several
    assert not several.allows_one
    assert Head("Tujuan (pilih salah satu opsi)", "Tujuan").allows_one
    assert Head("Seberapa puas", "Seberapa puas").asks(SCALE)


def test_a_header_of_points_is_a_label() -> None:
    assert label("." * 50_000 + "x") == "x"
