"""A list as a file: asking for it, and saying what for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.pages import page_named
from core.texts import keep, shown
from core.views import page
from customers.shop.content import answered
from data.content import allowed
from exports import files, list_customers
from exports.list_form import ListFileForm
from exports.list_kinds import CUSTOMERS, ENTERPRISES, ListKind
from exports.lists import Asked
from exports.models import Export


def list_export(request: HttpRequest) -> HttpResponse:
    """The list of enterprises."""
    return _export(request, ENTERPRISES)


def customer_list_export(request: HttpRequest) -> HttpResponse:
    """The list of a shop's customers, once they are counted."""
    query = request.GET.copy()
    query.pop("format", None)
    form = list_customers.form_of(query, request.user)
    if form.reader.shop is None:
        return _without_data(request, CUSTOMERS)
    return answered(request, CUSTOMERS.page, form, lambda: _export(request, CUSTOMERS), form.days)


def _export(request: HttpRequest, kind: ListKind) -> HttpResponse:
    """What will be in the file, its format and purpose; POST begins to write it."""
    query = request.GET.copy()
    asked_format = query.pop("format", [""])[-1]
    found = kind.asked(query, request.user)
    if found is None:
        return _without_data(request, kind)
    form = ListFileForm(
        kind,
        request.POST if request.method == "POST" and found.n else None,
        rows=found.n,
        with_contacts=found.has_contacts,
        format=asked_format,
    )
    if form.is_valid() and (export := _begun(request, found, form, query.urlencode())):
        return redirect("export_file", export.pk)
    return _page(request, found, form)


def _begun(request: HttpRequest, found: Asked, form: ListFileForm, query: str) -> Export | None:
    """Begin to write the file; None, with the reason in the form, where it is refused."""
    try:
        return files.ask(
            request.user, form.kind.key, form.cleaned_data["format"], query, get_language() or "id",
            options={**found.about, "contacts": form.with_contacts},
            purpose=form.purpose_text,
            is_personal=form.with_contacts or found.is_personal,
        )  # fmt: skip
    except files.Refused as problem:
        form.add_error(None, shown(keep(problem.message, problem.params)))
        return None


def _page(request: HttpRequest, found: Asked, form: ListFileForm) -> HttpResponse:
    found.carry(request)
    kind = form.kind
    return page(
        request,
        kind.page,
        heading=_("%(list)s, as a file") % {"list": found.heading},
        template="exports/list_export.html",
        status=422 if form.errors else 200,
        without_tools=True,
        form=form,
        kind=kind,
        found=found,
        notices=found.notices,
        empty=allowed(request, found.empty),
        columns=[column.label for column in found.columns(False)],
        is_demo=found.is_demo,
        edition_line=found.edition_line,
    )


def _without_data(request: HttpRequest, kind: ListKind) -> HttpResponse:
    where: Any = page_named(kind.page)
    ways = [(_("To “%(page)s”") % {"page": where.title}, reverse(kind.page))]
    text = _("Open “%(page)s” and use its buttons CSV or XLSX.") % {"page": where.title}
    heading = _("There is no such file")
    return page(
        request, kind.page, heading=heading, template="dashboard/missing.html", status=404, text=text,
        ways=ways,
    )  # fmt: skip
