"""Names of areas, categories and size classes: compared without spelling habits, suggested when unknown."""

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

BRACKETED = re.compile(
    r"\s*[\[(]\s*(\d[0-9A-Za-z.,/ -]{0,19}?|[A-Z](?:\s*,\s*[A-Z])*)\s*[\])]\s*[-–:.]?\s*(\S.*)", re.DOTALL
)
# "3-4 Ulu" is a name, "07-Malang" carries a code
SEPARATED = re.compile(
    r"\s*(\d+(?:\.\d+)*)(?:\s+[-–]\s*|[-–]\s+|[-–](?=[^\W\d])|\s*[:)]\s*|\.\s+)(\S.*)", re.DOTALL
)
# without a sign between them only what cannot be part of a name: "5 Koto" and "2 x 11" are names
BARE = re.compile(r"\s*(0\d+|\d+(?:\.\d+)+|\d{4,})\s+([^\W\d].*)", re.DOTALL)
LEVELS = re.compile(
    r"(?:kecamatan|kec|kelurahan|kel|kabupaten|kab|desa|provinsi|prov)(?:\s*[.:]\s*|\s+)(?=\S)"
)
TOTAL_WORDS = frozenset(
    {"jumlah", "total", "grand", "sub", "subtotal", "keseluruhan", "seluruh", "seluruhnya", "sum"}
)
CITY_WORDS = ("kota", "kabupaten", "kab")
WORD = re.compile(r"[^\W_]+")
NUMBER = re.compile(r"\d+|[ivx]+")
INSIDE = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


def split_code(text: str) -> tuple[str, str]:
    """Return (code, name): "[07] MALANG", "14.71.08 Binawidya" carry a code, "5 Koto" none."""
    for pattern in (BRACKETED, SEPARATED, BARE):
        if match := pattern.fullmatch(text):
            return match.group(1).strip(), match.group(2).strip()
    return "", text.strip()


@functools.lru_cache(maxsize=65_536)
def key(text: str) -> str:
    """Return what two spellings of one name share: no case, spaces, signs, accents, codes or "Kec.".

    The word Kota stays: the city of Madiun and the regency Madiun are two places.
    """
    plain = _plain(split_code(text)[1])
    plain = LEVELS.sub("", plain, count=1) if LEVELS.match(plain) else plain
    return "".join(WORD.findall(plain))


def keys(cells: pd.Series) -> pd.Series:
    """Return the key of each cell as str; the distinct texts are looked at once."""
    texts = cells.where(cells.notna(), "").astype("str")
    codes, found = pd.factorize(texts)
    known = np.array([key(str(text)) for text in found], dtype=object)
    return pd.Series(known[codes] if len(known) else [], index=cells.index, dtype="str", name=cells.name)


def is_total(text: str, region_names: Iterable[str] = ()) -> bool:
    """Tell a total row: "Jumlah", "Grand Total", "Total Kota Pekanbaru", or the region's own name alone.

    "Pekanbaru" and "Kota Pekanbaru" are the city; "Pekanbaru Kota" is one of its sub-districts.
    """
    words = WORD.findall(_plain(text))
    rest = [word for word in words if word not in TOTAL_WORDS]
    if not rest:
        return bool(words)
    bare = {_without_city_word(WORD.findall(_plain(name))) for name in region_names}
    return "".join(rest) in bare | {word + name for word in CITY_WORDS for name in bare}


def suggest(
    unknown: Sequence[str], known: Mapping[str, str], limit: int = 3, floor: float = 82
) -> dict[str, list[tuple[str, float]]]:
    """Return for each unknown text up to `limit` (label, score 0 to 100) of at least `floor`, best first.

    known: key → label. Each part of "Tampan (Bina Widya)" is compared too. Ties go by the alphabet. Never a
    name of another number: "Ilir Barat I" is as near to "Ilir Barat II" as a misspelling, and another place.
    """
    targets = sorted(known.items())
    if not targets or not unknown:
        return {text: [] for text in unknown}
    forms = [(text, form) for text in dict.fromkeys(unknown) for form in _forms(text)]
    by_key = process.cdist(
        [key(form) for _t, form in forms], [name for name, _label in targets], scorer=fuzz.ratio
    )
    by_words = process.cdist(
        [_plain(form) for _t, form in forms],
        [_plain(label) for _n, label in targets],
        scorer=fuzz.token_sort_ratio,
    )
    scores = np.maximum(by_key, by_words)
    best = pd.DataFrame(scores).groupby([text for text, _form in forms], sort=False).max()
    labels = [label for _name, label in targets]
    return {str(text): _top(str(text), labels, row, limit, floor) for text, row in _rows(best)}


def numbered_apart(first: str, second: str) -> bool:
    """Whether two names differ only by the number at their end: "Ilir Barat I" and "Ilir Barat II".

    "Ilir Barat 1" and "Ilir Barat I" say the same number.
    """
    (stem, number), (other, other_number) = _numbered(first), _numbered(second)
    return bool(stem) and stem == other and number != other_number


def are_two(first: str, second: str) -> bool:
    """Whether two likely spellings are two names all the same: numbered apart, or a city and its regency."""
    bare = [_without_city_word(WORD.findall(_plain(split_code(text)[1]))) for text in (first, second)]
    if bare[0] == bare[1]:
        return key(first) != key(second) and _has_city_word(first) != _has_city_word(second)
    return numbered_apart(first, second)


def _has_city_word(text: str) -> bool:
    """Whether a name says that it is a city; a regency often stands without its word."""
    return WORD.findall(_plain(split_code(text)[1]))[:1] == ["kota"]


def _numbered(text: str) -> tuple[str, int]:
    """The name without the Arabic or Roman number at its end, and that number; 0 for none."""
    words = WORD.findall(_plain(split_code(text)[1]))
    if len(words) < 2 or not NUMBER.fullmatch(words[-1]):
        return "".join(words), 0
    return "".join(words[:-1]), _value(words[-1])


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number)
    digits = [{"i": 1, "v": 5, "x": 10}[letter] for letter in number]
    return sum(-one if one < after else one for one, after in zip(digits, [*digits[1:], 0], strict=True))


def _rows(table: pd.DataFrame) -> Iterable[tuple[object, np.ndarray]]:
    return zip(table.index, table.to_numpy(), strict=True)


def _top(
    text: str, labels: list[str], scores: np.ndarray, limit: int, floor: float
) -> list[tuple[str, float]]:
    order = sorted(np.flatnonzero(scores >= floor), key=lambda at: (-scores[at], labels[at]))
    near = (at for at in order if not numbered_apart(text, labels[at]))
    return [(labels[at], round(float(scores[at]), 1)) for at in itertools.islice(near, limit)]


def _forms(text: str) -> list[str]:
    parts = [text, INSIDE.sub(" ", text), *INSIDE.findall(text)]
    return list(dict.fromkeys(part for part in parts if key(part))) or [text]


def _without_city_word(words: list[str]) -> str:
    return "".join(words[1:] if len(words) > 1 and words[0] in CITY_WORDS else words)


def _plain(text: str) -> str:
    """Return lower case without accents, with spaces collapsed."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(mark for mark in spread if not unicodedata.combining(mark)).split())
