"""Sums of cells: by area, category or size class, with medians. Turnover is only ever of whole blocks of five
enterprises or more (analysis.suppression), in three digits. Tables in, tables out: no database."""

import numpy as np
import pandas as pd

from analysis import histogram, suppression
from areas.queries import ancestors_at

COUNTS = ["n", "n_turnover", "n_employees", "n_reports"]
AMOUNTS = ["turnover_sum", "employees"]
MONEY = ["turnover_sum", "average_turnover", "median_turnover"]


def in_blocks(cells: pd.DataFrame, tree: pd.DataFrame, level: int) -> pd.DataFrame:
    """The edition's cells, as deep as they are known, with their blocks (analysis.suppression.blocks).

    One partition holds for every filter and every level, so that two of them tell no more than one. level:
    the largest areas that pages show; small cells are pooled up to them before sizes and fields are mixed.
    """
    table = cells.copy(deep=False)
    depths = sorted({int(one) for one in tree["level"]} - set(range(level)), reverse=True)
    for depth in depths:
        above = cells["area_id"].map(ancestors_at(tree, depth))
        table[f"area_{depth}"] = above.fillna(cells["area_id"]).astype("int64")
    top = f"area_{level}" if level in depths else "area_id"
    kinds = ["category_id", "size_class"]
    keys = [["area_id", *kinds], *([f"area_{depth}", *kinds] for depth in depths), [top, kinds[0]], [top]]
    return cells.join(suppression.blocks(table, keys))


def narrowed(cells: pd.DataFrame, **wanted: tuple[int, ...]) -> pd.DataFrame:
    """Only the cells with these values, e.g. `area_id=(12, 13)`; an empty choice means all."""
    kept = pd.Series(True, index=cells.index)
    for column, values in wanted.items():
        if values:
            kept &= cells[column].isin(values)
    return cells[kept]


def sums(cells: pd.DataFrame, by: str) -> pd.DataFrame:
    """Cells added up. Index values of `by`, ascending; counts int64, amounts float64 (NaN: nothing to show).

    n_reports: how many report their turnover; n_turnover and turnover_sum: those of whole blocks only.
    """
    groups = cells.assign(n_reports=cells["n_turnover"]).groupby(by, sort=True)
    table = groups[COUNTS].sum().join(groups[AMOUNTS].sum(min_count=1))
    safe = suppression.whole(cells, by).groupby(by)[["n_turnover", "turnover_sum"]].sum().reindex(table.index)
    return table.assign(
        n_turnover=safe["n_turnover"].fillna(0).astype("int64"), turnover_sum=safe["turnover_sum"]
    )


def of_every(counted: pd.DataFrame, index: list[int]) -> pd.DataFrame:
    """The rows of `index`, counts 0 where nothing was counted; other rows (not stated) are left out."""
    found = counted.reindex(pd.Index(index, dtype="int64", name=counted.index.name))
    return found.fillna(dict.fromkeys(COUNTS, 0)).astype(dict.fromkeys(COUNTS, "int64"))


def total(cells: pd.DataFrame) -> pd.Series:
    """The sums of all the cells (float64; turnover as in `sums`), with average and ≈ median turnover."""
    safe = suppression.whole(cells)
    found: pd.Series = cells[["n", "n_employees"]].sum().astype("float64")
    found["n_reports"], found["n_turnover"] = cells["n_turnover"].sum(), safe["n_turnover"].sum()
    found["employees"] = cells["employees"].sum(min_count=1)
    found["turnover_sum"] = safe["turnover_sum"].sum(min_count=1)
    found["average_turnover"] = found["turnover_sum"] / found["n_turnover"] if len(safe) else np.nan
    found["median_turnover"] = median(safe)
    found[MONEY] = suppression.rounded(found[MONEY])
    return found


def median(cells: pd.DataFrame) -> float:
    """Median turnover in rupiah, within 1 % (analysis.histogram); NaN where nobody reports."""
    return histogram.quantile(*histogram.merge(cells["histogram"]), 0.5)


def medians(cells: pd.DataFrame, by: str) -> pd.Series:
    """Median turnover per value of `by`, within 1 %; NaN where nobody reports."""
    found = {key: median(group) for key, group in cells.groupby(by, sort=True)}
    return pd.Series(found, dtype="float64", name="median_turnover")


def with_turnover(cells: pd.DataFrame, by: str) -> pd.DataFrame:
    """`sums` with average_turnover and median_turnover, in three digits.

    Adds `hidden` (bool): some report, and nothing of it may be shown.
    """
    table = sums(cells, by)
    table["average_turnover"] = table["turnover_sum"] / table["n_turnover"].where(table["n_turnover"] > 0)
    table["median_turnover"] = medians(suppression.whole(cells, by), by).reindex(table.index)
    table[MONEY] = table[MONEY].apply(suppression.rounded)
    return table.assign(hidden=(table["n_reports"] > 0) & (table["n_turnover"] == 0))


def counts(cells: pd.DataFrame) -> pd.DataFrame:
    """Area × category: numbers of MSMEs, 0 where there are none."""
    return cells.pivot_table(index="area_id", columns="category_id", values="n", aggfunc="sum", fill_value=0)
