"""One file: the step where it stands now."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import jobs
from core.pages import ADMINS
from core.roles import allow
from data import importing, purging
from data.models import Dataset

from .check import check
from .columns import columns
from .layout import layout
from .names import names
from .result import result
from .steps import JOBS, current, dataset_or_404, dataset_page, open_steps, refuse, running_job, working

VIEWS = {"layout": layout, "columns": columns, "names": names, "check": check, "result": result}


@allow(ADMINS)
def dataset(request: HttpRequest, dataset_id: int) -> HttpResponse:
    found = dataset_or_404(dataset_id)
    if job := running_job(found):
        return working(request, found, job)
    shown = current(found)
    if found.state == Dataset.State.FAILED or shown not in open_steps(found):
        return stopped(request, found)
    return VIEWS[shown](request, dataset_id)


def stopped(request: HttpRequest, dataset: Dataset) -> HttpResponse:
    """A file that cannot go on: what was wrong, and what to do next."""
    headings = {
        Dataset.State.FAILED: _("This file could not be read"),
        Dataset.State.DISCARDED: _("This upload was discarded"),
    }
    return dataset_page(
        request,
        dataset,
        "layout" if dataset.guess.get("layout") else "file",
        headings.get(Dataset.State(dataset.state), _("This file is waiting for a worker")),
        template="data/dataset_stopped.html",
        job=jobs.latest(JOBS, dataset.pk),
        is_unfinished=importing.is_unfinished(dataset),
    )


@require_POST
@allow(ADMINS)
def dataset_purge(request: HttpRequest, dataset_id: int) -> HttpResponse:
    """Delete what a withdrawn file holds for good; the tick is asked for because nothing brings it back."""
    found = dataset_or_404(dataset_id)
    if request.POST.get("sure") != "on":
        messages.error(request, _("Tick that you are sure: what is deleted here cannot be brought back."))
        return redirect("dataset", found.pk)
    try:
        purging.start(found, request.user)
    except importing.Refused as refused:
        return refuse(request, found, refused)
    return redirect("dataset", found.pk)


@require_POST
@allow(ADMINS)
def dataset_discard(request: HttpRequest, dataset_id: int) -> HttpResponse:
    found = dataset_or_404(dataset_id)
    try:
        importing.discard(found, request.user)
    except importing.Refused as refused:
        return refuse(request, found, refused)
    return redirect("datasets")
