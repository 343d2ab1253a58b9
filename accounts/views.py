"""The log, for admins to read. Nothing on this page can change it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext

from core.pages import ADMINS
from core.roles import allow
from core.views import page

from . import queries
from .event_details import details
from .events import label
from .forms import EventFilter

LINES_PER_PAGE = 50


@allow(ADMINS)
def events(request: HttpRequest) -> HttpResponse:
    """Who did what to imported and personal data, newest first."""
    form = EventFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    person = chosen.get("person")
    lines = queries.events(
        chosen.get("action", ""), person.pk if person else None, chosen.get("first"), chosen.get("last")
    )
    listed = Paginator(lines, LINES_PER_PAGE).get_page(request.GET.get("page"))
    count = listed.paginator.count
    heading = ngettext("%(n)s line in the log", "%(n)s lines in the log", count) % {"n": count}
    shown = [(event, label(event.action), details(event.detail)) for event in listed]
    return page(request, "events", heading=heading, form=form, listed=listed, lines=shown)
