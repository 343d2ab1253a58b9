"""Cells of an edition from the rows of its datasets. Computed outside any transaction, written inside one."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pandas as pd
from django.db.models import Max

from analysis import histogram
from data.models import Dataset, FigureRow, MarketRow

CELL = ["area_id", "category_id", "size_class"]
ROW = [*CELL, "n", "turnover", "employees", "duplicate_key"]
_CHUNK = 200_000
_SPAN = 2**16  # more than there are bins, so that cell and bin are one number
Numbers = np.ndarray[Any, np.dtype[np.int64]]
Bins = tuple[pd.DataFrame, Numbers, Numbers, Numbers]  # distinct cells; cell, bin and rows of each bin


def market_cells(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Cells of market rows that arrive in parts.

    parts: tables with area_id, category_id (0: not stated), size_class, n, turnover, employees.
    Returns a row per area × category × size class, sorted, with the columns of Cell and its histogram.
    Turnover counts enterprises that report it, so a line of counts (n > 1) carries none.
    """
    sums: list[pd.DataFrame] = []
    bins: list[Bins] = []
    for part in parts:
        at, cells = _numbered(part)
        sums.append(_sums(part, at, cells))
        bins.append((cells, *_bins(part["turnover"], at)))
    if not sums:
        return pd.DataFrame(columns=[*CELL, "n"])
    cells = (
        pd.concat(sums)
        .groupby(CELL, sort=True)
        .agg(
            n=("n", "sum"),
            n_turnover=("n_turnover", "sum"),
            turnover_sum=("turnover_sum", "sum"),
            turnover_min=("turnover_min", "min"),
            turnover_max=("turnover_max", "max"),
            n_employees=("n_employees", "sum"),
            employees=("employees", "sum"),
        )
    )
    for column, base in (("turnover_sum", "n_turnover"), ("employees", "n_employees")):
        # Int64: a float holds whole numbers up to 9e15 only, and COPY would write "5.0" into a bigint
        cells[column] = cells[column].astype("Int64").where(cells[base] > 0)
    cells["histogram"] = _histograms(bins, cells.index)
    return cells.reset_index()


def _numbered(part: pd.DataFrame) -> tuple[Numbers, pd.DataFrame]:
    """Position among the distinct cells for each row, and these cells in their order of appearance.

    One number per row instead of three columns: what follows groups by it, in a third of the time.
    """
    at: Numbers = np.zeros(len(part), dtype=np.int64)
    for column in CELL:
        places, found = pd.factorize(part[column].to_numpy(dtype=np.int64))
        at = pd.factorize(at * len(found) + places)[0]
    first = np.flatnonzero(~pd.Series(at).duplicated().to_numpy())
    return at, part[CELL].iloc[first].astype("int64").reset_index(drop=True)


def _sums(part: pd.DataFrame, at: Numbers, cells: pd.DataFrame) -> pd.DataFrame:
    values = part[["n", "turnover", "employees"]].astype("Int64")
    found = values.groupby(at, sort=True).agg(
        n=("n", "sum"),
        n_turnover=("turnover", "count"),
        turnover_sum=("turnover", "sum"),
        turnover_min=("turnover", "min"),
        turnover_max=("turnover", "max"),
        n_employees=("employees", "count"),
        employees=("employees", "sum"),
    )
    whole = ["n", "n_turnover", "turnover_sum", "n_employees", "employees"]
    return pd.concat([cells, found.astype(dict.fromkeys(whole, "int64"))], axis=1)


def _bins(turnover: "pd.Series[Any]", at: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """(cell, bin, rows) of each bin that occurs in a cell."""
    known = turnover.notna().to_numpy()
    bins = histogram.bins(turnover[known].to_numpy(dtype=np.int64)).astype(np.int64)
    codes, counts = np.unique(at[known] * _SPAN + bins - histogram.ZERO_BIN, return_counts=True)
    return codes // _SPAN, codes % _SPAN + histogram.ZERO_BIN, counts


def _histograms(parts: list[Bins], index: "pd.Index[Any]") -> list[bytes]:
    """A packed histogram for each cell of `index`."""
    codes = [
        index.get_indexer(pd.MultiIndex.from_frame(cells))[at] * _SPAN + bins - histogram.ZERO_BIN
        for cells, at, bins, _counts in parts
    ]
    found, place = np.unique(np.concatenate(codes), return_inverse=True)
    totals = np.zeros(len(found), dtype=np.int64)
    np.add.at(totals, place, np.concatenate([counts for *_bins, counts in parts]))
    return histogram.pack_each(found // _SPAN, found % _SPAN + histogram.ZERO_BIN, totals, len(index))


def market_rows(datasets: list[Dataset]) -> Iterator[pd.DataFrame]:
    """Rows of the datasets in parts, duplicates across files left out: the earliest dataset counts.

    Yields tables with the columns `market_cells` wants.
    """
    seen: set[int] = set()
    for dataset in sorted(datasets, key=lambda one: one.pk):
        before = frozenset(seen) if len(datasets) > 1 else frozenset()
        for table in _read(dataset):
            keys = table["duplicate_key"]
            if before:
                table = table[~keys.isin(before)]
            if len(datasets) > 1:
                seen.update(int(key) for key in keys.dropna())
            yield table


def _read(dataset: Dataset) -> Iterator[pd.DataFrame]:
    """Keyset pages: no offset, and no cursor that would hold a read transaction for the whole register."""
    rows = MarketRow.objects.filter(dataset=dataset).order_by("pk")
    last = 0
    while batch := list(rows.filter(pk__gt=last).values_list("pk", *ROW)[:_CHUNK]):
        last = batch[-1][0]
        # as objects: with a missing value among them pandas would make floats, and large keys lose digits
        table = pd.DataFrame(batch, columns=["pk", *ROW], dtype=object).drop(columns="pk").astype("Int64")
        yield table.assign(category_id=table["category_id"].fillna(0))


def figure_cells(datasets: list[Dataset]) -> pd.DataFrame:
    """Figures per area and name; where two files state the same one, the later file counts.

    Returns columns area_id, name, value, one row per area and name.
    """
    rows = FigureRow.objects.filter(dataset__in=datasets)
    latest = rows.values_list("area_id", "name").annotate(Max("dataset_id"))
    last = {(area_id, name): dataset_id for area_id, name, dataset_id in latest}
    kept = [
        (area_id, name, value)
        for dataset_id, area_id, name, value in rows.values_list("dataset_id", "area_id", "name", "value")
        if last[area_id, name] == dataset_id
    ]
    return pd.DataFrame(kept, columns=["area_id", "name", "value"]).sort_values(["area_id", "name"])


def from_checked(tables: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """Checked register rows (data/checking.py) as `market_cells` wants them: the rows just written.

    tables: with the columns of ROW that the file has.
    """
    for table in tables:
        part: Any = table.reindex(columns=ROW)
        part["n"] = 1
        yield part.astype("Int64").assign(category_id=part["category_id"].astype("Int64").fillna(0))
