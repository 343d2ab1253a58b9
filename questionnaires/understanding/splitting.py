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
# a comma between digits belongs to a number
_DELIMITED = {";": re.compile(";"), ", ": re.compile(", "), ",": re.compile(r"(?<!\d),|,(?!\d)")}
# pieces parted by a bare comma only where hardly any comma is followed by a space
BARE = 0.5
SMALL = 20
TOGETHER = 3
ROUNDS = 8
LONGEST = 120
_CONTINUES = re.compile(r"(?:dan|atau|serta|and|or|dll|dst|dsb|etc)\b", re.IGNORECASE)
Pieces = tuple[str, ...]
# keys of the pieces, and how many cells have them
Cell = tuple[Pieces, int]


@dataclass(frozen=True)
class Boxes:
    """options: most frequent first; has_other: whether cells hold other words too.

    covered: share of all pieces that come often enough to be options; joined: cells that name at least two
    options; recurring: whether an option that stands beside another comes in a second combination too.
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
    """Return the parts of a cell; what stands in brackets and numbers such as 2,500 stay whole."""
    is_plain = delimiter != "," and "(" not in text and "[" not in text
    parts = text.split(delimiter) if is_plain else _outside(text, delimiter)
    return tuple(part for part in (part.strip(" ,;") for part in parts) if key(part))


def _outside(text: str, delimiter: str) -> list[str]:
    hidden = _bracketed(text)
    found, start = [], 0
    pattern = _DELIMITED.get(delimiter) or re.compile(re.escape(delimiter))
    for match in pattern.finditer(text):
        if not hidden[match.start()]:
            found.append(text[start : match.start()])
            start = match.end()
    return [*found, text[start:]]


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
    cells, spelled = _cells(texts, delimiter)
    cells = _with_whole_options(cells, spelled, delimiter)
    n = sum(count for _names, count in cells)
    total: Counter[str] = Counter()
    for names, count in cells:
        for name in set(names):
            total[name] += count
    chosen = _options(total, cells, n)
    options = sorted(chosen, key=lambda name: (-total[name], spelled[name]))[:MOST_BOXES]
    covered = sum(total[name] for name in options if total[name] >= least(n)) / max(total.total(), 1)
    joined, recurring = _combined(cells, frozenset(options))
    has_other = len(options) < len(total)
    return Boxes(delimiter, tuple(spelled[name] for name in options), has_other, covered, joined, recurring)


def _cells(texts: Mapping[str, int], delimiter: str) -> tuple[list[Cell], dict[str, str]]:
    """Return (cells as keys of their pieces, usual spelling of each key)."""
    cells: list[Cell] = []
    spellings: dict[str, Counter[str]] = {}
    for text, count in texts.items():
        parts = pieces(text, delimiter)
        names = tuple(map(key, parts))
        for name, part in zip(names, parts, strict=True):
            spellings.setdefault(name, Counter())[part] += count
        if names:
            cells.append((names, count))
    return cells, {name: usual(found) for name, found in spellings.items()}


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


def _with_whole_options(cells: list[Cell], spelled: dict[str, str], delimiter: str) -> list[Cell]:
    """Return cells in which pieces that belong together are one piece, whose spelling is added."""
    glue = delimiter if delimiter.endswith(" ") else delimiter + " "
    for _round in range(ROUNDS):
        pairs = _inseparable(cells, spelled)
        if not pairs:
            break
        cells = [(_joined(names, pairs, spelled, glue), count) for names, count in cells]
    return cells


def _inseparable(cells: list[Cell], spelled: Mapping[str, str]) -> set[tuple[str, str]]:
    """Return pairs of neighbours of which the second belongs to the first.

    It never begins a cell and never follows anything else; and besides it begins with "dan", or with a small
    letter, or the first is never seen without it either.
    """
    total: Counter[str] = Counter()
    leading: set[str] = set()
    follows: Counter[tuple[str, str]] = Counter()
    for names, count in cells:
        leading.add(names[0])
        for name in names:
            total[name] += count
        for pair in pairwise(names):
            follows[pair] += count
    return {
        (first, second)
        for (first, second), count in follows.items()
        if first != second
        and second not in leading
        and count == total[second]
        and _belongs(spelled[first], spelled[second], count, count == total[first])
    }


def _belongs(first: str, second: str, count: int, always: bool) -> bool:
    if _CONTINUES.match(second):
        return True
    continues = second[:1].islower() and first[:1].isupper()
    # once could be chance, and what somebody wrote under "other" comes once
    return (continues and always) or (count >= TOGETHER and (continues or always))


def _joined(names: Pieces, pairs: set[tuple[str, str]], spelled: dict[str, str], glue: str) -> Pieces:
    joined = [names[0]]
    for before, name in pairwise(names):
        if (before, name) in pairs:
            whole = f"{joined[-1]}, {name}"
            spelled[whole] = spelled[joined[-1]] + glue + spelled[name]
            joined[-1] = whole
        else:
            joined.append(name)
    return tuple(joined)


def _options(total: Mapping[str, int], cells: Sequence[Cell], n: int) -> set[str]:
    """Return what comes often enough, or stands before such a piece: own words come last in a cell."""
    if n < SMALL:
        return {name for name in total if len(name) <= LONGEST}
    enough = least(n)
    frequent = {name for name, count in total.items() if count >= enough}
    before = {first for names, _count in cells for first, second in pairwise(names) if second in frequent}
    return frequent | before


def _combined(cells: Sequence[Cell], options: frozenset[str]) -> tuple[int, bool]:
    """Return (cells that name two options or more, whether one of those comes in another cell too)."""
    sets: Counter[frozenset[str]] = Counter()
    for names, count in cells:
        sets[options.intersection(names)] += count
    several = [found for found in sets if len(found) > 1]
    combinations = Counter(name for found in sets for name in found)
    recurring = any(combinations[name] > 1 for found in several for name in found)
    return sum(sets[found] for found in several), recurring


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
