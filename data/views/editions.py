"""Data → Editions: what the pages show now, how it came about, and the way back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from core import jobs
from core.formats import integer
from core.models import Job
from core.pages import ADMIN, ADMINS, ANALYSTS
from core.roles import allow
from core.views import page
from data.editions import Refused, history, must_build, undo, withdraw
from data.kinds import all_kinds
from data.models import Dataset, Edition
from data.refusals import said


@allow(ANALYSTS)
def editions(request: HttpRequest) -> HttpResponse:
    shown = (
        Edition.objects.current()
        .select_related("region", "boundary_set__region", "created_by")
        .prefetch_related("datasets")
        .order_by("region__name", "subject", "-period_start", "series")
    )
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for one in shown:
        line = {"edition": one, "series": series_label(one)}
        groups.setdefault((one.region.name, str(one.get_subject_display())), []).append(line)
    return page(
        request,
        "editions",
        heading=_heading(len(shown)),
        groups=[
            {"region": region, "subject": subject, "lines": lines}
            for (region, subject), lines in groups.items()
        ],
        is_admin=getattr(request.user, "role", None) == ADMIN,
    )


def _heading(n: int) -> str:
    if not n:
        return _("There are no editions yet")
    text = ngettext("%(n)s edition is shown on the pages", "%(n)s editions are shown on the pages", n)
    return text % {"n": integer(n)}


def series_label(edition: Edition) -> str:
    """The series in words; nothing for the usual one."""
    named = {key: label for kind in all_kinds().values() for key, label in kind.series}
    return "" if edition.series == "main" else str(named.get(edition.series, edition.series))


@allow(ANALYSTS)
def edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    """The history of one subject and period; `?done=withdraw` offers to take the last step back."""
    found = edition_or_404(edition_id)
    past = list(history(found.region, found.subject, found.series, found.period_start, found.period_end))
    current = next((one for one in past if one.is_current), None)
    is_admin = getattr(request.user, "role", None) == ADMIN
    job = jobs.latest(["follow"], found.pk) if is_admin else None
    is_last_step = current is not None and found.pk in (current.pk, current.based_on_id)
    return page(
        request,
        "editions",
        template="data/edition.html",
        heading=_edition_heading(found, current),
        edition=found,
        series=series_label(found),
        current=current,
        current_files=list(current.datasets.select_related("created_by")) if current else [],
        history=past,
        is_admin=is_admin,
        job=None if job is not None and job.state == Job.State.DONE else job,
        is_changing=job is not None and not job.is_over,
        here=reverse("edition", args=[found.pk]) + "?done=withdraw",
        done=request.GET.get("done", "") if is_last_step and (job is None or job.is_over) else "",
        edition_line=f"{found.region.name} · {found.period_label}",
        is_demo=any(one.is_demo for one in found.datasets.all()),
    )


def _edition_heading(found: Edition, current: Edition | None) -> str:
    named: dict[str, Any] = {"subject": found.get_subject_display(), "period": found.period_label}
    if current is None or not current.datasets.all():
        return _("%(subject)s %(period)s: nothing is shown, the files were withdrawn") % named
    named["number"] = current.number
    return _("%(subject)s %(period)s: edition %(number)s is shown") % named


@require_POST
@allow(ADMINS)
def edition_withdraw(request: HttpRequest, edition_id: int, dataset_id: int) -> HttpResponse:
    found = edition_or_404(edition_id)
    dataset = get_object_or_404(found.datasets, pk=dataset_id)
    if found.is_current and must_build(found, dataset):
        running = jobs.latest(["follow"], found.pk)
        if running is None or running.is_over:
            jobs.enqueue("follow", found.pk, user=request.user, dataset=dataset.pk)
        return redirect("edition", found.pk)
    return _change(request, found, "withdraw", dataset)


@require_POST
@allow(ADMINS)
def edition_undo(request: HttpRequest, edition_id: int) -> HttpResponse:
    return _change(request, edition_or_404(edition_id), "undo", None)


def _change(request: HttpRequest, found: Edition, action: str, dataset: Dataset | None) -> HttpResponse:
    try:
        following = withdraw(found, dataset, request.user) if dataset else undo(found, request.user)
    except Refused as refused:
        messages.error(request, said(refused))
        return redirect("edition", found.pk)
    response = redirect("edition", following.pk)
    response["Location"] += f"?done={action}"
    return response


def edition_or_404(edition_id: int) -> Edition:
    known = Edition.objects.select_related("region", "boundary_set__region", "created_by")
    found: Edition = get_object_or_404(known.prefetch_related("datasets"), pk=edition_id)
    return found
