"""Whom a call may win back: regulars who are overdue by their own gap, and not gone for good.

Usual gap: length ÷ (frequency - 1), the mean time between two visits. Overdue: recency ÷ usual gap. Customer
Purchase Latency, as shops call it, starts a call a quarter above the mean, since a mean is passed by half of
all gaps ("Average latency is the perfect metric for automated anti-defection campaigns", Little Stream
Software); hence 1.25.

Nobody says good-bye, so where overdue ends is a choice. Whoever still buys at random at their own rate, as
BG/NBD has it (Fader, Hardie & Lee, Marketing Science 24(2), 2005), stays away for longer than 3 gaps in
exp(-3), 5 of 100 cases: a longer silence says that they left. CDNOW (Fader & Hardie) agrees: of its
customers with visits on three days or more, looked at on the first of each month from July to December 1997,
40 % of those 1.25 to 3 gaps away come back within two gaps more, of those beyond 3 gaps 17 %.

What a call can win is the next purchase: the usual money, monetary ÷ frequency. P(alive) would weigh it by
the chance that somebody is still there; it is a model's number that nobody can check at a till.
"""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Params:
    """late: gaps since the last visit from which somebody is overdue; gone: those beyond which they are gone;
    least_visits: fewer make no habit (three visits are two gaps)."""

    late: float = 1.25
    gone: float = 3.0
    least_visits: int = 3

    def __post_init__(self) -> None:
        if not 0 < self.late <= self.gone:
            raise ValueError("somebody is overdue before they are gone")
        if self.least_visits < 2:
            raise ValueError("a gap takes two visits")


def run(table: pd.DataFrame, params: Params) -> pd.DataFrame:
    """What a call may win.

    table: index customer; length, recency (days), frequency (visits), monetary. Returns the same index with
    gap (days between two visits, missing where all were on one day), overdue (gaps since the last), usual
    (money of a visit), call (the usual money of who is overdue, else 0), once (that of who is gone, else 0).
    Whoever's refunds took all of their money has nothing to win.
    """
    often = (table["frequency"] > 1) & (table["length"] > 0)
    gap = (table["length"] / (table["frequency"] - 1)).where(often)
    overdue = table["recency"] / gap
    usual = table["monetary"] / table["frequency"]
    regular = (table["frequency"] >= params.least_visits) & (usual > 0)
    due = regular & overdue.between(params.late, params.gone)
    gone = regular & (overdue > params.gone)
    found = {"gap": gap, "overdue": overdue, "usual": usual}
    return pd.DataFrame({**found, "call": usual.where(due, 0.0), "once": usual.where(gone, 0.0)})
