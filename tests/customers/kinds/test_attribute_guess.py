"""What a column of a table of customers is taken for, whatever the order of its rows."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.kinds.attribute_guess import Seen, guess


def seen(*parts: list[Any]) -> Seen:
    column = Seen()
    for part in parts:
        column.feed(pd.Series(part, dtype=object))
    return column


def guessed(header: str, values: list[Any], **known: Any) -> tuple[str, str, bool]:
    columns = [seen([f"K-{n}" for n in range(max(2, len(values)))]), seen(values)]
    recognised, remembered = {"customer": "ID", **known.get("recognised", {})}, known.get("remembered", {})
    found = guess(["ID", header], columns, recognised, remembered)[1]
    return found["type"], found["why"], found["sure"]


MANY = [f"{n}.{n % 10}" for n in range(1, 30)]


@pytest.mark.parametrize(
    ("header", "values", "expected"),
    [
        ("Usia", [str(n) for n in range(20, 40)], ("number", "numbers", True)),
        ("Skor", MANY, ("number", "numbers", True)),
        ("Pendapatan", [f"{n}.500" for n in range(1, 30)], ("number", "numbers_unsure", False)),
        ("Pendapatan", [f"Rp {n}.500.000" for n in range(1, 30)], ("number", "numbers", True)),
        ("Usia", ["20", "30"], ("number", "numbers", False)),
        ("Menikah", ["Ya", "tidak", "-", ""] * 9, ("flag", "two_values", True)),
        ("Response", [0.0, 1.0] * 9, ("flag", "two_values", True)),
        ("Aktif", [True, False] * 9, ("flag", "two_values", True)),
        ("Lahir", ["31/01/1990", "01/02/1991"] * 9, ("date", "dates", True)),
        ("Lahir", ["03/01/1990", "01/02/1991"] * 9, ("date", "day_first", False)),
        ("Lahir", [pd.Timestamp(1990, 1, 3)] * 9, ("date", "dates", True)),
        ("Lahir", ["19900103", "19910204"] * 9, ("date", "dates", True)),
        ("Pendidikan", ["SMA", "S1"] * 9, ("text", "words", True)),
        ("Kode Pos", ["01234", "28131"] * 9, ("text", "identifier", False)),
        ("Kota", ["Pekanbaru", "5"] * 9, ("text", "words", True)),
        ("Kosong", ["", "-", None], ("skip", "empty", True)),
        ("No", [str(n) for n in range(1, 20)], ("skip", "row_number", True)),
        ("Catatan", [f"pelanggan {n} suka membeli di toko" for n in range(20)], ("skip", "own_words", False)),
        ("Kontak", [f"0812345600{n}" for n in range(10, 30)], ("phone", "personal", True)),
        ("Identitas", [f"14710112345600{n}" for n in range(10, 30)], ("nik", "personal", True)),
        ("Hubungi", [f"p{n}@example.org" for n in range(20)], ("skip", "personal", False)),
        ("Email", ["", "x"], ("skip", "personal", False)),
        ("Nama Depan", [f"Orang {n}" for n in range(20)], ("owner_name", "personal", True)),
        ("Nama Produk", [f"Barang {n % 3}" for n in range(20)], ("text", "words", True)),
    ],
)  # fmt: skip
def test_columns(header, values, expected) -> None:
    assert guessed(header, values) == expected


def test_one_word_among_many_numbers_is_a_cell_to_correct_and_many_are_texts() -> None:
    numbers = [str(n) for n in range(100)]
    assert guessed("Usia", [*numbers, "dua puluh"])[0] == "number"
    assert guessed("Usia", [*numbers, *["tua"] * 20])[0] == "text"


def test_what_was_chosen_the_last_time_comes_first() -> None:
    before = {"remembered": {"usia": "text", "umur": "number"}}
    assert guessed("Usia", ["1", "2"], **before) == ("text", "remembered", True)
    assert guessed("Umur", ["muda", "tua"], **before) == ("number", "remembered", False)


@pytest.mark.parametrize(
    ("headers", "columns", "place"),
    [
        (["Usia", "Kode Anggota"], [["20", "20", "30"], ["A1", "A2", "A3"]], 1),
        (["Pendapatan", "Anggota"], [["1.5", "2.5", "3.5"], ["7", "8", "9"]], 1),
        (["Usia", "Kota"], [["20", "20"], ["Dumai", "Dumai"]], None),
    ],
)
def test_without_a_name_the_first_column_of_different_codes_tells_customers_apart(
    headers, columns, place
) -> None:
    found = guess(headers, [seen(one) for one in columns], {}, {})
    assert [one["type"] == "customer" for one in found] == [at == place for at in range(len(headers))]


def test_a_second_name_is_left_out() -> None:
    names = [f"Orang {n}" for n in range(9)]
    found = guess(
        ["ID", "Nama", "Nama Ayah"], [seen([*range(9)]), seen(names), seen(names)], {"customer": "ID"}, {}
    )
    assert [one["type"] for one in found] == ["customer", "owner_name", "skip"]


WORDS = st.sampled_from(["Ya", "", "-", "1.250", "1,5", "03/04/2021", "0812345678", "x@y.z"])
CELLS = st.lists(st.one_of(WORDS, st.integers(0, 99).map(str)), min_size=1, max_size=20)


@given(CELLS, st.integers(1, 19), st.randoms())
def test_neither_chunks_nor_order_change_a_guess(cells, cut, random) -> None:
    shuffled = random.sample(cells, len(cells))
    parts = [part for part in (shuffled[:cut], shuffled[cut:]) if part]
    whole, split = ([seen(["A", "B"]), column] for column in (seen(cells), seen(*parts)))
    assert guess(["ID", "Kolom"], whole, {"customer": "ID"}, {}) == guess(
        ["ID", "Kolom"], split, {"customer": "ID"}, {}
    )


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("Hubungi", [f"0812345600{n}" for n in range(10, 30)]),
        ("KTP", [f"14710112345600{n}" for n in range(10, 30)]),
        ("Nama", [f"Orang{n}" for n in range(20)]),
    ],
)
def test_what_tells_people_is_never_taken_for_a_customer_number(header, values) -> None:
    found = guess([header, "Usia"], [seen(values), seen([str(20 + n // 2) for n in range(20)])], {}, {})
    assert "customer" not in {one["type"] for one in found}
