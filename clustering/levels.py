"""Levels of areas by K-Means, always of the whole region: a filter never changes what "high" means."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from django.utils.translation import gettext as _

from analysis import cluster_quality, kmeans
from analysis.kmeans import CannotCluster, Params

# shades of one colour that can be told apart beside one another: low, medium, high
TOLD_APART = 3


@dataclass(frozen=True, eq=False)
class Levels:
    """A clustering for pages. result: None where `problem` says why it cannot be; quality: None likewise.

    words: English names of the levels, low to high; names: the same translated.
    """

    params: Params
    result: kmeans.Result | None = None
    quality: cluster_quality.Quality | None = None
    problem: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        return kmeans.level_names(self.params.k)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(_(word) for word in self.words)

    def of(self, index: pd.Index) -> pd.Series:
        """Level per index value, Int64, missing where there is none."""
        if self.result is None:
            return pd.Series(pd.NA, index=index, dtype="Int64", name="level")
        return self.result.labels.astype("Int64").reindex(index).rename("level")

    def members(self, level: int) -> list[int]:
        """Ids on one level, ascending; empty where there are no levels."""
        if self.result is None:
            return []
        labels = self.result.labels
        return [int(one) for one in labels.index[labels == level]]


def said(reason: CannotCluster) -> str:
    """The reason in the active language."""
    return str(_(reason.text) % reason.data)


def area_levels(table: pd.DataFrame, params: Params | None = None) -> Levels:
    """Cluster the areas of `table` (analysis.indicators.run of the whole region); by default their number of
    MSMEs in three levels. Never raises: what cannot be clustered has a `problem`."""
    wanted = params or Params(("n",))
    try:
        result = kmeans.run(table, wanted)
    except CannotCluster as reason:
        return Levels(wanted, problem=said(reason))
    try:
        return Levels(wanted, result, cluster_quality.run(table, result))
    except CannotCluster as reason:
        return Levels(wanted, result, problem=said(reason))


def labelled(names: Mapping[int, str], levels: Levels) -> dict[int, str]:
    """Names, with the number of their group where there are more groups than colours can tell apart."""
    if levels.params.k <= TOLD_APART or levels.result is None:
        return dict(names)
    labels = levels.result.labels
    numbers = dict(zip(labels.index.tolist(), (labels + 1).tolist(), strict=True))
    return {area: f"{name} · {numbers[area]}" if area in numbers else name for area, name in names.items()}


def cautions(levels: Levels, of: str) -> tuple[str, ...]:
    """What makes these levels unsafe to conclude from."""
    found = [levels.problem] if levels.problem else []
    quality = levels.quality
    if quality is not None and quality.silhouette < cluster_quality.REASONABLE:
        found.append(
            _("The groups are not clearly apart (mean silhouette below 0.5): they may be artificial.")
        )
    if quality is not None and quality.n < cluster_quality.SMALL_N:
        text = _("There are only n = %(n)s %(places)s: read the groups with care.")
        found.append(text % {"n": quality.n, "places": of})
    if levels.result is not None and levels.result.left_out:
        text = _("%(n)s without a value are in no group.")
        found.append(text % {"n": len(levels.result.left_out)})
    return tuple(found)
