"""First pass over a file: the form of each column, learned from all of it, and the distinct names in it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from data.kinds import Column
from data.plan import Plan
from data.reading import parsed, values
from data.skipping import kept, reasons

_LEARNERS: dict[str, Any] = {
    **dict.fromkeys(("integer", "number", "money"), values.FormLearner),
    "date": values.DateLearner,
}
# how a person may say that numbers are written (the option "numbers")
NUMBERS = {"indonesian": values.INDONESIAN, "english": values.ENGLISH}


@dataclass
class Learned:
    """rows: all rows of the file that are not blank; forms: column key → NumberForm or DateForm;
    places: distinct texts of the area columns with the number of rows; the same for categories and sizes.

    unclear: column key → examples of dates whose day and month could be either, where nobody said it;
    unsure: column key → the amounts whose sign was taken for thousands though nothing proves it;
    zoned: column key → dates with a time whose zone is written, which were converted."""

    rows: int = 0
    forms: dict[str, Any] = field(default_factory=dict)
    unclear: dict[str, list[str]] = field(default_factory=dict)
    unsure: dict[str, values.Ambiguous] = field(default_factory=dict)
    zoned: dict[str, int] = field(default_factory=dict)
    places: pd.DataFrame = field(default_factory=pd.DataFrame)
    categories: dict[str, int] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)


def learn(plan: Plan, at: Callable[[int], None] = lambda done: None) -> Learned:
    """Read the whole file once. `at` is told the rows done so far."""
    learned = Learned()
    learners = {c.key: _LEARNERS[c.type]() for c in plan.columns if c.type in _LEARNERS}
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
    for key, learner in learners.items():
        _resolve(plan, plan.kind.column(key), learner, learned)
    if places:
        keys = [column.key for column in plan.area_columns]
        learned.places = pd.concat(places).groupby(keys, sort=True)["rows"].sum().reset_index()
    return learned


def _resolve(plan: Plan, column: Column, learner: Any, learned: Learned) -> None:
    """The form of one column: what a person said, else what the whole column shows."""
    if column.type == "date":
        form = replace(learner.form(), zone=plan.zone)
        if learner.zoned:
            learned.zoned[column.key] = learner.zoned
        if order := plan.options.get("dates"):
            form = replace(form, order=order)
        elif learner.is_unclear:
            learned.unclear[column.key] = learner.examples["unclear"]
    elif (said := plan.options.get("numbers")) and column.is_money:
        form = replace(NUMBERS[said], minus_behind=learner.minus_behind)
    else:
        form = learner.resolve(_is_whole(plan, column))
        if column.is_money and isinstance(found := learner.form(), values.Ambiguous):
            learned.unsure[column.key] = found
    learned.forms[column.key] = form


def _is_whole(plan: Plan, column: Column) -> bool:
    """Whether "116.594" in this column can only mean 116,594. Figures in thousands may have decimals."""
    in_thousands = int(plan.options.get("unit", 1)) != 1 and column.key in ("residents", "male", "female")
    return (column.type != "number" or column.is_money) and not in_thousands


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
