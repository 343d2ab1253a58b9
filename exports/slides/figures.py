"""A figure as one slide, or as several where it is a long table."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from pptx.util import Emu, Inches, Pt

from charts import native
from charts.native import Box
from core import formats
from core.figures import Figure
from core.shown import Shown
from core.texts import demo_words

from ..report import Report
from . import notes as words
from . import tables
from .deck import (
    INK,
    INK_2,
    RIGHT,
    WARM,
    WARM_EDGE,
    Deck,
    Look,
    block,
    body,
    foot,
    height_of,
    notes,
    write,
)
from .tables import Measure, Sheet

_GAP = Inches(0.3)
# what is said stands beside the figure; wide tables have it above
_SIDE = Inches(3.25)
_NARROW_TABLE = 5
_KEY_HEIGHT = Inches(0.34)
_SUMMARY, _WARNING, _NOTE = Look(15, 10.5), Look(12, 9), Look(11, 9, INK_2)
# a summary along the whole width
_LINE = Look(13, 10)
# of the height above a wide table
_MOST_ABOVE = 150.0


@dataclass(frozen=True)
class Place:
    """Whose figure it is: the deck and the report it goes to, and its page."""

    deck: Deck
    report: Report
    page: Shown

    @property
    def mark(self) -> str:
        return demo_words(self.page.is_demo)


def add(place: Place, figure: Figure) -> None:
    """Put the figure on the next slide or slides."""
    grid = native.heat(figure.plot) if figure.plot is not None else None
    if grid is not None:
        _tables(place, figure, tables.of_grid(grid))
    elif figure.plot is None or not _chart(place, figure):
        _tables(place, figure, tables.of_table(figure.table))


def _slide(place: Place, figure: Figure, part: str = "") -> Any:
    slide = place.deck.slide(f"{figure.title}{part}", place.page.title, str(figure.subtitle))
    lines = dict.fromkeys(one for one in (str(figure.base), place.page.edition_line) if one)
    foot(slide, " · ".join(lines), place.mark, place.deck.number)
    return slide


def _said(figure: Figure) -> list[tuple[str, Look]]:
    """What is said beside a figure: its summary, and every warning."""
    found = [(str(figure.summary), _SUMMARY)] if figure.summary else []
    return found + [(str(one), _WARNING) for one in figure.warnings]


def _chart(place: Place, figure: Figure) -> bool:
    """A slide with a native chart or map; whether the figure has one."""
    slide = _slide(place, figure)
    said = _said(figure)
    room = body(str(figure.title))
    box = _left(room) if said else room
    name = str(figure.subtitle or figure.title)
    drawn = native.draw(
        slide.shapes, figure.plot, box, place.report.language,
        name=name, total=_("Total"), text=f"{figure.title}. {figure.summary}",
    )  # fmt: skip
    if drawn is None:
        place.deck.drop_last()
        return False
    said += [(one, _NOTE) for one in _left_out(drawn)]
    if said:
        _beside(slide, said, room)
    notes(slide, words.of_figure(place.report, place.page, figure, drawn.cut))
    return True


def _left(room: Box) -> Box:
    return Box(room.x, room.y, room.width - _SIDE - _GAP, room.height)


def _left_out(drawn: native.Drawn) -> list[str]:
    """What the figure says that the chart does not show."""
    said = list(drawn.notes)
    if drawn.shown < drawn.of:
        said.append(
            _(
                "The first %(n)s of %(of)s rows are drawn; the workbook (.xlsx) of this report has all "
                "of them."
            )
            % {"n": formats.integer(drawn.shown), "of": formats.integer(drawn.of)}
        )
    if drawn.unnamed:
        said.append(
            _(
                "%(n)s areas have no room for their name here: the selection pane lists each shape by "
                "its name."
            )
            % {"n": formats.integer(drawn.unnamed)}
        )
    return said


def _beside(slide: Any, said: list[tuple[str, Look]], room: Box) -> None:
    """Texts below one another, right of the figure."""
    _stack(slide, said, Box(RIGHT - _SIDE, room.y, _SIDE, room.height))


def _stack(slide: Any, said: list[tuple[str, Look]], box: Box) -> float:
    """Texts below one another; the types shrink alike until all have room. How many points they take."""
    room = Emu(box.height).pt
    looks = _shrunk(said, box, room)
    y = float(box.y)
    for (text, _look), look in zip(said, looks, strict=True):
        warns = _look is _WARNING
        high = height_of(text, box.width, look, room, warns)
        place = Box(box.x, round(y), box.width, round(Pt(high + 2)))
        write(slide, place, text, look, *((WARM, WARM_EDGE) if warns else ()))
        y += Pt(high + 10)
    return Emu(round(y - box.y)).pt


def _shrunk(said: list[tuple[str, Look]], box: Box, room: float) -> list[Look]:
    for less in range(12):
        looks = [
            Look(max(one.least, one.most - less / 2), one.least, one.ink, one.bold) for _text, one in said
        ]
        pairs = list(zip(said, looks, strict=True))
        taken = sum(
            height_of(text, box.width, look, 10_000, given is _WARNING) + 10 for (text, given), look in pairs
        )
        if taken <= room:
            return looks
    return looks


def _tables(place: Place, figure: Figure, sheet: Sheet) -> None:
    """The figure's rows as native tables, the header on each slide."""
    said = _said(figure)
    wide = len(sheet.header) > _NARROW_TABLE or not said
    # the longest of the titles that this table's slides will have
    room = body(f"{figure.title} (10/10)")
    box = room if wide else _left(room)
    slide = _slide(place, figure)
    if not sheet.header:
        _beside(slide, said, room)
        notes(slide, words.of_figure(place.report, place.page, figure))
        return
    top = _above(slide, said, room) if wide and said else 0
    if said and not wide:
        _beside(slide, said, room)
    below = _KEY_HEIGHT if sheet.key or tables.left_out(sheet) else 0
    first = Box(box.x, box.y + top, box.width, box.height - top - below)
    measured = tables.measure(sheet, first.points)
    rest = Box(box.x, box.y, box.width, box.height - below)
    _rows(place, figure, slide, sheet, measured, (first, rest))


