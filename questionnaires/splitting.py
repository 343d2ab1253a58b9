"""Check-box cells: the options of a question found from the whole column, and each cell split into them.

Form services join the chosen options by ", " or ";", and an option may hold commas of its own. Whatever is
never seen without its neighbour is one option with it.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from .cells import key, usual
from .seen import least

# a mask of 64 bits with a sign holds these and one bit for "other"
MOST_BOXES = 62
DELIMITERS = (";", ", ", ",")
# pieces parted by a bare comma only where hardly any comma is followed by a space
BARE = 0.5
SMALL = 20
TOGETHER = 3
ROUNDS = 8
LONGEST = 120
_CONTINUES = re.compile(r"(?:dan|atau|serta|and|or|dll|dst|dsb|etc)\b", re.IGNORECASE)
Pieces = tuple[str, ...]
Cell = tuple[Pieces, int]


@dataclass(frozen=True)
class Boxes:
    """options: most frequent first; has_other: whether cells hold other words too.

    covered: share of all pieces that are options; joined: cells that name at least two options; recurring:
    whether an option that stands beside another comes in a second combination too.
    """

    delimiter: str
    options: tuple[str, ...]
    has_other: bool
    covered: float
    joined: int
    recurring: bool


class Split(NamedTuple):
    """positions of the options in a cell, each once and rising; words: what is none, "" if nothing."""

    positions: tuple[int, ...]
    words: str


def pieces(text: str, delimiter: str) -> Pieces:
    """Return the parts of a cell; a delimiter inside a closed pair of brackets parts nothing."""
    hidden = _bracketed(text)
    found, start = [], 0
    for match in re.finditer(re.escape(delimiter), text):
        if match.start() >= start and not hidden[match.start()]:
            found.append(text[start : match.start()])
            start = match.end()
    parts = [part.strip(" \t" + delimiter.strip()) for part in (*found, text[start:])]
    return tuple(part for part in parts if key(part))


def _bracketed(text: str) -> list[bool]:
    hidden = [False] * len(text)
    opened: list[int] = []
    for at, mark in enumerate(text):
        if mark in "([":
            opened.append(at)
        elif mark in ")]" and opened:
            start = opened.pop()
            hidden[start:at] = [True] * (at - start)
    return hidden


def find(texts: Mapping[str, int], delimiter: str) -> Boxes:
    """Return the options of a column of check boxes; texts: cells of each distinct text."""
    cells = [(pieces(text, delimiter), count) for text, count in texts.items()]
    cells = _with_whole_options([cell for cell in cells if cell[0]], delimiter)
    n = sum(count for _parts, count in cells)
    spellings: dict[str, Counter[str]] = {}
    for parts, count in cells:
        for part in dict.fromkeys(parts):
            spellings.setdefault(key(part), Counter())[part] += count
    total = {name: found.total() for name, found in spellings.items()}
    chosen = _options(total, cells, n)
    names = sorted(chosen, key=lambda name: (-total[name], usual(spellings[name])))[:MOST_BOXES]
    covered = sum(total[name] for name in names) / max(sum(total.values()), 1)
    joined, recurring = _combined(cells, frozenset(names))
    options = tuple(usual(spellings[name]) for name in names)
    return Boxes(delimiter, options, len(names) < len(total), covered, joined, recurring)


def best(texts: Mapping[str, int]) -> Boxes | None:
    """Return the boxes by the delimiter that explains most of the column, None where none parts anything."""
    found = [find(texts, delimiter) for delimiter in DELIMITERS if _parts(texts, delimiter)]
    return max(found, key=lambda boxes: (boxes.recurring, boxes.joined * boxes.covered), default=None)


def _parts(texts: Mapping[str, int], delimiter: str) -> bool:
    with_it = [text for text in texts if delimiter in text.strip(" ,;")]
    if delimiter != ",":
        return bool(with_it)
    bare = sum(bool(re.search(r",(?! )", text)) for text in with_it)
    return bare > BARE * len(with_it) > 0


def _with_whole_options(cells: list[Cell], delimiter: str) -> list[Cell]:
    """Return cells in which pieces that belong together are one piece."""
    for _round in range(ROUNDS):
        pairs = _inseparable(cells)
        if not pairs:
            break
        cells = [(_joined(parts, pairs, delimiter), count) for parts, count in cells]
    return cells


def _inseparable(cells: list[Cell]) -> set[tuple[str, str]]:
    """Return pairs of neighbours of which the second belongs to the first.

    It never begins a cell and never follows anything else; and besides it begins with "dan", or with a small
    letter, or the first is never seen without it either.
    """
    total: Counter[str] = Counter()
    leading: Counter[str] = Counter()
    follows: Counter[tuple[str, str]] = Counter()
    text_of: dict[str, str] = {}
    for parts, count in cells:
        keys = [key(part) for part in parts]
        text_of.update(zip(keys, parts, strict=True))
        leading[keys[0]] += count
        for name in keys:
            total[name] += count
        for pair in pairwise(keys):
            follows[pair] += count
    return {
        (first, second)
        for (first, second), count in follows.items()
        if first != second
        and not leading[second]
        and count == total[second]
        and _belongs(text_of[first], text_of[second], count, count == total[first])
    }


def _belongs(first: str, second: str, count: int, always: bool) -> bool:
    if _CONTINUES.match(second):
        return True
    continues = second[:1].islower() and first[:1].isupper()
    # once could be chance, and what somebody wrote under "other" comes once
    return (continues and always) or (count >= TOGETHER and (continues or always))


def _joined(parts: Pieces, pairs: set[tuple[str, str]], delimiter: str) -> Pieces:
    joined = [parts[0]]
    for before, part in pairwise(parts):
        if (key(before), key(part)) in pairs:
            joined[-1] += (delimiter if delimiter.endswith(" ") else delimiter + " ") + part
        else:
            joined.append(part)
    return tuple(joined)


def _options(total: Mapping[str, int], cells: Sequence[Cell], n: int) -> set[str]:
    """Return what comes often enough, or stands before such a piece: own words come last in a cell."""
    if n < SMALL:
        return {name for name in total if len(name) <= LONGEST}
    frequent = {name for name, count in total.items() if count >= least(n)}
    before = set()
    for parts, _count in cells:
        keys = [key(part) for part in parts]
        before |= {first for first, second in pairwise(keys) if second in frequent}
    return frequent | before


def _combined(cells: Sequence[Cell], options: frozenset[str]) -> tuple[int, bool]:
    """Return (cells that name two options or more, whether one of those comes in another cell too)."""
    sets = Counter[frozenset[str]]()
    for parts, count in cells:
        sets[frozenset(key(part) for part in parts) & options] += count
    joined = [names for names in sets if len(names) > 1]
    distinct: Counter[str] = Counter(name for names in sets for name in names)
    recurring = any(distinct[name] > 1 for names in joined for name in names)
    return sum(sets[names] for names in joined), recurring


class Splitter:
    """Splits cells by known options, the longest first."""

    def __init__(self, options: Sequence[str], delimiter: str) -> None:
        self.delimiter = delimiter
        self.known = {self._keys(option): at for at, option in reversed(list(enumerate(options)))}
        self.longest = max(map(len, self.known), default=1)

    def split(self, text: str) -> Split:
        """Return the options named in a cell, and the rest of it joined as it was."""
        parts, keys = pieces(text, self.delimiter), self._keys(text)
        at, found, rest = 0, set(), []
        while at < len(parts):
            length = self._match(keys, at)
            if length:
                found.add(self.known[keys[at : at + length]])
            else:
                rest.append(parts[at])
            at += length or 1
        glue = self.delimiter if self.delimiter.endswith(" ") else self.delimiter + " "
        return Split(tuple(sorted(found)), glue.join(rest))

    def _keys(self, text: str) -> Pieces:
        return tuple(key(part) for part in pieces(text, self.delimiter))

    def _match(self, keys: Pieces, at: int) -> int:
        lengths = range(min(self.longest, len(keys) - at), 0, -1)
        return next((length for length in lengths if keys[at : at + length] in self.known), 0)
