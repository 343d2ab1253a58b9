"""Finds rows of people in a stored original, whatever became of them: rejected, skipped, not yet imported.

Rows that were imported are held as contacts and found by search; the others exist in the file only.
"""

from collections.abc import Container, Iterator
from typing import Any

import pandas as pd

from data.contacts import HASHED, hash_column, known_keys
from data.erasure_ledger import Hashes
from data.models import Contact, Dataset
from data.plan import Plan
from data.reading import values
from data.reading.chunks import Chunk

Place = tuple[int, int]
PURPOSES = tuple(HASHED)


def found(
    dataset: Dataset, people: set[Hashes], namesakes: set[Hashes], unseen: Container[Hashes] = frozenset()
) -> set[Place]:
    """(sheet, row) of the rows that are these people and are not held as a contact.

    A row is a person by NIK, else by NIB, else by name and phone together. By name alone only for
    `namesakes`, the people of this very file, and where no number speaks against it. unseen: those of the
    people of whom rows held as contacts count too.
    """
    if not people or not dataset.guess.get("headers"):
        return set()
    plan, places = _plan(dataset), set()
    for chunk in plan.chunks():
        for place, who, is_held in _of_chunk(dataset, plan, chunk, people, namesakes):
            if not is_held or any(person in unseen for person in who):
                places.add(place)
    return places


def _plan(dataset: Dataset) -> Plan:
    """How the file is read, with the columns of people that were recognised but not chosen for import."""
    plan = Plan.of(dataset)
    for key, header in dataset.guess.get("mapping", {}).items():
        if key in HASHED.values() and header in plan.headers:
            plan.positions.setdefault(key, plan.headers.index(header))
    return plan


def _of_chunk(
    dataset: Dataset, plan: Plan, chunk: Chunk, people: set[Hashes], namesakes: set[Hashes]
) -> Iterator[tuple[Place, list[Hashes], bool]]:
    """Each place of the people, who of them stands there, and whether a contact is held of it."""
    # an erasure of before a change of keys knows the person by hashes of that key
    rows = pd.concat([_candidates(_hashes(plan, chunk, key), people) for key in known_keys()])
    sheet = plan.sheet_number(chunk)
    of_sheet = Contact.objects.filter(dataset=dataset, sheet=sheet)
    held = set(of_sheet.filter(row_number__in=rows.index.tolist()).values_list("row_number", flat=True))
    for number, *cells in rows.astype(object).itertuples(name=None):
        row = tuple(None if pd.isna(cell) else int(cell) for cell in cells)
        if who := [one for one in people if _same(one, row, one in namesakes)]:
            yield (sheet, int(number)), who, number in held


def _hashes(plan: Plan, chunk: Chunk, secret: str) -> pd.DataFrame:
    """Keyed hashes by purpose (columns) and row number (index); missing where the file has no such cell."""
    nothing = pd.Series(pd.NA, index=chunk.table.index, dtype="Int64")
    return pd.DataFrame(
        {
            purpose: hash_column(_texts(plan, chunk, key), purpose, secret) if plan.has(key) else nothing
            for purpose, key in HASHED.items()
        }
    )


def _texts(plan: Plan, chunk: Chunk, key: str) -> "pd.Series[Any]":
    """Cells as the import reads them. A number of lost digits is nobody's, so it is taken for missing."""
    column, cells = plan.kind.column(key), plan.cells(chunk, key)
    if column.type == "identifier":
        return values.identifier(cells, digits=column.digits).values
    return values.text(cells).values


def _candidates(hashes: pd.DataFrame, people: set[Hashes]) -> pd.DataFrame:
    """Rows that share a name, NIK or NIB with one of the people: a few of a million."""
    known = pd.DataFrame(sorted(people, key=str), columns=list(PURPOSES), dtype="Int64")
    shared = [hashes[purpose].isin(known[purpose].dropna()) for purpose in ("name", "nik", "nib")]
    return hashes[pd.concat(shared, axis=1).any(axis=1)]


def _same(person: Hashes, row: tuple[int | None, ...], by_name: bool) -> bool:
    """Whether a row is this person; `by_name` lets a name decide where numbers are missing."""
    told = dict(zip(PURPOSES, zip(person, row, strict=True), strict=True))
    equal = {what: None not in pair and pair[0] == pair[1] for what, pair in told.items()}
    differs = {what: None not in pair and pair[0] != pair[1] for what, pair in told.items()}
    if equal["nik"] or differs["nik"]:
        return equal["nik"]
    if equal["nib"]:
        return True
    alone = by_name and not differs["nib"] and not differs["phone"]
    return equal["name"] and (equal["phone"] or alone)
