"""Numbers as people and programs write them, in Indonesian (1.234,5) and English (1,234.5) form."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd

from data.reading import parsed
from data.reading.parsed import DATE, NUMBER, TEXT, Parsed

WORDS = {
    "ribu": 10**3,
    "rb": 10**3,
    "thousand": 10**3,
    "juta": 10**6,
    "jt": 10**6,
    "million": 10**6,
    "miliar": 10**9,
    "milyar": 10**9,
    "billion": 10**9,
    "triliun": 10**12,
    "trilyun": 10**12,
    "trillion": 10**12,
}
CURRENCY = "^(?:rp|idr)[.]? *"
EXPONENT = r"\d+(?:[.,]\d+)?e[+]?\d+"
# the largest value of a signed and of an unsigned 32-bit column
CLIPPED = (2_147_483_647, 4_294_967_295)
BIGGEST = 2**63 - 1
EXACT = 2.0**53
# no answer of a person is larger: a thousand trillion rupiah is more than the city turns over
LARGEST = 1e15


@dataclass(frozen=True)
class NumberForm:
    """How the numbers of one column are written.

    decimal: "," or "."; thousands: ".", ",", " " or "" (none); scale: what one unit stands for, 1,000
    where a column is headed "in thousands"; minus_behind: whether "1.234-" is less than zero.
    """

    decimal: str = ","
    thousands: str = "."
    scale: int = 1
    minus_behind: bool = False

    def __post_init__(self) -> None:
        if self.decimal not in (",", ".") or self.thousands not in (".", ",", " ", ""):
            raise ValueError(f"no form of number: {self}")
        if self.decimal == self.thousands or self.scale < 1:
            raise ValueError(f"no form of number: {self}")

    @property
    def pattern(self) -> str:
        """Return the regular expression of an unsigned number in this form."""
        grouped = rf"\d{{1,3}}(?:{re.escape(self.thousands)}\d{{3}})+|" if self.thousands else ""
        return rf"(?:{grouped}\d+)(?:{re.escape(self.decimal)}\d+)?"


INDONESIAN = NumberForm(",", ".")
ENGLISH = NumberForm(".", ",")


def number(cells: pd.Series, form: NumberForm = INDONESIAN) -> Parsed:
    """Return float64 values, times the form's scale; one beyond `LARGEST` either way is a problem."""
    values, problem = np.full(len(cells), np.nan), parsed.no_problem(len(cells))
    for kind, at, part in parsed.parts(cells):
        if kind == TEXT:
            codes, texts = parsed.distinct(part)
            plain, factor, found = plain_numbers(texts, form)
            numbers = np.full(len(texts), np.nan)
            # of more digits than a float holds nothing or infinite comes, and without it an error
            read = pd.to_numeric(plain[found == ""], errors="coerce").to_numpy(dtype=float)
            numbers[found == ""] = _bounded(np.where(np.isnan(read), np.inf, read))
            values[at] = (numbers * factor * form.scale)[codes]
            problem[at] = _with_missing(found, texts)[codes]
        elif kind == NUMBER:
            values[at] = _bounded(part.astype(float)) * form.scale
        else:
            problem[at] = _other(kind)
    problem[np.abs(values) > LARGEST] = "too_large"
    values[problem != ""] = np.nan
    series = pd.Series(values, index=cells.index, name=cells.name)
    return Parsed(series, parsed.codes_series(problem, cells))


def integer(cells: pd.Series, form: NumberForm = INDONESIAN) -> Parsed:
    """Return Int64 values, times the form's scale; what is not whole then is a problem, never rounded."""
    return _whole(cells, form, _exactly)


def money(cells: pd.Series, form: NumberForm = INDONESIAN) -> Parsed:
    """Return whole rupiah as Int64: sen are rounded away, clipped amounts are a problem."""
    result = _whole(cells, form, _rounded)
    clipped = result.values.isin(CLIPPED).to_numpy(dtype=bool)
    if not clipped.any():
        return result
    return Parsed(result.values.mask(clipped), result.problem.mask(clipped, "clipped"))


