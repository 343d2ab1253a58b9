"""What a column of a survey holds, counted chunk by chunk."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from .cells import distinct
from .date_order import DateOrder

LIMIT = 5_000


@dataclass
class ColumnCounts:
    """Feed it the cells of one column in file order.

    texts: cells of each distinct text, numbers and dates as text; at most `limit` of them, the first ones.
    beyond: filled cells whose text is not among `texts`. dates_seen: order of the dates.
    """

    limit: int = LIMIT
    texts: Counter[str] = field(default_factory=Counter)
    beyond: int = 0
    dates_seen: DateOrder = field(default_factory=DateOrder)

    def feed(self, cells: pd.Series) -> None:
        """Count one chunk; each distinct cell is looked at once."""
        found = distinct(cells)
        counts = np.bincount(found.codes, minlength=len(found.texts)).tolist()
        for text, count in zip(found.texts, counts, strict=True):
            self._add(text, count)
        self.dates_seen.feed(found.codes, found.texts)

    def most_common(self, most: int) -> list[list[Any]]:
        """Return [text, cells] of the most frequent texts; of two alike the first in the alphabet."""
        rows = sorted(self.texts.items(), key=lambda row: (-row[1], row[0]))
        return [[text, count] for text, count in rows[:most]]

    def _add(self, text: str, count: int) -> None:
        if not text:
            return
        if text in self.texts or len(self.texts) < self.limit:
            self.texts[text] += count
        else:
            self.beyond += count
