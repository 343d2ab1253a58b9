"""The sheets of the report's workbook that lead from each number to its file, row and cell.

What several figures rest on stands once, with the names of all of them.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from core.figures import Column, Table
from core.texts import demo_words
from core.workbook import Book, Sheet

from .report import Report

# a figure by the title of its page and its number there, as in the name of its sheet
Label = tuple[str, int]
# (page's name, figure's key) → label
Labels = Mapping[tuple[str, str], Label]
Form = tuple[tuple[Any, ...], ...]
WHERE = "_where"


def write_trail(book: Book, report: Report, labels: Labels) -> list[Sheet]:
    """A sheet for each form of table: formulas with their numbers, rows, and cells behind the figures."""
    return [_write(book, report, joined) for joined in _joined(report, labels)]


def _write(book: Book, report: Report, joined: "Joined") -> Sheet:
    sheet = book.sheet(joined.captions[0], report.title)
    sheet.table(joined.table())
    sheet.notes([line for line in (*joined.captions, demo_words(report.is_demo)) if line])
    return sheet


class Joined:
    """Tables of one form as one: each row once, with the figures that rest on it."""

    def __init__(self, columns: tuple[Column, ...]) -> None:
        self.columns = columns
        self.captions: list[str] = []
        self._rows: dict[tuple[Any, ...], tuple[dict[str, Any], list[Label]]] = {}

    def add(self, table: Table, label: Label) -> None:
        if str(table.caption) not in self.captions:
            self.captions.append(str(table.caption))
        for row in table.rows:
            values = tuple(str(row.get(column.key)) for column in self.columns)
            _row, labels = self._rows.setdefault(values, (row, []))
            if label not in labels:
                labels.append(label)

    def table(self) -> Table:
        rows = [row | {WHERE: in_short(labels)} for row, labels in self._rows.values()]
        return Table((*self.columns, Column(WHERE, _("Used in"))), rows)


def _joined(report: Report, labels: Labels) -> list[Joined]:
    found: dict[Form, Joined] = {}
    for page in report.pages:
        for key, tables in report.trail(page).items():
            for table in tables:
                joined = found.setdefault(_form(table), Joined(table.columns))
                joined.add(table, labels[page.name, key])
    return list(found.values())


def in_short(labels: Iterable[Label]) -> str:
    """Figures by page, neighbours as a range: "Overview 1–4, 7; Ratio 2"."""
    of_page: dict[str, list[int]] = {}
    for title, number in labels:
        of_page.setdefault(title, []).append(number)
    return "; ".join(f"{title} {', '.join(_ranges(sorted(numbers)))}" for title, numbers in of_page.items())


def _ranges(numbers: list[int]) -> list[str]:
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return [f"{one[0]}–{one[-1]}" if len(one) > 1 else str(one[0]) for one in found]


def _form(table: Table) -> Form:
    """Tables of the same columns are of one form."""
    return tuple((one.key, str(one.label), one.kind, str(one.unit), one.decimals) for one in table.columns)
