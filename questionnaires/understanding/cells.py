"""Cells of a survey as clean texts, each distinct one looked at once; and when two texts are one answer."""

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from data.reading import parsed, values
from data.reading.parsed import TEXT

# digits stand apart from letters, so that "Rp500.000" is "Rp 500.000" and "1-5 kali" is not "15 kali"
TOKEN = re.compile(r"[^\W\d_]+|\d+|[<>≤≥+%]")
# signs alone say nothing either; "Tidak ada" and "None" may be what a person chose
NOTHING = frozenset({"", "n a", "na", "nan", "null"})


class Distinct(NamedTuple):
    """codes: position in `texts` for each cell; texts: all different, on one line, "" for a blank cell."""

    codes: np.ndarray
    texts: list[str]


def distinct(cells: pd.Series) -> Distinct:
    """Return the distinct clean texts of a column; numbers are written without ".0", dates in ISO form."""
    positions = np.zeros(len(cells), dtype=np.int64)
    known: dict[str, int] = {}
    for kind, at, part in parsed.parts(cells):
        codes, texts = _clean(part, kind)
        places = np.array([known.setdefault(text, len(known)) for text in texts], dtype=np.int64)
        positions[at] = places[codes]
    return Distinct(positions, list(known))


def _clean(part: Any, kind: int) -> tuple[np.ndarray, list[str]]:
    if kind != TEXT:
        codes, found = parsed.codes(part)
        return codes, [values.one_line(values.as_text(cell)) for cell in found]
    codes, texts = parsed.distinct(part)
    tidy = texts.tolist()
    for at in np.flatnonzero(~texts.str.fullmatch(values.CLEAN).to_numpy(dtype=bool)):
        tidy[at] = values.one_line(tidy[at])
    return codes, tidy


@functools.lru_cache(maxsize=65_536)
def key(text: str) -> str:
    """Return what two spellings of one answer share: no case, spaces, punctuation; "" for signs only."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    # an answer may be one emoji
    return " ".join(TOKEN.findall(plain)) or "".join(m for m in plain if unicodedata.category(m) == "So")


def is_answer(text: str) -> bool:
    """Whether a text says anything: not blank, "-", "..." or "N/A"."""
    return key(text) not in NOTHING


def folded(texts: Mapping[str, int]) -> dict[str, tuple[str, int]]:
    """Return answer key → (its most frequent spelling, number of cells), most frequent first.

    Ties go by the alphabet, so that the order of rows changes nothing.
    """
    spellings: dict[str, Counter[str]] = {}
    for text, count in texts.items():
        if is_answer(text):
            spellings.setdefault(key(text), Counter())[text] += count
    rows = [(name, usual(found), found.total()) for name, found in spellings.items()]
    return {name: (text, count) for name, text, count in sorted(rows, key=lambda row: (-row[2], row[1]))}


def usual(spellings: Mapping[str, int]) -> str:
    """Return the most frequent spelling; of two alike the first in the alphabet."""
    return min(spellings, key=lambda text: (-spellings[text], text))
