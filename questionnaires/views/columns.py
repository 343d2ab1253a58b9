"""Third step of a questionnaire's upload: what each question is."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from data import importing
from data.models import Dataset
from data.refusals import said
from data.views.columns import problem
from data.views.steps import chosen, dataset_page, step
from questionnaires.choosing_form import QuestionsForm
from questionnaires.columns import mapping_of, questions_of
from questionnaires.kind import KIND, Questions


@step("columns")
def survey_columns(request: HttpRequest, dataset: Dataset) -> HttpResponse:
    """Types, roles and directions of the questions, guessed from the whole file and correctable."""
    if dataset.kind != KIND.key:
        return redirect("dataset_columns", dataset.pk)
    importing.go_on(dataset)
    form = QuestionsForm(dataset, request.POST or None)
    if request.method == "POST" and form.is_valid():
        choose = partial(choose_questions, dataset, form, request.user)
        return chosen(request, dataset, Dataset.State.NEEDS_MAPPING, choose)
    return dataset_page(
        request,
        dataset,
        "columns",
        heading(form),
        template="questionnaires/survey_columns.html",
        form=form,
        problem=problem(dataset) or not_as_chosen(dataset),
        looks_like_register=dataset.guess.get("looks_like_register"),
        status=422 if form.is_bound else 200,
    )


def not_as_chosen(dataset: Dataset) -> str:
    """Why the file cannot be checked as a person decided; "" before that, or where it can."""
    if not dataset.decisions.get("questions"):
        return ""
    try:
        Questions().check(dataset)
    except importing.Refused as refused:
        return str(said(refused))
    return ""


def choose_questions(dataset: Dataset, form: QuestionsForm, user: Any) -> None:
    """Check the file as it was decided, or read it again where only the whole file can tell the answers."""
    if form.needs_reading:
        importing.read_again(dataset, form.decisions, user)
        return
    decided = form.decisions
    dataset.decisions = {**dataset.decisions, **decided}
    importing.choose_mapping(dataset, mapping_of(questions_of(dataset)), {}, user, decided)


def heading(form: QuestionsForm) -> str:
    """The finding: how many questions, and how many of the guesses to look at."""
    n = len(form.questions)
    asked = ngettext("%(n)s question", "%(n)s questions", n) % {"n": n}
    if not form.to_look_at:
        return _("%(questions)s: is each read as it was asked?") % {"questions": asked}
    look = ngettext("%(n)s guess to look at", "%(n)s guesses to look at", form.to_look_at)
    return f"{asked}, {look % {'n': form.to_look_at}}"
