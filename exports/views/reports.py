"""The whole report: asking for it."""

from itertools import chain

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.context import NOT_CARRIED
from core.views import page
from exports import files
from exports.addresses import NoView, cleaned
from exports.report_form import ReportForm
from exports.view_words import Words, in_use

from .files import refused

# the pages that know the filters of all on one subject ("": the market and its surveys)
_FIRST = {
    "": ("overview", "questionnaires"), "shop": ("customers", "customer_value", "customer_movement"),
    "table": ("attribute_segments",),
}  # fmt: skip


def report_new(request: HttpRequest) -> HttpResponse:
    """Choose format and pages; POST begins to make the report, under the filters of the address."""
    data = request.POST if request.method == "POST" else None
    form = ReportForm(request.user, data, request.GET.get("subject", ""))
    if request.method == "POST" and form.is_valid():
        return _begin(request, form)
    return page(
        request, "report_new", heading=_("Make a report of the pages you see"), form=form,
        filtered=bool(_query(request)), words=_words(request), status=400 if form.errors else 200,
    )  # fmt: skip


def _begin(request: HttpRequest, form: ReportForm) -> HttpResponse:
    chosen = form.cleaned_data
    try:
        export = files.ask(
            request.user, "report", chosen["format"], _query(request), get_language() or "id",
            options={"pages": chosen["pages"]},
        )  # fmt: skip
    except files.Refused as problem:
        return refused(request, problem)
    return redirect("export_file", export.pk)


def _words(request: HttpRequest) -> Words:
    """The filters in use, of the pages that are chosen; none where the address is no filter. From the menu,
    which names no subject, come the pages of all."""
    query, found = _query(request), []
    names = _FIRST.get(request.GET.get("subject") or "all", chain.from_iterable(_FIRST.values()))
    for name in names if query else ():
        try:
            found += in_use(cleaned(f"{reverse(name)}?{query}"), request.user)
        except NoView:  # longer than any filter that people choose
            return []
    return [list(one) for one in dict.fromkeys(tuple(one) for one in found)]


def _query(request: HttpRequest) -> str:
    """The filters that the page had which sent the person here."""
    query = request.GET.copy()
    for name in (*NOT_CARRIED, "subject"):
        query.pop(name, None)
    return query.urlencode()
