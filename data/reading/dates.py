"""Dates and years: true date cells, texts in any of the three orders, and serial numbers where declared."""

import datetime
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

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
    # "08:00-10:00" is a span of time, as of an interview; an offset has a T, seconds or a blank before it
    r"(?![ ,]+\d{1,2}[:.]\d{2}-\d\d(?::\d\d)?$)"
    r"(?:[ t,]+(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>am|pm)?(?:\s*(?P<zone>z|wib|wita|wit|(?:gmt|utc).*|[+-]\d\d(?::?\d\d)?))?)?$"
)
IN_DIGITS = r"^(?P<a>\d{1,4})[-/. ](?P<b>\d{1,2})[-/. ](?P<c>\d{1,4})" + CLOCK
DAY_FIRST = r"^(?:[a-z]+, *)?(?P<a>\d{1,2})[-/. ]+(?P<b>[a-z]{3,9})[-/., ]+(?P<c>\d{4}|\d{2})" + CLOCK
MONTH_FIRST = r"^(?P<b>[a-z]{3,9})\.? +(?P<a>\d{1,2}),? +(?P<c>\d{4})" + CLOCK
COMPACT = r"^(?P<a>(?:19|20)\d\d)(?P<b>\d\d)(?P<c>\d\d)" + CLOCK
# dates with the usual times of day, for the engine that takes neither names nor looks ahead
_MINUTE = r"^ *(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})[T ]+([01]?\d|2[0-3])[:.][0-5]\d"
_SECOND = r"[:.][0-5]\d(?:[.,]\d+)?"
TIMED = _MINUTE + rf"(?:{_SECOND})? *$"
# of a zone that lies whole hours from UTC the minutes never decide on the day; a minus behind minutes may be
# that of a span
_WHOLE_HOURS = r"WIB|WITA|WIT|Z|[+]\d\d:?00"
ZONED = _MINUTE + rf"(?:{_SECOND} *({_WHOLE_HOURS}|-\d\d:?00)| *({_WHOLE_HOURS})) *$"
# minutes from UTC of zones by their names
ZONES = {"z": 0, "wib": 420, "wita": 480, "wit": 540}
# minutes from UTC between which all zones lie, and what they have beside whole hours
OFFSETS = (-12 * 60, 14 * 60)
QUARTERS = (0, 15, 30, 45)
# day 0 of Excel's calendar, so that its day 61 is 1 March 1900 as Excel shows it
SERIAL_START = pd.Timestamp("1899-12-30")
SERIALS = (61, 2_958_465)
# five digits that a column of dates may hold as days of that calendar: 1954 to 2119
LIKELY_SERIALS = (20_000, 80_000)
SERIAL_TEXT = r"\d{5}(?:[.,]\d+)?"
# 19970101 as a number: no serial is as large
COMPACT_NUMBERS = (19_000_101, 21_001_231)
PIVOT = 69


@dataclass(frozen=True)
class DateForm:
    """order: "dmy", "mdy" or "ymd"; serial: whether numbers count days since 1900, as Excel's do; zone: whose
    days and times are meant. A time written with a zone of its own, as 18:30Z, is converted to it; without
    one (None) such a time stays as it is written.

    Eight digits such as 19970101 are a date in any form.
    """

    order: str = "dmy"
    serial: bool = False
    zone: str | None = None

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
            found = _from_texts(texts, form)
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


def day(cells: pd.Series, form: DateForm | None = None) -> Parsed:
    """Return the same dates without their time of day."""
    found = date(without_times(cells), form)
    return Parsed(found.values.dt.floor("D"), found.problem)


