"""The questions of a survey that pages about areas show; which answers count is questionnaires.meaning's."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from questionnaires.finding_facts import Codes, counted, question_of, said
from questionnaires.meaning import Counted
from questionnaires.queries import Survey
from questionnaires.questions import Question

ROLES = ("awareness", "used", "importance")


@dataclass(frozen=True, eq=False)
class Asked:
    """A question with one of ROLES. noun: "awareness"; label: whom a share is of; short: a column's heading.

    counted: the answers that count. yes: per respondent of the survey, 1 yes, 0 no, -1 no answer.
    """

    role: str
    noun: str
    label: str
    short: str
    counted: Counted
    yes: Codes


def asked(survey: Survey) -> tuple[Asked, ...]:
    """The questions of the roles whose answers say which of them count, in the order of ROLES."""
    return tuple(found for role in ROLES if (found := _asked(survey, role)) is not None)


def unread(survey: Survey) -> tuple[Question, ...]:
    """The questions of the roles whose answers do not say which of them count."""
    there = [question for role in ROLES if (question := question_of(survey, role))]
    return tuple(question for question in there if counted(question) is None)


def _asked(survey: Survey, role: str) -> Asked | None:
    question = question_of(survey, role)
    found = counted(question)
    if question is None or found is None:
        return None
    noun, label, short = _words()[role]
    return Asked(role, noun, label, short, found, said(survey, question, found.places))


def _words() -> dict[str, tuple[str, str, str]]:
    return {
        "awareness": (_("awareness"), _("Aware of influencer marketing"), _("Aware")),
        "used": (_("use"), _("Have used influencer marketing"), _("Have used it")),
        "importance": (_("importance"), _("Find influencer marketing important"), _("Find it important")),
    }
