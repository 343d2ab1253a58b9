"""Areas for pages, and the one place that says whose enterprises a person may see."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import pandas as pd
from django.db.models import Q, QuerySet

from core.pages import ANALYSTS

from .models import Area, AreaChange, BoundarySet, WorkArea

TREE_COLUMNS = ("parent_id", "level", "code", "name", "key")
REVISION = "revision"
Change = tuple[int, int, float, str]


def work_areas(user: Any) -> "QuerySet[Area]":
    """Areas a person works in, confirmed ones only."""
    confirmed = WorkArea.objects.filter(user=user, confirmed=True)
    return Area.objects.filter(pk__in=confirmed.values("area")).select_related("boundary_set__region")


def areas_by_person() -> dict[int, dict[BoundarySet, list[str]]]:
    """Names of everyone's confirmed work areas: user id → set, the newest first → names in order."""
    found: dict[int, dict[BoundarySet, list[str]]] = {}
    held = WorkArea.objects.filter(confirmed=True).select_related("area__boundary_set__region")
    for one in held.order_by("-area__boundary_set__valid_from", "area__name", "pk"):
        found.setdefault(one.user_id, {}).setdefault(one.area.boundary_set, []).append(one.area.name)
    return found


def scope_areas(user: Any, boundary_set: BoundarySet) -> "QuerySet[Area] | None":
    """Areas of this set in which the person may see enterprises and contacts; None means everywhere.

    A sales person: the confirmed work areas and all below them; without any in this set, no area at all.
    The result is a queryset, so that limiting rows by it is one SQL statement.
    """
    if user.is_active and user.role in ANALYSTS:
        return None
    own = WorkArea.objects.filter(
        user=user, user__is_active=True, confirmed=True, area__boundary_set=boundary_set
    )
    ids = own.values("area")
    # three levels at most (Area.Level): the area itself, its parent, its grandparent
    inside = Q(pk__in=ids) | Q(parent__in=ids) | Q(parent__parent__in=ids)
    return Area.objects.filter(inside, boundary_set=boundary_set).order_by()


def scope(user: Any, boundary_set: BoundarySet) -> set[int] | None:
    """Ids of `scope_areas`, or None for everywhere."""
    areas = scope_areas(user, boundary_set)
    return None if areas is None else set(areas.values_list("pk", flat=True))


def limit(
    rows: "QuerySet[Any]", user: Any, boundary_set: BoundarySet, field: str = "area"
) -> "QuerySet[Any]":
    """Only the rows (enterprises of one boundary set) that the person may see; `field` leads to the area."""
    areas = scope_areas(user, boundary_set)
    return rows if areas is None else rows.filter(**{f"{field}__in": areas.values("pk")})


def area_tree(boundary_set: BoundarySet) -> pd.DataFrame:
    """Every area of a set, without those of files that are not imported yet.

    Index: area id, sorted. Columns: parent_id (Int64, missing at the top), level (int), code, name, key.
    """
    areas = Area.objects.filter(boundary_set=boundary_set, is_pending=False)
    return _tree(tuple(areas.order_by("pk").values_list("pk", *TREE_COLUMNS)))


@lru_cache(maxsize=8)
def _tree(rows: tuple[tuple[Any, ...], ...]) -> pd.DataFrame:
    """The table of these very rows: nobody may change it. Making it took 2 ms of each page, reading 0.3."""
    table = pd.DataFrame.from_records(list(rows), columns=["id", *TREE_COLUMNS]).set_index("id")
    table.attrs[REVISION] = hashlib.sha256(repr(rows).encode()).hexdigest()
    return table.astype({"parent_id": "Int64", "level": "int64", "code": "str", "name": "str", "key": "str"})


def tree_revision(tree: pd.DataFrame) -> str:
    """A digest of everything in a tree from `area_tree`: what was computed from equal ones is equal."""
    return str(tree.attrs[REVISION])


def descendants(tree: pd.DataFrame, area_ids: set[int]) -> set[int]:
    """The areas and everything below them, in a tree from `area_tree`."""
    found, new = set(area_ids) & set(tree.index), set(area_ids)
    while new:
        new = set(tree.index[tree["parent_id"].isin(list(new))]) - found
        found |= new
    return found


