"""How an address scores customers: the weight of each variable, and cut-offs in place of fifths.

`weight_recency=3` makes a variable count three times as much in the distances between customers, and
`cuts_recency=30,90,180,365` sets where its scores begin, in days.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from analysis import score_cells, scores
from analysis.lrfm import VARIABLES

HEAVIEST = 9
# of scores from 1 to 5
N_CUTS = 4
# what a number of a database, and of a file, may be
_LARGEST = 10**15
WEIGHTS: Mapping[str, str] = {f"weight_{one}": one for one in VARIABLES}
CUTS: Mapping[str, str] = {f"cuts_{one}": one for one in VARIABLES}


@dataclass(frozen=True)
class Scoring:
    """weights: per variable, from 1; cuts: per variable four ascending cut-offs, or none for fifths."""

    weights: tuple[int, ...] = (1,) * len(VARIABLES)
    cuts: tuple[tuple[int, ...], ...] = ((),) * len(VARIABLES)

    @property
    def is_weighted(self) -> bool:
        return len(set(self.weights)) > 1

    def pairs(self) -> list[tuple[str, str]]:
        """What an address must say of it."""
        weights = zip(WEIGHTS, self.weights, strict=True)
        found = [(name, str(weight)) for name, weight in weights if weight != 1]
        return [*found, *((f"cuts_{one}", cuts_text(own)) for one, own in self.own_cuts)]

    @property
    def own_cuts(self) -> list[tuple[str, tuple[int, ...]]]:
        """Variables with cut-offs of their own."""
        return [(one, own) for one, own in zip(VARIABLES, self.cuts, strict=True) if own]

    def without(self, variable: str) -> "Scoring":
        """The same with the fifths of one variable."""
        cuts = zip(VARIABLES, self.cuts, strict=True)
        return Scoring(self.weights, tuple(() if one == variable else own for one, own in cuts))

    def scores(self, method: str, turned: bool) -> scores.Params:
        """What analysis.scores is asked for."""
        own: dict[str, Any] = {"method": "cuts", "cuts": self.cuts} if any(self.cuts) else {"method": method}
        return scores.Params(recent_is_high=not turned, **own)

    @property
    def factors(self) -> tuple[float, ...]:
        """The weights of distances; none where all variables count alike."""
        return tuple(map(float, self.weights)) if self.is_weighted else ()

    def groups(self, turned: bool) -> score_cells.Params:
        """What analysis.score_cells is asked for: a high score of recency is good unless it is turned."""
        return score_cells.Params(self.factors, falling=("recency",) if turned else ())


def cuts_text(own: tuple[int, ...]) -> str:
    """ "30,90,180,365"."""
    return ",".join(map(str, own))


def weight(text: str) -> int | None:
    """A whole number from 1 to 9; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) == 1 and text != "0" else None


def cuts(text: str) -> tuple[int, ...] | None:
    """Four whole numbers, each above the one before; None for anything else.

    A dot is refused, since it parts thousands for some and decimals for others.
    """
    parts = re.split(r"\s*[,;\s]\s*", text.strip())
    if len(parts) != N_CUTS or not all(re.fullmatch(r"[-−]?[0-9]{1,15}", one) for one in parts):
        return None
    numbers = tuple(int(one.replace("−", "-")) for one in parts)
    rises = all(one < other for one, other in pairwise(numbers))
    return numbers if rises and max(map(abs, numbers)) < _LARGEST else None
