"""Numbers on a table of customers to their source: the columns of its files, and how many rows they have."""

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from core import formats
from core.figures import Figure
from core.models import Job
from core.shown import Shown
from customers.table.scope import TableReader
from data.sources import Source

from .content import Asked, Gone, Trail
from .inputs import FileRows, Files, Input

PAGES = frozenset({"attribute_segments", "attribute_relations", "attribute_quality"})


class Page:
    """What a page on a table of customers shows. Its rows are persons, so which of them are behind a number
    is not listed: the columns are told, and how many rows were read."""

    def __init__(self, shown: Shown, user: Any) -> None:
        self.shown = shown
        self.reader = TableReader(QueryDict(shown.address.partition("?")[2]), user)
        self.files = Files(user)

    def figure(self, key: str) -> Figure:
        found = self.shown.figures.get(key)
        if found is None or self.reader.table is None:
            raise Gone(_("This page has no such figure any more: its data have changed, or the link is old."))
        return found

    def job(self) -> Job | None:
        """Columns are told and rows are counted: nothing is long."""
        return None

    def trail(self, key: str, asked: Asked) -> Trail:
        """The trail of a figure. Raises Gone where the figure is not there, or a row of it is asked for."""
        figure = self.figure(key)
        if asked.is_row:
            raise Gone(_("This row is not in the figure any more: choose one of those that are there now."))
        return Trail(self.shown, figure, "", (), tuple(self._inputs()))

    def _inputs(self) -> Iterable[Input]:
        table = self.reader.table
        assert table is not None
        edition = table.edition
        sources = self.files.of(edition).values()
        rows = sum(one.rows or 0 for one in sources)
        values = {"n": formats.integer(rows), "read": formats.integer(table.rows)}
        said = _("%(n)s rows were imported and %(read)s are read: every one of them.") % values
        if rows != table.rows:
            said = _("%(n)s rows were imported and %(read)s are read: the others were deleted.") % values
        yield Input(
            "rows", _("Rows of customers"), formats.integer(table.rows), edition,
            files=tuple(_file(one) for one in sources), agrees=rows == table.rows, said=said,
        )  # fmt: skip


def _file(source: Source) -> FileRows:
    first = source.header_row + source.header_rows
    columns = tuple(one for one in source.columns if one.letter or one.number)
    rows = source.rows_in_file or source.rows or 0
    sheet = ", ".join(source.sheets)
    return FileRows(source, sheet, columns, source.rows or 0, first, first + max(rows - 1, 0), "")