def plain_numbers(texts: pd.Series, form: NumberForm) -> tuple[pd.Series, np.ndarray, np.ndarray]:
    """Return (texts as "-1234.5", factor of words such as juta, problem code) of stripped texts."""
    rest, is_negative = unsigned(texts, form.minus_behind)
    exponent = rest.str.fullmatch(EXPONENT).to_numpy(dtype=bool)
    rest, factor = _without_words(rest)
    fits = rest.str.fullmatch(form.pattern).to_numpy(dtype=bool)
    # beside a word a short fraction is one in either form: nobody groups 1.2 miliar
    short = rest.str.fullmatch(r"\d+[.,]\d{1,2}").to_numpy(dtype=bool) & (factor > 1)
    if form.thousands:
        rest = rest.where(short, rest.str.replace(form.thousands, "", regex=False))
    rest = rest.str.replace(",", ".", regex=False)
    rest = rest.where(~is_negative, "-" + rest)
    problem = np.where(exponent, "lost_digits", np.where(fits | short, "", "bad_number")).astype(object)
    return rest, factor, problem


def unsigned(texts: pd.Series, minus_behind: bool = False) -> tuple[pd.Series, np.ndarray]:
    """Return (lower-case texts without currency, sign and the dash for no sen, which are negative).

    minus_behind: a minus straight behind the last digit is a sign too, as some bookkeeping programs write.
    """
    rest = texts.str.lower().str.replace("−", "-", regex=False)
    is_negative = np.zeros(len(rest), dtype=bool)
    # no groups and no \s in the patterns: with them the fast engine gives up, at 4 s per million
    for _sign_before_and_behind in range(2):
        rest, in_brackets = _without_brackets(rest)
        is_negative = is_negative | in_brackets | rest.str.startswith("-").to_numpy(dtype=bool)
        rest = rest.str.replace("^[-+] *", "", regex=True).str.replace(CURRENCY, "", regex=True)
    if rest.str.endswith("-").any():
        rest = rest.str.replace("[,.] *-+$", "", regex=True)
        behind = has_minus_behind(rest) & minus_behind
        rest = rest.where(~behind, rest.str.rstrip("- "))
        is_negative = is_negative | behind
    return rest, is_negative


def _without_brackets(texts: pd.Series) -> tuple[pd.Series, np.ndarray]:
    """Return (texts without the brackets of bookkeepers, which had them)."""
    has = texts.str.fullmatch(r"\(.*\)").to_numpy(dtype=bool)
    return (texts.where(~has, texts.str.strip("()")) if has.any() else texts), has


def has_minus_behind(texts: pd.Series) -> np.ndarray:
    """Return which texts end with a minus behind a digit: "1.234-", but not "500,-", which has no sen."""
    if not texts.str.endswith("-").any():
        return np.zeros(len(texts), dtype=bool)
    return texts.str.contains("[0-9] ?-$", regex=True).to_numpy(dtype=bool)


def _without_words(texts: pd.Series) -> tuple[pd.Series, np.ndarray]:
    factor = np.ones(len(texts), dtype=np.int64)
    # one word among 50,000 amounts must not send all of them through twelve patterns
    lettered = np.flatnonzero(texts.str.contains("[a-z]").to_numpy(dtype=bool))
    if not len(lettered):
        return texts, factor
    worded = texts.iloc[lettered]
    for word, times in WORDS.items():
        found = worded.str.fullmatch(rf"[\d.,]+ ?{word}").to_numpy(dtype=bool)
        factor[lettered[found]] = times
        worded = worded.where(~found, worded.str.replace(rf" ?{word}$", "", regex=True))
    texts = texts.copy()
    texts.iloc[lettered] = worded
    return texts, factor


def _bounded(numbers: np.ndarray) -> np.ndarray:
    """Numbers, infinite where they are too large: 1e308 times a scale would be an overflow."""
    return np.where(np.abs(numbers) > LARGEST, np.inf, numbers)


