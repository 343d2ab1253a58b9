"""What one respondent chose, in words: for the copy that a person may ask for of all that is held."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from areas.models import Area
from data.kinds import Said
from data.models import Dataset

from . import packing
from .columns import WORDS
from .models import AnswerPart, AskedQuestion
from .questions import Question


def answers_of(dataset: Dataset, sheet: int, row_number: int, written: Mapping[str, str]) -> list[Said]:
    """Sub-district and answers to the closed questions of the respondent of a row, in the order of the file;
    none where the row was not imported.

    written: what the contact of the row holds; what was written for “other” stands there and is not repeated.
    """
    arrays = _arrays(dataset, sheet, row_number)
    if not arrays:
        return []
    area = Area.objects.filter(pk=int(arrays[packing.AREA])).first()
    found = [Said(_("Area"), "", str(area or ""))]
    for row in AskedQuestion.objects.filter(dataset=dataset):
        if row.key in arrays:
            is_written = bool(written.get(row.key + WORDS))
            value = _said(row.question, arrays[row.key], is_written)
            found.append(Said(row.question.label, row.question.header, value))
    return [one for one in found if one.value != ""]


def _arrays(dataset: Dataset, sheet: int, row_number: int) -> dict[str, Any]:
    """Key → what the respondent of this row has under it, as it is packed; empty where there is none."""
    parts = AnswerPart.objects.filter(dataset=dataset)
    for first in parts.filter(key=packing.ROW):
        of_part = parts.filter(sheet=first.sheet, row_number=first.row_number)
        packed = dict(of_part.values_list("key", "packed"))
        rows, sheets = (packing.unpack(bytes(packed[key])) for key in (packing.ROW, packing.SHEET))
        at = np.flatnonzero((rows == row_number) & (sheets == sheet))
        if len(at):
            return {key: packing.unpack(bytes(found))[at[0]] for key, found in packed.items()}
    return {}


def _said(question: Question, value: Any, is_written: bool) -> str | int | float:
    """An answer as the file said it; "" without one."""
    if question.type == "number":
        return "" if np.isnan(value) else int(value) if float(value).is_integer() else float(value)
    if question.type == "date":
        if value == packing.NO_MOMENT:
            return ""
        return datetime.fromtimestamp(int(value), UTC).replace(tzinfo=None).isoformat(" ")
    if value < 0:
        return ""
    options = (*question.options, *(() if is_written else (_("other answers"),)))
    if question.type == "multiple":
        return "; ".join(one for place, one in enumerate(options) if value >> place & 1)
    return options[value] if value < len(options) else ""
