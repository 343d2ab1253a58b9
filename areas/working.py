"""Sets which areas a person works in. The only writer of WorkArea besides successors.py."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from accounts.events import record
from accounts.people import rights_changed

from .models import Area, WorkArea


@transaction.atomic
def set_areas(by: Any, person: Any, areas: Iterable[Area]) -> bool:
    """Make these the person's confirmed work areas. Returns whether anything changed.

    Proposals stay, answered or not, unless the area itself is chosen now.
    """
    wanted = {area.pk: area for area in areas}
    before = set(WorkArea.objects.filter(user=person, confirmed=True).values_list("area_id", flat=True))
    if before == set(wanted):
        return False
    WorkArea.objects.filter(user=person, confirmed=True).exclude(area_id__in=wanted).delete()
    for area_id in sorted(set(wanted) - before):
        WorkArea.objects.update_or_create(
            user=person, area_id=area_id, defaults={"confirmed": True, "declined": False}
        )
    rights_changed(person)
    added, removed = sorted(set(wanted) - before), sorted(before - set(wanted))
    record(by, "work_areas_set", str(person), len(wanted), person=person.pk, added=added, removed=removed)
    return True
