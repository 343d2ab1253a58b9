"""Facts behind the sentence titles of pages: data only, the sentences are written by the web layer.

Every function is deterministic: equal values are put in the order of the index. Missing values take no part.
"""

from collections.abc import Hashable
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Half:
    """The fewest rows that hold at least `of` of a sum: how many, their true share (0 .. 1) and which."""

    count: int
    share: float
    ids: tuple[Hashable, ...]


@dataclass(frozen=True)
class Top:
    """The row with the largest (or smallest) value; share of the sum (0 .. 1, None where the sum is 0).

    also: the other rows with this very value, in the order of the index: a tie has no single winner.
    """

    id: Hashable
    value: float
    share: float | None
    also: tuple[Hashable, ...] = ()

    @property
    def ids(self) -> tuple[Hashable, ...]:
        """Every row with this value."""
        return (self.id, *self.also)


@dataclass(frozen=True)
class Spread:
    """Largest and smallest value; times: largest ÷ smallest, None where the smallest is 0."""

    highest: Top
    lowest: Top
    times: float | None


@dataclass(frozen=True)
class Against:
    """Rows above, at and below a reference value, each in the order of the values, highest first."""

    above: tuple[Hashable, ...]
    at: tuple[Hashable, ...]
    below: tuple[Hashable, ...]


def _sorted(table: pd.DataFrame, column: str) -> pd.Series:
    known = table[column].dropna().astype("float64").sort_index()
    return known.sort_values(ascending=False, kind="stable")


def smallest_half(table: pd.DataFrame, column: str, of: float = 0.5) -> Half | None:
    """The fewest rows that together hold `of` of the column's sum ("half of all MSMEs are in four ...").

    table: one row per area; column: amounts, ValueError when one is negative. None where the sum is 0.
    """
    values = _sorted(table, column)
    if (values < 0).any():
        raise ValueError("amounts must not be negative")
    total = float(values.sum())
    if not total:
        return None
    running = values.cumsum() / total
    # 1e-12: half of 10 must be reached by 5, whatever the rounding of the shares
    count = int((running < of - 1e-12).sum()) + 1
    return Half(count, float(running.iloc[count - 1]), tuple(values.index[:count]))


def top(table: pd.DataFrame, column: str) -> Top | None:
    """The row with the largest value of the column; None where no value is known."""
    values = _sorted(table, column)
    return _at(values, 0) if len(values) else None


def bottom(table: pd.DataFrame, column: str) -> Top | None:
    """The row with the smallest value of the column; None where no value is known."""
    values = _sorted(table, column).sort_index().sort_values(kind="stable")
    return _at(values, 0) if len(values) else None


def _at(values: pd.Series, place: int) -> Top:
    total = float(values.sum())
    value = float(values.iloc[place])
    also = tuple(values.index[values == value][1:])
    return Top(values.index[place], value, value / total if total else None, also)


def spread(table: pd.DataFrame, column: str) -> Spread | None:
    """Highest against lowest ("Sukajadi has five times the ratio of Kulim"); None below two known values."""
    highest, lowest = top(table, column), bottom(table, column)
    if highest is None or lowest is None or highest.id == lowest.id:
        return None
    return Spread(highest, lowest, highest.value / lowest.value if lowest.value else None)


def first(table: pd.DataFrame, column: str, places: int, ascending: bool = False) -> tuple[Hashable, ...]:
    """The rows on the first `places` places; more where several share the last of them.

    Highest values first, lowest first where ascending; equal values in the order of the index.
    """
    values = _sorted(table, column).sort_index().sort_values(ascending=ascending, kind="stable")
    if len(values) <= places:
        return tuple(values.index)
    last = values.iloc[places - 1]
    return tuple(values.index[values <= last if ascending else values >= last])


# quadrants of two numbers, as `quadrant` numbers them
TOP_RIGHT, TOP_LEFT, BOTTOM_LEFT, BOTTOM_RIGHT = range(4)


def quadrant(x: pd.Series, y: pd.Series, x_reference: float, y_reference: float) -> pd.Series:
    """Int64 per row of one index: TOP_RIGHT where both lie above their reference, then against the clock.

    On a reference counts as not above it; missing where a value or a reference is.
    """
    right, top = x > x_reference, y > y_reference
    found = pd.Series(BOTTOM_LEFT, index=x.index, dtype="Int64")
    found[right & top], found[~right & top], found[right & ~top] = TOP_RIGHT, TOP_LEFT, BOTTOM_RIGHT
    lacking = x.isna() | y.isna() | pd.isna(x_reference) | pd.isna(y_reference)
    return found.mask(lacking).rename("quadrant")


def against(table: pd.DataFrame, column: str, reference: float) -> Against:
    """Which rows lie above, at and below a reference such as the region's ratio."""
    values = _sorted(table, column)
    return Against(
        tuple(values.index[values > reference]),
        tuple(values.index[values == reference]),
        tuple(values.index[values < reference]),
    )
