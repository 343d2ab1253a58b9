"""Answers that are ranges of numbers ("1-5 kali", "> 2.500.000", "setiap hari") and their rising order."""

import math
import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from data.reading.numbers import LARGEST
from data.reading.numbers import WORDS as FACTORS

from .amounts import PERIOD
from .wording import phrases

INFINITE = math.inf
DAYS = {
    **dict.fromkeys(("menit", "minute", "minutes"), 1 / 1440),
    **dict.fromkeys(("jam", "hour", "hours"), 1 / 24),
    **dict.fromkeys(("hari", "day", "days"), 1.0),
    **dict.fromkeys(("minggu", "week", "weeks"), 7.0),
    **dict.fromkeys(("bulan", "bln", "month", "months"), 30.0),
    **dict.fromkeys(("tahun", "thn", "th", "year", "years", "yr", "yrs"), 365.0),
}
_ID_NUMERALS = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh")
_EN_NUMERALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NUMERALS = {word: at for words in (_ID_NUMERALS, _EN_NUMERALS) for at, word in enumerate(words, 1)}
_NUMERAL = phrases("|".join(NUMERALS))
# said in words of their own; the numbers place them among the others
SPELLED = (
    (re.compile(r"\bevery other\b"), "every 2"),
    (re.compile(r"\b(?:every ?day|daily)\b"), "every day"),
    (re.compile(r"\bweekly\b"), "every week"),
    (re.compile(r"\bmonthly\b"), "every month"),
    (re.compile(r"\b(?:beberapa kali|(?:several|a few) times)\b"), "3 kali"),
    (re.compile(r"\b(?:sekali|once)\b"), "1 kali"),
    (re.compile(r"\btwice\b"), "2 kali"),
)
TIMES = re.compile(r"\b(?:kali|x|times?)\b|(?<=\d)x\b")
_COUNT = r"[1-9]\d{0,2}"
_ENDING = r"(?:nya|s)?\b"
EVERY = re.compile(rf"\b(?:(?:se)?tiap|every|each) (?:{_COUNT} ?)?{PERIOD}{_ENDING}")
PER = re.compile(
    r"(?:/|\b(?:per|dalam|(?:se)?tiap|a|every|each|in)\b) ?(?:the )?"
    rf"(?P<n>{_COUNT})? ?(?:se)?(?P<a>{PERIOD}){_ENDING}"
    rf"|\bse(?P<b>{PERIOD})\b"
    # "2 minggu sekali"; behind "lebih dari" it would be seldom, not often
    rf"|\A(?P<m>{_COUNT}) ?(?P<c>{PERIOD}){_ENDING}(?= {_COUNT} ?(?:kali|x|times?)\b)"
)
A_PERIOD = re.compile(rf"(?<![a-z]){PERIOD}{_ENDING}")
ONE_PERIOD = re.compile(rf"\bse(?P<period>{PERIOD})\b")
NUMBER = re.compile(
    rf"(?<![a-z\d.,])(?P<digits>\d+(?:[.,]\d+)*)\s*(?P<factor>{'|'.join(FACTORS)}|k)?(?:an)?(?![a-z])"
    rf"\s*(?P<period>{'|'.join(sorted(DAYS, key=len, reverse=True))})?\b"
)
CURRENCY = re.compile(r"\b(?:rp|idr)\b\.?\s*|\b(?:rp|idr)\.?(?=\d)")
GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_LESS = phrases(
    """kurang dari|di ?bawah|maksimal|maks|paling banyak|hingga|sampai|under|below|less than|fewer than|up to
    |at most"""
)
_MORE = phrases(
    """lebih dari|di ?atas|minimal|paling sedikit|over|above|more than|at least|ke ?atas|or more|atau lebih
    |and (?:over|above)"""
)
LESS = re.compile(rf"[<≤]|{_LESS.pattern}")
MORE = re.compile(rf"[>≥]|\d\s*\+|{_MORE.pattern}")
ZERO = re.compile(
    r"(?:saya )?(?:tidak|belum) (?:pernah|ada|menggunakan|memakai|sama sekali)\b.{0,30}"
    r"|belum|never|none|not at all|nol"
)
LAST = re.compile(
    r"(?:yang )?lain(?:nya|-lain)?|others?|tidak (?:tahu|tentu|menjawab|yakin)"
    r"|(?:i )?do(?:n'?t| not) know|not sure|tergantung.*|it depends|prefer not to (?:say|answer)"
)
# sizes of businesses by law (UU 20/2008)
SIZES = (("mikro", "kecil", "menengah", "besar"), ("micro", "small", "medium", "large"))
MOST_LEFT_OVER = 3


_BRACKETS = re.compile(r"\(([^()]*)\)")
_HAS_NUMBER = re.compile(r"(?<![a-z])\d|\bsekali\b")


class Band(NamedTuple):
    low: float
    high: float


NEVER = Band(-INFINITE, -INFINITE)


def band(text: str) -> Band | None:
    """Return the range an answer names, or None. Times per period are per day, durations in days."""
    plain = _plain(text)
    if TIMES.search(plain):
        return _times(plain, 1.0)
    return NEVER if ZERO.fullmatch(plain) else _range(ONE_PERIOD.sub(r"1 \g<period>", plain))


