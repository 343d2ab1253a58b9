"""Numbers read back to what they were, in both languages."""

import math
from datetime import UTC, date, datetime

import pandas as pd
import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from core import formats

LANGUAGES = ("id", "en")
NUMBERS = st.floats(-1e15, 1e15, allow_nan=False)


def read(text, language):
    text = text.replace(formats.MINUS, "-")
    return float(text.replace(".", "").replace(",", ".") if language == "id" else text.replace(",", ""))


@pytest.mark.parametrize("language", LANGUAGES)
@given(NUMBERS, st.integers(0, 3))
def test_a_number_reads_back(language, value, decimals):
    with override(language):
        text = formats.number(value, decimals)
    assert math.isclose(read(text, language), value, rel_tol=1e-12, abs_tol=0.5001 * 10**-decimals)


@pytest.mark.parametrize("language", LANGUAGES)
@given(st.floats(-1e15, 1e15, allow_nan=False))
def test_money_has_one_decimal_and_never_a_thousand_of_a_step(language, value):
    with override(language):
        words = [formats._(word) for word in ("thousand", "million", "billion", "trillion")]
        text = formats.money(value).replace(formats.NO_BREAK, " ")
    parts = text.removeprefix(formats.MINUS).removeprefix("Rp ").split(" ")
    amount = read(parts[0], language)
    size = 1000 ** (words.index(parts[1]) + 1) if len(parts) > 1 else 1
    assert amount < 1000 or size == 1000**4
    assert math.isclose(amount * size, abs(value), rel_tol=0.051, abs_tol=0.51)


@given(NUMBERS)
def test_a_sign_is_shown_unless_it_rounds_to_zero(value):
    with override("en"):
        text = formats.signed(value)
    zero = round(abs(value), 1) == 0
    assert (text[0] in ("+", formats.MINUS)) != zero


@pytest.mark.parametrize(
    ("language", "call", "expected"),
    [
        ("id", lambda: formats.number(1234.5), "1.234,5"),
        ("en", lambda: formats.number(1234.5), "1,234.5"),
        ("id", lambda: formats.share(0.1234), "12,3\u00a0%"),
        ("en", lambda: formats.share(0.1234), "12.3%"),
        ("en", lambda: formats.money(2_500_000), "Rp\u00a02.5\u00a0million"),
        ("en", lambda: formats.money(999_960), "Rp\u00a01\u00a0million"),
        ("en", lambda: formats.money(-950), "−Rp\u00a0950"),
        ("id", lambda: formats.money_full(2_500_000), "Rp\u00a02.500.000"),
        ("en", lambda: formats.in_words(84_200_000), "84.2\u00a0million"),
        ("id", lambda: formats.in_words(-3_000_000_000), "−3\u00a0miliar"),
        ("en", lambda: formats.in_words(999_940), "999,940"),
        ("en", lambda: formats.number(-0.01), "0.0"),
        ("en", lambda: formats.date(date(2026, 11, 22)), "22 November 2026"),
        (
            "id",
            lambda: formats.datetime_in(datetime(2026, 11, 22, 7, 5, tzinfo=UTC)),
            "22 Nov 2026, 14.05 WIB",
        ),
    ],
)
def test_examples(language, call, expected):
    with override(language):
        assert call() == expected


@pytest.mark.parametrize("value", [None, float("nan"), pd.NA, pd.NaT, float("inf"), ""])
def test_missing_is_never_zero(value):
    for function in (
        formats.number,
        formats.integer,
        formats.share,
        formats.money,
        formats.signed,
        formats.in_words,
    ):
        assert function(value) == formats.MISSING
