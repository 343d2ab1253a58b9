"""How wide the columns of a printed table are, and what is done with one that is wider than the sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from charts import fonts

# points of type: the usual one, and the smallest that is still read
SIZES = (8.5, 7.5, 6.75)
# at both sides of a cell, and in a table of many columns
PAD, _THIN_PAD, _MANY = 5.0, 2.5, 9
# a column of text is not narrower than this many times its type before a smaller one is tried
_COMFORT = 11.0
# widths are measured on the longest texts of a column only
_MEASURED = 24


@dataclass(frozen=True)
class Fit:
    """size: of the type; pad: points at both sides of a cell.

    groups: the columns that stand side by side with their widths, padding included: one group where all fit,
    else several, the first column in each.
    """

    size: float
    pad: float
    groups: tuple[dict[int, float], ...]


def fit(
    heads: Sequence[str],
    cells: Sequence[Sequence[str]],
    extras: Sequence[float],
    room: float,
    strong: Sequence[Sequence[str]] = (),
) -> Fit:
    """The largest type in which all columns stand in `room`; in the smallest, several tables side after side.

    heads: labels; cells: the texts of each column; extras: points that a column needs beside its text;
    strong: the texts of each column that are bold, as those of a total.
    """
    strong = strong or [()] * len(heads)
    pad = _THIN_PAD if len(heads) >= _MANY else PAD
    around = [extra + 2 * pad for extra in extras]
    for size in SIZES:
        least, most = _bounds(heads, cells, around, size, strong)
        if sum(least) <= room:
            return Fit(size, pad, (dict(enumerate(_shared(least, most, room))),))
    size = SIZES[-1]
    least, most = _bounds(heads, cells, around, size, strong)
    least = [min(one, room / 2) for one in least]
    groups = []
    for group in _groups(least, room):
        widths = _shared([least[one] for one in group], [most[one] for one in group], room)
        groups.append(dict(zip(group, widths, strict=True)))
    return Fit(size, pad, tuple(groups))


def _bounds(
    heads: Sequence[str],
    cells: Sequence[Sequence[str]],
    extras: Sequence[float],
    size: float,
    strong: Sequence[Sequence[str]],
) -> tuple[list[float], list[float]]:
    """Of each column the least width, where only words are whole, and the one where nothing is broken."""
    least, most = [], []
    for head, texts, extra, bold in zip(heads, cells, extras, strong, strict=True):
        longest = sorted(set(texts), key=len, reverse=True)[:_MEASURED]
        words = sorted({word for text in longest for word in text.split()}, key=len, reverse=True)[:_MEASURED]
        # a word longer than this is broken
        held = _COMFORT * size
        word = max((fonts.width(one, size) for one in words), default=0.0)
        whole = max((fonts.width(one, size) for one in longest), default=0.0)
        word = max([word, *(fonts.width(one, size, "bold") for text in bold for one in text.split())])
        whole = max([whole, *(fonts.width(text, size, "bold") for text in bold)])
        header = max((fonts.width(one, size, "bold") for one in head.split()), default=0.0)
        least.append(max(min(max(word, header), held), min(whole, held)) + extra)
        most.append(max(whole, header, min(fonts.width(head, size, "bold"), held)) + extra)
    return least, most


def _shared(least: list[float], most: list[float], room: float) -> list[float]:
    """Widths that fill the room: what is left goes to those that want more, then to all alike."""
    spare = room - sum(least)
    wanted = [max(0.0, wish - need) for need, wish in zip(least, most, strict=True)]
    total = sum(wanted)
    part = min(1.0, spare / total) if total else 0.0
    found = [need + part * wish for need, wish in zip(least, wanted, strict=True)]
    rest = max(0.0, room - sum(found)) / len(found)
    return [one + rest for one in found]


def _groups(least: list[float], room: float) -> tuple[tuple[int, ...], ...]:
    """The columns in groups that fit, each with the first column."""
    groups: list[list[int]] = [[0]]
    used = least[0]
    for place in range(1, len(least)):
        if len(groups[-1]) > 1 and used + least[place] > room:
            groups.append([0])
            used = least[0]
        groups[-1].append(place)
        used += least[place]
    return tuple(tuple(group) for group in groups)
