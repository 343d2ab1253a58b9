"""What is refused of a questionnaire: decisions, questions that cannot be imported, files that do not fit."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_noop

from data.editions import Refused
from data.models import Dataset

from . import queries
from .columns import ANSWERED, DECIDED, has_others_options, questions_of
from .questions import MOST_OPTIONS, ROLES, TYPES, Question, header_hashes

KEEP, DROP = "keep", "drop"
NO_QUESTION = gettext_noop(
    "No column of this file is a question with answers to count. Choose a type for at least one, or upload "
    "another file."
)
BAD_TYPE = gettext_noop("“%(value)s” is no type of question. Use one of: %(known)s.")
BAD_ROLE = gettext_noop("“%(value)s” is no role of a question. Use one of: %(known)s.")
BAD_QUESTION = gettext_noop(
    "“questions” must hold an object per header with only: %(known)s; options is a list of texts."
)
OTHER_OPTIONS = gettext_noop(
    "“%(label)s” has the options of another kind of answer. Leave its “options” out: then they are read from "
    "the file."
)
BAD_SAME = gettext_noop("“doubles” must be keep or drop.")
TWO_ROLES = gettext_noop("Two questions have the role “%(role)s”. Give it to one of them.")
NO_OPTIONS = gettext_noop(
    "“%(label)s” has too many different answers to count them one by one. Choose free text, or do not import "
    "it."
)
OTHER_QUESTIONS = gettext_noop(
    "“%(label)s” is asked or read in another way in the file shown now. Choose replace, or read both alike."
)


def check_decisions(found: dict[str, Any]) -> None:
    """Refuse decisions of another form than a decisions file has."""
    if found.get("doubles", KEEP) not in (KEEP, DROP):
        raise Refused(BAD_SAME)
    decided = found.get("questions", {})
    if not isinstance(decided, dict):
        raise Refused(BAD_QUESTION, known=", ".join(DECIDED))
    for one in decided.values():
        _check_decision(one)


def check_questions(dataset: Dataset) -> None:
    """Refuse a file whose questions, as they were decided, cannot be imported."""
    asked = questions_of(dataset)
    if not any(one.type in ANSWERED for one in asked):
        raise Refused(NO_QUESTION)
    for one in asked:
        most = MOST_OPTIONS.get(one.type)
        if most and not 0 < len(one.options) <= most:
            raise Refused(NO_OPTIONS, label=one.label)
    decided, alternatives = dataset.decisions.get("questions", {}), dataset.guess.get("alternatives", {})
    for one in asked:
        if has_others_options(one, decided.get(one.header, {}), alternatives.get(one.key, {})):
            raise Refused(OTHER_OPTIONS, label=one.label)
    roles = [one.role for one in asked if one.role and one.type != "skip"]
    if twice := next((role for role in roles if roles.count(role) > 1), None):
        raise Refused(TWO_ROLES, role=twice)


def _check_decision(one: Any) -> None:
    if not isinstance(one, dict) or not set(one) <= set(DECIDED):
        raise Refused(BAD_QUESTION, known=", ".join(DECIDED))
    if one.get("type", "skip") not in TYPES:
        raise Refused(BAD_TYPE, value=one["type"], known=", ".join(TYPES))
    if one.get("role", "") not in ROLES:
        raise Refused(BAD_ROLE, value=one["role"], known=", ".join(role for role in ROLES if role))
    options = one.get("options", [])
    if not (isinstance(options, list) and all(isinstance(text, str) for text in options)):
        raise Refused(BAD_QUESTION, known=", ".join(DECIDED))


def check_together(files: Sequence[Sequence[Question]]) -> None:
    """Refuse files whose answers cannot be counted together: other questions, or read otherwise."""
    first, *others = (_by_hash(asked) for asked in files)
    for other in others:
        for which in {*first} ^ {*other}:
            raise Refused(OTHER_QUESTIONS, label=(first.get(which) or other[which]).label)
        for which, one in first.items():
            if not _goes_with(one, other[which]):
                raise Refused(OTHER_QUESTIONS, label=one.label)
        first = {which: _with_options(one, other[which]) for which, one in first.items()}


def _by_hash(asked: Sequence[Question]) -> dict[str, Question]:
    hashes = header_hashes([one.header for one in asked])
    return {which: one for which, one in zip(hashes, asked, strict=True) if one.type != "skip"}


def _goes_with(first: Question, second: Question) -> bool:
    """Whether answers of two files to one question can be counted together."""
    if first.type != second.type:
        return False
    if first.type == "likert":
        return queries.fits_scale(first.options, second.options)
    most = MOST_OPTIONS.get(first.type)
    return most is None or len(queries.joined_options(first, second)) <= most


def _with_options(first: Question, second: Question) -> Question:
    return replace(first, options=queries.joined_options(first, second)) if first.options else first
