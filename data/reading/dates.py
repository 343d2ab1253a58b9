"""Dates and years: true date cells, texts in any of the three orders, and serial numbers where declared."""

import datetime
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.reading import numbers, parsed
from data.reading.parsed import DATE, NUMBER, TEXT, Parsed

MONTHS = {
    **dict.fromkeys(("jan", "januari", "january"), 1),
    **dict.fromkeys(("feb", "peb", "februari", "pebruari", "february"), 2),
    **dict.fromkeys(("mar", "maret", "march"), 3),
    **dict.fromkeys(("apr", "april"), 4),
    **dict.fromkeys(("mei", "may"), 5),
    **dict.fromkeys(("jun", "juni", "june"), 6),
    **dict.fromkeys(("jul", "juli", "july"), 7),
    **dict.fromkeys(("agu", "ags", "agt", "agustus", "aug", "august"), 8),
    **dict.fromkeys(("sep", "sept", "september"), 9),
    **dict.fromkeys(("okt", "oktober", "oct", "october"), 10),
    **dict.fromkeys(("nov", "nop", "november", "nopember"), 11),
    **dict.fromkeys(("des", "desember", "dec", "december"), 12),
}
CLOCK = (
    r"(?:[ t,]+(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>am|pm)?(?:\s*(?:z|wib|wita|wit|gmt.*|[+-]\d\d:?\d\d))?)?$"
)
IN_DIGITS = r"^(?P<a>\d{1,4})[-/. ](?P<b>\d{1,2})[-/. ](?P<c>\d{1,4})" + CLOCK
DAY_FIRST = r"^(?:[a-z]+, *)?(?P<a>\d{1,2})[-/. ]+(?P<b>[a-z]{3,9})[-/., ]+(?P<c>\d{4}|\d{2})" + CLOCK
MONTH_FIRST = r"^(?P<b>[a-z]{3,9})\.? +(?P<a>\d{1,2}),? +(?P<c>\d{4})" + CLOCK
COMPACT = r"^(?P<a>(?:19|20)\d\d)(?P<b>\d\d)(?P<c>\d\d)" + CLOCK
# day 0 of Excel's calendar, so that its day 61 is 1 March 1900 as Excel shows it
SERIAL_START = pd.Timestamp("1899-12-30")
SERIALS = (61, 2_958_465)
PIVOT = 69


@dataclass(frozen=True)
class DateForm:
    """order: "dmy", "mdy" or "ymd"; serial: whether number cells count days since 1900."""

    order: str = "dmy"
    serial: bool = False

    def __post_init__(self) -> None:
        if self.order not in ("dmy", "mdy", "ymd"):
            raise ValueError(f"no order of dates: {self.order}")


def date(cells: pd.Series, form: DateForm | None = None) -> Parsed:
    """Return datetime64 values, with the time of day where the cell has one.

    A first part of four digits is a year in any form; two-digit years below 69 are 20xx, as in POSIX.
    """
    form = form or DateForm()
    values = np.full(len(cells), np.datetime64("NaT", "s"))
    problem = parsed.no_problem(len(cells))
    for kind, at, part in parsed.parts(cells):
        if kind == TEXT:
            codes, texts = parsed.distinct(part)
            found = _from_texts(texts, form.order)
            wrong = np.where(np.isnat(found) & ~parsed.is_missing(texts), "bad_date", "").astype(object)
            values[at], problem[at] = found[codes], wrong[codes]
        elif kind == DATE:
            values[at] = pd.to_datetime(pd.Series(part), errors="coerce").to_numpy(dtype="datetime64[s]")
        elif kind == NUMBER:
            values[at], problem[at] = _from_numbers(part.astype(float), form)
        else:
            problem[at] = "not_a_value"
    series = pd.Series(values, index=cells.index, name=cells.name)
    return Parsed(series, parsed.codes_series(problem, cells))


