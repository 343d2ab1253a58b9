"""The questions of a survey as the page shows them: one by one, and those that belong together as one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import formats

from .questions import Question
from .scope import CLOSED


@dataclass(frozen=True)
class Group:
    """Questions of one figure. first: number of the first of them on the page, from 1."""

    questions: tuple[Question, ...]
    first: int

    @property
    def key(self) -> str:
        """What the figure is called in addresses."""
        return self.questions[0].key

    @property
    def is_many(self) -> bool:
        return len(self.questions) > 1

    @property
    def numbers(self) -> str:
        """ "7", or "7–12"."""
        last = self.first + len(self.questions) - 1
        return formats.integer(self.first) if not self.is_many else f"{self.first}–{last}"

    @property
    def label(self) -> str:
        """The question, the stem of a grid, or how many share a scale."""
        one = self.questions[0]
        if not self.is_many:
            return one.label
        n = len(self.questions)
        text = ngettext("%(n)s question on one scale", "%(n)s questions on one scale", n)
        return one.grid or text % {"n": formats.integer(n)}

    @property
    def form(self) -> str:
        """How it was answered."""
        words = {
            "single": _("one answer"),
            "multiple": _("several answers possible"),
            "likert": _("scale of %(n)s steps") % {"n": len(self.questions[0].options)},
            "number": _("a number"),
        }
        return words[self.questions[0].type]


def groups(questions: Iterable[Question]) -> list[Group]:
    """Closed questions and those for a number, in the order of the file; the rows of a grid are together,
    and so are questions one after the other on the same scale."""
    shown = [one for one in questions if one.type in (*CLOSED, "number")]
    return list(_numbered(tuple(part) for _same, part in groupby(shown, _together)))


def _together(question: Question) -> tuple[object, ...]:
    """What two neighbours share that belong together."""
    if question.type == "number" or not (question.grid or question.type == "likert"):
        return (question.key,)
    return (question.grid, question.type, question.options, question.has_other)


def _numbered(parts: Iterable[tuple[Question, ...]]) -> Iterator[Group]:
    first = 1
    for part in parts:
        yield Group(part, first)
        first += len(part)


def item(question: Question) -> str:
    """A question among those of its group: its row of the grid, else the question itself."""
    return question.item or question.label
