"""Areas that come from the names in a file, where a region has none."""

from datetime import date

from areas.models import Area, BoundarySet, Region


def create_set(region: Region, valid_from: date, note: str) -> BoundarySet:
    """A boundary set without areas yet, valid from a day on."""
    return BoundarySet.objects.create(region=region, valid_from=valid_from, note=note[:200])


def create_area(
    boundary_set: BoundarySet, parent_id: int | None, level: int, code: str, name: str, key: str
) -> Area:
    """One area under its parent, pending until a file that names it is imported.

    The key is the name's matching key (data.reading.names.key).
    """
    return Area.objects.create(
        boundary_set=boundary_set,
        parent_id=parent_id,
        level=level,
        code=code[:20],
        name=name[:120],
        key=key[:120],
        is_pending=True,
    )
