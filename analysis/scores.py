"""Scores of length, recency, frequency and money, so that the four can be compared and clustered.

quantile: 1 (lowest) .. 5 (highest) by fifths of the customers (Hughes, "Strategic Database Marketing", 1994;
Chang & Tsay, Journal of Information Management 11(4), 2004). With n customers, score s begins above the value
of the customer at place ceil((s - 1) n / 5) in ascending order (Hyndman & Fan, "Sample Quantiles in
Statistical Packages", The American Statistician 50(4), 1996, definition 1: no interpolation). So
score = 1 + how many of these four edges lie below the value: equal values always get the same score, the
lowest that any of them could get, and scores that ties leave no room for are not given.
cuts: 1 .. 5 by cut-offs that a person sets. A value has the score of the stretch that it lies in, and a
cut-off belongs to the stretch below it: with 30, 90, 180 and 365 days, "up to 30" is one stretch. Variables
without cut-offs of their own are scored by fifths.
minmax: (x - minimum) / (maximum - minimum), 0 .. 1.
zscore: (x - mean) / standard deviation of the population.

Recency counts days since the last visit. With `recent_is_high` its sign is turned before scoring, so that a
high score is good in all four (5 = bought lately). Without, a high score is a high number of days, as in
papers that score it like the other three.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.arrays import Floats
from analysis.lrfm import VARIABLES
from analysis.marks import N_
from analysis.refusal import Refusal

Method = Literal["quantile", "cuts", "minmax", "zscore"]

MIN_GROUPS, MAX_GROUPS = 2, 10
_TIED = N_(
    "Only %(used)d of the %(groups)d scores of %(variable)s occur: many customers have the same value, and "
    "equal values always get the same score."
)
_CUT = N_(
    "Only %(used)d of the %(groups)d scores of %(variable)s occur: nobody lies between some of its cut-offs."
)


class CannotScore(Refusal):
    """There is nobody to score."""


@dataclass(frozen=True)
class Params:
    """What is scored and how. Wrong names or numbers raise ValueError.

    groups: of quantile and cuts; cuts: of that method only, per variable groups - 1 ascending cut-offs in its
    own unit, or none at all where it is scored by fifths.
    """

    method: Method = "quantile"
    variables: tuple[str, ...] = VARIABLES
    recent_is_high: bool = True
    groups: int = 5
    cuts: tuple[tuple[float, ...], ...] = ()

    def __post_init__(self) -> None:
        if self.method not in get_args(Method):
            raise ValueError(f"unknown method: {self.method}")
        if not self.variables or len(set(self.variables)) != len(self.variables):
            raise ValueError("variables must be named, each once")
        if unknown := set(self.variables) - set(VARIABLES):
            raise ValueError(f"unknown variables: {', '.join(sorted(unknown))}")
        if not MIN_GROUPS <= self.groups <= MAX_GROUPS:
            raise ValueError(f"groups must lie between {MIN_GROUPS} and {MAX_GROUPS}")
        if (self.method == "cuts") != any(self.cuts) or len(self.cuts) not in (0, len(self.variables)):
            raise ValueError("the method of cut-offs needs some, per variable, and no other has any")
        if not all(_ascend(own, self.groups - 1) for own in self.cuts if own):
            raise ValueError("cut-offs must ascend, one less of them than there are scores")

    def cuts_of(self, variable: str) -> tuple[float, ...]:
        """A person's cut-offs of a variable, in its own unit; none where it has no own ones."""
        return self.cuts[self.variables.index(variable)] if self.cuts else ()

    @property
    def is_stepped(self) -> bool:
        """Whether scores are whole numbers from 1."""
        return self.method in ("quantile", "cuts")

    def is_turned(self, variable: str) -> bool:
        """Whether a low value of this variable has the high score."""
        return variable == "recency" and self.recent_is_high


def _ascend(numbers: tuple[float, ...], n: int) -> bool:
    return (
        len(numbers) == n
        and all(np.isfinite(numbers))
        and all(one < other for one, other in pairwise(numbers))
    )


@dataclass(frozen=True)
class Note:
    """Something to say about the scores of a variable: an English text marked for translation, its values."""

    text: str
    data: dict[str, Any]


@dataclass(frozen=True, eq=False)
class Result:
    """Scores of customers, and what places others among them.

    scores: index of the table, a column per variable; int64 1 .. groups (quantile, cuts) or float64.
    edges: index variable. quantile, cuts: columns 2 .. groups, a score begins above its edge (below it where
    the variable is turned; at a cut-off itself then), in the variable's own unit; minmax: low, high; zscore:
    mean, deviation.
    ties: index variable; distinct (int64, different values), used (int64, different scores), largest
    (float64, share of the customers who have the most frequent value).
    """

    scores: pd.DataFrame
    edges: pd.DataFrame
    ties: pd.DataFrame
    params: Params