def without_times(cells: pd.Series) -> pd.Series:
    """Return texts of dates without the usual times of day behind them, other cells as they are; where a time
    has a zone its hour stays.

    Moments are all different, days are few: reading each of them once takes a tenth of the time.
    """
    if not parsed.are_texts(cells):
        return cells
    texts: Any = pa.array(cells.array, pa.string())
    if not pc.any(pc.match_substring(texts, ":")).as_py():
        return cells
    cut = pc.replace_substring_regex(texts, TIMED, r"\1")
    cut = pc.replace_substring_regex(cut, ZONED, r"\1 \2:00 \3\4")
    return pd.Series(cut.to_pandas().astype(cells.dtype).array, index=cells.index, name=cells.name)


def year(cells: pd.Series, low: int, high: int) -> Parsed:
    """Return Int64 years from `low` to `high`, both included; date cells give their year."""
    dated = parsed.kinds(cells) == DATE
    plain = cells.where(~dated, cells[dated].map(lambda cell: cell.year)) if dated.any() else cells
    result = numbers.integer(plain, numbers.NumberForm(".", ""))
    problem = result.problem.mask(result.problem != "", "bad_year")
    outside = ((result.values < low) | (result.values > high)).fillna(False).to_numpy(dtype=bool)
    return Parsed(result.values.mask(outside), problem.mask(outside, "year_range"))


def parts_in_digits(texts: pd.Series) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the three parts of dates in digits as floats (nan: no such date, or a year of four digits
    first)."""
    found = texts.str.lower().str.extract(IN_DIGITS)
    is_year_first = found["a"].str.len() > 2
    first, second, third = (
        pd.to_numeric(found[part].mask(is_year_first)).to_numpy(dtype=float) for part in "abc"
    )
    return first, second, third


def has_zone(texts: pd.Series) -> np.ndarray:
    """Return which texts are moments that say their zone, such as 2024-01-05T18:30Z."""
    timed = np.flatnonzero(texts.str.contains(r"\d[:.]\d\d").to_numpy(dtype=bool))
    found = np.zeros(len(texts), dtype=bool)
    lower = texts.iloc[timed].str.lower()
    for pattern in (IN_DIGITS, DAY_FIRST, MONTH_FIRST, COMPACT) if len(timed) else ():
        found[timed] |= ~np.isnan(_from_utc(lower.str.extract(pattern)["zone"]))
    return found


def _from_texts(texts: pd.Series, form: DateForm) -> np.ndarray:
    result = _from_words(texts, form)
    serial = np.flatnonzero(texts.str.fullmatch(SERIAL_TEXT).to_numpy(dtype=bool) & form.serial)
    if len(serial):
        days = texts.iloc[serial].str.replace(",", ".", regex=False)
        result[serial] = _from_numbers(days.astype(float).to_numpy(), form)[0]
    return result


def _from_words(texts: pd.Series, form: DateForm) -> np.ndarray:
    lower = texts.str.lower()
    found = lower.str.extract(IN_DIGITS)
    result = _assembled(*_ordered(found, form.order), found, form.zone)
    for pattern in (DAY_FIRST, MONTH_FIRST, COMPACT):
        rest = np.flatnonzero(np.isnat(result) & (lower != "").to_numpy(dtype=bool))
        if not len(rest):
            break
        found = lower.iloc[rest].str.extract(pattern)
        if pattern == COMPACT:
            result[rest] = _assembled(found["a"], found["b"], found["c"], found, form.zone)
        else:
            result[rest] = _assembled(found["c"], found["b"].map(MONTHS), found["a"], found, form.zone)
    return result


def _ordered(found: pd.DataFrame, order: str) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Return year, month, day of dates in digits."""
    first, second, third = found["a"], found["b"], found["c"]
    year_first = (first.str.len() == 4).fillna(False).to_numpy(dtype=bool) | (order == "ymd")
    month, day = (first, second) if order == "mdy" else (second, first)
    return third.where(~year_first, first), month.where(~year_first, second), day.where(~year_first, third)


def _assembled(
    years: pd.Series, months: pd.Series, days: pd.Series, found: pd.DataFrame, zone: str | None
) -> np.ndarray:
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
    read = pd.to_datetime(whole, errors="coerce").to_numpy(dtype="datetime64[s]")
    zoned = np.flatnonzero(found["zone"].notna().to_numpy() & ~np.isnat(read))
    if len(zoned):
        read[zoned] = _local(read[zoned], _from_utc(found["zone"].iloc[zoned]), zone)
    return read


