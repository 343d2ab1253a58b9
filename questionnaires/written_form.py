"""The address of the page of written answers: the filter of every survey page, a question, a text, a page."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import formats

from .forms import SurveyForm
from .questions import Question
from .written import OTHER_WORDS, PERSONAL, TEXT, kind_of, readable

LONGEST_TEXT = 60
OWN = ("question", "q")
KIND_WORDS: dict[str, Any] = {
    TEXT: gettext_lazy("Free texts"),
    OTHER_WORDS: gettext_lazy("Own words instead of an option"),
    PERSONAL: gettext_lazy("Personal answers"),
}


class WrittenForm(SurveyForm):
    """`question`: the one asked for, else the first that the person may read; None where there is none."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, OWN)
        survey = self.reader.survey
        self.questions = readable(survey, request.user) if survey else []
        self.question = self._question(request.GET.get("question", ""))
        self.text = " ".join(request.GET.get("q", "").split())[:LONGEST_TEXT]
        self.number = self._number(request.GET.get("page", ""))

    def _question(self, asked: str) -> Question | None:
        first = next(iter(self.questions), None)
        found = next((one for one in self.questions if one.key == asked), None)
        if asked and found is None and first is not None:
            text = _("You may read no written answers to the question asked for; “%(label)s” is shown.")
            self.notices.append(text % {"label": first.label})
        return found or first

    def _number(self, asked: str) -> int:
        if not asked:
            return 1
        if asked.isascii() and asked.isdigit() and len(asked) < 8 and int(asked):
            return int(asked)
        text = _("There is no page “%(page)s”; the first one is shown.")
        self.notices.append(text % {"page": asked[:20]})
        return 1

    def page_of(self, pages: int) -> int:
        """The page to show of a list of `pages`: the one asked for, or the last, which is said."""
        if self.number > pages:
            text = _("The list has %(n)s pages; the last one is shown.")
            self.notices.append(text % {"n": formats.integer(pages)})
        return min(self.number, pages)

    def groups(self) -> list[tuple[Any, list[Question]]]:
        """Questions to choose from, by what was written."""
        found: dict[str, list[Question]] = {}
        for one in self.questions:
            found.setdefault(kind_of(one), []).append(one)
        return [(KIND_WORDS[kind], questions) for kind, questions in found.items()]
