"""Rows of counts that state the sum of other rows of their file: a regency beside its sub-districts.

Only the whole file tells, so this runs once every row is checked. A sum that adds up is skipped; one that
does not is an error, since nobody but the person knows which of the numbers is wrong.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from data import problems, tables
from data.checking import Checker
from data.writing import WIDE_COUNTS, has_size_classes

UNKNOWN_VILLAGE = "unknown_village"
_KEY = ["area_id", "category_id", "size_class"]
_BATCH = 50_000


def find(rows: pd.DataFrame, parents: Mapping[int, int | None]) -> pd.DataFrame:
    """The rows whose area lies above the area of another row, per category and size class.

    rows: accepted rows of counts. A row of a village that nobody knows stands at its sub-district and is a
    part of it. parents: area id → the area above it. Returns a row per sum, indexed as `rows`: `column`
    and `value` of the first number that its parts do not add up to, both missing where all of them do.
    """
    cells = _cells(rows)
    above = _upwards(cells, parents)
    known = pd.MultiIndex.from_frame(cells[_KEY])
    is_sum = known.isin(pd.MultiIndex.from_frame(above[_KEY])) & (cells[UNKNOWN_VILLAGE] == 0)
    sums = cells["row"].isin(cells.loc[is_sum, "row"])
    parts = above[~above["row"].isin(cells.loc[sums, "row"])].groupby(_KEY)["value"].sum()
    wrong = sums & (cells["value"].to_numpy() != parts.reindex(known).fillna(0).to_numpy())
    first = cells[wrong].drop_duplicates("row").set_index("row")[["column", "value"]]
    return first.reindex(rows.index[rows.index.isin(cells.loc[sums, "row"])])


def _cells(rows: pd.DataFrame) -> pd.DataFrame:
    """One line per stated number, as data.writing.rows_of_counts writes them."""
    stated = {column: rows[column] for column in WIDE_COUNTS if column in rows}
    if "n" in rows:
        stated["n"] = rows["n"].mask(has_size_classes(rows))
    parts = []
    for column, numbers in stated.items():
        known = numbers.notna()
        part = rows.loc[known, [*_KEY, UNKNOWN_VILLAGE]].fillna(0).astype("int64")
        part["size_class"] = int(WIDE_COUNTS[column]) if column in WIDE_COUNTS else part["size_class"]
        parts.append(part.assign(column=column, value=numbers[known].astype("int64"), row=part.index))
    return pd.concat(parts, ignore_index=True).sort_values(["row", "column"], ignore_index=True)


def _upwards(cells: pd.DataFrame, parents: Mapping[int, int | None]) -> pd.DataFrame:
    """The cells again at every area they are a part of."""
    above, found = cells, [cells[cells[UNKNOWN_VILLAGE] != 0]]
    over = {area_id: parent for area_id, parent in parents.items() if parent is not None}
    while len(above):
        above = above[above["area_id"].isin(over)]
        above = above.assign(area_id=above["area_id"].map(over).astype("int64"))
        found.append(above)
    return pd.concat(found, ignore_index=True)


def leave_out(directory: Path, checker: Checker) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Take the sums out of the checked table, and add those that do not add up to the errors.

    Returns the rows taken out and the new errors. The checker's numbers still add up to the rows of the file.
    """
    path = directory / "checked.parquet"
    rows = pd.concat([*tables.batches(path, _BATCH)] or [_nothing(checker)], ignore_index=True)
    sums = find(rows, checker.places.names.parent)
    if sums.empty:
        return rows.iloc[:0], _errors(rows.iloc[:0], sums)
    wrong = sums.dropna(subset="column")
    errors = _errors(rows.loc[wrong.index], wrong)
    tables.rewrite(directory / "errors.parquet", tables.ERRORS, merged(directory / "errors.parquet", errors))
    schema = tables.accepted_schema(checker.plan.kind, list(checker.plan.positions))
    tables.rewrite(path, schema, [rows.drop(index=sums.index)])
    right = rows.loc[sums.index.difference(wrong.index), "row_number"]
    checker.take_back(right.astype("int64").tolist(), len(wrong))
    return rows.loc[sums.index], errors


def _nothing(checker: Checker) -> pd.DataFrame:
    schema = tables.accepted_schema(checker.plan.kind, list(checker.plan.positions))
    return pd.DataFrame({name: pd.Series(dtype="Int64") for name in schema.names})


def _errors(rows: pd.DataFrame, wrong: pd.DataFrame) -> pd.DataFrame:
    """Error rows (data/checking.py) of sums that their parts do not add up to, in the order of the file."""
    found = pd.DataFrame({"sheet": rows["sheet"], "row": rows["row_number"]})
    found["column"], found["rule"] = wrong["column"], problems.SUM_AND_PARTS
    found["value"] = [str(int(value)) for value in wrong["value"]]
    return found.sort_values(["sheet", "row"], kind="stable")


def merged(path: Path, errors: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The errors found before with these among them, in the order of the file, a part at a time."""
    left = errors
    for part in tables.batches(path, _BATCH):
        last: Any = part.iloc[-1]
        earlier = (left["sheet"] < last["sheet"]) | (
            (left["sheet"] == last["sheet"]) & (left["row"] < last["row"])
        )
        yield pd.concat([part, left[earlier]]).sort_values(["sheet", "row"], kind="stable")
        left = left[~earlier]
    yield left
