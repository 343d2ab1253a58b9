"""The files that were made for a person: the list, one with its progress, the file itself."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from core.texts import keep, shown
from core.views import never_kept, page
from exports import files
from exports.models import Export

PER_PAGE = 50
TYPES = {
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


def export_files(request: HttpRequest) -> HttpResponse:
    """What was made for this person and is kept, what is being made, and what is not kept any more."""
    listed = Paginator(files.of_person(request.user), PER_PAGE).get_page(request.GET.get("page"))
    ready = sum(bool(one.file) for one in listed)
    heading = ngettext("%(n)s file is ready for you", "%(n)s files are ready for you", ready) % {"n": ready}
    if not listed.object_list:
        heading = _("No file was made for you yet")
    elif not ready:
        heading = _("No file is ready for you just now")
    running = any(one.job and not one.job.is_over for one in listed)
    return page(request, "export_files", heading=heading, exports=listed, running=running)


def export_file(request: HttpRequest, export_id: int) -> HttpResponse:
    """How far one file is; once it is made, the way to it."""
    export = _own(request, export_id)
    if export.file:
        heading = _("%(file)s is ready") % {"file": export.file_name}
    elif export.job and not export.job.is_over:
        heading = _("Your file is being made")
    else:
        heading = _("This file is not here")
    return page(request, "export_file", heading=heading, export=export, job=export.job)


def export_download(request: HttpRequest, export_id: int) -> HttpResponseBase:
    """The file itself, as an attachment that no browser keeps."""
    export = _own(request, export_id)
    try:
        file = files.open_for(request.user, export)
    except files.Refused as problem:
        return refused(request, problem)
    answer: Any = FileResponse(
        file, as_attachment=True, filename=export.file_name, content_type=TYPES[export.format]
    )
    return never_kept(answer)


@require_POST
def export_delete(request: HttpRequest, export_id: int) -> HttpResponse:
    """Delete a file before its time."""
    export = _own(request, export_id)
    files.delete(export)
    messages.success(request, _("%(file)s was deleted.") % {"file": export.file_name})
    return redirect("export_files")


def refused(request: HttpRequest, problem: files.Refused) -> HttpResponse:
    """Back to the list of one's files, with the reason."""
    messages.error(request, shown(keep(problem.message, problem.params)))
    return redirect("export_files")


def _own(request: HttpRequest, export_id: int) -> Export:
    """A file of this person; of others nobody learns that they are there."""
    export = files.of_person(request.user).filter(pk=export_id).first()
    if export is None:
        raise Http404(_("This file is not yours, or it does not exist. Look under Reports → My files."))
    found: Export = export
    return found
