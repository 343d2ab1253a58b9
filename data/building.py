"""Cells of an edition from the rows of its datasets. Computed outside any transaction, written inside one."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pandas as pd
from django.db.models import Max

from analysis import histogram
from data.models import Dataset, FigureRow, MarketRow

CELL = ["area_id", "category_id", "size_class"]
_ROW = [*CELL, "n", "turnover", "employees", "duplicate_key"]
_CHUNK = 200_000


def market_cells(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Cells of market rows that arrive in parts.

    parts: tables with area_id, category_id (0: not stated), size_class, n, turnover, employees.
    Returns a row per area × category × size class, sorted, with the columns of Cell and its histogram.
    Turnover counts enterprises that report it, so a line of counts (n > 1) carries none.
    """
    sums: list[pd.DataFrame] = []
    bins: list[pd.DataFrame] = []
    for part in parts:
        sums.append(_sums(part))
        bins.append(_bins(part))
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


def _sums(part: pd.DataFrame) -> pd.DataFrame:
    table = part[CELL].astype("int64")
    table["n"] = part["n"].astype("int64")
    turnover = part["turnover"].astype("Int64")
    table["n_turnover"] = turnover.notna().astype("int64")
    table["turnover_sum"] = turnover.fillna(0).astype("int64")
    table["turnover_min"] = table["turnover_max"] = turnover
    employees = part["employees"].astype("Int64")
    table["n_employees"] = employees.notna().astype("int64")
    table["employees"] = employees.fillna(0).astype("int64")
    return table.groupby(CELL, sort=False).agg(
        n=("n", "sum"),
        n_turnover=("n_turnover", "sum"),
        turnover_sum=("turnover_sum", "sum"),
        turnover_min=("turnover_min", "min"),
        turnover_max=("turnover_max", "max"),
        n_employees=("n_employees", "sum"),
        employees=("employees", "sum"),
    )


def _bins(part: pd.DataFrame) -> pd.DataFrame:
    known = part["turnover"].notna().to_numpy()
    table = part.loc[known, CELL].astype("int64")
    table["bin"] = histogram.bins(part.loc[known, "turnover"].to_numpy(dtype=np.int64))
    return table.groupby([*CELL, "bin"], sort=False).size().rename("count").reset_index()


def _histograms(parts: list[pd.DataFrame], index: "pd.Index[Any]") -> list[bytes]:
    every = pd.concat(parts).groupby([*CELL, "bin"], sort=True)["count"].sum().reset_index()
    cells = pd.MultiIndex.from_frame(every[CELL])
    bins, counts = every["bin"].to_numpy(), every["count"].to_numpy()
    # sorted by cell, so that each cell is one slice: groups of pandas cost four times as much
    starts = np.flatnonzero(~cells.duplicated())
    ends = np.append(starts, len(cells))[1:]
    packed = {
        key: histogram.pack(bins[start:end], counts[start:end])
        for key, start, end in zip(cells[starts], starts, ends, strict=True)
    }
    return [packed.get(key, b"") for key in index]


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
    while batch := list(rows.filter(pk__gt=last).values_list("pk", *_ROW)[:_CHUNK]):
        last = batch[-1][0]
        # as objects: with a missing value among them pandas would make floats, and large keys lose digits
        table = pd.DataFrame(batch, columns=["pk", *_ROW], dtype=object).drop(columns="pk").astype("Int64")
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
    """Checked register rows (data/checking.py) as `market_cells` wants them: the rows just written."""
    for table in tables:
        part: Any = table.reindex(columns=_ROW)
        part["n"] = 1
        yield part.astype("Int64").assign(category_id=part["category_id"].astype("Int64").fillna(0))
