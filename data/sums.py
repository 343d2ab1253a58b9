"""Rows of counts that state the sum of others: a regency beside its sub-districts, all fields beside each.

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
_KINDS_OF_PART = ["category", "size"]
_BATCH = 50_000


def find(rows: pd.DataFrame, parents: Mapping[int, int | None]) -> pd.DataFrame:
    """The rows that state the sum of other rows, by area, business field and size class.

    rows: accepted rows of counts. parents: area id → the area above it. A row is above another whose area
    lies in its own, or is its own, and whose field and size are the same or blank in it. Above by area it is
    a sum. Within one area, with a blank field or size, it is one where such rows mostly add up, else it is
    what is not stated. A row of a village that nobody knows stands at its sub-district and is a part of it.
    Returns a row per sum or doubtful row, indexed as `rows`: `column` and `value` of the first number that
    is wrong and the `rule` it breaks, all missing where every number is right.
    """
    cells = _cells(rows)
    own = pd.MultiIndex.from_frame(cells[_KEY])
    lifted = _lifted(cells, parents)
    below = lifted[lifted["is_below"]]
    above = own.isin(pd.MultiIndex.from_frame(below[_KEY])) & (cells[UNKNOWN_VILLAGE] == 0)
    sums = cells["row"].isin(cells.loc[above, "row"]) | _totals(cells, lifted)
    sums = cells["row"].isin(cells.loc[sums, "row"])
    leaves = lifted[~lifted["row"].isin(cells.loc[sums, "row"])]
    parts = leaves.groupby(_KEY)["value"].sum()
    cells["rule"] = pd.Series(None, index=cells.index, dtype="object")
    cells.loc[sums & (cells["value"].to_numpy() != parts.reindex(own).fillna(0).to_numpy()), "rule"] = (
        problems.SUM_AND_PARTS
    )
    doubtful = ~sums & _finer_than_parts(cells, leaves[leaves["is_below"]])
    cells.loc[doubtful, "rule"] = problems.PARTS_WITHOUT
    found = sums | doubtful
    first = cells[cells["rule"].notna()].drop_duplicates("row").set_index("row")[["column", "value", "rule"]]
    return first.reindex(rows.index[rows.index.isin(cells.loc[found, "row"])])


def _totals(cells: pd.DataFrame, lifted: pd.DataFrame) -> "pd.Series[bool]":
    """Rows of an area with a blank field or size that are the sum of its rows that state it.

    A blank can also mean "not stated". All blanks of a kind mean the same in one file, so they are sums where
    at least half of them add up.
    """
    own = pd.MultiIndex.from_frame(cells[_KEY])
    beside = lifted[~lifted["is_below"]]
    # the finest rows: none is a part of what another of the same area states
    leaf = ~pd.MultiIndex.from_frame(beside[["place", *_KINDS_OF_PART]]).isin(
        pd.MultiIndex.from_frame(beside[_KEY])
    )
    parts = beside[leaf].groupby(_KEY)["value"].sum()
    coarse = pd.Series(own.isin(parts.index), index=cells.index) & (cells[UNKNOWN_VILLAGE] == 0)
    adds_up = cells["value"].to_numpy() == parts.reindex(own).fillna(0).to_numpy()
    kind = (cells["category_id"] == 0) * 2 + (cells["size_class"] == 0)
    usual = pd.Series(adds_up, index=cells.index)[coarse].groupby(kind[coarse]).mean() >= 0.5
    return coarse & kind.map(usual).astype("boolean").fillna(False).astype(bool)


def _finer_than_parts(cells: pd.DataFrame, below: pd.DataFrame) -> "pd.Series[bool]":
    """Rows that state a field or size which none of the areas inside theirs does: both would count."""
    stated = below.groupby("area_id")[_KINDS_OF_PART].max()
    inside = cells["area_id"].isin(stated.index) & (cells[UNKNOWN_VILLAGE] == 0)
    found = pd.Series(False, index=cells.index)
    for part, column in zip(_KINDS_OF_PART, ("category_id", "size_class"), strict=True):
        found |= (cells[column] != 0) & (cells["area_id"].map(stated[part]) == 0)
    return found & inside


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


def _lifted(cells: pd.DataFrame, parents: Mapping[int, int | None]) -> pd.DataFrame:
    """The cells again at everything they are a part of: areas above, blank fields, blank sizes.

    Adds place, category and size (where each stands itself) and is_below (whether the area it is lifted to
    lies above its own; for a row of an unknown village its sub-district does).
    """
    table = cells.assign(place=cells["area_id"], category=cells["category_id"], size=cells["size_class"])
    over = {area_id: parent for area_id, parent in parents.items() if parent is not None}
    found, above = [table.assign(is_below=table[UNKNOWN_VILLAGE] != 0)], table
    while len(above):
        above = above[above["area_id"].isin(over)]
        above = above.assign(area_id=above["area_id"].map(over).astype("int64"))
        found.append(above.assign(is_below=True))
    every = pd.concat(found, ignore_index=True)
    for column in ("category_id", "size_class"):
        every = pd.concat([every, every[every[column] != 0].assign(**{column: 0})], ignore_index=True)
    itself = (every[_KEY].to_numpy() == every[["place", *_KINDS_OF_PART]].to_numpy()).all(axis=1)
    return every[~itself | every["is_below"]]


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
    found["column"], found["rule"] = wrong["column"], wrong["rule"]
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
