"""Takes an erased person out of texts that people wrote or a check repeated: the log, reports, decisions, the
answers of surveys.

Only keyed hashes of the person are known, so what stands in a text is hashed too: each number in it, and each
run of its words.
"""

import re
from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import Any

from django.db import transaction

from accounts import events
from data import columnar, written
from data.contacts import HASHED, hashes_of_value
from data.erasure_ledger import Hashes
from data.kinds import all_kinds, kind
from data.models import Dataset, Erasure
from data.signals import person_erased, rows_rewritten

GONE = "•••"
LONGEST_NAME = 8  # words, with forms of address
_NUMBER = re.compile(r"\+?\d[\d .()\-]{5,}\d")
_WORD = re.compile(r"[^\W\d_]+")
_PURPOSES = tuple(HASHED)
Span = tuple[int, int]


def names(text: str, people: Collection[Hashes]) -> bool:
    """Whether a text names one of these people."""
    return without(text, people) != text


def without(text: str, people: Collection[Hashes]) -> str:
    """The text without the names and numbers of these people. A single word is taken for a name only where
    it is the whole text: "Melati" is a person, a street and a sub-district."""
    for start, end in sorted(_merged(_found(text, people)), reverse=True):
        text = text[:start] + GONE + text[end:]
    return text


def _found(text: str, people: Collection[Hashes]) -> Iterator[Span]:
    known = dict(zip(_PURPOSES, map(set, zip(*people, strict=True)), strict=True)) if people else {}
    numbers = [match.span() for match in _NUMBER.finditer(text)]
    for purpose in ("phone", "nik", "nib"):
        yield from _equal(text, numbers, purpose, known.get(purpose, set()))
    yield from _equal(text, _runs(text), "name", known.get("name", set()))


def _runs(text: str) -> list[Span]:
    """Where names may stand: two to eight words in a row, or the only one."""
    words = [match.span() for match in _WORD.finditer(text)]
    if len(words) == 1 and text.strip() == text[slice(*words[0])]:
        return words
    ends = ((first, last) for first in range(len(words)) for last in range(first + 1, first + LONGEST_NAME))
    return [(words[first][0], words[last][1]) for first, last in ends if last < len(words)]


def _equal(text: str, spans: list[Span], purpose: str, hashes: set[int | None]) -> Iterator[Span]:
    if not spans or not hashes - {None}:
        return
    for start, end in spans:
        # an erasure of before a change of keys knows the person by hashes of that key
        if not hashes.isdisjoint(hashes_of_value(text[start:end], purpose)):
            yield start, end


def _merged(spans: Iterator[Span]) -> list[Span]:
    """Spans that do not overlap. Of names from one place the shortest stands for the others: behind it a
    comma may have begun what is no part of the name."""
    kept: list[Span] = []
    for start, end in sorted(spans):
        if kept and start < kept[-1][1]:
            continue
        kept.append((start, end))
    return kept


# Where such texts are kept -------------------------------------------------------------------------------


def scrub(people: Collection[Hashes]) -> int:
    """Take these people out of the log, of the reasons of other erasures and of what is known about files.

    Returns how many texts were changed. It may be run again, and takes no transaction: reading all reports
    takes seconds, and SQLite's one writer must stay free for others.
    """
    changed = events.rewrite(lambda text: without(text, people))
    for erasure in Erasure.objects.only("pk", "reason"):
        if names(erasure.reason, people):
            Erasure.objects.filter(pk=erasure.pk).update(reason=without(erasure.reason, people))
            changed += 1
    changed += sum(_scrub_dataset(dataset, people) for dataset in Dataset.objects.iterator())
    forget = partial(_of_answer, people=people)
    changed += sum(written.rewrite(dataset, forget) for dataset in Dataset.objects.iterator())
    rewritten = sum(columnar.rewrite_texts(dataset, forget) for dataset in Dataset.objects.iterator())
    if rewritten:
        rows_rewritten.send(sender=Dataset)
    changed += rewritten
    changed += sum(int(found or 0) for _listener, found in person_erased.send(sender=Erasure, said=forget))
    return changed + sum(one.open.forget_names(forget) for one in all_kinds().values() if one.open)


def _scrub_dataset(dataset: Dataset, people: Collection[Hashes]) -> bool:
    if not _changes(dataset, people):
        return False
    with transaction.atomic():
        # looked at again while it is held: a check may have written another report since it was read
        held = Dataset.objects.select_for_update().get(pk=dataset.pk)
        if new := _changes(held, people):
            Dataset.objects.filter(pk=dataset.pk).update(**new)
    return True


def _changes(dataset: Dataset, people: Collection[Hashes]) -> dict[str, Any]:
    """The fields of a dataset that name these people, without them; empty where none does."""
    old = {name: getattr(dataset, name) for name in ("file_name", "source", "definition")}
    new: dict[str, Any] = {name: without(text, people) for name, text in old.items()}
    old |= {"report": dataset.report, "decisions": dataset.decisions, "guess": dataset.guess}
    own = kind(dataset.kind).open
    of_answers = own.without_names(dataset, partial(_of_answer, people=people)) if own else {}
    decisions, guess = of_answers.get("decisions", dataset.decisions), of_answers.get("guess", dataset.guess)
    if preview := guess.get("preview"):
        guess = {**guess, "preview": {**preview, **_parts(preview, ("rows", "before"), people)}}
    new |= {
        "report": {**dataset.report, **_parts(dataset.report, ("errors", "unresolved"), people)},
        "decisions": {**decisions, **_parts(decisions, ("names",), people)},
        "guess": guess,
    }
    return {name: value for name, value in new.items() if value != old[name]}


def _parts(stored: dict[str, Any], wanted: tuple[str, ...], people: Collection[Hashes]) -> dict[str, Any]:
    """Those parts of a stored object that repeat cells of the file."""
    return {name: inside(stored[name], partial(without, people=people)) for name in wanted if name in stored}


def _of_answer(text: str, people: Collection[Hashes]) -> str:
    """An answer that several gave, without these people. A lone word is a place or a trade more often than a
    person, and every page of the survey would lose it."""
    return text if _WORD.fullmatch(text.strip()) else without(text, people)


def inside(value: Any, said: Callable[[str], str]) -> Any:
    """A stored object with `said` of each of its texts, of names of parts too, in its place."""
    if isinstance(value, str):
        return said(value)
    if isinstance(value, list):
        return [inside(one, said) for one in value]
    if isinstance(value, dict):
        return {said(key): inside(one, said) for key, one in value.items()}
    return value
