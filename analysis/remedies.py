"""Remedies for a table of customers, kept as a recipe: the same steps in the same order, next year as well.

A recipe says what is done, not with which numbers: medians and limits are those of the table at hand. The
order is fixed (ACTIONS): columns get their type, what says nothing and repeated rows go, outliers are judged
on the customers that are left, and gaps are filled from them, so no copy and no slip weighs in a median.
"""

import json
from dataclasses import asdict, dataclass

import pandas as pd

from analysis.attribute_roles import same_header
from analysis.column_types import NUMERIC, Column
from analysis.marks import N_
from analysis.remedy_steps import ACTIONS, FITTING, STEPS, Line, Misfit, Work

_FOR_ROWS = ("drop_repeated_ids", "drop_duplicates")


@dataclass(frozen=True)
class Remedy:
    """One step. action: of ACTIONS; columns: headers (labels), none: every column that the step fits; value:
    of fill_constant, the decimal sign of to_number (default "."), the order of to_date (default ymd)."""

    action: str
    columns: tuple[str, ...] = ()
    value: str = ""

    def __post_init__(self) -> None:
        if self.action not in ACTIONS:
            raise ValueError(f"unknown remedy: {self.action}")
        if self.action in _FOR_ROWS and self.columns:
            raise ValueError(f"{self.action} is for whole rows")
        if self.action in ("to_number", "to_date", "fill_constant") and not self.columns:
            raise ValueError(f"{self.action} needs columns")
        if self.action == "fill_constant" and not self.value:
            raise ValueError("fill_constant needs a value")


@dataclass(frozen=True)
class Recipe:
    """remedies: applied in the order of ACTIONS, those of one action as given; iqr: interquartile ranges up
    to the limits of outliers; columns: header and type of every column when it was chosen, none: not known.
    """

    remedies: tuple[Remedy, ...] = ()
    iqr: float = 1.5
    columns: tuple[tuple[str, str], ...] = ()

    @property
    def ordered(self) -> tuple[Remedy, ...]:
        """The steps in the order in which they are applied."""
        return tuple(sorted(self.remedies, key=lambda one: ACTIONS.index(one.action)))

    def to_json(self) -> str:
        """The recipe as a text that `from_json` reads."""
        return json.dumps(asdict(self), ensure_ascii=False)


def from_json(text: str) -> Recipe:
    """A recipe of `Recipe.to_json`. Raises ValueError, KeyError or TypeError on anything else."""
    found = json.loads(text)
    steps = tuple(Remedy(one["action"], tuple(one["columns"]), one["value"]) for one in found["remedies"])
    return Recipe(steps, float(found["iqr"]), tuple((label, kind) for label, kind in found["columns"]))


def described(columns: tuple[Column, ...]) -> tuple[tuple[str, str], ...]:
    """What a recipe keeps of the columns that it was chosen for."""
    return tuple((one.label, one.type) for one in columns)


@dataclass(frozen=True, eq=False)
class Applied:
    """table, columns: after all steps. log: a line per step, its rows_before are the rows_after of the line
    above. misfits: what of the recipe does not fit this table, and which columns it does not know."""

    table: pd.DataFrame
    columns: tuple[Column, ...]
    log: tuple[Line, ...]
    misfits: tuple[Misfit, ...]
    recipe: Recipe


def apply(table: pd.DataFrame, columns: tuple[Column, ...], recipe: Recipe) -> Applied:
    """Apply a recipe; a step whose column is gone or of another type is left out and said.

    table: index customer (may repeat), columns typed as described; it is not changed.
    """
    work = Work(table[[one.key for one in columns]].copy(), columns, recipe.iqr)
    work.misfits += _changes(columns, recipe)
    log = []
    for remedy in recipe.ordered:
        before = len(work.table)
        done = STEPS[remedy.action](work, _fitting(work, remedy), remedy)
        log.append(Line(remedy.action, before, len(work.table), done))
    return Applied(work.table, work.columns, tuple(log), tuple(work.misfits), recipe)


def _changes(columns: tuple[Column, ...], recipe: Recipe) -> list[Misfit]:
    """Columns of the table that the recipe did not know, or knew as another type."""
    found = []
    for one in columns if recipe.columns else ():
        known = [kind for label, kind in recipe.columns if same_header(label, one.label)]
        if not known:
            text = N_("“%(column)s” is new: no step was chosen for it.")
            found.append(Misfit("", one.label, text, {"column": one.label}))
        elif known[0] != one.type and not (known[0] in NUMERIC and one.is_numeric):
            text = N_("“%(column)s” is of another type than when the steps were chosen.")
            found.append(Misfit("", one.label, text, {"column": one.label, "was": known[0], "is": one.type}))
    return found


def _fitting(work: Work, remedy: Remedy) -> tuple[Column, ...]:
    """The columns that a step is applied to; those that are gone or do not fit it are said."""
    fitting = FITTING[remedy.action]
    if not remedy.columns:
        return tuple(one for one in work.columns if one.type in fitting)
    used = []
    for label in remedy.columns:
        column = work.of(label)
        if column is None:
            text = N_("“%(column)s” is no longer in the table, so this step was left out for it.")
            work.misfits.append(Misfit(remedy.action, label, text, {"column": label}))
        elif column.type not in fitting:
            text = N_("“%(column)s” is of a type that this step is not for, so it was left out for it.")
            data = {"column": column.label, "is": column.type}
            work.misfits.append(Misfit(remedy.action, column.label, text, data))
        else:
            used.append(column)
    return tuple(used)
