"""Sizes and colours of the printed report, in points; the colours are the light ones of the site."""

from functools import lru_cache

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4

# static/src/css/tokens.css, whose light values a test compares
INK, INK_2, LINE, LINE_STRONG = "#14181f", "#515966", "#e3e6ea", "#878e98"
WASH, ACCENT, ACCENT_WASH = "#f1f3f5", "#1a56b8", "#ebf2fd"
CAUTION, CAUTION_WASH = "#8a4b00", "#fff6e6"

WIDTH, HEIGHT = A4
SIDE, HEAD, FOOT = 54.0, 62.0, 58.0
ROOM = WIDTH - 2 * SIDE
# of an upright sheet and of a lying one
TEXT_HEIGHTS = (HEIGHT - HEAD - FOOT, WIDTH - HEAD - FOOT)
HAIRLINE = 0.5
TITLE, HEADING, FIGURE, BODY, SMALL, TINY = 30.0, 17.0, 11.5, 9.5, 8.5, 7.5


@lru_cache(maxsize=256)
def colour(value: str) -> Color:
    """A #rrggbb for reportlab."""
    return HexColor(value)
