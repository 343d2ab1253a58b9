"""What is written of one part of a checked questionnaire: answers by question, people and texts apart."""

from typing import Any

import pandas as pd

from data import contacts
from data.models import Contact, Dataset
from data.writing import Rows

from . import packing
from .columns import WORDS, WRITTEN, questions_of
from .models import AnswerPart


def rows_of_questionnaire(table: pd.DataFrame, dataset: Dataset) -> Rows:
    """AnswerParts of the closed questions, and Contacts with what people wrote and who they are.

    What was written in one's own words is kept like a name: encrypted, and gone when the person is erased.
    """
    asked = questions_of(dataset)
    arrays = {
        packing.ROW: packing.array(table["row_number"], packing.ROW),
        packing.SHEET: packing.array(table["sheet"], packing.SHEET),
        packing.AREA: packing.array(table["area_id"], packing.AREA),
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
