"""Renders every page of the product, whole or as its part, and shows background jobs."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.messages import get_messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from . import formats, pages
from .downloads import FORMATS, table_response
from .figures import Chip, Figure, Number, Table, placed
from .glossary import entries
from .models import Job
from .shown import PageRequest, Shown, ShownResponse, chosen
from .version import code_version

JOBS_PER_PAGE = 50


def never_kept(response: HttpResponse) -> HttpResponse:
    """The same answer, which no browser may keep: it holds what is logged each time it is opened."""
    response["Cache-Control"] = "private, no-store"
    return response


def is_part(request: HttpRequest) -> bool:
    """Whether htmx asks for the content of the frame only."""
    wanted = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Target") == "content"
    return wanted and request.headers.get("HX-History-Restore-Request") != "true"


def page(
    request: HttpRequest,
    name: str,
    *,
    heading: Any,
    figures: Iterable[Figure] = (),
    numbers: Iterable[Number] = (),
    chips: Iterable[Chip] = (),
    notices: Iterable[Any] = (),
    remarks: Iterable[Any] = (),
    etag_parts: Any = None,
    template: str | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Answer with `templates/<app of the view>/<name>.html`, or with a figure's table for `?download=`.

    heading: the page's finding in a sentence; notices: on what was asked, above all; remarks: what must be
    known of what is shown, below the numbers. `notices` of the context are both. Callers pass `edition_line`
    ("Pekanbaru · Data 2023") and `is_demo`. With `etag_parts` (edition ids, revisions: anything with a stable
    repr) a browser that holds this very page gets 304; call `unchanged` before the work to save that too.
    """
    # opened only where they are shown: most pages have the HTML of their figures already
    by_key: Any = SimpleLazyObject(lambda: {figure.key: figure for figure in placed(figures)})
    content = {
        "page": next((entry for entry in pages.all_pages() if entry.name == name), None),
        "heading": heading,
        "figures": by_key,
        "numbers": list(numbers),
        "chips": list(chips),
        **_said(list(notices), list(remarks)),
        **context,
    }
    if isinstance(request, PageRequest):
        return ShownResponse(_shown(request, name, content, etag_parts), status)
    if request.GET.get("download") in FORMATS:
        return _download(request, by_key, _shown(request, name, content, etag_parts))
    if etag_parts is not None and (answer := unchanged(request, etag_parts)):
        return answer
    content["base_template"] = "part.html" if is_part(request) else "base.html"
    has_messages = _has_messages(request)
    response = render(request, template or f"{_app(request)}/{name}.html", content, status=status)
    if is_part(request):
        response["X-Part"] = "1"  # the browser's script tells a part from a redirect's whole page by it
    if etag_parts is not None and not has_messages:
        response["ETag"] = etag(request, etag_parts)
    return response


def _said(notices: list[Any], remarks: list[Any]) -> dict[str, list[Any]]:
    return {"notices": [*notices, *remarks], "notices_above": notices, "remarks": remarks}


def etag(request: HttpRequest, parts: Any) -> str:
    """A weak ETag of everything the answer depends on."""
    seen = (
        request.user.pk,
        getattr(request.user, "permission_revision", None),
        get_language(),
        request.COOKIES.get("csrftoken"),
        is_part(request),
        request.get_full_path(),
        parts,
        code_version(),
    )
    return f'W/"{hashlib.sha256(repr(seen).encode()).hexdigest()[:32]}"'


def unchanged(request: HttpRequest, etag_parts: Any) -> HttpResponse | None:
    """304 when the browser holds this very page, else None. For views to call before their queries."""
    if "download" in request.GET or _has_messages(request):
        return None
    tag = etag(request, etag_parts)
    answer = get_conditional_response(request, etag=tag)
    if answer is None or answer.status_code != 304:
        return None
    answer["ETag"] = tag
    return answer


def _has_messages(request: HttpRequest) -> bool:
    return len(get_messages(request)) > 0


def _app(request: HttpRequest) -> str:
    assert request.resolver_match is not None
    return request.resolver_match.func.__module__.split(".")[0]


def _shown(request: HttpRequest, name: str, content: dict[str, Any], etag_parts: Any) -> Shown:
    """The page as plain values (core/shown.py)."""
    entry, empty = content["page"], content.get("empty")
    query = request.GET.copy()
    for own in ("download", "figure"):
        query.pop(own, None)
    return Shown(
        name=name,
        title=str(entry.title) if entry else "",
        heading=str(content["heading"]),
        # a filter that leaves nothing at all leaves no figure either
        figures={} if getattr(content.get("nothing"), "is_whole", False) else content["figures"],
        numbers=tuple(content["numbers"]),
        chips=tuple(content["chips"]),
        notices=tuple(str(one) for one in content["notices"]),
        filters=chosen(content.get("form")),
        edition_line=str(content.get("edition_line") or ""),
        source_line=str(content.get("source_line") or ""),
        is_demo=bool(content.get("is_demo")),
        editions=tuple(content.get("editions") or ()),
        problem=f"{empty['title']}. {empty['text']}" if empty else "",
        retry_after=content.get("retry_after", 0),
        address=f"{request.path}?{query.urlencode()}" if query else request.path,
        etag_parts=etag_parts,
        etag="" if etag_parts is None else etag(request, etag_parts),
        about=content.get("about"),
    )


