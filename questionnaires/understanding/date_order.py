"""Which part of the dates of a column is the day: proven, or followed from row to row."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd

from data.reading import dates
from data.reading.dates import DateForm

ORDERS = ("dmy", "mdy")
# the year is behind; dates that begin with it have one order only
_UNCLEAR = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ]\d{1,4}(?!\d)")
MONTHS = 12
# falls of the better order for each of the other, and the same for the days between first and last
MUCH_LESS = 5
# so many dates are followed from row to row; reading 100,000 in two orders would take two seconds
FOLLOWED = 20_000
NEVER = np.datetime64("NaT", "s")


class DateGuess(NamedTuple):
    order: str
    why: str
    sure: bool


@dataclass
class Followed:
    """The dates of a column in file order, read in one order of their parts."""

    falls: int = 0
    last: np.datetime64 = NEVER
    low: np.datetime64 = NEVER
    high: np.datetime64 = NEVER

    def take(self, stamps: np.ndarray) -> None:
        """Take the next dates; NaT among them are no dates."""
        stamps = stamps[~np.isnat(stamps)]
        if not len(stamps):
            return
        row = stamps if np.isnat(self.last) else np.concatenate([[self.last], stamps])
        self.falls += int((np.diff(row) < np.timedelta64(0, "s")).sum())
        self.last = stamps[-1]
        self.low, self.high = np.fmin(self.low, stamps.min()), np.fmax(self.high, stamps.max())

    @property
    def span(self) -> float:
        """Days between the first and the last."""
        return float((self.high - self.low) / np.timedelta64(1, "D"))


@dataclass
class DateOrder:
    """Feed it one column, chunk by chunk in file order; then `decide()`.

    day_first, month_first: cells that prove an order; unclear: cells whose day and month could be either.
    """

    day_first: int = 0
    month_first: int = 0
    unclear: int = 0
    followed: dict[str, Followed] = field(default_factory=lambda: {order: Followed() for order in ORDERS})

    def feed(self, codes: np.ndarray, texts: list[str]) -> None:
        """codes: position in texts of each cell, in file order."""
        parts = [_UNCLEAR.match(text) for text in texts]
        first = np.array([int(part[1]) if part else 0 for part in parts])
        second = np.array([int(part[2]) if part else 0 for part in parts])
        cells = codes[(first > 0)[codes]]
        if not len(cells):
            return
        self.day_first += int((first[cells] > MONTHS).sum())
        self.month_first += int((second[cells] > MONTHS).sum())
        # once a part above 12 is seen, the order of the rows proves nothing more
        if not self._is_proven:
            self._follow(cells[: max(FOLLOWED - self.unclear, 0)], texts)
        self.unclear += len(cells)

    @property
    def _is_proven(self) -> bool:
        return bool(self.day_first or self.month_first)

    def _follow(self, cells: np.ndarray, texts: list[str]) -> None:
        codes, places = np.unique(cells, return_inverse=True)
        column = pd.Series([texts[at] for at in codes], dtype="str")
        for order, followed in self.followed.items():
            stamps = dates.date(column, DateForm(order)).values.to_numpy(dtype="datetime64[s]")
            followed.take(stamps[places])

    def decide(self) -> DateGuess:
        """A part above 12 decides, else times that rise in file order, else dates that lie close together.

        Surveys run for days or weeks: 4/10, 5/10 and 6/10 are three days running, hardly three months.
        """
        if self._is_proven:
            order = "mdy" if self.month_first > self.day_first else "dmy"
            return DateGuess(order, "dates_proven", not (self.day_first and self.month_first))
        if not self.unclear:
            return DateGuess("dmy", "dates", True)
        falls = {order: float(one.falls) for order, one in self.followed.items()}
        if order := _much_less(falls):
            return DateGuess(order, "dates_rising", True)
        if order := _much_less({order: one.span for order, one in self.followed.items()}):
            return DateGuess(order, "dates_close", False)
        return DateGuess("dmy", "dates_unsure", False)


def _much_less(found: dict[str, float]) -> str:
    """Return the order whose number is a fifth of the other's or less, "" where neither is."""
    best, other = sorted(ORDERS, key=lambda order: found[order])
    return best if found[best] * MUCH_LESS <= found[other] and found[other] > 0 else ""
