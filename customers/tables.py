"""Cells of DataFrames as plain values: pandas types them as anything that a cell may be."""

from typing import Any

import pandas as pd

from core import formats


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as dicts by the names of the columns, in their order."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def cell(table: pd.DataFrame, row: Any, column: Any) -> Any:
    """One cell."""
    return table.at[row, column]


def place_of_largest(values: "pd.Series[Any]") -> int:
    """Index value of the largest one, a segment's number; the first of equals."""
    return int(values.index.to_numpy()[int(values.to_numpy().argmax())])


def known_or_none(value: Any) -> float | None:
    """A number; None where it is missing."""
    return None if formats.is_missing(value) else float(value)
