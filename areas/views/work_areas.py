"""Work areas that the system proposes after borders changed: an admin confirms or declines each."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from areas import queries, successors
from core.pages import ADMINS
from core.roles import allow
from core.views import page

DECISIONS = {"confirm": successors.confirm, "decline": successors.decline}


@allow(ADMINS)
def work_areas(request: HttpRequest) -> HttpResponse:
    """Proposals with old area, new area, share and its basis. POST: `decision` and the ids in `proposal`."""
    if request.method == "POST":
        return _decide(request)
    listed = [(proposal, successors.best_change(proposal)) for proposal in queries.proposals()]
    count = len(listed)
    heading = (
        ngettext("%(n)s work area waits for your word", "%(n)s work areas wait for your word", count)
        % {"n": count}
        if count
        else _("No work area waits for your word")
    )
    return page(request, "work_areas", heading=heading, proposals=listed)


def _decide(request: HttpRequest) -> HttpResponse:
    decide = DECISIONS.get(request.POST.get("decision", ""))
    ids = [int(pk) for pk in request.POST.getlist("proposal") if pk.isdecimal()]
    if decide is None or not ids:
        messages.warning(request, _("Nothing was chosen. Tick work areas first, then confirm or decline."))
        return redirect("work_areas")
    chosen = list(queries.proposals().filter(pk__in=ids))
    for proposal in chosen:
        decide(request.user, proposal)
    text = ngettext("%(n)s work area was decided.", "%(n)s work areas were decided.", len(chosen))
    messages.success(request, text % {"n": len(chosen)})
    return redirect("work_areas")
