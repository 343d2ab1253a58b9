"""The proof that a person has just taken themselves off a schedule, by which they can undo it for an hour.

Nobody can put themselves on a schedule of others otherwise.
"""

from typing import Any

from django.core import signing

from .models import Schedule

SALT = "exports.leaving"
UNDO_SECONDS = 3600


def proof(schedule: Schedule, person: Any) -> str:
    """A signed text that names both."""
    return signing.dumps([schedule.pk, person.pk], salt=SALT)


def schedule_left(person: Any, text: str) -> Schedule | None:
    """The schedule that this person left, if the text proves it and is not old."""
    try:
        schedule_id, person_id = signing.loads(text, salt=SALT, max_age=UNDO_SECONDS)
    except signing.BadSignature:
        return None
    if person_id != person.pk:
        return None
    kept = Schedule.objects.filter(pk=schedule_id, deleted_at=None, view__deleted_at=None)
    return kept.select_related("view", "region", "created_by").first()
