"""Words of rating scales in Indonesian and English: which step of which scale an answer names.

A step has a rank: 0 is the middle, 2 the plain word ("setuju"), 3 "sangat", -2 "tidak", -3 "sangat tidak". So
words of strength around any stem are in order, and a scale need not be listed to be understood.
"""

import functools
import re
from typing import NamedTuple

from .cells import key


class Step(NamedTuple):
    """scale: name of the scale, "" for a word that fits any ("Netral"); rank: low and negative first."""

    scale: str
    rank: float


SPELLINGS = {
    **dict.fromkeys(
        ("tdk", "tak", "gak", "ga", "nggak", "ngga", "enggak", "engga", "tidk", "tidakk"), "tidak"
    ),
    **dict.fromkeys(("sgt", "sngt", "sangant"), "sangat"),
    **dict.fromkeys(("krg", "kurg", "krang"), "kurang"),
    **dict.fromkeys(("stuju", "setujuh", "setju"), "setuju"),
    **dict.fromkeys(("neutral", "natral"), "netral"),
    "kdg": "kadang",
    "ckp": "cukup",
    "blm": "belum",
    "srg": "sering",
}
# the longest first
STRENGTHS: dict[str, float] = {
    "sama sekali tidak": -3, "sangat tidak": -3, "amat tidak": -3, "not at all": -3, "sangat kurang": -2.5,
    "agak tidak": -1.2, "tidak terlalu": -1, "tidak begitu": -1, "not very": -1, "not so": -1,
    "not really": -1, "tidak": -2, "belum": -2, "not": -2, "kurang": -1, "slightly": 0.8, "a little": 0.8,
    "a bit": 0.8, "tend to": 0.8, "agak": 0.9, "sedikit": 0.9, "cukup": 1, "lumayan": 1, "somewhat": 1,
    "rather": 1, "moderately": 1.2, "quite": 1.5, "fairly": 1.5, "sangat": 3, "amat": 3, "very": 3,
    "strongly": 3, "highly": 3, "completely": 3, "totally": 3, "fully": 3, "extremely": 4,
}  # fmt: skip
ENGLISH_STRENGTHS = frozenset(
    {
        "not",
        "slightly",
        "a",
        "tend",
        "somewhat",
        "rather",
        "moderately",
        "quite",
        "fairly",
        "very",
        "strongly",
    }
    | {"highly", "completely", "totally", "fully", "extremely"}
)
BEHIND = (" sekali", " banget")
PLAIN, VERY = 2.0, 3.0
# name of the scale → (words of its low end, words of its high end)
POLES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "baik": (("buruk", "jelek"), ("baik", "bagus")),
    "mudah": (("sulit", "susah", "sukar"), ("mudah", "gampang")),
    "tinggi": (("rendah",), ("tinggi",)),
    "cepat": (("lambat", "lama"), ("cepat",)),
    "murah": (("mahal",), ("murah", "terjangkau")),
    "besar": (("kecil",), ("besar",)),
    "banyak": (("sedikit",), ("banyak",)),
    "berani": (("konservatif", "hati hati"), ("berani", "agresif")),
    "agree": (("disagree",), ("agree",)),
    "satisfied": (("dissatisfied", "unsatisfied"), ("satisfied",)),
    "good": (("poor", "bad"), ("good",)),
    "likely": (("unlikely",), ("likely",)),
    "important": (("unimportant",), ("important",)),
    "easy": (("difficult", "hard"), ("easy",)),
    "high": (("low",), ("high",)),
    "fast": (("slow",), ("fast",)),
    "cheap": (("expensive",), ("cheap", "affordable")),
    "large": (("small",), ("large", "big")),
    "useful": (("useless",), ("useful",)),
    "clear": (("unclear",), ("clear",)),
    "aggressive": (("conservative",), ("aggressive",)),
}
ENGLISH = frozenset(
    {"agree", "satisfied", "good", "likely", "important", "easy", "high", "fast", "cheap", "large", "useful"}
    | {"clear", "aggressive", "aware", "familiar", "interested", "know", "often", "definitely"}
)
STEMS = {
    word: (name, sign)
    for name, (low, high) in POLES.items()
    for sign, words in ((-1, low), (1, high))
    for word in words
}
# these alone tell a scale; another stem needs three steps of its own
KNOWN = frozenset(POLES) | frozenset(
    {"setuju", "puas", "penting", "tahu", "paham", "kenal", "yakin", "tertarik", "sering", "pasti"}
    | {"aware", "familiar", "interested", "know", "often", "definitely"}
)
# sizes and amounts are a scale only with a word of strength: "kecil" and "besar" name enterprises too
NEEDS_STRENGTH = frozenset({"besar", "large", "banyak"})
MIDDLES = frozenset(
    {"netral", "netral ragu ragu", "ragu ragu netral", "ragu ragu", "ragu 2", "ragu", "biasa", "biasa saja"}
    | {
        "biasa aja",
        "sedang",
        "sedang sedang saja",
        "moderat",
        "menengah",
        "rata rata",
        "standar",
        "tidak tentu",
    }
    | {"undecided", "unsure", "not sure", "average", "moderate", "medium", "fair", "so so", "okay", "ok"}
)
# phrases that their words of strength do not explain
LISTS: dict[str, dict[str, float]] = {
    "sering": {
        "tidak pernah": 0, "belum pernah": 0, "hampir tidak pernah": 1, "sangat jarang": 1.5,
        "jarang sekali": 1.5, "jarang": 2, "kadang kadang": 3, "kadang": 3, "kadang 2": 3, "terkadang": 3,
        "sesekali": 3, "kadang kala": 3, "cukup sering": 3.5, "sering": 4, "sangat sering": 5,
        "sering sekali": 5, "hampir selalu": 5.5, "selalu": 6,
    },
    "often": {
        "never": 0, "almost never": 1, "hardly ever": 1, "very rarely": 1.5, "rarely": 2, "seldom": 2,
        "sometimes": 3, "occasionally": 3, "fairly often": 3.5, "often": 4, "frequently": 4, "very often": 5,
        "very frequently": 5, "usually": 5, "almost always": 5.5, "always": 6,
    },
    "pasti": {
        "pasti tidak": -3, "mungkin tidak": -1, "mungkin ya": 1, "mungkin iya": 1, "pasti ya": 3, "pasti": 3,
    },
    "definitely": {
        "definitely not": -3, "probably not": -1, "might or might not": 0, "maybe": 0, "probably": 1,
        "probably yes": 1, "definitely": 3, "definitely yes": 3,
    },
    "know": {"not know": -2, "not enough": -1, "know little": -1, "know": 2, "know well": 2, "very well": 3},
    "good": {"excellent": 4, "outstanding": 4, "terrible": -3, "very bad": -3},
}  # fmt: skip
ABBREVIATED: dict[str, float] = {"sts": -3, "ts": -2, "ks": -1, "n": 0, "rr": 0, "cs": 1, "s": 2, "ss": 3}
LISTED = {words: Step(name, rank) for name, found in LISTS.items() for words, rank in found.items()}
LISTED |= {words: Step("setuju", rank) for words, rank in ABBREVIATED.items()}
# answers to a question, not steps of anything
NO_STEM = frozenset({"ya", "iya", "yes", "no", "ada", "pernah", "bisa", "mau", "sudah", "lainnya", "lain"})
LONGEST_STEM = 3
BEFORE = re.compile(r"\(?\s*(?P<n>\d{1,2})\s*(?:[-–—=:.)]+\s*|\s+(?=\()|$)(?P<words>.*)", re.DOTALL)
BEHIND_NUMBER = re.compile(r"(?P<words>.*\S)\s*(?:[-–—=:]\s*|\()(?P<n>\d{1,2})\s*\)?", re.DOTALL)


