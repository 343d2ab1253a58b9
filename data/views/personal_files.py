"""Rows of a person that were never imported: found in the stored files, and erased there. Admins only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from core.formats import integer
from core.models import Job
from core.pages import ADMINS
from core.roles import allow
from core.views import page
from data import erasure_jobs
from data.editions import Refused
from data.personal_forms import ErasureForm, FilesForm, SearchForm
from data.refusals import said


@require_POST
@allow(ADMINS)
def personal_files(request: HttpRequest) -> HttpResponse:
    """Begin a search through every stored file."""
    form = FilesForm(request.POST)
    if form.is_valid():
        return redirect("personal_files_found", erasure_jobs.start_search(request.user, form.person).pk)
    heading = _("Search for a person")
    return page(
        request,
        "personal_search",
        heading=heading,
        form=SearchForm(),
        files_form=form,
        asked="files",
        status=422,
    )


@allow(ADMINS)
def personal_files_found(request: HttpRequest, job_id: int) -> HttpResponse:
    """How far a search is, then the rows it found; POST erases them all, with a reason."""
    job = get_object_or_404(Job, pk=job_id, kind=erasure_jobs.SEARCH)
    form = ErasureForm(request.POST or None)
    begun = _begun(request, job, form) if request.method == "POST" and form.is_valid() else None
    return redirect("personal_erasure", begun.pk) if begun else _found(request, job, form)


def _begun(request: HttpRequest, job: Job, form: ErasureForm) -> Job | None:
    """The erasure of what a finished search found; None where it found nothing or is refused."""
    if job.state != Job.State.DONE or not erasure_jobs.found(job)[0]:
        return None
    person, reason = erasure_jobs.person_of(job), form.cleaned_data["reason"]
    try:
        return erasure_jobs.start_in_files(request.user, person, reason)
    except Refused as refused:
        form.add_error("reason", said(refused))
        return None


def _found(request: HttpRequest, job: Job, form: ErasureForm) -> HttpResponse:
    found, unread = erasure_jobs.found(job)
    return page(
        request,
        "personal_search",
        template="data/personal_files_found.html",
        heading=_heading(job, sum(len(places) for _dataset, places in found)),
        job=job,
        form=form,
        found=[(dataset, _rows(dataset.layout.get("sheets") or [], places)) for dataset, places in found],
        unread=unread,
        here=reverse("personal_files_found", args=[job.pk]),
        status=422 if form.is_bound else 200,
    )


def _heading(job: Job, rows: int) -> str:
    if not job.is_over:
        return _("The stored files are being searched")
    if job.state != Job.State.DONE:
        return _("The search is not finished")
    text = ngettext("%(n)s row that was never imported", "%(n)s rows that were never imported", rows)
    return text % {"n": integer(rows)} if rows else _("No row of this person that was never imported")


def _rows(sheets: list[str], places: list[tuple[int, int]]) -> list[str]:
    """Row numbers as a person finds them in the file; with the sheet where there are several."""
    if len(sheets) < 2:
        return [integer(row) for _sheet, row in places]
    # of a sheet that is not read any more, since the layout was changed, only the row is known
    names = dict(enumerate(sheets))
    return [f"{names[at]}: {integer(row)}" if at in names else integer(row) for at, row in places]
