"""What the page of a table's segments is made of: the segments with their names, the highest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..naming import Segment
from ..tables import cell
from . import naming, segmentation
from .asked import Asked
from .prepared import Prepared
from .segmentation import Segmented
from .words import base, label_of


@dataclass(frozen=True, eq=False)
class TableFacts:
    """asked, found: the question and its segments; segments: by their number."""

    asked: Asked
    found: Segmented
    segments: Mapping[int, Segment]

    @property
    def known(self) -> Prepared:
        return self.found.known

    @cached_property
    def order(self) -> list[int]:
        """From the highest mean of the key to the lowest: the order says what the names say."""
        return list(reversed(range(self.found.k)))

    @property
    def names(self) -> list[str]:
        return [self.segments[one].name for one in self.order]

    @cached_property
    def n(self) -> int:
        """Customers in segments."""
        return len(self.found.result.labels)

    @cached_property
    def base(self) -> str:
        return base(self.known, self.asked.table, self.n)

    @cached_property
    def key_label(self) -> str:
        """The number that orders the segments."""
        return label_of(self.known, self.found.chosen.key)

    def row(self, place: int) -> dict[str, Any]:
        """What a row of any table says first."""
        return {"segment": self.segments[place].name, "n": int(cell(self.found.result.segments, place, "n"))}


def facts(asked: Asked) -> TableFacts:
    """Segments of a question with their names."""
    found = segmentation.of(asked)
    return TableFacts(asked, found, naming.segments(asked, found))
