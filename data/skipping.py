"""Rows of a sheet that are not data: totals, notes, repeated headers, the numbering under a header."""

import re
from typing import Any

import numpy as np
import pandas as pd
from django.utils.translation import gettext_noop

from data.kinds import Kind
from data.plan import Plan
from data.reading import names, parsed
from data.reading.chunks import Chunk

TOTAL = "total"
NOTE = "note"
HEADER = "header"
NUMBERING = "numbering"
NOTHING = "nothing"
DUPLICATE = "duplicate"
SAME_ANSWERS = "same_answers"
REASONS = {
    TOTAL: gettext_noop("Total rows: the parts are counted, never the sum as well"),
    NOTE: gettext_noop("Notes and titles"),
    HEADER: gettext_noop("The header again"),
    NUMBERING: gettext_noop("Numbering under the header"),
    NOTHING: gettext_noop("Nothing in the columns that are imported"),
    DUPLICATE: gettext_noop("The same enterprise again in this file: the first row counts"),
    SAME_ANSWERS: gettext_noop("The same answers again: the first row counts"),
}
_NOTE = re.compile(r"^\s*(\*|sumber|source|catatan|note|ket\b|keterangan|data demo)", re.IGNORECASE)


def said(reason: str, kind: Kind) -> str:
    """The text of a reason; in a kind with questions a row says again what was answered, not who answered."""
    if reason == DUPLICATE and kind.again:
        return str(kind.again)
    return REASONS[SAME_ANSWERS if reason == DUPLICATE and kind.open else reason]


def reasons(plan: Plan, chunk: Chunk) -> "pd.Series[str]":
    """Reason why each row of the chunk is skipped, '' for data. Index as the chunk's table."""
    table = chunk.table
    filled = np.column_stack([parsed.is_filled(table[column]) for column in table])
    found = np.full(len(table), "", dtype=object)
    mapped = [plan.positions[c.key] for c in plan.columns if plan.positions[c.key] in table.columns]
    found[~filled[:, _places(table, mapped)].any(axis=1)] = NOTHING
    lonely = filled.sum(axis=1) == 1
    found[_notes(table, filled, lonely)] = NOTE
    found[_headers(plan, table, mapped)] = HEADER
    if plan.layout.header_rows:
        found[_numbering(table, filled)] = NUMBERING
    found[_totals(plan, chunk, filled)] = TOTAL
    return pd.Series(found, index=table.index, dtype=object)


def kept(chunk: Chunk, reason: "pd.Series[str]") -> Chunk:
    """The chunk without its skipped rows; the very same chunk where none is."""
    data = (reason == "").to_numpy()
    return chunk if data.all() else Chunk(chunk.sheet, chunk.table[data])


def _places(table: pd.DataFrame, positions: list[int]) -> "np.ndarray[Any, Any]":
    """Where the columns of these positions stand in the chunk, without those it does not reach."""
    return np.flatnonzero(table.columns.isin(positions))


def _notes(
    table: pd.DataFrame, filled: "np.ndarray[Any, Any]", lonely: "np.ndarray[Any, Any]"
) -> "np.ndarray[Any, Any]":
    """A row with one filled cell: a note in any table of three columns or more, else by its first word."""
    if table.shape[1] >= 3:
        return lonely
    notes = np.zeros(len(table), dtype=bool)
    for place in np.flatnonzero(lonely):
        notes[place] = any(_NOTE.match(str(cell)) for cell in table.iloc[place][filled[place]])
    return notes


def _headers(plan: Plan, table: pd.DataFrame, mapped: list[int]) -> "np.ndarray[Any, Any]":
    """Rows that repeat the header in every mapped column; only rows that still fit are compared further."""
    rows = np.arange(len(table) if mapped else 0)
    for position in mapped:
        cells = table[position].iloc[rows]
        rows = rows[np.asarray(cells == plan.headers[position], dtype=bool)]
        if not len(rows):
            break
    same = np.zeros(len(table), dtype=bool)
    same[rows] = True
    return same


def _numbering(table: pd.DataFrame, filled: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    """A row (1) (2) (3) …: only looked for among the first rows of a chunk, where a header can be."""
    found = np.zeros(len(table), dtype=bool)
    for place in range(min(5, len(table))):
        cells = [str(cell).strip(" ()").removesuffix(".0") for cell in table.iloc[place][filled[place]]]
        found[place] = len(cells) >= 3 and cells == [str(n) for n in range(1, len(cells) + 1)]
    return found


def _totals(plan: Plan, chunk: Chunk, filled: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    """Rows whose first filled cell, area, category or size class is a total word, or the region itself in a
    file of its areas."""
    found = _undated_totals(plan, chunk, filled)
    for column in plan.columns:
        if column.type in ("area", "category", "size"):
            codes, distinct = parsed.codes(plan.cells(chunk, column.key))
            own = _region_names(plan, column.level)
            found |= np.array([names.is_total(str(cell), own) for cell in distinct], dtype=bool)[codes]
    areas = [plan.positions[c.key] for c in plan.area_columns if plan.positions[c.key] >= 0]
    if areas and min(areas) > 0 and 0 in chunk.table.columns:
        # "JUMLAH" often stands in the first column, over merged cells, with the areas left blank; no other
        # row is looked at, because a first column of names has a million distinct ones
        blank = np.flatnonzero(~filled[:, _places(chunk.table, areas)].any(axis=1) & filled[:, 0])
        first = chunk.table[0].iloc[blank]
        found[blank] |= np.fromiter((names.is_total(str(cell), []) for cell in first), bool, len(first))
    return found


def _undated_totals(plan: Plan, chunk: Chunk, filled: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    """In files of dated rows: those without a date whose first filled cell is a total word."""
    found = np.zeros(len(chunk.table), dtype=bool)
    dated = [plan.positions[column.key] for column in plan.columns if column.type == "date"]
    if not dated:
        return found
    rows = np.flatnonzero(~filled[:, _places(chunk.table, dated)].any(axis=1))
    first = filled[rows].argmax(axis=1)
    for place in np.unique(first):
        here = rows[first == place]
        codes, distinct = parsed.codes(chunk.table.iloc[here, place])
        found[here] = np.array([names.is_total(str(cell), []) for cell in distinct], dtype=bool)[codes]
    return found


def _region_names(plan: Plan, level: int | None) -> list[str]:
    """The region's own name is a total only in a column of its parts, below regencies."""
    return plan.region_names if level and level > 1 else []
