"""A crosstab as a table: what stands in each cell, what its colour says, and the same as rows for a file."""

from string import ascii_uppercase
from typing import Any

import numpy as np
from django.urls import reverse
from django.utils.translation import gettext as _

from analysis.suppression import THRESHOLD
from core.figures import Column, Table

from .crosstab import Crossing
from .crosstab_numbers import p_words, v_words
from .scope import Params
from .sides import Side

# bounds of the adjusted residual, which is near normal: 2 is passed by chance in one cell of twenty
FAR, VERY_FAR = 2.0, 3.0
MORE, FEWER = "▲", "▼"


def letters(n: int) -> list[str]:
    """What the columns are called in the cells of others: A, B, C …"""
    return list(ascii_uppercase[:n])


def colour(one: Crossing, at: int, to: int) -> str:
    """The class of a cell: how far from expected it is; "" where that says nothing."""
    if not one.shown_rows[at] or one.cells.small[at, to]:
        return ""
    residual = float(one.cells.residuals[at, to])
    size = 2 if abs(residual) >= VERY_FAR else 1 if abs(residual) >= FAR else 0
    return f"{'more' if residual > 0 else 'fewer'}-{size}" if size else ""


def colour_words() -> dict[str, str]:
    """Class → what it says, from many to few."""
    return {
        "more-2": _("far more than expected"),
        "more-1": _("more than expected"),
        "fewer-1": _("fewer than expected"),
        "fewer-2": _("far fewer than expected"),
    }


def of(one: Crossing, params: Params) -> dict[str, Any]:
    """The table as plain values for its template."""
    names = letters(len(one.column.options))
    rows = [_row(one, at, names, params) for at in range(len(one.row.options))]
    used = {cell["colour"] for row in rows for cell in row["cells"]}
    return {
        "row_label": one.row.label,
        "column_label": one.column.label,
        "columns": [
            {"letter": names[to], "label": label, "n": int(one.bases[to]),
             "share": _share(one.bases[to], one.n), "href": group_href(params, one.column, to)}
            for to, label in enumerate(one.column.options)
        ],
        "rows": rows,
        "n": one.n,
        "has_tests": one.tests is not None and not one.overlaps and not one.is_small,
        "has_letters": any(cell["letters"] for row in rows for cell in row["cells"]),
        "key": [(name, word) for name, word in colour_words().items() if name in used],
        "is_coloured": bool(used - {""}),
        "has_clear": bool((one.verdict != 0).any()),
    }  # fmt: skip


def _row(one: Crossing, at: int, names: list[str], params: Params) -> dict[str, Any]:
    test = None if one.tests is None else one.tests.iloc[at]
    return {
        "label": one.row.options[at],
        "n": int(one.totals[at]),
        "share": _share(one.totals[at], one.n),
        "href": group_href(params, one.row, at),
        "cells": [_cell(one, at, to, names, params) for to in range(len(names))],
        "chance": "" if test is None else p_words(float(test["adjusted_p"])),
        "strength": "" if test is None else v_words(float(test["v_corrected"])),
    }


def _cell(one: Crossing, at: int, to: int, names: list[str], params: Params) -> dict[str, Any]:
    name, verdict = colour(one, at, to), int(one.verdict[at, to])
    return {
        "n": int(one.counts[at, to]),
        "row_share": float(one.row_shares[at, to]),
        "column_share": float(one.column_shares[at, to]),
        "expected": float(one.expected[at, to]),
        "colour": name,
        "word": colour_words().get(name, ""),
        "mark": {1: MORE, -1: FEWER}.get(verdict, ""),
        "is_small": bool(one.differs and one.cells.small[at, to]),
        "letters": "".join(_letters(one, at, to, names)),
        "href": "" if _is_of_few(one, at, to) else group_href(params, one.row, at, one.column, to),
    }


def _is_of_few(one: Crossing, at: int, to: int) -> bool:
    """Whether no page shows the other answers of a cell's respondents, who are few of one sub-district."""
    return (one.row.is_area or one.column.is_area) and one.counts[at, to] < THRESHOLD


def _letters(one: Crossing, at: int, to: int, names: list[str]) -> list[str]:
    """The columns whose share in this row is clearly lower."""
    if one.differences is None or not one.shown_rows[at]:
        return []
    return [names[other] for other in np.flatnonzero(one.differences.higher[at, to])]


def _share(n: Any, whole: int) -> float:
    return int(n) / whole if whole else float("nan")


def group_href(params: Params, side: Side, place: int, other: Side | None = None, to: int = 0) -> str:
    """Where these very respondents' answers to all questions are; "" where no filter can choose them."""
    chosen = {side.key: side.places[place]} | ({other.key: other.places[to]} if other else {})
    found = {key: (value,) for key, value in chosen.items() if value is not None}
    return reverse("survey_questions") + params.query(**found) if len(found) == len(chosen) else ""


# For a file ----------------------------------------------------------------------------------------------


def as_rows(one: Crossing) -> Table:
    """A line per cell: what a spreadsheet can sort and pivot."""
    columns = (
        Column("row", one.row.label),
        Column("column", one.column.label),
        Column("n", _("Respondents"), "integer"),
        Column("row_share", _("Share of the row"), "share"),
        Column("column_share", _("Share of the column"), "share"),
        Column("total_share", _("Share of all"), "share"),
        Column("expected", _("Expected"), "number"),
        Column("residual", _("Adjusted residual"), "number", decimals=2),
        Column("p", _("p, raised for many comparisons"), "number", decimals=4),
        Column("clear", _("Clear difference")),
        Column("letters", _("Clearly above columns")),
    )
    names = letters(len(one.column.options))
    rows = [_line(one, at, to, names) for at in range(len(one.row.options)) for to in range(len(names))]
    return Table(columns, rows)


def _line(one: Crossing, at: int, to: int, names: list[str]) -> dict[str, Any]:
    words = {1: _("more than expected"), -1: _("fewer than expected")}
    return {
        "row": one.row.options[at],
        "column": f"{names[to]} {one.column.options[to]}",
        "n": int(one.counts[at, to]),
        "row_share": float(one.row_shares[at, to]),
        "column_share": float(one.column_shares[at, to]),
        "total_share": _share(one.counts[at, to], one.n),
        "expected": float(one.expected[at, to]),
        "residual": float(one.cells.residuals[at, to]),
        "p": float(one.cells.adjusted_p[at, to]),
        "clear": words.get(int(one.verdict[at, to]), ""),
        "letters": " ".join(_letters(one, at, to, names)),
    }
