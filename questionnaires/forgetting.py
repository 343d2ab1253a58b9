"""What is taken out of a file's guesses and out of what is known about questions, and when."""

from collections.abc import Collection
from typing import Any

from data import personal_preview
from data.models import Dataset

from .columns import UNKEPT


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
