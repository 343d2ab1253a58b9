"""How a question was read the last time, for the next wave."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.db import transaction

from areas.models import Region
from data.models import Dataset

from .columns import questions_of
from .models import AskedQuestion, KnownQuestion
from .questions import MOST_OPTIONS, Question, header_hashes
from .understanding.cells import key
from .understanding.guessing import ColumnCounts, as_type


def keep(dataset: Dataset) -> None:
    """Store the questions of a dataset that becomes ready, and how they were read."""
    asked = questions_of(dataset)
    AskedQuestion.objects.filter(dataset=dataset).delete()
    hashes = header_hashes([one.header for one in asked])
    AskedQuestion.objects.bulk_create(
        AskedQuestion(dataset=dataset, place=place, key=one.key, content=one.to_json(), header_hash=which)
        for place, (one, which) in enumerate(zip(asked, hashes, strict=True))
    )
    remember(dataset.region, dict(zip(hashes, asked, strict=True)))


def remember(region: Region, asked: Mapping[str, Question]) -> None:
    """Keep how these questions are read, by header hash; the last file decides."""
    KnownQuestion.objects.bulk_create(
        (
            KnownQuestion(region=region, header_hash=which, content=one.to_json())
            for which, one in asked.items()
        ),
        update_conflicts=True,
        unique_fields=["region", "header_hash"],
        update_fields=["content"],
    )


def forget(dataset: Dataset) -> None:
    """Delete the questions of a dataset, and of what is known about them the options no other file has."""
    asked = AskedQuestion.objects.filter(dataset=dataset)
    hashes = list(asked.values_list("header_hash", flat=True))
    others: dict[str, set[str]] = {which: set() for which in hashes}
    elsewhere = AskedQuestion.objects.filter(header_hash__in=hashes, dataset__region=dataset.region_id)
    for row in elsewhere.exclude(dataset=dataset):
        others[row.header_hash].update(row.question.options)
    with transaction.atomic():
        known = _locked(dataset.region, hashes)
        for one in known:
            options = [text for text in one.content.get("options", []) if text in others[one.header_hash]]
            one.content = {**one.content, "options": options}
        KnownQuestion.objects.bulk_update(known, ["content"])
        asked.delete()


def applied(
    region: Region, guessed: Sequence[Question], counts: Sequence[ColumnCounts]
) -> tuple[Question, ...]:
    """The questions as they were read the last time where the file has the same ones; else as guessed."""
    hashes = header_hashes([one.header for one in guessed])
    known = dict(
        KnownQuestion.objects.filter(region=region, header_hash__in=hashes).values_list(
            "header_hash", "content"
        )
    )
    return tuple(
        _as_before(one, seen, Question.from_json(known[which])) if which in known else one
        for one, seen, which in zip(guessed, counts, hashes, strict=True)
    )


def _as_before(now: Question, counts: ColumnCounts, before: Question) -> Question:
    """Type, role, direction and order as before; answers that are new stand behind the old ones."""
    found = now if now.type == before.type else as_type(now.key, now.header, counts, before.type)
    if found is None:  # the answers of this file do not fit that type
        return replace(now, role=before.role, sure=False)
    known = {key(one) for one in before.options}  # "Laki - Laki" is the "Laki-laki" of the file before
    if before.type == "likert" and found.options and known.isdisjoint(key(one) for one in found.options):
        return replace(now, role=before.role, sure=False)  # another question under the same words
    new = tuple(one for one in found.options if key(one) not in known)
    kept = (*before.options, *new) if before.type in ("single", "likert") else found.options
    if len(kept) > MOST_OPTIONS.get(before.type, len(kept)):
        kept = found.options  # so many waves with answers of their own: those of this file are enough
    # a new step has no known place in a scale
    sure = before.type != "likert" or not new
    return replace(found, role=before.role, reverse=before.reverse, options=kept, why="remembered", sure=sure)


def read_anew(region: Region, changed: Mapping[str, tuple[str, bool]]) -> None:
    """Give known questions another role and direction, by header hash; how their answers are read stays."""
    with transaction.atomic():
        known = _locked(region, changed)
        for one in known:
            role, reverse = changed[one.header_hash]
            one.content = {**one.content, "role": role, "reverse": reverse}
        KnownQuestion.objects.bulk_update(known, ["content"])


def _locked(region: Region, hashes: Iterable[str]) -> list[KnownQuestion]:
    """Known questions of these hashes, which nobody else changes until the transaction ends."""
    known = KnownQuestion.objects.select_for_update().filter(region=region, header_hash__in=list(hashes))
    return list(known)
