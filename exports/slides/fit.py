"""How much room a text takes on a slide, measured by its letters: no text may leave its box.

The faces of a reader's machine are not known here; the common sans faces lie below `LETTER`.
"""

import unicodedata
from dataclasses import dataclass

from charts.native.looks import LETTER

# a line's height, as a part of the type's size
LINE = 1.22
# bold faces are wider: by 1.12 that which stands in where a machine lacks the face, more with many m
BOLD = 1.17


@dataclass(frozen=True)
class Fitted:
    """A text with the size of its type and the room it takes, in points."""

    text: str
    size: float
    height: float


def width(text: str, size: float, bold: bool = False) -> float:
    """Points of one line."""
    letters = sum(_wide(one) for one in text)
    return letters * size * LETTER * (BOLD if bold else 1)


def _wide(letter: str) -> float:
    """How wide a letter is beside a common one: signs of East Asia, emoji, then capitals and digits."""
    if unicodedata.east_asian_width(letter) in "WF":
        return 2.0
    return 1.2 if letter.isdigit() or letter.isupper() else 1.0


def lines(text: str, size: float, room: float, bold: bool = False) -> int:
    """How many lines a text takes in so many points, broken between words, and in words that are too long."""
    return sum(_lines(part, size, room, bold) for part in text.split("\n"))


def _lines(text: str, size: float, room: float, bold: bool) -> int:
    # a column that is left no room still takes a letter a line; without any this would never end
    count, used, room = 1, 0.0, max(room, size)
    space = width(" ", size, bold)
    for word in text.split(" "):
        wide = width(word, size, bold)
        if used and used + space + wide > room:
            count, used = count + 1, 0.0
        used += wide + (space if used else 0)
        while used > room:
            count, used = count + 1, used - room
    return count


def fitted(text: str, room: tuple[float, float], most: float, least: float, bold: bool = False) -> Fitted:
    """The text in the largest type, in half points from `most` to `least`, that fits width and height.

    What does not fit even then is cut at a word and ends in dots: the notes have the whole.
    """
    size = most
    while size > least and lines(text, size, room[0], bold) * size * LINE > room[1]:
        size -= 0.5
    text = _cut(text, size, room, bold)
    return Fitted(text, size, lines(text, size, room[0], bold) * size * LINE)


def _cut(text: str, size: float, room: tuple[float, float], bold: bool) -> str:
    possible = max(1, int(room[1] / (size * LINE)))
    if lines(text, size, room[0], bold) <= possible:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        fits = lines(text[:middle] + " …", size, room[0], bold) <= possible
        low, high = (middle, high) if fits else (low, middle - 1)
    return (text[:low].rpartition(" ")[0] or text[:low]).rstrip() + " …"
