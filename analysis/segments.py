"""What a segment of customers is like: size, share of the money, and how its length, recency, frequency and
monetary value lie beside those of all customers.

Shares of money: monetary value of the segment / of all customers. Snake plot and relative importance: segment
means standardised, and segment mean / overall mean - 1, which is 0 for an average segment and 1 for twice the
average. Box plots: analysis.five_numbers. Rating: Liu & Shih, "Integrating AHP and data mining for product
recommendation based on customer lifetime value", Information & Management 42, 2005.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.arrays import Floats
from analysis.five_numbers import five
from analysis.kmeans import Labels
from analysis.lrfm import VARIABLES

VALUE = "monetary"

_STATISTICS = ("n", "mean", "sd", "min", "low", "q1", "median", "q3", "high", "max")


@dataclass(frozen=True, eq=False)
class Profile:
    """Segments 0 .. k - 1 side by side.

    sizes: index segment; n customers, share (0 .. 1), value (sum of the money), value_share (NaN where all
    money together is not above zero; below zero for a segment whose refunds are larger), mean_value.
    statistics: index (segment, variable); n, mean, sd (n - 1; NaN below two), min, low and high (ends of the
    whiskers), q1, median, q3, max; NaN for a segment without customers. overall: index variable, the same of
    all customers. standardised: segments x variables, (mean - overall mean) / overall sd, 0 where all
    customers are alike. importance: mean / overall mean - 1, NaN where the overall mean is 0.
    """

    sizes: pd.DataFrame
    statistics: pd.DataFrame
    overall: pd.DataFrame
    standardised: pd.DataFrame
    importance: pd.DataFrame

    @property
    def means(self) -> pd.DataFrame:
        """Mean per segment (rows) and variable (columns)."""
        return self.statistics["mean"].unstack("variable")[list(self.overall.index)]


def run(
    customers: pd.DataFrame,
    labels: pd.Series,
    k: int,
    variables: Sequence[str] = VARIABLES,
    value: str = VALUE,
) -> Profile:
    """Profile of the segments that `labels` (0 .. k - 1 per customer, unique index) put the customers in.

    customers: index customer (at least those of labels), numeric columns `variables` and `value`, none
    missing. Raises ValueError on a label outside 0 .. k - 1, a repeated or unknown customer, a missing value.
    """
    segments = labels.to_numpy(dtype=np.int64)
    rows = _rows(customers, labels.index, [*dict.fromkeys([*variables, value])])
    if not len(segments) or segments.min() < 0 or segments.max() >= k:
        raise ValueError("customers are needed, each with a segment from 0 to k - 1")
    money = rows[value].to_numpy(dtype=np.float64)
    statistics, overall = _statistics(rows, variables, segments, k)
    means = statistics["mean"].unstack("variable")[list(variables)]
    return Profile(
        sizes=sizes(np.bincount(segments, minlength=k), np.bincount(segments, money, k).astype(np.float64)),
        statistics=statistics,
        overall=overall,
        standardised=_standardised(means, overall),
        importance=means / overall["mean"].where(overall["mean"] != 0) - 1,
    )


def _standardised(means: pd.DataFrame, overall: pd.DataFrame) -> pd.DataFrame:
    spread = overall["sd"].where(overall["sd"] > 0)
    found = (means - overall["mean"]) / spread
    alike = list(spread.index[spread.isna()])
    # a segment without customers stays unknown
    found[alike] = means[alike] * 0
    return found


def _rows(customers: pd.DataFrame, index: pd.Index, columns: list[str]) -> pd.DataFrame:
    if not index.is_unique:
        raise ValueError("a customer has two segments")
    rows = customers[columns]
    if not rows.index.equals(index):
        if not rows.index.is_unique or not index.isin(rows.index).all():
            raise ValueError("every customer with a segment needs one row of values")
        rows = rows.reindex(index)
    if rows.isna().any(axis=None):
        raise ValueError("a customer lacks a value")
    return rows


def sizes(n: Sequence[int] | Labels, value: Sequence[float] | Floats) -> pd.DataFrame:
    """As Profile.sizes, of segments with so many customers and such a sum of money each."""
    index = pd.RangeIndex(len(n), name="segment")
    table = pd.DataFrame({"n": np.asarray(n, dtype=np.int64), "value": np.asarray(value, float)}, index=index)
    total = table["value"].sum()
    return pd.DataFrame(
        {
            "n": table["n"],
            "share": table["n"] / table["n"].sum(),
            "value": table["value"],
            "value_share": table["value"] / total if total > 0 else np.nan,
            "mean_value": table["value"] / table["n"].where(table["n"] > 0),
        }
    )


def _statistics(
    rows: pd.DataFrame, variables: Sequence[str], segments: Labels, k: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Per (segment, variable), and per variable."""
    by_segment: dict[tuple[int, str], list[float]] = {}
    overall: dict[str, list[float]] = {}
    for name in variables:
        values = rows[name].to_numpy(dtype=np.float64)
        overall[name] = _describe(values)
        # one segment at a time: of a million customers all of them sorted would be 16 MB more
        for segment in range(k):
            by_segment[segment, name] = _describe(values[segments == segment])
    index = pd.MultiIndex.from_tuples(by_segment, names=["segment", "variable"])
    found = pd.DataFrame(list(by_segment.values()), index=index, columns=list(_STATISTICS))
    whole = pd.DataFrame.from_dict(overall, orient="index", columns=list(_STATISTICS)).rename_axis("variable")
    return found.sort_index(level="segment", sort_remaining=False).astype({"n": "int64"}), whole.astype(
        {"n": "int64"}
    )


