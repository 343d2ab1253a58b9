"""The filter of the survey pages: which survey, and whose answers; whole in the address."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core.figures import Chip
from core.texts import shown
from data.forms import Choosing
from data.models import Edition

from .questions import Question
from .scope import ANSWER, CLOSED, Params, SurveyReader, option_labels

# a question with more answers than this is no filter that a person would tick
MOST_OPTIONS = 40
LABEL_LETTERS = 60


class SurveyForm(forms.Form):
    """A field for the survey and one per closed question. Never bound: what does not fit is in `notices`.

    own: names of the address that belong to the page (the two questions of a crosstab); they are carried.
    """

    def __init__(self, request: HttpRequest, own: tuple[str, ...] = ()) -> None:
        super().__init__(auto_id="filter-%s")
        self.reader = SurveyReader(request.GET, request.user, own)
        self.notices = self.reader.notices
        self.more_title = _("Whose answers")
        self.more_names: list[str] = []

    def filled(self) -> "SurveyForm":
        """The form with its fields: made where it is shown, since a page that is kept needs none of them."""
        survey = self.reader.survey
        if survey is None or self.fields:
            return self
        editions = {one.pk: survey_name(one) for one in (*self.reader.editions, survey.edition)}
        self.fields["survey"] = forms.ChoiceField(
            label=_("Survey"), choices=list(editions.items()), initial=survey.edition.pk, required=False
        )
        chosen = dict(self.reader.params.answers)
        for one in survey.questions:
            if one.type in CLOSED and len(one.options) <= MOST_OPTIONS:
                self._choose(one, chosen.pop(one.key, ()))
        # answers that have no field here were chosen elsewhere: a change of the others keeps them
        carried = {ANSWER: [f"{key}-{place}" for key, places in chosen.items() for place in places]}
        for name, value in self.reader.params.carried:
            carried.setdefault(name, []).append(value)
        for name, values in carried.items():
            self.fields[name] = forms.Field(initial=values, widget=forms.MultipleHiddenInput, required=False)
        return self

    def _choose(self, question: Question, chosen: tuple[int, ...]) -> None:
        label = Truncator(question.label).chars(LABEL_LETTERS)
        values = [f"{question.key}-{place}" for place in range(len(question.options) + question.has_other)]
        choices: list[tuple[Any, Any]] = list(zip(values, option_labels(question), strict=True))
        marked = [f"{question.key}-{place}" for place in chosen]
        field = forms.MultipleChoiceField(label=label, choices=choices, initial=marked, required=False)
        words = dict(choices)
        field.widget = Answers(label, choices, [str(words[one]) for one in marked])
        self.fields[question.key] = field
        self.more_names.append(question.key)

    def params(self) -> Params:
        """The cleaned filter."""
        return self.reader.params

    def chips(self) -> list[Chip]:
        """One per answer in use; opening it removes that answer."""
        return self.reader.chips()


class Answers(Choosing):
    """Answers to one question as check boxes; all questions share one name in the address."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        return super().render(ANSWER, value, attrs, renderer)


def survey_name(edition: Edition) -> str:
    """A survey with its wave as people choose it: "Brand awareness · 2023"."""
    name = edition.series if edition.series != "main" else shown(edition.definition)
    return f"{name} · {edition.period_label}" if name else edition.period_label
