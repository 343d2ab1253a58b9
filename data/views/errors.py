"""The error workbook of a file: made by a job when asked for, then handed out; each download is logged."""

from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.events import record
from core import jobs
from core.models import Job
from core.pages import ADMINS
from core.roles import allow
from data import error_workbook
from data.models import Dataset
from data.receiving import enqueue_for

from .steps import dataset_or_404, dataset_page

CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@allow(ADMINS)
def dataset_errors_workbook(request: HttpRequest, dataset_id: int) -> HttpResponseBase:
    """POST begins to write it; GET shows how far it is, and with `?format=xlsx` or `csv` hands it out."""
    dataset = dataset_or_404(dataset_id)
    if not dataset.report.get("counts", {}).get("rejected") or dataset.rows_purged_at:
        raise Http404
    job = jobs.latest(["error_workbook"], dataset.pk)
    ready = error_workbook.ready(dataset)
    if request.method == "POST":
        if not ready and (job is None or job.is_over):
            enqueue_for(dataset, "error_workbook", request.user, language=get_language())
        return redirect("dataset_errors_workbook", dataset.pk)
    wanted = request.GET.get("format", "")
    if wanted in ready:
        return _download(request, dataset, ready[wanted], wanted)
    return _progress(request, dataset, job, ready)


def _download(request: HttpRequest, dataset: Dataset, path: Path, wanted: str) -> FileResponse:
    rows = dataset.report.get("counts", {}).get("rejected")
    known = {"dataset": dataset.pk, "format": wanted}
    record(request.user, "error_workbook_download", dataset.file_name, rows=rows, **known)
    name = _("%(file)s - rows to correct") % {"file": Path(dataset.file_name).stem}
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=f"{name}.{wanted}", content_type=CONTENT_TYPES[wanted]
    )


def _progress(
    request: HttpRequest, dataset: Dataset, job: Job | None, ready: dict[str, Path]
) -> HttpResponse:
    heading = _("The error workbook is ready") if ready else _("The error workbook is being written")
    if not ready and (job is None or job.is_over):
        heading = _("The error workbook has not been written yet")
    return dataset_page(
        request,
        dataset,
        "check",
        heading,
        template="data/error_workbook.html",
        job=job,
        ready=list(ready),
        here=reverse("dataset_errors_workbook", args=[dataset.pk]),
    )
