"""What a page on customers answers where it has nothing to show: no file yet, work under way, lost rows.

The same for a shop and for a table of customers.
"""

import hashlib
from collections.abc import Hashable, Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from areas.models import Region
from core.figures import Number
from core.models import Job
from core.pages import ADMIN
from core.shown import About, PageRequest
from core.version import code_version
from core.views import page
from data.content import Empty, allowed, page_title
from data.models import Edition
from data.refusals import said

from . import waiting
from .lost_rows import CannotRead, RowsLost
from .problems import words
from .shop.forms import CustomerForm
from .table.form import TableForm
from .words import edition_words, source_words

Form = CustomerForm | TableForm
Frame = dict[str, Any]
UNAVAILABLE = 503
TOO_MANY = gettext_lazy("Nothing further is computed for you now")
# of a job that a page waited for and that is over
OVER = {
    Job.State.FAILED: gettext_lazy("This could not be computed"),
    Job.State.DONE: gettext_lazy("The result is not found here"),
}


def content_key(of: str, *seen: Hashable) -> str:
    """What the content of a page is kept by: all that it depends on, besides language and code."""
    whole = repr((*seen, get_language(), code_version()))
    return f"{of}-{hashlib.sha256(whole.encode()).hexdigest()}"


def frame(
    region: Region, name: str, label: str, editions: tuple[Edition, ...], is_demo: bool, about: About
) -> Frame:
    """What stands around the content of every page: source, edition, whether it is demo data."""
    parts = [name, edition_words(editions), source_words(editions)]
    return {
        "source_line": " · ".join(part for part in parts if part),
        "edition_line": f"{region.name} · {label}",
        "is_demo": is_demo,
        "editions": tuple(one.pk for one in editions),
        "about": about,
    }


def working(
    request: HttpRequest, name: str, form: Form, job: Job, heading: Any, once: Any, frame: Frame
) -> HttpResponse:
    """How far the job is that the page waits for. once: for what it is done once; who cannot come back by
    itself, as the API, is told to."""
    heading = OVER.get(Job.State(job.state), heading)
    text, seconds = waiting.later(job)
    return page(
        request, name, heading=heading, job=job, once=once, template="customers/working.html",
        next_url=request.get_full_path(), notices=form.notices, form=SimpleLazyObject(form.filled),
        empty={"title": heading, "text": text} if isinstance(request, PageRequest) else None,
        retry_after=seconds, **frame,
    )  # fmt: skip


def too_many(
    request: HttpRequest, name: str, form: Form, problem: waiting.TooMany, frame: Frame
) -> HttpResponse:
    """That the person waits for as much as anybody may, so that nothing was begun. Never kept."""
    empty = {
        "title": _("No numbers"),
        "text": said(problem),
        "href": reverse("activity"),
        "action": _("Activity"),
    }
    seconds = waiting.ASK_AGAIN_SECONDS
    answer = nothing(request, name, form, TOO_MANY, empty, frame, UNAVAILABLE, retry_after=seconds)
    answer["Retry-After"] = str(seconds)
    return answer


def nothing(
    request: HttpRequest,
    name: str,
    form: Form,
    heading: Any,
    empty: dict[str, str],
    frame: Frame,
    status: int = 200,
    numbers: Iterable[Number] = (),
    retry_after: int = 0,
) -> HttpResponse:
    """Why there is nothing to show, with the filter by which there may be. numbers: what can be said."""
    return page(
        request, name, heading=heading, status=status, template="customers/page.html", empty=empty,
        numbers=numbers, retry_after=retry_after,
        notices=form.notices, chips=form.chips(), form=SimpleLazyObject(form.filled), **frame,
    )  # fmt: skip


def cannot_read(
    request: HttpRequest,
    name: str,
    form: Form,
    problem: CannotRead,
    editions: Sequence[Edition],
    frame: Frame,
) -> HttpResponse:
    """That the rows cannot be counted or read now, and where an admin brings lost ones back. Never kept."""
    heading = _("The transactions cannot be counted now")
    empty = {"title": _("No numbers"), "text": words(problem.text, problem.data)}
    if isinstance(problem, RowsLost):
        heading = _("The imported rows cannot be read")
        if getattr(request.user, "role", "") == ADMIN:
            lost = next(one for one in editions if problem.files[0] in one.datasets.all())
            empty |= {"href": reverse("edition", args=[lost.pk]), "action": _("Open the edition")}
    return nothing(request, name, form, heading, empty, frame, UNAVAILABLE)


def without_data(
    request: HttpRequest, name: str, form: Form, heading: Any, text: Any, action: Any, region: Region | None
) -> HttpResponse:
    """The page before the first file."""
    empty = Empty(page_title(name), text, "upload", action)
    return page(
        request, name, heading=heading, notices=form.notices, empty=allowed(request, empty),
        edition_line=region.name if region else "", is_demo=bool(region and region.is_demo),
    )  # fmt: skip
