"""Second step: where the table lies in the file, with the preview that follows from it."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from data import importing
from data.kinds import kind_of
from data.layout_form import LayoutForm
from data.mapping_form import masked_preview
from data.models import Dataset

from .steps import chosen, dataset_page, step


@step("layout")
def layout(request: HttpRequest, dataset: Dataset) -> HttpResponse:
    form = LayoutForm(dataset, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not form.is_new:
            return redirect("dataset_columns", dataset.pk)
        choose = partial(importing.choose_layout, dataset, form.layout, request.user)
        return chosen(request, dataset, Dataset.State.NEEDS_MAPPING, choose, then="dataset_layout")
    return dataset_page(
        request,
        dataset,
        "layout",
        _("Is this the table?"),
        template="data/dataset_layout.html",
        form=form,
        preview=masked_preview(dataset, kind_of(dataset).personal_columns),
        warnings=dataset.guess.get("warnings", []),
        status=422 if form.is_bound else 200,
    )
