"""Saved views: kept from a page, listed, opened, renamed, shared, deleted and brought back."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from core.formats import integer
from core.views import page
from exports import addresses
from exports import saved_views as views
from exports import view_queries as queries
from exports.addresses import Address, NoView
from exports.leaving import schedule_left
from exports.models import SavedView, Schedule
from exports.schedule_words import ScheduleLine, is_without_server, schedule_line
from exports.view_words import follows_newest, in_use, of_view, proposed_name, with_day
from exports.views_form import OWN, SHARED, ViewForm

from .acting import brought_back, unless_refused
from .missing import said_when_missing

PER_PAGE = 50


@dataclass(frozen=True)
class ViewLine:
    """One row of the list. closed: why it does not open for this person, "" where it does."""

    view: SavedView
    title: str
    words: list[tuple[str, str]]
    is_own: bool
    may_change: bool
    closed: str
    can_be_mailed: bool
    schedules: list[ScheduleLine]


def saved_views(request: HttpRequest) -> HttpResponse:
    """Mine and those shared with everyone; `?deleted=ID` offers to bring one back."""
    listed = Paginator(queries.visible_views(request.user), PER_PAGE).get_page(request.GET.get("page"))
    count = listed.paginator.count
    heading = ngettext("%(n)s saved view", "%(n)s saved views", count) % {"n": integer(count)}
    return page(
        request,
        "saved_views",
        heading=heading if count else _("No view is saved yet"),
        listed=listed,
        lines=_lines(request.user, list(listed)),
        mailed=[schedule_line(one) for one in queries.mailed_to(request.user)],
        deleted=_deleted(request),
        stopped=_stopped(request),
        left=schedule_left(request.user, request.GET.get("left", "")),
        left_proof=request.GET.get("left", ""),
        is_without_server=is_without_server(),
    )


def _lines(user: Any, listed: list[SavedView]) -> list[ViewLine]:
    by_view: dict[int, list[ScheduleLine]] = {}
    for one in queries.visible_schedules(user).filter(view__in=listed):
        by_view.setdefault(one.view_id, []).append(schedule_line(one))
    return [_line(user, view, by_view.get(view.pk, [])) for view in listed]


def _line(user: Any, view: SavedView, schedules: list[ScheduleLine]) -> ViewLine:
    entry = queries.page_of(view)
    closed = why_closed(user, view)
    return ViewLine(
        view=view,
        title=str(entry.title) if entry else view.page,
        words=of_view(view),
        is_own=view.owner_id == user.pk,
        may_change=queries.may_change(user, view),
        closed=closed,
        can_be_mailed=not closed and addresses.cleaned(view.address).can_be_mailed,
        schedules=schedules,
    )


def why_closed(user: Any, view: SavedView) -> str:
    """Why a view does not open for this person, "" where it does."""
    entry = queries.page_of(view)
    try:
        addresses.cleaned(view.address)
    except NoView:
        entry = None
    if entry is None:
        return _("This page does not exist any more. Save the view anew from another page.")
    if user.role not in entry.roles:
        return _("Your role may not open this page. Ask an admin of your office.")
    return ""


def _deleted(request: HttpRequest) -> SavedView | None:
    return queries.changeable_view(request.user, _number(request, "deleted"), deleted=True)


def _stopped(request: HttpRequest) -> Schedule | None:
    return queries.changeable_schedule(request.user, _number(request, "stopped"), deleted=True)


def _number(request: HttpRequest, name: str) -> int:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 18 else 0


@said_when_missing
def saved_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Go to the page with its filters, within what the person may see there."""
    view = queries.visible_view(request.user, view_id)
    if view is None:
        raise Http404(missing_view())
    if closed := why_closed(request.user, view):
        raise PermissionDenied(closed)
    return redirect(str(addresses.cleaned(view.address)))


