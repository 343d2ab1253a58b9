"""What a parser of a column returns, and what its problem codes mean to a person."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from django.utils.translation import gettext_lazy as _

MESSAGES: dict[str, Any] = {
    "bad_number": _("This is not a number in the form of the column. Write digits only, such as 2500000."),
    "not_whole": _("A whole number is needed here. Remove what follows the decimal sign."),
    "too_large": _("The number is too large to be right. Check its digits and its unit."),
    "clipped": _("2,147,483,647 stands for an amount that was cut off. Enter the true amount."),
    "lost_digits": _(
        "The number has lost digits, because the cell was a number. Format it as text and type it again."
    ),
    "is_a_date": _("The cell holds a date. Format the column as a number and type the value again."),
    "not_a_value": _("The cell holds a time or a tick mark. Type the value itself."),
    "bad_year": _("This is not a year. Write four digits, such as 2023."),
    "year_range": _("The year is outside what is possible here. Write four digits, such as 2023."),
    "bad_date": _("This is not a date in the form of the column. Write day/month/year, such as 31/12/2023."),
    "number_not_date": _("The cell holds a number. Format it as a date, or write it as 31/12/2023."),
    "bad_identifier": _("This is not an identifier. Format the column as text and type it again."),
    "wrong_length": _("The identifier has the wrong number of digits. Check for zeros lost at its start."),
    "too_long": _("The text is too long. Shorten it."),
    "unknown_choice": _("This word is not known in this column. Choose one of the allowed values."),
}

MISSING = frozenset(
    {
        "",
        "-",
        "--",
        "---",
        "–",
        "—",
        ".",
        "..",
        "...",
        "…",
        "?",
        "n/a",
        "na",
        "n.a",
        "n.a.",
        "#n/a",
        "nan",
        "null",
    }
    | {
        "none",
        "nil",
        "no data",
        "unknown",
        "missing",
        "tidak ada",
        "tdk ada",
        "tidak ada data",
        "belum ada data",
    }
    | {"tidak diketahui", "kosong", "tidak tersedia", "data tidak tersedia"}
)

ODD_SPACES = "[\u00a0\u2007\u202f\ufeff\x00]"
TEXT, NUMBER, DATE, OTHER = range(4)
KINDS = {
    str: TEXT,
    int: NUMBER,
    float: NUMBER,
    datetime.datetime: DATE,
    datetime.date: DATE,
    pd.Timestamp: DATE,
    type(None): TEXT,
}


@dataclass(frozen=True)
class Parsed:
    """One column, parsed. Both series have the index of the cells.

    values: Int64, float64, datetime64 or str; missing where the cell is empty, says that it is, or is wrong.
    problem: "" where the cell is right or missing, else a code of `MESSAGES`.
    """

    values: pd.Series
    problem: pd.Series


def are_texts(cells: Any) -> bool:
    """Whether cells are a column of type str without missing ones, as chunks of plain text files have them.

    Such a column stays with Arrow from the file to the checked table: no Python object per cell.
    """
    return isinstance(cells.dtype, pd.StringDtype) and not cells.isna().any()


def are_numbers(cells: pd.Series) -> bool:
    """Whether cells are a column of type float64, as sheets have them where every cell is a number."""
    return cells.dtype == np.dtype(float)


def kinds(cells: pd.Series) -> np.ndarray:
    """Return TEXT, NUMBER, DATE or OTHER for each cell; True and False are OTHER, never 1 and 0."""
    if are_texts(cells) or are_numbers(cells):
        return np.full(len(cells), TEXT if are_texts(cells) else NUMBER, dtype=np.int8)
    array = cells.to_numpy(dtype=object)
    if pd.api.types.infer_dtype(array, skipna=False) == "string":
        return np.zeros(len(cells), dtype=np.int8)
    # a few types and many cells: what each type is, is asked once
    types = list(map(type, array))
    known = {one: _kind(one) for one in set(types)}
    return np.fromiter(map(known.__getitem__, types), dtype=np.int8, count=len(types))


def _kind(of: type) -> int:
    if of in KINDS:
        return KINDS[of]
    if issubclass(of, np.integer | np.floating):
        return NUMBER
    return TEXT if of in (type(pd.NA), type(pd.NaT)) else OTHER


def parts(cells: pd.Series) -> Iterator[tuple[int, np.ndarray, Any]]:
    """Yield (kind, positions, cells of that kind) for each kind that occurs."""
    if are_texts(cells):
        if len(cells):
            yield TEXT, np.arange(len(cells)), cells.array
        return
    if are_numbers(cells):
        yield from [(NUMBER, np.arange(len(cells)), cells.to_numpy())] if len(cells) else []
        return
    array = cells.to_numpy(dtype=object)
    kind = kinds(cells)
    for wanted in (TEXT, NUMBER, DATE, OTHER):
        positions = np.flatnonzero(kind == wanted)
        if len(positions):
            yield wanted, positions, array[positions]


def is_filled(column: pd.Series) -> np.ndarray:
    """Return which cells hold anything: all but "" and missing ones. Zero and False are something."""
    if are_texts(column):
        return (column != "").to_numpy(dtype=bool)
    if are_numbers(column):
        return column.notna().to_numpy(dtype=bool)
    cells = column.to_numpy(dtype=object)
    there = np.asarray(cells != "", dtype=bool)
    return there if pd.api.types.infer_dtype(cells, skipna=False) == "string" else there & pd.notna(cells)


def codes(cells: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return (position among the distinct cells for each cell, the distinct cells), missing ones included.

    cells: an array, or a column as a chunk has it.
    """
    found, distinct_cells = pd.factorize(_array(cells))
    if (found < 0).any():  # asked for at once, missing cells would be searched for in every column
        found, distinct_cells = pd.factorize(_array(cells), use_na_sentinel=False)
    return found, np.asarray(distinct_cells, dtype=object)


def _array(cells: Any) -> Any:
    if not isinstance(cells, pd.Series):
        return cells
    return cells.array if are_texts(cells) else cells.to_numpy(dtype=object)


def distinct(texts: Any) -> tuple[np.ndarray, pd.Series]:
    """Return (position among the distinct texts for each text, the distinct texts without spaces around).

    Columns repeat themselves: parsing each text once is the difference between 2 s and 0.2 s per million.
    """
    if are_texts(texts):
        positions, found = pd.factorize(texts)
        whole = pd.Series(found)
    else:
        positions, found = codes(texts)
        whole = pd.Series([text if isinstance(text, str) else "" for text in found], dtype="str")
    # a search through plain letters takes three times as long as finding out that they are plain
    if not whole.str.isascii().all() or whole.str.contains("\x00", regex=False).any():
        whole = whole.str.replace(ODD_SPACES, " ", regex=True)
    return positions, whole.str.strip()


def is_missing(texts: pd.Series) -> np.ndarray:
    """Return which texts say that there is no value."""
    return texts.str.lower().isin(MISSING).to_numpy(dtype=bool)


def codes_series(problem: np.ndarray, like: pd.Series) -> pd.Series:
    # most columns have no problem at all, and one text repeated is made in a fifth of the time
    texts = problem if np.any(problem != "") else ""
    return pd.Series(texts, index=like.index, dtype="str", name=like.name)


def no_problem(count: int) -> np.ndarray:
    return np.full(count, "", dtype=object)
