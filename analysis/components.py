"""Principal components of customers' features: fewer, uncorrelated numbers that keep most of the differences.

Pearson, "On lines and planes of closest fit", Philosophical Magazine 2, 1901; Hotelling, Journal of
Educational Psychology 24, 1933; by singular value decomposition of the scaled features (Jolliffe,
"Principal Component Analysis", 2nd ed. 2002, ch. 3). How many: as many as are needed for a share of the
variance (there 6.1.1 names 70 to 90 %), or a number.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis import encoding
from analysis.arrays import Floats
from analysis.column_types import CannotUse, Column
from analysis.encoding import SCALINGS, Encoder, Feature, Scaling
from analysis.marks import N_

# weights that differ by less are equal: the sign must not hang on rounding
_EQUAL = 1e-9
# of the largest singular value; below it a component is what is left of computing none
_NONE = 1e-10
# scores are rounded here so that customers with equal features stay equal
_DIGITS = 10


@dataclass(frozen=True)
class Params:
    """features; scaling: see `encoding.fit`; keep: how many components, or the share of the variance (above 0
    and below 1) that they must reach together; None: all of them, which only turns the axes."""

    features: tuple[Feature, ...]
    scaling: Scaling = "zscore"
    keep: float | None = 0.8

    def __post_init__(self) -> None:
        if not self.features or len({one.key for one in self.features}) != len(self.features):
            raise ValueError("features must be named, each once")
        if self.scaling not in SCALINGS:
            raise ValueError(f"unknown scaling: {self.scaling}")
        if self.keep is not None and not (0 < self.keep < 1 or self.keep in range(1, 1000)):
            raise ValueError("keep is a share below 1 or a number of components")


@dataclass(frozen=True, eq=False)
class Result:
    """Components of one table.

    variance: index component 1 .. (all that there are), columns eigenvalue (variance of its scores, n - 1),
    share (of all variance) and cumulative, 0 .. 1; kept: how many are used.
    weights: index name of the encoded feature, columns component 1 .. : unit vectors, their largest weight
    (the first of equal ones) positive, so that no sign hangs on the order of the rows; loadings: the same
    shape, correlation of each feature with each component's scores, -1 .. 1, NaN for a feature that does not
    vary. scores: index customer, sorted, columns component 1 .. kept. left_out: customers without a value in
    every feature. encoder: what the features went through.
    """

    variance: pd.DataFrame
    kept: int
    weights: pd.DataFrame
    loadings: pd.DataFrame
    scores: pd.DataFrame
    left_out: tuple[str, ...]
    encoder: Encoder
    centre: Floats
    params: Params

    def place(self, table: pd.DataFrame) -> pd.DataFrame:
        """Scores of other customers with the same columns, by what was learned; NaN where a feature is
        missing or a text has a value that was not there. Rows sorted by index."""
        scaled = self.encoder.scaled(self.encoder.encode(table))
        return self._scores(scaled, scaled.index)

    def _scores(self, scaled: pd.DataFrame, index: pd.Index) -> pd.DataFrame:
        turned = (scaled.to_numpy() - self.centre) @ self.weights.to_numpy()[:, : self.kept]
        columns = self.weights.columns[: self.kept]
        # + 0.0: a rounded -0.0 is 0
        return pd.DataFrame(np.round(turned, _DIGITS) + 0.0, index=index, columns=columns)


def run(table: pd.DataFrame, columns: tuple[Column, ...], params: Params) -> Result:
    """Principal components of the customers who have every feature.

    table: index customer, unique; columns typed as described. The order of its rows does not matter.
    Raises CannotUse as `encoding.fit`, and where more components are asked for than there are.
    """
    encoder, complete = encoding.fit(table, columns, params.features, params.scaling)
    scaled = encoder.scaled(complete)
    values = scaled.to_numpy(dtype=np.float64)
    centre = values.mean(axis=0)
    _, singular, turned = np.linalg.svd(values - centre, full_matrices=False)
    real = int((singular > _NONE * singular[0]).sum())
    weights = _signed(turned[:real].T)
    variance = _variance(singular[:real], len(values))
    kept = _kept(variance["cumulative"].to_numpy(), params.keep)
    names = pd.Index(encoder.names, name="feature")
    frame = pd.DataFrame(weights, index=names, columns=variance.index)
    left_out = tuple(str(one) for one in table.index.difference(complete.index))
    loadings = _loadings(values - centre, frame, variance)
    result = Result(variance, kept, frame, loadings, scaled, left_out, encoder, centre, params)
    return replace(result, scores=result._scores(scaled, scaled.index))


def _signed(weights: Floats) -> Floats:
    """Columns turned so that the first of their largest weights is positive."""
    size = np.abs(weights)
    first = (size >= size.max(axis=0) - _EQUAL).argmax(axis=0)
    return weights * np.where(weights[first, np.arange(weights.shape[1])] < 0, -1.0, 1.0)


def _variance(singular: Floats, rows: int) -> pd.DataFrame:
    eigenvalue = singular**2 / (rows - 1)
    share = eigenvalue / eigenvalue.sum()
    index = pd.RangeIndex(1, len(singular) + 1, name="component")
    # sums of shares end at 1 within rounding, which must not keep a component from being enough
    table = {"eigenvalue": eigenvalue, "share": share, "cumulative": np.minimum(share.cumsum(), 1.0)}
    return pd.DataFrame(table, index=index)


def _kept(cumulative: Floats, keep: float | None) -> int:
    if keep is None:
        return len(cumulative)
    if keep < 1:
        return min(int((cumulative < keep - _EQUAL).sum()) + 1, len(cumulative))
    if keep > len(cumulative):
        text = N_("%(asked)s components were asked for, but there are only %(most)s. Choose fewer.")
        raise CannotUse(text, {"asked": int(keep), "most": len(cumulative)})
    return int(keep)


def _loadings(centred: Floats, weights: pd.DataFrame, variance: pd.DataFrame) -> pd.DataFrame:
    sd = centred.std(axis=0, ddof=1)[:, None]
    spread = np.sqrt(variance["eigenvalue"].to_numpy())
    with np.errstate(invalid="ignore", divide="ignore"):
        found = np.where(sd > 0, weights.to_numpy() * spread / sd, np.nan)
    return pd.DataFrame(found, index=weights.index, columns=weights.columns)
