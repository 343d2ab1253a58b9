"""Cells of a question into answers, and answers back into cells."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from django.utils.translation import gettext_lazy as _

from data.reading import dates, numbers, values
from data.reading.dates import DateForm
from data.reading.numbers import INDONESIAN, NumberForm
from data.reading.parsed import MESSAGES as CELL_MESSAGES
from data.reading.parsed import Parsed

from ..questions import Question
from .amounts import tidied
from .cells import NOTHING, distinct, is_answer, key
from .likert_words import numbered
from .scales import step_of
from .splitting import Splitter

NOT_AN_OPTION = "not_an_option"
MESSAGES: dict[str, Any] = {
    **CELL_MESSAGES,
    NOT_AN_OPTION: _(
        "This is none of the answers of the question. Correct it, or choose free text for the question."
    ),
}
# numbers of people are checked as identifiers: a workbook may have cut off their digits
IDENTIFIERS = frozenset({"phone", "nik", "nib"})


@dataclass(frozen=True, eq=False)
class Answers:
    """All series have the index of the cells.

    values: single, likert: Int64 position in the options, len(options) is "other"; multiple: Int64 mask, bit
    i for option i; number: Float64; date: Int64 seconds since 1970 in UTC of the time as written; text,
    personal: string. Missing where nothing was answered, and where there is a problem.
    words: string: what people wrote under "other", missing elsewhere; None for a question without options.
    problem: "" or a code of `MESSAGES`.
    """

    values: "pd.Series[Any]"
    words: "pd.Series[Any] | None"
    problem: "pd.Series[Any]"


class Coded(NamedTuple):
    """One distinct text as an answer: code (None: no answer), own words, problem."""

    code: int | None = None
    words: str | None = None
    problem: str = ""


Reader = Callable[[str], Coded]


def parse(question: Question, cells: "pd.Series[Any]") -> Answers:
    """Return the answers of a question; each distinct cell is read once."""
    return _PARSERS[question.type](question, cells)


def _single(question: Question, cells: "pd.Series[Any]") -> Answers:
    places = _places(question)
    return _coded(question, cells, lambda text: _placed(question, text, places.get(key(text))))


def _places(question: Question) -> dict[str, int]:
    """Return answer key → position; of two options alike the first."""
    return {key(text): at for at, text in reversed(list(enumerate(question.options)))}


def _likert(question: Question, cells: "pd.Series[Any]") -> Answers:
    """The same step in other words counts: "tdk setuju", "TS" and "2 - Tidak setuju" are one."""
    places, by_number = _places(question), _by_number(question)
    scale, by_step = _by_step(question)

    def place(text: str) -> int | None:
        if (at := places.get(key(text))) is not None:
            return at
        if (number := numbered(text)) is not None and number.number in by_number:
            return by_number[number.number]
        found = step_of(text)
        if found is None or found.scale not in (scale, ""):
            return None
        return by_step.get(found.rank)

    return _coded(question, cells, lambda text: _placed(question, text, place(text)))


def _by_step(question: Question) -> tuple[str, dict[float, int]]:
    """Return (name of the scale, rank → position); without places unless every option is a step of it."""
    steps = [step_of(text) for text in question.options]
    names = {one.scale for one in steps if one is not None} - {""}
    if not all(steps) or len(names) != 1:
        return "", {}
    return names.pop(), {one.rank: at for at, one in enumerate(steps) if one is not None}


def _by_number(question: Question) -> dict[int, int]:
    """Return number → position where every option has its own."""
    found = [numbered(text) for text in question.options]
    numbers_ = [one.number for one in found if one is not None]
    return dict(zip(numbers_, range(len(found)), strict=True)) if len(set(numbers_)) == len(found) else {}


def _placed(question: Question, text: str, at: int | None) -> Coded:
    if at is not None:
        return Coded(at)
    return Coded(len(question.options), text) if question.has_other else Coded(problem=NOT_AN_OPTION)


def _multiple(question: Question, cells: "pd.Series[Any]") -> Answers:
    splitter = Splitter(question.options, question.delimiter or ", ")

    def mask(text: str) -> Coded:
        found = splitter.split(text)
        bits = sum(1 << at for at in found.positions)
        if not is_answer(found.words):
            return Coded(bits) if bits else Coded()
        if not question.has_other:
            return Coded(problem=NOT_AN_OPTION)
        return Coded(bits | 1 << len(question.options), found.words)

    return _coded(question, cells, mask)


def _coded(question: Question, cells: "pd.Series[Any]", read: Reader) -> Answers:
    """Return codes; blank cells and "-" are no answer unless an option says just that."""
    found = distinct(cells)
    declared = {key(text) for text in question.options}
    coded = [
        Coded() if key(text) in NOTHING and key(text) not in declared else read(text) for text in found.texts
    ]
    codes = pd.array([one.code for one in coded], dtype="Int64")
    words = pd.array([one.words for one in coded], dtype="string")
    problem = pd.array([one.problem for one in coded], dtype="str")
    return Answers(
        *(pd.Series(part.take(found.codes), index=cells.index) for part in (codes, words, problem))
    )


def _number(question: Question, cells: "pd.Series[Any]") -> Answers:
    found = numbers.number(tidied(cells), _number_form(question))
    return Answers(found.values.astype("Float64"), None, found.problem)


def _number_form(question: Question) -> NumberForm:
    form = question.form
    return NumberForm(form.get("decimal", INDONESIAN.decimal), form.get("thousands", INDONESIAN.thousands))


def _date(question: Question, cells: "pd.Series[Any]") -> Answers:
    found = dates.date(cells, DateForm(question.form.get("order", "dmy")))
    moments = found.values.to_numpy(dtype="datetime64[s]")
    array = pd.arrays.IntegerArray(moments.astype(np.int64), np.isnat(moments))
    return Answers(pd.Series(array, index=cells.index), None, found.problem)


def _text(question: Question, cells: "pd.Series[Any]") -> Answers:
    if question.form.get("personal") in IDENTIFIERS:
        found: Parsed = values.identifier(cells)
        return Answers(found.values.astype("string"), None, found.problem)
    read = distinct(cells)
    texts = pd.array([text if is_answer(text) else None for text in read.texts], dtype="string")
    return Answers(pd.Series(texts.take(read.codes), index=cells.index), None, _no_problem(cells))


def _skip(question: Question, cells: "pd.Series[Any]") -> Answers:
    return Answers(pd.Series(pd.NA, index=cells.index, dtype="string"), None, _no_problem(cells))


def _no_problem(cells: "pd.Series[Any]") -> "pd.Series[Any]":
    return pd.Series("", index=cells.index, dtype="str")


_PARSERS: dict[str, Callable[[Question, "pd.Series[Any]"], Answers]] = {
    "single": _single,
    "likert": _likert,
    "multiple": _multiple,
    "number": _number,
    "date": _date,
    "text": _text,
    "personal": _text,
    "skip": _skip,
}
