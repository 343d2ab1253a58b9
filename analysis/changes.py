"""What changed between two editions, with causes told apart that add up exactly.

The borders are taken first: the older edition is put on today's borders (`conversion`), and the difference
that makes is one cause. The others act together, so each gets its mean part over all orders in which they
could have come (Shapley, "A Value for n-Person Games", 1953; two factors: Sun, Accid. Anal. & Prev.
30(3), 1998). So no order is preferred, the parts sum to the whole, a cause without change has no part, and
the editions swapped give the opposite sign.

Where the editions do not count the same, what would be growth is "not comparable" instead.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial
from typing import Any

import numpy as np
import pandas as pd

from analysis import kmeans
from analysis.indicators import PER

COUNTS = ("own_before", "before", "after", "own_after")
PEOPLE = ("residents_before", "residents_after")
Value = Callable[[frozenset[str]], "pd.Series[Any]"]


@dataclass(frozen=True)
class Params:
    """Whether the editions count the same things, and how levels are made (None: no levels)."""

    counts_comparable: bool = True
    people_comparable: bool = True
    levels: kmeans.Params | None = kmeans.Params(("n",))  # noqa: RUF009 – frozen, so it may be shared


@dataclass(frozen=True, eq=False)
class Result:
    """A row per area in each table, sorted by index; float64, NaN where a number that it needs is unknown.

    counts: before, borders, msme, not_comparable, after (numbers of MSMEs).
    ratios: before, msme, population, not_comparable, after (MSMEs per 1,000 residents), today's areas only.
    levels: before, borders, msme, reclustering, not_comparable, after (steps of the level, 0 the lowest),
    today's areas only; empty where one of the editions has no levels. In each row before + causes = after.
    """

    counts: pd.DataFrame
    ratios: pd.DataFrame
    levels: pd.DataFrame
    params: Params


def shapley(causes: Sequence[str], value: Value) -> pd.DataFrame:
    """The part of each cause (columns) in value(all causes) - value(none), per index value of `value`.

    value: the outcome once these causes have acted. Parts sum to the whole; the order of `causes` only orders
    the columns.
    """
    found = {}
    for cause in causes:
        others = [other for other in causes if other != cause]
        part: Any = 0.0
        for size in range(len(others) + 1):
            weight = factorial(size) * factorial(len(others) - size) / factorial(len(causes))
            for before in combinations(others, size):
                part = part + weight * (value(frozenset(before) | {cause}) - value(frozenset(before)))
        found[cause] = part
    return pd.DataFrame(found)


def run(table: pd.DataFrame, params: Params) -> Result:
    """What changed per area.

    table: unique index area id, NaN for unknown; columns
    - own_before, own_after: MSMEs of an edition in its own borders, 0 where the area was not in them;
    - before, after: MSMEs on today's borders, 0 where the area is not one of today's;
    - residents_before, residents_after: on today's borders;
    - level_before, level_after: levels in the editions' own borders, missing where the area is not in them;
    - today (bool): whether it is an area of today; others are former areas or what no area is stated for.
    Raises ValueError on a missing column, a repeated index value or a negative number.
    """
    used = _checked(table).sort_index()
    today = used[table["today"].reindex(used.index).astype(bool)]
    counts = _counts(used, params)
    return Result(counts, _ratios(today, params), _levels(today, params), params)


def _checked(table: pd.DataFrame) -> pd.DataFrame:
    wanted = [*COUNTS, *PEOPLE, "level_before", "level_after"]
    missing = [column for column in [*wanted, "today"] if column not in table]
    if missing:
        raise ValueError(f"columns are missing: {', '.join(missing)}")
    if not table.index.is_unique:
        raise ValueError("the index must name every area once")
    used = table[wanted].astype("float64")
    if (used < 0).any(axis=None):
        raise ValueError("no number may be negative")
    return used


def _counts(table: pd.DataFrame, params: Params) -> pd.DataFrame:
    borders = (table["before"] - table["own_before"]) + (table["own_after"] - table["after"])
    found = pd.DataFrame({"before": table["own_before"], "borders": borders})
    found["msme"] = table["after"] - table["before"]
    found["after"] = table["own_after"]
    return _told(found, {"msme": params.counts_comparable}, ["borders", "msme"])


def _told(table: pd.DataFrame, comparable: dict[str, bool], causes: list[str]) -> pd.DataFrame:
    """The table in its order, with what cannot be compared taken out of its cause."""
    table = table.assign(not_comparable=table[causes[0]] * 0.0)
    for cause, same in comparable.items():
        if not same:
            table["not_comparable"] += table[cause]
            table[cause] *= 0.0
    # 0.0 * -3 is -0.0, which would be shown with a sign
    return table[["before", *causes, "not_comparable", "after"]] + 0.0


def _ratios(table: pd.DataFrame, params: Params) -> pd.DataFrame:
    def value(done: frozenset[str]) -> "pd.Series[Any]":
        n = table["after" if "msme" in done else "before"]
        people = table["residents_after" if "population" in done else "residents_before"]
        return n / people.where(people > 0) * PER

    causes = ["msme", "population"]
    found = shapley(causes, value).assign(before=value(frozenset()), after=value(frozenset(causes)))
    same = {"msme": params.counts_comparable, "population": params.people_comparable}
    return _told(found, same, causes)


def ratio_of(table: pd.DataFrame, params: Params) -> "pd.Series[Any]":
    """The row of `ratios` of all areas of a table together: a ratio of sums.

    table: as for `run`. Only areas of today take part of which all four numbers are known and where people
    live in both editions; NaN where there is none.
    """
    used = _checked(table)[table["today"].astype(bool).to_numpy()]
    numbers = used[["before", "after", *PEOPLE]]
    known = numbers.notna().all(axis=1) & (numbers[list(PEOPLE)] > 0).all(axis=1)
    summed = used[known].sum().to_frame().T
    return _ratios(summed if known.any() else summed * float("nan"), params).iloc[0]


def _levels(table: pd.DataFrame, params: Params) -> pd.DataFrame:
    """Levels step by step: borders, then more or fewer MSMEs and the limits of the levels together."""
    causes = ["borders", "msme", "reclustering"]
    if params.levels is None:
        return pd.DataFrame(columns=["before", *causes, "not_comparable", "after"], dtype="float64")
    wanted = params.levels
    try:
        old = kmeans.run(table[["before"]].rename(columns={"before": "n"}), wanted)
        new = kmeans.run(table[["after"]].rename(columns={"after": "n"}), wanted)
    except kmeans.CannotCluster:
        return pd.DataFrame(columns=["before", *causes, "not_comparable", "after"], dtype="float64")

    def value(done: frozenset[str]) -> "pd.Series[Any]":
        n = table["after" if "msme" in done else "before"]
        return _level_of(n, new if "reclustering" in done else old)

    first, last = value(frozenset()), value(frozenset(causes[1:]))
    before, after = table["level_before"].fillna(first), table["level_after"].fillna(last)
    found = shapley(causes[1:], value).assign(before=before, after=after)
    found["borders"] = (first - before) + (after - last)
    return _told(found, {"msme": params.counts_comparable}, causes)


def _level_of(n: "pd.Series[Any]", result: kmeans.Result) -> "pd.Series[Any]":
    """The level of the nearest centroid, the lower one between two; NaN where n is. A row that was clustered
    lies in the nearest already, because one feature has the exact optimum."""
    centres = result.centroids.iloc[:, 0].sort_index().to_numpy(dtype=np.float64)
    limits = (centres[:-1] + centres[1:]) / 2
    levels = np.searchsorted(limits, n.to_numpy(dtype=np.float64), side="left").astype(np.float64)
    return pd.Series(levels, index=n.index).where(n.notna())


_DATES = {
    "januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober",
    "november", "desember", "tahun", "january", "february", "march", "may", "june", "july", "august",
    "october", "december", "year",
}  # fmt: skip


def same_words(one: str, other: str) -> bool:
    """Whether two descriptions of what is counted, or by whom, say the same but for dates, case and signs."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]+", text.casefold()) if word not in _DATES]


