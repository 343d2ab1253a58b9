"""Reads surveys: which there are, what was asked, and the answers as arrays in one order of respondents.

Figures of answers are common to everyone who is signed in. What people wrote themselves (names, numbers, free
texts) is not read here but in questionnaires/written.py, which knows who may.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from areas.models import Region
from data.cells_cache import RecentlyUsed
from data.models import Edition
from data.queries import EditionKey, current_editions, edition_key, of_subject

from . import packing
from .models import AnswerPart, AskedQuestion, FieldLink
from .questions import Question
from .understanding import cells

_asked: RecentlyUsed[tuple["Asked", ...]] = RecentlyUsed(32)
_arrays: RecentlyUsed[NDArray[Any]] = RecentlyUsed(256)
_masks: RecentlyUsed[dict[int, NDArray[np.bool_]]] = RecentlyUsed(32)


@dataclass(frozen=True)
class Asked:
    """A question of an edition: of one file, or the same one of several.

    question: as the first file has it, with the options of all. parts: dataset id, its key in that file, and
    its options there.
    """

    question: Question
    header_hash: str
    parts: tuple[tuple[int, str, tuple[str, ...]], ...]

    @property
    def key(self) -> str:
        return self.question.key


@dataclass(frozen=True, eq=False)
class Survey:
    """One edition of a survey with its questions, and how many answered.

    repeated: answers of later files that an earlier one has already; they are left out.
    """

    edition: Edition
    asked: tuple[Asked, ...]
    n: int
    revision: str
    repeated: int = 0

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(one.question for one in self.asked)

    @property
    def cache_key(self) -> tuple[EditionKey, str]:
        """What a page's content depends on: the edition, and how its questions are read."""
        return edition_key(self.edition), self.revision

    def named(self, key: str) -> Asked | None:
        return next((one for one in self.asked if one.key == key), None)

    def with_role(self, role: str) -> Asked | None:
        """The question that stands for something the pages ask about; None where none does."""
        return next((one for one in self.asked if one.question.role == role), None)


def surveys(region: Region) -> list[Edition]:
    """Current editions of every survey of the region, the newest period first."""
    return of_subject(current_editions(region), Edition.Subject.SURVEY)


def survey(edition: Edition) -> Survey:
    """An edition with its questions: one query for them, one for the number of answers."""
    rows = list(AskedQuestion.objects.filter(dataset__editions=edition).order_by("dataset_id", "place"))
    seen = repr([(row.pk, row.content) for row in rows])
    revision = hashlib.sha256(seen.encode()).hexdigest()[:16]
    asked = _asked.get((edition_key(edition), revision), lambda: _merged(rows))
    repeated = sum(int((~mask).sum()) for mask in _kept(edition).values())
    return Survey(edition, asked, len(_row_array(edition)), revision, repeated)


def _merged(rows: Iterable[AskedQuestion]) -> tuple[Asked, ...]:
    """Questions of all files by their headers; the first file leads."""
    found: dict[str, Asked] = {}
    for row in rows:
        one = row.question
        if one.type == "skip":
            continue
        part = (row.dataset_id, row.key, one.options)
        before = found.get(row.header_hash)
        if before is None:
            found[row.header_hash] = Asked(one, row.header_hash, (part,))
            continue
        merged = replace(
            before.question,
            options=joined_options(before.question, one),
            has_other=before.question.has_other or one.has_other,
        )
        found[row.header_hash] = Asked(merged, row.header_hash, (*before.parts, part))
    return tuple(found.values())


def joined_options(first: Question, second: Question) -> tuple[str, ...]:
    """Options of a question that two files ask: a scale is the longer one, in its order; others are appended.

    Files whose scales do not fit are no edition (kind.Questions.together).
    """
    if first.type == "likert":
        return max(first.options, second.options, key=len)
    known = {cells.key(one) for one in first.options}
    return (*first.options, *(one for one in second.options if cells.key(one) not in known))


