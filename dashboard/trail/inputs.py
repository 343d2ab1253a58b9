"""What the inputs of a number are: rows and cells of files, or parts from other borders."""

import math
from dataclasses import dataclass
from typing import Any

from data.models import Edition
from data.sources import Source, UsedColumn, sources


@dataclass(frozen=True)
class FileRows:
    """Rows of one sheet of a file: how many, the first and the last, what they add up to (as text).

    rows: None where their number would tell what few people answered.
    """

    source: Source
    sheet: str
    columns: tuple[UsedColumn, ...]
    rows: int | None
    first: int
    last: int
    amount: str

    @property
    def letters(self) -> str:
        """ "I, J, K": where the columns stand, by their number too in a text file."""
        return ", ".join(_letter(one, self.source) for one in self.columns)


@dataclass(frozen=True)
class FileCell:
    """One cell of a file. address: "E12", "" in a map; counts: False where a later file states the same."""

    area: str
    source: Source
    sheet: str
    row: int
    header: str
    address: str
    value: str
    counts: bool


@dataclass(frozen=True)
class Share:
    """What an area of other borders gives: its number × share = part."""

    name: str
    stated: str
    share: str
    part: str
    basis: str


@dataclass(frozen=True)
class Input:
    """One input of a number. value: as it is used; agrees: whether the rows or cells add up to it, None where
    there is nothing to compare; said: that in a sentence; n_cells: of all cells, `cells` are listed."""

    key: str
    label: str
    value: str
    edition: Edition
    files: tuple[FileRows, ...] = ()
    cells: tuple[FileCell, ...] = ()
    n_cells: int = 0
    shares: tuple[Share, ...] = ()
    agrees: bool | None = None
    said: str = ""


class Files:
    """The files of editions, each edition's read once (data.sources)."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self._read: dict[int, dict[int, Source]] = {}

    def of(self, edition: Edition) -> dict[int, Source]:
        """Dataset id → its file."""
        if edition.pk not in self._read:
            self._read[edition.pk] = {one.dataset: one for one in sources([edition.pk], self.user)}
        return self._read[edition.pk]


def is_close(one: float, other: float) -> bool:
    """Equal but for what a sum of floats loses."""
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-6)


def _letter(column: UsedColumn, source: Source) -> str:
    if not column.letter:
        return column.label
    return f"{column.letter} ({column.number})" if source.is_text else column.letter
