"""Third step: which header is which column."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.texts import shown
from data import importing, mistaken
from data.kinds import kind
from data.mapping_form import MappingForm
from data.models import Dataset

from .steps import chosen, dataset_page, step


@step("columns")
def columns(request: HttpRequest, dataset: Dataset) -> HttpResponse:
    importing.go_on(dataset)
    if own := kind(dataset.kind).open:
        return redirect(own.step, dataset.pk)
    form = MappingForm(dataset, request.POST or None)
    if request.method == "POST" and form.is_valid():
        choose = partial(importing.choose_mapping, dataset, form.mapping, form.options, request.user)
        return chosen(request, dataset, Dataset.State.NEEDS_MAPPING, choose)
    return dataset_page(
        request,
        dataset,
        "columns",
        _("Which column is which?"),
        template="data/dataset_columns.html",
        form=form,
        problem=problem(dataset),
        mistaken=mistaken.caution(dataset),
        status=422 if form.is_bound else 200,
    )


def problem(dataset: Dataset) -> str:
    """Why the file could not be checked further, where its names contradict each other."""
    return shown(dataset.report.get("problem", ""))
