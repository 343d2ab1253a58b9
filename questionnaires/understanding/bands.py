"""Answers that are ranges of numbers ("1-5 kali", "> 2.500.000", "setiap hari") and their rising order."""

import math
import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

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
# said in words of their own; the numbers place them among the others
SPELLED = (
    (re.compile(r"\b(?:(?:se)?tiap hari|every ?day|daily)\b"), "1 kali sehari"),
    (re.compile(r"\b(?:(?:se)?tiap minggu|every week|weekly)\b"), "1 kali seminggu"),
    (re.compile(r"\b(?:(?:se)?tiap bulan|every month|monthly)\b"), "1 kali sebulan"),
    (re.compile(r"\b(?:beberapa kali|(?:several|a few) times)\b"), "3 kali"),
    (re.compile(r"\b(?:sekali|once)\b"), "1 kali"),
    (re.compile(r"\btwice\b"), "2 kali"),
)
TIMES = re.compile(r"\b(?:kali|x|times?)\b|(?<=\d)x\b")
PER = re.compile(
    rf"(?:/|\b(?:per|dalam|setiap|tiap|a|every|each|in)\b)\s*(?:(?:1|satu|a|one)\b)?\s*(?:se)?(?P<a>{PERIOD})\w*\b"
    rf"|\bse(?P<b>{PERIOD})\b"
)
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


class Band(NamedTuple):
    low: float
    high: float


def band(text: str) -> Band | None:
    """Return the range an answer names, or None. Times per period are per day, durations in days."""
    plain = _spelled(_inside(CURRENCY.sub("", unicodedata.normalize("NFKC", text).casefold().strip())))
    if ZERO.fullmatch(plain):
        return Band(-INFINITE, -INFINITE)
    rest, rate = _rate(plain)
    found = list(NUMBER.finditer(rest))
    if not 1 <= len(found) <= 2 or _left_over(rest) > MOST_LEFT_OVER:
        return None
    numbers = [value / rate for value in _values(found)]
    if len(numbers) == 2:
        return Band(*numbers) if numbers[0] <= numbers[1] else None
    return _one_sided(rest, numbers[0])


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


def _inside(text: str) -> str:
    """Return what brackets say where only that has numbers: "Jarang (kurang dari 1 kali)"."""
    outside, inside = re.sub(r"\(.*?\)", " ", text), " ".join(re.findall(r"\((.*?)\)", text))
    has_number = re.compile(r"(?<![a-z])\d|\bsekali\b")
    if has_number.search(inside) and not has_number.search(outside):
        return inside.strip()
    return " ".join(outside.split()) or text


def _spelled(text: str) -> str:
    for pattern, words in SPELLED:
        text = pattern.sub(words, text)
    return re.sub(r"\b(?:" + "|".join(NUMERALS) + r")\b", lambda word: str(NUMERALS[word.group()]), text)


def _rate(text: str) -> tuple[str, float]:
    """Return (text without its period, days of the period); what is not times per period has 1."""
    if not TIMES.search(text):
        return ONE_PERIOD.sub(r"1 \g<period>", text), 1.0
    found = PER.search(text)
    rest = TIMES.sub(" kali ", PER.sub(" ", text))
    return rest, DAYS[found["a"] or found["b"]] if found else 1.0


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
