"""One row of a stored file as it was received, with what a person may read of it.

Personal cells are masked until they are opened, and then only those that the purpose of the column covers:
calling and visiting. Turnover is never shown for one enterprise, and columns that were not imported stay in
the file (data/kinds/msme_register.py; design.md, People behind the rows).
"""

import itertools
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from core.pages import ADMIN
from data import erasure_ledger
from data.contacts import mask
from data.models import Contact, Dataset
from data.plan import Plan
from data.reading import header, sheets, textfile
from data.reading.errors import Unreadable

from .listing import CALLED_BY, may_read

log = logging.getLogger(__name__)

# a workbook is read whole for one row of it: 4.7 s for 100,000 rows of 11 columns, while a page waits
MOST_ROWS = 50_000


@dataclass(frozen=True)
class OriginalCell:
    """One cell. header: as in the file; label: the column it was read as, "" for one that was not imported.

    state: shown, masked (may be opened), closed (masked for this role), hidden (turnover), erased or unused.
    Only the text of the first three is filled, of masked and closed ones with stars.
    """

    header: str
    label: Any
    text: str
    state: str


@dataclass(frozen=True)
class Original:
    """A row of a file. cells: None where the file cannot be read any more, or is too large to be read while a
    page waits (is_large); is_blanked: erased in part."""

    dataset: Dataset
    sheet: str
    row_number: int
    cells: tuple[OriginalCell, ...] | None
    is_blanked: bool
    is_large: bool = False

    @property
    def can_open(self) -> bool:
        return any(one.state == "masked" for one in self.cells or ())


def original(dataset: Dataset, sheet: int, row_number: int, user: Any, opened: bool = False) -> Original:
    """The row of a dataset's file at this sheet (its position in the layout) and row."""
    names = list(dataset.layout.get("sheets") or [])
    sheet_name = names[sheet] if sheet < len(names) else ""
    gone = _is_erased(dataset, sheet, row_number)
    cells, is_large = None, False
    if dataset.guess.get("headers") and dataset.layout:
        plan = Plan.of(dataset)
        is_large = not plan.layout.is_text and dataset.guess.get("rows", 0) > MOST_ROWS
        if texts := [] if is_large else _texts(plan, sheet_name, row_number):
            cells = tuple(_cell(plan, *one, user, opened, gone) for one in _columns(plan, texts))
    is_blanked = gone or _is_blanked(dataset, sheet, row_number)
    return Original(dataset, sheet_name, row_number, cells, is_blanked, is_large)


def _is_blanked(dataset: Dataset, sheet: int, row_number: int) -> bool:
    places = dataset.report.get("blanked", {}).get("places", [])
    return [sheet, row_number] in [list(one) for one in places]


def _is_erased(dataset: Dataset, sheet: int, row_number: int) -> bool:
    """Whether the person of a row was erased, though the file may still say who it was: it is blanked by a
    job, and where that fails it stays as it is."""
    if Contact.objects.filter(dataset=dataset, sheet=sheet, row_number=row_number).exists():
        return False
    place = (sheet, row_number)
    return any(place in one.places.get(dataset.folder, ()) for one in erasure_ledger.entries())


def _texts(plan: Plan, sheet: str, row_number: int) -> list[str]:
    """The cells of one row as a person sees them; none where the file, or the row in it, is not there."""
    try:
        row = _text_row(plan, row_number) if plan.layout.is_text else _sheet_row(plan, sheet, row_number)
    except (OSError, Unreadable):
        log.exception("the stored original %s could not be read", plan.path)
        row = None
    if row is None:
        return []
    texts = [header.label(cell) for cell in row]
    return texts + [""] * (len(plan.headers) - len(texts))


def _text_row(plan: Plan, row_number: int) -> list[Any] | None:
    """A record begins on its line, so the lines before it need no parsing."""
    with textfile.open_text(plan.path, plan.layout.encoding) as lines:
        rest = itertools.islice(lines, row_number - 1, None)
        return next((cells for _at, cells in textfile.records(rest, plan.layout.delimiter, row_number)), None)


def _sheet_row(plan: Plan, sheet: str, row_number: int) -> list[Any] | None:
    with sheets.open_book(plan.path) as book:
        rows = sheets.rows(sheets.load(book, sheet))
        return next((cells for at, cells in rows if at == row_number), None)


def _columns(plan: Plan, texts: list[str]) -> Iterator[tuple[str, str, str | None]]:
    """Header, cell and the column it was read as, of every column of the file."""
    by_position = {position: key for key, position in plan.positions.items()}
    return ((name, texts[at], by_position.get(at)) for at, name in enumerate(plan.headers))


def _cell(
    plan: Plan, name: str, text: str, key: str | None, user: Any, opened: bool, gone: bool
) -> OriginalCell:
    if key is None:
        return OriginalCell(name, "", "", "unused")
    column = plan.kind.column(key)
    if column.sensitivity == "financial":
        return OriginalCell(name, column.label, "", "hidden")
    if gone and column.sensitivity == "personal":
        return OriginalCell(name, column.label, "", "erased")
    if column.sensitivity == "public" or not text:
        return OriginalCell(name, column.label, text, "shown")
    readable = may_read(user) and (key in CALLED_BY or user.role == ADMIN)
    if readable and opened:
        return OriginalCell(name, column.label, text, "shown")
    return OriginalCell(name, column.label, mask(text, key), "masked" if readable else "closed")
