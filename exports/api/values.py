"""A page (core/shown.py) in the shapes of the API: texts, raw numbers, and null for what is missing."""

import math
from typing import Any

from core import formats, texts
from core.downloads import table_of
from core.figures import LEVELS, NUMERIC, Column, Figure, Number, Table
from core.shown import Shown


def about(shown: Shown) -> dict[str, Any]:
    """What belongs to all of a page's numbers (shapes.About)."""
    return {
        "name": shown.name,
        "title": shown.title,
        "address": shown.address,
        "heading": shown.heading,
        "filters": [{"label": label, "chosen": words} for label, words in shown.filters],
        "edition_line": shown.edition_line,
        "source_line": shown.source_line,
        "editions": list(shown.editions),
        "is_demo": shown.is_demo,
        "lines": shown.lines,
        "notices": list(shown.notices),
        "problem": shown.problem,
    }


def number(one: Number) -> dict[str, Any]:
    """shapes.PageNumber."""
    value = raw(one.value, Column("", "", one.kind)) if one.kind in NUMERIC else None
    texts = ("label", "shown", "unit", "note", "change", "how")
    return {"value": value, **{name: str(getattr(one, name)) for name in texts}}


def figure(one: Figure, sort: str | None = None) -> dict[str, Any]:
    """shapes.PageFigure, its table in the order of `sort`."""
    return {
        "key": one.key,
        **{name: str(getattr(one, name)) for name in ("title", "subtitle", "summary", "base")},
        "warnings": [str(warning) for warning in one.warnings],
        "how": [
            {"label": str(label), "formula": str(formula), "meaning": str(meaning)}
            for label, formula, meaning in one.how
        ],
        # in the order and with the words of the files that the page gives away
        "table": None if one.table is None else table(table_of(one, sort)),
    }


def table(one: Table) -> dict[str, Any]:
    """shapes.FigureTable."""
    columns = [
        {"key": column.key, "label": str(column.label), "kind": column.kind, "unit": str(column.unit)}
        for column in one.columns
    ]
    rows = [_row(row, one.columns) for row in one.rows]
    total = None if one.total is None else _row(one.total, one.columns)
    return {"columns": columns, "rows": rows, "total": total, "sort": one.sort}


def _row(row: dict[str, Any], columns: tuple[Column, ...]) -> dict[str, Any]:
    cells = {column.key: raw(row.get(column.key), column) for column in columns}
    if not formats.is_missing(row.get("_level")):
        cells["_level"] = _level(row["_level"])
    if row.get("_muted"):
        cells["_muted"] = True
    return cells


def _level(value: Any) -> str:
    """A level by its name, also where its rank from 0 is given; other groups as pages call them."""
    is_rank = isinstance(value, int) and 0 <= value < len(LEVELS)
    name = LEVELS[value] if is_rank else str(value)
    return name if name in LEVELS else texts.shown(name)


def raw(value: Any, column: Column) -> Any:
    """A cell as it is: int, float or text; None where it is missing or no number that JSON has."""
    if formats.is_missing(value):
        return None
    if column.kind == "level":
        return _level(value)
    if isinstance(value, str) or not column.is_numeric:
        return str(value)
    amount = value.item() if hasattr(value, "item") else value
    if not math.isfinite(amount):
        return None
    return int(amount) if amount == int(amount) and column.kind == "integer" else amount
