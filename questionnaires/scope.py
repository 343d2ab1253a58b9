"""Reads a survey page's address: which survey and which respondents. Whatever it says, a page comes up.

`survey` is the edition; `a=q07-2&a=q07-3` keeps those whose answer to question q07 is its option 2 or 3
(counted from 0; len(options) is "other"). Answers to one question are alternatives; several questions narrow
together.
"""

from collections.abc import Iterator
from dataclasses import InitVar, dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import numpy as np
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from analysis.suppression import THRESHOLD
from core.figures import Chip
from data.models import Edition
from data.paging import LONGEST_TEXT
from data.queries import any_demo, edition_by_id
from data.scope import Reader

from . import queries
from .queries import Survey
from .questions import Question

ANSWER = "a"
# the question whose answers are places where respondents are
AREA_ROLE = "sub_district"
CLOSED = ("single", "likert", "multiple")
# a filter by more answers than a person ticks is an address that somebody made up
MOST_VALUES = 100


@dataclass(frozen=True)
class Params:
    """An address, cleaned: the edition (0: the newest) and option positions by question, ascending."""

    survey: int = 0
    answers: tuple[tuple[str, tuple[int, ...]], ...] = ()
    carried: tuple[tuple[str, str], ...] = ()

    def query(self, **changes: tuple[int, ...]) -> str:
        """The address with the answers to one or more questions changed; an empty tuple takes one out."""
        found = {**dict(self.answers), **changes}
        pairs: list[tuple[str, Any]] = [*self.carried]
        pairs += [("survey", self.survey)] if self.survey else []
        pairs += [(ANSWER, f"{key}-{value}") for key in sorted(found) for value in found[key]]
        return "?" + urlencode(pairs)


@dataclass
class SurveyReader:
    """One address for one person: `survey` (None where there is none), `params`, `notices`.

    reader: what read the market's part of the same address already; without one it is read here.
    """

    query: QueryDict
    user: Any
    own: tuple[str, ...] = ()
    notices: list[str] = field(default_factory=list)
    reader: InitVar[Reader | None] = None

    def __post_init__(self, reader: Reader | None) -> None:
        reader = reader or Reader(self.query, self.user)
        self.region = reader.region
        self.editions = queries.surveys(reader.editions) if self.region else []
        edition = self._edition()
        self.survey: Survey | None = queries.survey(edition) if edition else None
        self.params = self._params()

    def _edition(self) -> Edition | None:
        asked = self.query.get("survey", "")
        newest = next(iter(self.editions), None)
        if not asked:
            return newest
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0
        found = edition_by_id(number) if number else None
        if found is None or found.subject != Edition.Subject.SURVEY or found.region != self.region:
            self.notices.append(_("There is no such survey here. Another one is shown."))
            return newest
        if found.datasets.filter(rows_purged_at__isnull=False).exists():
            self.notices.append(_("The answers of this survey were deleted for good. Another one is shown."))
            return newest
        if not found.is_current:
            self.notices.append(
                _("This survey was withdrawn or replaced since. What you see is how it was before.")
            )
        return found

    def _params(self) -> Params:
        # what a page chooses for itself is a key of a question, or a text to look for; several of one name
        # are the questions of a scale
        carried = tuple(
            (name, str(value)[:LONGEST_TEXT])
            for name in ("region", *self.own)
            for value in self.query.getlist(name)[:MOST_VALUES]
            if value
        )
        survey = self.survey
        if survey is None:
            return Params(carried=carried)
        asked = {one.key: one for one in survey.questions}
        found: dict[str, set[int]] = {}
        strange = []
        for text in self.query.getlist(ANSWER)[:MOST_VALUES]:
            key, _minus, value = text.partition("-")
            if key in asked and _fits(asked[key], value):
                found.setdefault(key, set()).add(int(value))
            elif text:
                strange.append(text)
        if strange:
            text = _("Not an answer to a question of this survey, so not used: %(values)s.")
            self.notices.append(text % {"values": ", ".join(value[:20] for value in strange[:3])})
        shown = survey.edition.pk if survey.edition != next(iter(self.editions), None) else 0
        answers = {key: tuple(sorted(values)) for key, values in found.items()}
        return Params(shown, tuple(sorted(answers.items())), carried)

    @cached_property
    def kept(self) -> NDArray[np.bool_]:
        """Which respondents the filter keeps; all without one."""
        assert self.survey is not None
        mask = np.ones(self.survey.n, dtype=bool)
        for key, values in self.params.answers:
            mask &= chosen(self.survey, key, values)
        return mask

    @property
    def is_of_few(self) -> bool:
        """Whether the filter names sub-districts and keeps too few of their respondents to be shown.

        None at all are too few as well: that nobody there gave an answer tells of each of them.
        """
        assert self.survey is not None
        area = self.survey.with_role(AREA_ROLE)
        names_it = area is not None and area.key in dict(self.params.answers)
        return names_it and int(self.kept.sum()) < THRESHOLD

    @cached_property
    def is_demo(self) -> bool:
        return self.survey is not None and any_demo([self.survey.edition.pk])

    def chips(self) -> list[Chip]:
        """One per answer in use; opening it removes that answer."""
        return [Chip(*one) for one in self._chips()] if self.survey else []

    def _chips(self) -> Iterator[tuple[str, str]]:
        assert self.survey is not None
        asked = {one.key: one for one in self.survey.questions}
        for key, values in self.params.answers:
            for value in values:
                rest = tuple(one for one in values if one != value)
                yield (
                    f"{asked[key].label}: {option_label(asked[key], value)}",
                    self.params.query(**{key: rest}),
                )

    @property
    def cache_key(self) -> tuple[Any, ...]:
        """What the content of a page depends on besides its language and code."""
        return (self.survey.cache_key if self.survey else None, self.params, self.is_demo)


def address_of(name: str, edition: Edition) -> str:
    """Where a page of the survey section shows this very survey."""
    carried = (("region", edition.region.slug),)
    return reverse(name) + Params(edition.pk, carried=carried).query()


def chosen(survey: Survey, key: str, values: tuple[int, ...]) -> NDArray[np.bool_]:
    """Respondents whose answer to a closed question is one of these options, or has one of them among it."""
    given = queries.answers(survey, key)
    asked = survey.named(key)
    if asked is not None and asked.question.type == "multiple":
        wanted = np.int64(sum(1 << value for value in values))
        return np.asarray((given >= 0) & ((given & wanted) != 0))
    return np.isin(given, values)


def _fits(question: Question, value: str) -> bool:
    """Whether a value of the address is an option of a closed question."""
    if question.type not in CLOSED or not (value.isascii() and value.isdigit() and len(value) < 6):
        return False
    return int(value) < len(question.options) + question.has_other


def option_label(question: Question, place: int) -> str:
    """An answer in words; the last place beyond the options is what people wrote themselves."""
    return question.options[place] if place < len(question.options) else _("other answers")


def option_labels(question: Question) -> list[str]:
    """Every answer that is counted, in the question's order."""
    return [option_label(question, place) for place in range(len(question.options) + question.has_other)]
