"""The questions of a survey that pages about areas show; which answers count is questionnaires.meaning's."""

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from questionnaires import meaning, queries
from questionnaires.meaning import Counted
from questionnaires.queries import Survey
from questionnaires.scope import CLOSED, chosen

ROLES = ("awareness", "used", "importance")


@dataclass(frozen=True, eq=False)
class Asked:
    """A question with one of ROLES. noun: "awareness"; label: whom a share is of; short: a column's heading.

    counted: the answers that count. yes: int8 per respondent of the survey, 1 yes, 0 no, -1 no answer.
    """

    role: str
    noun: str
    label: str
    short: str
    counted: Counted
    yes: NDArray[np.int8]


def asked(survey: Survey) -> tuple[Asked, ...]:
    """The questions of the roles whose answers say which of them count, in the order of ROLES."""
    return tuple(found for role in ROLES if (found := _asked(survey, role)) is not None)


def untold(survey: Survey) -> tuple[str, ...]:
    """Labels of the questions of the roles whose answers do not say which of them count."""
    known = {one.role for one in asked(survey)}
    there = [survey.with_role(role) for role in ROLES if role not in known]
    return tuple(one.question.label for one in there if one is not None)


def _asked(survey: Survey, role: str) -> Asked | None:
    found = survey.with_role(role)
    if found is None or found.question.type not in CLOSED:
        return None
    counted = meaning.counted(found.question)
    if counted is None:
        return None
    answered = queries.answers(survey, found.key) >= 0
    yes = np.where(answered, chosen(survey, found.key, counted.places), -1).astype(np.int8)
    noun, label, short = _words()[role]
    return Asked(role, noun, label, short, counted, yes)


def _words() -> dict[str, tuple[str, str, str]]:
    return {
        "awareness": (_("awareness"), _("Aware of influencer marketing"), _("Aware")),
        "used": (_("use"), _("Have used influencer marketing"), _("Have used it")),
        "importance": (_("importance"), _("Find influencer marketing important"), _("Find it important")),
    }
