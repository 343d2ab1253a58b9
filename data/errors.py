"""The wrong cells of a dataset, read in slices: a page never loads them all."""

from typing import Any

import pandas as pd

from data import problems, tables
from data.kinds import kind
from data.models import Dataset


def path(dataset: Dataset) -> Any:
    return dataset.directory / "errors.parquet"


def error_slice(
    dataset: Dataset, start: int, size: int, column: str = ""
) -> tuple[list[dict[str, Any]], int]:
    """Errors start … start + size in the order of the file, of one column or of all, and their number."""
    if not path(dataset).exists():
        return [], 0
    if column:
        table = pd.concat(
            [part[part["column"] == column] for part in tables.batches(path(dataset), 200_000)]
            or [pd.DataFrame(columns=tables.ERRORS.names)]
        )
        total, table = len(table), table.iloc[start : start + size]
    else:
        total, table = tables.rows_of(path(dataset)), tables.part(path(dataset), start, size)
    return [_shown(dataset, row) for row in table.to_dict("records")], total


def _shown(dataset: Dataset, row: dict[Any, Any]) -> dict[str, Any]:
    declared = kind(dataset.kind)
    sheets = dataset.layout.get("sheets") or [""]
    labels = {column.key: column.label for column in declared.columns}
    return {
        "sheet": sheets[int(row["sheet"])] if int(row["sheet"]) < len(sheets) else "",
        "row": int(row["row"]),
        "column": row["column"],
        "label": labels.get(row["column"], ""),
        "value": "" if pd.isna(row["value"]) else row["value"],
        "message": problems.said(declared, row["column"], row["rule"]),
    }
