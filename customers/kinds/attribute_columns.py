"""The columns of one table of customers: what was guessed, what a person decided, and how cells are read."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from analysis.column_types import NO, TOLD, YES
from analysis.column_types import Column as Described
from data.kinds import Column, OpenReader
from data.models import Dataset
from data.reading import parsed, values
from data.reading.dates import DateForm
from data.reading.numbers import ENGLISH, INDONESIAN, NumberForm
from data.reading.parsed import MESSAGES, Parsed
from data.recognition import header_key

from .attribute_guess import CUSTOMER, DATE, FLAG, KEPT, NUMBER, PEOPLE, SKIP, TEXT

TYPES = (CUSTOMER, *KEPT, *PEOPLE, SKIP)
# rows of one customer: refused, the last counts, or all of them stay
REFUSE, LAST, ALL = "refuse", "last", "all"
REPEATS = (REFUSE, LAST, ALL)
# what a person may decide about a column, by its header
DECIDED = ("type", "dates", "numbers")
ORDERS = ("dmy", "mdy", "ymd")
SIGNS = {"indonesian": INDONESIAN, "english": ENGLISH}
STORED = {NUMBER: "float64", FLAG: "float64", DATE: "date32", TEXT: "string"}
_FLAGS = {**dict.fromkeys(YES, 1.0), **dict.fromkeys(NO, 0.0)}


@dataclass(frozen=True)
class Attribute:
    """One column of a table of customers.

    key: "c0003", its place in the file; type: one of TYPES; why: what that rests on, "chosen" by a person;
    forms: how its numbers and dates are written; ways: which of the two could be written otherwise; repeated:
    filled cells whose value an earlier one has too; zoned: times whose zone is written.
    """

    key: str
    header: str
    type: str
    why: str = ""
    sure: bool = True
    forms: Mapping[str, Mapping[str, Any]] | None = None
    ways: Sequence[str] = ()
    filled: int = 0
    distinct: int = 0
    repeated: int = 0
    zoned: int = 0

    @property
    def number(self) -> NumberForm:
        return NumberForm(**(self.forms or {}).get(NUMBER, {}))

    @property
    def date(self) -> DateForm:
        return DateForm(**(self.forms or {}).get(DATE, {}))

    @property
    def signs(self) -> str:
        """ "indonesian" or "english": which sign groups thousands."""
        return "english" if self.number.decimal == ENGLISH.decimal else "indonesian"

    def to_json(self) -> dict[str, Any]:
        return {**vars(self), "forms": {name: dict(form) for name, form in (self.forms or {}).items()}}


def attributes_of(dataset: Dataset) -> tuple[Attribute, ...]:
    """The columns of a file in its order, with every decision applied; none before it was read."""
    decided = dataset.decisions.get("columns", {})
    found = (Attribute(**one) for one in dataset.guess.get("columns", []))
    return tuple(applied(one, decided.get(one.header, {})) for one in found)


def applied(one: Attribute, decision: Mapping[str, Any]) -> Attribute:
    """A column as a person decided it."""
    if not decision:
        return one
    forms = {name: dict(form) for name, form in (one.forms or {}).items()}
    if order := decision.get("dates"):
        forms[DATE] = {**forms.get(DATE, {}), "order": order}
    if signs := decision.get("numbers"):
        form = SIGNS[signs]
        forms[NUMBER] = {**forms.get(NUMBER, {}), "decimal": form.decimal, "thousands": form.thousands}
    wanted = decision.get("type", one.type)
    return replace(one, type=wanted, why="chosen", sure=True, forms=forms)


def repeats_of(dataset: Dataset) -> str:
    """What becomes of rows of one customer: as decided, else as the last time."""
    return str(dataset.decisions.get("repeats") or dataset.guess.get("repeats") or REFUSE)


def mapping_of(attributes: Iterable[Attribute]) -> dict[str, str]:
    """Column key → header: the customer and people under names of their own, the others by their place."""
    own = (CUSTOMER, *PEOPLE)
    kept = (one for one in attributes if one.type != SKIP)
    return {one.type if one.type in own else one.key: one.header for one in kept}


def kept(attributes: Iterable[Attribute]) -> tuple[Attribute, ...]:
    """Those whose values stay in the rows."""
    return tuple(one for one in attributes if one.type in KEPT)


def by_name(attributes: Iterable[Attribute]) -> dict[str, Attribute]:
    """Columns by what they are known by in another file of the table: letters and digits of the header, or
    the whole header where it has none or shares them, as "Pay +" and "Pay -" do."""
    columns = [(values.one_line(one.header), one) for one in attributes]
    shared = Counter(header_key(header) for header, _one in columns)
    return {
        key if (key := header_key(header)) and shared[key] == 1 else header: one for header, one in columns
    }


def described(attributes: Iterable[Attribute]) -> tuple[Described, ...]:
    """The kept columns as analyses take them; label: the header on one line."""
    return tuple(
        Described(one.key, values.one_line(one.header), one.type, one.why if one.why in TOLD else "chosen")  # type: ignore[arg-type]
        for one in kept(attributes)
    )


# Reading -------------------------------------------------------------------------------------------------


def columns_of(attributes: Iterable[Attribute]) -> tuple[Column, ...]:
    """A column with its reader for each that is kept."""
    return tuple(_column(one) for one in kept(attributes))


def _column(one: Attribute) -> Column:
    stored = {one.key: STORED[one.type]}
    label = values.one_line(one.header)
    reader = OpenReader(partial(_read, one), stored)
    return Column(one.key, label, "open", reader=reader, messages=MESSAGES)


def _read(one: Attribute, cells: "pd.Series[Any]") -> tuple[dict[str, "pd.Series[Any]"], "pd.Series[Any]"]:
    found = _PARSERS[one.type](one, cells)
    return {one.key: found.values}, found.problem


def _flags(one: Attribute, cells: "pd.Series[Any]") -> Parsed:
    """1 for yes, 0 for no; ticks of a sheet are such too."""
    codes, distinct = parsed.codes(cells)
    texts = pd.Series([values.one_line(values.as_text(cell)).lower() for cell in distinct], dtype="str")
    numbers = texts.map(_FLAGS).to_numpy(dtype=float)
    unknown = np.isnan(numbers) & ~parsed.is_missing(texts)
    problem = np.where(unknown, "unknown_choice", "").astype(object)[codes]
    read = pd.Series(numbers[codes], index=cells.index, name=cells.name)
    return Parsed(read, parsed.codes_series(problem, cells))


_PARSERS = {
    NUMBER: lambda one, cells: values.number(cells, one.number),
    FLAG: _flags,
    DATE: lambda one, cells: values.day(cells, one.date),
    TEXT: lambda one, cells: values.text(cells, max_length=300),
}
