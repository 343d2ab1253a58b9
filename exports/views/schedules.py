"""Schedules of saved views: made, changed, paused, sent at once, left, deleted and brought back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from core.formats import integer
from core.views import page
from exports import addresses, schedules
from exports import view_queries as queries
from exports.leaving import proof, schedule_left
from exports.models import SavedView, Schedule
from exports.schedule_words import is_without_server, region_of, schedule_line
from exports.views_form import ScheduleForm

from .acting import brought_back, unless_refused
from .missing import said_when_missing
from .saved_views import missing_view, why_closed


@said_when_missing
def schedule_new(request: HttpRequest, view_id: int) -> HttpResponse:
    """Have a view mailed: when, in which form, to whom."""
    view = _mailable(request, view_id)
    region = region_of(view, request.user)
    form = _form(request, view, Schedule(view=view, region=region))
    if request.method == "POST" and form.is_valid() and _made(request, view, form, region):
        messages.success(request, _("“%(name)s” is mailed from now on.") % {"name": view.name})
        return redirect("saved_views")
    return _asking(request, view, form)


def _mailable(request: HttpRequest, view_id: int) -> SavedView:
    """A view that the person sees and may open, of a page that can be mailed."""
    view = queries.visible_view(request.user, view_id)
    if view is None:
        raise Http404(missing_view())
    if closed := why_closed(request.user, view):
        raise PermissionDenied(closed)
    if not addresses.cleaned(view.address).can_be_mailed:
        raise PermissionDenied(
            _("This page cannot be mailed: it is a list, or nothing that a file could show. Share its link.")
        )
    return view


def _form(request: HttpRequest, view: SavedView, schedule: Schedule) -> ScheduleForm:
    entry = queries.page_of(view)
    assert entry is not None
    zone = timezone.now().astimezone(schedules.zone_of(schedule)).tzname() or ""
    data = request.POST if request.method == "POST" else None
    # an admin who changes somebody's schedule chooses among those whom that person may mail
    by = schedule.created_by if schedule.pk else request.user
    return ScheduleForm(queries.choosable_people(by, entry), by, zone, data, initial=_initial(schedule))


def _initial(schedule: Schedule) -> dict[str, Any]:
    if schedule.pk is None:
        return {}
    names = ("every", "weekday", "day", "hour", "format", "language")
    people = list(schedule.recipients.values_list("pk", flat=True))
    return {**{name: getattr(schedule, name) for name in names}, "recipients": people}


def _made(request: HttpRequest, view: SavedView, form: ScheduleForm, region: Any) -> Schedule | None:
    people = form.people(request.user)
    return unless_refused(form, lambda: schedules.make(view, request.user, form.rule(), people, region))


def _asking(
    request: HttpRequest, view: SavedView, form: ScheduleForm, schedule: Schedule | None = None
) -> HttpResponse:
    return page(
        request, "saved_views", template="exports/schedule.html", form=form, view=view,
        heading=_("Mail “%(name)s”") % {"name": view.name},
        line=schedule_line(schedule) if schedule else None,
        is_without_server=is_without_server(), status=422 if form.errors else 200,
    )  # fmt: skip


@said_when_missing
def schedule_change(request: HttpRequest, schedule_id: int) -> HttpResponse:
    """Change one's own schedule, and see what became of its mails."""
    schedule = _owned(request, schedule_id)
    _mailable(request, schedule.view_id)
    form = _form(request, schedule.view, schedule)
    if request.method == "POST" and form.is_valid():
        people = form.people(schedule.created_by)
        unless_refused(form, lambda: schedules.change(schedule, request.user, form.rule(), people))
        if not form.errors:
            messages.success(request, _("Changed."))
            return redirect("saved_views")
    return _asking(request, schedule.view, form, schedule)


@require_POST
@said_when_missing
def schedule_pause(request: HttpRequest, schedule_id: int) -> HttpResponse:
    """Send nothing until it is resumed."""
    schedules.pause(_owned(request, schedule_id), request.user)
    return redirect("saved_views")


@require_POST
@said_when_missing
def schedule_resume(request: HttpRequest, schedule_id: int) -> HttpResponse:
    """Go on."""
    schedules.resume(_owned(request, schedule_id), request.user)
    return redirect("saved_views")


@require_POST
@said_when_missing
def schedule_send(request: HttpRequest, schedule_id: int) -> HttpResponse:
    """Mail it at once, besides its rule."""
    made = schedules.send_now(_owned(request, schedule_id), request.user)
    if made:
        text = ngettext("%(n)s mail is on its way.", "%(n)s mails are on their way.", made)
        messages.success(request, text % {"n": integer(made)})
    else:
        messages.warning(request, _("It was sent a moment ago. Wait a minute, then send it again."))
    return redirect("saved_views")


@require_POST
@said_when_missing
def schedule_delete(request: HttpRequest, schedule_id: int) -> HttpResponse:
    """Stop it for good; the page offers to undo that."""
    schedule = _owned(request, schedule_id)
    schedules.delete(schedule, request.user)
    return redirect(f"{reverse('saved_views')}?{urlencode({'stopped': schedule.pk})}")


@require_POST
@said_when_missing
def schedule_restore(request: HttpRequest, schedule_id: int) -> HttpResponse:
    """Bring a deleted schedule back."""
    return brought_back(
        request, queries.changeable_schedule, schedules.restore, schedule_id, "stopped", _missing()
    )  # fmt: skip


@require_POST
@said_when_missing
def schedule_leave(request: HttpRequest, schedule_id: int) -> HttpResponse:
    """Take oneself off somebody else's schedule; the page offers to undo that."""
    schedule = queries.mailed_to(request.user).filter(pk=schedule_id).first()
    if schedule is None:
        raise Http404(_missing())
    schedules.leave(schedule, request.user)
    return redirect(f"{reverse('saved_views')}?{urlencode({'left': proof(schedule, request.user)})}")


@require_POST
@said_when_missing
def schedule_rejoin(request: HttpRequest, schedule_id: int) -> HttpResponse:
    """Undo that: only with the token of who left a moment ago."""
    left = schedule_left(request.user, request.POST.get("left", ""))
    if left is None or left.schedule.pk != schedule_id:
        raise Http404(_missing())
    schedules.rejoin(left.schedule, request.user, left.was_paused)
    return redirect("saved_views")


def _owned(request: HttpRequest, schedule_id: int) -> Schedule:
    schedule = queries.changeable_schedule(request.user, schedule_id)
    if schedule is None:
        raise Http404(_missing())
    return schedule


def _missing() -> str:
    return _("This schedule is not yours, or it was deleted. Look under Reports → Saved views.")
