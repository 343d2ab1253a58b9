"""How a kind of file is declared. Header recognition, the mapping form, the checks, the blank template, the
help page and `manage.py import_file` all follow from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

# a vectorised check over the typed table of one chunk: True where the row is wrong
Mask = Callable[[pd.DataFrame], "pd.Series[bool]"]


@dataclass(frozen=True)
class Column:
    """One column a file may have.

    type: text, identifier, integer, number, money, year, date, area, category, size or geometry. A date is a
    day up to the end of the period and to today; its time is dropped.
    level: for type area, the Area.Level it names. low and high bound numbers, both included.
    is_money: a number that is an amount: a sign before three digits groups thousands, unless the column shows
    that it does not. unique: a value may stand in a file only once.
    aliases: headers that mean it, the surest first. unless: alias → words; it may mean something else where
    another header, of which nothing is known, holds one of them, so that a person is asked.
    by_year: the file may hold it once per year ("OMSET_2019", "OMSET_2020"); one of them is chosen.
    sensitivity: public, personal (goes to Contact, encrypted) or financial (shown only in sums).
    reader: for type open, how its cells are read. messages: what that reader's own problem codes mean.
    """

    key: str
    label: Any
    type: str = "text"
    aliases: tuple[str, ...] = ()
    unless: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    required: bool = False
    low: float | None = None
    high: float | None = None
    digits: int | None = None
    level: int | None = None
    by_year: bool = False
    is_money: bool = False
    unique: bool = False
    example: str = ""
    help: Any = ""
    sensitivity: str = "public"
    purpose: Any = ""
    reader: "OpenReader | None" = None
    messages: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class OpenReader:
    """Reads the cells of a column that only the file knows.

    read: cells → (values to keep by the names of `stored`, problem code per cell, "" where it is right).
    stored: name in the accepted table → its type, a name that pyarrow knows (int64, float64, string).
    """

    read: "Callable[[pd.Series[Any]], tuple[dict[str, pd.Series[Any]], pd.Series[Any]]]"
    stored: Mapping[str, str]


@dataclass(frozen=True)
class Said:
    """What a row of a file says in one column: its label and header, and the value as it is told."""

    label: str
    header: str
    value: Any


class OpenColumns:
    """What a kind brings whose columns are only known from the file: a questionnaire, a table of customers.

    step: name of the URL where a person looks at them. decisions: keys of a decisions file that are its own.
    models: row tables of its own. examples: columns of the blank template, which stand for any others.
    """

    step: str = ""
    decisions: tuple[str, ...] = ()
    models: tuple[Any, ...] = ()
    examples: tuple[Column, ...] = ()

    def guess(self, dataset: Any, found: dict[str, Any], at: Callable[[int], None]) -> dict[str, Any]:
        """The reader's guess (data/sheets.py) with what the whole file says of its columns, and a mapping."""
        raise NotImplementedError

    def mapping(self, dataset: Any) -> dict[str, str]:
        """Column → header of what is imported; `guess` may find more, in which people are searched for."""
        raise NotImplementedError

    def without_answers(self, guess: dict[str, Any], decisions: dict[str, Any]) -> dict[str, Any]:
        """The guess without the cells of columns that were decided to be kept apart or left out."""
        return guess

    def without_any_answers(self, dataset: Any) -> dict[str, Any]:
        """Fields of a dataset that will never be shown (guess, decisions), without any cells of its file."""
        return {"guess": dataset.guess}

    def columns(self, dataset: Any) -> tuple[Column, ...]:
        """The columns of one dataset, as guessed and decided."""
        raise NotImplementedError

    def check_decisions(self, found: dict[str, Any]) -> None:
        """Refuse values of `decisions` that have another form."""

    def check(self, dataset: Any) -> None:
        """Refuse what cannot be imported as it was chosen."""

    def row_keys(self, dataset: Any, table: pd.DataFrame) -> "pd.Series[Any] | None":
        """Int64 per row, equal where a row says the same again; None where rows are not compared."""
        return None

    def drops_same(self, dataset: Any) -> bool:
        """Whether a row that says the same again is left out, or only counted."""
        return False

    def facts(self, dataset: Any, checker: Any) -> list[str]:
        """Sentences for the page of the check, as core.texts keeps them."""
        return []

    def together(self, datasets: list[Any]) -> None:
        """Refuse files whose columns cannot stand side by side in one edition."""

    def ready(self, dataset: Any) -> None:
        """Keep what later uploads and the pages need. Runs in the transaction that makes it ready."""

    def purged(self, dataset: Any) -> None:
        """Forget what `ready` kept of a file that is deleted for good. May run again."""

    def without_names(self, dataset: Any, without: Callable[[str], str]) -> dict[str, Any]:
        """Fields of a dataset (guess, decisions) whose texts repeat answers, each as `without` leaves it."""
        return {}

    def forget_names(self, without: Callable[[str], str]) -> int:
        """The same in tables of its own; how many rows were changed. May run again."""
        return 0

    def copy_of(self, dataset: Any, sheet: int, row_number: int, written: Mapping[str, str]) -> list[Said]:
        """What is held of one row besides its contact, for the person's copy. written: the opened contact."""
        return []

    def to_fill_in(self, dataset: Any) -> dict[str, Any]:
        """The own part of a decisions file, filled with what was guessed."""
        return {}


