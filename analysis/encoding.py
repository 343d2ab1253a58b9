"""Columns of customers as features: numbers as they are, texts as yes or no per value or as ordered steps,
then all on a common scale.

A text has no distances, so it is a feature only where a person says how: `onehot` gives a column of 1 and 0
per value but one, the base (all of them would add up to 1); `ordered` gives steps 0, 1, 2 … that are taken
as equally far apart. A value that hardly anybody has counts like the base: on a common scale two customers
of 2,000 lie thirty standard deviations from the rest and become a segment of their own. What was learned
from one table is kept, so that new customers are placed by it.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from analysis.arrays import Floats
from analysis.column_types import CannotUse, Column, find
from analysis.marks import N_

As = Literal["number", "onehot", "ordered"]
Scaling = Literal["zscore", "minmax", "robust"]
SCALINGS = ("zscore", "minmax", "robust")
# a text of more values is a name or a place: as features they would outvote everything else
MOST_VALUES = 12
# share of the known values below which a value gets no column of its own
RARE = 0.01


@dataclass(frozen=True)
class Feature:
    """A column as a feature. key: of the column; encoding: number (also of yes and no), onehot or ordered;
    levels: of ordered, from the lowest; base: of onehot, the value without a column of its own, "" for the
    most frequent one."""

    key: str
    encoding: As = "number"
    levels: tuple[str, ...] = ()
    base: str = ""

    def __post_init__(self) -> None:
        if self.encoding not in ("number", "onehot", "ordered"):
            raise ValueError(f"unknown encoding: {self.encoding}")
        if len(set(self.levels)) != len(self.levels) or (self.levels and self.encoding != "ordered"):
            raise ValueError("levels are for ordered texts, each once")


@dataclass(frozen=True)
class Coded:
    """One column of the matrix. feature: key of its column; value: of onehot, the value that it marks, ""
    otherwise; name: unique."""

    name: str
    feature: str
    value: str = ""


@dataclass(frozen=True, eq=False)
class Encoder:
    """How the customers of one table became a matrix.

    features: with levels and base filled in; columns: of the matrix; centre, spread: per column, what is
    subtracted and what it is then divided by; without_iqr: names of columns whose quartiles are equal, so
    that `robust` took their standard deviation; labels: header per key of a feature; rare: per key of a
    onehot feature the values that count like its base.
    """

    features: tuple[Feature, ...]
    columns: tuple[Coded, ...]
    scaling: Scaling
    centre: Floats
    spread: Floats
    without_iqr: tuple[str, ...]
    labels: dict[str, str]
    rare: dict[str, tuple[str, ...]]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.columns)

    def encode(self, table: pd.DataFrame) -> pd.DataFrame:
        """The features as numbers, in their own units, a column per name; NaN where a value is missing or,
        of a text, was not there when the encoder was made. Rows sorted by index."""
        parts = [_coded(table[one.key], one, self.columns, self.rare) for one in self.features]
        return pd.concat(parts, axis=1).sort_index()[list(self.names)]

    def scaled(self, encoded: pd.DataFrame) -> pd.DataFrame:
        """Encoded features on their common scale."""
        values = (encoded.to_numpy(dtype=np.float64) - self.centre) / self.spread
        return pd.DataFrame(values, index=encoded.index, columns=encoded.columns)


def fit(
    table: pd.DataFrame, columns: tuple[Column, ...], features: tuple[Feature, ...], scaling: Scaling
) -> tuple[Encoder, pd.DataFrame]:
    """Learn the encoding; the encoder, and the encoded rows in which no feature is missing, sorted by index.

    scaling, of the complete rows: zscore ((x - mean) ÷ standard deviation of the population), minmax
    (0 .. 1), robust ((x - median) ÷ interquartile range). Columns of onehot are scaled like the others.
    Raises CannotUse: a feature that is not there, a text without an encoding or with too many values, a
    date, a feature without values or with one value only, nobody with all features, an id twice.
    """
    if not features or len({one.key for one in features}) != len(features) or scaling not in SCALINGS:
        raise ValueError("features must be named, each once, with a known scaling")
    if not table.index.is_unique:
        text = N_("Rows whose id came before: %(n)s. Keep one row of each customer first.")
        raise CannotUse(text, {"n": int(table.index.duplicated().sum())})
    own = {one.key: find(columns, one.key) for one in features}
    filled = tuple(_filled(table[one.key], own[one.key], one) for one in features)
    labels = {key: column.label for key, column in own.items()}
    rare = {one.key: _rare(table[one.key], one) for one in filled if one.encoding == "onehot"}
    coded = tuple(column for one in filled for column in _columns(table[one.key], one, rare))
    blank = np.ones(len(coded))
    raw = Encoder(filled, coded, scaling, blank, blank, (), labels, rare)
    encoded = raw.encode(table)
    complete = encoded[encoded.notna().all(axis=1)]
    _check(complete, coded, labels)
    centre, spread, without_iqr = _scale(complete, scaling)
    return replace(raw, centre=centre, spread=spread, without_iqr=without_iqr), complete


def _filled(values: pd.Series, column: Column, feature: Feature) -> Feature:
    """The feature with its levels or base. Raises CannotUse where the column cannot be encoded like that."""
    known = values.dropna()
    data = {"column": column.label}
    if known.empty:
        raise CannotUse(N_("“%(column)s” has no value for any customer. Choose other features."), data)
    if column.type == "date":
        text = N_("“%(column)s” is a date. Derive a duration from it, such as years of membership.")
        raise CannotUse(text, data)
    if feature.encoding == "number":
        if not column.is_numeric:
            text = N_("“%(column)s” is a text. Choose how its values count, or leave it out.")
            raise CannotUse(text, data)
        if np.isinf(known.to_numpy(dtype=np.float64)).any():
            raise CannotUse(N_("“%(column)s” holds an infinite number. Correct it first."), data)
        return feature
    return _text(known.astype(str), column, feature)


def _text(known: pd.Series, column: Column, feature: Feature) -> Feature:
    counts = known.value_counts().sort_index(key=lambda names: names.str.casefold())
    if len(counts) > MOST_VALUES:
        text = N_(
            "“%(column)s” has %(values)s different values, too many for a feature. Combine them into "
            "%(most)s or fewer, or leave it out."
        )
        data = {"column": column.label, "values": len(counts), "most": MOST_VALUES}
        raise CannotUse(text, data)
    if feature.encoding == "ordered":
        return _ordered(counts, column, feature)
    if feature.base and feature.base not in counts.index:
        text = N_("“%(value)s” is no value of “%(column)s”. Choose another base.")
        raise CannotUse(text, {"value": feature.base, "column": column.label})
    return Feature(feature.key, "onehot", (), feature.base or str(counts.idxmax()))


def _ordered(counts: pd.Series, column: Column, feature: Feature) -> Feature:
    levels = feature.levels or column.levels
    if not levels:
        text = N_("The values of “%(column)s” have no order yet. Put them in order, lowest first.")
        raise CannotUse(text, {"column": column.label})
    unknown = [name for name in counts.index if name not in levels]
    if unknown:
        text = N_("The order of “%(column)s” lacks %(values)s. Put every value in order.")
        raise CannotUse(text, {"column": column.label, "values": ", ".join(f"“{name}”" for name in unknown)})
    return Feature(feature.key, "ordered", levels)


def _rare(values: pd.Series, feature: Feature) -> tuple[str, ...]:
    shares = values.dropna().astype(str).value_counts(normalize=True)
    return tuple(sorted(set(shares.index[shares < RARE].astype(str)) - {feature.base}))


def _columns(values: pd.Series, feature: Feature, rare: dict[str, tuple[str, ...]]) -> list[Coded]:
    if feature.encoding != "onehot":
        return [Coded(feature.key, feature.key)]
    names = set(values.dropna().astype(str)) - {feature.base, *rare[feature.key]}
    ordered = sorted(names, key=lambda name: (name.casefold(), name))
    return [Coded(f"{feature.key}={name}", feature.key, name) for name in ordered]


def _coded(
    values: pd.Series, feature: Feature, columns: tuple[Coded, ...], rare: dict[str, tuple[str, ...]]
) -> pd.DataFrame:
    own = [one for one in columns if one.feature == feature.key]
    if feature.encoding == "number":
        return pd.DataFrame({feature.key: values.astype("float64")})
    texts = values.astype("object").where(values.notna(), None)
    if feature.encoding == "ordered":
        steps = {name: float(step) for step, name in enumerate(feature.levels)}
        return pd.DataFrame({feature.key: texts.map(steps).astype("float64")})
    known = texts.isin([feature.base, *rare[feature.key], *(one.value for one in own)])
    marks = {one.name: (texts == one.value).astype("float64").where(known) for one in own}
    return pd.DataFrame(marks, index=values.index)


def _check(complete: pd.DataFrame, columns: tuple[Coded, ...], labels: dict[str, str]) -> None:
    """Raises CannotUse where nothing could be told apart by a feature."""
    if complete.empty:
        raise CannotUse(N_("No customer has a value in every feature. Fill gaps or choose fewer features."))
    if len(complete) == 1:
        raise CannotUse(N_("Only one customer has a value in every feature, so there are no groups."))
    for feature in labels:
        own = complete[[one.name for one in columns if one.feature == feature]]
        if (own.nunique() <= 1).all():
            text = N_("“%(column)s” has the same value for almost all of these customers. Leave it out.")
            raise CannotUse(text, {"column": labels[feature]})


def _scale(complete: pd.DataFrame, scaling: Scaling) -> tuple[Floats, Floats, tuple[str, ...]]:
    values = complete.to_numpy(dtype=np.float64)
    # a value of a text that no complete row has does not vary: its column stays 0
    extent, sd = np.ptp(values, axis=0), values.std(axis=0)
    varies = extent > 0
    if scaling == "zscore":
        return values.mean(axis=0), np.where(varies, sd, 1.0), ()
    if scaling == "minmax":
        return values.min(axis=0), np.where(varies, extent, 1.0), ()
    q1, median, q3 = np.quantile(values, [0.25, 0.5, 0.75], axis=0)
    equal = q1 == q3
    names = tuple(str(name) for name, same in zip(complete.columns, equal, strict=True) if same)
    return median, np.where(varies, np.where(equal, sd, q3 - q1), 1.0), names
