"""Fourth step: what the names mean that nobody has seen before."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.formats import integer
from data import importing
from data.models import Dataset
from data.names_form import NamesForm

from .steps import chosen, dataset_page, step


@step("names")
def names(request: HttpRequest, dataset: Dataset) -> HttpResponse:
    form = NamesForm(dataset, request.POST or None)
    if request.method == "POST" and form.is_valid():
        choose = partial(importing.choose_names, dataset, form.decisions, request.user)
        return chosen(request, dataset, Dataset.State.NEEDS_NAMES, choose)
    return dataset_page(
        request,
        dataset,
        "names",
        _heading(form.open_count),
        template="data/dataset_names.html",
        form=form,
        status=422 if form.is_bound else 200,
    )


def _heading(asked: int) -> str:
    if not asked:
        return _("All names are known")
    text = ngettext("What does this name mean?", "What do these %(n)s names mean?", asked)
    return text % {"n": integer(asked)}
