"""Which answers count as important, aware, used …: rules on words and steps, in Indonesian and English.

What is counted is printed in the figure. Where no rule is safe the answer is None, and the page says that it
cannot tell; nothing is guessed from how often an answer was given.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .questions import Question
from .understanding.bands import rising, times
from .understanding.wording import phrases

# features.md S0-39: use under three times a month
SELDOM = 3
_DAYS_OF_MONTH = 30

UNSURE = phrases(
    "mungkin|ragu(?:[ -]ragu)?|tidak (?:tahu|yakin|pasti) (?:pasti|apakah)|(?:tidak|kurang|belum) yakin|lupa"
    "|entah|maybe|perhaps|unsure|not sure|don'?t (?:know|remember)|can'?t say"
)
NEGATION = phrases(
    "tidak|tdk|tak|(?:e?ng)?gak?|belum|blm|bukan|kurang|jangan|tanpa|no|nope|not|never|none|hardly|little|less"
    "|without|(?:have|has|did|do|does|is|would|wo|ca)n'?t|un(?:important|aware|familiar|necessary)"
)
WEAK = phrases(
    "cukup|agak|sedikit|lumayan|netral|biasa(?: saja)?|sedang|quite|fairly|somewhat|slightly|rather"
    "|moderately|a (?:little|bit)|neutral|so so|average"
)
# "Benar-benar tidak" is none
YES = re.compile(r"(?:ya|iya|yes|yep|betul|benar|true|y)\b(?!-(?:betul|benar))")
# yes, unless what follows denies it: "Pasti tidak", "Have never used it"
SURE = re.compile(r"(?:sudah|pernah|pasti|tentu|have|already|definitely)\b")
# what is said first is the answer: "Pernah, tapi tidak rutin"
_REMARK = re.compile(r"[,;(]|\b(?:tapi|tetapi|namun|but|though)\b")
NO_LONGER = phrases("(?:sudah|udah) (?:tidak|nggak|gak)|no longer|not any ?more")
# what people say in full instead of yes
PLAIN = phrases(
    "penting|important|perlu|necessary|essential|krusial|crucial|tahu|tau|know|kenal|familiar|aware|paham"
    "|mengerti|understand|setuju|agree|yakin|berpengaruh|mempengaruhi|berdampak|efektif|effective|bermanfaat"
    "|useful|helpful|membantu|meningkat(?:kan)?|naik|bertambah|increased?|improved?|grew|grown|higher|gained?"
    "|more|lebih (?:dikenal|banyak)"
)
USING = phrases(
    "menggunakan|memakai|pakai|sering|kadang(?:[ -]kadang)?|selalu|jarang|sesekali|rutin|used?|using|often"
    "|sometimes|always|rarely|seldom|regularly|occasionally|once|twice|currently|sekali|berkali[ -]kali"
    "|beberapa kali"
)
BROCHURES = phrases("brosur\\w*|brochures?|pamflet|pamphlets?|flyers?|fliers?|leaflets?|selebaran")
INFLUENCERS = phrases(
    "(?:micro|nano|mikro)?[ -]?influencers?|influencer marketing|endors\\w*|selebgram|kol|buzzers?"
)


@dataclass(frozen=True)
class Counted:
    """places: which answers count, ascending; words: the same as people read them."""

    places: tuple[int, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Seldom:
    """Answers by times a month: under three, three or more, those that may be either, and those that name no
    number, with what people wrote themselves."""

    under: tuple[int, ...]
    over: tuple[int, ...]
    unclear: tuple[int, ...]
    untold: tuple[int, ...] = ()


def counted(question: Question) -> Counted | None:
    """Which answers of a question with a role count as what its role asks for; None where words do not say.

    Steps: the upper half, of a reversed question the lower; the middle one only where it says so plainly
    ("Tidak tahu, Tahu, Sangat tahu"). Other answers, and all of "used": by their words.
    """
    by_steps = question.type == "likert" and question.role != "used"
    places = _upper_half(question) if by_steps else _by_words(question)
    return Counted(places, tuple(question.options[place] for place in places)) if places else None


def _upper_half(question: Question) -> tuple[int, ...]:
    steps = len(question.options)
    half = steps // 2
    if question.reverse:
        return tuple(range(half))
    middle = steps - half - 1
    plain = steps % 2 == 1 and steps > 1 and says_yes(question.options[middle], question.role) is True
    return tuple(range(middle if plain else steps - half, steps))


def _by_words(question: Question) -> tuple[int, ...]:
    readings = [says_yes(text, question.role) for text in question.options]
    return tuple(place for place, reading in enumerate(readings) if reading)


def says_yes(text: str, role: str = "") -> bool | None:
    """Whether an answer says yes to what its role asks for; None where its words say neither.

    "Cukup penting" and "Mungkin" are no yes. To have used something seldom, or no longer, is to have used it.
    """
    said = " ".join(text.casefold().replace("’", "'").split())
    if UNSURE.search(said):
        return False
    if YES.match(said):
        return True
    if SURE.match(said) and not NEGATION.search(_REMARK.split(said)[0]):
        return True
    if role == "used" and NO_LONGER.search(said):
        return True
    if NEGATION.search(said):
        return False
    if role == "used":
        return True if USING.search(said) else None
    if WEAK.search(said):
        return False
    return True if PLAIN.search(said) else None


def seldom(question: Question) -> Seldom | None:
    """Answers to "how often a month" under three times; None where no answer names a number of times."""
    found = [times_a_month(text) for text in question.options]
    found += [None] * question.has_other
    places = {"under": [], "over": [], "unclear": [], "untold": []}  # type: dict[str, list[int]]
    for place, one in enumerate(found):
        places[_side(one)].append(place)
    if not (places["under"] or places["over"]):
        return None
    return Seldom(**{name: tuple(ones) for name, ones in places.items()})


def _side(times: tuple[float, float] | None) -> str:
    if times is None:
        return "untold"
    low, high = times
    return "under" if high < SELDOM else "over" if low >= SELDOM else "unclear"


_INCLUSIVE = phrases(
    "maksimal|maks|paling banyak|hingga|sampai|up to|at most|minimal|paling sedikit|at least|or more"
    "|atau lebih|ke ?atas"
)
_EQUAL = re.compile(r"[≤≥]|[<>]=|\d\s*\+")


def times_a_month(text: str) -> tuple[float, float] | None:
    """Least and most whole times a month that an answer names; None where it names none.

    Without a period in it the question's own is meant, which asks for the month.
    """
    found = times(text, _DAYS_OF_MONTH)
    if found is None:
        return None
    # thirty times a thirtieth is not exactly one
    low, high = (round(one, 6) for one in found)
    if high == -math.inf:
        return 0.0, 0.0
    said = text.casefold()
    exclusive = not (_INCLUSIVE.search(said) or _EQUAL.search(said))
    if low == -math.inf:
        return 0.0, math.ceil(high) - 1.0 if exclusive else float(math.floor(high))
    if high == math.inf:
        return math.floor(low) + 1.0 if exclusive else float(math.ceil(low)), math.inf
    return float(math.ceil(low)), float(math.floor(high)) if high > low else float(math.ceil(low))


def in_rising_order(question: Question) -> tuple[int, ...]:
    """Places of the answers from the lowest range to the highest, as they stand where they name no ranges."""
    order = rising(question.options) if question.type == "single" else None
    known = [question.options.index(text) for text in order or question.options]
    return tuple(known) + ((len(question.options),) if question.has_other else ())


def brochures(options: Iterable[str]) -> tuple[int, ...]:
    """Places of the answers that are brochures, leaflets and the like."""
    return _naming(BROCHURES, options)


def influencers(options: Iterable[str]) -> tuple[int, ...]:
    """Places of the answers that are influencers."""
    return _naming(INFLUENCERS, options)


def _naming(pattern: re.Pattern[str], options: Iterable[str]) -> tuple[int, ...]:
    return tuple(
        place
        for place, text in enumerate(options)
        if pattern.search(text.casefold()) and not NEGATION.search(text.casefold())
    )


# Fields of business that may mean the same -----------------------------------------------------------------

SAME = (
    phrases(
        "f ?& ?b|f n b|fnb|foods?|beverages?|drinks?|makan(?:an)?|minum(?:an)?|kuliner|culinary|resto(?:ran)?"
        "|restaurants?|caf[eé]s?|kafe|warung makan|rumah makan|katering|catering|bakery|roti|kue|snacks?"
    ),
    phrases(
        "konveksi|convection|pakaian|clothing|clothes|fashion|fesyen|busana|garme?nt?|apparel|butik|boutique|tekstil"
        "|textiles?|penjahit|tailors?|baju|hijab"
    ),
    phrases("kerajinan|crafts?|handicrafts?|souvenirs?|suvenir|oleh[ -]oleh"),
    phrases("kecantikan|beauty|kosmetik|cosmetics?|skincare|salon|barber(?:shop)?"),
    phrases("pertanian|agriculture|agribisnis|agribusiness|perkebunan|farming|peternakan|perikanan|fishery"),
)
_WORD = re.compile(r"[^\W\d_]{3,}")
# words that say nothing of what is sold
_EMPTY = frozenset(
    {"dan", "and", "atau", "the", "usaha", "bidang", "jasa", "service", "services", "produk", "product"}
    | {"products", "toko", "shop", "store", "dagang", "perdagangan", "trade", "industri", "industry", "lain"}
    | {"lainnya", "other", "others", "penjualan", "sales", "bisnis", "business", "umum"}
)


def overlapping(names: Sequence[str]) -> list[tuple[str, ...]]:
    """Groups of fields that share a meaning or a word, as "F&B" and "Makanan" do; each in the order given."""
    groups: list[set[int]] = []
    for meaning in (*_meanings(names), *_words(names)):
        if len(meaning) < 2:
            continue
        joined = [group for group in groups if group & meaning]
        groups = [group for group in groups if group not in joined] + [meaning.union(*joined)]
    return [tuple(names[place] for place in sorted(group)) for group in sorted(groups, key=min)]


def _meanings(names: Sequence[str]) -> list[set[int]]:
    return [{place for place, name in enumerate(names) if same.search(name.casefold())} for same in SAME]


def _words(names: Sequence[str]) -> list[set[int]]:
    found: dict[str, set[int]] = {}
    for place, name in enumerate(names):
        for word in set(_WORD.findall(name.casefold())) - _EMPTY:
            found.setdefault(word, set()).add(place)
    return [found[word] for word in sorted(found)]
