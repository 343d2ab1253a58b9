"""Type for print: which font draws which character, and texts in the order in which they are drawn.

Noto Sans is the text font; what it lacks (arrows, ≈ ≤, Arabic, Hebrew) is drawn with DejaVu Sans, emoji with
Noto Emoji, and what none of them has as a box. All three come from npm (package.json), and are embedded in
parts.
"""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

Weight = Literal["normal", "bold"]
FILES = {
    "Text": "@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf",
    "Text-Bold": "@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf",
    "Wide": "dejavu-fonts-ttf/ttf/DejaVuSans.ttf",
    "Wide-Bold": "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf",
    "Signs": "@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf",
}
# the first that has a character draws it
ORDER: dict[Weight, tuple[str, ...]] = {
    "normal": ("Text", "Wide", "Signs"),
    "bold": ("Text-Bold", "Wide-Bold", "Wide", "Signs"),
}
BOX = "\u25a1"
_WIDE_CODE = re.compile("<([0-9A-F]{5,6})>")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN", "RLE", "RLO", "RLI"})
# of the type's size, what a capital letter is high
CAPITAL = 0.71
# points, so that a column as wide as its word holds it whatever a sum of fractions says
_TOLERANCE = 0.01


class FontsMissing(Exception):
    """The fonts are not where npm puts them: the front end was not built."""


class Font(TTFont):  # type: ignore[misc]
    """A font whose emoji can be searched and copied: reportlab writes them as no UTF-16 (seen in 5.1)."""

    def addObjects(self, doc: Any) -> None:
        super().addObjects(doc)
        for name, found in doc.idToObject.items():
            if str(name).startswith("toUnicodeCMap:"):
                found.content = _WIDE_CODE.sub(lambda code: f"<{_utf_16(code[1])}>", found.content)


def _utf_16(code: str) -> str:
    return chr(int(code, 16)).encode("utf-16-be").hex().upper()


def load(packages: Path) -> None:
    """Register the fonts of npm's folder (`node_modules`), once per process. Raises FontsMissing."""
    known = pdfmetrics.getRegisteredFontNames()
    for name, file in FILES.items():
        if name in known:
            continue
        if not (packages / file).is_file():
            raise FontsMissing(
                f"The fonts for print are missing ({file}). Run: .venv/bin/python manage.py build_frontend"
            )
        pdfmetrics.registerFont(Font(name, str(packages / file)))


@lru_cache(maxsize=20_000)
def runs(text: str, weight: Weight = "normal") -> tuple[tuple[str, str], ...]:
    """(font, characters) from left to right as one line is drawn; right-to-left parts are in their shapes.

    What cannot be seen (controls, joiners, selectors of a variant) is left out.
    """
    shown = _drawn_order(text if text.isascii() else unicodedata.normalize("NFC", text))
    fonts = ORDER[weight]
    found: list[tuple[str, str]] = []
    for character in shown:
        if _is_unseen(character):
            continue
        font = _font_of(character, fonts)
        drawn = character if font else BOX
        font = font or "Wide"
        if found and found[-1][0] == font:
            found[-1] = (font, found[-1][1] + drawn)
        else:
            found.append((font, drawn))
    return tuple(found)


def width(text: str, size: float, weight: Weight = "normal") -> float:
    """How wide one line is, in the unit of `size`."""
    return size * _width(text, weight)


@lru_cache(maxsize=50_000)
def _width(text: str, weight: Weight) -> float:
    return sum(width_in(font, part, 1) for font, part in runs(text, weight))


def width_in(font: str, part: str, size: float) -> float:
    """How wide one run of `runs` is."""
    return float(pdfmetrics.stringWidth(part, font, size))


def is_right_to_left(text: str) -> bool:
    """Whether a text has characters that are read from the right."""
    return not text.isascii() and any(unicodedata.bidirectional(one) in _RIGHT_TO_LEFT for one in text)


def _drawn_order(text: str) -> str:
    if not is_right_to_left(text):
        return text
    import arabic_reshaper
    from bidi import get_display

    return str(get_display(arabic_reshaper.reshape(text), base_dir="L"))


def _is_unseen(character: str) -> bool:
    # Cc controls, Cf joiners and direction marks, variation selectors
    return unicodedata.category(character) in ("Cc", "Cf") or 0xFE00 <= ord(character) <= 0xFE0F


def _font_of(character: str, fonts: tuple[str, ...]) -> str | None:
    return next((font for font in fonts if ord(character) in _characters(font)), None)


@lru_cache(maxsize=16)
def _characters(font: str) -> Any:
    return pdfmetrics.getFont(font).face.charToGlyph


def lines(text: str, size: float, room: float, weight: Weight = "normal", most: int = 0) -> list[str]:
    """The text broken into lines no wider than `room` where words allow it; longer words are broken too.

    most: lines at most, the last of which ends in dots where there would be more; 0 for all.
    """
    found: list[str] = []
    for paragraph in text.splitlines() or [""]:
        found += _broken(paragraph, size, room, weight)
    if most and len(found) > most:
        found = [*found[: most - 1], f"{found[most - 1].rstrip()[:-2]} …"]
    return found


def _broken(text: str, size: float, room: float, weight: Weight) -> list[str]:
    found, line, used = [], "", 0.0
    space = width(" ", size, weight)
    # not split(): a no-break space holds a number and its unit together
    for word in (part for whole in text.split(" ") for part in _pieces(whole, size, room, weight)):
        wide = width(word, size, weight)
        if line and used + space + wide > room + _TOLERANCE:
            found.append(line)
            line, used = word, wide
        else:
            line, used = (f"{line} {word}", used + space + wide) if line else (word, wide)
    return [*found, line]


def _pieces(word: str, size: float, room: float, weight: Weight) -> list[str]:
    """The word, or the parts of one that is wider than a line."""
    if len(word) < 2 or width(word, size, weight) <= room + _TOLERANCE:
        return [word]
    # letter by letter: a word measured anew at each of its letters takes minutes where it has 40,000
    parts, start, used = [], 0, 0.0
    for place, character in enumerate(word):
        wide = width(character, size, weight)
        if place > start and used + wide > room:
            parts.append(word[start:place])
            start, used = place, 0.0
        used += wide
    return [*parts, word[start:]]
