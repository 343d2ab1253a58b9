"""What is taken out of a file's guesses and out of what is known about questions, and when."""

from collections.abc import Callable, Collection
from typing import Any

from django.db import transaction

from data import personal_preview
from data.models import Dataset

from .columns import UNKEPT
from .models import AskedQuestion, FieldLink, KnownQuestion

Without = Callable[[str], str]


def without_unkept(guess: dict[str, Any], decisions: dict[str, Any]) -> dict[str, Any]:
    """The guess without answers in people's own words and without those of columns that are left out."""
    decided = decisions.get("questions", {})
    apart = [
        one
        for one in guess.get("questions", [])
        if decided.get(one["header"], {}).get("type", one["type"]) in UNKEPT
    ]
    # those that were guessed so are masked already, by what they are
    chosen = {one["header"] for one in apart if one["type"] not in UNKEPT}
    preview = personal_preview.hidden(guess.get("preview", {}), chosen)
    return {**_without(guess, {one["key"] for one in apart}), "preview": preview}


def without_any(dataset: Dataset) -> dict[str, Any]:
    """Guess and decisions of a file that will never be shown, without any answers."""
    decided = {
        header: {name: value for name, value in one.items() if name != "options"}
        for header, one in dataset.decisions.get("questions", {}).items()
    }
    decisions = {**dataset.decisions, **({"questions": decided} if decided else {})}
    keys = {one["key"] for one in dataset.guess.get("questions", [])}
    return {"guess": _without(dataset.guess, keys), "decisions": decisions}


def _without(guess: dict[str, Any], keys: Collection[str]) -> dict[str, Any]:
    asked = [{**one, "options": []} if one["key"] in keys else one for one in guess.get("questions", [])]
    beside = {
        name: {key: found for key, found in guess.get(name, {}).items() if key not in keys}
        for name in personal_preview.EXAMPLES
    }
    return {**guess, "questions": asked, **beside}


# Of an erased person -------------------------------------------------------------------------------------


def without_names(dataset: Dataset, without: Without) -> dict[str, Any]:
    """Guess and decisions of a file with each answer that they repeat as `without` leaves it.

    An option keeps its place: the stored answers are positions.
    """
    guess = {**dataset.guess}
    if "questions" in guess:
        guess["questions"] = [_renamed(one, without) for one in guess["questions"]]
    if "alternatives" in guess:
        guess["alternatives"] = {
            key: {read_as: _renamed(one, without) for read_as, one in found.items()}
            for key, found in guess["alternatives"].items()
        }
    if "answers" in guess:
        guess["answers"] = {
            key: [[without(text), n] for text, n in found] for key, found in guess["answers"].items()
        }
    decisions = {**dataset.decisions}
    if "questions" in decisions:
        decided = decisions["questions"].items()
        decisions["questions"] = {header: _renamed(one, without) for header, one in decided}
    return {"guess": guess, "decisions": decisions}


def forget_names(without: Without) -> int:
    """The same in the questions of imported files. What is only proposed for the next wave goes whole: an
    option of a known question, a link of a business field. Returns how many rows were changed."""
    changed = 0
    for pk, content in AskedQuestion.objects.values_list("pk", "content"):
        if _renamed(content, without) != content:
            with transaction.atomic():  # its role may be chosen anew meanwhile
                row = AskedQuestion.objects.select_for_update().get(pk=pk)
                row.content = _renamed(row.content, without)
                row.save(update_fields=["content"])
            changed += 1
    for pk, content in KnownQuestion.objects.values_list("pk", "content"):
        if _renamed(content, without) != content:
            with transaction.atomic():
                known = KnownQuestion.objects.select_for_update().get(pk=pk)
                options = [text for text in known.content["options"] if without(text) == text]
                known.content = {**known.content, "options": options}
                known.save(update_fields=["content"])
            changed += 1
    links = [pk for pk, text in FieldLink.objects.values_list("pk", "text") if without(text) != text]
    FieldLink.objects.filter(pk__in=links).delete()
    return changed + len(links)


def _renamed(question: dict[str, Any], without: Without) -> dict[str, Any]:
    """A question, or what was decided about one, with the words of its options changed."""
    if "options" not in question:
        return question
    return {**question, "options": [without(text) for text in question["options"]]}
