"""All steps of a word scale, chosen or not, as far as the chosen ones tell which scale it is."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import NamedTuple

from .cells import usual
from .likert_words import ABBREVIATED, ENGLISH, LISTS, POLES, is_abbreviated, is_english

Ranks = tuple[float, ...]

# sets of steps that are asked together, by rank, the more usual first
PATTERNS: tuple[Ranks, ...] = (
    (-3, -2, 0, 2, 3),
    (-3, -2, 2, 3),
    (-3, -2, -1, 2, 3),
    (-2, -1, 1, 2, 3),
    (-3, -2, 1, 2, 3),
    (-1, 1, 2, 3),
    (-2, -1, 2, 3),
    (-2, 1, 2, 3),
    (-1, 0, 2, 3),
    (-2.5, -1, 0, 2, 3),
    (-2, 0, 2, 3, 4),
    (-3, -2, -1, 1, 2, 3),
    (-3, -2, -1.2, 0.9, 2, 3),
    (-3, -2, -0.8, 0.8, 2, 3),
    (-3, -2, -1, 0, 1, 2, 3),
    (-3, -2, -1.2, 0, 0.9, 2, 3),
    (-3, -2, -0.8, 0, 0.8, 2, 3),
    (-3, 0.8, 1.2, 3, 4),
    (-3, 0.8, 1, 3, 4),
    (-3, 0.8, 1.2, 2, 3),
    (-2, 0.8, 1.2, 3, 4),
    (-2, 0.8, 2, 3),
    (-2, -1, 0, 2, 3),
)
_OFTEN: tuple[Ranks, ...] = (
    (0, 2, 3, 4, 6), (0, 2, 3, 4, 5), (1.5, 2, 3, 4, 5), (0, 1, 3, 4, 6), (0, 2, 3, 5, 6), (0, 2, 4, 6),
    (0, 3, 4, 6),
)  # fmt: skip
OF_SCALE: dict[str, tuple[Ranks, ...]] = {
    **dict.fromkeys(("sering", "often"), _OFTEN),
    "know": ((-2, -1, 1.5, 2, 3),),
    **dict.fromkeys(("pasti", "definitely"), ((-3, -1, 0, 1, 3), (-3, -1, 1, 3))),
    # the five of S0's survey, however few of them were chosen
    "tahu": ((-2, -1, 1, 2, 3),),
    **dict.fromkeys(("paham", "kenal"), ((-2, -1, 1, 2, 3), *PATTERNS)),
}  # fmt: skip
# three steps are a whole scale only where each of them was chosen
SHORT = frozenset({(-2, 0, 2), (-2, -1, 2), (-1, 1, 2), (-1, 0, 2)})
# always asked with all their steps, however few of them were chosen
STANDARD = frozenset({"setuju", "agree", "puas", "satisfied", "tahu"})
# the words of the low end are not made with "not"
BIPOLAR = frozenset({"agree", "satisfied", "likely", "good"})
ENOUGH = 30
INDONESIAN: dict[float, str] = {
    -3: "sangat tidak {}", -2.5: "sangat kurang {}", -2: "tidak {}", -1.2: "agak tidak {}", -1: "kurang {}",
    0: "netral", 0.9: "agak {}", 1: "cukup {}", 2: "{}", 3: "sangat {}",
}  # fmt: skip
ENGLISH_WORDS: dict[float, str] = {
    -3: "not at all {}", -2: "not {}", -1: "not very {}", 0: "neutral", 0.8: "slightly {}", 1: "somewhat {}",
    1.2: "moderately {}", 2: "{}", 3: "very {}", 4: "extremely {}",
}  # fmt: skip
MIDDLE = {
    **dict.fromkeys(("tinggi", "besar", "banyak", "cepat"), "sedang"),
    **dict.fromkeys(("high", "large"), "medium"),
    "baik": "cukup",
    "berani": "moderat",
    "good": "fair",
    "aggressive": "moderate",
    "pasti": "ragu-ragu",
}
SHORTENED: dict[float, str] = {rank: words for words, rank in ABBREVIATED.items() if words != "rr"}


class Voice(NamedTuple):
    """How the steps of a scale are worded. negated: its low end is made with "tidak" or "not"."""

    scale: str
    negated: bool
    english: bool
    short: bool


def voice(scale: str, texts: Collection[str]) -> Voice:
    """Return how answers word their scale."""
    lower = [f" {text.casefold()} " for text in texts]
    negated = any(f" {word} " in text for text in lower for word in ("tidak", "tdk", "kurang", "not"))
    english = scale in ENGLISH or any(map(is_english, texts))
    return Voice(scale, negated, english, bool(texts) and all(map(is_abbreviated, texts)))


def complete(how: Voice, chosen: Collection[float], answers: int) -> tuple[Ranks, bool]:
    """Return (ranks of all steps from the low end, whether that is sure).

    A step between chosen ones that none of many respondents took was hardly asked: where every known set
    has such a step, the chosen ones are taken for all, except on scales that always have their steps.
    """
    found, many = tuple(sorted(chosen)), answers >= ENOUGH
    own = OF_SCALE.get(how.scale, ())
    patterns = own if any(set(found) <= set(ranks) for ranks in own) else PATTERNS
    if found in patterns or (found in SHORT and _may_be_short(how.scale, many)):
        return found, True
    fitting = [ranks for ranks in patterns if set(found) <= set(ranks) and all(word(how, at) for at in ranks)]
    if not fitting:
        return found, False
    # the first set is the usual one; only many answers tell against it
    best = min(fitting, key=lambda ranks: gaps(ranks, found)) if many else fitting[0]
    if many and gaps(best, found) and len(found) > 2 and how.scale not in STANDARD:
        return found, False
    return best, len(found) > 2


def _may_be_short(scale: str, many: bool) -> bool:
    """Whether three steps can be all: degrees such as low, medium and high often are, agreement seldom."""
    if scale in POLES and scale not in BIPOLAR:
        return True
    return many and scale not in OF_SCALE


def gaps(ranks: Ranks, chosen: Collection[float]) -> int:
    """Return how many steps between the lowest and the highest chosen one nobody chose."""
    return sum(min(chosen) < rank < max(chosen) for rank in ranks if rank not in chosen)


def options(how: Voice, ranks: Ranks, written: Mapping[float, Counter[str]]) -> tuple[str, ...]:
    """Return the steps in words: as people wrote them, and in the same style where nobody chose them."""
    texts = {rank: usual(found) for rank, found in written.items()}
    model = list(texts.values())
    return tuple(texts[rank] if rank in texts else _styled(word(how, rank), model) for rank in ranks)


def word(how: Voice, rank: float) -> str:
    """Return a step in lower case, "" where the scale has no word for it."""
    if how.short:
        return SHORTENED.get(rank, "")
    if how.scale in OF_SCALE and how.scale in LISTS:
        listed: dict[float, str] = {at: words for words, at in reversed(LISTS[how.scale].items())}
        return listed.get(rank, MIDDLE.get(how.scale, "") if rank == 0 else "")
    if rank == 0:
        return MIDDLE.get(how.scale, "neutral" if how.english else "netral")
    if how.scale in POLES and (how.scale in BIPOLAR or not how.negated):
        return _pole(how, rank)
    return (ENGLISH_WORDS if how.english else INDONESIAN).get(rank, "").format(how.scale)


def _pole(how: Voice, rank: float) -> str:
    if how.scale == "good" and rank == 4:
        return "excellent"
    low, high = POLES[how.scale]
    strengths = ENGLISH_WORDS if how.english else INDONESIAN
    worded = strengths.get(abs(rank), "").format((low if rank < 0 else high)[0])
    return worded.replace("very", "strongly") if how.scale == "agree" else worded


def _styled(words: str, model: list[str]) -> str:
    """Return words in capitals, lower case, or with capitals at the beginning as the others have them."""
    if model and all(text.isupper() for text in model):
        return words.upper()
    if model and all(text.islower() for text in model):
        return words
    several = [text for text in model if len(text.split()) > 1]
    if several and all(text.istitle() for text in several):
        return words.title()
    return words[:1].upper() + words[1:]
