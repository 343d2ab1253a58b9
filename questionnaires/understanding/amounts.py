"""Amounts as people type them: units, "about" and "per month" taken away, so that a number is left."""

import re

import numpy as np
import pandas as pd

from data.reading import parsed
from data.reading.parsed import TEXT

PERIOD = r"(?:hari|minggu|bulan|bln|tahun|thn|th|day|week|month|year|yr)"
_SPACES = re.compile(r"\s\s+")
_ABOUT = re.compile(
    r"^(?:±|~|\+/-|kurang lebih|sekitar|kira[- ]?kira|kisaran|about|around|approx(?:imately)?\.?)\s*"
)
_PER = re.compile(
    rf"\s*(?:/|\b(?:per|tiap|setiap|dalam|a)\b)\s*(?:1|satu|se)?\s*{PERIOD}\w*$|\s*\bse{PERIOD}$"
)
_UNIT = re.compile(
    r"(?<=[\d.,a-z])\s*\b(?:rupiah|tahun|thn|th|orang|org|kali|x|hari|bulan|bln|minggu|jam|menit|persen|kg|km|years?"
    r"|yrs?|old|people|persons?|employees|karyawan|times|days?|weeks?|months?|hours?|minutes?|percent)\b\.?$"
    r"|(?<=\d)\s*(?:x|%)$|(?<=\d)(?:th|thn|tahun)$"
)
_THOUSAND = re.compile(r"(?<=\d)\s*k$")
_ROUNDLY = re.compile(r"\b(ribu|juta)an\b")


def plain(text: str) -> str:
    """Return "rp 500 rb" of "± Rp 500k/bulan" and "20" of "20 tahun"."""
    if text.isdigit():
        return text
    # the patterns below look for spaces from each of them
    rest = _PER.sub("", _ABOUT.sub("", _SPACES.sub(" ", text.casefold().strip())))
    # "20 years old" has two
    rest = _UNIT.sub("", _UNIT.sub("", rest))
    return _THOUSAND.sub(" rb", _ROUNDLY.sub(r"\1", rest))


def tidied(cells: pd.Series) -> pd.Series:
    """Return cells with the texts among them as plain amounts; each distinct text is looked at once."""
    result = np.array(cells, dtype=object)
    for kind, at, part in parsed.parts(cells):
        if kind == TEXT:
            codes, texts = parsed.distinct(part)
            result[at] = np.array([plain(text) for text in texts], dtype=object)[codes]
    return pd.Series(result, index=cells.index, dtype=object, name=cells.name)