def _describe(values: Floats) -> list[float]:
    """The figures of `_STATISTICS` in their order."""
    n = len(values)
    if not n:
        return [0, *[np.nan] * (len(_STATISTICS) - 1)]
    least, most = values.min(), values.max()
    # of one value only, mean and spread may differ from it and from 0 by the last digit
    mean = least if least == most else values.mean()
    sd = np.nan if n < 2 else 0.0 if least == most else values.std(ddof=1)
    return [n, mean, sd, least, *five(values), most]


def grid(scores: pd.DataFrame, money: pd.Series, groups: int = 5) -> pd.DataFrame:
    """Recency x frequency: index (recency, frequency), every pair of scores 1 .. groups; n customers, value
    (their money), mean_value (NaN where there is nobody).

    scores: columns recency and frequency, whole numbers 1 .. groups; money: same index.
    Raises ValueError on another score or another index.
    """
    pair = scores[["recency", "frequency"]].to_numpy(dtype=np.float64)
    if not ((pair == np.round(pair)) & (pair >= 1) & (pair <= groups)).all():
        raise ValueError("scores of the grid are whole numbers from 1 to the number of groups")
    if not money.index.equals(scores.index):
        raise ValueError("scores and money must have the same customers")
    place = ((pair[:, 0] - 1) * groups + pair[:, 1] - 1).astype(np.int64)
    n = np.bincount(place, minlength=groups**2)
    value = np.bincount(place, money.to_numpy(dtype=np.float64), groups**2)
    index = pd.MultiIndex.from_product([range(1, groups + 1)] * 2, names=["recency", "frequency"])
    table = pd.DataFrame({"n": n, "value": value}, index=index)
    return table.assign(mean_value=table["value"] / table["n"].where(table["n"] > 0))


def ratings(
    profile: Profile, weights: Mapping[str, float], falling: Sequence[str] = ("recency",)
) -> pd.DataFrame:
    """Weighted rating of each segment: index segment; rating 0 .. 1, and rank (1 the best, equals share it);
    NaN for a segment without customers.

    weights: per variable, not negative, not all zero. Each mean is first put between the smallest (0) and the
    largest value (1) of all customers, turned for `falling`; a variable in which all are alike counts as 0.
    """
    factors = pd.Series(dict(weights), dtype="float64")
    if (factors < 0).any() or not factors.sum() > 0:
        raise ValueError("a rating needs weights that are not negative and not all zero")
    bounds, means = profile.overall.loc[factors.index], profile.means[list(factors.index)]
    width = bounds["max"] - bounds["min"]
    placed = (means - bounds["min"]) / width.where(width > 0)
    turned = [name for name in factors.index if name in falling]
    placed[turned] = 1 - placed[turned]
    alike = list(width.index[width == 0])
    placed[alike] = means[alike] * 0
    rating = (placed * (factors / factors.sum())).sum(axis=1, skipna=False)
    return pd.DataFrame({"rating": rating, "rank": rating.rank(ascending=False, method="min")})