def _above(slide: Any, said: list[tuple[str, Look]], room: Box) -> int:
    """What is said above a wide table, its height with the gap below."""
    quiet = [(text, _LINE if look is _SUMMARY else look) for text, look in said]
    box = Box(room.x, room.y, room.width, int(Pt(_MOST_ABOVE)))
    return int(Pt(_stack(slide, quiet, box) + 2))


def _rows(
    place: Place, figure: Figure, slide: Any, sheet: Sheet, measured: Measure, boxes: tuple[Box, Box]
) -> None:
    parts = tables.pages(sheet, measured, *(Emu(one.height).pt for one in boxes))
    for number, rows in enumerate(parts, start=1):
        box = boxes[number > 1]
        if number > 1:
            slide = _slide(place, figure, f" ({number}/{len(parts)})")
        tables.draw(slide, sheet, rows, measured, box, str(figure.title))
        taken = sum(measured.height(one) for one in (sheet.header, *rows))
        under = Box(box.x, box.y + int(Pt(taken + 8)), box.width, _KEY_HEIGHT)
        _under(slide, sheet, under, number == len(parts))
        notes(slide, words.of_figure(place.report, place.page, figure))


def _under(slide: Any, sheet: Sheet, box: Box, is_last: bool) -> None:
    """The key of the colours, and on the last slide what is not here."""
    x = box.x
    for name, colour in sheet.key:
        block(slide, Box(x, box.y + int(Pt(2)), int(Pt(12)), int(Pt(12))), colour)
        wide = int(Pt(20 + 7 * len(name)))
        write(slide, Box(x + int(Pt(18)), box.y, wide, int(Pt(16))), name, Look(11, ink=INK))
        x += wide + int(Pt(26))
    said = tables.left_out(sheet)
    if said and is_last:
        write(slide, Box(x, box.y, box.x + box.width - x, int(Pt(16))), said, _NOTE)
