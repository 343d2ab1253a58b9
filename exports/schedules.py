"""When saved views are mailed: makes, changes and stops schedules, and finds what is due.

The only writer of Schedule, and the one that makes Delivery (exports/mailing.py writes what became of it).
Nothing here reads a page: the worker's main process calls `send_due` every ten seconds.
"""

import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.events import record
from accounts.models import User
from core import jobs
from core.models import Job

from .models import Delivery, SavedView, Schedule
from .schedule_times import next_time

log = logging.getLogger(__name__)
MAIL = "mail"
# of regions too; a view of no region (there are no data yet) keeps the time of Pekanbaru
DEFAULT_ZONE = "Asia/Jakarta"
MOST_SCHEDULES = 50
MOST_RECIPIENTS = 50
# two clicks on "Send now" are one
SEND_NOW_PAUSE = timedelta(minutes=1)
# a mail that waits is looked at again after this, should its job be lost
LOOK_AGAIN = timedelta(minutes=10)
STOPPED = gettext_noop("The schedule was stopped before this mail was sent.")


@dataclass(frozen=True)
class Rule:
    """When and how: the fields of Schedule that a person chooses."""

    every: str
    weekday: int
    day: int
    hour: int
    format: str
    language: str


def zone_of(schedule: Schedule) -> ZoneInfo:
    """The time zone that a schedule's hour is of."""
    return ZoneInfo(schedule.region.time_zone if schedule.region else DEFAULT_ZONE)


def next_after(schedule: Schedule, after: datetime) -> datetime:
    """The first moment behind `after` at which it is due."""
    return next_time(schedule.every, schedule.weekday, schedule.day, schedule.hour, zone_of(schedule), after)


@transaction.atomic
def make(view: SavedView, user: Any, rule: Rule, recipients: Iterable[User], region: Any) -> Schedule:
    """Begin to mail a view. Raises ValidationError for too many schedules, or without recipients."""
    people = _people(recipients)
    User.objects.select_for_update().get(pk=user.pk)
    _refuse_too_many(user)
    schedule = Schedule(view=view, created_by=user, region=region, **asdict(rule))
    schedule.next_at = next_after(schedule, timezone.now())
    schedule.save()
    schedule.recipients.set(people)
    _record(user, "schedule_made", schedule, rows=len(people))
    return schedule


@transaction.atomic
def change(schedule: Schedule, user: Any, rule: Rule, recipients: Iterable[User]) -> None:
    """Change when, how and to whom; it is due next by its new rule."""
    people = _people(recipients)
    held = _held(schedule)
    for name, value in asdict(rule).items():
        setattr(held, name, value)
    held.next_at = next_after(held, timezone.now())
    held.save()
    held.recipients.set(people)
    _give_up(held, but=people)
    _record(user, "schedule_changed", held, rows=len(people))


@transaction.atomic
def pause(schedule: Schedule, user: Any) -> None:
    """Send nothing until it is resumed; what waits to be sent is given up."""
    if Schedule.objects.filter(pk=schedule.pk, is_active=True).update(is_active=False):
        _give_up(schedule)
        _record(user, "schedule_paused", schedule)


@transaction.atomic
def resume(schedule: Schedule, user: Any) -> None:
    """Go on with the next time from now: what would have been sent meanwhile is not."""
    held = _held(schedule)
    if not held.is_active:
        held.is_active, held.next_at = True, next_after(held, timezone.now())
        held.save(update_fields=["is_active", "next_at"])
        _record(user, "schedule_resumed", held)


@transaction.atomic
def delete(schedule: Schedule, user: Any) -> None:
    """Stop it and take it off the page; `restore` brings it back."""
    if Schedule.objects.filter(pk=schedule.pk, deleted_at=None).update(deleted_at=timezone.now()):
        _give_up(schedule)
        _record(user, "schedule_deleted", schedule)


@transaction.atomic
def restore(schedule: Schedule, user: Any) -> None:
    """Bring a deleted schedule back, with its next time from now.

    Raises ValidationError where its maker has as many as a person may have.
    """
    User.objects.select_for_update().get(pk=schedule.created_by_id)
    held = _held(schedule)
    if held.deleted_at is not None:
        _refuse_too_many(held.created_by)
        held.deleted_at, held.next_at = None, next_after(held, timezone.now())
        held.save(update_fields=["deleted_at", "next_at"])
        _record(user, "schedule_restored", held)


@transaction.atomic
def leave(schedule: Schedule, person: Any) -> None:
    """Send nothing to this person any more. A schedule that has nobody left rests."""
    held = _held(schedule)
    if held.recipients.filter(pk=person.pk).exists():
        held.recipients.remove(person)
        _give_up(held, but=list(held.recipients.all()))
        _record(person, "schedule_left", held)
    if not held.recipients.exists():
        Schedule.objects.filter(pk=held.pk).update(is_active=False)


@transaction.atomic
def rejoin(schedule: Schedule, person: Any, was_paused: bool) -> None:
    """Undo `leave`. What somebody paused, before it (was_paused) or since, as others get it too, rests on."""
    held = _held(schedule)
    if not was_paused and not held.recipients.exists():
        rests = Schedule.objects.filter(pk=held.pk, is_active=False)
        rests.update(is_active=True, next_at=next_after(held, timezone.now()))
    held.recipients.add(person)
    _record(person, "schedule_rejoined", held)


