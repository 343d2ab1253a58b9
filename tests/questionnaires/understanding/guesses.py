"""Invented columns, counted and guessed as a file's would be."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from questionnaires.questions import Question
from questionnaires.understanding.guessing import ColumnCounts, guess
from questionnaires.understanding.headers import Head
from questionnaires.understanding.parsing import Answers, parse
from questionnaires.understanding.seen import Seen, seen


def series(cells: Iterable[Any]) -> pd.Series:
    return pd.Series(list(cells), dtype=object)


def counted(cells: Iterable[Any], chunk: int = 1_000_000, limit: int = 5_000) -> ColumnCounts:
    """Return the counts of a column that was fed in chunks of so many cells."""
    counts, column = ColumnCounts(limit), series(cells)
    for start in range(0, len(column), chunk):
        counts.feed(column.iloc[start : start + chunk])
    return counts


def column(header: str, cells: Iterable[Any]) -> Seen:
    return seen(Head(header, header), counted(cells))


def guessed(table: Mapping[str, Sequence[Any]]) -> list[Question]:
    """Return the questions of a file: header → cells."""
    return list(guess(list(table), [counted(cells) for cells in table.values()]))


def question(header: str, cells: Iterable[Any]) -> Question:
    [found] = guess([header], [counted(cells)])
    return found


def answers(header: str, cells: Sequence[Any]) -> Answers:
    """Return the cells of a column read as the question they were taken for."""
    return parse(question(header, cells), series(cells))
