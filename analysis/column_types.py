"""What the columns of a table of customers are: numbers, yes or no, dates or texts, and how that was told.

A column is told by all of its values, never by the first ones: one word among a thousand numbers makes it a
text, and `reading` then says how many of its values would read as numbers.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.kmeans import CannotCluster
from analysis.marks import N_

Type = Literal["number", "flag", "date", "text"]
TYPES = ("number", "flag", "date", "text")
NUMERIC = ("number", "flag")

# how a type was told: key of Column.told → text
TOLD = {
    "chosen": N_("chosen by a person"),
    "numbers": N_("every value reads as a number"),
    "two_values": N_("only 0 and 1, or yes and no"),
    "dates": N_("every value reads as a date"),
    "day_first": N_("every value reads as a date, day or month first: taken as day first"),
    "identifier": N_("digits with a leading zero, or more than 15 of them: no amount"),
    "words": N_("some values are words"),
    "empty": N_("no value at all"),
    "derived": N_("computed by a formula"),
}
YES, NO = ("1", "yes", "ya", "y", "true", "benar"), ("0", "no", "tidak", "n", "false", "salah")
ORDERS = ("ymd", "dmy", "mdy")
DECIMALS = (".", ",")

# a float64 holds every whole number of 15 digits
_MOST_DIGITS = 15
_DATE = r"^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$"
_PLACES = {"ymd": (0, 1, 2), "dmy": (2, 1, 0), "mdy": (2, 0, 1)}


class CannotUse(CannotCluster):
    """A column cannot be used as asked.

    text: English message with %(name)s places, marked for translation; data: the values of the places.
    """


@dataclass(frozen=True)
class Column:
    """One column of a table of customers.

    key: its name in the table; label: its header in the file; type: one of TYPES; told: a key of TOLD;
    levels: the values of a text in their order, where they have one (of an age group, youngest first).
    """

    key: str
    label: str
    type: Type
    told: str = "chosen"
    levels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.type not in TYPES or self.told not in TOLD:
            raise ValueError(f"{self.key}: unknown type {self.type} or reason {self.told}")

    @property
    def is_numeric(self) -> bool:
        """Whether it can be summed: a number, or yes and no as 1 and 0."""
        return self.type in NUMERIC


def find(columns: tuple[Column, ...], key: str) -> Column:
    """The column of a key. Raises CannotUse where there is none."""
    for column in columns:
        if column.key == key:
            return column
    raise CannotUse(N_("There is no column “%(column)s”. Choose another one."), {"column": key})


def numeric(columns: tuple[Column, ...], key: str) -> Column:
    """The column of a key, which must be a number or yes and no. Raises CannotUse otherwise."""
    column = find(columns, key)
    if not column.is_numeric:
        text = N_("“%(column)s” holds no numbers. Choose a column of numbers.")
        raise CannotUse(text, {"column": column.label})
    return column


def texts_of(values: pd.Series) -> pd.Series:
    """Stripped texts at the places of the values, "" where one is missing or blank."""
    return values.astype("object").where(values.notna(), "").astype(str).str.strip()


def to_numbers(values: pd.Series, decimal: str = ".") -> pd.Series:
    """float64 of texts such as 1234.5, 1,234.5 and Rp 1.234,5 (decimal ","); NaN where one is no number.

    The other of the two signs groups thousands, and only in threes: 1,23 is no number where "." is decimal.
    """
    if decimal not in DECIMALS:
        raise ValueError("decimal must be a point or a comma")
    group, point = ("\\.", ",") if decimal == "," else (",", "\\.")
    pattern = rf"[-+]?(?:\d{{1,3}}(?:{group}\d{{3}})+|\d+)(?:{point}\d+)?"
    texts = texts_of(values).str.replace(r"^(?i:rp|idr)\.? *", "", regex=True)
    plain = texts.str.replace(group, "", regex=True).str.replace(",", ".", regex=False)
    found = plain.where(texts.str.fullmatch(pattern).astype(bool), "nan").to_numpy(dtype=object)
    return pd.Series(found.astype(np.float64), index=values.index, name=values.name)


def to_dates(values: pd.Series, order: str = "ymd") -> pd.Series:
    """datetime64[s] of dates in digits, without the time of day; NaT where one is no date in this order.

    order: ymd, dmy or mdy; a first part of four digits is a year in any of them.
    """
    if order not in ORDERS:
        raise ValueError(f"unknown order of a date: {order}")
    parts = texts_of(values).str.extract(_DATE)
    year_first = (parts[0].str.len() == 4).fillna(False).astype(bool)
    year, month, day = (
        parts[iso].where(year_first, parts[given])
        for iso, given in zip(_PLACES["ymd"], _PLACES[order], strict=True)
    )
    whole = year.where(year.str.len() == 4)
    return pd.to_datetime(whole + "-" + month + "-" + day, format="%Y-%m-%d", errors="coerce").astype(
        "datetime64[s]"
    )


def to_flags(values: pd.Series) -> pd.Series:
    """1.0 for yes, 0.0 for no (0 and 1, or the words of YES and NO), NaN for anything else."""
    words = texts_of(values).str.lower()
    found = np.where(words.isin(YES), 1.0, np.where(words.isin(NO), 0.0, np.nan))
    return pd.Series(found, index=values.index, name=values.name)


def reading(values: pd.Series) -> tuple[Type | None, int]:
    """What the most values of a text read as, number or date, and how many; None where they are words.

    Digits with a leading zero or more than 15 of them are identifiers and read as nothing.
    """
    amounts = values.where(~_identifiers(values))
    numbers = max(int(to_numbers(amounts, decimal).notna().sum()) for decimal in DECIMALS)
    dates = max(int(to_dates(values, order).notna().sum()) for order in ORDERS)
    if not numbers and not dates:
        return None, 0
    return ("number", numbers) if numbers >= dates else ("date", dates)


def _identifiers(values: pd.Series) -> pd.Series:
    """Which values are digits that are no amount, as bool."""
    return texts_of(values).str.fullmatch(rf"0\d+|\d{{{_MOST_DIGITS + 1},}}").astype(bool)


def tell(values: pd.Series) -> tuple[Type, str]:
    """The type of a column of texts and the key of TOLD that says why."""
    known = values[texts_of(values) != ""]
    if known.empty:
        return "text", "empty"
    if to_flags(known).notna().all():
        return "flag", "two_values"
    if _identifiers(known).any():
        return "text", "identifier"
    if decimal_of(known):
        return "number", "numbers"
    order = order_of(known)
    if order is None:
        return "text", "words"
    either = order == "dmy" and to_dates(known, "mdy").notna().all()
    return "date", "day_first" if either else "dates"


def decimal_of(values: pd.Series) -> str | None:
    """The decimal sign with which every value reads as a number, a point where both do; else None."""
    known = values[texts_of(values) != ""]
    fitting = (decimal for decimal in DECIMALS if to_numbers(known, decimal).notna().all())
    return next(fitting, None)


def order_of(values: pd.Series) -> str | None:
    """The order in which every value reads as a date, the first of ORDERS that fits; else None."""
    known = values[texts_of(values) != ""]
    return next((order for order in ORDERS if to_dates(known, order).notna().all()), None)


def typed(table: pd.DataFrame) -> tuple[pd.DataFrame, tuple[Column, ...]]:
    """A table of texts with its columns told by their values and converted: float64, datetime64[s], str."""
    columns = tuple(Column(str(name), str(name), *tell(table[name])) for name in table.columns)
    found = {one.key: _converted(table[one.key], one.type) for one in columns}
    return pd.DataFrame(found, index=table.index), columns


def _converted(values: pd.Series, kind: Type) -> pd.Series:
    if kind == "flag":
        return to_flags(values)
    if kind == "number":
        return to_numbers(values, decimal_of(values) or ".")
    if kind == "date":
        return to_dates(values, order_of(values) or "ymd")
    texts = texts_of(values)
    return texts.where(texts != "", None).astype("str")
