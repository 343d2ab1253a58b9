"""Who moved between the segments of two dates: matrix, links of a Sankey diagram, who rose and who fell."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.kmeans import Labels

# where a customer has no segment: not there before, or not there any more
NEW = GONE = -1
CHANGES = ("rose", "stayed", "fell", "new", "gone")


@dataclass(frozen=True, eq=False)
class Movement:
    """order: the segments from the lowest to the highest.

    matrix: customers by segment before (rows: the order, then NEW) and after (columns: the order, then
    GONE); rows sum to the sizes before and to the newcomers, columns to the sizes after and to those gone.
    links: one line per pair that somebody took: source, target, n, share (of the source's customers).
    customers: index customer (those of before in their order, then the new ones); before, after (NEW or GONE
    without one), change (category of CHANGES), steps (places risen in the order, below zero for fallen, 0 for
    new and gone). counts: customers per change.
    """

    order: tuple[int, ...]
    matrix: pd.DataFrame
    links: pd.DataFrame
    customers: pd.DataFrame
    counts: pd.Series

    def who(self, change: str) -> pd.DataFrame:
        """The customers of one change; the longest way first, within it in the order of `customers`."""
        found = self.customers[self.customers["change"] == change]
        return found.sort_values("steps", key=lambda steps: -steps.abs(), kind="stable")


def order_by(values: pd.Series) -> tuple[int, ...]:
    """Segments (index) from the lowest value to the highest, mean money for instance; equal ones by number.

    A segment without a value comes first.
    """
    return tuple(values.sort_index().sort_values(kind="stable", na_position="first").index.tolist())


def run(before: pd.Series, after: pd.Series, order: Sequence[int]) -> Movement:
    """Compare the segments of two dates.

    before, after: segment per customer, unique index, of one numbering (match the segments of two runs
    first); order: every segment once, from the lowest to the highest. Raises ValueError on a repeated
    customer, a repeated segment, or a segment that the order does not have.
    """
    if len(set(order)) != len(order):
        raise ValueError("a segment stands twice in the order")
    if not before.index.is_unique or not after.index.is_unique:
        raise ValueError("a customer has two segments")
    there = after.index.get_indexer(before.index)
    newcomers = np.ones(len(after), dtype=bool)
    newcomers[there[there >= 0]] = False
    was, is_now = _ranks(before, order), _ranks(after, order)
    k = len(order)
    # without a segment: the place behind the last one
    ranks_after = np.where(there >= 0, is_now[there] if len(is_now) else k, k)
    sources = np.concatenate([was, np.full(newcomers.sum(), k)])
    targets = np.concatenate([ranks_after, is_now[newcomers]])
    counts = np.bincount(sources * (k + 1) + targets, minlength=(k + 1) ** 2).reshape(k + 1, k + 1)
    matrix = pd.DataFrame(
        counts, pd.Index([*order, NEW], name="before"), pd.Index([*order, GONE], name="after")
    )
    index = before.index.append(after.index[newcomers])
    customers = _customers(index, sources, targets, order)
    counted = customers["change"].value_counts().reindex(list(CHANGES)).rename("customers")
    return Movement(tuple(order), matrix, _links(matrix), customers, counted)


def _ranks(segments: pd.Series, order: Sequence[int]) -> Labels:
    ranks = pd.Index(list(order)).get_indexer(pd.Index(segments.to_numpy()))
    if (ranks < 0).any():
        raise ValueError("the order lacks a segment")
    return np.asarray(ranks, dtype=np.int64)


def _customers(index: pd.Index, sources: Labels, targets: Labels, order: Sequence[int]) -> pd.DataFrame:
    names, k = np.array([*order, NEW]), len(order)
    is_new, is_gone = sources == k, targets == k
    steps = np.where(is_new | is_gone, 0, targets - sources)
    codes = np.select([is_new, is_gone, steps > 0, steps < 0], [3, 4, 0, 2], 1)
    return pd.DataFrame(
        {
            "before": names[sources],
            "after": names[targets],
            "change": pd.Categorical.from_codes(codes, pd.Index(CHANGES)),
            "steps": steps,
        },
        index=index,
    )


def _links(matrix: pd.DataFrame) -> pd.DataFrame:
    counts = matrix.to_numpy()
    rows, columns = np.nonzero(counts)
    n = counts[rows, columns]
    return pd.DataFrame(
        {
            "source": matrix.index.to_numpy()[rows],
            "target": matrix.columns.to_numpy()[columns],
            "n": n,
            "share": n / counts.sum(axis=1)[rows],
        }
    )