def saved_view_new(request: HttpRequest) -> HttpResponse:
    """Name the view that `?address=` describes; POST keeps it."""
    try:
        address = _address(request)
        names, newest = follows_newest(address, request.user)
        plain = address.without(*names)
        words = in_use(plain, request.user)
    except (NoView, PermissionDenied, Http404) as problem:
        messages.error(request, str(problem))
        return redirect("saved_views")
    name = views.numbered(proposed_name(plain, words), views.names_of(request.user.pk or 0))
    data = request.POST if request.method == "POST" else None
    form = ViewForm(data, newest=newest if names else "", initial={"name": name})
    if request.method == "POST" and form.is_valid() and (view := _saved(request, address, plain, form)):
        messages.success(request, _("Saved under Reports → Saved views."))
        return redirect("schedule_new", view.pk) if "mail" in request.POST else redirect("saved_views")
    said = words if names else with_day(plain, words, request.user)
    return _asking(request, form, address, said)


def _address(request: HttpRequest) -> Address:
    """The address asked for, of a page that the person may open."""
    address = addresses.cleaned(request.GET.get("address", ""))
    if getattr(request.user, "role", "") not in address.page.roles:
        raise NoView(_("Your role may not open this page. Ask an admin of your office."))
    return address


def _saved(request: HttpRequest, address: Address, plain: Address, form: ViewForm) -> SavedView | None:
    """plain: the address that follows new data, which is kept unless its day was meant."""
    kept = plain if form.cleaned_data.get("newest") else address
    name = form.cleaned_data["name"]
    return unless_refused(form, lambda: views.save(request.user, kept, name, form.is_shared))


def _asking(request: HttpRequest, form: ViewForm, address: Address, words: Any) -> HttpResponse:
    return page(
        request, "saved_views", template="exports/saved_view_new.html", heading=_("Save this view"),
        form=form, address=address, words=words, status=422 if form.errors else 200,
    )  # fmt: skip


@said_when_missing
def saved_view_change(request: HttpRequest, view_id: int) -> HttpResponse:
    """Name and sharing of one's own view, and the mails of it."""
    view = owned(request, view_id)
    initial = {"name": view.name, "seen_by": SHARED if view.is_shared else OWN}
    form = ViewForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid() and _changed(request, view, form):
        return redirect("saved_views")
    return page(
        request, "saved_views", template="exports/saved_view_change.html", heading=view.name, form=form,
        line=_line(request.user, view, []), status=422 if form.errors else 200,
    )  # fmt: skip


def _changed(request: HttpRequest, view: SavedView, form: ViewForm) -> bool:
    unless_refused(form, lambda: views.rename(view, request.user, form.cleaned_data["name"]))
    if form.errors:
        return False
    views.share(view, request.user, form.is_shared)
    return True


@require_POST
@said_when_missing
def saved_view_share(request: HttpRequest, view_id: int) -> HttpResponse:
    """Show the view to everybody (`shared=1`), or to its owner alone."""
    view, is_shared = owned(request, view_id), request.POST.get("shared") == "1"
    views.share(view, request.user, is_shared)
    text = (
        _("Everyone sees “%(name)s” in the list now.")
        if is_shared
        else _("Only its owner sees “%(name)s” now.")
    )
    messages.success(request, text % {"name": view.name})
    return redirect("saved_views")


@require_POST
@said_when_missing
def saved_view_delete(request: HttpRequest, view_id: int) -> HttpResponse:
    """Take the view off the list; the page offers to undo that."""
    view = owned(request, view_id)
    views.delete(view, request.user)
    return redirect(f"{reverse('saved_views')}?deleted={view.pk}")


@require_POST
@said_when_missing
def saved_view_restore(request: HttpRequest, view_id: int) -> HttpResponse:
    """Bring a deleted view back."""
    return brought_back(
        request, queries.changeable_view, views.restore, view_id, "deleted", missing_view()
    )  # fmt: skip


def owned(request: HttpRequest, view_id: int) -> SavedView:
    """A view that the person may change; of a personal one of others nobody learns that it is there."""
    view = queries.changeable_view(request.user, view_id)
    if view is not None:
        return view
    if queries.visible_view(request.user, view_id) is None:
        raise Http404(missing_view())
    raise PermissionDenied(_("This view is somebody else's. Ask them, or an admin of your office."))


def missing_view() -> str:
    """Why there is no such view for the person."""
    return _(
        "This saved view is somebody's own, or it was deleted. Look under Reports → Saved views for yours "
        "and for those that are shared."
    )
