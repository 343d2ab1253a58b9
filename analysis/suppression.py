"""Keeps amounts from telling what single enterprises earn, whatever a reader subtracts from whatever.

The enterprises that report are put in blocks of at least five, once and for every filter. An amount is only
ever made of whole blocks, so every difference of two amounts is made of whole blocks too.
Rules: Hundepool et al., "Statistical Disclosure Control", Wiley 2012, ch. 4 and 5 (threshold rule; pooling of
small cells in place of secondary suppression, which protects one table only).
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

THRESHOLD = 5
# Digits of an amount that leaves the house: enough to compare by, too few to subtract by
DIGITS = 3


def told(n: pd.Series) -> pd.Series:
    """Whether each group of people may be told apart: bool, index of `n`, their numbers (int).

    Never one of fewer than five, nor an empty one, for that nobody did something tells of each; and one
    more, the smallest, where those left out are fewer than five in all and the whole would give them away.
    """
    enough = n >= THRESHOLD
    if 0 < n[~enough].sum() < THRESHOLD and enough.any():
        enough &= n.index != n[enough].idxmin()
    return enough


def blocks(cells: pd.DataFrame, keys: Sequence[Sequence[str]], n: str = "n_turnover") -> pd.DataFrame:
    """The block of each cell, and of how many cells it is made.

    cells: unique index; `n`: how many enterprises report (int); the columns of `keys`, int64 without gaps.
    keys: by what small cells are pooled, the finest first; what stays small then is pooled over all, or
    where that is too few still with the smallest block. Returns int64 columns block (0: none, nobody
    reports or fewer than five in all) and block_cells, index of `cells`. The order of rows does not matter.
    """
    if not cells.index.is_unique:
        raise ValueError("the index must be unique")
    found = pd.Series(0, index=cells.index, dtype="int64")
    rest = cells[cells[n] > 0].assign(all=0)
    for key in [*map(list, keys), ["all"]]:
        groups = rest.groupby(key, sort=True)
        enough = groups[n].transform("sum") >= THRESHOLD
        found[rest.index[enough]] = (groups.ngroup() + 1 + found.max())[enough]
        rest = rest[~enough]
    if len(rest) and found.any():
        sizes = cells.loc[found > 0, n].groupby(found[found > 0]).sum()
        found[rest.index] = sizes.index.to_numpy()[int(sizes.to_numpy().argmin())]
    size = found.groupby(found).transform("size").where(found > 0, 0)
    return pd.DataFrame({"block": found, "block_cells": size.astype("int64")})


def whole(cells: pd.DataFrame, by: str | None = None) -> pd.DataFrame:
    """The cells of the blocks that lie whole in the selection, or whole in one of its groups.

    cells: columns block and block_cells (see `blocks`), and `by`.
    """
    inside = cells[cells["block"] > 0]
    present = inside.groupby(["block"] if by is None else [by, "block"])["block"].transform("size")
    return inside[present == inside["block_cells"]]


def rounded(amounts: pd.Series) -> pd.Series:
    """Amounts to three significant digits (float64; missing stays missing)."""
    values = amounts.astype("float64")
    size = np.floor(np.log10(values.abs().where(values != 0, 1.0)))
    unit = 10.0 ** (size - (DIGITS - 1))
    return (values / unit).round() * unit
