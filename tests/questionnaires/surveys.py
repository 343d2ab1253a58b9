"""Surveys built directly, so that a page's numbers can be worked out by hand.

`add(world, [Question(…), …], answers)` makes a current edition; answers: key → one value per respondent: the
option itself (None: no answer), a list of options, a number, or a text, which is sealed as an upload would.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from data import contacts
from data.models import Contact, Dataset, Edition
from data.writing import write
from questionnaires import packing
from questionnaires.models import AnswerPart, AskedQuestion
from questionnaires.questions import Question, header_hashes
from tests.world import World, add_edition

AWARE = ("Tidak tahu", "Kurang tahu", "Cukup tahu", "Tahu", "Sangat tahu")
FIELDS = ("Kuliner", "Konveksi", "Makanan", "Lainnya")


def question(place: int, label: str, kind: str, options: Sequence[str] = (), **more: Any) -> Question:
    """The question at a place of the file, from 1."""
    return Question(f"q{place:02d}", label, label, kind, options=tuple(options), **more)


def add(
    world: World,
    questions: Sequence[Question],
    answers: Mapping[str, Sequence[Any]],
    *,
    areas: Sequence[int] | None = None,
    series: str = "awareness",
    year: int = 2023,
    **values: Any,
) -> Edition:
    """A survey edition with one dataset; areas: id of each respondent's sub-district, 0 for none."""
    edition = add_edition(world, "survey", year, series=series, **values)
    dataset = edition.datasets.get()
    n = max((len(found) for found in answers.values()), default=0)
    hashes = header_hashes([one.header for one in questions])
    AskedQuestion.objects.bulk_create(
        AskedQuestion(
            dataset=dataset, place=place, key=one.key, content=one.to_json(),
            header_hash=which,
        )
        for place, (one, which) in enumerate(zip(questions, hashes, strict=True))
    )  # fmt: skip
    arrays = {
        packing.ROW: pd.Series(range(2, n + 2)),
        packing.SHEET: pd.Series([0] * n),
        packing.AREA: pd.Series(list(areas) if areas is not None else [0] * n),
    }
    kinds = {one.key: one.type for one in questions if one.type in packing.DTYPES}
    arrays |= {
        one.key: coded(one, answers[one.key]) for one in questions if one.key in kinds and one.key in answers
    }
    for key, found in arrays.items():
        packed = packing.pack(packing.array(found, kinds.get(key, key)))
        AnswerPart.objects.create(dataset=dataset, key=key, sheet=0, row_number=2, n=n, packed=packed)
    _seal(dataset, {key: found for key, found in answers.items() if key not in kinds}, n)
    return edition


def coded(question: Question, given: Iterable[Any]) -> "pd.Series[Any]":
    """Answers as the checked table holds them: positions among the options, bits, or numbers."""
    if question.type == "multiple":
        bits = [None if one is None else sum(1 << _place(question, each) for each in one) for one in given]
        return pd.Series(bits, dtype="Int64")
    if question.type in ("single", "likert"):
        return pd.Series([None if one is None else _place(question, one) for one in given], dtype="Int64")
    return pd.Series(list(given), dtype="Float64" if question.type == "number" else "Int64")


def _place(question: Question, option: str) -> int:
    """An option that the question does not have is what people wrote themselves."""
    return question.options.index(option) if option in question.options else len(question.options)


def _seal(dataset: Dataset, written: dict[str, Sequence[Any]], n: int) -> None:
    if written:
        columns = {key: pd.Series(list(found)) for key, found in written.items()}
        write(Contact, contacts.seal(dataset.pk, 0, range(2, n + 2), columns))


def repeated(counts: Mapping[Any, int]) -> list[Any]:
    """Each answer as often as it was given: {"Tahu": 2} is ["Tahu", "Tahu"]."""
    return [answer for answer, n in counts.items() for _time in range(n)]