def ancestors_at(tree: pd.DataFrame, level: int) -> "pd.Series[Any]":
    """For each area of a tree the id of itself or the one above it at `level` (Int64, missing where none)."""
    current = pd.Series(tree.index, index=tree.index, dtype="Int64")
    levels = tree["level"]
    for _step in range(int(levels.max() - levels.min()) if len(tree) else 0):
        at = levels.reindex(current.astype("float")).to_numpy()
        parent = tree["parent_id"].reindex(current.astype("float")).array
        current = current.mask(pd.Series(at > level, index=tree.index), pd.Series(parent, index=tree.index))
    reached = levels.reindex(current.astype("float")).to_numpy() == level
    return current.where(pd.Series(reached, index=tree.index))


def changes(from_set: BoundarySet, to_set: BoundarySet, level: int | None = None) -> pd.DataFrame:
    """How areas of one set became areas of another.

    Columns: from_id, to_id (int), share (float, sums to 1 per from_id and basis), basis (str); sorted, one
    row per pair and basis. `level` keeps changes between areas of that level only.
    """
    found = change_rows(from_set, to_set, level)
    table = pd.DataFrame.from_records(found, columns=["from_id", "to_id", "share", "basis"])
    return table.astype({"from_id": "int64", "to_id": "int64", "share": "float64", "basis": "str"})


def change_rows(from_set: BoundarySet, to_set: BoundarySet, level: int | None = None) -> list[Change]:
    """The rows of `changes` as they stand in the database: what a digest of them needs."""
    rows = AreaChange.objects.filter(from_area__boundary_set=from_set, to_area__boundary_set=to_set)
    if level is not None:
        rows = rows.filter(from_area__level=level, to_area__level=level)
    fields = ("from_area_id", "to_area_id", "share", "basis")
    return list(rows.order_by("from_area_id", "to_area_id", "basis").values_list(*fields))


def previous_set(boundary_set: BoundarySet) -> BoundarySet | None:
    """The set of the same region that was in force before this one."""
    earlier = BoundarySet.objects.filter(region=boundary_set.region, valid_from__lt=boundary_set.valid_from)
    return earlier.order_by("-valid_from").first()


def choosable_areas() -> "QuerySet[Area]":
    """Areas that can be given to a person, of every region and set, newest set first."""
    order = ("boundary_set__region__name", "-boundary_set__valid_from", "level", "parent__name", "name", "pk")
    known = Area.objects.filter(is_pending=False)
    return known.select_related("boundary_set__region", "parent").order_by(*order)


def proposals() -> "QuerySet[WorkArea]":
    """Work areas that wait for an admin's word."""
    related = ("user", "area__boundary_set__region", "area__parent", "proposed_from__boundary_set__region")
    return (
        WorkArea.objects.filter(confirmed=False, declined=False)
        .select_related(*related)
        .order_by("user__email", "area__name", "pk")
    )


def area_by_id(area_id: int) -> Area | None:
    """An area of any set, with its set and region; None where there is none."""
    known = Area.objects.filter(is_pending=False).select_related("boundary_set__region", "parent")
    return known.filter(pk=area_id).first()


def few_names(area_ids: Iterable[int], most: int = 3) -> list[str]:
    """Names of these areas in order, for a file's name; none where they are more than it can hold."""
    known = Area.objects.filter(pk__in=list(area_ids), is_pending=False)
    names = list(known.order_by("name").values_list("name", flat=True)[: most + 1])
    return names if len(names) <= most else []


def successors_of(area: Area, boundary_set_id: int) -> list[Area]:
    """Areas of another set that hold a part of this one, on any basis and in either direction, by name."""
    later = AreaChange.objects.filter(from_area=area, to_area__boundary_set=boundary_set_id).values("to_area")
    earlier = AreaChange.objects.filter(to_area=area, from_area__boundary_set=boundary_set_id).values(
        "from_area"
    )
    known = Area.objects.filter(level=area.level, is_pending=False)
    found = known.filter(Q(pk__in=later) | Q(pk__in=earlier))
    return list(found.order_by("name", "pk"))
