"""Words of the pages on tables of customers: columns, amounts, findings, remedies, what became of them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analysis import attribute_roles
from analysis.column_types import Column
from analysis.derived import DAYS_PER_YEAR, REASONS, Note
from analysis.kmeans import CannotCluster
from analysis.remedy_steps import LABELS
from core import formats

from ..words import customers, edition_words
from .prepared import Prepared

CHECKS = {
    "missing": gettext_lazy("Missing values"),
    "duplicates": gettext_lazy("Repeated rows"),
    "type": gettext_lazy("Type of the values"),
    "outliers": gettext_lazy("Outliers"),
    "constant": gettext_lazy("One value only"),
    "plausibility": gettext_lazy("Plausibility"),
}
# what a person can do, by check
TO_DO = {
    "missing": gettext_lazy(
        "Fill the gaps, or leave the rows out. Without a value a customer is in no segment."
    ),
    "duplicates": gettext_lazy("Are they the same people? Equal rows count several times in every mean."),
    "type": gettext_lazy("Read the column as what it is; what cannot be read then is missing."),
    "outliers": gettext_lazy("If they cannot be true: move them to the limits, or leave them out."),
    "constant": gettext_lazy("Leave the column out: it tells nobody apart."),
    "plausibility": gettext_lazy("Correct them at the source, or treat them like outliers."),
}
MILLION = 1e6
# values of a finding that are in the unit of its column
_YEARS = frozenset({"lower", "upper", "oldest", "earliest", "latest", "lowest", "min", "max"})
SCALES = {
    "zscore": gettext_lazy("z-scores: distance from the mean in standard deviations"),
    "minmax": gettext_lazy("0 to 1, from the lowest to the highest"),
    "robust": gettext_lazy("distance from the median in boxes (quartiles)"),
}
TYPES = {
    "number": gettext_lazy("number"),
    "flag": gettext_lazy("yes or no"),
    "date": gettext_lazy("date"),
    "text": gettext_lazy("text"),
}


def label(column: Column) -> str:
    """A column's header as it stands, a derived one's in the reader's language."""
    return str(_(column.label)) if column.told == "derived" else column.label


def label_of(known: Prepared, key: str) -> str:
    """The label of a key; the key itself where there is no such column."""
    column = known.by_key.get(key)
    return key if column is None else label(column)


def formula_words(known: Prepared, note: Note) -> str:
    """A formula in signs, its sources by their labels."""
    sources = [label(found) if (found := _source(known, name)) else name for name in note.formula.sources]
    text = note.formula.written(sources)
    if note.formula.kind != "years_since":
        return text
    # the only number in a formula that has decimals
    return text.replace(f"÷ {DAYS_PER_YEAR}", f"÷ {formats.number(DAYS_PER_YEAR, 4)}")


def _source(known: Prepared, name: str) -> Column | None:
    return known.by_name.get(name) or known.by_key.get(name)


def amount(value: Any, column: Column | None = None, header: str = "") -> str:
    """A number with as many decimals as its size deserves, from a million up in words; of yes and no the
    share of yes; a day as such.

    header: of the column, where only that is known.
    """
    if formats.is_missing(value):
        return formats.number(None)
    if isinstance(value, date | pd.Timestamp):
        return formats.date(value)
    if isinstance(value, str):
        return value
    if column is not None and column.type == "flag":
        return formats.share(value, 0)
    if is_year(column.label if column is not None else header):
        return f"{value:.0f}"
    return formats.in_words(value) if abs(value) >= MILLION else formats.number(value, decimals(value))


def in_millions(name: str, values: pd.Series) -> tuple[float, str]:
    """What numbers of a chart are divided by, and the name of their axis: eight digits at a tick say less.

    By 1 unless most values are a million or more.
    """
    if float(values.abs().median()) < MILLION:
        return 1.0, name
    return MILLION, _("%(name)s, millions") % {"name": name}


def decimals(value: float) -> int:
    """0 from a hundred on and for whole numbers, 1 from ten, else 2."""
    size = abs(float(value))
    if size >= 100 or float(value).is_integer():
        return 0
    return 1 if size >= 10 else 2


def stored(text: str) -> str:
    """A text of the catalogue that was kept with something."""
    return str(_(text))


def said(text: str, data: Mapping[str, Any], known: Prepared | None = None) -> str:
    """A text of an analysis with its values: numbers and days in the reader's language, and derived columns
    by their names in it."""
    made = {one.label for one in known.columns if one.told == "derived"} if known else set()
    of_year = is_year(str(data.get("column", "")))
    values = {
        name: str(_(value)) if isinstance(value, str) and value in made
        else f"{value:.0f}" if of_year and name in _YEARS and not isinstance(value, date)
        else amount(value)
        for name, value in data.items()
    }  # fmt: skip
    return str(_(text)).replace(")d", ")s") % values


def is_year(header: str) -> bool:
    """Whether the numbers of a column are years, which nobody writes with a sign for thousands."""
    return attribute_roles.role_of(header) == "year_of_birth"


def problem_words(problem: CannotCluster, known: Prepared | None = None) -> str:
    """What an analysis says it cannot do."""
    return said(problem.text, problem.data, known)


def reasons(note: Note) -> str:
    """Why a derived value is not known, with how often."""
    parts = (f"{_(REASONS[key])} ({formats.integer(n)})" for key, n in note.reasons.items())
    return "; ".join(parts)


def action(name: str) -> str:
    """A remedy in words."""
    return str(_(LABELS[name]))


def components_words(asked: str) -> str:
    """How many components are kept: "0.8", "3", "all"."""
    if asked == "all":
        return _("all of them")
    value = float(asked)
    if value < 1:
        return _("as many as explain %(share)s of the variance") % {"share": formats.share(value, 0)}
    return _("the first %(n)s") % {"n": formats.integer(value)}


def base(known: Prepared, table: Any, n: int) -> str:
    """The line under a figure: n, data and reference date."""
    until = _("reference date %(day)s") % {"day": formats.date(known.reference)}
    return " · ".join([f"n = {customers(n)}", edition_words((table.edition,)), until])
