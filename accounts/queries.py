"""People and the log, for pages."""

import datetime
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from .models import Event, User


def people() -> "QuerySet[User]":
    """Everyone with an account, active ones first; `has_mfa` tells who signs in in two steps."""
    totp = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    return User.objects.annotate(has_mfa=Exists(totp)).order_by("-is_active", "email")


def active_admins() -> "QuerySet[User]":
    """Admins who may sign in."""
    return User.objects.filter(role=User.Role.ADMIN, is_active=True).order_by("pk")


def events(
    action: str = "",
    person: int | None = None,
    first: datetime.date | None = None,
    last: datetime.date | None = None,
) -> "QuerySet[Event]":
    """Lines of the log, newest first, of one act, one person, and the days from `first` to `last` (UTC)."""
    lines: QuerySet[Event] = Event.objects.select_related("user")
    if action:
        lines = lines.filter(action=action)
    if person:
        lines = lines.filter(user_id=person)
    if first:
        lines = lines.filter(at__gte=_midnight(first))
    if last:
        lines = lines.filter(at__lt=_midnight(last) + timedelta(days=1))
    return lines


def actions() -> list[str]:
    """Acts that occur in the log, sorted."""
    return list(Event.objects.order_by("action").values_list("action", flat=True).distinct())


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), tzinfo=timezone.get_current_timezone())
