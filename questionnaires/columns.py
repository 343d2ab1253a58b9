"""The questions of one file: what was guessed, what a person decided about it, and which columns they are."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from data.models import Dataset

from .questions import Question

# "q03" holds the answers of a question, "q03_words" what people wrote where none of its options fitted
WORDS = "_words"
# what a person may decide about a question, by its header
DECIDED = ("type", "role", "options", "reverse")
# answers that are worth a figure; names and free texts alone are no survey
ANSWERED = ("single", "multiple", "likert", "number")
# names and numbers of people are columns of the kind itself: so a person is found and erased everywhere
PERSONAL = "personal"
# answers in people's own words: nothing of them is kept with the file's guesses
WRITTEN = ("text", "personal")
# and columns that are left out, for whatever reason: to choose another type for them reads the file again
UNKEPT = (*WRITTEN, "skip")


def questions_of(dataset: Dataset) -> tuple[Question, ...]:
    """The questions of a file in its order, with every decision applied; none before it was read."""
    decided = dataset.decisions.get("questions", {})
    alternatives = dataset.guess.get("alternatives", {})
    found = []
    for content in dataset.guess.get("questions", []):
        question = Question.from_json(content)
        found.append(applied(question, decided.get(question.header, {}), alternatives.get(question.key, {})))
    return tuple(found)


def applied(question: Question, decision: Mapping[str, Any], alternatives: Mapping[str, Any]) -> Question:
    """A question as a person decided it. alternatives: type → the question read as that type, as JSON."""
    wanted = decision.get("type", question.type)
    if wanted != question.type:
        question = as_type(question, wanted, alternatives)
    told: dict[str, Any] = {name: decision[name] for name in DECIDED[1:] if name in decision}
    # none at all are those of a question that had none: the file's own stay
    options = tuple(told.pop("options", ())) or question.options
    return replace(question, sure=question.sure or bool(decision), options=options, **told)


def has_others_options(
    question: Question, decision: Mapping[str, Any], alternatives: Mapping[str, Mapping[str, Any]]
) -> bool:
    """Whether a decision gives a question of one type the options that its answers have as another: as a
    decisions file does in which only the type was changed."""
    given = list(decision.get("options", ()))
    as_decided = alternatives.get(question.type, {}).get("options", given)
    return given != as_decided and any(given == one["options"] for one in alternatives.values() if given)


def as_type(question: Question, wanted: str, alternatives: Mapping[str, Any]) -> Question:
    """The question read as another type: as the whole file showed it, or without options of its own."""
    if wanted in alternatives:
        return replace(Question.from_json(alternatives[wanted]), role=question.role)
    return replace(question, type=wanted, options=(), has_other=False, delimiter="", reverse=False)


def people_in(questions: Iterable[Question]) -> dict[str, str]:
    """Column of the kind → header, of all columns that hold people, whether they are imported or not."""
    fields = ((one.form.get(PERSONAL), one.header) for one in questions if one.type == "personal")
    found: dict[str, str] = {}
    for name, header in fields:
        if name:
            found.setdefault(name, header)
    return found


def mapping_of(questions: Iterable[Question]) -> dict[str, str]:
    """Column key → header. A name, a phone and the sub-district go to the columns of the kind itself."""
    mapping: dict[str, str] = {}
    for one in questions:
        if one.type == "skip":
            continue
        field = one.form.get(PERSONAL, "") if one.type == "personal" else ""
        if field and field not in mapping:
            mapping[field] = one.header
            continue
        mapping[one.key] = one.header
        if one.role == "sub_district" and "sub_district" not in mapping:
            mapping["sub_district"] = one.header
    return mapping
