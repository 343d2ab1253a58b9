"""Statements worded against the others of their scale."""

import pytest

from questionnaires.understanding.reversing import is_against
from tests.questionnaires.understanding.guesses import guessed

STEPS = ["1", "2", "4", "5"] * 9


@pytest.mark.parametrize(
    "text",
    [
        "Saya merasa toko ini rumit",
        "Saya butuh bantuan orang lain untuk memesan",
        "Saya perlu mempelajari banyak hal dulu",
        "Ada terlalu banyak ketidaksesuaian",
        "Pelayanannya lambat",
        "Saya tidak puas",
        "I found the shop unnecessarily complex",
        "I need help to order",
        "It is not worth the money",
    ],
)
def test_against(text: str) -> None:
    assert is_against(text)


@pytest.mark.parametrize(
    "text",
    [
        "Saya merasa toko ini mudah dicari",
        "Kebanyakan orang akan cepat mempelajari caranya",
        "Saya tidak merasa bingung",
        "Memesan di sini tidak sulit",
        "I felt confident",
        "Ordering is not difficult",
    ],
)
def test_not_against(text: str) -> None:
    assert not is_against(text)


def reversed_of(*headers: str) -> list[bool]:
    return [one.reverse for one in guessed(dict.fromkeys(headers, STEPS))]


def test_negative_ones_among_positive_ones_are_proposed_and_never_sure() -> None:
    found = guessed(dict.fromkeys(("Toko ini mudah", "Toko ini rumit", "Toko ini ramah"), STEPS))
    assert [(one.reverse, one.sure, one.why) for one in found] == [
        (False, True, "scale_numbers"),
        (True, False, "negative_wording"),
        (False, True, "scale_numbers"),
    ]


def test_a_scale_of_negative_statements_only_is_none_to_turn() -> None:
    assert reversed_of("Saya takut", "Saya bingung", "Saya ragu") == [False] * 3


def test_two_statements_are_no_scale() -> None:
    assert reversed_of("Toko ini mudah", "Toko ini rumit") == [False] * 2


def test_the_row_of_a_grid_counts_and_not_its_stem() -> None:
    found = reversed_of("Apa yang sulit? [Memesan]", "Apa yang sulit? [Membayar]", "Apa yang sulit? [Rumit]")
    assert found == [False, False, True]
