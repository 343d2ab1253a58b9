"""Cells into answers: codes, masks, numbers, moments, texts; and back."""

import datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires.questions import TYPES, Question
from questionnaires.understanding.parsing import MESSAGES, NOT_AN_OPTION, Answers, parse
from tests.questionnaires.understanding.guesses import answers, series

AGREE = ("Sangat tidak setuju", "Tidak setuju", "Netral", "Setuju", "Sangat setuju")
MEDIA = ("Brosur, spanduk, dan poster", "Media sosial", "Radio (AM, FM)")


def asked(kind: str, **more: object) -> Question:
    return Question("q01", "Apa?", "Apa?", kind, **more)


def listed(values: pd.Series) -> list[object]:
    return [None if pd.isna(value) else value for value in values]


def test_single_answers_are_places_among_the_options() -> None:
    found = parse(
        asked("single", options=("Ya", "Tidak")), series(["tidak", " Ya ", "", "-", None, "Mungkin"])
    )
    assert listed(found.values) == [1, 0, None, None, None, None]
    assert list(found.problem) == ["", "", "", "", "", NOT_AN_OPTION]
    assert found.values.dtype == "Int64"
    assert listed(found.words) == [None] * 6


def test_own_words_are_one_last_option() -> None:
    found = parse(asked("single", options=("Ya",), has_other=True), series(["Ya", "Kadang  saja"]))
    assert (listed(found.values), listed(found.words)) == ([0, 1], [None, "Kadang saja"])
    assert found.words.dtype == "string"


def test_a_declared_na_is_an_answer() -> None:
    assert listed(parse(asked("single", options=("Ya", "N/A")), series(["n/a", ""])).values) == [1, None]


def test_numbers_of_a_workbook_are_answers_too() -> None:
    assert listed(parse(asked("single", options=("2020", "2021")), series([2021.0, "2020"])).values) == [1, 0]


@pytest.mark.parametrize(
    "cell", ["Tidak setuju", "tdk  setuju", "TS", "2 - Tidak setuju", "Tidak Setuju (2)"]
)
def test_a_step_in_other_words(cell: str) -> None:
    assert listed(parse(asked("likert", options=AGREE), series([cell])).values) == [1]


def test_steps_in_numbers() -> None:
    question = asked("likert", options=("1", "2", "3", "4", "5 (sangat setuju)"))
    found = parse(question, series([4.0, "5", "5 - sangat setuju", "6", "Setuju"]))
    assert listed(found.values) == [3, 4, 4, None, None]
    assert list(found.problem) == ["", "", "", NOT_AN_OPTION, NOT_AN_OPTION]


def test_reversed_options_keep_their_words() -> None:
    question = asked("likert", options=("3 - Buruk", "2 - Cukup", "1 - Baik"))
    assert listed(parse(question, series(["1", "Buruk", "3"])).values) == [2, 0, 0]


def test_check_boxes_are_a_mask() -> None:
    question = asked("multiple", options=MEDIA, delimiter=", ", has_other=True)
    cells = [
        "Brosur, spanduk, dan poster, Radio (AM, FM)",
        "media sosial",
        "Media sosial, dari teman, tetangga",
        "",
        "Media sosial, Media sosial, ",
    ]
    found = parse(question, series(cells))
    assert listed(found.values) == [0b0101, 0b0010, 0b1010, None, 0b0010]
    assert listed(found.words) == [None, None, "dari teman, tetangga", None, None]


def test_a_box_that_was_not_declared_is_a_problem() -> None:
    found = parse(asked("multiple", options=MEDIA, delimiter=", "), series(["Media sosial, Baliho"]))
    assert (listed(found.values), list(found.problem)) == ([None], [NOT_AN_OPTION])


def test_the_last_bit_of_62_boxes_is_other() -> None:
    options = tuple(f"pilihan {at}" for at in range(62))
    question = asked("multiple", options=options, delimiter=";", has_other=True)
    found = parse(question, series(["pilihan 61;lain;", ";".join(options)]))
    assert listed(found.values) == [2**61 + 2**62, 2**62 - 1]


@pytest.mark.parametrize(
    ("cell", "value", "problem"),
    [
        ("Rp 500.000", 500_000, ""),
        ("500rb", 500_000, ""),
        ("2,5 jt", 2_500_000, ""),
        ("20 tahun", 20, ""),
        (3.5, 3.5, ""),
        ("-", None, ""),
        ("banyak", None, "bad_number"),
        (datetime.datetime(2023, 5, 1), None, "is_a_date"),
        ("1.000.000.000.000.000", 1e15, ""),
        ("1.000 triliun", 1e15, ""),
        ("1.001 triliun", None, "too_large"),
        ("-1.000.000.000.000.001", None, "too_large"),
        ("9" * 300, None, "too_large"),
        ("9" * 320, None, "too_large"),
        ("9" * 5000, None, "too_large"),
        ("9" * 300 + " triliun", None, "too_large"),
        (1e308, None, "too_large"),
        (float("inf"), None, "too_large"),
    ],
)
def test_numbers(cell: object, value: float | None, problem: str) -> None:
    found = parse(asked("number", form={"decimal": ",", "thousands": "."}), series([cell]))
    assert (listed(found.values), list(found.problem)) == ([value], [problem])
    assert found.values.dtype == "Float64"


