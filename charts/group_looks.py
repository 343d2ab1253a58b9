"""How groups of people are told apart in every figure: a colour and a mark each, the same on all pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from charts.dots import SYMBOLS

# the eight of Okabe and Ito; first the five that have 3:1 on both papers, which lines need
COLOURS = tuple(f"var(--cat-{place})" for place in (5, 6, 3, 7, 8, 1, 2, 4))
MOST = len(COLOURS)


@dataclass(frozen=True)
class Look:
    """A colour (token) and a symbol (Plotly's name)."""

    colour: str
    symbol: str


def looks(k: int, colours: Sequence[str] = ()) -> tuple[Look, ...]:
    """Looks of the groups 0 .. k - 1. colours: instead of ours.

    Raises ValueError where there are more groups than looks.
    """
    given = tuple(colours) or COLOURS
    if k > min(len(given), len(SYMBOLS)):
        raise ValueError(f"{k} groups, {min(len(given), MOST)} looks: join the smallest first")
    return tuple(Look(*pair) for pair in zip(given[:k], SYMBOLS[:k], strict=True))
