"""What respondents wrote themselves: the only place of the survey pages that opens it.

It lies encrypted with the contacts, one per respondent (rows.py). Who may read what: analysts and admins free
texts and the words behind “other”; personal answers only admins, masked until they ask for one of them. In
what analysts read, telephone numbers and e-mail addresses are masked too: people write them where nobody
asked. Names in a text cannot be told from other words.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from core.pages import ADMIN, ANALYST
from data.contacts import Unopenable, mask, open_contact
from data.models import Contact
from data.paging import pages_in
from data.personal_preview import looks_personal

from . import queries
from .columns import WORDS, mapping_of
from .common_words import common_words
from .models import AskedQuestion
from .queries import Survey
from .questions import Question

# docs/decisions.md 25: opening one takes some 20 µs
MOST_OPENED = 5_000
PAGE_ROWS = 50
TEXT, PERSONAL, OTHER_WORDS = "text", "personal", "words"
KINDS = (TEXT, OTHER_WORDS, PERSONAL)
HIDDEN = "•••"
_E_MAIL = re.compile(r"(?<!\S)[^\s@]*@\S+")
_NUMBER = re.compile(r"\+?\d[\d\s.()/\u00a0\u2010-\u2015-]{5,}\d")
# how telephone numbers begin; no amount of money does
_BEGINS = ("0", "62", "+")
_PLACE = ["dataset_id", "sheet", "row_number"]


def kind_of(question: Question) -> str:
    """What of a question lies with the contacts: one of KINDS, "" for nothing."""
    if question.type in (TEXT, PERSONAL):
        return question.type
    return OTHER_WORDS if question.has_other else ""


def may_read(user: Any, question: Question) -> bool:
    """Whether the person's role may read what was written to a question."""
    readers = {TEXT: (ANALYST, ADMIN), OTHER_WORDS: (ANALYST, ADMIN), PERSONAL: (ADMIN,)}
    return user.is_active and user.role in readers.get(kind_of(question), ())


def readable(survey: Survey, user: Any) -> list[Question]:
    """Questions with written answers that the person may read: free texts, other words, personal ones."""
    found = [one for one in survey.questions if may_read(user, one)]
    return sorted(found, key=lambda one: KINDS.index(kind_of(one)))


@dataclass(frozen=True)
class Line:
    """One answer as a person may see it. respondent: from 0; can_open: masked, and may be asked for."""

    respondent: int
    row_number: int
    text: str
    can_open: bool = False


@dataclass(frozen=True)
class _Answer:
    """One answer as it was written: nothing outside of this module sees it."""

    respondent: int
    row_number: int
    text: str
    mask: str


