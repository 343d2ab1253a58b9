"""The loyalty matrix of customer segments, and the names and strategies proposed from it.

Each of length, recency, frequency and monetary value is marked by whether the segment's mean lies above or
below that of all customers: 16 patterns. After Chang & Tsay, "Integrating of SOM and K-Mean in data mining
clustering: an empirical study of CRM and profitability evaluation", Journal of Information Management 11(4),
2004, who sort the patterns into core, new, lost and other customers; `segment_kinds` has our table. Recency
is turned: up means that the last purchase is more recent than that of the average customer.

With a band, a mean within so many standard errors of the overall mean is "about the mean". The error is that
of the mean of as many customers drawn at random without replacement: S / sqrt(n) * sqrt(1 - n / N), Cochran,
"Sampling Techniques", 3rd ed. 1977, theorem 2.2.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.lrfm import VARIABLES
from analysis.marks import N_
from analysis.segment_kinds import KINDS, Kind, Pattern
from analysis.segments import Profile

UP, ABOUT, DOWN = 1, 0, -1
SYMBOLS = {UP: "↑", ABOUT: "–", DOWN: "↓"}
FALLING = ("recency",)
# rounding of sums over a million customers, as a share of the mean
_EQUAL = 1e-12

RULE = N_("↑: the segment's mean is above that of all customers; ↓: it is not.")
BAND_RULE = N_(
    "↑ or ↓: the segment's mean lies more than %(band)s standard errors above or below that of all "
    "customers; –: it is about the mean. The name follows the side on which it lies."
)
RECENCY_RULE = N_("Recency is turned: ↑ means that they bought more recently than the average customer.")


@dataclass(frozen=True)
class Name:
    """A proposed name: its kind, and a number where several segments of a result are of that kind; of two of
    them, which is the one with more money per customer: "higher" or "lower", else "".
    """

    kind: Kind
    number: int | None
    value: str = ""


@dataclass(frozen=True, eq=False)
class Loyalty:
    """The loyalty matrix.

    signs: segments x length, recency, frequency, monetary: UP, ABOUT or DOWN, recency turned; distances: how
    many standard errors each mean lies above the overall mean, turned in the same way (NaN where all
    customers are alike or all are in the segment); names: one per segment that has customers, by its number.
    band: 0 where every mean is up or down.
    """

    signs: pd.DataFrame
    distances: pd.DataFrame
    names: dict[int, Name]
    band: float

    def symbols(self, turned: bool = True) -> pd.DataFrame:
        """The signs as arrows; not turned: recency as published studies print it, ↑ for many days."""
        signs = self.signs.copy()
        if not turned:
            signs["recency"] *= -1
        return signs.map(SYMBOLS.__getitem__)


def run(profile: Profile, band: float = 0.0) -> Loyalty:
    """The matrix of a profile of the four variables; band: standard errors that count as about the mean.

    A mean that equals the overall mean is not above it: down. Segments without customers are left out.
    Raises ValueError on a band below zero.
    """
    if not band >= 0:
        raise ValueError("a band cannot be negative")
    filled = profile.sizes.index[profile.sizes["n"] > 0]
    overall = profile.overall["mean"].loc[list(VARIABLES)]
    turned = [-1.0 if name in FALLING else 1.0 for name in VARIABLES]
    differences = (profile.means.loc[filled, list(VARIABLES)] - overall) * turned
    errors = standard_errors(profile).loc[filled]
    above = differences > _EQUAL * overall.abs()
    about = (differences.abs() <= band * errors) & (band > 0)
    signs = above.astype("int64") * 2 - 1
    names = propose([tuple(row) for row in above.to_numpy().tolist()])
    return Loyalty(
        signs=signs.mask(about, ABOUT),
        distances=differences / errors.where(errors > 0),
        names=dict(zip(filled.tolist(), names, strict=True)),
        band=band,
    )


def kind_of(values: Mapping[str, float], profile: Profile) -> Kind:
    """The kind of one customer by their own values: who came back lately may stand in a lost segment."""
    overall = profile.overall["mean"]
    turned = {name: -1.0 if name in FALLING else 1.0 for name in VARIABLES}
    own = [(float(values[name]) - overall[name]) * turned[name] > 0 for name in VARIABLES]
    return KINDS[own[0], own[1], own[2], own[3]]


def standard_errors(profile: Profile) -> pd.DataFrame:
    """Standard error of the mean of as many customers, drawn at random: segments x the four variables."""
    n, total = profile.sizes["n"].to_numpy(dtype=np.float64), float(profile.sizes["n"].sum())
    factor = np.sqrt((1 - n / total) / np.where(n > 0, n, np.nan))
    sd = profile.overall["sd"].loc[list(VARIABLES)].to_numpy(dtype=np.float64)
    return pd.DataFrame(np.outer(factor, sd), index=profile.sizes.index, columns=list(VARIABLES))


def propose(patterns: Sequence[Pattern]) -> list[Name]:
    """A name per pattern (length, recency, frequency, monetary above the mean), numbered from 1 in the given
    order where several are alike, so that no two are equal."""
    total, so_far = Counter(patterns), Counter[Pattern]()
    names = []
    for pattern in patterns:
        so_far[pattern] += 1
        names.append(Name(KINDS[pattern], so_far[pattern] if total[pattern] > 1 else None))
    return names
