"""Keeps the segments of a page as a run, and what people call them: the same for shops and for tables."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from customers import queries, saving
from customers.models import CustomerRun
from customers.naming import Segment
from customers.shop.facts import Facts
from customers.shop.forms import NAMED, RunNameForm, WordsForm, error_text
from customers.shop.scope import CustomerReader
from customers.table.facts import TableFacts
from customers.table.scope import TableReader
from customers.views.words import CHANGED, overtaken_words, words_again
from data.editions import Refused
from data.models import Edition
from data.refusals import said

Found = Facts | TableFacts


@dataclass(frozen=True)
class Looked:
    """What a form of names is about. result: as of a run; edition: one of those behind it; frame: what stands
    around the form."""

    found: Found
    reader: CustomerReader | TableReader
    edition: Edition
    kind: str
    result: Mapping[str, Any]
    frame: dict[str, Any]


# what the address of the page asks for, if it still is what was looked at (`seen`); raises Refused
Known = Callable[[HttpRequest], Any]
# (what is known, name or "", person) → the run, and whether it is new
Keep = Callable[[Any, str, Any], tuple[CustomerRun, bool]]


def save(request: HttpRequest, page: str, known: Known, keep: Keep) -> HttpResponse:
    """Keep the segmentation and show it, or go back with the reason why not. page: its name."""
    try:
        run, is_new = _kept(request, known(request), keep)
    except Refused as refused:
        messages.error(request, said(refused))
        return redirect(_back(request, page))
    messages.success(request, _("Saved.") if is_new else _("This was saved already: here it is."))
    return redirect("customer_run", run.pk)


def name_segments(
    request: HttpRequest,
    page: str,
    look: Callable[[HttpRequest], Looked],
    around: Callable[[HttpRequest], dict[str, Any]],
) -> HttpResponse:
    """Name the segments, as they were looked at (`seen`, `names_seen`); later segments of the same customers
    have these names too.

    What was typed is never lost: where it cannot be kept, the form comes again and says why. around: what
    stands around the form where the segments are not to be had now.
    """
    try:
        looked = look(request)
    except Refused as refused:
        return _unlooked(request, page, said(refused), around(request))
    found, reader = looked.found, looked.reader
    form = WordsForm([found.segments[one] for one in found.order], request.POST)
    problem = _(CHANGED) if request.POST.get("seen") != reader.seen else ""
    if not problem and form.is_valid():
        problem = _named(request, looked, form)
        if not problem:
            messages.success(request, NAMED)
            return redirect(_back(request, page))
    seen = {"seen": reader.seen, "names_seen": reader.names_seen}
    return words_again(request, page, form, problem, seen, looked.frame)


def _unlooked(request: HttpRequest, page: str, problem: str, frame: dict[str, Any]) -> HttpResponse:
    """The form as it was sent, where its segments must be counted or grouped again first."""
    segments = [_as_typed(request, one) for one in _places(request)]
    if not segments:
        messages.error(request, problem)
        return redirect(f"{_back(request, page)}#segment-words")
    # still about what was looked at then
    seen = {name: request.POST.get(name, "") for name in ("seen", "names_seen")}
    return words_again(request, page, WordsForm(segments, request.POST), problem, seen, frame)


def _places(request: HttpRequest) -> list[int]:
    """The numbers of the segments whose fields were sent."""
    numbers = (one.removeprefix("name-") for one in request.POST if one.startswith("name-"))
    return [int(one) for one in numbers if one.isascii() and one.isdigit() and len(one) < 3]


def _as_typed(request: HttpRequest, place: int) -> Segment:
    name, strategy = (request.POST.get(f"{one}-{place}", "") for one in ("name", "strategy"))
    # an empty field goes back to a proposal that is not known here; each needs something to be told by
    shown = " ".join(name.split()) or _("Segment %(number)s") % {"number": place}
    return Segment(place, shown, strategy, "", shown, strategy)


def _named(request: HttpRequest, looked: Looked, form: WordsForm) -> str:
    """Keep the names; why not, where somebody else was first."""
    edition, kind, seen = looked.edition, looked.kind, request.POST.get("names_seen", "")
    try:
        saving.name_segments(edition, kind, looked.result, form.words, seen, request.user)
    except saving.Overtaken:
        newest = queries.latest_names(edition.region_id, edition.series, kind).first()
        return overtaken_words(newest, edition.region.time_zone)
    return ""


def _kept(request: HttpRequest, found: Found, keep: Keep) -> tuple[CustomerRun, bool]:
    named = RunNameForm(request.POST)
    if not named.is_valid():
        raise Refused(error_text(named))
    return keep(found, named.cleaned_data["name"], request.user)


def _back(request: HttpRequest, page: str) -> str:
    return f"{reverse(page)}?{request.GET.urlencode()}"
