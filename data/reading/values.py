"""Cells of a column into values of one type: the parsers, their forms and their messages in one place."""

import datetime
import unicodedata
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from data.reading import dates, names, parsed
from data.reading.dates import DateForm, date, day, year
from data.reading.learning import Ambiguous, DateLearner, FormLearner
from data.reading.numbers import ENGLISH, INDONESIAN, NumberForm, integer, money, number
from data.reading.parsed import MESSAGES, MISSING, NUMBER, TEXT, Parsed

__all__ = [
    "ENGLISH",
    "INDONESIAN",
    "MESSAGES",
    "MISSING",
    "Ambiguous",
    "DateForm",
    "DateLearner",
    "FormLearner",
    "NumberForm",
    "Parsed",
    "choice",
    "date",
    "day",
    "identifier",
    "integer",
    "money",
    "number",
    "text",
    "year",
]

EXPONENT = r"\d+[.,]?\d*[eE]\+?\d+"
SEPARATORS = "[ ./-]"
# what needs no cleaning: printable ASCII words with single spaces
CLEAN = r"[!-~]+(?: [!-~]+)*"
# a double holds 15 digits of any number for certain
SURE_DIGITS = 10**15
ODD_NUMBERS = ["lost_digits", "bad_identifier"]


def identifier(cells: pd.Series, digits: int | None = None) -> Parsed:
    """Return texts, with every leading zero of a text cell kept.

    digits: the exact number of digits, for codes such as NIK (16) and NIB (13); spaces, dots and dashes
    between them are then dropped. A number cell of 16 digits or more has already lost some.
    """
    pieces = []
    for kind, at, part in parsed.parts(cells):
        codes, texts = _cleaned(part, kind)
        # a leading apostrophe is how people force text in a spreadsheet
        texts = texts.str.replace("^['’`]+", "", regex=True)
        missing = parsed.is_missing(texts)
        found, wrong = _identified(texts, digits)
        if kind not in (TEXT, NUMBER):
            wrong[:] = "bad_identifier"
        wrong[missing] = ""
        found, wrong = found.mask(missing | (wrong != "")).array.take(codes), wrong[codes]
        if kind == NUMBER:
            # whatever its text looks like: the cell itself holds no more digits than these
            numbers = part.astype(float)
            odd = np.select(
                [np.abs(numbers) >= SURE_DIGITS, (numbers < 0) | (numbers > np.floor(numbers))],
                ODD_NUMBERS,
                "",
            )
            found[odd != ""] = None
            wrong[odd != ""] = odd[odd != ""]
        pieces.append((at, found, wrong))
    return _assembled(pieces, cells)


def text(cells: pd.Series, max_length: int | None = None) -> Parsed:
    """Return texts in NFC on one line: spaces trimmed and collapsed, control characters removed."""
    pieces = []
    for kind, at, part in parsed.parts(cells):
        codes, texts = _cleaned(part, kind)
        is_long = texts.str.len().to_numpy() > (np.inf if max_length is None else max_length)
        missing = parsed.is_missing(texts)
        is_long = is_long & ~missing
        wrong = np.where(is_long, "too_long", "").astype(object)
        pieces.append((at, texts.mask(missing | is_long).array.take(codes), wrong[codes]))
    return _assembled(pieces, cells)


def choice(cells: pd.Series, mapping: Mapping[str, Any]) -> Parsed:
    """Return the mapped value of each cell as object; mapping: matching key or spelling → value.

    Spellings are compared as `names.key` does. A word of the mapping wins over its meaning "missing".
    """
    known = {names.key(spelling): value for spelling, value in mapping.items()}
    values, problem = np.full(len(cells), None, dtype=object), parsed.no_problem(len(cells))
    for kind, at, part in parsed.parts(cells):
        codes, texts = _cleaned(part, kind)
        found = np.empty(len(texts), dtype=object)
        for position, spelling in enumerate(texts):
            found[position] = known.get(names.key(spelling))
        unknown = np.array([value is None for value in found], dtype=bool) & ~parsed.is_missing(texts)
        values[at] = found[codes]
        problem[at] = np.where(unknown, "unknown_choice", "").astype(object)[codes]
    series = pd.Series(values, index=cells.index, dtype=object, name=cells.name)
    return Parsed(series, parsed.codes_series(problem, cells))


def one_line(value: str) -> str:
    """Return a text in NFC on one line: line breaks and tabs part words, other control marks vanish."""
    plain = unicodedata.normalize("NFC", value)
    kept = "".join(mark if unicodedata.category(mark)[0] != "C" else _control(mark) for mark in plain)
    return " ".join(kept.split())


def as_text(value: Any) -> str:
    """Return a cell as its text: 5.0 is "5", a date is in ISO form."""
    if isinstance(value, float | np.floating):
        if np.isnan(value):
            return ""
        return f"{value:.0f}" if float(value).is_integer() else repr(float(value))
    if isinstance(value, datetime.date):
        return dates.as_text(value)
    return "" if value is None or value is pd.NA or value is pd.NaT else str(value)


def _control(mark: str) -> str:
    return " " if mark in "\n\r\t\v\f\x85" else ""


def _cleaned(part: np.ndarray, kind: int) -> tuple[np.ndarray, pd.Series]:
    """Return (position among the distinct texts, distinct clean texts) of cells of one kind."""
    if kind != TEXT:
        part = np.array([as_text(cell) for cell in part], dtype=object)
    codes, texts = parsed.distinct(part)
    untidy = np.flatnonzero(~texts.str.fullmatch(CLEAN).to_numpy(dtype=bool))
    if len(untidy):
        tidy = texts.to_numpy(dtype=object)
        tidy[untidy] = [one_line(value) for value in tidy[untidy]]
        texts = pd.Series(tidy, dtype="str")
    return codes, texts


def _identified(texts: pd.Series, digits: int | None) -> tuple[pd.Series, np.ndarray]:
    """Return (identifiers, problem codes) of clean texts."""
    lost = texts.str.fullmatch(EXPONENT).to_numpy(dtype=bool)
    if digits is None:
        return texts, np.where(lost, "lost_digits", "").astype(object)
    bare = texts.str.replace(SEPARATORS, "", regex=True)
    is_number = bare.str.fullmatch("[0-9]+").to_numpy(dtype=bool)
    is_right = is_number & (bare.str.len() == digits).to_numpy(dtype=bool)
    code = np.select([lost, is_right, is_number], ["lost_digits", "", "wrong_length"], "bad_identifier")
    return bare, code.astype(object)


def _assembled(pieces: list[tuple[np.ndarray, Any, np.ndarray]], cells: pd.Series) -> Parsed:
    """Return the column of what was found at each place: (positions, texts, problem codes) of its parts."""
    if len(pieces) == 1:  # nearly always, and then the texts stay where Arrow put them
        [(_at, values, problem)] = pieces
    else:
        values, problem = np.full(len(cells), None, dtype=object), parsed.no_problem(len(cells))
        for at, found, wrong in pieces:
            values[at], problem[at] = found.to_numpy(dtype=object, na_value=None), wrong
    series = pd.Series(values, index=cells.index, dtype="str", name=cells.name)
    return Parsed(series, parsed.codes_series(problem, cells))
