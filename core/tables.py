"""Tables of figures (core.figures.Table) as rows of a file: headings, words instead of colours, totals."""

import math
from dataclasses import replace
from numbers import Integral, Real
from typing import Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from . import formats, texts
from .figures import LEVELS, Column, Table

# the plain types first: asking an abstract one takes ten times as long, and a report has 400,000 cells
NUMBERS: tuple[Any, ...] = (float, int, Real)
WHOLE_NUMBERS: tuple[Any, ...] = (int, Integral)
# keys of the columns that hold the words of a heat map's colours
WORD = "_word_"


def header(column: Column) -> str:
    """The column's label with its unit; shares are written as percentages."""
    unit = "%" if column.kind == "share" else "Rp" if column.kind == "money" else column.unit
    return f"{column.label} ({unit})" if unit else str(column.label)


def level_word(value: Any) -> str:
    """A level in the active language, by its name or its rank from 0; other group names unchanged."""
    words = {"low": _("low"), "medium": _("medium"), "high": _("high")}
    is_rank = isinstance(value, int) and 0 <= value < len(LEVELS)
    name = LEVELS[value] if is_rank else str(value)
    return words.get(name) or texts.shown(name)


def is_unknown(value: Any, column: Column) -> bool:
    """Whether the cell stays blank: nothing is known, or no number can say it (an infinite one)."""
    if formats.is_missing(value):
        return True
    return is_number(value, column) and not isinstance(value, WHOLE_NUMBERS) and not math.isfinite(value)


def is_number(value: Any, column: Column) -> bool:
    """Whether the cell is a number: a column of numbers may say "fewer than 5" in words."""
    return column.is_numeric and isinstance(value, NUMBERS)


def said(value: Any, column: Column) -> str:
    """A cell that is no number, as text."""
    return level_word(value) if column.kind == "level" else str(value)


def with_words(table: Table) -> Table:
    """A heat map with one more column for each that is coloured: what the colour says."""
    coloured = {key for row in table.rows for key in row.get("_heat", {})}
    columns = [column for column in table.columns if column.key in coloured]
    if not columns:
        return table
    label = _("%(column)s: colour")
    words = (Column(f"{WORD}{one.key}", label % {"column": one.label}) for one in columns)
    rows = [row | _words(row) for row in table.rows]
    return replace(table, columns=(*table.columns, *words), rows=rows)


def _words(row: dict[str, Any]) -> dict[str, Any]:
    return {f"{WORD}{key}": level_word(word) for key, (_place, word) in row.get("_heat", {}).items()}


def total_of(table: Table) -> list[dict[str, Any]]:
    """The last line, marked as the total in its first cell where it does not say so itself."""
    if not table.total or not table.columns:
        return []
    first = table.columns[0].key
    is_named = isinstance(table.total.get(first), str) and table.total[first]
    return [table.total if is_named else {**table.total, first: _("Total")}]


def printed(value: Any, column: Column) -> str:
    """A cell as the page shows it, without its markup: on paper and on slides."""
    if isinstance(value, SafeString):
        return strip_tags(value)
    if formats.is_missing(value):
        return formats.MISSING
    if column.kind == "level":
        return level_word(value)
    if column.is_numeric and isinstance(value, str):
        return value
    return formats.shown(value, column.kind, column.decimals)
