"""A shop's customers as a list: who, in which segment, how near the next one, and how overdue.

Those worth a call come first, by what a call can win; then regulars who are gone by their own gap, whom one
may try once; then everybody else by money (analysis/calling.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from django.utils.translation import gettext as _

from analysis import calling
from analysis.lrfm import CannotSummarise
from analysis.movement import CHANGES
from core import formats
from data.cells_cache import RecentlyUsed, rows_weigh

from ..words import days_ago, every, last_bought
from .facts import Facts
from .movement import between

PER_PAGE = 50
CALLS = calling.Params()
# how the list can be ordered: name of the order → column, largest first?
ORDERS: Mapping[str, tuple[str, bool]] = {
    "call": ("call", True),
    "money": ("monetary", True),
    "often": ("frequency", True),
    "lately": ("recency", False),
    "overdue": ("overdue", True),
    "border": ("border", False),
}
Places = np.ndarray[tuple[int], np.dtype[np.intp]]
_tables: RecentlyUsed[pd.DataFrame] = RecentlyUsed(4, lambda table: rows_weigh(len(table)))


# columns of `table` that are above zero for some alone: who is worth a call, and who may be tried once
ONLY = ("call", "once")


@dataclass(frozen=True)
class Asked:
    """named: customers whose name holds the text, for who may read names; segment: None for all; was: the
    segment before (-1: new); change: one of CHANGES; earlier: its day; only: one of ONLY, "" for all."""

    text: str = ""
    named: frozenset[str] = frozenset()
    segment: int | None = None
    was: int | None = None
    change: str = ""
    order: str = "call"
    earlier: date | None = None
    only: str = ""

    @property
    def is_of_a_move(self) -> bool:
        """Whether only those are wanted who made some move since an earlier day."""
        return self.earlier is not None and (self.was is not None or bool(self.change))


def table(known: Facts) -> pd.DataFrame:
    """All customers: index customer; the columns of analysis.lrfm.summary and of analysis.calling; segment,
    next, border (0 on it, 1 at the centre)."""
    return _tables.get(known.reader.customers_key, lambda: _table(known))


def _table(known: Facts) -> pd.DataFrame:
    found = known.found
    placed = found.border(found.cells)
    # what is known of a million customers is not copied: the new columns stand beside it
    rows = found.table.reindex(found.labels.index)
    more = {name: found.cells.spread(placed[name]) for name in ("next", "border")}
    return lines(rows, found.labels, pd.DataFrame(more))


def lines(rows: pd.DataFrame, labels: pd.Series, placed: pd.DataFrame) -> pd.DataFrame:
    """Customers as in `table`: rows of summaries.table, their segment, and next and border of `placed`."""
    called = calling.run(rows, CALLS)
    return rows.assign(segment=labels, next=placed["next"], border=placed["border"], **called)


@dataclass(frozen=True, eq=False)
class Chosen:
    """Customers in an order. table: of all; places: of those chosen in it, since they may be a million."""

    table: pd.DataFrame
    places: Places

    def __len__(self) -> int:
        return len(self.places)

    def part(self, start: int, end: int) -> pd.DataFrame:
        """Rows of the table, from one place of the order to another."""
        return self.table.iloc[self.places[start:end]]

    def values(self, column: str) -> "np.ndarray[tuple[int], np.dtype[Any]]":
        """A column in the order."""
        return self.table[column].to_numpy()[self.places]


def chosen(known: Facts, asked: Asked) -> Chosen:
    """The customers that are asked for, in the order asked for; equal ones by their number."""
    rows = table(known)
    keep = fits(rows, asked)
    if asked.is_of_a_move:
        keep &= _moved(known, asked, rows.index)
    by = sorting(asked.order)
    places = np.flatnonzero(keep)
    keys = pd.DataFrame({name: rows[name].to_numpy()[places] for name in by})
    rising = [not largest_first for largest_first in by.values()]
    order = keys.sort_values(list(by), ascending=rising, kind="stable", na_position="last").index
    return Chosen(rows, places[order.to_numpy()])


def fits(rows: pd.DataFrame, asked: Asked) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Which of these rows of `table` are of the segment, the calls and the text that are asked for."""
    keep = np.ones(len(rows), dtype=bool)
    if asked.only:
        keep &= (rows[asked.only] > 0).to_numpy()
    if asked.segment is not None:
        keep &= (rows["segment"] == asked.segment).to_numpy()
    if asked.text:
        by_number = rows.index.str.contains(asked.text, case=False, regex=False)
        keep &= by_number | rows.index.isin(list(asked.named))
    return keep


def sorting(order: str) -> dict[str, bool]:
    """What a list is ordered by, the first one first: column → largest first? Equal ones stand by number."""
    column, largest_first = ORDERS[order]
    return dict.fromkeys(["call", "once", "monetary"] if column == "call" else [column], largest_first)


def _moved(known: Facts, asked: Asked, index: pd.Index) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    try:
        moved = moves(known, asked, index)
    except CannotSummarise:
        return np.zeros(len(index), dtype=bool)
    return moved_as(moved, asked)


def moved_as(moved: pd.DataFrame, asked: Asked) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Which customers, with before and change, made the move that is asked for."""
    keep = np.ones(len(moved), dtype=bool)
    if asked.was is not None:
        keep &= (moved["before"] == asked.was).to_numpy()
    if asked.change:
        keep &= (moved["change"] == asked.change).to_numpy()
    return keep


def moves(known: Facts, asked: Asked, index: pd.Index) -> pd.DataFrame:
    """What these customers did since the earlier day (analysis.movement: before, after, change).

    Raises CannotSummarise where nobody had bought anything by then.
    """
    assert asked.earlier is not None
    return between(known, asked.earlier).customers.reindex(index)


def is_change(text: str) -> bool:
    """Whether a text of an address names a change."""
    return text in CHANGES


def overdue_words(row: "pd.Series[Any] | Mapping[str, Any]") -> str:
    """ "every 23 days, last 61 days ago", for who bought more than once on different days."""
    gap, recency = row["gap"], row["recency"]
    if formats.is_missing(gap):
        return _("once, %(ago)s") % {"ago": days_ago(recency)}
    return f"{every(gap)}, {last_bought(recency)}"