def _download(request: HttpRequest, figures: dict[str, Figure], shown: Shown) -> HttpResponse:
    """A figure's table as a file, also where a filter leaves nothing: its header says what would be in it."""
    figure = figures.get(request.GET.get("figure", ""))
    if figure is None or figure.table is None:
        return _without_download(request)
    sort = request.GET.get("sort") if request.GET.get("table", figure.key) == figure.key else None
    made = [
        (_("Page"), request.build_absolute_uri(shown.address)),
        (_("Made for"), str(request.user)),
        (_("Made at"), formats.datetime_in(timezone.now())),
    ]
    format = request.GET["download"]
    trail = _trail(request, figure, shown) if format == "xlsx" else ()
    return table_response(figure, format, shown.lines, sort, made, trail)


def _trail(request: HttpRequest, figure: Figure, shown: Shown) -> Iterable[Table]:
    """What the figure's numbers come from, as tables: an app above this one works it out."""
    entry = next((one for one in pages.all_pages() if one.name == shown.name), None)
    if entry is None or not entry.leads_to_rows:
        return ()
    made: Iterable[Table] = import_string(settings.FIGURE_TRAIL)(shown, figure.key, request.user)
    return made


def glossary(request: HttpRequest) -> HttpResponse:
    """What the words of the pages mean, each with an address of its own (`#silhouette`)."""
    return page(request, "glossary", heading=_("What the words on these pages mean"), entries=entries())


def _without_download(request: HttpRequest) -> HttpResponse:
    """The page itself, with a word on why: its data may have changed since its link was drawn."""
    text = _("This page has no such table any more: its data have changed. This is what it shows now.")
    messages.warning(request, text)
    query = request.GET.copy()
    for name in ("download", "figure"):
        query.pop(name, None)
    return redirect(f"{request.path}?{query.urlencode()}")


# Jobs ----------------------------------------------------------------------------------------------------


def visible_jobs(user: Any) -> Any:
    """Everyone sees their own jobs, admins all."""
    jobs = Job.objects.select_related("user")
    return jobs if user.role == pages.ADMIN else jobs.filter(user=user)


def activity(request: HttpRequest) -> HttpResponse:
    """Data → Activity: what runs, waits, and ran."""
    listed = Paginator(visible_jobs(request.user), JOBS_PER_PAGE).get_page(request.GET.get("page"))
    running = sum(not job.is_over for job in listed)
    heading = _("Nothing is running") if not running else _("Work in progress: %(n)s") % {"n": running}
    return page(request, "activity", heading=heading, jobs=listed, running=running)


def job_progress(request: HttpRequest, job_id: int) -> HttpResponse:
    """How far a job is: the polled fragment for htmx, a page of its own otherwise.

    `?next=` (a path of this site) is where the browser goes once the job is over.
    """
    job = visible_jobs(request.user).filter(pk=job_id).first()
    if job is None:
        raise Http404(_("This work is not yours, or it does not exist. Look under Data → Activity."))
    next_url = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(next_url, allowed_hosts=None):
        next_url = ""
    if request.headers.get("HX-Request") != "true":
        return page(request, "job", heading=job_title(job), job=job, next_url=next_url)
    response = render(request, "core/_job.html", {"job": job, "next_url": next_url})
    if job.is_over and next_url:
        response["HX-Redirect"] = next_url
    return response


def job_title(job: Job) -> str:
    """The job's kind in words."""
    titles = {
        "read": _("Reading a file"),
        "check": _("Checking a file"),
        "import": _("Importing a file"),
        "follow": _("Withdrawing a file"),
        "error_workbook": _("Writing the error workbook"),
        "purge": _("Deleting a file for good"),
        "erase": _("Erasing a person's data"),
        "search_files": _("Searching the stored files for a person"),
        "report": _("Making a report"),
        "mail": _("Mailing a saved view"),
        "list": _("Writing a list of enterprises"),
        "count_customers": _("Counting customers"),
        "segment_customers": _("Putting customers into segments"),
        "fit_customers": _("Fitting models of repeat purchases"),
        "segment_table": _("Working on a table of customers"),
    }
    return titles.get(job.kind, job.kind)
