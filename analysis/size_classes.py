"""Indonesian size class of an enterprise, from its yearly turnover or from a stated label.

Turnover limits: PP 7/2021 art. 35 (micro up to Rp 2 billion, small up to 15, medium up to 50) and before it
UU 20/2008 art. 6 (micro up to Rp 300 million, small up to 2.5 billion, medium up to 50 billion); an upper
limit belongs to the smaller class. The laws' alternative criterion, capital, is not in the registers.
"""

import re
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

UNKNOWN, MICRO, SMALL, MEDIUM, LARGE = range(5)


@dataclass(frozen=True)
class Rule:
    """A law's limits. first_day: of the editions it applies to; in_force: of the law itself.

    limits: largest yearly turnover in rupiah of micro, small and medium.
    """

    key: str
    source: str
    in_force: date
    first_day: date
    limits: tuple[int, int, int]


# PP 7/2021 came into force on 2 February 2021 and is applied to the whole year's edition. The older law also
# serves for editions before its own first day, because registers that old were classed again under it.
RULES = (
    Rule(
        key="uu_20_2008",
        source="UU 20/2008 art. 6",
        in_force=date(2008, 7, 4),
        first_day=date.min,
        limits=(300_000_000, 2_500_000_000, 50_000_000_000),
    ),
    Rule(
        key="pp_7_2021",
        source="PP 7/2021 art. 35",
        in_force=date(2021, 2, 2),
        first_day=date(2021, 1, 1),
        limits=(2_000_000_000, 15_000_000_000, 50_000_000_000),
    ),
)


def rule_for(day: date) -> Rule:
    """The rule of an edition, by any day of its period."""
    return max((rule for rule in RULES if rule.first_day <= day), key=lambda rule: rule.first_day)


def classify(turnover: pd.Series, day: date) -> pd.Series:
    """Size class per enterprise: 0 unknown, 1 micro, 2 small, 3 medium, 4 large (int64).

    turnover: rupiah a year, Int64 or float, missing means unknown; same index comes back.
    day: any day of the edition's period. Raises ValueError on a negative turnover.
    """
    known = turnover.notna().to_numpy()
    amounts = turnover.fillna(0).to_numpy()
    if (amounts < 0).any():
        raise ValueError("turnover must not be negative")
    codes = MICRO + np.searchsorted(rule_for(day).limits, amounts, side="left")
    return pd.Series(np.where(known, codes, UNKNOWN).astype("int64"), index=turnover.index, name="size_class")


_WORDS = {
    "ultra mikro": MICRO, "ultramikro": MICRO, "mikro": MICRO, "micro": MICRO, "ultra micro": MICRO,
    "kecil": SMALL, "small": SMALL,
    "menengah": MEDIUM, "medium": MEDIUM,
    "besar": LARGE, "large": LARGE,
}  # fmt: skip
_ANY_WORD = re.compile(r"\b(mikro|micro|ultramikro|kecil|small|menengah|medium|besar|large)\b")
# a class word, an optional step ("KECIL 2"), an optional noun, then nothing or a stated range of turnover
_LABEL = re.compile(
    r"(?:(?:usaha|skala|skala usaha|usaha skala) )?"
    rf"(?P<word>{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
    r"(?: ?\d)?(?: (?:enterprise|enterprises|business|businesses|scale))?"
    r"(?P<rest> ?[:(<>≤≥–-].*| omset\b.*| omzet\b.*| turnover\b.*)?"
)


def parse_label(text: object) -> int | None:
    """Size class of a stated label such as "ULTRA MIKRO: OMSET SATU TAHUN < 150 JUTA" or "Usaha Kecil".

    Case and spaces do not matter. None for anything else, also where two classes are named: never a guess.
    """
    if not isinstance(text, str):
        return None
    words = " ".join(text.casefold().replace("_", " ").split())
    match = _LABEL.fullmatch(words)
    if match is None or _ANY_WORD.search(match["rest"] or ""):
        return None
    return _WORDS[match["word"]]
