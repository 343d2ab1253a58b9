"""The page from a figure's number to its source: the whole state is in the address."""

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import NoReverseMatch, Resolver404, reverse
from django.utils.translation import gettext as _

from core import pages, shown
from core.models import Job
from core.views import page as answer
from customers.answers import OVER
from customers.shop import jobs
from customers.shop.content import ONCE

from . import rows
from .base import CustomerPart, Slice
from .content import OWN, Asked, Gone, Trail, address
from .pages import page_of
from .survey import Answer

_ANSWER = re.compile(r"(q\d{1,6})-(\d{1,5})")


def trail(request: HttpRequest) -> HttpResponse:
    """One figure of one page, or one of its rows: number, formula, rows, files."""
    name, query = request.GET.get("page", ""), _filter(request.GET)
    found = next((one for one in pages.all_pages() if one.name == name and one.leads_to_rows), None)
    if found is None:
        return _missing(request, _("There is no such page to follow a number from."), reverse("overview"))
    try:
        seen = shown.read(name, query, request.user, _args(request.GET))
    except (Http404, Resolver404, NoReverseMatch):
        return _missing(request, _("This page is not there any more."), reverse("overview"))
    page = page_of(seen, request.user)
    if job := page.job():
        return _working(request, job)
    try:
        one = page.trail(request.GET.get("figure", ""), _asked(request.GET))
    except Gone as gone:
        # a page that has nothing to show, or not yet, says why
        return _missing(request, seen.problem or str(gone), seen.address, seen.retry_after)
    return _answer(request, one)


def _working(request: HttpRequest, job: Job) -> HttpResponse:
    """How far the job is that the numbers wait for, as on the page itself."""
    return answer(
        request, "trail", heading=OVER.get(Job.State(job.state), jobs.HEADINGS[job.kind]), job=job, once=ONCE,
        template="customers/working.html", next_url=request.get_full_path(),
    )  # fmt: skip


def _answer(request: HttpRequest, one: Trail) -> HttpResponse:
    seen, figure = one.shown, one.figure
    return answer(
        request,
        "trail",
        heading=one.heading,
        trail=one,
        back=f"{seen.address}#figure-{figure.key}",
        whole=address(seen, figure.key) if one.what else "",
        steps=[(step.name, step.text, address(seen, figure.key, step.pairs)) for step in one.steps],
        measures=_measures(one, _asked(request.GET)),
        sources=one.sources,
        rows=rows.of(one, request.user, _number(request.GET.get("rows", "")), request.GET),
        bought=_bought(request, one),
        remarks=seen.notices,
        filters=shown.filters_said(seen.filters),
        edition_line=seen.edition_line,
        source_line=seen.source_line,
        is_demo=seen.is_demo,
    )


def _measures(one: Trail, asked: Asked) -> list[dict[str, Any]]:
    """The lines, each with the way to what stands behind that number alone."""
    pairs: dict[str, Any] = {} if asked.answer is not None else dict(asked.of.pairs)
    several = len(one.lines) > 1 and one.listed is not None
    return [
        {"line": line, "href": address(one.shown, one.figure.key, pairs | {"measure": line.key})}
        if several and line.formula
        else {"line": line, "href": ""}
        for line in one.lines
    ]


def _bought(request: HttpRequest, one: Trail) -> dict[str, Any] | None:
    """Rows of transactions, from a place in the files on, with the address of those behind them."""
    if one.bought is None:
        return None
    found = dict(one.bought(_number(request.GET.get("rows", ""))))
    query = request.GET.copy()
    query["rows"] = str(found["last"])
    return {**found, "following": f"?{query.urlencode()}#rows" if found["has_more"] else ""}


def _filter(query: QueryDict) -> QueryDict:
    found = query.copy()
    for name in OWN:
        found.pop(name, None)
    return found


def _args(query: QueryDict) -> list[int]:
    """What stands in the path of the page besides its name: the area of a card."""
    return [_number(text) for text in query.getlist("args")[:1]]


def _asked(query: QueryDict) -> Asked:
    """The row and the number asked for; what is no number asks for a row that is not there."""
    told = {name: query.get(f"of_{name}") for name in ("area", "category", "size")}
    of = Slice(**{name: _whole(text) for name, text in told.items() if text is not None})
    found = _ANSWER.fullmatch(query.get("of_answer", ""))
    answer_ = Answer(found.group(1), int(found.group(2))) if found else None
    if "of_answer" in query and answer_ is None:
        answer_ = Answer("", -1)
    return Asked(of, answer_, query.get("measure", "")[:60], _part(query))


def _part(query: QueryDict) -> CustomerPart:
    """What a row of a figure on customers is about; -1 is who was not there before."""
    names = [name for name in ("segment", "was", "recency", "frequency") if f"of_{name}" in query]
    told = {name: _whole(query.get(f"of_{name}", "")) for name in names}
    return CustomerPart(**told, month=query.get("of_month", "")[:7])


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else -1


def _number(text: str) -> int:
    return max(0, _whole(text))


def _missing(request: HttpRequest, text: str, href: str, retry_after: int = 0) -> HttpResponse:
    """What was asked for is not there, or not yet: a sentence and the way back."""
    ways = [(_("To the page"), href)] if href != reverse("overview") else []
    ways.append((_("To the overview"), reverse("overview")))
    heading = _("This number cannot be followed now") if retry_after else _("This number cannot be followed")
    found = answer(
        request,
        "trail",
        heading=heading,
        template="dashboard/missing.html",
        status=503 if retry_after else 404,
        text=text,
        ways=ways,
    )
    if retry_after:
        found["Retry-After"] = str(retry_after)
    return found
