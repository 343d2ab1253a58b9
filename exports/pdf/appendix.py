"""Long tables, behind everything else: where a figure is read, one line leads to its table."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import landscape
from reportlab.platypus import CondPageBreak, Flowable, NextPageTemplate, PageBreak

from core import formats
from core.figures import Figure, Table

from . import look, tables
from .document import LYING, UPRIGHT, reference_form
from .text import FIGURE, HEADING, SMALL, SUBTITLE, Place, Style, Text

# a table of more rows takes more than a sheet of the reader's way
MOST_ROWS = 40
PLACE = "appendix"
LYING_ROOM = landscape((look.WIDTH, look.HEIGHT))[0] - 2 * look.SIDE
_REFERENCE = Style(look.SMALL, look.ACCENT, before=2, after=10)
# points that a table needs for its heading and first rows, and the number of a sheet at the end of a line
_LEAST, _NUMBER_ROOM = 140.0, 26.0


@dataclass(frozen=True)
class Long:
    """A table of the appendix. page: the title of its page; home: the place of its figure."""

    number: int
    figure: Figure
    page: str
    home: str

    @property
    def key(self) -> str:
        return f"table-{self.number}"

    @property
    def title(self) -> str:
        return _("Table %(n)s: %(title)s") % {"n": formats.integer(self.number), "title": self.figure.title}


def is_long(table: Table | None) -> bool:
    return table is not None and len(table.rows) > MOST_ROWS


class Reference(Text):
    """ "… 180 rows: table 3 of the appendix, page 57": the sheet is known last, so its number stands last."""

    def __init__(self, long: Long) -> None:
        values = {
            "rows": formats.integer(len(long.figure.table.rows) if long.figure.table else 0),
            "n": formats.integer(long.number),
        }
        text = _("The table of this figure has %(rows)s rows: table %(n)s of the appendix, page") % values
        super().__init__(text, _REFERENCE, link=long.key)
        self.key = long.key

    def wrap(self, room: float, height: float) -> tuple[float, float]:
        super().wrap(room - _NUMBER_ROOM, height)
        self.width = room
        return room, len(self.lines) * self.step

    def split(self, room: float, height: float) -> list[Flowable]:
        return []

    def draw(self) -> None:
        super().draw()
        base = self.step / 2 - self.capital
        self.canv.saveState()
        self.canv.translate(self.width_of(self.lines[-1] + " "), base)
        self.canv.doForm(reference_form(self.key))
        self.canv.restoreState()


def flowables(found: list[Long], note: Any) -> list[Flowable]:
    """The tables one after another, each on lying sheets where it is too wide; none where there is none."""
    if not found:
        return []
    head: list[Flowable] = [Place(PLACE, title(), 0, note), Text(title(), HEADING)]
    parts = [*head, *(part for long in found for part in _table(long, note))]
    return parts[:-1] if isinstance(parts[-1], PageBreak) else parts


def title() -> str:
    """What the appendix is called."""
    return _("Appendix: long tables")


def _table(long: Long, note: Any) -> list[Flowable]:
    table = long.figure.table
    assert table is not None
    head: list[Flowable] = [
        Place(long.key, long.title, 1, note),
        Text(long.title, FIGURE, link=long.home),
        Text(" · ".join(str(one) for one in (long.page, long.figure.subtitle) if one), SUBTITLE),
        *([Text(long.figure.base, SMALL)] if long.figure.base else []),
    ]
    return laid(table, str(long.figure.title), head)


def laid(table: Table, name: str, head: list[Flowable]) -> list[Flowable]:
    """A table with what stands above it: upright, or on lying sheets of its own where it is too wide."""
    if not tables.is_wide(table, look.ROOM):
        return [CondPageBreak(_LEAST), *head, *tables.grids(table, name, look.ROOM)]
    wide = tables.grids(table, name, LYING_ROOM)
    return [NextPageTemplate(LYING), PageBreak(), *head, *wide, NextPageTemplate(UPRIGHT), PageBreak()]
