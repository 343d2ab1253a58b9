"""The address of the page of written answers: the filter of every survey page, a question, a text, a page."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from data.paging import LONGEST_TEXT, Paged, searched

from .forms import SurveyForm
from .questions import Question
from .written import OTHER_WORDS, PERSONAL, TEXT, kind_of, readable

OWN = ("question", "q")
KIND_WORDS: dict[str, Any] = {
    TEXT: gettext_lazy("Free texts"),
    OTHER_WORDS: gettext_lazy("Own words instead of an option"),
    PERSONAL: gettext_lazy("Personal answers"),
}


class WrittenForm(Paged, SurveyForm):
    """`question`: the one asked for, else the first that the person may read; None where there is none."""

    longest = LONGEST_TEXT

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, OWN)
        survey = self.reader.survey
        self.questions = readable(survey, request.user) if survey else []
        self.question = self._question(request.GET.get("question", ""))
        self.text = searched(request.GET)
        self.read_page(request.GET)

    def _question(self, asked: str) -> Question | None:
        first = next(iter(self.questions), None)
        found = next((one for one in self.questions if one.key == asked), None)
        if asked and found is None and first is not None:
            text = _("You may read no written answers to the question asked for; “%(label)s” is shown.")
            self.notices.append(text % {"label": first.label})
        return found or first

    def groups(self) -> list[tuple[Any, list[Question]]]:
        """Questions to choose from, by what was written."""
        found: dict[str, list[Question]] = {}
        for one in self.questions:
            found.setdefault(kind_of(one), []).append(one)
        return [(KIND_WORDS[kind], questions) for kind, questions in found.items()]