def times(text: str, days: float) -> Band | None:
    """Return how many times in so many days an answer says, or None; "2 jam" is no number of times.

    Where it names no period of its own, these days are meant.
    """
    return _times(_plain(text), days)


def rising(options: Sequence[str]) -> tuple[str, ...] | None:
    """Return options in the order of what they name, "don't know" last; None where there is no such order."""
    if sizes := _by_size(options):
        return sizes
    last = [text for text in options if LAST.fullmatch(text.casefold().strip(" .-"))]
    found = {text: band(text) for text in options if text not in last}
    bands = {text: one for text, one in found.items() if one is not None}
    if len(bands) < 2 or len(bands) < len(found):
        return None
    if not any(math.isfinite(one.low) or math.isfinite(one.high) for one in bands.values()):
        return None
    return (*sorted(bands, key=lambda text: (bands[text].low, bands[text].high)), *last)


def are_ranges(options: Sequence[str]) -> bool:
    """Whether at least one of the options is a range and all of them have a rising order."""
    found = [one for one in map(band, options) if one is not None]
    return any(one.low < one.high for one in found) and rising(options) is not None


def _plain(text: str) -> str:
    """Return an answer in lower case, with digits for words of number and without remarks in brackets."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    plain = _inside(CURRENCY.sub("", " ".join(folded.split())))
    for pattern, words in SPELLED:
        plain = pattern.sub(words, plain)
    plain = _NUMERAL.sub(lambda word: str(NUMERALS[word.group()]), plain)
    # "setiap 2 minggu" is once in each; "500 ribu setiap bulan" is another number
    only = EVERY.search(plain) and not (TIMES.search(plain) or NUMBER.search(EVERY.sub(" ", plain)))
    return f"1 kali {plain}" if only else plain


def _inside(text: str) -> str:
    """Return what brackets say where only that has numbers: "Jarang (kurang dari 1 kali)"."""
    outside, inside = _BRACKETS.sub(" ", text), " ".join(_BRACKETS.findall(text))
    only_inside = _HAS_NUMBER.search(inside) and not _HAS_NUMBER.search(outside)
    return " ".join((inside if only_inside else outside).split()) or text


def _times(plain: str, days: float) -> Band | None:
    """Return times in so many days; None also where a period is left that says nothing: "beberapa bulan"."""
    if ZERO.fullmatch(plain):
        return NEVER
    periods = {_days(match) for match in PER.finditer(plain)}
    rest = TIMES.sub(" kali ", PER.sub(" ", plain))
    found = None if len(periods) > 1 or A_PERIOD.search(rest) else _range(rest)
    if found is None:
        return None
    factor = days / periods.pop() if periods else 1.0
    return Band(found.low * factor, found.high * factor)


def _days(rate: re.Match[str]) -> float:
    return DAYS[rate["a"] or rate["b"] or rate["c"]] * int(rate["n"] or rate["m"] or 1)


def _range(text: str) -> Band | None:
    """Return the range of one or two numbers; None for a sentence that has some."""
    found = list(NUMBER.finditer(text))
    if not 1 <= len(found) <= 2 or _left_over(text) > MOST_LEFT_OVER:
        return None
    numbers = _values(found)
    if max(numbers) > LARGEST:
        return None
    if len(numbers) == 2:
        return Band(*numbers) if numbers[0] <= numbers[1] else None
    return _one_sided(text, numbers[0])


def _values(found: list[re.Match[str]]) -> list[float]:
    """Return the numbers; a factor or unit behind the second counts for the first too: "1-2 juta"."""
    last = found[-1]
    values = []
    for match in found:
        factor = _factor(match["factor"]) or _factor(last["factor"]) or 1
        days = DAYS[match["period"] or last["period"]] if match["period"] or last["period"] else 1.0
        values.append(_number(match["digits"]) * factor * days)
    if len(values) == 2 and values[0] > values[1] and not found[0]["factor"]:
        # "500 - 1 juta" leaves out the word ribu
        values[0] = _number(found[0]["digits"]) * 1_000
    return values


def _factor(word: str | None) -> int:
    return 1_000 if word == "k" else FACTORS[word] if word else 0


def _number(digits: str) -> float:
    if GROUPED.fullmatch(digits):
        return float(re.sub(r"[.,]", "", digits))
    whole, _sign, fraction = digits.replace(",", ".").rpartition(".")
    return float(f"{whole.replace('.', '')}.{fraction}" if whole else fraction)


def _one_sided(text: str, number: float) -> Band:
    if MORE.search(text):
        return Band(number, INFINITE)
    return Band(-INFINITE, number) if LESS.search(text) else Band(number, number)


def _left_over(text: str) -> int:
    """Return how many words are neither number, unit nor limit: a sentence with a number is no range."""
    rest = text
    for pattern in (NUMBER, LESS, MORE, TIMES):
        rest = pattern.sub(" ", rest)
    return len(re.findall(r"[^\W\d_]{2,}", rest))


def _by_size(options: Sequence[str]) -> tuple[str, ...] | None:
    for sizes in SIZES:
        places = [
            [at for at, word in enumerate(sizes) if re.search(rf"\b{word}\b", text.casefold())]
            for text in options
        ]
        if len(options) > 1 and all(len(at) == 1 for at in places):
            return tuple(text for _at, text in sorted(zip(places, options, strict=True)))
    return None