def run(table: pd.DataFrame, params: Params) -> Result:
    """Score every customer.

    table: one row per customer, numeric columns `params.variables`. Raises CannotScore without a row,
    ValueError where a value is missing or infinite.
    """
    if not len(table):
        raise CannotScore(N_("There are no customers to score. Choose other transactions or another date."))
    values = _values(table, params)
    edges = pd.DataFrame({name: _edges(name, values[name], params) for name in params.variables}).T
    scores = _placed(values, edges, params, table.index)
    return Result(scores, _own_units(edges, params), _ties(values, scores, params), params)


def place(table: pd.DataFrame, result: Result) -> pd.DataFrame:
    """Scores of other customers by the edges of `result`, as `Result.scores`; nothing is computed anew.

    Beyond the customers of `result`, minmax leaves 0 .. 1. Raises ValueError as `run`.
    """
    params = result.params
    return _placed(_values(table, params), _own_units(result.edges, params), params, table.index)


def notes(result: Result) -> tuple[Note, ...]:
    """What equal values did to the scores, one note per variable concerned, in the order of the variables."""
    found = []
    for variable in result.params.variables:
        tie = result.ties.T[variable]
        distinct, used = int(tie["distinct"]), int(tie["used"])
        data = {"variable": variable, "distinct": distinct, "used": used, "groups": result.params.groups}
        if distinct == 1:
            text = N_("All customers have the same %(variable)s, so it tells nobody apart.")
            found.append(Note(text, data))
        elif result.params.is_stepped and used < result.params.groups:
            found.append(Note(_CUT if result.params.cuts_of(variable) else _TIED, data))
    return tuple(found)


def _values(table: pd.DataFrame, params: Params) -> dict[str, Floats]:
    """Columns as numbers, turned where a low value has the high score."""
    found = {}
    for name in params.variables:
        values = table[name].to_numpy(dtype=np.float64, na_value=np.nan)
        if not np.isfinite(values).all():
            raise ValueError(f"{name} is missing or infinite for a customer")
        found[name] = -values if params.is_turned(name) else values
    return found


def _edges(variable: str, values: Floats, params: Params) -> dict[Any, float]:
    """By the values as they are scored, turned ones below zero."""
    if own := params.cuts_of(variable):
        ordered = [-cut for cut in reversed(own)] if params.is_turned(variable) else own
        return dict(enumerate(map(float, ordered), start=2))
    if params.method == "minmax":
        return {"low": float(values.min()), "high": float(values.max())}
    if params.method == "zscore":
        # of one value only the mean of many may differ from it by the last digit
        if values.min() == values.max():
            return {"mean": float(values[0]), "deviation": 0.0}
        # sorted, since a sum of floating numbers depends on their order
        rising = np.sort(values)
        return {"mean": float(rising.mean()), "deviation": float(rising.std())}
    n, groups = len(values), params.groups
    # -(-a // b) is a / b rounded up
    places = [-(-score * n // groups) - 1 for score in range(1, groups)]
    parted = np.partition(values, sorted(set(places)))
    return {score + 2: float(parted[position]) for score, position in enumerate(places)}


def _own_units(edges: pd.DataFrame, params: Params) -> pd.DataFrame:
    """Edges of turned variables in their own unit, or back: all but a deviation change their sign."""
    found = edges.copy()
    found.index.name = "variable"
    for name in filter(params.is_turned, params.variables):
        if params.method == "minmax":
            found.loc[name, ["low", "high"]] = (-edges.loc[name, ["high", "low"]]).to_numpy()
        elif params.method == "zscore":
            found.loc[name, ["mean"]] = -edges.loc[name, ["mean"]]
        else:
            found.loc[name] = -edges.loc[name]
    # -0.0 would be shown as such
    return found + 0.0


def _placed(values: dict[str, Floats], edges: pd.DataFrame, params: Params, index: pd.Index) -> pd.DataFrame:
    found = {name: _score(values[name], edges.T[name], name, params) for name in params.variables}
    return pd.DataFrame(found, index=index)


def _score(values: Floats, edges: "pd.Series[Any]", variable: str, params: Params) -> NDArray[Any]:
    if params.is_stepped:
        # turned, the stretch up to a cut-off is the one above it
        above = params.is_turned(variable) and bool(params.cuts_of(variable))
        side: Literal["left", "right"] = "right" if above else "left"
        return 1 + np.searchsorted(edges.to_numpy(), values, side=side).astype(np.int64)
    if params.method == "minmax":
        shift, spread = edges["low"], edges["high"] - edges["low"]
    else:
        shift, spread = edges["mean"], edges["deviation"]
    # of one value only there is no scale: everybody is at its lowest, or at the mean
    return (values - shift) / spread if spread else np.zeros(len(values))


def _ties(values: dict[str, Floats], scores: pd.DataFrame, params: Params) -> pd.DataFrame:
    rows = {}
    for name in params.variables:
        _distinct, numbers = np.unique(values[name], return_counts=True)
        used = scores[name].nunique()
        rows[name] = {"distinct": len(numbers), "used": used, "largest": numbers.max() / len(scores)}
    found = pd.DataFrame.from_dict(rows, orient="index").rename_axis("variable")
    return found.astype({"distinct": "int64", "used": "int64", "largest": "float64"})
