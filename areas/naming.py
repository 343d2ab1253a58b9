"""Finds the areas that names in a file mean: exact, then a spelling confirmed before, else a suggestion.

Names are compared inside their parent, and never across boundary sets: "Rumbai" before and after
31 December 2020 are different places.
"""

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from areas.models import Area, AreaAlias, BoundarySet

Level = int
Place = tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """What one tuple of names means. `area_id` is the deepest area known, or None with the unknown name.

    spellings: the names in it that only a confirmed spelling or a decision could tell.
    """

    area_id: int | None
    level: Level = 0
    text: str = ""
    parent_id: int | None = None
    rejected: bool = False
    unknown_village: bool = False
    spellings: tuple[str, ...] = ()


@dataclass
class Names:
    """All names of one boundary set, ready for look-ups."""

    boundary_set: BoundarySet
    children: dict[tuple[int | None, Level], dict[str, int]] = field(default_factory=dict)
    by_level: dict[Level, dict[str, list[int]]] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)
    label: dict[int, str] = field(default_factory=dict)
    key: dict[int, str] = field(default_factory=dict)
    parent: dict[int, int | None] = field(default_factory=dict)
    level: dict[int, Level] = field(default_factory=dict)
    aliases: dict[tuple[int | None, Level, str], int] = field(default_factory=dict)

    @classmethod
    def of(cls, boundary_set: BoundarySet) -> "Names":
        names = cls(boundary_set)
        areas = Area.objects.filter(boundary_set=boundary_set)
        for pk, parent_id, level, code, name, key in areas.values_list(
            "pk", "parent_id", "level", "code", "name", "key"
        ):
            names.add(pk, parent_id, level, code, name, key)
        aliases = AreaAlias.objects.filter(boundary_set=boundary_set)
        for parent_id, level, key, area_id in aliases.values_list("parent_id", "level", "key", "area_id"):
            names.aliases[parent_id, level, key] = area_id
        return names

    def add(self, pk: int, parent_id: int | None, level: Level, code: str, name: str, key: str) -> None:
        self.children.setdefault((parent_id, level), {})[key] = pk
        self.by_level.setdefault(level, {}).setdefault(key, []).append(pk)
        self.label[pk], self.parent[pk], self.level[pk], self.key[pk] = name, parent_id, level, key
        if code:
            self.codes[code] = pk

    def path(self, area_id: int) -> str:
        """ "Malang > Kepanjen": what a person and a decisions file call an area."""
        return self._joined(area_id, self.label)

    def key_path(self, parent_id: int | None, key: str) -> str:
        """ "malang > kepanjen": what decisions about a name below this parent are compared by."""
        return f"{self._joined(parent_id, self.key)} > {key}" if parent_id is not None else key

    def _joined(self, area_id: int, words: dict[int, str]) -> str:
        parts = []
        current: int | None = area_id
        while current is not None:
            parts.append(words[current])
            current = self.parent[current]
        return " > ".join(reversed(parts))

    def ancestor(self, area_id: int, level: Level) -> int | None:
        """The area itself or the one above it at `level`."""
        current: int | None = area_id
        while current is not None and self.level[current] > level:
            current = self.parent[current]
        return current if current is not None and self.level[current] == level else None

    def candidates(self, parent_id: int | None, level: Level) -> dict[str, int]:
        """Names that may stand under this parent: its children, or all of the level where none is named."""
        if parent_id is not None:
            return self.children.get((parent_id, level), {})
        return {key: ids[0] for key, ids in self.by_level.get(level, {}).items() if len(ids) == 1}

    def exact(self, parent_id: int | None, level: Level, key: str) -> int | None:
        """The area of this very name under this parent; without a parent where only one has the name."""
        if parent_id is not None:
            return self.children.get((parent_id, level), {}).get(key)
        ids = self.by_level.get(level, {}).get(key, [])
        return ids[0] if len(ids) == 1 else None

    def find(self, parent_id: int | None, level: Level, key: str) -> int | None:
        """An exact name, or a spelling confirmed before, under this parent."""
        found = self.exact(parent_id, level, key)
        return found if found is not None else self.aliases.get((parent_id, level, key))

    def named(self, text: str, level: Level, key_of: Any) -> int | None:
        """The area a decision calls by its code, its name, or its path."""
        if text in self.codes:
            return self.codes[text]
        parent_id: int | None = None
        found: int | None = None
        parts = [part.strip() for part in text.split(">")]
        if len(parts) == 1:
            return self.find(None, level, key_of(text))
        for depth, part in enumerate(parts):
            levels = (
                sorted(self.by_level)
                if depth == 0
                else sorted({lv for (p, lv) in self.children if p == found})
            )
            found = next((hit for lv in levels if (hit := self.find(parent_id, lv, key_of(part)))), None)
            if found is None:
                return None
            parent_id = found
        return found


def resolve(
    names: Names,
    place: dict[Level, str],
    keys: dict[Level, str],
    decided: dict[str, int | None],
    by_village: bool = False,
) -> Found:
    """What one row's names mean.

    place: the texts by level, blank where the row says nothing; keys: their matching keys.
    decided: this file's decisions, key path → area id or None for "reject these rows"; a path may be one key.
    by_village: the file mixes boundary sets, so the village alone decides (it is in one area of each).
    """
    if by_village:
        return _by_village(names, place, keys)
    current: int | None = None
    spellings: tuple[str, ...] = ()
    for level in sorted(place):
        text = place[level]
        if not text:
            continue
        found = names.find(current, level, keys[level])
        if names.exact(current, level, keys[level]) is None:
            spellings = (*spellings, text)
        if found is None:
            path = _decided_path(decided, names, current, keys[level])
            if path is not None and decided[path] is None:
                return Found(None, level, text, current, rejected=True)
            found = decided[path] if path is not None else None
        if found is None:
            if level == Area.Level.VILLAGE and current is not None:
                known = spellings[:-1]
                return Found(
                    current, unknown_village=True, level=level, text=text, parent_id=current, spellings=known
                )
            return Found(None, level, text, current)
        current = found
    if current is None:
        return Found(None, min(place, default=Area.Level.DISTRICT), "", None)
    return Found(current, spellings=spellings)


def _by_village(names: Names, place: dict[Level, str], keys: dict[Level, str]) -> Found:
    level = Area.Level.VILLAGE
    ids = names.by_level.get(level, {}).get(keys.get(level, ""), [])
    return Found(ids[0]) if len(ids) == 1 else Found(None, level, place.get(level, ""), None)


def _decided_path(
    decided: dict[str, int | None], names: Names, parent_id: int | None, key: str
) -> str | None:
    """The path under which this name was decided: below its parent, or wherever it stands."""
    return next((path for path in (names.key_path(parent_id, key), key) if path in decided), None)


def matches(names: Names, place_table: pd.DataFrame, aliases: bool = True) -> "pd.Series[bool]":
    """Which of the distinct places carry a name of this set, at the level of sub-districts if there is one.

    place_table: one row per distinct place, columns are levels holding keys. aliases: whether spellings
    confirmed before count too; a typing error confirmed in another set says nothing about borders.
    """
    level = int(Area.Level.DISTRICT if Area.Level.DISTRICT in place_table else min(place_table.columns))
    known = set(names.by_level.get(level, {}))
    if aliases:
        known |= {key for (_parent, lv, key) in names.aliases if lv == level}
    return place_table[level].isin(known)
