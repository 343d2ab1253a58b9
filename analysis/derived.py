"""Derived columns of a table of customers by declared formulas: sums, ratios, ages, durations.

A formula names what it is made of, so it can be shown beside its result and kept for next year. Missing is
never zero: a sum of which one part is missing is missing, and each reason is counted.
"""

import datetime
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.attribute_roles import same_header
from analysis.column_types import Column, Type
from analysis.marks import N_

Kind = Literal["sum", "product", "ratio", "age", "groups", "years_since"]
KINDS = ("sum", "product", "ratio", "age", "groups", "years_since")
# mean length of a year of the Gregorian calendar
DAYS_PER_YEAR = 365.2425
AGE_EDGES = (25.0, 35.0, 45.0, 55.0, 65.0)

REASONS = {
    "source": N_("a value that it is made of is missing"),
    "zero": N_("the divisor is zero"),
    "after_reference": N_("the date lies after the reference date"),
}


@dataclass(frozen=True)
class Formula:
    """One derived column.

    key: its name, which later formulas may use; label, unit: of the people who read it (a label may be marked
    for translation); kind: of KINDS; sources: headers of columns, or keys of earlier formulas; times: factor
    of a product or a ratio; edges: lower edges of groups, ascending, but the first group is below the first.

    sum: of at least one source; product: of two, times `times`; ratio: first ÷ second, times `times`; age:
    of a year of birth or a date of birth, on the reference date; groups: of one number by `edges`;
    years_since: from a date to the reference date, in years of 365.2425 days.
    """

    key: str
    label: str
    kind: Kind
    sources: tuple[str, ...]
    unit: str = ""
    times: float = 1.0
    edges: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of formula: {self.kind}")
        wanted = {"sum": len(self.sources), "product": 2, "ratio": 2}.get(self.kind, 1)
        if not self.sources or len(self.sources) != wanted or len(set(self.sources)) != len(self.sources):
            raise ValueError(f"{self.key}: a {self.kind} is made of other sources")
        if not self.key or not np.isfinite(self.times) or self.times == 0:
            raise ValueError(f"{self.key}: a formula needs a key and a finite factor other than zero")
        if (self.kind == "groups") != bool(self.edges) or list(self.edges) != sorted(set(self.edges)):
            raise ValueError(f"{self.key}: groups need ascending edges, and nothing else has any")

    def written(self, labels: Sequence[str]) -> str:
        """The formula in signs, from the labels of its sources: "Kidhome + Teenhome", "t − Year_Birth"; t is
        the reference date."""
        first, last = labels[0], labels[-1]
        times = f" × {self.times:g}" if abs(self.times) >= 1 else f" ÷ {1 / self.times:g}"
        factor = times if self.times != 1 else ""
        return {
            "sum": " + ".join(labels),
            "product": f"{first} × {last}{factor}",
            "ratio": f"{first} ÷ {last}{factor}",
            "age": f"t − {first}",
            "years_since": f"(t − {first}) ÷ {DAYS_PER_YEAR}",
            "groups": f"{first}: {', '.join(group_names(self.edges)) if self.edges else ''}",
        }[self.kind]


@dataclass(frozen=True)
class Note:
    """What came of a formula. text: in signs, as `Formula.written`; sources: keys of the columns it is made
    of; n: known values; missing: rows without one; reasons: these rows by key of REASONS; problem: text
    marked for translation with data, "" where it was computed."""

    formula: Formula
    text: str
    sources: tuple[str, ...]
    n: int
    missing: int
    reasons: Mapping[str, int] = field(default_factory=dict)
    problem: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Derived:
    """table, columns: those given and then the derived ones. notes: one per formula, in their order."""

    table: pd.DataFrame
    columns: tuple[Column, ...]
    notes: tuple[Note, ...]
    reference: datetime.date


Values = tuple[pd.Series, dict[str, "pd.Series[bool]"]]


def run(
    table: pd.DataFrame, columns: tuple[Column, ...], formulas: tuple[Formula, ...], reference: datetime.date
) -> Derived:
    """Compute the formulas in their order; one whose sources are not there, or of another type, is said.

    table: columns typed as described; its rows and their order stay as they are.
    """
    table, notes = table[[one.key for one in columns]].copy(), []
    for formula in formulas:
        sources = [_source(columns, name) for name in formula.sources]
        known = tuple(one.key for one in sources if one is not None)
        text = formula.written(_labels(formula, sources))
        if problem := _problem(formula, sources, columns):
            notes.append(Note(formula, text, known, 0, len(table), {}, *problem))
            continue
        values, reasons = _values(formula, table[list(known)], reference)
        table[formula.key], columns = values, (*columns, _column(formula))
        n = int(values.notna().sum())
        notes.append(Note(formula, text, known, n, len(table) - n, reasons))
    return Derived(table, columns, tuple(notes), reference)


def _values(
    formula: Formula, sources: pd.DataFrame, reference: datetime.date
) -> tuple[pd.Series, dict[str, int]]:
    """Values of a formula, and the rows without one by key of REASONS."""
    values, wrong = _COMPUTED[formula.kind](formula, [sources[key] for key in sources], reference)
    lacking = sources.isna().any(axis=1)
    reasons = {
        "source": int(lacking.sum()),
        **{key: int((rows & ~lacking).sum()) for key, rows in wrong.items()},
    }
    return values, {reason: rows for reason, rows in reasons.items() if rows}


