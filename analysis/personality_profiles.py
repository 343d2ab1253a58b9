"""What sets each segment of customers apart: sizes, middle values, distributions, and the traits of each.

A trait is the difference between a segment's mean and that of all customers in segments, in standard
deviations of all of them; of a text, that of the share of each value. Words for its size: Cohen,
"Statistical Power Analysis for the Behavioral Sciences", 2nd ed. 1988, p. 25: 0.2 small, 0.5 medium, 0.8
large. Medians stand beside means, because a few customers with large amounts raise a mean.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.arrays import Floats
from analysis.column_types import CannotUse, Column, find
from analysis.five_numbers import five
from analysis.marks import N_

SMALL, MEDIUM, LARGE = 0.2, 0.5, 0.8
# different whole numbers up to which each has a bar of its own
OWN_BARS, BARS = 25, 20
# of the values, a range that is no more than this is none
_SAME = 1e-10
_NUMBERS = ("n", "mean", "median", "sd", "min", "q1", "q3", "max", "whisker_low", "whisker_high")


@dataclass(frozen=True)
class Trait:
    """What tells a segment from all customers. variable: key; value: of a text, "" of a number; mean, median,
    overall_mean, overall_median: of a number, for a text the shares (0 .. 1) stand in mean and overall_mean;
    difference: in standard deviations, above 0 where the segment has more."""

    variable: str
    value: str
    mean: float
    median: float
    overall_mean: float
    overall_median: float
    difference: float

    @property
    def size(self) -> str:
        """large, medium, small, or none to speak of."""
        apart = abs(self.difference)
        return (
            "large"
            if apart >= LARGE
            else "medium"
            if apart >= MEDIUM
            else "small"
            if apart >= SMALL
            else "none"
        )


@dataclass(frozen=True, eq=False)
class Profiles:
    """Every segment beside all customers in segments.

    sizes: index segment, columns n, share (0 .. 1). numbers: index (segment, variable), columns n (known
    values), mean, median, sd (n - 1), min, q1, q3, max, whisker_low and whisker_high
    (analysis.five_numbers), difference; overall: the same columns without
    difference, index variable. texts: index (segment, variable, value), columns n, share (of known values),
    overall_share, difference. NaN where nothing is known or nothing varies.
    """

    sizes: pd.DataFrame
    numbers: pd.DataFrame
    overall: pd.DataFrame
    texts: pd.DataFrame

    def traits(self, segment: int) -> tuple[Trait, ...]:
        """What sets a segment apart, the largest difference first; equal ones in the order of the variables.
        What has no difference is left out."""
        found = [_number_trait(self, segment, key) for key in self.overall.index]
        if len(self.texts):
            found += _text_traits(self.texts, segment)
        known = [one for one in found if not np.isnan(one.difference)]
        return tuple(sorted(known, key=lambda one: -abs(one.difference)))


@dataclass(frozen=True, eq=False)
class Distribution:
    """One variable by segment (S3-13). names: of the bars, a number, a range "low – high" or a text; edges:
    of ranges, one more than bars, empty where bars are values; the first and the last range also hold what
    lies beyond them; counts: index segment, a column per bar;
    shares: the same of the known values of each segment, NaN where it has none."""

    variable: str
    names: tuple[str, ...]
    edges: tuple[float, ...]
    counts: pd.DataFrame
    shares: pd.DataFrame


def run(
    table: pd.DataFrame, columns: tuple[Column, ...], labels: pd.Series, variables: tuple[str, ...]
) -> Profiles:
    """Profiles of the segments `labels` (index customer) by numbers, yes and no, and texts.

    Raises CannotUse where a variable is not there or is a date; ValueError without a label.
    """
    own = [_shown(columns, key) for key in variables]
    if not len(labels):
        raise ValueError("there is nobody in a segment")
    rows = table.loc[labels.index]
    index = pd.Index(sorted(labels.unique()), name="segment")
    n = labels.value_counts().reindex(index)
    numbers = [one.key for one in own if one.is_numeric]
    texts = [one.key for one in own if not one.is_numeric]
    overall = pd.DataFrame([_described(rows[key]) for key in numbers], columns=list(_NUMBERS),
                           index=pd.Index(numbers, name="variable"))  # fmt: skip
    return Profiles(
        sizes=pd.DataFrame({"n": n, "share": n / len(labels)}),
        numbers=_numbers(rows, labels, index, overall),
        overall=overall,
        texts=_texts(rows, labels, index, texts),
    )


def distribution(
    table: pd.DataFrame, columns: tuple[Column, ...], labels: pd.Series, variable: str
) -> Distribution:
    """How one variable is spread in each segment, on common bars. Raises CannotUse as `run`."""
    column, values = _shown(columns, variable), table.loc[labels.index, variable]
    segments = pd.Index(sorted(labels.unique()), name="segment")
    if column.is_numeric:
        names, edges, bars = _bars(values)
    else:
        present = sorted(set(values.dropna().astype(str)), key=lambda name: (name.casefold(), name))
        names, edges = tuple(name for name in column.levels if name in present) or tuple(present), ()
        bars = values.map({name: place for place, name in enumerate(names)}).astype("float64")
    counts = pd.crosstab(labels, bars).reindex(index=segments, columns=range(len(names)), fill_value=0)
    counts = counts.set_axis(list(names), axis=1)
    totals = counts.sum(axis=1)
    return Distribution(variable, names, edges, counts, counts.div(totals.where(totals > 0), axis=0))


def _shown(columns: tuple[Column, ...], key: str) -> Column:
    column = find(columns, key)
    if column.type == "date":
        text = N_("“%(column)s” is a date. Derive a duration from it, such as years of membership.")
        raise CannotUse(text, {"column": column.label})
    return column


def _described(values: pd.Series) -> dict[str, float]:
    known = np.sort(values.dropna().to_numpy(dtype=np.float64))
    if not len(known):
        return {**dict.fromkeys(_NUMBERS, float("nan")), "n": 0}
    sd = float(known.std(ddof=1)) if len(known) > 1 else float("nan")
    low, q1, median, q3, high = five(known)
    least, most = float(known[0]), float(known[-1])
    figures = (len(known), float(known.mean()), median, sd, least, q1, q3, most, low, high)
    return dict(zip(_NUMBERS, figures, strict=True))


def _numbers(rows: pd.DataFrame, labels: pd.Series, index: pd.Index, overall: pd.DataFrame) -> pd.DataFrame:
    found = []
    for segment in index:
        for key in overall.index:
            figures = _described(rows.loc[labels == segment, key])
            # of the population: all customers in segments are there
            spread = float(rows[key].std(ddof=0))
            apart = (
                (figures["mean"] - float(overall.loc[key, "mean"])) / spread if spread > 0 else float("nan")
            )
            found.append({"segment": segment, "variable": key, **figures, "difference": apart})
    names = ["segment", "variable", *_NUMBERS, "difference"]
    return pd.DataFrame(found, columns=names).set_index(["segment", "variable"])


def _texts(rows: pd.DataFrame, labels: pd.Series, index: pd.Index, keys: list[str]) -> pd.DataFrame:
    found = []
    for segment in index:
        for key in keys:
            all_known, own = rows[key].dropna(), rows.loc[labels == segment, key].dropna()
            for value in sorted(all_known.unique(), key=lambda name: (name.casefold(), name)):
                overall, n = float((all_known == value).mean()), int((own == value).sum())
                share, spread = n / len(own) if len(own) else float("nan"), np.sqrt(overall * (1 - overall))
                apart = (share - overall) / spread if spread > 0 else float("nan")
                found.append((segment, key, value, n, share, overall, apart))
    names = ["segment", "variable", "value", "n", "share", "overall_share", "difference"]
    return pd.DataFrame(found, columns=names).set_index(["segment", "variable", "value"])


def _number_trait(profiles: Profiles, segment: int, key: str) -> Trait:
    own = profiles.numbers.xs((segment, key)).to_dict()
    overall = profiles.overall.loc[[key]].iloc[0].to_dict()
    return Trait(key, "", float(own["mean"]), float(own["median"]), float(overall["mean"]),
                 float(overall["median"]), float(own["difference"]))  # fmt: skip


def _text_traits(texts: pd.DataFrame, segment: int) -> list[Trait]:
    own, nothing = texts.xs(segment, level="segment").reset_index(), float("nan")
    columns = (own[name].tolist() for name in ("variable", "value", "share", "overall_share", "difference"))
    return [
        Trait(variable, value, share, nothing, overall, nothing, apart)
        for variable, value, share, overall, apart in zip(*columns, strict=True)
    ]


def _bars(values: pd.Series) -> tuple[tuple[str, ...], tuple[float, ...], pd.Series]:
    """Names and edges of bars, and the bar of each value: of its own for few whole numbers, else ranges."""
    known: Floats = values.dropna().to_numpy(dtype=np.float64)
    if not len(known):
        return (), (), values
    whole = np.unique(known)
    if len(whole) <= OWN_BARS and (whole == np.round(whole)).all() and np.ptp(whole) < OWN_BARS:
        steps = np.arange(whole[0], whole[-1] + 1)
        return tuple(f"{step:.0f}" for step in steps), (), values - whole[0]
    edges = _edges(known)
    last = len(edges) - 2
    places = np.clip(np.searchsorted(edges, values.to_numpy(dtype=np.float64), side="right") - 1, 0, last)
    names = tuple(f"{low:.12g} – {high:.12g}" for low, high in pairwise(edges))
    return names, tuple(edges.tolist()), pd.Series(places, index=values.index).where(values.notna())


def _edges(known: Floats) -> Floats:
    """Round edges of about BARS ranges over all but the outermost values: one amount a hundred times the
    others would leave one bar for all of these; one range where all values are about the same."""
    low, high = np.quantile(known, [0.005, 0.995])
    if low == high:
        low, high = known.min(), known.max()
    rough = (high - low) / BARS
    if rough <= max(np.finfo(np.float64).tiny, _SAME * max(abs(low), abs(high))):
        return np.array([low, high])
    scale = 10.0 ** np.floor(np.log10(rough))
    step = scale * next(nice for nice in (1, 2, 5, 10) if nice * scale >= rough * (1 - 1e-9))
    return np.arange(np.floor(low / step), np.ceil(high / step + 1e-9) + 1) * step
