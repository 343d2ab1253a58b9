"""The questions of one file as columns of its kind: what was guessed, and what a person decided about it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd

from data.kinds import Column, OpenReader
from data.models import Dataset

from . import parsing
from .questions import Question

# "q03" holds the answers of a question, "q03_words" what people wrote where none of its options fitted
WORDS = "_words"
# what a person may decide about a question, by its header
DECIDED = ("type", "role", "options", "reverse")
_STORED = {"number": "float64", "text": "string", "personal": "string"}
# names and numbers of people are columns of the kind itself: so a person is found and erased everywhere
PERSONAL = "personal"


def questions_of(dataset: Dataset) -> tuple[Question, ...]:
    """The questions of a file in its order, with every decision applied; none before it was read."""
    decided = dataset.decisions.get("questions", {})
    alternatives = dataset.guess.get("alternatives", {})
    found = []
    for content in dataset.guess.get("questions", []):
        question = Question.from_json(content)
        found.append(applied(question, decided.get(question.header, {}), alternatives.get(question.key, {})))
    return tuple(found)


def applied(question: Question, decision: Mapping[str, Any], alternatives: Mapping[str, Any]) -> Question:
    """A question as a person decided it. alternatives: type → the question read as that type, as JSON."""
    wanted = decision.get("type", question.type)
    if wanted != question.type:
        question = as_type(question, wanted, alternatives)
    told = {name: decision[name] for name in DECIDED[1:] if name in decision}
    if "options" in told:
        told["options"] = tuple(told["options"])
    sure = {"sure": True} if decision else {}
    return replace(question, **told, **sure)


def as_type(question: Question, wanted: str, alternatives: Mapping[str, Any]) -> Question:
    """The question read as another type: as the whole file showed it, or without options of its own."""
    if wanted in alternatives:
        return replace(Question.from_json(alternatives[wanted]), role=question.role)
    return replace(question, type=wanted, options=(), has_other=False, delimiter="", reverse=False)


def mapping_of(questions: Iterable[Question]) -> dict[str, str]:
    """Column key → header. A name, a phone and the sub-district go to the columns of the kind itself."""
    mapping: dict[str, str] = {}
    for one in questions:
        if one.type == "skip":
            continue
        field = one.form.get(PERSONAL, "") if one.type == "personal" else ""
        if field and field not in mapping:
            mapping[field] = one.header
            continue
        mapping[one.key] = one.header
        if one.role == "sub_district" and "sub_district" not in mapping:
            mapping["sub_district"] = one.header
    return mapping


def columns_of(dataset: Dataset) -> tuple[Column, ...]:
    """A column per question that is read as an answer, with its own reader."""
    mapped = mapping_of(questions_of(dataset))
    return tuple(_column(one) for one in questions_of(dataset) if one.key in mapped)


def _column(question: Question) -> Column:
    stored = {question.key: _STORED.get(question.type, "int64")}
    if question.has_other:
        stored[question.key + WORDS] = "string"
    return Column(
        question.key,
        question.label,
        "open",
        sensitivity="personal" if question.type in ("text", "personal") else "public",
        reader=OpenReader(partial(_read, question), stored),
        messages=parsing.MESSAGES,
    )


def _read(
    question: Question, cells: "pd.Series[Any]"
) -> tuple[dict[str, "pd.Series[Any]"], "pd.Series[Any]"]:
    found = parsing.parse(question, cells)
    values = {question.key: found.values}
    if question.has_other and found.words is not None:
        values[question.key + WORDS] = found.words
    return values, found.problem
