"""What is written of one part of a checked questionnaire: answers by question, people and texts apart."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data import contacts
from data.models import Contact, Dataset
from data.writing import Rows

from . import packing
from .columns import WORDS, WRITTEN, questions_of
from .models import AnswerPart
from .questions import Question


def rows_of_questionnaire(table: pd.DataFrame, dataset: Dataset) -> Rows:
    """AnswerParts of the closed questions, and Contacts with what people wrote and who they are.

    What was written in one's own words is kept like a name: encrypted, and gone when the person is erased.
    """
    asked = questions_of(dataset)
    arrays = {
        packing.ROW: packing.array(table["row_number"], packing.ROW),
        packing.SHEET: packing.array(table["sheet"], packing.SHEET),
        packing.AREA: packing.array(table["area_id"], packing.AREA),
        packing.SAME: submissions(table, asked),
    }
    arrays |= {
        one.key: packing.array(table[one.key], one.type) for one in asked if one.type in packing.DTYPES
    }
    parts = pd.DataFrame({"key": list(arrays), "packed": [packing.pack(found) for found in arrays.values()]})
    parts = parts.assign(
        dataset_id=dataset.pk,
        sheet=int(table["sheet"].iloc[0]),
        row_number=int(table["row_number"].iloc[0]),
        n=len(table),
    )
    return [(AnswerPart, parts), *_written(table, dataset)]


def _written(table: pd.DataFrame, dataset: Dataset) -> Rows:
    """A Contact per respondent who wrote anything, by sheet."""
    fields = written_columns(dataset, table)
    made: Rows = []
    for sheet in sorted(table["sheet"].unique()) if fields else ():
        part = table[table["sheet"] == sheet]
        columns = {name: part[name] for name in fields}
        made.append((Contact, contacts.seal(dataset.pk, int(sheet), part["row_number"], columns)))
    return made


def written_columns(dataset: Dataset, table: Any) -> list[str]:
    """Columns of a checked table that go to the contacts: names, numbers, free texts, words for “other”."""
    own = [one.key for one in questions_of(dataset) if one.type in WRITTEN]
    words = [one.key + WORDS for one in questions_of(dataset) if one.has_other]
    return [name for name in (*contacts.FIELDS, *own, *words) if name in table]


def submissions(table: pd.DataFrame, asked: Iterable[Question]) -> NDArray[np.int64]:
    """What tells a submission again in another file: everything it says, with the moment it was sent.

    Exports of a running survey hold all answers from the first day on, so a second file repeats the first. By
    the words of the answers, since their codes are each file's own. 0 for all where no moment is known.
    """
    questions = {one.key: one for one in asked}
    moment = next((one for one in questions.values() if one.role == "submitted"), None)
    if moment is None or moment.key not in table:
        return np.zeros(len(table), dtype=np.int64)
    left_out = {"sheet", "row_number", "unknown_village"}
    said = {
        str(name): _said(table[name], questions.get(str(name))).to_numpy()
        for name in table.columns
        if name not in left_out
    }
    hashes = pd.util.hash_pandas_object(pd.DataFrame(said), index=False).to_numpy().view(np.int64)
    return np.where(table[moment.key].notna().to_numpy(dtype=bool), hashes, 0)


def _said(values: "pd.Series[Any]", question: Question | None) -> "pd.Series[Any]":
    """Answers as words; each different one is put into words once."""
    codes, distinct = pd.factorize(values.astype(object))
    words = [_words(one, question) for one in distinct] + [""]
    return pd.Series(np.array(words, dtype=object)[codes], index=values.index)


def _words(value: Any, question: Question | None) -> str:
    options = question.options if question is not None else ()
    if question is not None and question.type in ("single", "likert"):
        return options[value] if value < len(options) else ""
    if question is not None and question.type == "multiple":
        return "|".join(sorted(one for place, one in enumerate(options) if value >> place & 1))
    return str(value)
