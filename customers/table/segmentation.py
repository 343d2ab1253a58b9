"""The segments of a table of customers for one question: components, every k, and the k that is asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis import components, personality, personality_profiles
from analysis.cluster_stability import samples_of
from analysis.components import Result as Components
from analysis.kmeans import CannotCluster
from analysis.personality import Result
from analysis.personality_profiles import Distribution, Profiles
from analysis.score_cells import Comparison
from data.cells_cache import RecentlyUsed

from ..kept import VALUES
from . import features
from .asked import Asked
from .features import Features
from .prepared import Prepared

WHAT = "segments"
# customers whose groups a page waits for: all k with their resamples take a second there, and 2.5 s for 2,000
AT_ONCE = 300
KS = tuple(range(2, 11))
_compared: RecentlyUsed[Comparison] = RecentlyUsed(8)
_components: RecentlyUsed[tuple[Features, Components]] = RecentlyUsed(4)


@dataclass(frozen=True, eq=False)
class Segmented:
    """known: the table; table: its first row of each id; chosen: features and key; comparison: of every k;
    result: of the k asked for."""

    known: Prepared
    table: pd.DataFrame
    chosen: Features
    components: Components
    comparison: Comparison
    result: Result

    @property
    def k(self) -> int:
        return self.result.params.k

    @cached_property
    def profiles(self) -> Profiles:
        """Every column that tells groups apart, with the key and the numbers among the features."""
        keys = [one.key for one in self.known.told_apart]
        more = [one.key for one in self.chosen.features if one.encoding == "number"]
        variables = tuple(dict.fromkeys([*keys, *more, self.chosen.key]))
        return personality_profiles.run(self.table, self.known.columns, self.result.labels, variables)

    def distribution(self, key: str) -> Distribution:
        """How one column is spread in each segment."""
        return personality_profiles.distribution(self.table, self.known.columns, self.result.labels, key)

    @property
    def repeated(self) -> int:
        """Rows whose id came before, which are in no segment."""
        return len(self.known.table) - len(self.table)


def of(asked: Asked) -> Segmented:
    """The segments of a question. Raises CannotCluster where there are none."""
    known = asked.prepared()
    chosen = features.chosen(known, asked.params)
    found, compared = turned(asked), comparison(asked)
    k = asked.params.clusters
    if k not in compared.groupings:
        raise CannotCluster(*compared.refused[k])
    table = _once(known)
    result = personality.of_grouping(table, known.columns, found, compared.groupings[k], chosen.key)
    return Segmented(known, table, chosen, found, compared, result)


def _once(known: Prepared) -> pd.DataFrame:
    """The first row of each customer: nobody is in two segments."""
    return known.table[~known.table.index.duplicated()]


def turned(asked: Asked) -> Components:
    """The principal components of a question."""
    return _components.get(asked.groups_key, lambda: _turned(asked))[1]


def _turned(asked: Asked) -> tuple[Features, Components]:
    known = asked.prepared()
    chosen = features.chosen(known, asked.params)
    params = components.Params(chosen.features, asked.params.scale, _keep(asked.params.components))  # type: ignore[arg-type]
    return chosen, components.run(_once(known), known.columns, params)


def _keep(text: str) -> float | None:
    return None if text == "all" else float(text)


def comparison(asked: Asked) -> Comparison:
    """Every number of segments side by side."""
    return _compared.get(asked.groups_key, lambda: filed(asked))


def filed(asked: Asked, at: Callable[[int], None] = lambda done: None) -> Comparison:
    """The same from its file; at: told how many numbers are tried, where none holds it."""
    return VALUES.filed((WHAT, *asked.groups_key), lambda: _compare(asked, at))  # type: ignore[no-any-return]


def _compare(asked: Asked, at: Callable[[int], None]) -> Comparison:
    found = turned(asked)
    return personality.compare(found, KS, samples_of(len(found.scores)), at=at)


def is_long(asked: Asked) -> bool:
    """Whether a page should not wait for it. Raises CannotUse where there is nothing to group."""
    return len(turned(asked).scores) > AT_ONCE and not VALUES.is_there((WHAT, *asked.groups_key))
