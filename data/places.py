"""Which boundary set a file speaks of, and which area each of its places is."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
from django.utils.translation import gettext_noop

from areas import naming
from areas.creating import create_area
from areas.models import Area, BoundarySet, Region
from areas.naming import Found, Names
from data.plan import Plan
from data.reading import names as reading_names

MIXED = gettext_noop(
    "This file mixes names from before and after the borders changed: %(old)s belong to one set of areas, "
    "%(new)s to another. Add a column with the village, or split the file by year."
)


class MixedSets(Exception):
    """The names found belong to different boundary sets and nothing in the rows decides."""

    def __init__(self, old: list[str], new: list[str]) -> None:
        super().__init__(old, new)
        self.params = {"old": ", ".join(old), "new": ", ".join(new)}


@dataclass
class Places:
    """found: one Found per row of `table` (the distinct places of the file)."""

    names: Names
    table: pd.DataFrame
    found: list[Found]
    by_village: bool = False
    levels: dict[str, int] = field(default_factory=dict)
    created: list[int] = field(default_factory=list)

    @property
    def spellings(self) -> int:
        """How many names only a confirmed spelling or a decision could tell."""
        return len({text for found in self.found for text in found.spellings if found.area_id})

    @property
    def spelled_rows(self) -> int:
        """How many rows carry such a name."""
        told = [bool(found.spellings and found.area_id) for found in self.found]
        return int(self.table["rows"][told].sum()) if len(told) else 0


def place_keys(plan: Plan, table: pd.DataFrame) -> pd.DataFrame:
    """Matching keys of the distinct places, columns by level."""
    return pd.DataFrame(
        {int(column.level or 0): reading_names.keys(table[column.key]) for column in plan.area_columns},
        index=table.index,
    )


def choose_set(
    region: Region, plan: Plan, table: pd.DataFrame, on: date, decided: Mapping[str, str | None]
) -> tuple[Names | None, bool]:
    """The boundary set whose names the file uses, and whether only the village can tell.

    The names found outweigh the period (a register of 2021 may carry the names of 2020); where the names
    fit several sets equally, the period decides. decided: what a person answered in this file. Names whose
    rows are rejected mix nothing; any other answer about a former name would join places across the borders.
    """
    sets = [Names.of(boundary_set) for boundary_set in BoundarySet.objects.filter(region=region)]
    if not sets or table.empty:
        return (sets[-1] if sets else None), False
    keys = place_keys(plan, table)
    hits = [naming.matches(names, keys) for names in sets]
    score = [
        (int(table["rows"][hit].sum()), _covers(names.boundary_set, on), order)
        for order, (names, hit) in enumerate(zip(sets, hits, strict=True))
    ]
    best = max(range(len(sets)), key=lambda i: score[i])
    others = [naming.matches(names, keys, aliases=False) for i, names in enumerate(sets) if i != best]
    elsewhere = _any(others, table.index)
    strangers = ~hits[best] & elsewhere & ~_rejected(keys, decided)
    if not strangers.any():
        return sets[best], False
    # "Rumbai" is a name of both sets, so in a mixed file no row may be trusted by its sub-district's name
    by_period = next((names for names in sets if _covers(names.boundary_set, on)), sets[best])
    if Area.Level.VILLAGE in keys and _villages_decide(by_period, keys):
        return by_period, True
    column = "sub_district" if "sub_district" in table else plan.area_columns[0].key
    own = hits[best] & ~elsewhere if (hits[best] & ~elsewhere).any() else hits[best]
    raise MixedSets(_listed(table.loc[own, column]), _listed(table.loc[strangers, column]))


def _rejected(keys: pd.DataFrame, decided: Mapping[str, str | None]) -> "pd.Series[bool]":
    """Places with a name whose rows a person rejected; a decision may call it by its path."""
    refused = {reading_names.key(text.split(" > ")[-1]) for text, answer in decided.items() if answer is None}
    return keys.isin(refused).any(axis=1)


def titled(name: str) -> str:
    """ "WUNGU" → "Wungu"; a name that already mixes cases is left as it is."""
    return name.title() if name.isupper() or name.islower() else name


def _covers(boundary_set: BoundarySet, on: date) -> bool:
    return boundary_set.valid_from <= on and (boundary_set.valid_to is None or on <= boundary_set.valid_to)


def _any(masks: list[Any], index: pd.Index) -> "pd.Series[bool]":
    result = pd.Series(False, index=index)
    for mask in masks:
        result |= mask
    return result


def _listed(texts: "pd.Series[Any]") -> list[str]:
    return sorted(set(texts))[:8]


def _villages_decide(names: Names, keys: pd.DataFrame) -> bool:
    known = {key for key, ids in names.by_level.get(Area.Level.VILLAGE, {}).items() if len(ids) == 1}
    return bool(keys[Area.Level.VILLAGE].isin(known).all())


def resolve(
    plan: Plan,
    names: Names,
    table: pd.DataFrame,
    decisions: dict[str, str | None],
    by_village: bool = False,
    create: bool = False,
) -> Places:
    """Resolve every distinct place; with `create`, unknown names become areas under their parent."""
    keys = place_keys(plan, table)
    levels = {column.key: int(column.level or 0) for column in plan.area_columns}
    places = _rows(table[list(levels)].rename(columns=levels))
    key_rows = _rows(keys)
    result = Places(names, table, [], by_village, levels=levels)
    if create:
        for place, key in zip(places, key_rows, strict=True):
            _create(names, place, key, {key_path(text) for text in decisions}, result.created)
    decided = _decided(names, decisions, levels)
    result.found = [
        naming.resolve(names, place, key, decided, by_village)
        for place, key in zip(places, key_rows, strict=True)
    ]
    return result


def _rows(table: pd.DataFrame) -> list[dict[int, str]]:
    """Texts by level, one dict per row."""
    levels = [int(level) for level in table.columns]
    return [dict(zip(levels, row, strict=True)) for row in table.itertuples(index=False, name=None)]


def _decided(names: Names, decisions: dict[str, str | None], levels: dict[str, int]) -> dict[str, int | None]:
    """Decisions as key path → area id. One that names no area is left out, so that it is asked again."""
    found: dict[str, int | None] = {}
    for text, answer in decisions.items():
        if answer is None:
            found[key_path(text)] = None
            continue
        hits = (names.named(answer, level, reading_names.key) for level in levels.values())
        area_id = next((hit for hit in hits if hit is not None), None)
        if area_id is not None:
            found[key_path(text)] = area_id
    return found


def key_path(text: str) -> str:
    """What a name or path is compared by: "Malang > KEPANJEN " and "malang > Kepanjen" are one."""
    return " > ".join(reading_names.key(part) for part in text.split(">"))


def _create(
    names: Names, place: dict[int, str], keys: dict[int, str], decided: set[str], created: list[int]
) -> None:
    """Create the areas of one place that are not known, the widest first; never one a person decided on."""
    parent_id: int | None = None
    for level in sorted(place):
        text = place[level]
        if not text or not keys[level]:
            continue
        found = names.find(parent_id, level, keys[level])
        if found is None:
            if keys[level] in decided or names.key_path(parent_id, keys[level]) in decided:
                return
            code, name = reading_names.split_code(text)
            area = create_area(names.boundary_set, parent_id, level, code, titled(name), keys[level])
            names.add(area.pk, parent_id, level, code, area.name, keys[level])
            found = area.pk
            created.append(area.pk)
        parent_id = found


def unresolved(
    places: Places, decisions: Mapping[str, str | None], suggestions: int = 3
) -> list[dict[str, Any]]:
    """Unknown names with their rows and the nearest known names, the most frequent first.

    Below an unknown area its sub-districts are asked about too, so that two spellings of one can be told to
    be the same before both are created. A name is called by its path, its parents as they would be named.
    """
    asked: dict[tuple[str, int, str], Counter[str]] = {}
    parents: dict[str, int | None] = {}
    records = places.table.to_dict("records")
    for found, row in zip(places.found, records, strict=True):
        if found.area_id is not None or found.rejected or not found.text:
            continue
        path = f"{places.names.path(found.parent_id)} > " if found.parent_id is not None else ""
        parents.setdefault(path, found.parent_id)
        for level, text in _asked_texts(found, row, places.levels):
            place = (path, level, reading_names.key(text))
            asked.setdefault(place, Counter())[text] += int(row["rows"])
            path = f"{path}{titled(reading_names.split_code(text)[1])} > "
    result = []
    for (path, level, _key), texts in sorted(asked.items(), key=lambda item: (-item[1].total(), item[0])):
        text = max(sorted(texts), key=texts.__getitem__)
        near: list[tuple[str, float]] = []
        if not path or path in parents:
            candidates = places.names.candidates(parents.get(path), level)
            known = {key: places.names.label[pk] for key, pk in candidates.items()}
            near = reading_names.suggest([text], known, limit=suggestions).get(text, [])
        result.append(
            {
                "text": f"{path}{text}",
                "level": level,
                "parent": path.removesuffix(" > "),
                "rows": texts.total(),
                "answered": decisions.get(f"{path}{text}") or decisions.get(text) or "",
                "suggestions": [{"name": f"{path}{label}", "score": round(score)} for label, score in near],
            }
        )
    return result


def _asked_texts(found: Found, row: dict[Any, Any], levels: dict[str, int]) -> list[tuple[int, str]]:
    """The unknown name and, down to sub-districts, the names below it."""
    deeper = [
        (level, str(row[column]))
        for column, level in sorted(levels.items(), key=lambda item: item[1])
        if found.level < level <= Area.Level.DISTRICT and row[column]
    ]
    return [(found.level, found.text), *deeper]