def _from_utc(zones: pd.Series) -> np.ndarray:
    """Return minutes from UTC of zones as they are written (z, wib, +07:00, gmt+7); nan: there is none."""
    parts = zones.str.extract(r"^(?:gmt|utc)?\s*(?P<sign>[+-])(?P<hours>\d\d?):?(?P<minutes>\d\d)?")
    minutes = pd.to_numeric(parts["minutes"]).fillna(0)
    size = pd.to_numeric(parts["hours"]) * 60 + minutes
    signed = size.where(parts["sign"] != "-", -size)
    signed = signed.where(signed.between(*OFFSETS) & minutes.isin(QUARTERS))
    # "gmt" alone
    signed = signed.mask(zones.notna() & parts["sign"].isna(), 0)
    return zones.map(ZONES).fillna(signed).to_numpy(dtype=float)


def _local(moments: np.ndarray, minutes: np.ndarray, zone: str | None) -> np.ndarray:
    """Return moments of zones that lie so many minutes from UTC as clocks of `zone` show them.

    There is no moment where minutes is nan.
    """
    moments = np.where(np.isnan(minutes), np.datetime64("NaT", "s"), moments)
    if zone is None:
        return moments
    utc = pd.DatetimeIndex(moments - (60 * np.nan_to_num(minutes)).astype("timedelta64[s]"), tz="UTC")
    return utc.tz_convert(zone).tz_localize(None).to_numpy(dtype="datetime64[s]")


def _full_years(texts: pd.Series) -> pd.Series:
    """Return years of four digits; other lengths than two and four are no years."""
    years = pd.to_numeric(texts)
    length = texts.astype("str").str.len()
    short = years + np.where(years < PIVOT, 2000, 1900)
    return years.where(length == 4, short.where(length == 2))


def _from_numbers(cells: np.ndarray, form: DateForm) -> tuple[np.ndarray, np.ndarray]:
    values = np.full(len(cells), np.datetime64("NaT", "s"))
    problem = parsed.no_problem(len(cells))
    compact = (cells >= COMPACT_NUMBERS[0]) & (cells <= COMPACT_NUMBERS[1]) & (cells == np.rint(cells))
    if compact.any():
        digits = pd.Series([f"{cell:.0f}" for cell in cells[compact]], dtype="str")
        values[compact] = _from_words(digits, DateForm("ymd"))
        problem[compact & np.isnat(values)] = "bad_date"
    there = ~np.isnan(cells) & ~compact
    if not form.serial:
        problem[there] = "number_not_date"
        return values, problem
    inside = there & (cells >= SERIALS[0]) & (cells < SERIALS[1] + 1)
    seconds = np.rint(cells[inside] * 86_400).astype("timedelta64[s]")
    values[inside] = SERIAL_START.to_datetime64().astype("datetime64[s]") + seconds
    problem[there & ~inside] = "bad_date"
    return values, problem


def is_likely_serial(part: "np.ndarray[Any, Any] | pd.Series[Any]") -> np.ndarray:
    """Return which numbers, or texts, a column of dates may hold as days since 1900."""
    if isinstance(part, pd.Series):
        is_number = part.str.fullmatch(SERIAL_TEXT).to_numpy(dtype=bool)
        part = part.where(is_number, "0").str.replace(",", ".", regex=False).astype(float).to_numpy()
    return (part >= LIKELY_SERIALS[0]) & (part < LIKELY_SERIALS[1])


def as_text(cell: datetime.date) -> str:
    """Return a date cell in ISO form, with the time only where there is one."""
    if isinstance(cell, datetime.datetime) and cell.time() != datetime.time():
        return cell.isoformat(sep=" ")
    return cell.strftime("%Y-%m-%d")
