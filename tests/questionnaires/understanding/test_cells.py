"""Clean distinct texts, and when two of them are one answer."""

import datetime

import pandas as pd
import pytest

from questionnaires.understanding.cells import distinct, folded, is_answer, key
from tests.questionnaires.understanding.guesses import series


def texts_of(cells: pd.Series) -> list[str]:
    found = distinct(cells)
    return [found.texts[code] for code in found.codes]


def test_cells_of_any_kind_become_texts_on_one_line() -> None:
    cells = series([" a\n b ", 5.0, 2.5, None, "", "a b", datetime.datetime(2023, 5, 26, 5, 27), True])
    assert texts_of(cells) == ["a b", "5", "2.5", "", "", "a b", "2023-05-26 05:27:00", "True"]
    found = distinct(cells)
    assert len(set(found.texts)) == len(found.texts)


def test_a_column_of_a_text_file_gives_the_same() -> None:
    cells = ["Ya ", "Tidak", "Ya", ""]
    assert texts_of(pd.Series(cells, dtype="str")) == texts_of(series(cells)) == ["Ya", "Tidak", "Ya", ""]


def test_no_cells_have_no_texts() -> None:
    assert distinct(series([])).texts == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Laki - Laki", "laki-laki"),
        ("Tidak  Setuju", "tidak setuju."),
        ("Rp500.000", "Rp 500,000"),
        ("Ｙa", "ya"),
    ],
)
def test_spellings_of_one_answer(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("< 500.000", "> 500.000"), ("1-5 kali", "15 kali"), ("C", "C+"), ("😀", "😡"), ("Ya", "Tidak")],
)
def test_different_answers(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_signs_and_na_are_no_answer_but_none_is() -> None:
    assert not any(map(is_answer, ["", "-", "...", "?", "N/A", "NaN"]))
    assert all(map(is_answer, ["Tidak ada", "None", "0", "😀"]))


def test_the_usual_spelling_stands_for_all() -> None:
    found = folded({"karyawan swasta": 1, "Karyawan Swasta": 2, "Guru": 3, "-": 9})
    assert list(found.values()) == [("Guru", 3), ("Karyawan Swasta", 3)]