def whole(values: "pd.Series[Any]") -> "pd.Series[Any]":
    """Counts made whole so that their sum stays the rounded sum (largest remainder); NaN stays.

    Converted counts are parts of enterprises; shown numbers must be whole ones that still add up. Each moves
    by less than one. Equal remainders in the order of the index.
    """
    known = values.dropna().astype("float64").sort_index()
    # a share times a count misses a whole number by the last bits: 7.000000000001 is 7
    known = known.mask((known - known.round()).abs() < 1e-6, known.round())
    down = known // 1
    left = round(float((known - down).sum()))
    up = (known - down).sort_values(ascending=False, kind="stable").index[:left]
    return down.add(pd.Series(1.0, index=up), fill_value=0).reindex(values.index)


def in_units(
    parts: pd.DataFrame, before: "pd.Series[Any]", after: "pd.Series[Any]", decimals: int
) -> pd.DataFrame:
    """The parts rounded so that rounded before + parts = rounded after, in every row.

    parts: causes that sum to after - before. Each moves by less than one unit of the last decimal (largest
    remainder; a part of exactly zero stays zero). A row with a missing number stays missing.
    """
    scale = 10.0**decimals
    wanted = (rounded(after, decimals) - rounded(before, decimals)) * scale
    # so that 0.3 * 10 is 3
    scaled = (parts * scale).round(9)
    down = scaled // 1
    left = (wanted - down.sum(axis=1)).round()
    ranks = (scaled - down).rank(axis=1, ascending=False, method="first")
    result: pd.DataFrame = (down + (ranks.le(left, axis=0)).astype("float64")) / scale
    return result.where(parts.notna().all(axis=1) & wanted.notna()) + 0.0


def rounded(values: "pd.Series[Any]", decimals: int) -> "pd.Series[Any]":
    """Rounded as numbers are written: by the decimal digits of the float itself, which 0.35 * 10 is not."""
    return values.map(lambda value: round(value, decimals), na_action="ignore").astype("float64")
