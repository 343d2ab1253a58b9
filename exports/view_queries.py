"""Saved views, their schedules and mails, for pages: the only place that says who sees which."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import User
from core import pages
from core.pages import ADMIN, ANALYSTS, Page

from .models import Delivery, SavedView, Schedule

# of one schedule: the last four times of the largest one. A mail each day to fifty people is 18,000 a year
MOST_MAILS = 200


def page_of(view: SavedView) -> Page | None:
    """The view's row in the menu; None where that page does not exist any more."""
    return next((one for one in pages.all_pages() if one.name == view.page), None)


def visible_views(user: Any) -> "QuerySet[SavedView]":
    """One's own and the shared ones, one's own first."""
    seen = SavedView.objects.filter(Q(owner=user) | Q(is_shared=True), deleted_at=None)
    own_first = Q(owner=user)
    return seen.select_related("owner").alias(is_own=own_first).order_by("-is_own", "name", "pk")


def visible_view(user: Any, view_id: int) -> SavedView | None:
    """One view, if the person may see it."""
    return visible_views(user).filter(pk=view_id).first()


def may_change(user: Any, view: SavedView) -> bool:
    """Its owner; admins, where it is shared with everyone."""
    return view.owner_id == user.pk or (view.is_shared and user.role == ADMIN)


def changeable_view(user: Any, view_id: int, *, deleted: bool = False) -> SavedView | None:
    """One view that the person may change; `deleted`: among those that were deleted."""
    found = SavedView.objects.filter(pk=view_id, deleted_at__isnull=not deleted).select_related("owner")
    view = found.first()
    return view if view is not None and may_change(user, view) else None


def visible_schedules(user: Any) -> "QuerySet[Schedule]":
    """One's own; an admin also sees those of shared views. With recipients and the latest mails."""
    seen = Q(created_by=user)
    if user.role == ADMIN:
        seen |= Q(view__is_shared=True)
    return _with_mails(Schedule.objects.filter(seen, deleted_at=None, view__deleted_at=None))


def _with_mails(schedules: "QuerySet[Schedule]") -> "QuerySet[Schedule]":
    people = Prefetch("recipients", User.objects.order_by("name", "email"))
    newest = Delivery.objects.select_related("recipient").order_by("-due_at", "pk")[:MOST_MAILS]
    read = schedules.select_related("view__owner", "region", "created_by")
    return read.prefetch_related(people, Prefetch("deliveries", newest, to_attr="mails"))


def changeable_schedule(user: Any, schedule_id: int, *, deleted: bool = False) -> Schedule | None:
    """One schedule of the person's own, or of a shared view for an admin."""
    schedule = _with_mails(Schedule.objects.filter(pk=schedule_id, deleted_at__isnull=not deleted)).first()
    if schedule is None:
        return None
    is_admins = schedule.view.is_shared and user.role == ADMIN
    return schedule if schedule.created_by_id == user.pk or is_admins else None


def mailed_to(user: Any) -> "QuerySet[Schedule]":
    """Schedules of others that mail something to this person, or will again once they are resumed."""
    others = Schedule.objects.filter(
        recipients=user, deleted_at=None, view__deleted_at=None, created_by__is_active=True
    )
    return _with_mails(others.exclude(created_by=user))


def choosable_people(user: Any, page: Page) -> "QuerySet[User]":
    """Whom the person may mail this page to: sales themselves, others everybody who may open it."""
    people = User.objects.filter(is_active=True, role__in=page.roles).order_by("name", "email")
    return people if user.role in ANALYSTS else people.filter(pk=user.pk)
