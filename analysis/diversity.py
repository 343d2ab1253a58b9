"""How many categories an area really lives on, and over how many areas a category is really spread.

Herfindahl-Hirschman index: sum of squared shares (Hirschman, American Economic Review 54(5), 1964). Its
inverse is the effective number: so many of equal size would give the same index (Hill, Ecology 54(2), 1973).
"""

from dataclasses import dataclass

import pandas as pd

# Below it the index says more about the small number than about the market: each share is at least 1 / n
SMALL_N = 30


@dataclass(frozen=True, eq=False)
class Result:
    """areas, categories: a row each, columns as of `spread`; all: a row of `spread`, every category together
    over the areas: what a category's own spread is compared with."""

    areas: pd.DataFrame
    categories: pd.DataFrame
    all: pd.Series


def run(counts: pd.DataFrame) -> Result:
    """Diversity of areas and spatial concentration of categories.

    counts: index area, columns category, numbers of MSMEs; missing means none.
    """
    table = counts.astype("float64").fillna(0)
    together = spread(table.sum(axis=1).to_frame("all").T)
    return Result(spread(table), spread(table.T), pd.Series(together.loc["all"]))


def spread(table: pd.DataFrame) -> pd.DataFrame:
    """Per row of numbers: n (sum), parts (how many are not empty), hhi (1 / parts .. 1), effective (1 / hhi),
    largest (share of the largest part), small (bool, n below 30). NaN where the row is empty.

    Raises ValueError on a negative number.
    """
    if (table < 0).any(axis=None):
        raise ValueError("no number may be negative")
    n = table.sum(axis=1)
    shares = table.div(n.where(n > 0), axis=0)
    hhi = (shares**2).sum(axis=1, min_count=1)
    return pd.DataFrame(
        {
            "n": n,
            "parts": (table > 0).sum(axis=1),
            "hhi": hhi,
            "effective": 1 / hhi,
            "largest": shares.max(axis=1),
            "small": n < SMALL_N,
        }
    )
