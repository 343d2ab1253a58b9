"""Rows of two lines: a name with its number, and the marks below. So long names fit on a phone.

Places are parts of the height, from the top, and differ with the width of the plot: each width has its own
(`meta.looks`, static/src/layout.js).
"""

import html
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from charts import theme

# pixels: a line of text, what lies between rows, above the first and below the last; a letter of 13 px type
LINE, GAP, EDGE, LETTER = 19, 11, 4, 6.7
MOST_LINES = 3
# the mark of a key with its space, and the space behind a name
_SQUARE, _AFTER = 20, 16
# least width of a plot → what a row surely has there
ROOMS = ((0, 290), (460, 420), (600, 540), (900, 820))
DIGITS = 4
# from here on a plot has the height of the page's own class
_WIDE = 2


@dataclass(frozen=True)
class Places:
    """Of one width. room, height: pixels; names: broken into lines; the rest: parts of the height."""

    room: int
    height: float
    names: list[str]
    names_y: list[float]
    marks_y: list[float]
    thickness: float
    key_y: list[float]
    key_x: list[float]


@dataclass(frozen=True)
class Frame:
    """Where names, numbers and marks of each row stand, in every width."""

    ends: list[str]
    key: list[str]
    foot: int
    places: tuple[Places, ...]

    def marks(self, trace: dict[str, Any], **by_room: Any) -> dict[str, Any]:
        """A trace of bars with its places. by_room: name → function of the pixels, for what differs."""
        found = [
            {"y": one.marks_y, "width": one.thickness, **{k: make(one.room) for k, make in by_room.items()}}
            for one in self.places
        ]
        return {**trace, **looks(found)}

    def texts(self, low: float, high: float) -> list[dict[str, Any]]:
        """Names at the left end of an axis from low to high, numbers at its right end."""
        names = [{"y": one.names_y, "text": one.names} for one in self.places]
        # a number stands beside the first line of its name
        ends = [{"y": [round(y + LINE / 2 / one.height, DIGITS) for y in _tops(one)]} for one in self.places]
        return [
            {**_text("middle right"), "x": [low] * len(self.ends), **looks(names)},
            {**_text("middle left"), "x": [high] * len(self.ends), "text": self.ends, **looks(ends)},
        ]

    def ticks(self, x: float) -> dict[str, Any]:
        """A short line at x above and below the marks of each row: through neither names nor numbers."""
        found = [
            {"y": [y for mark in one.marks_y for y in _beside(mark, one.thickness)]} for one in self.places
        ]
        return {
            "type": "scatter", "mode": "lines", "x": [x, x, None] * (2 * len(self.ends)),
            "line": {"color": theme.INK, "width": 1.5}, "hoverinfo": "skip", "showlegend": False,
            **looks(found),
        }  # fmt: skip

    def keys(self, low: float, high: float, colours: Sequence[str]) -> dict[str, Any]:
        """What each colour means, above the rows."""
        found = [
            {"y": one.key_y, "x": [round(low + (high - low) * x / one.room, 2) for x in one.key_x]}
            for one in self.places
        ]
        return {
            **_text("middle right"), "mode": "markers+text", "text": [plain(name) for name in self.key],
            "marker": {**theme.square(""), "color": list(colours)}, **looks(found),
        }  # fmt: skip

    def layout(self, low: float, high: float) -> dict[str, Any]:
        """Height and hidden axes from low to high and from the top to the bottom."""
        around = 2 * EDGE
        return {
            "height": round(self.places[_WIDE].height) + around + self.foot,
            "meta": {"narrow_height": round(self.places[0].height) + around + self.foot},
            "margin": {"l": EDGE, "r": 2 * EDGE, "t": EDGE, "b": EDGE + self.foot},
            "xaxis": {"range": [low, high], "visible": False, "fixedrange": True},
            "yaxis": {"range": [1, 0], "visible": False, "fixedrange": True},
            "showlegend": False,
        }


def frame(
    names: Sequence[str], ends: Sequence[str], *, bar: int, key: Sequence[str] = (), foot: int = 0
) -> Frame:
    """Places for rows with these names and numbers, the first on top.

    bar: pixels of a mark's thickness; key: names of the colours, shown above the rows; foot: pixels kept
    free below them. Texts are already translated.
    """
    numbers = [plain(end) for end in ends]
    widest = max((len(end) for end in ends), default=0)
    places = tuple(_places(names, widest, bar, key, room) for _least, room in ROOMS)
    return Frame(numbers, list(key), foot, places)


def _places(names: Sequence[str], widest: int, bar: int, key: Sequence[str], room: int) -> Places:
    letters = max(12, int((room - _AFTER) / LETTER) - widest)
    broken = [textwrap.wrap(name, letters, max_lines=MOST_LINES, placeholder=" …") or [""] for name in names]
    key_x, lines = _flowed(key, room)
    # the first row below the key
    at = float(LINE * (lines[-1] + 1) + GAP if lines else 0)
    names_y, marks_y = [], []
    for name in broken:
        names_y.append(at + LINE * len(name) / 2)
        at += LINE * len(name)
        marks_y.append(at + bar / 2)
        at += bar + GAP
    # half a gap stays below the last row, for what reaches beyond its marks
    height = max(at - GAP / 2, 1.0)
    return Places(
        room=room,
        height=height,
        names=["<br>".join(plain(line) for line in name) for name in broken],
        names_y=_parts(names_y, height),
        marks_y=_parts(marks_y, height),
        thickness=round(bar / height, DIGITS),
        key_y=_parts([LINE * (line + 0.5) for line in lines], height),
        key_x=key_x,
    )


def _parts(pixels: list[float], height: float) -> list[float]:
    """Places as parts of the height; more digits would be a third of what a page of forty figures weighs."""
    return [round(one / height, DIGITS) for one in pixels]


def _flowed(key: Sequence[str], room: int) -> tuple[list[float], list[int]]:
    """Where each name of the key begins, in pixels, and in which line."""
    x, line, xs, lines = 0.0, 0, [], []
    for name in key:
        width = _SQUARE + LETTER * len(name)
        if x and x + width > room:
            x, line = 0.0, line + 1
        xs.append(x + _SQUARE / 2)
        lines.append(line)
        x += width + _AFTER
    return xs, lines


def _beside(middle: float, thickness: float) -> list[float | None]:
    """Ends of a tick above a mark and of one below it, each with a gap behind it."""
    near, far = thickness / 2, 0.72 * thickness
    ends = [middle - far, middle - near, None, middle + near, middle + far, None]
    return [None if end is None else round(end, DIGITS) for end in ends]


def _tops(places: Places) -> list[float]:
    lines = [name.count("<br>") + 1 for name in places.names]
    return [y - LINE * n / 2 / places.height for y, n in zip(places.names_y, lines, strict=True)]


def plain(text: str) -> str:
    """Plotly reads some HTML in texts; what people wrote is none."""
    return html.escape(text, quote=False)


def _text(position: str) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "text", "textposition": position, "cliponaxis": False,
        "hoverinfo": "skip", "showlegend": False,
    }  # fmt: skip


def looks(found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What a trace has in each of ROOMS: that of the widest, and all of them in `meta.looks`, each from the
    least width on at which it is new."""
    pairs = list(zip(ROOMS, found, strict=True))
    by_width = [
        [least, look]
        for place, ((least, _room), look) in enumerate(pairs)
        if not place or look != pairs[place - 1][1]
    ]
    return {**found[-1], "meta": {"looks": by_width}}
