"""Reads surveys: which there are, what was asked, and the answers as arrays in one order of respondents.

Figures of answers are common to everyone who is signed in. What people wrote themselves (names, numbers, free
texts) is not read here but in questionnaires/written.py, which knows who may.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from django.db.models import F
from numpy.typing import NDArray

from areas.models import Region
from data.cells_cache import RecentlyUsed
from data.models import Edition
from data.queries import EditionKey, edition_key, of_subject

from . import packing
from .models import AnswerPart, AskedQuestion, FieldLink
from .questions import Question
from .repeats import unrepeated
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

    kept: dataset id → which of its respondents no earlier file has; none where nothing tells them again.
    """

    edition: Edition
    asked: tuple[Asked, ...]
    revision: str
    kept: Mapping[int, NDArray[np.bool_]]

    @cached_property
    def n(self) -> int:
        return len(_row_array(self))

    @property
    def repeated(self) -> int:
        """Answers of later files that an earlier one has already; they are left out."""
        return sum(int((~mask).sum()) for mask in self.kept.values())

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


def surveys(editions: Iterable[Edition]) -> list[Edition]:
    """Those of surveys, the newest period first; of one period the survey that was imported last."""
    found = of_subject(editions, Edition.Subject.SURVEY)
    return sorted(found, key=lambda one: (one.period_start, one.period_end, one.pk), reverse=True)


def survey(edition: Edition) -> Survey:
    """An edition with its questions: one query for them, one for the number of answers."""
    (found,) = surveys_of([edition])
    return found


def surveys_of(editions: Sequence[Edition]) -> tuple[Survey, ...]:
    """Editions with their questions: one query for all of these, one each for the number of answers."""
    rows: dict[int, list[AskedQuestion]] = {edition.pk: [] for edition in editions}
    asked = AskedQuestion.objects.filter(dataset__editions__in=rows).annotate(of=F("dataset__editions"))
    for row in asked.order_by("dataset_id", "place"):
        rows[row.of].append(row)
    return tuple(_survey(edition, rows[edition.pk]) for edition in editions)


def _survey(edition: Edition, rows: list[AskedQuestion]) -> Survey:
    seen = repr([(row.pk, row.content) for row in rows])
    revision = hashlib.sha256(seen.encode()).hexdigest()[:16]
    key = (edition_key(edition), revision)
    asked = _asked.get(key, lambda: _merged(rows))
    return Survey(edition, asked, revision, _masks.get(key, lambda: _kept(edition, asked)))


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

    Files whose scales do not fit are no edition (refusing.check_together).
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
    return _arrays.get((survey.cache_key, key), lambda: _question_array(survey, asked))


def _question_array(survey: Survey, asked: Asked) -> NDArray[Any]:
    """Answers of every file of the edition."""
    kind, options = asked.question.type, asked.question.options
    found = [np.array([], dtype=packing.DTYPES[kind])]
    for pk in _dataset_ids(survey.edition):
        values = _given(asked, pk, options)
        found.append(values[survey.kept[pk]] if pk in survey.kept else values)
    joined = np.concatenate(found)
    joined.flags.writeable = False
    return joined


def _given(asked: Asked, dataset_id: int, options: tuple[str, ...]) -> NDArray[Any]:
    """What one file holds of a question, by these options; a file that does not ask it has no answers."""
    kind = asked.question.type
    for pk, key, own in asked.parts:
        if pk == dataset_id:
            return _moved(_stored(pk, key, kind), own, kind, options)
    return packing.none(len(_stored(dataset_id, packing.ROW, packing.ROW)), kind)


def _kept(edition: Edition, asked: Sequence[Asked]) -> dict[int, NDArray[np.bool_]]:
    """Which respondents of each file no earlier file has: exports of a running survey hold all answers from
    the first day on. None for a single file, and where no moment of sending is known."""
    ids = _dataset_ids(edition)
    moment = next((one for one in asked if one.question.role == "submitted"), None)
    if len(ids) < 2 or moment is None or moment.question.type != "date":
        return {}
    closed = [one for one in asked if one.question.type in packing.DTYPES]
    shared = {one.key: _shared_options(one) for one in closed}
    files = [pd.DataFrame({one.key: _given(one, pk, shared[one.key]) for one in closed}) for pk in ids]
    sent = [file[moment.key].to_numpy() != packing.NO_MOMENT for file in files]
    return dict(zip(ids, unrepeated(files, sent), strict=True))


def _shared_options(asked: Asked) -> tuple[str, ...]:
    """The options that every file has. What one file counts as “other” may be an option of the next: by the
    shared ones it is “other” in both."""
    first, *others = (own for _pk, _key, own in asked.parts)
    known = [{cells.key(one) for one in own} for own in others]
    return tuple(one for one in first if all(cells.key(one) in keys for keys in known))


def _stored(dataset_id: int, key: str, kind: str) -> NDArray[Any]:
    parts = AnswerPart.objects.filter(dataset_id=dataset_id, key=key).order_by("sheet", "row_number", "pk")
    found = [packing.unpack(bytes(packed)) for packed in parts.values_list("packed", flat=True)]
    return np.concatenate(found) if found else np.array([], dtype=packing.DTYPES[kind])


def _moved(values: NDArray[Any], own: tuple[str, ...], kind: str, options: tuple[str, ...]) -> NDArray[Any]:
    """Answers of one file by other options; behind its own ones a file has “other”, which takes in too what
    is none of the others."""
    if own == options:
        return values
    places = {cells.key(one): place for place, one in reversed(list(enumerate(options)))}
    to = np.array([*(places.get(cells.key(one), len(options)) for one in own), len(options)], dtype=np.int64)
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
    return _whole(survey, packing.AREA)


def rows(survey: Survey) -> pd.DataFrame:
    """Where each respondent stands: dataset_id, sheet, row_number; index 0 … n - 1."""
    ids = [(pk, _of_respondents(survey, pk, packing.ROW)) for pk in _dataset_ids(survey.edition)]
    return pd.DataFrame(
        {
            "dataset_id": np.repeat([pk for pk, _rows in ids], [len(found) for _pk, found in ids]),
            "sheet": _whole(survey, packing.SHEET),
            "row_number": _row_array(survey),
        }
    )


def _row_array(survey: Survey) -> NDArray[Any]:
    return _whole(survey, packing.ROW)


def _whole(survey: Survey, key: str) -> NDArray[Any]:
    """What every respondent has, over all files of the edition."""

    def read() -> NDArray[Any]:
        found = [_of_respondents(survey, pk, key) for pk in _dataset_ids(survey.edition)]
        return np.concatenate(found) if found else np.array([], dtype=packing.DTYPES[key])

    return _arrays.get((survey.cache_key, key), read)


def _of_respondents(survey: Survey, dataset_id: int, key: str) -> NDArray[Any]:
    """What every respondent of one file has, without those of an earlier file."""
    values = _stored(dataset_id, key, key)
    return values[survey.kept[dataset_id]] if dataset_id in survey.kept else values


def _dataset_ids(edition: Edition) -> list[int]:
    return list(edition.datasets.order_by("pk").values_list("pk", flat=True))


# Links to the register -----------------------------------------------------------------------------------


def field_links(region: Region) -> dict[str, list[int]]:
    """Key of a survey's word for a field → ids of the register's categories that a person said it is."""
    found: dict[str, list[int]] = {}
    for key, category_id in FieldLink.objects.filter(region=region).values_list("key", "category_id"):
        found.setdefault(key, []).append(category_id)
    return found
