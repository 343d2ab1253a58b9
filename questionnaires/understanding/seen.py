"""A column as the guesses look at it: its header and its answers, spellings of one answer taken together."""

import functools
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .cells import folded, is_answer
from .counting import ColumnCounts
from .date_order import DateOrder
from .headers import Head

# below so many answers any guess is one that a person should look at
FEW = 10


@dataclass(frozen=True)
class Seen:
    """texts: number of cells of each distinct answer; beyond: cells whose text was not kept."""

    head: Head
    texts: Counter[str]
    beyond: int = 0
    dates: DateOrder | None = None

    @functools.cached_property
    def n(self) -> int:
        """Cells that hold an answer."""
        return self.texts.total() + self.beyond

    @functools.cached_property
    def answers(self) -> dict[str, tuple[str, int]]:
        """Answer key → (usual spelling, cells), most frequent first."""
        return folded(self.texts)

    @functools.cached_property
    def frequent(self) -> dict[str, tuple[str, int]]:
        """The answers that come often enough to be options, and not somebody's own words."""
        enough = least(self.n)
        return {name: row for name, row in self.answers.items() if row[1] >= enough}

    def share(self, texts: Sequence[str]) -> float:
        """Return the share of the cells that hold one of these texts."""
        return sum(self.texts[text] for text in texts) / self.n if self.n else 0.0

    def length(self) -> float:
        """Median letters of a distinct answer."""
        return statistics.median(map(len, self.texts)) if self.texts else 0.0


def least(n: int) -> int:
    """Two in a small survey, one in 500 in a large one."""
    return max(2, -(-n // 500))


def seen(head: Head, counts: ColumnCounts) -> Seen:
    """Return one column without blank cells and "-"."""
    texts = Counter({text: n for text, n in counts.texts.items() if is_answer(text)})
    return Seen(head, texts, counts.beyond, counts.dates_seen)


def together(columns: Sequence[Seen]) -> Seen:
    """Return the rows of a grid as one column."""
    texts: Counter[str] = Counter()
    for column in columns:
        texts.update(column.texts)
    return Seen(columns[0].head, texts, sum(column.beyond for column in columns), columns[0].dates)
