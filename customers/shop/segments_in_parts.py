"""The segments of a shop's customers for lists of any length: the customers themselves stay on disk.

The same numbers as of `segmentation.of`, by the same functions, from the file of customers with one column of
it in memory at a time: a million customers take some 60 MB instead of 400.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import border, kmeans, score_cells, scores, segments
from analysis.lrfm import VARIABLES
from analysis.score_cells import Cells
from analysis.scores import Result as Scores
from analysis.segments import VALUE, Profile
from core import memory

from . import segmentation
from .counted_file import CountedFile
from .scope import CustomerReader

# customers that are in memory at once
PART = 20_000


@dataclass(frozen=True, eq=False)
class InParts:
    """As Segmentation, without its tables. levels: segment per customer, in the order of the file."""

    file: CountedFile
    scores: Scores
    result: kmeans.Result
    weights: tuple[float, ...]
    levels: "NDArray[np.int8]"

    @property
    def k(self) -> int:
        return self.result.params.k

    @property
    def n(self) -> int:
        return len(self.levels)

    @cached_property
    def profile(self) -> Profile:
        """As segments.run of the whole table: a variable and the money are in memory at a time."""
        labels = pd.Series(self.levels)
        found = [
            segments.run(self.file.columns({name, VALUE}), labels, self.k, (name,)) for name in VARIABLES
        ]
        one = found[0]
        return Profile(
            one.sizes,
            pd.concat([own.statistics for own in found]),
            pd.concat([own.overall for own in found]),
            pd.concat([own.standardised for own in found], axis=1),
            pd.concat([own.importance for own in found], axis=1),
        )

    def placed(self, customers: pd.DataFrame) -> pd.DataFrame:
        """Where customers with these summaries belong (analysis.border.run), on their index."""
        cells = score_cells.cells(scores.place(customers, self.scores))
        near = border.run(cells.table, self.result.centroids, self.weights)
        return near.iloc[cells.place.to_numpy()].set_axis(customers.index)

    def parts(self) -> Iterator[tuple[pd.DataFrame, pd.Series]]:
        """The customers in the order of the file, some at a time: (index customer, as `summaries.table`;
        segment)."""
        start = 0
        for table in self.file.parts(PART):
            end = start + len(table)
            yield table, pd.Series(self.levels[start:end], table.index, dtype=np.int64)
            start = end


def of(reader: CustomerReader, file: CountedFile) -> InParts:
    """The segments that an address asks for, of the customers in a file. Raises CannotCluster."""
    params = reader.params
    asked = params.scoring.scores(params.method, params.turned)
    if segmentation.is_slow(reader):
        return _of_kept(reader, file, asked)
    scored, cells = _stepped(file, asked) if asked.is_stepped else _other(file, asked)
    result = score_cells.parted(cells, params.k, params.scoring.groups(params.turned))
    levels = result.labels.to_numpy(dtype=np.int8)[cells.place.to_numpy()]
    return InParts(file, scored, result, params.scoring.factors, levels)


def _of_kept(reader: CustomerReader, file: CountedFile, asked: scores.Params) -> InParts:
    """Scores that differ for nearly everybody of a large shop: by the segments that the worker kept. K-Means
    of a million different rows takes 450 MB here."""
    alone = [_edges(file, replace(asked, variables=(name,))) for name in asked.variables]
    result = segmentation.filed(reader, segmentation.SEGMENTS).result
    nobody = np.empty(0, dtype=np.int8)
    known = InParts(file, _together(alone, asked), result, reader.params.scoring.factors, nobody)
    return replace(known, levels=np.concatenate(list(_levels(known, file))))


def _edges(file: CountedFile, asked: scores.Params) -> Scores:
    """What places others by one variable, without the scores of a million customers."""
    found = scores.run(file.columns(set(asked.variables)), asked)
    return replace(found, scores=found.scores.iloc[:0].copy())


def _levels(known: InParts, file: CountedFile) -> "Iterator[NDArray[np.int8]]":
    for part in file.parts(PART):
        yield known.placed(part)["segment"].to_numpy(dtype=np.int8)
        # a part's tables are some megabytes, which stay with the process otherwise
        memory.give_back()


def _stepped(file: CountedFile, asked: scores.Params) -> tuple[Scores, Cells]:
    """Scores from 1 to 5: those of a customer are the digits of one small number."""
    found, codes = [], np.zeros(file.rows, dtype=np.int16)
    for name in asked.variables:
        one = scores.run(file.columns({name}), _alone(asked, name))
        codes *= asked.groups
        codes += (one.scores[name].to_numpy() - 1).astype(np.int16)
        found.append(one)
    return _together(found, asked), _cells(codes, asked)


def _alone(asked: scores.Params, name: str) -> scores.Params:
    """The scores of one variable; without cut-offs of its own it is scored by fifths."""
    own = asked.cuts_of(name)
    more: dict[str, Any] = {"method": "cuts", "cuts": (own,)} if own else {"method": "quantile"}
    return scores.Params(
        variables=(name,), recent_is_high=asked.recent_is_high, groups=asked.groups, **more
    )  # fmt: skip


def _together(found: list[Scores], asked: scores.Params) -> Scores:
    """What places others. The scores of the customers are not kept."""
    edges, ties = pd.concat([one.edges for one in found]), pd.concat([one.ties for one in found])
    return Scores(pd.DataFrame(columns=list(asked.variables)), edges, ties, asked)


def _cells(codes: "NDArray[np.int16]", asked: scores.Params) -> Cells:
    """As score_cells.cells of the scores that the codes stand for."""
    counts = np.bincount(codes, minlength=asked.groups ** len(asked.variables))
    used = counts > 0
    digits = np.array(np.unravel_index(np.flatnonzero(used), (asked.groups,) * len(asked.variables))).T
    index = pd.RangeIndex(int(used.sum()), name="cell")
    place = (np.cumsum(used) - 1).astype(np.int16)[codes]
    return Cells(
        table=pd.DataFrame(digits + 1.0, index=index, columns=list(asked.variables)),
        weights=pd.Series(counts[used], index=index, name="customers"),
        place=pd.Series(place, name="cell"),
        left_out=pd.Index([]),
    )


def _other(file: CountedFile, asked: scores.Params) -> tuple[Scores, Cells]:
    """Scores that may differ for every customer: all four columns at once."""
    found = scores.run(file.columns(set(asked.variables)), asked)
    return _together([found], asked), score_cells.cells(found.scores)