class Written:
    """What was written to one question by the respondents of a filter, for one person.

    kept: which respondents. text: what an answer must hold, in upper or lower case; it is looked for in what
    the person may read, for admins also behind the mask. Raises PermissionDenied where the role may not read.
    """

    def __init__(
        self, survey: Survey, kept: NDArray[np.bool_], user: Any, question: Question, text: str = ""
    ) -> None:
        if not may_read(user, question):
            raise PermissionDenied(_("Your role may not read these answers. Ask an admin of your office."))
        self.survey, self.kept, self.user, self.question = survey, kept, user, question
        self.text = " ".join(text.split())
        # contacts that this server has no key for
        self.sealed = 0

    @property
    def is_personal(self) -> bool:
        return kind_of(self.question) == PERSONAL

    @cached_property
    def held(self) -> pd.DataFrame:
        """Contacts of the respondents who may have written: pk, dataset_id, sheet, row_number, respondent."""
        places = queries.rows(self.survey)[self.kept & self._wrote()].rename_axis("respondent").reset_index()
        found = Contact.objects.filter(dataset_id__in=places["dataset_id"].unique().tolist()).order_by()
        names = ["pk", *_PLACE]
        contacts = pd.DataFrame(list(found.values_list(*names)), columns=names, dtype="int64")
        joined = contacts.merge(places.astype("int64"), on=_PLACE)
        return joined.sort_values("respondent", ignore_index=True)

    def _wrote(self) -> NDArray[np.bool_]:
        """Behind “other” only those wrote who chose it; elsewhere nobody knows before it is opened."""
        if kind_of(self.question) != OTHER_WORDS:
            return np.ones(self.survey.n, dtype=bool)
        given, place = queries.answers(self.survey, self.question.key), len(self.question.options)
        if self.question.type == "multiple":
            return np.asarray((given >= 0) & ((given >> place) & 1 == 1))
        return np.asarray(given == place)

    @property
    def is_cut(self) -> bool:
        """Whether more contacts are held than are opened at once: then only the first were read."""
        return len(self.held) > MOST_OPENED

    @cached_property
    def _answers(self) -> list[_Answer]:
        held, fields = self.held.iloc[:MOST_OPENED], self._fields()
        contacts = Contact.objects.order_by().in_bulk(held["pk"].tolist())
        places = held[["pk", "dataset_id", "row_number", "respondent"]].to_numpy().tolist()
        found = []
        for pk, dataset_id, row_number, respondent in places:
            field = fields[dataset_id]
            if text := self._opened(contacts.get(pk)).get(field, "").strip():
                found.append(_Answer(respondent, row_number, text, field))
        return found

    def _fields(self) -> dict[int, str]:
        """Dataset → the field of its contacts that holds the answers: a phone number may be a column of its
        kind (columns.mapping_of)."""
        asked = self.survey.named(self.question.key)
        assert asked is not None
        keys = {dataset_id: key for dataset_id, key, _places in asked.parts}
        if kind_of(self.question) == OTHER_WORDS:
            return {dataset_id: key + WORDS for dataset_id, key in keys.items()}
        return keys | (self._personal_fields(keys) if self.is_personal else {})

    def _personal_fields(self, keys: dict[int, str]) -> dict[int, str]:
        asked: dict[int, list[Question]] = {pk: [] for pk in keys}
        for row in AskedQuestion.objects.filter(dataset_id__in=keys).order_by("dataset", "place"):
            asked[row.dataset_id].append(row.question)
        return {pk: _field_of(keys[pk], questions) for pk, questions in asked.items()}

    def _opened(self, contact: Contact | None) -> dict[str, str]:
        """The fields of a contact; none of one that was erased meanwhile, or that there is no key for."""
        try:
            return open_contact(contact) if contact else {}
        except Unopenable:
            self.sealed += 1
            return {}

    @property
    def n(self) -> int:
        """How many wrote something, whatever is searched for."""
        return len(self._answers)

    @cached_property
    def _found(self) -> list[_Answer]:
        wanted = self.text.casefold()
        return [one for one in self._answers if wanted in self._readable(one).casefold()]

    def _readable(self, one: _Answer) -> str:
        """What of an answer the person may read, at once or on request."""
        return one.text if self.user.role == ADMIN else without_numbers(one.text)

    def words(self) -> list[tuple[str, int]]:
        """Words that many used, with how many; none of personal answers, nor of addresses in others."""
        return [] if self.is_personal else common_words([without_numbers(one.text) for one in self._answers])

    @property
    def found(self) -> int:
        """How many answers hold the text."""
        return len(self._found)

    @property
    def pages(self) -> int:
        return pages_in(self.found, PAGE_ROWS)

    def lines(self, number: int, opened: int | None = None) -> list[Line]:
        """The lines of page `number`, from 1. opened: the respondent whose personal answer is asked for."""
        part = self._found[(number - 1) * PAGE_ROWS : number * PAGE_ROWS]
        return [self._line(one, one.respondent == opened) for one in part]

    def _line(self, one: _Answer, is_open: bool) -> Line:
        masked = self.is_personal and not is_open
        text = mask(one.text, one.mask) if masked else self._readable(one)
        return Line(one.respondent, one.row_number, text, masked)


def _field_of(key: str, questions: list[Question]) -> str:
    """The field of a personal question of one file."""
    header = next((one.header for one in questions if one.key == key), None)
    return next((field for field, mapped in mapping_of(questions).items() if mapped == header), key)


def without_numbers(text: str) -> str:
    """A text with telephone numbers, numbers of identity and e-mail addresses replaced by dots.

    Where something is left that still looks like one, as when it is cut in pieces, all of it is masked.
    """
    found = _NUMBER.sub(_hidden, _E_MAIL.sub(HIDDEN, text))
    return mask(found, "text") if looks_personal(found) else found


def _hidden(match: re.Match[str]) -> str:
    text = match.group()
    digits = re.sub(r"\D", "", text)
    is_phone = text.startswith(_BEGINS) and len(digits) >= 8
    return HIDDEN if is_phone or looks_personal(text) else text