def _whole(cells: pd.Series, form: NumberForm, to_whole: Callable[[Decimal], int | None]) -> Parsed:
    values, problem = np.zeros(len(cells), dtype=np.int64), parsed.no_problem(len(cells))
    missing = np.zeros(len(cells), dtype=bool)
    for kind, at, part in parsed.parts(cells):
        if kind == TEXT:
            codes, texts = parsed.distinct(part)
            numbers, found = _whole_texts(texts, form, to_whole)
            gone = parsed.is_missing(texts)
            found[gone] = ""
            values[at], problem[at], missing[at] = numbers[codes], found[codes], gone[codes]
        elif kind == NUMBER:
            floats = part.astype(float) * form.scale
            missing[at] = np.isnan(floats)
            values[at], problem[at] = _whole_floats(floats, rounds=to_whole is _rounded)
        else:
            problem[at] = _other(kind)
    array = pd.arrays.IntegerArray(values, missing | (problem != ""))
    return Parsed(pd.Series(array, index=cells.index, name=cells.name), parsed.codes_series(problem, cells))


def _whole_texts(
    texts: pd.Series, form: NumberForm, to_whole: Callable[[Decimal], int | None]
) -> tuple[np.ndarray, np.ndarray]:
    """Plain digits go the short way; fractions, words and scales are counted exactly, as decimals."""
    values, problem = np.zeros(len(texts), dtype=np.int64), parsed.no_problem(len(texts))
    is_plain = texts.str.fullmatch("[0-9]{1,18}").to_numpy(dtype=bool) & (form.scale == 1)
    values[is_plain] = pd.to_numeric(texts[is_plain]).to_numpy(dtype=np.int64)
    others = np.flatnonzero(~is_plain)
    if len(others):
        found, wrong = _other_whole_texts(texts.iloc[others].reset_index(drop=True), form, to_whole)
        values[others], problem[others] = found, wrong
    return values, problem


def _other_whole_texts(
    texts: pd.Series, form: NumberForm, to_whole: Callable[[Decimal], int | None]
) -> tuple[np.ndarray, np.ndarray]:
    plain, factor, problem = plain_numbers(texts, form)
    values = np.zeros(len(texts), dtype=np.int64)
    short = (
        (problem == "")
        & (factor * form.scale == 1)
        & plain.str.fullmatch("-?[0-9]{1,18}").to_numpy(dtype=bool)
    )
    values[short] = pd.to_numeric(plain[short]).to_numpy(dtype=np.int64)
    for at in np.flatnonzero((problem == "") & ~short):
        whole = to_whole(Decimal(plain[at]) * int(factor[at]) * form.scale)
        if whole is None or abs(whole) > BIGGEST:
            problem[at] = "not_whole" if whole is None else "too_large"
        else:
            values[at] = whole
    return values, problem


def _whole_floats(floats: np.ndarray, rounds: bool) -> tuple[np.ndarray, np.ndarray]:
    """Cells stored as numbers: exact up to 2^53; a scale may leave a trace behind the point."""
    nearest = np.rint(np.nan_to_num(floats, posinf=EXACT, neginf=-EXACT))
    is_whole = np.isnan(floats) | np.isclose(floats, nearest, rtol=1e-12, atol=1e-6)
    large = np.abs(nearest) >= EXACT
    problem = np.where(large, "too_large", np.where(is_whole | rounds, "", "not_whole")).astype(object)
    return np.where(large, 0, nearest).astype(np.int64), problem


def _exactly(value: Decimal) -> int | None:
    return int(value) if value == value.to_integral_value() else None


def _rounded(value: Decimal) -> int | None:
    return int(value.to_integral_value(ROUND_HALF_UP))


def _with_missing(problem: np.ndarray, texts: pd.Series) -> np.ndarray:
    return np.where(parsed.is_missing(texts), "", problem).astype(object)


def _other(kind: int) -> str:
    return "is_a_date" if kind == DATE else "not_a_value"
