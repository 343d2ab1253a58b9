"""A schedule in words: when, to whom, what became of its last mails."""

from dataclasses import dataclass
from datetime import time
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from core.formats import is_indonesian
from data.scope import Reader

from . import addresses
from .models import Delivery, SavedView, Schedule
from .schedules import zone_of

# mails that go to nobody: written to the worker's log, or kept in memory by tests
WITHOUT_SERVER = ("console.EmailBackend", "dummy.EmailBackend")


@dataclass(frozen=True)
class ScheduleLine:
    """One schedule. people: who gets it, with roles; sent: the newest mails that arrived; waiting, failed:
    mails of its last time."""

    schedule: Schedule
    rule: str
    zone: str
    people: list[str]
    sent: list[Delivery]
    waiting: list[Delivery]
    failed: list[Delivery]


def schedule_line(schedule: Schedule) -> ScheduleLine:
    """A schedule as view_queries reads it, with the newest of its deliveries."""
    mails: list[Delivery] = schedule.mails  # type: ignore[attr-defined]
    newest = [one for one in mails if one.due_at == mails[0].due_at]
    arrived = [one for one in mails if one.state == Delivery.State.SENT]
    return ScheduleLine(
        schedule=schedule,
        rule=rule_words(schedule),
        zone=str(zone_of(schedule)),
        people=[person_words(one) for one in schedule.recipients.all()],
        sent=[one for one in arrived if one.due_at == arrived[0].due_at],
        waiting=[one for one in newest if one.state == Delivery.State.WAITING],
        failed=[one for one in newest if one.state == Delivery.State.FAILED],
    )


def person_words(person: Any) -> str:
    """A recipient with what decides what the mail may hold: "Alice (Sales)"."""
    return f"{person} ({person.get_role_display()})"


def rule_words(schedule: Schedule) -> str:
    """When it is mailed, with the zone's name: "every Monday, 07:00 WIB"."""
    clock = time(schedule.hour).strftime("%H.%M" if is_indonesian() else "%H:%M")
    at = {"clock": f"{clock} {zone_name(schedule)}"}
    if schedule.every == Schedule.Every.WEEK:
        return _("every %(day)s, %(clock)s") % {**at, "day": WEEKDAYS[schedule.weekday]}
    if schedule.every == Schedule.Every.MONTH:
        return _("on day %(day)s of every month, %(clock)s") % {**at, "day": schedule.day}
    return _("every day, %(clock)s") % at


def zone_name(schedule: Schedule) -> str:
    """What the zone is called at its next time (summer time has a name of its own)."""
    return (schedule.next_at or timezone.now()).astimezone(zone_of(schedule)).tzname() or ""


def region_of(view: SavedView, user: Any) -> Any:
    """The region that a view shows, whose clock its mails go by; None without any."""
    return Reader(addresses.cleaned(view.address).query, user).region


def is_without_server() -> bool:
    """Whether mails only go to the worker's log: no mail server is set."""
    return bool(settings.EMAIL_BACKEND.endswith(WITHOUT_SERVER))
