"""What each column of a table of customers is, guessed from its header and the whole column."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from analysis.column_types import NO, YES
from data.duplicates import Keys, hashed
from data.reading import parsed, values
from data.reading.dates import DateForm
from data.reading.learning import DateLearner, FormLearner
from data.reading.numbers import NumberForm
from data.recognition import header_key

from .people import ADDRESS, NAME, NIK, PHONE

CUSTOMER, NUMBER, FLAG, DATE, TEXT, SKIP = "customer", "number", "flag", "date", "text", "skip"
PEOPLE = tuple(column.key for column in (NAME, PHONE, ADDRESS, NIK))
KEPT = (NUMBER, FLAG, DATE, TEXT)
# below so many values any guess is one that a person should look at
FEW = 10
NEARLY_ALL, MOST, HALF = 0.95, 0.8, 0.5
LIMIT = 2_000
OWN_WORDS = 30  # letters; longer texts that nearly all differ are no category
_FLAGS = frozenset({*YES, *NO})
_IDENTIFIER = r"0\d+|\d{16,}"
_DATED = r".*(?:\d[-/. ]\d{1,2}[-/. ]\d|(?:19|20)\d{6}|\d [A-Za-z]{3}|[A-Za-z]{3,9} \d).*"
_PEOPLE_IN_CELLS = {
    PHONE.key: r"(?:\+?62|0)[ -]?8[\d -]{7,13}",
    NIK.key: r"\d{16}",
    SKIP: r"[^\s@]+@[^\s@.]+\.\S+",
}
_ROW_NUMBER = frozenset({"", "no", "nomor", "nourut", "nomorurut", "rownumber", "index", "unnamed0"})
_EMAIL = re.compile(r"e-?mail|surel", re.IGNORECASE)
_NAME = re.compile(r"^(?:nama|name)\b|\bname$", re.IGNORECASE)
_THING = re.compile(
    r"produk|product|toko|store|kecamatan|kelurahan|kota|city|segmen|outlet|cabang", re.IGNORECASE
)


@dataclass
class Seen:
    """One column, fed chunk by chunk. texts: cells of each distinct text, the first `LIMIT` of them; beyond:
    filled cells whose text is not among them; fits: filled cells that could be of a type."""

    filled: int = 0
    texts: Counter[str] = field(default_factory=Counter)
    beyond: int = 0
    letters: int = 0
    fits: Counter[str] = field(default_factory=Counter)
    numbers: FormLearner = field(default_factory=FormLearner)
    dates: DateLearner = field(default_factory=DateLearner)
    keys: Keys = field(default_factory=Keys)
    repeated: int = 0

    def feed(self, cells: "pd.Series[Any]") -> None:
        """Take one chunk of the column; each of its distinct cells is looked at once."""
        codes, distinct = parsed.codes(cells)
        raw = pd.Series(distinct, dtype=object)
        texts = pd.Series([values.one_line(values.as_text(cell)) for cell in distinct], dtype="str")
        counts = np.bincount(codes, minlength=len(texts))
        there = ~parsed.is_missing(texts)
        texts, counts, raw = texts[there], counts[there], raw[there]
        self.filled += int(counts.sum())
        self.letters += int((texts.str.len().to_numpy() * counts).sum())
        self._count(texts, counts)
        self.repeated += int(counts.sum()) - len(texts) + int(self.keys.again(hashed(texts)).sum())
        self.numbers.feed(raw)
        self.dates.feed(raw)
        self._fit(raw, texts, counts)

    @property
    def distinct(self) -> int:
        return len(self.keys)

    def share(self, name: str) -> float:
        """Of the filled cells, how many could be of a type."""
        return self.fits[name] / self.filled if self.filled else 0.0

    def most_common(self, most: int) -> list[list[Any]]:
        rows = sorted(self.texts.items(), key=lambda row: (-row[1], row[0]))
        return [[text, count] for text, count in rows[:most]]

    def _count(self, texts: "pd.Series[str]", counts: "np.ndarray[Any, Any]") -> None:
        for text, count in zip(texts.tolist(), counts.tolist(), strict=True):
            if text in self.texts or len(self.texts) < LIMIT:
                self.texts[text] += count
            else:
                self.beyond += count

    def _fit(self, raw: "pd.Series[Any]", texts: "pd.Series[str]", counts: "np.ndarray[Any, Any]") -> None:
        def add(name: str, fits: Any) -> None:
            self.fits[name] += int(counts[np.asarray(fits, dtype=bool)].sum())

        for name, form in (("indonesian", values.INDONESIAN), ("english", values.ENGLISH)):
            add(name, values.number(raw, form).values.notna())
        add(FLAG, texts.str.lower().isin(_FLAGS))
        add("identifier", texts.str.fullmatch(_IDENTIFIER))
        for name, pattern in _PEOPLE_IN_CELLS.items():
            add(f"is {name}", texts.str.fullmatch(pattern))
        dated = (parsed.kinds(raw) == parsed.DATE) | texts.str.fullmatch(_DATED).to_numpy(dtype=bool)
        if dated.any():
            orders = [values.day(raw[dated], DateForm(order)).values.notna() for order in ("dmy", "mdy")]
            self.fits[DATE] += int(counts[dated][np.any(orders, axis=0)].sum())


def guess(
    headers: list[str], seen: Iterable[Seen], recognised: Mapping[str, str], remembered: Mapping[str, str]
) -> list[dict[str, Any]]:
    """What each column is, in the order of the file.

    recognised: key of a declared column → header whose name says so; remembered: header key → type the last
    time. Each: key, header, type, why (a code of attribute_words), sure, forms (how its numbers and dates are
    written), ways (of which there is another way), filled, distinct, repeated.
    """
    columns = list(zip(headers, seen, strict=True))
    identifier = _identifier(columns, recognised, remembered)
    named = {header: key for key, header in recognised.items()}
    taken: set[str] = set()
    found = []
    for place, (header, column) in enumerate(columns, start=1):
        if place - 1 == identifier:
            is_named = named.get(header) == CUSTOMER
            made = _made(CUSTOMER, "header" if is_named else "all_different", sure=is_named)
        else:
            made = _one(header, column, named.get(header, ""), remembered.get(header_key(header)[:200], ""))
        if made["type"] in PEOPLE and made["type"] in taken:
            made = _made(SKIP, "personal", sure=False)
        taken.add(made["type"])
        found.append({"key": f"c{place:04d}", "header": header, **made, **_forms(column)})
    return found


def _identifier(
    columns: list[tuple[str, Seen]], recognised: Mapping[str, str], remembered: Mapping[str, str]
) -> int:
    """Place of the column that tells customers apart, -1 for none: by name, as the last time, or the first
    whose values are all different and could be numbers or codes. Never a telephone number or a NIK by itself:
    customer numbers are stored as they are and shown to everybody."""
    named = {header: key for key, header in recognised.items()}
    for place, (header, _seen) in enumerate(columns):
        if remembered.get(header_key(header)[:200]) == CUSTOMER:
            return place
    for place, (header, _seen) in enumerate(columns):
        if recognised.get(CUSTOMER) == header:
            return place
    for place, (header, seen) in enumerate(columns):
        is_whole = not seen.fits[DATE] and not any(mark in text for text in seen.texts for mark in ".,@ ")
        differs = seen.filled > 1 and not seen.repeated
        if differs and is_whole and not _person(header, seen, named.get(header, "")):
            return place
    return -1


def _one(header: str, seen: Seen, named: str, before: str) -> dict[str, Any]:
    """One column that is not the identifier."""
    if before in (*KEPT, *PEOPLE, SKIP):
        return _made(before, "remembered", sure=_could_be(before, seen))
    if not seen.filled:
        return _made(SKIP, "empty")
    if header_key(header) in _ROW_NUMBER and not seen.repeated:
        return _made(SKIP, "row_number")
    if about := _person(header, seen, named):
        return _made(about, "personal", sure=about != SKIP)
    return _kept(seen)


def _could_be(kind: str, seen: Seen) -> bool:
    """Whether nearly all values fit a type; nothing contradicts the other types."""
    if kind == NUMBER:
        return max(seen.share("indonesian"), seen.share("english")) >= NEARLY_ALL
    return kind not in (FLAG, DATE) or seen.share(kind) >= NEARLY_ALL


def _person(header: str, seen: Seen, named: str) -> str:
    """The field of the contact that a column belongs to, SKIP for other personal data, "" for none."""
    if named in PEOPLE:
        return named
    if _EMAIL.search(header):
        return SKIP
    if _NAME.search(header) and not _THING.search(header) and seen.distinct > HALF * seen.filled:
        return NAME.key
    for name, enough in ((PHONE.key, MOST), (NIK.key, MOST), (SKIP, HALF)):
        if seen.share(f"is {name}") >= enough:
            return name
    return ""


def _kept(seen: Seen) -> dict[str, Any]:
    few = seen.filled < FEW
    number = max(seen.share("indonesian"), seen.share("english"))
    if seen.share(FLAG) == 1 and seen.distinct <= len(_FLAGS):
        return _made(FLAG, "two_values", sure=not few)
    if seen.fits["identifier"]:
        return _made(TEXT, "identifier", sure=False)
    if seen.share(DATE) >= NEARLY_ALL and seen.share(DATE) >= number:
        return _made(DATE, "day_first" if seen.dates.is_unclear else "dates", sure=not seen.dates.is_unclear)
    if number >= NEARLY_ALL:
        is_proven = isinstance(seen.numbers.form(), NumberForm) and not seen.numbers.conflict
        return _made(NUMBER, "numbers" if is_proven else "numbers_unsure", sure=is_proven and not few)
    if seen.distinct > MOST * seen.filled and seen.filled >= FEW and seen.letters > OWN_WORDS * seen.filled:
        return _made(SKIP, "own_words", sure=False)
    return _made(TEXT, "words", sure=not few and not number > HALF)


def _made(kind: str, why: str, sure: bool = True) -> dict[str, Any]:
    return {"type": kind, "why": why, "sure": sure}


def _forms(seen: Seen) -> dict[str, Any]:
    """How the numbers and dates of a column are written, whatever it was taken for."""
    form, dates = seen.numbers.resolve(whole=True), seen.dates.form()
    parted = (
        seen.dates.day_first or seen.dates.month_first or seen.dates.short_year_first or seen.dates.unclear
    )
    ways = {NUMBER: bool(seen.numbers.proofs or seen.numbers.unsure), DATE: bool(parted)}
    number = {"decimal": form.decimal, "thousands": form.thousands, "minus_behind": form.minus_behind}
    return {
        "forms": {NUMBER: number, DATE: {"order": dates.order, "serial": dates.serial}},
        "ways": [name for name, several in ways.items() if several],
        "filled": seen.filled,
        "distinct": seen.distinct,
        "repeated": seen.repeated,
        "zoned": seen.dates.zoned,
    }
