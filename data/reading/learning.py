"""The form of a column learned from all of its cells, chunk by chunk, whatever their order."""

from collections import Counter
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from data.reading import dates, numbers, parsed
from data.reading.dates import DateForm
from data.reading.numbers import ENGLISH, INDONESIAN, NumberForm
from data.reading.parsed import NUMBER, TEXT

# each proves what the sign is: a sign twice or before three digits with another sign is a group,
# anything but exactly three digits behind, four digits before, or a leading zero makes it a decimal
PROOFS = {
    ",": (
        r"\d{1,3}(?:\.\d{3})+,\d+",
        r"\d{1,3}(?:\.\d{3}){2,}",
        r"\d+,(?:\d{1,2}|\d{4,})",
        r"(?:\d{4,}|0),\d{3}",
        r"\d{1,3}(?: \d{3})+,\d+",
    ),
    ".": (
        r"\d{1,3}(?:,\d{3})+\.\d+",
        r"\d{1,3}(?:,\d{3}){2,}",
        r"\d+\.(?:\d{1,2}|\d{4,})",
        r"(?:\d{4,}|0)\.\d{3}",
        r"\d{1,3}(?: \d{3})+\.\d+",
    ),
}
SPACED = r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?"
UNSURE = r"[1-9]\d{0,2}([.,])\d{3}"
KEPT = 5


@dataclass(frozen=True)
class Ambiguous:
    """Every sign in the column stands before exactly three digits: "116.594" is 116,594 or 116.594.

    sign: the sign seen; examples: up to five such cells, in alphabetical order.
    """

    sign: str
    examples: tuple[str, ...]

    def as_thousands(self) -> NumberForm:
        return INDONESIAN if self.sign == "." else ENGLISH

    def as_decimal(self) -> NumberForm:
        return ENGLISH if self.sign == "." else INDONESIAN


@dataclass
class FormLearner:
    """Feed it one column's cells; then `form()` is the form that the whole column proves."""

    proofs: Counter[str] = field(default_factory=Counter)
    spaced: int = 0
    # filled cells, and those of them with a minus behind the digits
    cells: int = 0
    behind: int = 0
    unsure: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=lambda: {",": [], ".": [], "unsure": []})

    def feed(self, cells: pd.Series) -> None:
        """Take one chunk of the column; cells that are numbers already prove nothing."""
        for kind, _at, part in parsed.parts(cells):
            if kind == TEXT:
                codes, texts = parsed.distinct(part)
                counts = np.bincount(codes)
                self.cells += int(counts[(texts != "").to_numpy(dtype=bool)].sum())
                self.behind += int(counts[numbers.has_minus_behind(texts)].sum())
                self._learn(numbers.unsigned(texts, minus_behind=True)[0], counts)

    def form(self) -> NumberForm | Ambiguous:
        """Return the proven form (the more frequent one where both are proven), or what is unclear."""
        form = self._form()
        return replace(form, minus_behind=self.minus_behind) if isinstance(form, NumberForm) else form

    @property
    def minus_behind(self) -> bool:
        """Whether a minus behind the digits is a sign: where most cells have one, it may be the dash of
        "Rp 50.000,-" without its comma, and nobody gives back most of what was sold."""
        return 0 < self.behind < self.cells / 2

    def _form(self) -> NumberForm | Ambiguous:
        found = self.proofs
        if found:
            form = ENGLISH if found["."] > found[","] else INDONESIAN
            return replace(form, thousands=" ") if self.spaced else form
        if not self.unsure:
            return replace(INDONESIAN, thousands=" ") if self.spaced else INDONESIAN
        if len(self.unsure) == 2:
            # "1.250" beside "1,250": one of the two is a decimal sign, and only a person knows which
            sign = "." if self.unsure["."] >= self.unsure[","] else ","
            return Ambiguous(sign, tuple(self.examples["unsure"]))
        return Ambiguous(next(iter(self.unsure)), tuple(self.examples["unsure"]))

    def resolve(self, whole: bool) -> NumberForm:
        """Return a form in any case: in a column of whole numbers an unclear sign groups thousands."""
        form = self.form()
        if isinstance(form, NumberForm):
            return form
        resolved = form.as_thousands() if whole else form.as_decimal()
        return replace(resolved, minus_behind=self.minus_behind)

    @property
    def conflict(self) -> tuple[str, ...]:
        """Return examples of both forms where the column proves both, else nothing."""
        if len(self.proofs) < 2:
            return ()
        return (*self.examples[","], *self.examples["."])

    def _learn(self, texts: pd.Series, counts: np.ndarray) -> None:
        for sign, patterns in PROOFS.items():
            found = texts.str.fullmatch("|".join(patterns)).to_numpy(dtype=bool)
            if found.any():
                self.proofs[sign] += int(counts[found].sum())
                self._keep(sign, texts[found])
        self.spaced += int(counts[texts.str.fullmatch(SPACED).to_numpy(dtype=bool)].sum())
        unsure = texts.str.fullmatch(UNSURE).to_numpy(dtype=bool)
        if unsure.any():
            for sign in PROOFS:
                has_sign = unsure & texts.str.contains(sign, regex=False).to_numpy(dtype=bool)
                self.unsure.update({sign: int(counts[has_sign].sum())} if has_sign.any() else {})
            self._keep("unsure", texts[unsure])

    def _keep(self, name: str, texts: pd.Series) -> None:
        self.examples[name] = _first(self.examples[name], texts)


