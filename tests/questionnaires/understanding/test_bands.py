"""Ranges of numbers and amounts, and their rising order."""

import math
import random

import pytest

from data.reading.numbers import number
from questionnaires.understanding.amounts import plain, tidied
from questionnaires.understanding.bands import are_ranges, band, rising, times
from tests.questionnaires.understanding.guesses import question, series

RISING = [
    "< 500.000|Rp500.000 - Rp2.500.000|> 2.500.000",
    "Kurang dari Rp 500 ribu|500 ribu - 1 juta|1-5 juta|Di atas 5 juta",
    "Under 500k|500k to 2 million|Over 2 million",
    "1-5 kali|6-10 kali|Lebih dari 10 kali",
    "Tidak pernah|< 3 kali|3 - 5 kali|> 5 kali",
    "< 17 tahun|17 - 25 tahun|26-35 tahun|36 tahun ke atas",
    "< 6 bulan|6 bulan - 1 tahun|1-2 tahun|Lebih dari 2 tahun",
    "Jarang (kurang dari sekali dalam sebulan)|Beberapa kali dalam sebulan|1-2 kali seminggu|Setiap hari",
    "Once a month|2-3 times a month|Every week|Daily",
    "Generasi X (1965-1980)|Milenial (1981-1996)|Generasi Z (1997-2012)",
    "2020|2021|2022",
    "1 kali dalam 6 bulan|Setiap dua bulan|Sebulan sekali|Dua minggu sekali|Setiap minggu",
    "1-2|3-5|5+|Tidak tahu",
    "Mikro|Kecil|Menengah",
    "Usaha mikro|Usaha kecil|Usaha menengah",
    "0|1-3 orang|4-10 orang|Lainnya",
]


@pytest.mark.parametrize("words", RISING)
def test_options_rise(words: str) -> None:
    options = words.split("|")
    mixed = random.Random(1).sample(options, len(options))
    assert rising(mixed) == tuple(options)


@pytest.mark.parametrize(
    "words", ["Ya|Tidak", "Toko 24 jam di kota besar|Warung", "S1|S2|SMA", "Lainnya|1 kali"]
)
def test_other_options_have_no_such_order(words: str) -> None:
    assert rising(words.split("|")) is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Rp500.000 - Rp2.500.000", 500_000, 2_500_000),
        ("1-2 juta", 1_000_000, 2_000_000),
        ("500 - 1 juta", 500_000, 1_000_000),
        ("2,5 jt", 2_500_000, 2_500_000),
        ("1-5 tahun", 365, 5 * 365),
        ("3 kali sehari", 3, 3),
        ("1 kali dalam 3 bulan", 1 / 90, 1 / 90),
        ("Setiap 2 minggu", 1 / 14, 1 / 14),
        ("500 ribu setiap bulan", 500_000, 500_000),
        ("Sedikit (di bawah (kira-kira) 3 kali)", -math.inf, 3),
    ],
)
def test_bands_are_numbers(text: str, low: float, high: float) -> None:
    found = band(text)
    assert found is not None
    assert found == pytest.approx((low, high))


@pytest.mark.parametrize(
    "text",
    [
        "9" * 400 + " kali",
        "> " + "9" * 20_000,
        "1." * 10_000 + "x",
        "(" * 20_000,
        "(1" * 10_000,
        "per 1 " * 5_000,
        "setiap " * 5_000 + "bulan",
    ],
)  # fmt: skip
def test_what_nobody_would_answer_is_no_range(text: str) -> None:
    assert band(text) is None
    assert times(text, 30) is None


@pytest.mark.parametrize("text", ["/" + " " * 20_000 + "1", "1" + " " * 20_000 + "!", "1" + " (" * 10_000])
def test_much_space_and_open_brackets_say_nothing(text: str) -> None:
    assert band(text) == (1, 1)


def test_plain_numbers_are_no_ranges() -> None:
    assert not are_ranges(["1", "2", "3"])
    assert are_ranges(["1-2", "3-4"])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Rp 500.000", 500_000),
        ("500rb", 500_000),
        ("500k", 500_000),
        ("1 juta", 1_000_000),
        ("2,5 jt", 2_500_000),
        ("± 300 ribu/bulan", 300_000),
        ("sekitar 2 jutaan", 2_000_000),
        ("Rp. 2.000.000,-", 2_000_000),
        ("1 juta rupiah per bulan", 1_000_000),
        ("20 tahun", 20),
        ("20th", 20),
        ("25 years old", 25),
        ("3 orang", 3),
        ("4x", 4),
        ("10%", 10),
        ("3,5", 3.5),
    ],
)
def test_amounts(text: str, value: float) -> None:
    assert number(tidied(series([text]))).values.tolist() == [value]


@pytest.mark.parametrize("gap", [" " * 20_000, "\t\n" * 10_000])
def test_much_space_in_an_amount_is_one_space(gap: str) -> None:
    assert plain(f"1{gap}juta{gap}/{gap}bulan") == "1 juta"
    assert plain(f"banyak{gap}sekali") == "banyak sekali"


def test_other_cells_are_left_alone() -> None:
    assert tidied(series([5.0, None, "5 orang"])).tolist() == [5.0, "", "5"]
    assert plain("banyak") == "banyak"


@pytest.mark.parametrize("words", RISING[:10])
def test_ranges_are_a_question_with_ordered_options(words: str) -> None:
    options = words.split("|")
    found = question("Kira-kira?", options * 9)
    assert (found.type, found.options, found.why) == ("single", tuple(options), "ranges")


def test_a_few_ranges_among_numbers_do_not_make_ranges() -> None:
    found = question("Modal usaha", ["500.000", "1.000.000", "750.000", "2 juta"] * 9 + ["1 - 2 juta"])
    assert found.type == "number"
