"""First pass over a file: the form of each column, learned from all of it, and the distinct names in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from data.plan import Plan
from data.reading import parsed, values
from data.skipping import kept, reasons

_NUMBERS = ("integer", "number", "money")


@dataclass
class Learned:
    """rows: all rows of the file that are not blank; forms: column key → NumberForm;
    places: distinct texts of the area columns with the number of rows; the same for categories and sizes."""

    rows: int = 0
    forms: dict[str, Any] = field(default_factory=dict)
    places: pd.DataFrame = field(default_factory=pd.DataFrame)
    categories: dict[str, int] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)


def learn(plan: Plan, at: Callable[[int], None] = lambda done: None) -> Learned:
    """Read the whole file once. `at` is told the rows done so far."""
    learned = Learned()
    learners = {c.key: values.FormLearner() for c in plan.columns if c.type in _NUMBERS}
    places: list[pd.DataFrame] = []
    for chunk in plan.chunks():
        part = kept(chunk, reasons(plan, chunk))
        for key, learner in learners.items():
            learner.feed(plan.cells(part, key))
        if plan.area_columns:
            places.append(_count_places(plan, part))
        _count(plan, part, "category", learned.categories)
        _count(plan, part, "size_class", learned.sizes)
        learned.rows += len(chunk.table)
        at(learned.rows)
    learned.forms = {key: learner.resolve(_is_whole(plan, key)) for key, learner in learners.items()}
    if places:
        keys = [column.key for column in plan.area_columns]
        learned.places = pd.concat(places).groupby(keys, sort=True)["rows"].sum().reset_index()
    return learned


def _is_whole(plan: Plan, key: str) -> bool:
    """Whether "116.594" in this column can only mean 116,594. Figures in thousands may have decimals."""
    in_thousands = int(plan.options.get("unit", 1)) != 1 and key in ("residents", "male", "female")
    return plan.kind.column(key).type != "number" and not in_thousands


def coded(cells: "pd.Series[Any]") -> tuple["np.ndarray[Any, Any]", "np.ndarray[Any, Any]"]:
    """Return (position among the distinct cells for each cell, the clean text of each distinct cell).

    Names as compared and shown: text, trimmed, single spaces; missing words become ''.
    """
    codes, distinct = parsed.codes(cells)
    texts = values.text(pd.Series(distinct, dtype=object), max_length=200).values.fillna("")
    return codes, texts.to_numpy(dtype=object)


def _count_places(plan: Plan, chunk: Any) -> pd.DataFrame:
    """Distinct places with their rows; texts are only looked up for the distinct combinations."""
    keys = [column.key for column in plan.area_columns]
    found = [coded(plan.cells(chunk, key)) for key in keys]
    table = pd.DataFrame({key: codes for key, (codes, _texts) in zip(keys, found, strict=True)})
    counted = table.groupby(keys, sort=False).size().rename("rows").reset_index()
    return counted.assign(
        **{key: texts[counted[key]] for key, (_codes, texts) in zip(keys, found, strict=True)}
    )


def _count(plan: Plan, chunk: Any, key: str, into: dict[str, int]) -> None:
    if plan.has(key):
        codes, texts = coded(plan.cells(chunk, key))
        for text, rows in zip(texts, np.bincount(codes, minlength=len(texts)), strict=True):
            into[str(text)] = into.get(str(text), 0) + int(rows)
