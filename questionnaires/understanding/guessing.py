"""What each question of a questionnaire file is, guessed from its header and the whole column."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from ..questions import Question
from . import choices, measures, personal, reversing, roles, scales
from .cells import key as answer_key
from .counting import ColumnCounts
from .headers import Head, heads
from .scales import Scale
from .seen import FEW, Seen, seen, together

__all__ = ["ColumnCounts", "alternatives", "as_type", "guess"]

Made = dict[str, Any]
# rows of a grid offer the same few answers; taken together they show more of them
GRID_ANSWERS = 15
ROW_NUMBER = frozenset({"", "no", "nomor", "id", "no urut", "nomor urut", "number"})
MOST_STEPS = 11
# a person may want a column counted of which less than that comes twice; nothing could be shown
HARDLY = 0.3
COUNTED = ("single", "multiple", "likert", "number", "date")


def guess(headers: Sequence[str], counts: Sequence[ColumnCounts]) -> tuple[Question, ...]:
    """Return a question per column, in the order of the file."""
    columns = _columns(headers, counts)
    plain = [_without_scale(column) for column in columns]
    readings = [None if made else scales.read(column) for column, made in zip(columns, plain, strict=True)]
    found = [
        _question(f"q{at:02d}", column.head, made or _closed_or_text(column, scale))
        for at, (column, made, scale) in enumerate(
            zip(columns, plain, scales.resolve(readings), strict=True), 1
        )
    ]
    return tuple(roles.assigned(reversing.proposed(found)))


def as_type(key: str, header: str, counts: ColumnCounts, wanted: str) -> Question | None:
    """Return a question read as a type that a person chose; None where its answers do not fit that."""
    # as if there were another row: what a person reads as a grid is one
    return _as_type(key, seen(heads([header, header])[0], counts), wanted)


def alternatives(headers: Sequence[str], counts: Sequence[ColumnCounts]) -> dict[str, dict[str, Made]]:
    """Return question key → type → the question read as that type, as JSON, for all that fit its answers."""
    return {
        f"q{at:02d}": {
            wanted: found.to_json()
            for wanted in COUNTED
            if (found := _as_type(f"q{at:02d}", column, wanted)) is not None
        }
        for at, column in enumerate(_columns(headers, counts), 1)
    }


def _columns(headers: Sequence[str], counts: Sequence[ColumnCounts]) -> list[Seen]:
    columns = [seen(head, one) for head, one in zip(heads(headers), counts, strict=True)]
    grids: dict[str, list[Seen]] = {}
    for column in columns:
        grids.setdefault(column.head.grid, []).append(column)
    joined = {stem: together(rows) for stem, rows in grids.items() if stem}
    return [
        replace(one, head=column.head)
        if (one := joined.get(column.head.grid)) and len(one.answers) <= GRID_ANSWERS and column.n
        else column
        for column in columns
    ]


def _question(key: str, head: Head, made: Made) -> Question:
    return Question(key=key, header=head.header, label=head.label, grid=head.grid, item=head.item, **made)


def _without_scale(column: Seen) -> Made | None:
    """Return what a column is that no scale could be: empty, a row number, personal data or dates."""
    if not column.n:
        return {"type": "skip", "why": "empty", "sure": False}
    if answer_key(column.head.label) in ROW_NUMBER and _counts_rows(column):
        return {"type": "skip", "why": "row_number"}
    if about := personal.found(column):
        return {"type": "personal", "form": {"personal": about[0]}, "why": about[1]}
    if dated := measures.date(column):
        return {"type": "date", **dated._asdict()}
    return None


def _counts_rows(column: Seen) -> bool:
    return (
        column.n > 1 and len(column.texts) + column.beyond == column.n and all(map(str.isdigit, column.texts))
    )


def _closed_or_text(column: Seen, scale: Scale | None) -> Made:
    if scale is not None:
        return _likert(scale)
    if measures.is_number(column) and (form := measures.number(column)):
        return {"type": "number", **form._asdict()}
    if not choices.are_ranges(column) and (boxes := choices.boxes(column)):
        return _multiple(column, boxes)
    if choices.is_closed(column):
        return _single(column)
    few = column.n < FEW
    return {"type": "text", "why": "few_answers" if few else "many_words", "sure": not few}


def _likert(scale: Scale) -> Made:
    return {"type": "likert", **vars(scale)}


def _multiple(column: Seen, boxes: choices.Boxes) -> Made:
    return {
        "type": "multiple",
        "options": boxes.options,
        "has_other": boxes.has_other,
        "delimiter": boxes.delimiter,
        "why": "several_allowed" if column.head.allows_several else "check_boxes",
        "sure": choices.boxes_are_sure(column, boxes),
    }


def _single(column: Seen) -> Made:
    return {"type": "single", **vars(choices.single(column))}


def _as_type(key: str, column: Seen, wanted: str) -> Question | None:
    made = _READ_AS[wanted](column) if column.n or wanted not in COUNTED else None
    if made is None:
        return None
    return _question(key, column.head, {**made, "type": wanted, "why": "chosen", "sure": True})


def _as_single(column: Seen) -> Made | None:
    return _single(column) if choices.repeated(column) >= HARDLY or choices.is_closed(column) else None


def _as_multiple(column: Seen) -> Made | None:
    found = choices.any_boxes(column)
    return _multiple(column, found) if found.options and found.covered >= HARDLY else None


def _as_likert(column: Seen) -> Made | None:
    """Return the steps of a known scale, else the few answers in their own order."""
    reading = scales.read(column)
    [scale] = scales.resolve([reading])
    if scale is not None:
        return _likert(scale)
    made = _as_single(column)
    return made if made and 2 <= len(made["options"]) <= MOST_STEPS else None


def _as_number(column: Seen) -> Made | None:
    form = measures.number(column)
    return form and form._asdict()


def _as_date(column: Seen) -> Made | None:
    form = measures.date(column)
    return form and form._asdict()


def _as_personal(column: Seen) -> Made:
    return {"form": {"personal": personal.field(column.head)}}


_READ_AS: dict[str, Callable[[Seen], Made | None]] = {
    "single": _as_single,
    "multiple": _as_multiple,
    "likert": _as_likert,
    "number": _as_number,
    "date": _as_date,
    "text": lambda column: {},
    "personal": _as_personal,
    "skip": lambda column: {},
}