class Numbered(NamedTuple):
    """ "5 (sangat setuju)": a number and the words beside it, if any."""

    number: int
    words: str


@functools.lru_cache(maxsize=65_536)
def step(text: str) -> Step | None:
    """Return the step that an answer names; None where it is none."""
    words = _words(text)
    if words in LISTED:
        return LISTED[words]
    if words in MIDDLES or words.startswith("neither "):
        return Step("", 0)
    stem, rank = _strength(words)
    if not stem:
        # "Cukup" between "Kurang" and "Baik" is the middle
        return Step("", 0 if rank == 1 else rank) if rank != PLAIN else None
    if stem in NO_STEM or len(stem.split()) > LONGEST_STEM or not stem.replace(" ", "").isalpha():
        return None
    name, sign = STEMS.get(stem, (stem, 1))
    return Step(name, sign * rank)


def numbered(text: str) -> Numbered | None:
    """Return the number of "5", "5 - Sangat setuju", "(5) Baik" or "Baik (5)"; None without one."""
    match = BEFORE.fullmatch(text.strip()) or BEHIND_NUMBER.fullmatch(text.strip())
    if match is None:
        return None
    words = match["words"].strip().strip("()").strip()
    # "1-5 kali" and "2.5" are no steps
    return None if re.search(r"\d", words) else Numbered(int(match["n"]), words)


def is_english(text: str) -> bool:
    """Whether the words of strength of an answer are English, or its scale is."""
    found = step(text)
    return _words(text).split(" ")[0] in ENGLISH_STRENGTHS or (found is not None and found.scale in ENGLISH)


def is_abbreviated(text: str) -> bool:
    """Whether an answer is one of STS, TS, N, S, SS …"""
    return _words(text) in ABBREVIATED


def _words(text: str) -> str:
    plain = key(text.replace("n't", " not").replace("’", "'").replace("n't", " not"))
    return " ".join(SPELLINGS.get(word, word) for word in plain.split()).replace("do not ", "not ")


def _strength(words: str) -> tuple[str, float]:
    """Return (stem, rank); the stem is "" where only a word of strength stands."""
    for ending in BEHIND:
        if words.endswith(ending):
            stem, rank = _strength(words.removesuffix(ending))
            return stem, VERY if rank == PLAIN else rank * VERY / PLAIN
    for strength, rank in STRENGTHS.items():
        if words == strength:
            return "", rank
        if words.startswith(strength + " "):
            return words.removeprefix(strength + " "), rank
    return words, PLAIN
