"""Market rows added up file by file: what stands behind the cells that pages show.

Sums are common to everyone; rows themselves are reached through data/enterprises.py.
"""

from collections.abc import Iterable
from typing import Any

import pandas as pd
from django.db.models import Count, Max, Min, QuerySet, Sum

from .cells_cache import RecentlyUsed
from .enterprises import counted_rows, visible_rows
from .models import Edition, MarketRow
from .params import NOT_STATED
from .queries import edition_key

CELL = ["area_id", "category_id", "size_class"]
FILE = ["dataset_id", "sheet"]
# of money only what whole blocks of enterprises earn may be shown (analysis.suppression): see dashboard/trail
SUMS = ["rows", "n", "n_turnover", "turnover_sum", "employees"]
_COLUMNS = [*FILE, *CELL, *SUMS, "first", "last"]
# ids that one statement takes
MOST_IDS = 20_000
_sums: RecentlyUsed[pd.DataFrame] = RecentlyUsed(8)


def row_sums(edition: Edition) -> pd.DataFrame:
    """The edition's rows added up by file, sheet and cell (deepest area × category × size class).

    Columns: dataset_id, sheet, area_id, category_id (NOT_STATED where none), size_class; rows, n, n_turnover,
    turnover_sum, employees; first and last row number. Duplicates across files are left out, as in the cells.
    One grouped statement, kept while no file of the edition is deleted for good.
    """
    gone = edition.datasets.filter(rows_purged_at__isnull=False).order_by("pk").values_list("pk", flat=True)
    key = (edition_key(edition), tuple(gone))
    return _sums.get(key, lambda: _read(edition)).copy(deep=False)


def _read(edition: Edition) -> pd.DataFrame:
    grouped = counted_rows(edition).order_by().values_list(*FILE, *CELL)
    found = grouped.annotate(
        rows=Count("pk"),
        n_=Sum("n"),
        n_turnover=Count("turnover"),
        turnover_sum=Sum("turnover"),
        employees_=Sum("employees"),
        first=Min("row_number"),
        last=Max("row_number"),
    )
    table = pd.DataFrame.from_records(list(found), columns=_COLUMNS)
    table["category_id"] = table["category_id"].fillna(NOT_STATED)
    whole = [one for one in _COLUMNS if one not in ("turnover_sum", "employees")]
    return table.astype(dict.fromkeys(whole, "int64")).astype(
        dict.fromkeys(("turnover_sum", "employees"), "float64")
    )


def by_file(sums: pd.DataFrame) -> pd.DataFrame:
    """Rows of `row_sums` per file and sheet: index a range, columns dataset_id, sheet, SUMS, first, last."""
    groups = sums.groupby(FILE, sort=True)
    found = groups[SUMS].sum().join(groups["first"].min()).join(groups["last"].max())
    return found.reset_index()


def rows_behind(
    edition: Edition, user: Any, areas: Iterable[int] | None, categories: Iterable[int], sizes: Iterable[int]
) -> "QuerySet[MarketRow]":
    """The rows behind a number that the person may see, in the order of the files.

    areas, categories, sizes: as in `narrowed`.
    """
    return narrowed(visible_rows(edition, user), areas, categories, sizes).order_by("pk")


def narrowed(
    rows: "QuerySet[MarketRow]",
    areas: Iterable[int] | None,
    categories: Iterable[int],
    sizes: Iterable[int],
) -> "QuerySet[MarketRow]":
    """Rows of these areas, fields and sizes.

    areas: ids of the deepest areas known, None for all; categories and sizes: empty for all.
    """
    if areas is not None:
        rows = rows.filter(area_id__in=list(areas)[:MOST_IDS])
    if wanted := set(categories):
        stated = rows.filter(category_id__in=wanted - {NOT_STATED})
        rows = stated | rows.filter(category=None) if NOT_STATED in wanted else stated
    if kept := list(sizes):
        rows = rows.filter(size_class__in=kept)
    return rows


def median_turnover(
    edition: Edition, areas: Iterable[int] | None, categories: Iterable[int], sizes: Iterable[int]
) -> float:
    """The middle of the turnovers that these rows report, in rupiah; NaN where none does.

    Of everyone's rows, so it is only for comparing with a median that pages show: on its own it is what one
    enterprise earns. The database sorts; one or two amounts are read.
    """
    told = narrowed(counted_rows(edition), areas, categories, sizes).filter(turnover__isnull=False)
    n = told.count()
    middle = told.order_by("turnover").values_list("turnover", flat=True)[(n - 1) // 2 : n // 2 + 1]
    found: list[float] = [float(one or 0) for one in middle] if n else []
    return sum(found) / len(found) if found else float("nan")