@dataclass
class DateLearner:
    """Feed it one column's cells; a part above 12 proves which part is the day, one above 31 the year.

    unclear: cells of which day and month could be either; serials: numbers that may be days since 1900;
    zoned: cells with a time whose zone is written.
    """

    day_first: int = 0
    month_first: int = 0
    # of four digits, which stand first in any order, and of two, which prove one
    year_first: int = 0
    short_year_first: int = 0
    unclear: int = 0
    serials: int = 0
    zoned: int = 0
    examples: dict[str, list[str]] = field(default_factory=lambda: {"dmy": [], "mdy": [], "unclear": []})

    def feed(self, cells: pd.Series) -> None:
        """Take one chunk of the column; true date cells prove nothing about texts."""
        for kind, _at, part in parsed.parts(dates.without_times(cells)):
            if kind == TEXT:
                codes, texts = parsed.distinct(part)
                self._learn(texts, np.bincount(codes))
            elif kind == NUMBER:
                self.serials += int(dates.is_likely_serial(part.astype(float)).sum())

    def form(self) -> DateForm:
        """Return the proven order, the most frequent one of several; day first where nothing is proven."""
        votes = {"dmy": self.day_first, "mdy": self.month_first, "ymd": self.short_year_first}
        return DateForm(max(votes, key=lambda order: votes[order]), serial=self.serials > 0)

    @property
    def is_unclear(self) -> bool:
        """Whether there are dates of which nothing in the column tells day and month apart."""
        return self.unclear > 0 and not (self.day_first or self.month_first or self.short_year_first)

    @property
    def conflict(self) -> tuple[str, ...]:
        """Return examples of both orders where the column proves both, else nothing."""
        if not (self.day_first and self.month_first):
            return ()
        return (*self.examples["dmy"], *self.examples["mdy"])

    def _learn(self, texts: pd.Series, counts: np.ndarray) -> None:
        first, second, third = dates.parts_in_digits(texts)
        is_short = first > 31
        proofs = {
            "dmy": (first > 12) & ~is_short,
            "mdy": second > 12,
            "unclear": (first <= 12) & (second <= 12) & (first != second) & (third >= 0),
        }
        self.day_first += int(counts[proofs["dmy"]].sum())
        self.month_first += int(counts[proofs["mdy"] & ~is_short].sum())
        self.short_year_first += int(counts[is_short].sum())
        self.unclear += int(counts[proofs["unclear"]].sum())
        self.year_first += int(counts[texts.str.match(r"\d{4}[-/.]").to_numpy(dtype=bool)].sum())
        self.serials += int(counts[dates.is_likely_serial(texts)].sum())
        self.zoned += int(counts[dates.has_zone(texts)].sum())
        for name, proven in proofs.items():
            self._keep(name, texts[proven])

    def _keep(self, order: str, texts: pd.Series) -> None:
        self.examples[order] = _first(self.examples[order], texts)


def _first(kept: list[str], texts: pd.Series) -> list[str]:
    """The first texts of the alphabet, each once; only those few become Python objects."""
    distinct = texts.drop_duplicates().sort_values().iloc[:KEPT]
    return sorted({*kept, *distinct})[:KEPT]
