"""What the segments of an address are called: people's own words where they gave any, else proposed.

Segments of another date or another k are matched with those that people named last by the customers that
they share: the named ones place today's customers by their own edges and centroids.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from django.utils.translation import gettext as _

from analysis import border, cluster_match, score_cells, scores, segment_match, segment_names
from analysis.segment_names import Loyalty, Name

from . import queries
from .shop.scope import CustomerReader
from .shop.segmentation import Segmentation
from .shop.segments_in_parts import InParts


@dataclass(frozen=True)
class Segment:
    """place: its number in the result; name and strategy: as shown, people's own where there are any."""

    place: int
    name: str
    strategy: str
    family: str
    proposed_name: str
    proposed_strategy: str

    @property
    def is_own(self) -> bool:
        """Whether a person named it."""
        return self.name != self.proposed_name


def names_of(segments: Mapping[int, Segment]) -> dict[int, str]:
    """What people call the segments, by their number; without those that have the proposed name."""
    return {place: one.name for place, one in segments.items() if one.is_own}


def proposed_name(name: Name) -> str:
    """A proposed name in the active language, and what tells it from those alike: value or number."""
    text = str(_(name.kind.name))
    if name.value:
        pattern = {"higher": _("%(name)s, higher value"), "lower": _("%(name)s, lower value")}[name.value]
        return pattern % {"name": text}
    return text if name.number is None else f"{text} {name.number}"


def segments(reader: CustomerReader, found: Segmentation | InParts, loyalty: Loyalty) -> dict[int, Segment]:
    """Segments by their number."""
    own = _own_words(reader, found)
    taken = {words["name"].casefold() for words in own.values() if words["name"]}
    return {place: _segment(place, name, own.get(place), taken) for place, name in loyalty.names.items()}


def left_over(reader: CustomerReader, found: Segmentation) -> list[str]:
    """Names that people gave to segments which are none here: too few of their customers are together."""
    shop = reader.shop
    assert shop is not None
    named = queries.named(shop)
    if named is None:
        return []
    used = set(partners(named.result, found).values())
    return [one.name for one in named.words.all() if one.name and one.place not in used]


def _segment(place: int, name: Name, own: dict[str, str] | None, taken: set[str]) -> Segment:
    own = own or {}
    proposed, strategy = free(proposed_name(name), taken), str(_(name.kind.strategy))
    return Segment(
        place,
        own.get("name") or proposed,
        own.get("strategy") or strategy,
        name.kind.family,
        proposed,
        strategy,
    )


def free(proposed: str, taken: set[str]) -> str:
    """The proposal, with a number where people gave this name to another segment."""
    name, number = proposed, 2
    while name.casefold() in taken:
        name, number = f"{proposed} ({number})", number + 1
    return name


def _own_words(reader: CustomerReader, found: Segmentation | InParts) -> dict[int, dict[str, str]]:
    """People's words by the number of the segment here."""
    shop = reader.shop
    assert shop is not None
    named = queries.named(shop)
    if named is None:
        return {}
    words = {one.place: {"name": one.name, "strategy": one.strategy} for one in named.words.all()}
    partner = partners(named.result, found)
    return {place: words[theirs] for place, theirs in partner.items() if theirs in words}


def partners(kept: dict[str, Any], found: Segmentation | InParts) -> dict[int, int]:
    """Segment here → the same of kept segments (CustomerRun.result), where there is one."""
    shared = sum(_shared(kept, found.k, *part) for part in found.parts())
    match = segment_match.by_customers(shared)
    pairs = zip(match.partner, match.same, strict=True)
    return {own: theirs for own, (theirs, is_same) in enumerate(pairs) if is_same}


def _shared(kept: dict[str, Any], k: int, table: pd.DataFrame, labels: pd.Series) -> Any:
    """Customers per kept segment (rows) and here (columns)."""
    placed = place(kept, table)
    theirs, own = placed.to_numpy(dtype=np.int64), labels.reindex(placed.index).to_numpy(dtype=np.int64)
    return cluster_match.overlap(theirs, own, len(kept["centroids"]), k)


def place(kept: dict[str, Any], table: pd.DataFrame) -> pd.Series:
    """The kept segment for each customer of a table, without another fit."""
    scored = scores.place(table, _scores(kept))
    centroids = pd.DataFrame(kept["centroids"], columns=list(scored.columns))
    cells = score_cells.cells(scored)
    found = border.run(cells.table, centroids, kept.get("weights", ()))
    return cells.spread(found["segment"])


def _scores(kept: dict[str, Any]) -> scores.Result:
    """The scores of kept segments, as far as others are placed by them."""
    asked = kept["scores"]
    cuts = tuple(tuple(own) for own in asked.get("cuts", ()))
    params = scores.Params(method=asked["method"], recent_is_high=asked["recent_is_high"], cuts=cuts)
    edges = pd.DataFrame(kept["scores"]["edges"], index=pd.Index(params.variables, name="variable"))
    # JSON has texts for names of columns, and a quantile score is a number
    edges.columns = [int(one) if one.isdigit() else one for one in edges.columns]
    empty = pd.DataFrame(columns=list(params.variables))
    return scores.Result(empty, edges, empty, params)


def loyalty_of(found: Segmentation | InParts) -> Loyalty:
    """The matrix of arrows behind the names; of several alike, number 1 has most money per customer, and two
    are told apart by that in words.
    """
    loyalty = segment_names.run(found.profile)
    value = found.profile.sizes["mean_value"]
    names = {
        place: name if name.number is None else _told_apart(loyalty, place, value)
        for place, name in loyalty.names.items()
    }
    return replace(loyalty, names=names)


def _told_apart(loyalty: Loyalty, place: int, value: pd.Series) -> Name:
    name = loyalty.names[place]
    alike = [one for one, other in loyalty.names.items() if other.kind == name.kind]
    rank = sorted(alike, key=lambda one: (-float(value[one]), one)).index(place)
    is_told = len(alike) == 2 and value[alike[0]] != value[alike[1]]
    return replace(name, number=rank + 1, value=("higher", "lower")[rank] if is_told else "")
