"""Personal data: what is held, a search for one person, a copy for them, and erasure. Admins only."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.formats import integer
from core.models import Job
from core.pages import ADMINS
from core.roles import allow
from core.views import never_kept, page
from data import erasure_jobs, key_change, personal
from data.editions import Refused
from data.models import Contact
from data.personal_forms import ChosenForm, EraseForm, ExportForm, FilesForm, SearchForm
from data.refusals import said

TYPES = {
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@allow(ADMINS)
def personal_inventory(request: HttpRequest) -> HttpResponse:
    """Every personal field with its purpose, and how many contacts each file holds."""
    held = personal.held()
    notices = key_change.notices()
    total = sum(one.contacts for one in held)
    heading = ngettext("Data of %(n)s contact are held", "Data of %(n)s contacts are held", total) % {
        "n": integer(total)
    }
    return page(
        request,
        "personal_inventory",
        heading=heading,
        fields=personal.inventory(),
        held=held,
        bases=personal.BASES,
        erasures=personal.erasures(),
        notices=notices,
    )


@allow(ADMINS)
def personal_search(request: HttpRequest) -> HttpResponse:
    """Search one person, then open, export or erase what is ticked. Everything is sent by POST."""
    if request.POST.get("step") == "open":
        return _opened(request)
    form = SearchForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        found = personal.search(request.user, form.cleaned_data["purpose"], form.cleaned_data["text"])
    typed = _typed(form)
    # several people may share a name: each row is chosen on purpose
    shown: dict[str, Any] = {"found": found, "ticked": "name" not in typed, "most": personal.MOST_FOUND}
    shown |= {"form": form, "files_form": FilesForm(initial=typed), "notices": key_change.notices()}
    return page(request, "personal_search", heading=_search_heading(found), **shown)


def _search_heading(found: list[personal.Found] | None) -> str:
    if found is None:
        return _("Search for a person")
    text = ngettext("%(n)s contact found", "%(n)s contacts found", len(found))
    return text % {"n": integer(len(found))}


def _typed(form: SearchForm) -> dict[str, str]:
    """What was searched by, for the search through the stored files."""
    typed = getattr(form, "cleaned_data", {})
    return {typed["purpose"]: typed.get("text", "")} if typed.get("purpose") else {}


def _opened(request: HttpRequest) -> HttpResponse:
    chosen = ChosenForm(request.POST)
    if not chosen.is_valid():
        return _nothing_chosen(request)
    found = personal.opened(request.user, chosen.cleaned_data["contact"])
    heading = ngettext("%(n)s contact opened", "%(n)s contacts opened", len(found)) % {"n": len(found)}
    return page(
        request,
        "personal_search",
        heading=heading,
        form=SearchForm(),
        files_form=FilesForm(),
        found=found,
        is_open=True,
        ticked=True,
    )


@allow(ADMINS)
def personal_export(request: HttpRequest) -> HttpResponse:
    """A copy of what is held about the ticked contacts: first the reason, then the file."""
    chosen = ChosenForm(request.POST)
    if not chosen.is_valid():
        return _nothing_chosen(request)
    form = ExportForm(request.POST if "reason" in request.POST else None)
    if form.is_bound and form.is_valid():
        try:
            return _copy(request, chosen, form)
        except Refused as refused:
            form.add_error("reason", said(refused))
    found = personal.chosen(chosen.cleaned_data["contact"])
    return page(request, "personal_export", heading=_("A copy for the person"), form=form, found=found)


def _copy(request: HttpRequest, chosen: ChosenForm, form: ExportForm) -> HttpResponse:
    kind, reason = form.cleaned_data["form"], form.cleaned_data["reason"]
    content = personal.export(request.user, chosen.cleaned_data["contact"], reason, kind)
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="personal-data.{kind}"'
    return never_kept(response)


@allow(ADMINS)
def personal_erase(request: HttpRequest) -> HttpResponse:
    """Erase the ticked contacts: first the reason and a confirmation, then for good, by a job."""
    chosen = ChosenForm(request.POST)
    if not chosen.is_valid():
        return _nothing_chosen(request)
    form = EraseForm(request.POST if "reason" in request.POST else None)
    if form.is_bound and form.is_valid():
        contacts = Contact.objects.filter(pk__in=chosen.cleaned_data["contact"])
        try:
            job = erasure_jobs.start(request.user, contacts, form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error("reason", said(refused))
        else:
            return redirect("personal_erasure", job.pk) if job else _gone(request)
    found = personal.chosen(chosen.cleaned_data["contact"])
    return page(request, "personal_erase", heading=_("Erase a person's data"), form=form, found=found)


def _gone(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("These contacts are not held any more. Search for the person again."))
    return redirect("personal_search")


def _nothing_chosen(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("No contact was chosen. Search for the person and tick at least one row."))
    return redirect("personal_search")


@allow(ADMINS)
def personal_erasure(request: HttpRequest, job_id: int) -> HttpResponse:
    """How far an erasure is, then what it did."""
    job = get_object_or_404(Job, pk=job_id, kind=erasure_jobs.KIND)
    done = erasure_jobs.result(job)
    heading = _("A person's data are being erased")
    if job.state == Job.State.DONE and not done.contacts:
        text = ngettext(
            "Rows in %(n)s file were blanked.", "Rows in %(n)s files were blanked.", len(done.files)
        )
        heading = text % {"n": integer(len(done.files))}
    elif job.state == Job.State.DONE:
        text = ngettext("%(n)s contact was erased.", "%(n)s contacts were erased.", done.contacts)
        heading = text % {"n": integer(done.contacts)}
    elif job.is_over:
        heading = _("The erasure is not finished")
    here = reverse("personal_erasure", args=[job.pk])
    return page(request, "personal_erasure", heading=heading, job=job, done=done, next_url=here)
