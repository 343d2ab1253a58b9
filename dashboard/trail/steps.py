"""The rows of a figure, each with one of its numbers and the way to its own trail."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core import formats
from core.figures import Column, Table
from data.market import Market
from questionnaires.scope import SurveyReader

from .base import slice_of
from .survey import answer_of


@dataclass(frozen=True)
class Step:
    """A row of the figure. text: the number beside it (`followed`); pairs: how an address names the row."""

    name: str
    text: str
    pairs: Mapping[str, Any]


def followed(table: Table | None, measure: str = "") -> Column | None:
    """The number that stands beside each row: the one asked for, else the one that orders the rows."""
    numeric = [one for one in (table.columns if table is not None else ()) if one.is_numeric]
    sort = (table.sort or "") if table is not None else ""
    for key in (measure, sort.removeprefix("-")):
        found = [one for one in numeric if one.key == key]
        if found:
            return found[0]
    return numeric[0] if numeric else None


def of_market(table: Table | None, market: Market, measure: str) -> Iterable[Step]:
    """Areas, fields and sizes; a number that is followed goes on being followed in each."""
    seen, column = set(), followed(table, measure)
    kept = {"measure": measure} if column is not None and column.key == measure else {}
    for row in table.rows if table is not None else ():
        of = slice_of(row, market)
        if of is not None and not of.is_whole and of not in seen:
            seen.add(of)
            yield Step(_name(row), _text(column, row), {**of.pairs, **kept})


def of_change(table: Table | None, column: Column | None) -> Iterable[Step]:
    """Areas of a comparison."""
    for row in table.rows if table is not None else ():
        if "_id" in row:
            yield Step(str(row["name"]), _text(column, row), {"of_area": row["_id"]})


def of_answers(table: Table | None, column: Column | None, reader: SurveyReader) -> Iterable[Step]:
    """Answers to a question."""
    for row in table.rows if table is not None else ():
        answer = answer_of(row, reader)
        if answer is not None:
            name = str(row.get("name", ""))
            text = f"{name}: {row['answer']}" if "answer" in row else name
            yield Step(text, _text(column, row), answer.pairs)


def _name(row: Mapping[str, Any]) -> str:
    name = str(row.get("name", ""))
    return f"{name} · {row['field']}" if "field" in row and "_fields" not in row else name


def _text(column: Column | None, row: Mapping[str, Any]) -> str:
    """A number of a row as it is written, "" where the figure has none."""
    if column is None:
        return ""
    value = row.get(column.key)
    return value if isinstance(value, str) else formats.shown(value, column.kind, column.decimals)