def fits_scale(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether the shorter of two scales is an ordered part of the longer one."""
    short, long = sorted(([cells.key(one) for one in steps] for steps in (first, second)), key=len)
    places = [long.index(step) for step in short if step in long]
    return len(places) == len(short) and places == sorted(places)


# Arrays --------------------------------------------------------------------------------------------------


def answers(survey: Survey, key: str) -> NDArray[Any]:
    """Answers to a closed question, one per respondent in the order of the files.

    single and likert: int16 position among its options (len(options): other), -1 without an answer.
    multiple: int64 bits, -1 without an answer. number: float64, NaN. date: int64 seconds, NO_MOMENT.
    """
    asked = survey.named(key)
    if asked is None or asked.question.type not in packing.DTYPES:
        raise KeyError(key)
    return _arrays.get((survey.cache_key, key), lambda: _question_array(survey.edition, asked))


def _question_array(edition: Edition, asked: Asked) -> NDArray[Any]:
    """Answers of every file of the edition; a file that does not ask the question has none."""
    kind, options = asked.question.type, asked.question.options
    parts = {pk: (key, own) for pk, key, own in asked.parts}
    found = [np.array([], dtype=packing.DTYPES[kind])]
    for pk in _dataset_ids(edition):
        if pk in parts:
            key, own = parts[pk]
            found.append(_moved(_answered(edition, pk, key, kind), own, kind, options))
        else:
            found.append(packing.none(len(_answered(edition, pk, packing.ROW, packing.ROW)), kind))
    joined = np.concatenate(found)
    joined.flags.writeable = False
    return joined


def _answered(edition: Edition, dataset_id: int, key: str, kind: str) -> NDArray[Any]:
    """What one file of an edition holds under a key, without respondents of an earlier file."""
    values, mask = _stored(dataset_id, key, kind), _kept(edition).get(dataset_id)
    return values if mask is None else values[mask]


def _kept(edition: Edition) -> dict[int, NDArray[np.bool_]]:
    """Dataset id → which of its respondents no earlier file of the edition has; none for a single file."""

    def read() -> dict[int, NDArray[np.bool_]]:
        ids = _dataset_ids(edition)
        seen = np.array([], dtype=np.int64)
        found = {}
        for pk in ids if len(ids) > 1 else ():
            own = _stored(pk, packing.SAME, packing.SAME)
            if len(own):  # none was kept for it by an earlier version
                found[pk] = (own == 0) | ~np.isin(own, seen)
            seen = np.concatenate([seen, own])
        return found

    return _masks.get(edition_key(edition), read)


def _stored(dataset_id: int, key: str, kind: str) -> NDArray[Any]:
    parts = AnswerPart.objects.filter(dataset_id=dataset_id, key=key).order_by("sheet", "row_number", "pk")
    found = [packing.unpack(bytes(packed)) for packed in parts.values_list("packed", flat=True)]
    return np.concatenate(found) if found else np.array([], dtype=packing.DTYPES[kind])


def _moved(values: NDArray[Any], own: tuple[str, ...], kind: str, options: tuple[str, ...]) -> NDArray[Any]:
    """Answers of one file by the options of all; behind its own ones a file has “other”, as all have."""
    if own == options:
        return values
    places = {cells.key(one): place for place, one in reversed(list(enumerate(options)))}
    to = np.array([*(places[cells.key(one)] for one in own), len(options)], dtype=np.int64)
    if kind in ("single", "likert"):
        return np.where(values < 0, values, to[values]).astype(values.dtype)
    if kind == "multiple":
        moved = np.zeros(len(values), dtype=np.int64)
        for at, place in enumerate(to):
            moved |= ((values >> at) & 1) << place
        return np.where(values < 0, values, moved)
    return values


def picks(survey: Survey, key: str) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """A question with several answers: respondents × options (with other), and who answered at all."""
    values = answers(survey, key)
    question = survey.named(key).question  # type: ignore[union-attr]
    options = len(question.options) + question.has_other
    there = values >= 0
    bits = (values[:, None] >> np.arange(options)) & 1
    return bits.astype(bool) & there[:, None], there


def areas(survey: Survey) -> NDArray[np.int64]:
    """Area id of each respondent, 0 where none is stated."""
    return _whole(survey.edition, packing.AREA)


def rows(survey: Survey) -> pd.DataFrame:
    """Where each respondent stands: dataset_id, sheet, row_number; index 0 … n - 1."""
    ids = [
        (pk, _answered(survey.edition, pk, packing.ROW, packing.ROW)) for pk in _dataset_ids(survey.edition)
    ]
    return pd.DataFrame(
        {
            "dataset_id": np.repeat([pk for pk, _rows in ids], [len(found) for _pk, found in ids]),
            "sheet": _whole(survey.edition, packing.SHEET),
            "row_number": _row_array(survey.edition),
        }
    )


def _row_array(edition: Edition) -> NDArray[Any]:
    return _whole(edition, packing.ROW)


def _whole(edition: Edition, key: str) -> NDArray[Any]:
    """What every respondent has, over all files of the edition."""

    def read() -> NDArray[Any]:
        found = [_answered(edition, pk, key, key) for pk in _dataset_ids(edition)]
        return np.concatenate(found) if found else np.array([], dtype=packing.DTYPES[key])

    return _arrays.get((edition_key(edition), key), read)


def _dataset_ids(edition: Edition) -> list[int]:
    return list(edition.datasets.order_by("pk").values_list("pk", flat=True))


# Links to the register -----------------------------------------------------------------------------------


def field_links(region: Region) -> dict[str, list[int]]:
    """Key of a survey's word for a field → ids of the register's categories that a person said it is."""
    found: dict[str, list[int]] = {}
    for key, category_id in FieldLink.objects.filter(region=region).values_list("key", "category_id"):
        found.setdefault(key, []).append(category_id)
    return found
