"""The first sheet: what the report is about, who made it when, and where to find what."""

from django.utils.translation import gettext as _
from reportlab.platypus import Flowable, Spacer

from charts import fonts, theme
from core import formats
from core.texts import demo_words
from exports.report import Report

from . import look, tables
from .document import place_form
from .text import PART, SMALL, Place, Rule, Style, Text, draw_line

_TITLE = Style(look.TITLE, weight="bold", leading=1.2, after=8)
_EDITION = Style(12, look.INK_2, after=5)
_ENTRY = Style(look.BODY, weight="bold", after=0)
_MARK_ROOM = 34.0
# of one text of the contents, which is not divided between sheets
_MOST_LINES = 6


class Brand(Flowable):  # type: ignore[misc]
    """The three bars of the site's sign, with its name."""

    def wrap(self, room: float, height: float) -> tuple[float, float]:
        return room, _MARK_ROOM

    def draw(self) -> None:
        for place, (step, color) in enumerate(zip((8, 13, 18), theme.LEVEL_VALUES["light"], strict=True)):
            self.canv.setFillColor(look.colour(color))
            self.canv.roundRect(6.5 * place, 6, 5, step, 1.5, stroke=0, fill=1)
        draw_line(self.canv, 28, 9, _("MSME market segments"), look.FIGURE, look.INK, "bold")


class Mark(Flowable):  # type: ignore[misc]
    """The words "demo data", not to be overlooked."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words
        self.spaceBefore, self.spaceAfter = 4, 12

    def wrap(self, room: float, height: float) -> tuple[float, float]:
        return room, 20

    def draw(self) -> None:
        wide = fonts.width(self.words, look.SMALL, "bold") + 18
        self.canv.setFillColor(look.colour(look.CAUTION_WASH))
        self.canv.setStrokeColor(look.colour(look.CAUTION))
        self.canv.setLineWidth(0.75)
        self.canv.roundRect(0, 0, wide, 20, 4, stroke=1, fill=1)
        draw_line(self.canv, 9, 6.8, self.words, look.SMALL, look.CAUTION, "bold")


class Entry(Flowable):  # type: ignore[misc]
    """One line of the contents: a title, what is found there, and the number of its sheet."""

    def __init__(self, key: str, title: str, words: str = "") -> None:
        super().__init__()
        self.key, self.parts = key, [Text(title, _ENTRY, most=_MOST_LINES)]
        self.parts += [Text(words, SMALL, most=_MOST_LINES)] if words else []
        self.spaceAfter = 3

    def wrap(self, room: float, height: float) -> tuple[float, float]:
        self.width = room
        self.heights = [part.wrap(room - 50, height)[1] for part in self.parts]
        return room, sum(self.heights) + 4

    def draw(self) -> None:
        y = sum(self.heights) + 4
        top = y
        for part, high in zip(self.parts, self.heights, strict=True):
            y -= high
            part.drawOn(self.canv, 0, y)
        self.canv.saveState()
        self.canv.translate(self.width, top - self.parts[0].step / 2 - 3.3)
        self.canv.doForm(place_form(self.key))
        self.canv.restoreState()
        self.canv.setStrokeColor(look.colour(look.LINE))
        self.canv.setLineWidth(look.HAIRLINE)
        self.canv.line(0, 0, self.width, 0)
        self.canv.linkRect("", self.key, (0, 0, self.width, top), relative=1, thickness=0)


def flowables(report: Report, entries: list[tuple[str, str, str]]) -> list[Flowable]:
    """entries: (place, title, what is found there) of the contents."""
    found: list[Flowable] = [
        Place("cover", report.title, 0),
        Brand(),
        Spacer(0, 22),
        Text(report.title, _TITLE),
    ]
    found += [Text(edition, _EDITION) for edition in report.editions]
    if report.is_demo:
        found.append(Mark(demo_words()))
    found += tables.pairs(_facts(report), ("", ""), look.ROOM)
    found.append(Text(_("Contents"), PART))
    found += [Entry(*one) for one in entries]
    return [*found, *_left_out(report)]


def _facts(report: Report) -> list[tuple[str, str]]:
    made = formats.datetime_in(report.made_at, str(report.made_at.tzinfo or "UTC"))
    found = [(_("Region"), report.region), *report.facts]
    found += [(_("Made by"), report.person), (_("Made on"), made), (_("Site"), report.site)]
    return [(what, words) for what, words in found if words]


def _left_out(report: Report) -> list[Flowable]:
    if not report.left_out:
        return []
    found: list[Flowable] = [Text(_("Pages without anything to show"), PART), Rule(0, 4)]
    return [*found, *(Text(f"{title}: {reason}", SMALL) for title, reason in report.left_out)]
