"""Loads boundary sets and their areas. The only writer of BoundarySet and Area."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.events import record

from .models import Area, BoundarySet, Region

KeyOf = Callable[[str], str]


@dataclass(frozen=True)
class _Line:
    level: int
    code: str
    name: str
    parent_code: str = ""
    parent: str = ""
    # the parent's own parent, where two parents of one name exist
    grandparent: str = ""


@transaction.atomic
def load_boundary_set(
    region: Region,
    valid_from: datetime.date,
    valid_to: datetime.date | None,
    areas: Iterable[Mapping[str, Any]],
    note: str = "",
    *,
    key_of: KeyOf,
    by: Any = None,
) -> BoundarySet:
    """Make a set and its areas, all or nothing.

    areas: dicts with level (1 to 3) and name, the code where there is one, and the parent by `parent_code` or
    by `parent` (its name; `grandparent` where two parents share it). `key_of` makes a name's matching key
    (data.reading.names.key): areas know nothing of files, so the caller brings it.
    Raises ValidationError when the set overlaps another, a parent is missing or doubtful, or a name repeats.
    """
    _check_dates(region, valid_from, valid_to)
    boundary_set = BoundarySet.objects.create(
        region=region, valid_from=valid_from, valid_to=valid_to, note=note
    )
    lines = [
        _Line(**{**area, "level": int(area["level"]), "code": str(area.get("code") or "")}) for area in areas
    ]
    made: dict[int, list[Area]] = {}
    for level in sorted({line.level for line in lines}):
        above = [area for higher in sorted(made, reverse=True) for area in made[higher]]
        fresh = [_area(boundary_set, line, above, key_of) for line in lines if line.level == level]
        _check_names(fresh)
        made[level] = Area.objects.bulk_create(fresh)
    record(by, "boundary_set_loaded", str(boundary_set), len(lines), boundary_set=boundary_set.pk)
    return boundary_set


@transaction.atomic
def end(boundary_set: BoundarySet, last_day: datetime.date) -> None:
    """Say until when a set was in force: the day before its successor's first."""
    if last_day < boundary_set.valid_from:
        raise ValidationError(_("These borders would end before they began. Give a later day."))
    boundary_set.valid_to = last_day
    boundary_set.save(update_fields=["valid_to"])


def _check_dates(region: Region, valid_from: datetime.date, valid_to: datetime.date | None) -> None:
    for other in BoundarySet.objects.filter(region=region):
        ends_before = other.valid_to is not None and other.valid_to < valid_from
        begins_after = valid_to is not None and valid_to < other.valid_from
        if not (ends_before or begins_after):
            message = _("The areas “%(other)s” are in force at the same time. Give each set its own dates.")
            raise ValidationError(message % {"other": other})


def _area(boundary_set: BoundarySet, line: _Line, above: list[Area], key_of: KeyOf) -> Area:
    name = line.name.strip()
    key = key_of(name)
    if not key:
        raise ValidationError(
            _("Area “%(name)s” has no name that can be matched. Correct it.") % {"name": name}
        )
    parent = _parent(line, above, key_of)
    return Area(
        boundary_set=boundary_set,
        parent=parent,
        level=line.level,
        code=line.code,
        name=name[:120],
        key=key[:120],
    )


def _parent(line: _Line, above: list[Area], key_of: KeyOf) -> Area | None:
    if line.parent_code:
        found = [area for area in above if area.code == str(line.parent_code)]
    elif line.parent:
        found = [area for area in above if area.key == key_of(line.parent)]
        if line.grandparent:
            found = [area for area in found if area.parent and area.parent.key == key_of(line.grandparent)]
        # the level right above wins: a village may be called like a sub-district elsewhere
        found = [area for area in found if area.level == max(a.level for a in found)]
    else:
        return None
    if len(found) != 1:
        message = _(
            "“%(name)s” should lie in “%(parent)s”, which is missing or occurs twice. Give the parent's code."
        )
        raise ValidationError(message % {"name": line.name, "parent": line.parent_code or line.parent})
    return found[0]


def _check_names(areas: list[Area]) -> None:
    seen: set[tuple[int | None, str]] = set()
    for area in areas:
        place = (area.parent_id, area.key)
        if place in seen:
            message = _("“%(name)s” occurs twice in the same place. Remove one, or correct its name.")
            raise ValidationError(message % {"name": area.name})
        seen.add(place)
