from datetime import date

import pandas as pd
import pytest

from analysis import size_classes
from analysis.size_classes import LARGE, MEDIUM, MICRO, SMALL

MILLION, BILLION = 10**6, 10**9


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2000, 1, 1), "uu_20_2008"),
        (date(2020, 12, 31), "uu_20_2008"),
        (date(2021, 1, 1), "pp_7_2021"),
        (date(2023, 7, 1), "pp_7_2021"),
    ],
)
def test_the_law_follows_the_year_of_the_edition(day, key):
    assert size_classes.rule_for(day).key == key


@pytest.mark.parametrize(
    ("day", "limits"),
    [
        (date(2020, 1, 1), (300 * MILLION, 2_500 * MILLION, 50 * BILLION)),
        (date(2021, 1, 1), (2 * BILLION, 15 * BILLION, 50 * BILLION)),
    ],
)
def test_a_limit_belongs_to_the_smaller_class(day, limits):
    turnover = pd.Series([0, *(limit + step for limit in limits for step in (0, 1)), None], dtype="Int64")
    found = size_classes.classify(turnover, day)
    assert found.tolist() == [MICRO, MICRO, SMALL, SMALL, MEDIUM, MEDIUM, LARGE, 0]
    assert found.dtype == "int64"


def test_index_is_kept_and_negative_turnover_refused():
    found = size_classes.classify(pd.Series([1.0, None], index=["x", "y"]), date(2023, 1, 1))
    assert found.to_dict() == {"x": MICRO, "y": 0}
    with pytest.raises(ValueError, match="negative"):
        size_classes.classify(pd.Series([-1]), date(2023, 1, 1))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ULTRA MIKRO: OMSET SATU TAHUN < 150 JUTA", MICRO),
        ("ULTRA MIKRO < 150 JUTA", MICRO),
        ("MIKRO: OMSET SATU TAHUN ANTARA 150 - 300 JUTA", MICRO),
        ("KECIL 1: OMSET SATU TAHUN ANTARA 300 - 1 MILYAR", SMALL),
        ("KECIL 2: OMSET SATU TAHUN ANTARA 1 - 2,5 MILYAR", SMALL),
        ("MENENGAH 1: OMSET SATU TAHUN ANTARA 2,5 - 25 M", MEDIUM),
        ("MENENGAH 2: OMSET SATU TAHUN ANTARA 25 - 50 M", MEDIUM),
        ("BESAR: OMSET SATU TAHUN > 50 MILYAR", LARGE),
        ("  Usaha   Kecil ", SMALL),
        ("mikro", MICRO),
        ("Usaha Mikro (omset < 300 juta)", MICRO),
        ("Skala Usaha Menengah", MEDIUM),
        ("Micro enterprise", MICRO),
        ("Small", SMALL),
        ("Medium business", MEDIUM),
        ("large", LARGE),
    ],
)
def test_stated_labels(text, code):
    assert size_classes.parse_label(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "", "Kuliner", "Mikro dan Kecil", "Mikro/Kecil", "Kecil - Menengah", "UMKM", "bukan mikro",
        "mikroskop", "Toko besar", "Besaran", "1", "KECIL 2 3", "< 150 JUTA", None, 1, 2.0, float("nan"),
    ],
)  # fmt: skip
def test_anything_else_is_never_guessed(text):
    assert size_classes.parse_label(text) is None