def to_json(formulas: tuple[Formula, ...]) -> str:
    """Formulas as a text that `from_json` reads."""
    return json.dumps([asdict(one) for one in formulas], ensure_ascii=False)


def from_json(text: str) -> tuple[Formula, ...]:
    """Formulas of `to_json`. Raises ValueError or TypeError on anything else."""
    found = json.loads(text)
    lists = ("sources", "edges")
    return tuple(Formula(**{**one, **{name: tuple(one[name]) for name in lists}}) for one in found)


def group_names(edges: tuple[float, ...]) -> tuple[str, ...]:
    """Names of the groups of `edges`, in signs that need no translation: "<25", "25–34", "≥65". Each is
    another one: who is in two groups of one name would be in one."""
    if all(float(edge).is_integer() for edge in edges):
        between = [_whole(low, high - 1) for low, high in _pairs(edges)]
    else:
        between = [f"{_in_full(low)}–<{_in_full(high)}" for low, high in _pairs(edges)]
    return (f"<{_in_full(edges[0])}", *between, f"≥{_in_full(edges[-1])}")


def _whole(first: float, last: float) -> str:
    return f"{_in_full(first)}–{_in_full(last)}" if last > first else _in_full(first)


def _in_full(number: float) -> str:
    """Every digit that tells it from other numbers, never as a power of ten: "25000000", not "2.5e+07"."""
    return np.format_float_positional(number, trim="-")


def _pairs(edges: tuple[float, ...]) -> list[tuple[float, float]]:
    return list(pairwise(edges))


def _source(columns: tuple[Column, ...], name: str) -> Column | None:
    """The column of a name: an earlier formula's key or a column's, a header, a header spelt alike."""
    for same in (lambda one: one.key == name, lambda one: one.label == name):
        found = [one for one in columns if same(one)]
        if found:
            return found[0] if len(found) == 1 else None
    alike = [one for one in columns if same_header(one.label, name)]
    return alike[0] if len(alike) == 1 else None


def _labels(formula: Formula, sources: list[Column | None]) -> list[str]:
    """Labels of the sources, the names that were asked for where one is not there."""
    named = zip(formula.sources, sources, strict=True)
    return [name if column is None else column.label for name, column in named]


def _problem(
    formula: Formula, sources: list[Column | None], columns: tuple[Column, ...]
) -> tuple[str, dict[str, Any]] | None:
    for name, column in zip(formula.sources, sources, strict=True):
        if column is None:
            return N_("“%(column)s” is not in the table, so this was not computed."), {"column": name}
        dated = column.type == "date" and formula.kind in ("age", "years_since")
        if not (dated or (column.is_numeric and formula.kind != "years_since")):
            text = N_("“%(column)s” is of a type that this formula cannot use.")
            return text, {"column": column.label, "is": column.type}
    if any(formula.key in (one.key, one.label) for one in columns):
        text = N_("The table already has a column “%(column)s”, so this was not computed.")
        return text, {"column": formula.key}
    return None


def _column(formula: Formula) -> Column:
    kind: Type = "text" if formula.kind == "groups" else "number"
    return Column(
        formula.key, formula.label, kind, "derived", group_names(formula.edges) if formula.edges else ()
    )


def _sum(formula: Formula, sources: list[pd.Series], reference: datetime.date) -> Values:
    return pd.concat(sources, axis=1).sum(axis=1, skipna=False).astype("float64"), {}


def _product(formula: Formula, sources: list[pd.Series], reference: datetime.date) -> Values:
    return sources[0] * sources[1] * formula.times, {}


def _ratio(formula: Formula, sources: list[pd.Series], reference: datetime.date) -> Values:
    zero = sources[1] == 0
    return sources[0] / sources[1].where(~zero) * formula.times, {"zero": zero}


def _age(formula: Formula, sources: list[pd.Series], reference: datetime.date) -> Values:
    """Of a year: the age reached in the reference year; of a date: completed years."""
    born = sources[0]
    if born.dtype.kind == "M":
        had_birthday = (born.dt.month * 100 + born.dt.day) <= reference.month * 100 + reference.day
        age = reference.year - born.dt.year - (~had_birthday).astype("float64")
    else:
        age = reference.year - born
    unborn = age < 0
    return age.astype("float64").where(~unborn), {"after_reference": unborn}


def _years_since(formula: Formula, sources: list[pd.Series], reference: datetime.date) -> Values:
    days = (pd.Timestamp(reference) - sources[0].dt.normalize()).dt.days
    later = days < 0
    return (days / DAYS_PER_YEAR).astype("float64").where(~later), {"after_reference": later}


def _groups(formula: Formula, sources: list[pd.Series], reference: datetime.date) -> Values:
    known = sources[0].notna()
    places = np.searchsorted(formula.edges, sources[0].to_numpy(dtype=np.float64), side="right")
    names = np.array([*group_names(formula.edges), ""], dtype=object)
    texts = pd.Series(names[np.where(known, places, len(names) - 1)], index=sources[0].index)
    return texts.where(known, None).astype("str"), {}


_COMPUTED: dict[str, Callable[[Formula, list[pd.Series], datetime.date], Values]] = {
    "sum": _sum,
    "product": _product,
    "ratio": _ratio,
    "age": _age,
    "groups": _groups,
    "years_since": _years_since,
}