def year(cells: pd.Series, low: int, high: int) -> Parsed:
    """Return Int64 years from `low` to `high`, both included; date cells give their year."""
    dated = parsed.kinds(cells) == DATE
    plain = cells.where(~dated, cells[dated].map(lambda cell: cell.year)) if dated.any() else cells
    result = numbers.integer(plain, numbers.NumberForm(".", ""))
    problem = result.problem.mask(result.problem != "", "bad_year")
    outside = ((result.values < low) | (result.values > high)).fillna(False).to_numpy(dtype=bool)
    return Parsed(result.values.mask(outside), problem.mask(outside, "year_range"))


def first_parts(texts: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Return the first and second part of dates in digits as floats (nan: no such date, or year first)."""
    found = texts.str.lower().str.extract(IN_DIGITS)
    is_year_first = found["a"].str.len() > 2
    first = pd.to_numeric(found["a"].mask(is_year_first)).to_numpy(dtype=float)
    second = pd.to_numeric(found["b"].mask(is_year_first)).to_numpy(dtype=float)
    return first, second


def _from_texts(texts: pd.Series, order: str) -> np.ndarray:
    lower = texts.str.lower()
    found = lower.str.extract(IN_DIGITS)
    result = _assembled(*_ordered(found, order), found)
    for pattern in (DAY_FIRST, MONTH_FIRST, COMPACT):
        rest = np.flatnonzero(np.isnat(result) & (lower != "").to_numpy(dtype=bool))
        if not len(rest):
            break
        found = lower.iloc[rest].str.extract(pattern)
        if pattern == COMPACT:
            result[rest] = _assembled(found["a"], found["b"], found["c"], found)
        else:
            result[rest] = _assembled(found["c"], found["b"].map(MONTHS), found["a"], found)
    return result


def _ordered(found: pd.DataFrame, order: str) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Return year, month, day of dates in digits."""
    first, second, third = found["a"], found["b"], found["c"]
    year_first = (first.str.len() == 4).fillna(False).to_numpy(dtype=bool) | (order == "ymd")
    month, day = (first, second) if order == "mdy" else (second, first)
    return third.where(~year_first, first), month.where(~year_first, second), day.where(~year_first, third)


def _assembled(years: pd.Series, months: pd.Series, days: pd.Series, found: pd.DataFrame) -> np.ndarray:
    hours = pd.to_numeric(found["hour"]).fillna(0)
    half = found["half"].fillna("")
    # 12 am is midnight and 12 pm noon
    hours = hours.where(half == "", hours % 12 + 12 * (half == "pm"))
    whole = pd.DataFrame(
        {
            "year": _full_years(years),
            "month": pd.to_numeric(months),
            "day": pd.to_numeric(days),
            "hour": hours,
            "minute": pd.to_numeric(found["minute"]).fillna(0),
            "second": pd.to_numeric(found["second"]).fillna(0),
        }
    )
    return pd.to_datetime(whole, errors="coerce").to_numpy(dtype="datetime64[s]")


def _full_years(texts: pd.Series) -> pd.Series:
    """Return years of four digits; other lengths than two and four are no years."""
    years = pd.to_numeric(texts)
    length = texts.astype("str").str.len()
    short = years + np.where(years < PIVOT, 2000, 1900)
    return years.where(length == 4, short.where(length == 2))


def _from_numbers(cells: np.ndarray, form: DateForm) -> tuple[np.ndarray, np.ndarray]:
    values = np.full(len(cells), np.datetime64("NaT", "s"))
    problem = parsed.no_problem(len(cells))
    there = ~np.isnan(cells)
    if not form.serial:
        problem[there] = "number_not_date"
        return values, problem
    inside = there & (cells >= SERIALS[0]) & (cells < SERIALS[1] + 1)
    seconds = np.rint(cells[inside] * 86_400).astype("timedelta64[s]")
    values[inside] = SERIAL_START.to_datetime64().astype("datetime64[s]") + seconds
    problem[there & ~inside] = "bad_date"
    return values, problem


def as_text(cell: datetime.date) -> str:
    """Return a date cell in ISO form, with the time only where there is one."""
    if isinstance(cell, datetime.datetime) and cell.time() != datetime.time():
        return cell.isoformat(sep=" ")
    return cell.strftime("%Y-%m-%d")
