"""The steps of a recipe (`remedies`), each on a table at hand: what it changes and how many cells or rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import pandas as pd

from analysis import attribute_quality, column_types
from analysis.attribute_roles import same_header
from analysis.column_types import Column, Type
from analysis.marks import N_

# the order in which steps are applied, whatever the order in which they were chosen
ACTIONS = (
    "to_number", "to_date", "drop_constant", "drop_repeated_ids", "drop_duplicates",
    "leave_out_outliers", "cap_outliers", "leave_out_missing",
    "fill_median", "fill_mean", "fill_mode", "fill_constant",
)  # fmt: skip

# which types of column a step is for
FITTING: dict[str, tuple[str, ...]] = {
    "to_number": ("text",),
    "to_date": ("text",),
    "drop_constant": column_types.TYPES,
    "drop_repeated_ids": (),
    "drop_duplicates": (),
    "leave_out_outliers": ("number",),
    "cap_outliers": ("number",),
    "leave_out_missing": column_types.TYPES,
    "fill_median": ("number", "date"),
    "fill_mean": ("number",),
    "fill_mode": column_types.TYPES,
    "fill_constant": column_types.TYPES,
}

LABELS = {
    "to_number": N_("Read as numbers"),
    "to_date": N_("Read as dates"),
    "drop_constant": N_("Leave out columns with one value"),
    "drop_repeated_ids": N_("Keep the first row of each id"),
    "drop_duplicates": N_("Leave out rows that repeat another, whatever their id"),
    "leave_out_outliers": N_("Leave out rows with outliers"),
    "cap_outliers": N_("Move outliers to the limits"),
    "leave_out_missing": N_("Leave out rows with missing values"),
    "fill_median": N_("Fill in the median"),
    "fill_mean": N_("Fill in the mean"),
    "fill_mode": N_("Fill in the most frequent value"),
    "fill_constant": N_("Fill in a value of one's own"),
}


class Step(Protocol):
    """What a step needs of a remedy."""

    @property
    def action(self) -> str: ...

    @property
    def columns(self) -> tuple[str, ...]: ...

    @property
    def value(self) -> str: ...


@dataclass(frozen=True)
class Misfit:
    """What of a recipe does not fit a table. action: the step, "" for none; column: header; text, data."""

    action: str
    column: str
    text: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Done:
    """What one step did, by header.

    cells: values changed; rows: rows left out for this column (a row may count for several columns); lost:
    values that could not be read and are missing now; used: the value filled in or the limits (lower, upper);
    dropped: columns left out.
    """

    cells: Mapping[str, int] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    lost: Mapping[str, int] = field(default_factory=dict)
    used: Mapping[str, Any] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A step of the log: rows before and after it, and what it did."""

    action: str
    rows_before: int
    rows_after: int
    done: Done

    @property
    def cells(self) -> int:
        """Values changed in all columns."""
        return sum(self.done.cells.values())


@dataclass
class Work:
    """The table while a recipe is applied to it."""

    table: pd.DataFrame
    columns: tuple[Column, ...]
    iqr: float
    misfits: list[Misfit] = field(default_factory=list)

    def of(self, label: str) -> Column | None:
        """The column of a header: the very same one, else the only one that differs in spelling alone."""
        exact = [one for one in self.columns if one.label == label]
        alike = exact or [one for one in self.columns if same_header(one.label, label)]
        return alike[0] if len(alike) == 1 else None

    def keep(self, rows: "pd.Series[bool]") -> None:
        self.table = self.table[rows.to_numpy(dtype=bool)]

    def missed(self, step: Step, column: Column, text: str, **data: Any) -> None:
        self.misfits.append(Misfit(step.action, column.label, text, {"column": column.label, **data}))


def _convert(work: Work, columns: tuple[Column, ...], step: Step) -> Done:
    cells, lost = {}, {}
    types: dict[str, Type] = {}
    for one in columns:
        before = work.table[one.key]
        if step.action == "to_number":
            found, types[one.key] = column_types.to_numbers(before, step.value or "."), "number"
        else:
            found, types[one.key] = column_types.to_dates(before, step.value or "ymd"), "date"
        known = int((column_types.texts_of(before) != "").sum())
        cells[one.label], lost[one.label] = known, known - int(found.notna().sum())
        work.table[one.key] = found
    work.columns = tuple(
        replace(one, type=types[one.key], told="chosen", levels=()) if one.key in types else one
        for one in work.columns
    )
    return Done(cells, lost=lost)


