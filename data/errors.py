"""The wrong cells of a dataset, read in slices: a page never loads them all."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import pandas as pd

from data import problems, tables
from data.kinds import kind_of
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
    return list(_shown(dataset, table)), total


def _shown(dataset: Dataset, table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    declared = kind_of(dataset)  # of a survey it is made of all its questions
    labels = {column.key: column.label for column in declared.columns}
    sheets = dict(enumerate(dataset.layout.get("sheets") or [""]))
    for row in table.to_dict("records"):
        yield {
            "sheet": sheets.get(int(row["sheet"]), ""),
            "row": int(row["row"]),
            "column": row["column"],
            "label": labels.get(row["column"], ""),
            "value": "" if pd.isna(row["value"]) else row["value"],
            "message": problems.said(declared, row["column"], row["rule"]),
        }


Place = tuple[int, int]


def blank(dataset: Dataset, places: Collection[Place]) -> None:
    """Forget the wrong cells of these (sheet, row): what was wrong there stays, the value goes."""
    if path(dataset).exists():
        tables.rewrite(path(dataset), tables.ERRORS, _blanked(dataset, set(places)))


def _blanked(dataset: Dataset, places: set[Place]) -> Iterator[pd.DataFrame]:
    for part in tables.batches(path(dataset), 200_000):
        gone = [place in places for place in zip(part["sheet"], part["row"], strict=True)]
        yield part.assign(value=part["value"].mask(pd.Series(gone, index=part.index), pd.NA))


def without_values(
    report: dict[str, Any], sheets: Sequence[str] = (), places: Collection[Place] | None = None
) -> dict[str, Any]:
    """A report without the wrong cells that it repeats, of these rows or of all: they may name people."""
    gone = None if places is None else {(sheets[sheet] if sheets else "", row) for sheet, row in places}

    def shown(example: dict[str, Any]) -> dict[str, Any]:
        is_gone = gone is None or (example["sheet"], example["row"]) in gone
        return {**example, "value": ""} if is_gone else example

    errors = [{**e, "examples": [shown(one) for one in e["examples"]]} for e in report.get("errors", [])]
    return {**report, "errors": errors} if errors else report