def renew(view: SavedView) -> None:
    """After a view was deleted for a while: its schedules are due from now on, not at once."""
    for schedule in Schedule.objects.filter(view=view, deleted_at=None).select_related("region"):
        Schedule.objects.filter(pk=schedule.pk).update(next_at=next_after(schedule, timezone.now()))


@transaction.atomic
def send_now(schedule: Schedule, user: Any) -> int:
    """Mail it at once to everybody on it; how many mails. 0 where that was asked for a moment ago."""
    held, now = _held(schedule), timezone.now()
    if held.deliveries.filter(due_at__gt=now - SEND_NOW_PAUSE).exists():
        return 0
    made = _deliver(held, now)
    _record(user, "schedule_sent_now", held, rows=made)
    queue_waiting(timezone.now())
    return made


# What the worker's sweep does ----------------------------------------------------------------------------


def send_due() -> None:
    """Make the mails of every schedule that is due, and queue those that wait. Any number may call it."""
    now = timezone.now()
    due = Schedule.objects.filter(
        is_active=True, deleted_at=None, next_at__lte=now, view__deleted_at=None, created_by__is_active=True
    )
    for schedule in due.select_related("region").order_by("next_at", "pk"):
        try:
            _make_due(schedule, now)
        except (OperationalError, InterfaceError):
            raise  # the database is away: nothing is lost, the next sweep does it
        except Exception:  # one that cannot be counted on must not hold up the others
            log.exception("schedule %s could not be made due", schedule.pk)
    queue_waiting(timezone.now())


@transaction.atomic
def _make_due(schedule: Schedule, now: datetime) -> None:
    """One mail to each recipient for the moment that was due, however many went by since.

    Moving `next_at` is the claim: only one of several workers finds it as it was read, and the mails are
    written in the same transaction.
    """
    claimed = Schedule.objects.filter(pk=schedule.pk, next_at=schedule.next_at, is_active=True)
    if claimed.filter(deleted_at=None).update(next_at=next_after(schedule, now)):
        _deliver(schedule, schedule.next_at)


def _deliver(schedule: Schedule, due_at: datetime) -> int:
    people = list(schedule.recipients.order_by("pk"))
    Delivery.objects.bulk_create(
        [Delivery(schedule=schedule, recipient=one, due_at=due_at) for one in people], ignore_conflicts=True
    )
    return len(people)


def queue_waiting(now: datetime) -> None:
    """Queue a job for each mail whose time has come, unless one is under way."""
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING, next_attempt_at__lte=now)
    listed = list(waiting.select_related("schedule__created_by").order_by("next_attempt_at", "pk"))
    under_way = _under_way([one.pk for one in listed])
    for delivery in listed:
        if delivery.pk not in under_way:
            _queue(delivery, now)


def _under_way(ids: list[int]) -> set[int | None]:
    open_states = (Job.State.QUEUED, Job.State.RUNNING)
    found = Job.objects.filter(kind=MAIL, subject_id__in=ids, state__in=open_states)
    return set(found.values_list("subject_id", flat=True))


@transaction.atomic
def _queue(delivery: Delivery, now: datetime) -> None:
    """The claim is the moment at which it is looked at next: of two workers one finds it as it was read."""
    same = Delivery.objects.filter(
        pk=delivery.pk, state=Delivery.State.WAITING, next_attempt_at=delivery.next_attempt_at
    )
    if same.update(next_attempt_at=now + LOOK_AGAIN):
        # without the name: admins see all jobs, and an erasure does not look among them
        jobs.enqueue(MAIL, delivery.pk, delivery.schedule.created_by)


def _held(schedule: Schedule) -> Schedule:
    # the row alone: PostgreSQL locks no row that an outer join may leave out
    return (
        Schedule.objects.select_for_update(of=("self",)).select_related("view", "region").get(pk=schedule.pk)
    )


def _refuse_too_many(maker: Any) -> None:
    if Schedule.objects.filter(created_by=maker, deleted_at=None).count() >= MOST_SCHEDULES:
        text = _("%(person)s has %(n)s schedules, as many as there may be. Delete one first.")
        raise ValidationError(text % {"person": maker, "n": MOST_SCHEDULES})


def _people(recipients: Iterable[User]) -> list[User]:
    people = list(recipients)
    if not people:
        raise ValidationError({"recipients": _("Choose at least one person.")})
    if len(people) > MOST_RECIPIENTS:
        text = _("A schedule can have %(n)s people at most.")
        raise ValidationError({"recipients": text % {"n": MOST_RECIPIENTS}})
    return people


def _give_up(schedule: Schedule, but: Iterable[User] = ()) -> None:
    """What waits is not sent any more; but: people whose mails go on waiting."""
    waiting = Delivery.objects.filter(schedule=schedule, state=Delivery.State.WAITING)
    waiting.exclude(recipient__in=but).update(state=Delivery.State.FAILED, problem=STOPPED)


def _record(user: Any, action: str, schedule: Schedule, rows: int | None = None) -> None:
    record(user, action, schedule.view.name, rows=rows, schedule=schedule.pk, view=schedule.view_id)