def _drop_constant(work: Work, columns: tuple[Column, ...], step: Step) -> Done:
    dropped = tuple(one for one in columns if work.table[one.key].nunique() <= 1)
    # where none was named, the others are simply not constant
    for one in columns if step.columns else ():
        if one not in dropped:
            work.missed(step, one, N_("“%(column)s” has different values now, so it was kept."))
    work.columns = tuple(one for one in work.columns if one not in dropped)
    work.table = work.table[[one.key for one in work.columns]]
    return Done(dropped=tuple(one.label for one in dropped))


def _drop_repeated_ids(work: Work, columns: tuple[Column, ...], step: Step) -> Done:
    work.table = work.table[~work.table.index.duplicated()]
    return Done()


def _drop_duplicates(work: Work, columns: tuple[Column, ...], step: Step) -> Done:
    work.table = work.table[~attribute_quality.repeats(work.table)]
    return Done()


def _outside(work: Work, columns: tuple[Column, ...]) -> tuple[pd.DataFrame, dict[str, tuple[float, float]]]:
    """Which values are outliers, a column per key, and the limits by key; all judged on the same rows."""
    limits = {one.key: attribute_quality.limits(work.table[one.key], work.iqr) for one in columns}
    marks = {key: (work.table[key] < low) | (work.table[key] > high) for key, (low, high) in limits.items()}
    return pd.DataFrame(marks, index=work.table.index), limits


def _leave_out_outliers(work: Work, columns: tuple[Column, ...], step: Step) -> Done:
    outside, limits = _outside(work, columns)
    work.keep(~outside.any(axis=1))
    rows = {one.label: int(outside[one.key].sum()) for one in columns}
    return Done(rows=rows, used=_known_limits(columns, limits))


def _cap_outliers(work: Work, columns: tuple[Column, ...], step: Step) -> Done:
    outside, limits = _outside(work, columns)
    for one in columns:
        low, high = limits[one.key]
        if outside[one.key].any():
            work.table[one.key] = work.table[one.key].clip(low, high)
    cells = {one.label: int(outside[one.key].sum()) for one in columns}
    return Done(cells, used=_known_limits(columns, limits))


def _known_limits(columns: tuple[Column, ...], limits: dict[str, tuple[float, float]]) -> dict[str, Any]:
    """Limits by header; a column whose quartiles are equal has none."""
    return {one.label: limits[one.key] for one in columns if limits[one.key][0] == limits[one.key][0]}


def _leave_out_missing(work: Work, columns: tuple[Column, ...], step: Step) -> Done:
    missing = work.table[[one.key for one in columns]].isna()
    work.keep(~missing.any(axis=1))
    return Done(rows={one.label: int(missing[one.key].sum()) for one in columns})


def _fill(work: Work, columns: tuple[Column, ...], step: Step) -> Done:
    cells, used = {}, {}
    for one in columns:
        values = work.table[one.key]
        missing = int(values.isna().sum())
        filling = _filling(work, one, step) if missing else None
        if filling is None:
            continue
        work.table[one.key] = values.fillna(filling).astype(values.dtype)
        cells[one.label], used[one.label] = missing, filling
    return Done(cells, used=used)


def _filling(work: Work, column: Column, step: Step) -> Any:
    """The value to fill in, None where there is none, which is said."""
    values = work.table[column.key].dropna()
    if step.action == "fill_constant":
        return _constant(work, column, step)
    if values.empty:
        work.missed(step, column, N_("“%(column)s” has no value from which its gaps could be filled."))
        return None
    if step.action == "fill_mode":
        # the first of equally frequent ones, in their order, so that the order of rows does not decide
        return values.mode().iloc[0]
    if column.type == "date":
        # between two dates lies an hour
        return pd.Timestamp(values.median()).floor("D")
    return values.median() if step.action == "fill_median" else values.mean()


def _constant(work: Work, column: Column, step: Step) -> Any:
    given = pd.Series([step.value])
    if column.type == "text":
        return step.value
    readers: dict[str, Callable[[pd.Series], pd.Series]] = {
        "number": column_types.to_numbers, "flag": column_types.to_flags, "date": column_types.to_dates,
    }  # fmt: skip
    found = readers[column.type](given).iloc[0]
    if pd.isna(found):
        text = N_("“%(value)s” does not fit “%(column)s”, so its gaps were left.")
        work.missed(step, column, text, value=step.value)
        return None
    return found


STEPS: dict[str, Callable[[Work, tuple[Column, ...], Step], Done]] = {
    "to_number": _convert,
    "to_date": _convert,
    "drop_constant": _drop_constant,
    "drop_repeated_ids": _drop_repeated_ids,
    "drop_duplicates": _drop_duplicates,
    "leave_out_outliers": _leave_out_outliers,
    "cap_outliers": _cap_outliers,
    "leave_out_missing": _leave_out_missing,
    "fill_median": _fill,
    "fill_mean": _fill,
    "fill_mode": _fill,
    "fill_constant": _fill,
}
