"""How a kind of file is declared. Header recognition, the mapping form, the checks, the blank template, the
help page and `manage.py import_file` all follow from it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

# a vectorised check over the typed table of one chunk: True where the row is wrong
Mask = Callable[[pd.DataFrame], "pd.Series[bool]"]


@dataclass(frozen=True)
class Column:
    """One column a file may have.

    type: text, identifier, integer, number, money, year, area, category, size or geometry.
    level: for type area, the Area.Level it names. low and high bound numbers, both included.
    by_year: the file may hold it once per year ("OMSET_2019", "OMSET_2020"); one of them is chosen.
    sensitivity: public, personal (goes to Contact, encrypted) or financial (shown only in sums).
    """

    key: str
    label: Any
    type: str = "text"
    aliases: tuple[str, ...] = ()
    required: bool = False
    low: float | None = None
    high: float | None = None
    digits: int | None = None
    level: int | None = None
    by_year: bool = False
    example: str = ""
    help: Any = ""
    sensitivity: str = "public"
    purpose: Any = ""


@dataclass(frozen=True)
class Check:
    """A rule over a whole row: `mask` finds the wrong rows, `message` says what to do."""

    column: str
    mask: Mask
    message: Any


@dataclass(frozen=True)
class Kind:
    """One kind of file. `rows` makes database rows of accepted ones (data/writing.py)."""

    key: str
    label: Any
    description: Any
    subject: str
    columns: tuple[Column, ...]
    rows: Callable[..., list[Any]]
    requires: tuple[tuple[str, ...], ...] = ()
    checks: tuple[Check, ...] = ()
    lacks: tuple[str, ...] = ()
    # columns that together say that two rows are the same enterprise; the first complete group decides
    duplicate_keys: tuple[tuple[str, ...], ...] = ()
    # an area may stand in a file of this kind only once
    one_row_per_area: bool = False
    # series a person may choose from; empty: free text, "main" by default
    series: tuple[tuple[str, Any], ...] = ()

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    @property
    def area_columns(self) -> tuple[Column, ...]:
        """Columns that name areas, the widest first."""
        found = [column for column in self.columns if column.type == "area"]
        return tuple(sorted(found, key=lambda column: column.level or 0))

    @property
    def personal_columns(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.sensitivity == "personal")
