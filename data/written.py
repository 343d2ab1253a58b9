"""How a market file writes the names of areas, fields and sizes that were counted as one: text → rows.

Counted while the file is checked and kept beside it: rows in the database know what a name means, not how it
was written. Whoever counts the exact words of one spelling in the file finds here what else was counted.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data import tables
from data.kinds import all_kinds
from data.models import Dataset

CELL = ["area_id", "category_id", "size_class"]
SCHEMA = pa.schema(
    [("column", pa.string()), ("text", pa.string()), *((name, pa.int64()) for name in (*CELL, "rows"))]
)
# beside the file, also after its import
FILE = "written.parquet"
_PART = 200_000
_TEXT = "text of "


class Spellings:
    """Counts the names of accepted rows, chunk after chunk.

    places: the distinct places of the file, a column of texts per area column, with area_ids beside them;
    labels: column key → the distinct texts of business fields and sizes. follows_rows: whether rows may be
    taken out again (`take_out`), for which each row is remembered.
    """

    def __init__(
        self, places: pd.DataFrame, area_ids: Any, labels: dict[str, list[str]], follows_rows: bool
    ) -> None:
        self.places, self.area_ids, self.labels = places, area_ids, labels
        self.follows_rows = follows_rows
        self._indexes = {key: pd.Index(texts) for key, texts in labels.items()}
        self._parts: list[pd.DataFrame] = []

    def known(self, key: str, texts: Any) -> Any:
        """Position of each text among those of a column, -1 for none."""
        return self._indexes[key].get_indexer(pd.Index(texts))

    def add(self, accepted: pd.DataFrame, names: pd.DataFrame) -> None:
        """Count the accepted rows of a chunk. names: place (position in `places`) and, by column key, the
        position of each row's text (`known`); indexed as the chunk."""
        row = names.loc[accepted.index, ["place", *self.labels]].reset_index(drop=True)
        # a column of the file may be called as a part of the cell is: the size class
        row = row.rename(columns={key: _TEXT + key for key in self.labels})
        for name in CELL[1:]:
            cells = accepted[name] if name in accepted else pd.Series(0, accepted.index, dtype="Int64")
            row[name] = cells.fillna(0).to_numpy(dtype=np.int64)
        if self.follows_rows:
            row[["sheet", "row_number"]] = accepted[["sheet", "row_number"]].to_numpy(dtype=np.int64)
            self._parts.append(row)
        else:
            self._parts.append(_summed(row.assign(rows=1)))

    def take_out(self, rows: pd.DataFrame) -> None:
        """Rows (sheet, row_number) that were accepted and only the whole file shows to be sums of others."""
        gone = pd.MultiIndex.from_frame(rows[["sheet", "row_number"]].astype("int64"))
        self._parts = [
            part[~pd.MultiIndex.from_frame(part[["sheet", "row_number"]]).isin(gone)] for part in self._parts
        ]

    def write(self, path: Path) -> None:
        """Write the rows per column, text and cell (SCHEMA); blank cells have the text ""."""
        with tables.Table(path, SCHEMA) as target:
            for part in self._by_column():
                target.add(part)

    def _by_column(self) -> Iterable[pd.DataFrame]:
        if not self._parts:
            return
        every = pd.concat(self._parts, ignore_index=True)
        if self.follows_rows:
            every = every.drop(columns=["sheet", "row_number"]).assign(rows=1)
        every = _summed(every)
        every["area_id"] = self.area_ids[every["place"]]
        for key in (column for column in self.places if column != "rows"):
            codes, texts = pd.factorize(self.places[key])
            yield _counted(every, str(key), codes[every["place"]], texts.to_numpy(dtype=object))
        for key, known in self.labels.items():
            yield _counted(every, key, every[_TEXT + key], np.array([*known, ""], dtype=object))


def _summed(rows: pd.DataFrame, sort: bool = False) -> pd.DataFrame:
    keys = [name for name in rows if name != "rows"]
    return rows.groupby(keys, sort=sort)["rows"].sum().reset_index()


def _counted(every: pd.DataFrame, key: str, codes: Any, texts: Any) -> pd.DataFrame:
    """Rows per text of one column and cell; codes: which of the texts each line has."""
    table = _summed(every[["rows"]].assign(code=codes, **every[CELL]), sort=True)
    return table.assign(column=key, text=texts[table["code"]])


def path(dataset: Dataset) -> Path:
    return Path(dataset.directory / FILE)


def written(dataset: Dataset, column: str, areas: Iterable[int] | None = None) -> pd.DataFrame | None:
    """How often accepted rows of each cell write the names of one column (a key of the file's kind) so.

    areas: ids of the deepest areas known, None for all. Columns text, CELL and rows; None where that was not
    counted when the file was checked.
    """
    wanted = [("column", "=", column)] + ([("area_id", "in", list(areas))] if areas is not None else [])
    try:
        found = pq.read_table(path(dataset), columns=["text", *CELL, "rows"], filters=wanted)
    except FileNotFoundError:  # imported before it was counted, or deleted for good
        return None
    return found.to_pandas()


def area_column(dataset: Dataset, level: int) -> str:
    """The column of a file that names areas of a level, else the narrowest that it names areas by."""
    used = [one for one in all_kinds()[dataset.kind].area_columns if one.key in dataset.mapping]
    same = [one.key for one in used if one.level == level]
    return same[0] if same else used[-1].key if used else ""


def rewrite(dataset: Dataset, said: Callable[[str], str]) -> bool:
    """Put `said` of each text in its place; whether any changed. For the erasure of a person."""
    if not path(dataset).exists():
        return False
    texts = {
        text for part in tables.batches(path(dataset), _PART, ["text"]) for text in part["text"].unique()
    }
    new = {text: said(text) for text in texts}
    if all(text == told for text, told in new.items()):
        return False
    parts = (part.assign(text=part["text"].map(new)) for part in tables.batches(path(dataset), _PART))
    tables.rewrite(path(dataset), SCHEMA, parts)
    return True
