"""A column per question, with what reads its cells."""

from functools import partial
from typing import Any

import pandas as pd

from data.kinds import Column, OpenReader
from data.models import Dataset

from .columns import WORDS, WRITTEN, mapping_of, questions_of
from .questions import Question
from .understanding import parsing

_STORED = {"number": "float64", "text": "string", "personal": "string"}


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
        # words for "other" are kept with the contacts, so the stored file loses them with the person too
        sensitivity="personal" if question.type in WRITTEN or question.has_other else "public",
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
