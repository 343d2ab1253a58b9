"""Fifth step: what the file holds, everything that is wrong with it, and what changes if it is imported."""

from math import ceil
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from core.formats import integer, number, share
from data import importing
from data.commit_form import CANCEL, CommitForm, PeriodForm
from data.errors import error_slice
from data.kinds import kind, kind_of
from data.models import Dataset

from .steps import dataset_page, paste_url, refuse, step

ERRORS_PER_PAGE = 50
# a province has hundreds of sub-districts: those to look at come first, the others wait folded
MOST_AREAS = 40


@require_POST
@step("check")
def period(request: HttpRequest, dataset: Dataset) -> HttpResponse:
    """Check the file again as one of another period."""
    form = PeriodForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["period"][0]))
        return redirect("dataset_check", dataset.pk)
    try:
        importing.choose_period(dataset, form.cleaned_data["period"], request.user)
    except importing.Refused as refused:
        return refuse(request, dataset, refused)
    return redirect("dataset", dataset.pk)


@step("check")
def check(request: HttpRequest, dataset: Dataset) -> HttpResponse:
    is_open = dataset.state == Dataset.State.CHECKED
    form = CommitForm(dataset, request.POST if request.method == "POST" else None)
    if request.method == "POST" and is_open and form.is_valid():
        return _decided(request, dataset, form)
    areas = compared_areas(dataset)
    return dataset_page(
        request,
        dataset,
        "check",
        _heading(dataset.report.get("counts", {})),
        template="data/dataset_check.html",
        form=form,
        is_open=is_open,
        report=dataset.report,
        wrong=wrong_cells(request, dataset),
        causes=causes(dataset),
        totals=totals(dataset),
        empty=empty_columns(dataset),
        areas=areas,
        # of a table of counts, whose rows are no MSMEs
        msmes=sum(area["now"] for area in areas) if "enterprises" in kind(dataset.kind).lacks else 0,
        flagged=[area for area in areas if area["flag"]],
        folds_areas=len(areas) > MOST_AREAS,
        chosen_years=chosen_years(dataset),
        again_url=again_url(dataset),
        period=PeriodForm(initial={"period": dataset.period_label}) if kind(dataset.kind).columnar else None,
        status=422 if form.is_bound and is_open else 200,
    )


def _decided(request: HttpRequest, dataset: Dataset, form: CommitForm) -> HttpResponse:
    """Import the file as it was decided, or discard it where it is one that is shown already."""
    try:
        if form.mode_chosen == CANCEL:
            importing.discard(dataset, request.user)
            return redirect("datasets")
        importing.commit(dataset, form.mode_chosen, form.accepts_good_rows, request.user)
    except importing.Refused as refused:
        return refuse(request, dataset, refused)
    return redirect("dataset", dataset.pk)


def empty_columns(dataset: Dataset) -> list[str]:
    """Labels of chosen columns, with their headers, that no row has a value in."""
    columns = {column.key: column for column in kind_of(dataset).columns}
    chosen = [key for key in dataset.report.get("empty", []) if key in columns and key in dataset.mapping]
    return [f"{columns[key].label} ({dataset.mapping[key]})" for key in chosen]


def again_url(dataset: Dataset) -> str:
    """The upload page with what is known about this file filled in, for the corrected one."""
    if again := paste_url(dataset):
        return again
    known = {
        "kind": dataset.kind,
        "region": dataset.region.slug,
        "period": dataset.period_label,
        "series": dataset.series,
    }
    return f"{reverse('upload')}?{urlencode(known)}"


def _heading(counts: dict[str, int]) -> str:
    rejected, accepted = counts.get("rejected", 0), counts.get("accepted", 0)
    if not accepted:
        return _("No row of this file can be imported")
    if not rejected:
        return ngettext("%(n)s row is right", "All %(n)s rows are right", accepted) % {"n": integer(accepted)}
    text = ngettext(
        "%(good)s rows are right, %(wrong)s row is wrong",
        "%(good)s rows are right, %(wrong)s are wrong",
        rejected,
    )
    return text % {"good": integer(accepted), "wrong": integer(rejected)}


def wrong_cells(request: HttpRequest, dataset: Dataset) -> dict[str, Any]:
    """One page of all errors, filtered by column through the address."""
    labels = {column.key: column.label for column in kind_of(dataset).columns}
    column = request.GET.get("column", "")
    column = column if column in labels else ""
    number = _page_number(request.GET.get("page", ""))
    rows, total = error_slice(dataset, (number - 1) * ERRORS_PER_PAGE, ERRORS_PER_PAGE, column)
    pages = max(1, ceil(total / ERRORS_PER_PAGE))
    if number > pages:
        number = pages
        rows, total = error_slice(dataset, (number - 1) * ERRORS_PER_PAGE, ERRORS_PER_PAGE, column)
    first = (number - 1) * ERRORS_PER_PAGE
    wrong = dict.fromkeys(error["column"] for error in dataset.report.get("errors", []))
    return {
        "rows": rows,
        "total": total,
        "column": column,
        "choices": [(key, labels[key]) for key in wrong if key in labels],
        "number": number,
        "pages": pages,
        "previous": number - 1,
        "next": number + 1,
        "first": first + 1,
        "last": first + len(rows),
        "has_sheets": len(dataset.layout.get("sheets", [])) > 1,
    }


def _page_number(text: str) -> int:
    """A page number from the address; the first page for anything else."""
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def causes(dataset: Dataset) -> list[dict[str, Any]]:
    """Errors by column and rule, the most frequent first, with labels in the reader's language."""
    labels = {column.key: column.label for column in kind_of(dataset).columns}
    found = dataset.report.get("errors", [])
    return [{**error, "label": labels.get(error["column"], "")} for error in found]


def compared_areas(dataset: Dataset) -> list[dict[str, Any]]:
    """The report's lines per area with the change in words and signs."""
    lines = dataset.report.get("areas", [])
    return [{**line, "change_text": _signed_share(line.get("change"))} for line in lines]


def _signed_share(change: float | None) -> str:
    if change is None:
        return ""
    return f"+{share(change, 0)}" if change > 0 else share(change, 0)


def totals(dataset: Dataset) -> list[dict[str, Any]]:
    """Sums of the file's figures. People are whole: a decimal is only shown where there is one."""
    found = dataset.report.get("totals", [])
    return [{**one, "shown": number(one["sum"], 0 if float(one["sum"]).is_integer() else 1)} for one in found]


def chosen_years(dataset: Dataset) -> list[dict[str, Any]]:
    """Where the file holds a column once per year: which year was taken."""
    by_year = dataset.guess.get("by_year", {})
    labels = {column.key: column.label for column in kind_of(dataset).columns}
    return [
        {"label": labels[key], "year": year, "header": header}
        for key, years in by_year.items()
        for year, header in years.items()
        if key in labels and dataset.mapping.get(key) == header
    ]
