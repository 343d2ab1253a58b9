"""Outlines of areas for maps: uploaded borders, or approximate ones where nobody uploaded any."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import shapely
from shapely import geometry

from analysis.geometry import finish
from analysis.outlines import approximate

from . import queries
from .cells_cache import RecentlyUsed
from .models import Edition, OutlineRow
from .params import NOT_STATED

_kept: RecentlyUsed[dict[int, dict[str, Any]]] = RecentlyUsed(16)


@dataclass(frozen=True, eq=False)
class Outlines:
    """shapes: area id → GeoJSON geometry, WGS84; approximate: made from village centres, not borders."""

    shapes: dict[int, dict[str, Any]]
    approximate: bool


def uploaded_outlines(edition: Edition) -> dict[int, dict[str, Any]]:
    """Borders of an outlines edition, any level; of several datasets the later one wins."""
    return _kept.get(queries.edition_key(edition), lambda: _read_outlines(edition))


def _read_outlines(edition: Edition) -> dict[int, dict[str, Any]]:
    datasets = list(edition.datasets.values_list("pk", flat=True))
    rows = OutlineRow.objects.filter(dataset_id__in=datasets).order_by("dataset_id", "row_number")
    return dict(rows.values_list("area_id", "geometry"))


def outlines(editions: Iterable[Edition], market: Edition, tree: pd.DataFrame, level: int) -> Outlines:
    """Outlines of the areas of `level` in the market edition's boundary set.

    Uploaded borders of that set where there are any (an area without its own gets those of its parts joined);
    else approximate ones from the centres and land of the smallest areas known. Empty where nothing is known.
    """
    uploaded = queries.nearest_of(Edition.Subject.OUTLINES, market, editions)
    if uploaded is not None:
        shapes = _at_level(uploaded_outlines(uploaded), tree, level, queries.edition_key(uploaded))
        if shapes:
            return Outlines(shapes, approximate=False)
    facts = queries.nearest_of(Edition.Subject.AREA_FACTS, market, editions)
    if facts is None:
        return Outlines({}, approximate=True)
    key = ("approximate", queries.edition_key(facts), level)
    return Outlines(
        _kept.get(key, lambda: _approximate(queries.figures(facts), tree, level)), approximate=True
    )


def _at_level(
    shapes: dict[int, dict[str, Any]], tree: pd.DataFrame, level: int, key: queries.EditionKey
) -> dict[int, dict[str, Any]]:
    places = set(tree.index[tree["level"] == level])
    if places <= set(shapes):
        return {area: shapes[area] for area in sorted(places)}
    return _kept.get(("joined", key, level), lambda: _joined(shapes, queries.ancestors(tree, level), places))


def _joined(
    shapes: dict[int, dict[str, Any]], home: pd.Series, places: set[int]
) -> dict[int, dict[str, Any]]:
    parts: dict[int, list[Any]] = {}
    for area, shape in sorted(shapes.items()):
        place = int(home.get(area, NOT_STATED))
        if place in places - set(shapes):
            parts.setdefault(place, []).append(geometry.shape(shape))
    joined = {place: finish(shapely.union_all(found)) for place, found in parts.items()}
    return {area: shapes[area] for area in sorted(places & set(shapes))} | joined


def _approximate(facts: pd.DataFrame, tree: pd.DataFrame, level: int) -> dict[int, dict[str, Any]]:
    if not {"lat", "lon", "km2"} <= set(facts):
        return {}
    known = facts.dropna(subset=["lat", "lon", "km2"])
    known = known[known["km2"] > 0]
    depth = tree["level"].reindex(known.index)
    # the smallest areas only: a sub-district's own centre beside those of its villages would count twice
    smallest = known[(depth == depth.max()) & (depth >= level)]
    area = queries.ancestors(tree, level).reindex(smallest.index)
    villages = smallest.assign(area=area)[area != NOT_STATED]
    return approximate(villages) if len(villages) else {}
