"""Third step of the upload of a table of customers: what each column is."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.formats import integer
from customers.kinds.attribute_columns import attributes_of, mapping_of
from customers.kinds.attribute_form import AttributesForm
from customers.kinds.attributes import KIND
from data import importing, mistaken
from data.models import Dataset
from data.views.columns import problem
from data.views.steps import chosen, dataset_page, step


@step("columns")
def customer_columns(request: HttpRequest, dataset: Dataset) -> HttpResponse:
    """Types of the columns, guessed from the whole file and correctable."""
    if dataset.kind != KIND.key:
        return redirect("dataset_columns", dataset.pk)
    importing.go_on(dataset)
    form = AttributesForm(dataset, request.POST or None)
    if request.method == "POST" and form.is_valid():
        choose = partial(choose_columns, dataset, form, request.user)
        return chosen(request, dataset, Dataset.State.NEEDS_MAPPING, choose)
    return dataset_page(
        request,
        dataset,
        "columns",
        heading(form),
        template="customers/customer_columns.html",
        form=form,
        problem=problem(dataset),
        mistaken=mistaken.caution(dataset),
        status=422 if form.is_bound else 200,
    )


def choose_columns(dataset: Dataset, form: AttributesForm, user: Any) -> None:
    """Check the file as it was decided."""
    decided = form.decisions
    dataset.decisions = {**dataset.decisions, **decided}
    importing.choose_mapping(dataset, mapping_of(attributes_of(dataset)), {}, user, decided)


def heading(form: AttributesForm) -> str:
    """The finding: how many columns, and how many of the guesses to look at."""
    n = len(form.attributes)
    columns = ngettext("%(n)s column", "%(n)s columns", n) % {"n": integer(n)}
    if not form.to_look_at:
        return _("%(columns)s: is each what it says?") % {"columns": columns}
    look = ngettext("%(n)s guess to look at", "%(n)s guesses to look at", form.to_look_at)
    return f"{columns}, {look % {'n': integer(form.to_look_at)}}"
