"""What a questionnaire's file holds: its cells counted by column, and its questions as they were decided."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from data.kinds import Column
from data.kinds.msme_register import KIND as REGISTER
from data.models import Dataset
from data.plan import Plan
from data.recognition import recognise
from data.skipping import kept, reasons

from .questions import Question
from .understanding import guessing

# columns of a register that no survey has three of
REGISTER_SIGNS = frozenset({"nib", "nik", "turnover", "employees", "start_year", "size_class", "address"})


def counted(
    dataset: Dataset, found: dict[str, Any], at: Callable[[int], None]
) -> list[guessing.ColumnCounts]:
    """What the whole file holds, column by column; titles, notes and repeated headers left out."""
    dataset.guess, dataset.layout, dataset.mapping = found, found["layout"], {}
    plan = Plan.of(dataset)
    every = tuple(Column(f"q{place}", header, "open") for place, header in enumerate(plan.headers))
    plan.kind = replace(plan.kind, columns=every)
    plan.positions = {column.key: place for place, column in enumerate(every)}
    counts = [guessing.ColumnCounts() for _header in plan.headers]
    done = 0
    for chunk in plan.chunks():
        part = kept(chunk, reasons(plan, chunk))
        for column, one in zip(every, counts, strict=True):
            one.feed(plan.cells(part, column.key))
        done += len(chunk.table)
        at(done)
    return counts


def as_decided(
    asked: Iterable[Question], counts: Iterable[guessing.ColumnCounts], decisions: dict[str, Any]
) -> tuple[Question, ...]:
    """The questions read as the types that a person chose, with the answers of the whole file as options."""
    found = []
    for one, seen in zip(asked, counts, strict=True):
        wanted = decisions.get(one.header, {}).get("type", one.type)
        made = guessing.as_type(one.key, one.header, seen, wanted) if wanted in guessing.COUNTED else None
        found.append(replace(made, role=one.role) if made and wanted != one.type else one)
    return tuple(found)


def looks_like_register(headers: list[str]) -> bool:
    """Whether the headers are those of a register: three columns that no survey has together, or little else
    than columns of a register.
    """
    known = recognise(REGISTER, headers, {}, 2000).mapping
    return len(REGISTER_SIGNS & set(known)) > 2 or (len(known) > 3 and len(known) >= 0.75 * len(headers))
