"""What the segments of a table of customers are called: people's own words, else by their order.

The names follow from the mean of one number, so they never swap. People's words are matched by the customers
that today's segments share with those named last, which place them by their own model: a name stays
where the Jaccard index of the two is above 0.5 (`analysis.segment_match`).
"""

from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from analysis import cluster_match, personality, personality_advice, segment_match
from analysis.personality_advice import ROLES, Advice
from core import formats

from ..naming import Segment, free
from . import model, queries
from .asked import Asked
from .prepared import Prepared
from .segmentation import Segmented
from .words import label_of

# advice of a segment; more is a list that nobody reads
MOST_ADVICE = 3


def segments(asked: Asked, found: Segmented) -> dict[int, Segment]:
    """Segments by their number, 0 the lowest."""
    own = _own_words(asked, found)
    taken = {words["name"].casefold() for words in own.values()}
    names = [free(str(_(name)), taken) for name in personality.names(found.k)]
    return {
        place: _segment(place, name, proposed(found, place), own.get(place, {}))
        for place, name in enumerate(names)
    }


def _segment(place: int, name: str, strategy: str, own: dict[str, str]) -> Segment:
    return Segment(
        place, own.get("name") or name, own.get("strategy") or strategy, "", name, strategy
    )  # fmt: skip


def advice(found: Segmented, place: int) -> tuple[Advice, ...]:
    """What is proposed for a segment, and why."""
    roles = {role: found.known.roles[role] for role in ROLES if role in found.known.roles}
    key = label_of(found.known, found.chosen.key)
    placed, *others = personality_advice.run(found.profiles, place, key, roles)
    # what rests on the largest difference says most; a large segment is one whatever the numbers are
    strongest = sorted(others, key=lambda one: -max(map(abs, one.because.values()), default=float("inf")))
    return (placed, *strongest)[:MOST_ADVICE]


def proposed(found: Segmented, place: int) -> str:
    """The advice for a segment as one text."""
    return " ".join(advice_words(one) for one in advice(found, place))


def advice_words(one: Advice) -> str:
    """One piece of advice with its numbers."""
    values = {name: formats.share(value, 0) if name == "share" else value for name, value in one.data.items()}
    return str(_(one.text)) % values


def because(known: Prepared, one: Advice) -> str:
    """What a piece of advice rests on: "Spending +0.9"."""
    parts = (
        f"{label_of(known, known.roles[role])} {formats.signed(value, 1)}"
        for role, value in one.because.items()
    )
    return ", ".join(parts)


def left_over(asked: Asked, found: Segmented) -> list[str]:
    """Names that people gave to segments which are none here: too few of their customers are together."""
    named = queries.named(asked.table)
    if named is None:
        return []
    used = set(partners(named.result, found).values())
    return [one.name for one in named.words.all() if one.name and one.place not in used]


def _own_words(asked: Asked, found: Segmented) -> dict[int, dict[str, str]]:
    """People's words by the number of the segment here."""
    named = queries.named(asked.table)
    if named is None:
        return {}
    words = {one.place: {"name": one.name, "strategy": one.strategy} for one in named.words.all()}
    return {own: words[theirs] for own, theirs in partners(named.result, found).items() if theirs in words}


def partners(kept: dict[str, Any], found: Segmented) -> dict[int, int]:
    """Segment here → the same of kept segments (CustomerRun.result), by the rule that shops have too."""
    placed = model.place(kept["model"], found.known)
    common = placed.index.intersection(found.result.labels.index)
    shared = cluster_match.overlap(
        placed.loc[common].to_numpy(dtype=np.int64), found.result.labels.loc[common].to_numpy(dtype=np.int64),
        len(kept["model"]["centroids"]), found.k,
    )  # fmt: skip
    return segment_match.by_customers(shared).kept
