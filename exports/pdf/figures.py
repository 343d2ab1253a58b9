"""One figure on paper: finding, drawing, sentence, warnings, base, and its table."""

import math
from typing import Any

from django.utils.translation import gettext as _
from reportlab.graphics.shapes import Drawing
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether

from charts.drawing import UnknownTrace, drawings
from core.figures import Figure

from . import look, tables
from .text import FIGURE, SMALL, SUBTITLE, TINY, Caution, Style, Text

# pixels of the site that a figure is as wide as: its type of 13 px is 8.8 points in print
PIXELS = 720.0
# of a sheet, that a drawing may take; a higher one is drawn in parts, or smaller
_MOST_HEIGHT = 0.72
# how much higher texts around the plane may make it
_BEYOND = 1.15
_LEAST_BESIDE = 150.0


class Picture(Flowable):  # type: ignore[misc]
    """A vector drawing, as wide as the text."""

    def __init__(self, found: Drawing) -> None:
        super().__init__()
        self.found = found
        self.spaceAfter = 6

    def wrap(self, room: float, height: float) -> tuple[float, float]:
        return self.found.width, self.found.height

    def draw(self) -> None:
        from reportlab.graphics import renderPDF

        renderPDF.draw(self.found, self.canv, 0, 0)


def flowables(figure: Figure, room: float, height: float, *, with_table: bool = True) -> list[Flowable]:
    """All of a figure, in the order of the page. height: of a whole sheet's text."""
    head: list[Flowable] = [Text(figure.title, FIGURE)]
    if figure.subtitle:
        head.append(Text(figure.subtitle, SUBTITLE))
    head += _picture(figure, room, height)
    if figure.summary:
        head.append(Text(figure.summary))
    rest: list[Flowable] = [Caution(_("Caution: %(text)s") % {"text": one}) for one in figure.warnings]
    notes = _notes(figure)
    # a base stays with its sentence, or with the last warning
    head, rest = ([*head, *notes], []) if not rest else (head, [*rest[:-1], KeepTogether([rest[-1], *notes])])
    table = tables.grids(figure.table, str(figure.title), room) if figure.table and with_table else []
    return [CondPageBreak(_LEAST_BESIDE), KeepTogether(head), *rest, *table]


def _notes(figure: Figure) -> list[Flowable]:
    """Base, and where it is said how the numbers are computed."""
    found: list[Flowable] = [Text(figure.base, TINY)] if figure.base else []
    if figure.how:
        labels = ", ".join(dict.fromkeys(str(label) for label, _formula, _meaning in figure.how))
        words = _("How it is computed: see “Definitions” – %(labels)s") % {"labels": labels}
        found.append(Text(words, Style(look.TINY, look.ACCENT, after=2), link="definitions"))
    return found


def _picture(figure: Figure, room: float, height: float) -> list[Flowable]:
    if figure.plot is None:
        return []
    try:
        return [
            Picture(one) for one in fitting(figure.plot, float(figure.height), room, _MOST_HEIGHT * height)
        ]
    except UnknownTrace as problem:
        words = _("This chart cannot be drawn on paper (%(kind)s): its table stands in its place.")
        return [Caution(words % {"kind": problem})]


def fitting(plot: Any, pixels: float, room: float, most: float) -> list[Drawing]:
    """The drawings of a figure, none wider or higher than it may be (points)."""
    scale = room / PIXELS
    found = drawings(plot, PIXELS, pixels, scale, most / scale)
    if len(found) > 1 or found[0].height <= most * _BEYOND:
        return found
    # one without rows: wider in pixels and so smaller in print, until it is as high as a sheet allows
    wider = PIXELS * found[0].height / most
    return drawings(plot, wider, pixels, room / wider, math.inf)


__all__ = ["SMALL", "Picture", "fitting", "flowables"]
