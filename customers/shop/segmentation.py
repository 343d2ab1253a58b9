"""The segments of a shop's customers for one address: scores, groups, profile, names. Kept in memory."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import pandas as pd

from analysis import border, score_cells, scores, segments
from analysis.cluster_stability import SAMPLES
from analysis.kmeans import MAX_K, MIN_K
from analysis.score_cells import Cells, Comparison, Grouping
from analysis.scores import Result as Scores
from analysis.segments import Profile
from data.cells_cache import RecentlyUsed, rows_weigh

from ..kept import VALUES
from . import summaries
from .scope import CustomerReader

_found: RecentlyUsed["Segmentation"] = RecentlyUsed(6, lambda one: rows_weigh(len(one.table)))
_compared: RecentlyUsed[Comparison] = RecentlyUsed(12)
# what is kept of a large shop: the segments of one number of them, and all numbers side by side
SEGMENTS, COMPARISON = "segments", "comparison"


@dataclass(frozen=True, eq=False)
class Segmentation:
    """table: one row per customer (analysis.lrfm.summary); scores: 1 to 5, or scaled; cells: customers with
    equal scores; grouping: segments of the cells for the k of the address; weights: those of its distances,
    none where all variables count alike."""

    table: pd.DataFrame
    scores: Scores
    cells: Cells
    grouping: Grouping
    weights: tuple[float, ...] = ()

    @property
    def k(self) -> int:
        return self.grouping.result.params.k

    @cached_property
    def labels(self) -> pd.Series:
        """Segment per customer, 0 (lowest) .. k - 1 (highest)."""
        return self.cells.spread(self.grouping.result.labels)

    def placed(self, customers: pd.DataFrame) -> tuple[Cells, pd.DataFrame]:
        """Where other customers (columns as of `table`) belong by these edges and centroids, without another
        fit: their cells, and analysis.border.run of these."""
        cells = score_cells.cells(scores.place(customers, self.scores))
        return cells, self.border(cells)

    def border(self, cells: Cells) -> pd.DataFrame:
        """analysis.border.run of customers with these scores."""
        return border.run(cells.table, self.grouping.result.centroids, self.weights)

    def parts(self) -> Iterator[tuple[pd.DataFrame, pd.Series]]:
        """The customers with their segment: all of them at once, since they are in memory."""
        yield self.table, self.labels

    @cached_property
    def profile(self) -> Profile:
        return segments.run(self.table, self.labels, self.k)


def of(reader: CustomerReader) -> Segmentation:
    """The segments that an address asks for. Raises CannotCluster, or CannotSummarise where nobody bought."""
    return _found.get((*_base_key(reader), reader.params.k), lambda: _find(reader))


def comparison(reader: CustomerReader) -> Comparison:
    """Every number of segments side by side, for the scores of an address."""
    return _compared.get(_key(reader, COMPARISON), lambda: filed(reader, COMPARISON))


def is_long(reader: CustomerReader, what: str) -> bool:
    """Whether one of `SEGMENTS` and `COMPARISON` is too much for a page to wait for.

    Scores that are no steps differ for nearly every customer of a large shop, so that K-Means runs on all of
    them: for a million customers 7 s of processor, and 60 s for every number of segments.
    """
    return is_slow(reader) and not VALUES.is_there(_key(reader, what))


def is_slow(reader: CustomerReader) -> bool:
    """Whether the segments of an address are made by the worker and kept."""
    assert reader.shop is not None
    is_stepped = reader.params.scoring.scores(reader.params.method, reader.params.turned).is_stepped
    return reader.shop.rows > summaries.AT_ONCE and not is_stepped


def filed(reader: CustomerReader, what: str, at: Callable[[int], None] = lambda done: None) -> Any:
    """A Grouping or a Comparison from its file, made where none holds it; at: told how many numbers of
    segments are tried."""
    make = partial(_compare, at=at) if what == COMPARISON else _group
    return VALUES.filed(_key(reader, what), lambda: make(reader, _scored(reader)[2]))


def _key(reader: CustomerReader, what: str) -> tuple[object, ...]:
    return (what, *_base_key(reader), *((reader.params.k,) if what == SEGMENTS else ()))


def _base_key(reader: CustomerReader) -> tuple[object, ...]:
    params = reader.params
    assert reader.shop is not None
    asked = (params.rules, params.method, params.turned, params.scoring)
    return (reader.shop.series, reader.shop.key, reader.reference, *asked)


def _find(reader: CustomerReader) -> Segmentation:
    table, scored, cells = _scored(reader)
    grouping = filed(reader, SEGMENTS) if is_slow(reader) else _group(reader, cells)
    return Segmentation(table, scored, cells, grouping, reader.params.scoring.factors)


def _group(reader: CustomerReader, cells: Cells) -> Grouping:
    params = reader.params
    return score_cells.group(cells, params.k, SAMPLES, params.scoring.groups(params.turned))


def _compare(reader: CustomerReader, cells: Cells, at: Callable[[int], None]) -> Comparison:
    params = reader.params
    asked = params.scoring.groups(params.turned)
    return score_cells.compare(cells, range(MIN_K, MAX_K + 1), params=asked, at=at)


def _scored(reader: CustomerReader) -> tuple[pd.DataFrame, Scores, Cells]:
    shop, params = reader.shop, reader.params
    assert shop is not None
    table = summaries.table(shop, reader.reference, params.rules)
    scored = scores.run(table, params.scoring.scores(params.method, params.turned))
    return table, scored, score_cells.cells(scored.scores)


def result_of(found: Segmentation) -> dict[str, Any]:
    """Everything a page of the run shows and everything that places a customer, as JSON; no customer."""
    grouping, profile = found.grouping, found.profile
    edges = found.scores.edges
    return {
        "n": len(found.labels),
        "centroids": grouping.result.centroids.to_numpy().tolist(),
        "weights": list(found.weights),
        "scores": {
            "method": found.scores.params.method,
            "recent_is_high": found.scores.params.recent_is_high,
            "cuts": [list(own) for own in found.scores.params.cuts],
            "edges": {str(column): edges[column].tolist() for column in edges.columns},
        },
        "sizes": plain(profile.sizes),
        "means": plain(profile.means),
        "minimum": plain(profile.statistics["min"].unstack("variable")[list(profile.overall.index)]),
        "maximum": plain(profile.statistics["max"].unstack("variable")[list(profile.overall.index)]),
        "overall": plain(profile.overall),
        "inertia": grouping.result.inertia,
        "silhouette": _number(grouping.quality.silhouette),
        "silhouettes": [_number(one) for one in grouping.quality.silhouette_clusters.tolist()],
        "davies_bouldin": _number(grouping.quality.davies_bouldin),
        "calinski_harabasz": _number(grouping.quality.calinski_harabasz),
        "jaccard": [_number(one) for one in grouping.stability.jaccard.tolist()]
        if grouping.stability
        else [],
        "rand": _number(grouping.stability.rand) if grouping.stability else None,
    }


def plain(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a table as JSON: a database knows no NaN."""
    return [{str(key): _number(value) for key, value in row.items()} for row in table.to_dict("records")]


def _number(value: Any) -> Any:
    return None if value is None or (isinstance(value, float) and not math.isfinite(value)) else value
