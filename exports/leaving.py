"""The proof that a person has just taken themselves off a schedule, by which they can undo it for an hour.

Nobody can put themselves on a schedule of others otherwise.
"""

from typing import Any, NamedTuple

from django.core import signing

from .models import Schedule

SALT = "exports.left"
UNDO_SECONDS = 3600


class Left(NamedTuple):
    """A schedule that somebody left, and whether it was paused before they did."""

    schedule: Schedule
    was_paused: bool


def proof(schedule: Schedule, person: Any) -> str:
    """A signed text that names both. schedule: as it was before the person left."""
    return signing.dumps([schedule.pk, person.pk, not schedule.is_active], salt=SALT)


def schedule_left(person: Any, text: str) -> Left | None:
    """The schedule that this person left, if the text proves it and is not old."""
    try:
        schedule_id, person_id, was_paused = signing.loads(text, salt=SALT, max_age=UNDO_SECONDS)
    except signing.BadSignature:
        return None
    if person_id != person.pk:
        return None
    kept = Schedule.objects.filter(pk=schedule_id, deleted_at=None, view__deleted_at=None)
    schedule = kept.select_related("view", "region", "created_by").first()
    return None if schedule is None else Left(schedule, was_paused)