@pytest.mark.parametrize(
    ("cell", "order", "moment", "problem"),
    [
        ("2023/05/26 5:27:21 PM GMT+7", "dmy", "2023-05-26T17:27:21", ""),
        ("04/10/2023 10:31:42", "dmy", "2023-10-04T10:31:42", ""),
        ("5/26/2023 5:27:21", "mdy", "2023-05-26T05:27:21", ""),
        (datetime.datetime(1969, 12, 31, 23, 59, 59), "dmy", "1969-12-31T23:59:59", ""),
        ("2024-01-05 00:30 WITA", "dmy", "2024-01-05T00:30:00", ""),
        ("26/05/2023", "mdy", None, "bad_date"),
        ("kemarin", "dmy", None, "bad_date"),
        ("", "dmy", None, ""),
    ],
)
def test_dates_are_seconds_of_the_time_as_written(
    cell: object, order: str, moment: str | None, problem: str
) -> None:
    found = parse(asked("date", form={"order": order}), series([cell]))
    seconds = None if moment is None else int(np.datetime64(moment, "s").astype(int))
    assert (listed(found.values), list(found.problem)) == ([seconds], [problem])
    assert found.values.dtype == "Int64"


def test_texts_and_people() -> None:
    found = parse(asked("text"), series(["Tidak ada ", "-", "baris\nkedua", None]))
    assert listed(found.values) == ["Tidak ada", None, "baris kedua", None]
    assert found.words is None
    phones = parse(asked("personal", form={"personal": "phone"}), series(["0812", 81234567890.0, 1.5e15]))
    assert listed(phones.values) == ["0812", "81234567890", None]
    assert list(phones.problem) == ["", "", "lost_digits"]


def test_a_skipped_column_has_no_answers() -> None:
    assert parse(asked("skip"), series(["a", "b"])).values.isna().all()


def test_the_index_of_the_cells_stays() -> None:
    for kind in TYPES:
        found = parse(
            asked(kind, options=("a",), has_other=True, delimiter=", "), pd.Series(["a"], index=[7])
        )
        assert list(found.values.index) == list(found.problem.index) == [7]


def test_every_problem_has_a_message() -> None:
    assert NOT_AN_OPTION in MESSAGES
    assert {"bad_date", "bad_number", "lost_digits"} <= set(MESSAGES)


def test_answers_outside_the_declared_words() -> None:
    """A wave later somebody wrote what nobody had before."""
    question = asked("likert", options=AGREE)
    found = parse(question, series(["Setuju", "Terserah", "Setuju"]))
    assert list(found.problem) == ["", NOT_AN_OPTION, ""]
    assert listed(found.values) == [3, None, 3]


def written(question: Question, answers: Answers) -> "pd.Series[Any]":
    """Return answers as cells that `parse` reads as the same again; missing where there is none."""
    found = answers.values
    if question.type in ("single", "likert", "multiple"):
        words = answers.words if answers.words is not None else pd.Series(pd.NA, index=found.index)
        texts = [cell_of(question, code, own) for code, own in zip(found, words, strict=True)]
    elif question.type == "number":
        sign = question.form.get("decimal", ",")
        texts = [None if pd.isna(value) else plain(value).replace(".", sign) for value in found]
    elif question.type == "date":
        texts = [None if pd.isna(value) else moment(value) for value in found]
    else:
        return found
    return pd.Series(texts, index=found.index, dtype="string")


def cell_of(question: Question, code: Any, own: Any) -> str | None:
    if pd.isna(code):
        return None
    if question.type != "multiple":
        return str(own) if code == len(question.options) else question.options[code]
    named = [text for at, text in enumerate(question.options) if code >> at & 1]
    return question.delimiter.join([*named, *([] if pd.isna(own) else [str(own)])])


def moment(value: Any) -> str:
    return str(np.datetime64(int(value), "s")).replace("T", " ")


def plain(value: float) -> str:
    return np.format_float_positional(value, trim="-")


def same(question: Question, cells: list[object]) -> None:
    """Check that what was read, written as cells again, is read as the same."""
    found = parse(question, series(cells))
    again = parse(question, written(question, found).astype(object))
    pd.testing.assert_series_equal(again.values, found.values)
    assert (again.problem == "").all()
    if found.words is not None:
        pd.testing.assert_series_equal(again.words, found.words)


OWN = st.text("qrstuv", min_size=1, max_size=5)


@settings(max_examples=40)
@given(st.lists(st.one_of(st.none(), st.sampled_from(AGREE), OWN)))
def test_single_and_likert_answers_survive(cells: list[object]) -> None:
    for kind in ("single", "likert"):
        same(asked(kind, options=AGREE, has_other=True), cells)


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(MEDIA), unique=True),
            st.one_of(st.just([]), OWN.map(lambda word: [word])),
        )
    )
)
def test_check_boxes_survive(chosen: list[tuple[list[str], list[str]]]) -> None:
    for delimiter in (", ", ";"):
        question = asked("multiple", options=MEDIA, delimiter=delimiter, has_other=True)
        same(question, [delimiter.join([*names, *own]) for names, own in chosen])


@settings(max_examples=40)
@given(st.lists(st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False, width=32))))
def test_numbers_survive(cells: list[object]) -> None:
    for form in ({"decimal": ",", "thousands": "."}, {"decimal": ".", "thousands": ","}):
        same(asked("number", form=form), cells)


@settings(max_examples=40)
@given(st.lists(st.datetimes(datetime.datetime(1900, 1, 1), datetime.datetime(2100, 1, 1))))
def test_moments_survive(moments: list[datetime.datetime]) -> None:
    for order, form in (("dmy", "%d/%m/%Y %H:%M:%S"), ("mdy", "%m/%d/%Y %H:%M:%S")):
        same(asked("date", form={"order": order}), [moment.strftime(form) for moment in moments])


def test_a_guess_reads_its_own_column() -> None:
    found = answers("Berapa karyawan?", ["2 orang", "3", "tidak tahu"] * 2 + ["4"] * 20)
    assert found.values.sum() == 2 * 2 + 2 * 3 + 4 * 20
    assert list(found.problem[:3]) == ["", "", "bad_number"]
