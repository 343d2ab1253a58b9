"""Guesses which header means which column of a kind: exact alias, remembered from last time, or similar."""

import re
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from data.kinds import Column, Kind

SHEET = "@sheet"  # stands for "the name of the sheet" in a mapping
_YEAR = re.compile(r"(?<!\d)(19|20)\d\d(?!\d)")
_COUNTS = re.compile(r"\s*(n|no|jumlah|jml|banyak\w*|total|count|number)[\s_.-]", re.IGNORECASE)
_SIMILAR = 88  # below it rapidfuzz pairs "Alamat usaha" with "Nama usaha"


@dataclass
class Recognition:
    """mapping: column → header; why: exact, remembered or similar; by_year: column → {year: header}."""

    mapping: dict[str, str] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    by_year: dict[str, dict[str, str]] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)


def header_key(header: str) -> str:
    """What two headers are compared by: letters and digits only."""
    return re.sub(r"[^0-9a-z]+", "", header.casefold())


def _without_year(header: str) -> tuple[str, str]:
    years = [match.group() for match in _YEAR.finditer(header)]
    return (header_key(_YEAR.sub("", header)), years[0]) if len(years) == 1 else (header_key(header), "")


def recognise(kind: Kind, headers: list[str], remembered: dict[str, str], year: int) -> Recognition:
    """Guess the mapping of a file's headers.

    remembered: header key → column key of the last file of this kind in this region.
    year: of the period; picks among columns that stand once per year.
    """
    found = Recognition()
    free = list(headers)
    for column in kind.columns:
        _by_year(column, free, found, year)
    for column in kind.columns:
        if column.key not in found.mapping:
            header, why = _one(column, _doubtless(column, kind, free), free, remembered)
            if header:
                found.mapping[column.key], found.why[column.key] = header, why
                free.remove(header)
    used = set(found.mapping.values()) | {h for group in found.by_year.values() for h in group.values()}
    found.unused = [header for header in headers if header not in used]
    return found


def _aliases(column: Column) -> list[str]:
    return [header_key(alias) for alias in (*column.aliases, column.key)]


def _doubtless(column: Column, kind: Kind, free: list[str]) -> list[str]:
    """Its aliases without those that mean something else beside these headers."""
    known = {alias for one in kind.columns for alias in _aliases(one)}
    unknown = [key for key in map(header_key, free) if key not in known]
    doubtful = {
        header_key(alias)
        for alias, words in column.unless.items()
        if any(word in key for word in words for key in unknown)
    }
    return [alias for alias in _aliases(column) if alias not in doubtful]


def _by_year(column: Column, free: list[str], found: Recognition, year: int) -> None:
    """Columns such as OMSET_2019, OMSET_2020: the period's year, else the nearest before, else the last."""
    if not column.by_year:
        return
    wanted = set(_aliases(column)) | ({""} if column.key == "residents" else set())
    years = {y: header for header in free for base, y in [_without_year(header)] if y and base in wanted}
    if not years:
        return
    if len(years) > 1:
        found.by_year[column.key] = dict(sorted(years.items()))
    before = [y for y in years if int(y) <= year]
    chosen = years[max(before) if before else max(years)]
    found.mapping[column.key], found.why[column.key] = chosen, "exact"
    for header in years.values():
        free.remove(header)


def _one(column: Column, aliases: list[str], free: list[str], remembered: dict[str, str]) -> tuple[str, str]:
    keys = {header_key(header): header for header in reversed(free)}
    for alias in aliases:
        if alias in keys:
            return keys[alias], "exact"
    for key, header in keys.items():
        if remembered.get(key) == column.key:
            return header, "remembered"
    if column.type == "geometry":
        return "", ""
    if column.type == "area":
        # "n_kelurahan" counts villages: it is similar to the column that names them, and the opposite of it
        keys = {key: header for key, header in keys.items() if not _COUNTS.match(header)}
    best = max(
        (
            hit
            for alias in aliases
            if len(alias) > 3
            and (hit := process.extractOne(alias, list(keys), scorer=fuzz.ratio, score_cutoff=_SIMILAR))
        ),
        key=lambda hit: hit[1],
        default=None,
    )
    return (keys[best[0]], "similar") if best else ("", "")