class Tally:
    """Counts what a kind tells of a file, while its accepted rows come by chunk after chunk."""

    def add(self, rows: pd.DataFrame) -> None:
        """Count accepted rows."""

    def people(self, rows: pd.DataFrame, fields: list[str]) -> pd.DataFrame:
        """Those of the rows whose people are kept. fields: the personal columns that the file has."""
        return rows[rows[fields].notna().any(axis=1)]


class Columnar:
    """What a kind brings whose accepted rows stay in columns beside the file (data/columnar.py).

    No row of theirs stands in the database. People do, as contacts, made by `Kind.rows` of a table of people.
    """

    def tally(self, dataset: Any) -> Tally:
        """A new count of a file."""
        return Tally()

    def settle(self, dataset: Any, checker: Any) -> None:
        """Take accepted rows back that only the whole file shows to be none. Runs once they are written."""

    def facts(self, dataset: Any, checker: Any) -> list[str]:
        """Sentences for the page of the check, as core.texts keeps them."""
        return []

    def copy_of(self, dataset: Any, sheet: int, row_number: int, written: Mapping[str, str]) -> list[Said]:
        """What is held of the person of a row besides the contact, for the person's copy."""
        return []


@dataclass(frozen=True)
class Check:
    """A rule over a whole row: `mask` finds the wrong rows, `message` says what to do."""

    column: str
    mask: Mask
    message: Any


@dataclass(frozen=True)
class Kind:
    """One kind of file. `rows` makes database rows of accepted ones (data/writing.py), of a columnar kind of
    those who stand in them."""

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
    # columns that tell files of this kind from others (data/mistaken.py)
    signs: tuple[str, ...] = ()
    # an area may stand in a file of this kind only once
    one_row_per_area: bool = False
    # series a person may choose from; empty: free text, "main" by default
    series: tuple[tuple[str, Any], ...] = ()
    # what a series of this kind is, where it is no basis: "Name of the survey", and what it is good for
    series_label: Any = ""
    series_help: Any = ""
    # a row may name no area: it counts for the whole region
    area_optional: bool = False
    # what is said of rows that are left out because another row stands for them
    again: Any = ""
    open: OpenColumns | None = None
    # its accepted rows stay in columns beside the file
    columnar: Columnar | None = None

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    def of(self, dataset: Any) -> "Kind":
        """The kind with the columns that only this dataset has; one of the same key stands for the kind's."""
        if self.open is None:
            return self
        columns = {column.key: column for column in (*self.columns, *self.open.columns(dataset))}
        return replace(self, columns=tuple(columns.values()))

    @property
    def own(self) -> OpenColumns | Columnar | None:
        """What the kind tells of its files besides the columns."""
        return self.open or self.columnar

    @property
    def told_columns(self) -> tuple[Column, ...]:
        """Columns as templates and help tell them: examples of those that only a file knows come first."""
        return (*(self.open.examples if self.open else ()), *self.columns)

    @property
    def area_columns(self) -> tuple[Column, ...]:
        """Columns that name areas, the widest first."""
        found = [column for column in self.columns if column.type == "area"]
        return tuple(sorted(found, key=lambda column: column.level or 0))

    @property
    def personal_columns(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.sensitivity == "personal")
