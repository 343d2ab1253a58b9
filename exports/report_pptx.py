"""The whole report as slides: native, editable charts, and notes that hold base and method."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override
from pptx.util import Emu, Inches, Pt

from charts.native import Box
from core import formats
from core.figures import Number
from core.shown import Shown
from core.texts import demo_words

from .report import Progress, Report
from .slides import figures, tables
from .slides import notes as words
from .slides.deck import (
    ACCENT,
    DARK,
    HEIGHT,
    INK_2,
    LEFT,
    PALE,
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
)
from .slides.deck import write as say
from .slides.figures import Place
from .slides.tables import Cell, Sheet

_GAP = Inches(0.2)
# of a row of the cover: its label, what it says, and how high it may grow
_LABEL, _FACT, _ROW = Inches(2.2), Inches(8.6), Inches(0.78)
_CARD_TOP, _CARD_HEIGHT = Inches(2.3), Inches(2.4)


def write(report: Report, path: Path, progress: Progress = lambda done, total: None) -> None:
    """Write the report's slides to a file. progress: figures done, and of how many."""
    slides(report, progress).save(path)


def slides(report: Report, progress: Progress = lambda done, total: None) -> Deck:
    """The slides of a report, in its language."""
    with override(report.language):
        deck = Deck(report.title, report.person, report.language)
        _cover(deck, report)
        done, total = 0, max(1, report.figures)
        for page in report.pages:
            _section(deck, report, page)
            for figure in page.figures.values():
                progress(done, total)
                figures.add(Place(deck, report, page), figure)
                done += 1
        _end(deck, report)
        progress(total, total)
    return deck


def _cover(deck: Deck, report: Report) -> None:
    """What this is: region, editions, filters, who and when, and whether it is made up."""
    slide = deck.cover(report.title)
    block(slide, Box(0, 0, int(Inches(0.45)), HEIGHT), DARK)
    x, wide = Inches(1.1), Inches(11)
    say(slide, Box(x, Inches(1.1), wide, Inches(0.3)), report.region, Look(14, ink=ACCENT, bold=True))
    if report.is_demo:
        say(
            slide, Box(x, Inches(3.2), Inches(3.2), Inches(0.42)), demo_words(True),
            Look(16, ink=WARM_EDGE, bold=True), WARM, WARM_EDGE,
        )  # fmt: skip
    _facts(deck, report, slide)


def _facts(deck: Deck, report: Report, slide: Any) -> None:
    """What the report is about, a row each; what the cover has no room for continues on the next slide."""
    about, x, y, end = _about(report), Inches(1.1), int(Inches(4.0)), int(Inches(7.2))
    notes(slide, [report.title, *(f"{label}: {text}" for label, text in about)])
    for label, text in about:
        cells = ((label, x, _LABEL, Look(14, 10, INK_2)), (text, x + _LABEL + _GAP, _FACT, Look(14, 10)))
        high = int(Pt(1 + max(height_of(one, wide, look, _ROW.pt) for one, _x, wide, look in cells)))
        if y + high > end:
            slide, room = _facts_go_on(deck, report), body(_("Filters and settings"))
            y, end = room.y, room.y + room.height
        for one, left, wide, look in cells:
            say(slide, Box(left, y, wide, high), one, look)
        y += high + int(Pt(8))


def _facts_go_on(deck: Deck, report: Report) -> Any:
    slide = deck.slide(_("Filters and settings"), report.title)
    foot(slide, report.region, demo_words(report.is_demo), deck.number)
    notes(slide, [f"{label}: {text}" for label, text in report.facts])
    return slide


def _about(report: Report) -> list[tuple[str, str]]:
    when = formats.datetime_in(report.made_at, str(report.made_at.tzinfo))
    found = [
        (_("Made by"), report.person),
        (_("Made on"), when),
        (_("Editions"), "; ".join(report.editions)),
        *report.facts,
    ]
    return [(label, text) for label, text in found if text]


def _section(deck: Deck, report: Report, page: Shown) -> None:
    """A page begins: its finding, its numbers large, its notices."""
    slide = deck.section(page.heading or page.title, page.title)
    if page.problem:
        say(slide, Box(LEFT, _CARD_TOP, RIGHT - LEFT, Inches(2)), page.problem, Look(18, 11))
    _cards(slide, page.numbers)
    y = _CARD_TOP + _CARD_HEIGHT + Inches(0.35)
    for text in page.notices:
        left = Inches(6.75) - y
        if left < Inches(0.3):
            break
        high = height_of(text, RIGHT - LEFT, Look(13, 9), Emu(left).pt, True)
        say(slide, Box(LEFT, y, RIGHT - LEFT, int(Pt(high + 2))), text, Look(13, 9), WARM, WARM_EDGE)
        y += int(Pt(high + 10))
    line = " · ".join(dict.fromkeys(one for one in (page.edition_line, page.source_line) if one))
    foot(slide, line, demo_words(page.is_demo), deck.number)
    notes(slide, words.of_page(report, page))


def _cards(slide: Any, numbers: tuple[Number, ...]) -> None:
    if not numbers:
        return
    wide = (RIGHT - LEFT - _GAP * (len(numbers) - 1)) // len(numbers)
    for place, number in enumerate(numbers):
        _card(slide, number, Box(LEFT + place * (wide + _GAP), _CARD_TOP, wide, _CARD_HEIGHT))


def _card(slide: Any, number: Number, box: Box) -> None:
    block(slide, box, PALE)
    x, wide = box.x + int(Pt(12)), box.width - int(Pt(24))
    say(slide, Box(x, box.y + int(Pt(12)), wide, int(Pt(32))), str(number.label), Look(13, 10, INK_2))
    value = f"{number.shown} {number.unit}".strip()
    say(slide, Box(x, box.y + int(Pt(46)), wide, int(Pt(52))), value, Look(36, 12, DARK, True))
    below = "\n".join(str(one) for one in (number.change, number.note) if one)
    say(slide, Box(x, box.y + int(Pt(102)), wide, int(Pt(54))), below, Look(12, 9, INK_2))


def _end(deck: Deck, report: Report) -> None:
    """The files behind the numbers, and the pages that are not here."""
    if report.sources:
        _sources(deck, report)
    if report.left_out or not report.pages:
        title = _("Pages that are not in this report")
        slide = deck.slide(title)
        said = [f"{name}: {why}" for name, why in report.left_out] or [_("No page has anything to show.")]
        say(slide, body(title), "\n".join(said), Look(16, 9))
        foot(slide, report.region, demo_words(report.is_demo), deck.number)
        notes(slide, said)


def _sources(deck: Deck, report: Report) -> None:
    names = (_("Data"), _("Period"), _("File"), _("Rows"), _("What it holds"))
    rows = [
        [
            Cell(one.subject), Cell(one.period), Cell(one.file_name), Cell(formats.integer(one.rows), True),
            Cell(one.definition or one.source),
        ]
        for one in report.sources
    ]  # fmt: skip
    sheet = Sheet([Cell(one, one == names[3], bold=True) for one in names], rows, of=len(rows))
    title = _("Where the numbers come from")
    room = body(title)
    measured = tables.measure(sheet, room.points)
    for part in tables.pages(sheet, measured, room.points[1], room.points[1]):
        slide = deck.slide(title)
        tables.draw(slide, sheet, part, measured, room, title)
        foot(slide, report.region, demo_words(report.is_demo), deck.number)
        notes(slide, [f"{one.file_name}: SHA-256 {one.sha256}" for one in report.sources])
