"""Brings new borders into force: the set before ends, what became of what is worked out, people are asked.

The steps are those of loading.py, changes.py and successors.py, all or nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from . import changes, loading, queries, successors
from .models import Area, AreaChange, BoundarySet, Region

KeyOf = Callable[[str], str]
DISTRICT, VILLAGE = Area.Level.DISTRICT, Area.Level.VILLAGE


@dataclass(frozen=True)
class Village:
    """One village of the new borders. former: the sub-district it lay in before; land in km²; residents.

    An empty former sub-district means that the village is known by its name in the borders before.
    """

    name: str
    sub_district: str
    code: str = ""
    sub_district_code: str = ""
    former: str = ""
    land: float | None = None
    residents: float | None = None


@dataclass(frozen=True)
class Introduced:
    """What `introduce` did. unmapped: former sub-districts of which nothing says what they became."""

    boundary_set: BoundarySet
    before: BoundarySet | None = None
    changes: int = 0
    proposals: int = 0
    unmapped: tuple[str, ...] = ()


@transaction.atomic
def introduce(
    region: Region,
    valid_from: date,
    valid_to: date | None,
    villages: Iterable[Village],
    *,
    key_of: KeyOf,
    note: str = "",
    by: Any = None,
) -> Introduced:
    """Load a set of sub-districts and villages and join it to the one before, which ends the day before.

    Raises ValidationError when the dates overlap another set, a name is missing, repeats or is unknown, a
    weight is missing, or no village is known from the borders before.
    """
    given = list(villages)
    if not given:
        raise ValidationError(_("There are no villages in the file. Add a row for each village."))
    before = BoundarySet.objects.filter(region=region, valid_from__lt=valid_from).last()
    if before is not None and (before.valid_to is None or before.valid_to >= valid_from):
        loading.end(before, valid_from - timedelta(days=1))
    made = loading.load_boundary_set(
        region, valid_from, valid_to, _lines(given, key_of), note, key_of=key_of, by=by
    )
    if before is None:
        return Introduced(made)
    found = _join(before, made, given, key_of, by)
    return Introduced(made, before, found.rows, successors.propose(made, by), _unmapped(before, made))


def _lines(villages: list[Village], key_of: KeyOf) -> list[dict[str, Any]]:
    """Every sub-district once, then its villages, as load_boundary_set takes them."""
    districts = {key_of(one.sub_district): one for one in reversed(villages)}
    lines: list[dict[str, Any]] = [
        {"level": DISTRICT, "code": one.sub_district_code, "name": one.sub_district}
        for one in reversed(districts.values())
    ]
    return lines + [
        {"level": VILLAGE, "code": one.code, "name": one.name, "parent": one.sub_district} for one in villages
    ]


def _join(
    before: BoundarySet, made: BoundarySet, villages: list[Village], key_of: KeyOf, by: Any
) -> changes.Loaded:
    """Write what became of the areas before, on every basis that the villages give."""
    new = queries.area_tree(made)
    district = new["parent_id"].map(new["key"])
    place = {(above, key): int(pk) for pk, above, key in zip(new.index, district, new["key"], strict=True)}
    ids = [place[key_of(one.sub_district), key_of(one.name)] for one in villages]
    weights = {
        name: pd.Series([getattr(one, name) for one in villages], index=ids, dtype="float64")
        for name in ("land", "residents")
    }
    return changes.load_changes(
        before,
        made,
        **{name: weight for name, weight in weights.items() if weight.notna().any()},
        pairs=_pairs(queries.area_tree(before), new, dict(zip(ids, villages, strict=True)), key_of),
        by=by,
    )


def _pairs(old: pd.DataFrame, new: pd.DataFrame, villages: dict[int, Village], key_of: KeyOf) -> pd.DataFrame:
    """Each village with its place before: columns from_id (village, else former sub-district) and to_id."""
    same = changes.same_villages(old, new)
    known = dict(zip(same["to_id"], same["from_id"], strict=True))
    pairs = {pk: _former(old, one, key_of) if one.former else known.get(pk) for pk, one in villages.items()}
    found = [(before, now) for now, before in pairs.items() if before is not None]
    if not found:
        raise ValidationError(
            _(
                "No village of this file is known from the borders before. Add a column with the former "
                "sub-district of each village."
            )
        )
    return pd.DataFrame(found, columns=["from_id", "to_id"])


def _former(old: pd.DataFrame, village: Village, key_of: KeyOf) -> int:
    """The village of this name in the former sub-district, else that sub-district itself."""
    districts = old.index[(old["level"] == DISTRICT) & (old["key"] == key_of(village.former))]
    if len(districts) != 1:
        message = _(
            "“%(former)s”, the former sub-district of %(village)s, is no sub-district of the borders before. "
            "Correct its name."
        )
        raise ValidationError(message % {"former": village.former, "village": village.name})
    inside = (old["level"] == VILLAGE) & (old["parent_id"] == districts[0])
    same = old.index[inside & (old["key"] == key_of(village.name))]
    return int(same[0] if len(same) else districts[0])


def _unmapped(before: BoundarySet, made: BoundarySet) -> tuple[str, ...]:
    became = AreaChange.objects.filter(to_area__boundary_set=made).values("from_area")
    lost = Area.objects.filter(boundary_set=before, level=DISTRICT).exclude(pk__in=became)
    return tuple(lost.values_list("name", flat=True))
