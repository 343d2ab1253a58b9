"""The sheets of the report: A4, upright or lying, with a head, a foot and their numbers."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from reportlab import rl_config
from reportlab.lib.pagesizes import landscape
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from charts import fonts

from . import look
from .text import draw_line

# the text form of bytes is a fifth larger, and slow
rl_config.useA85 = 0
UPRIGHT, LYING, COVER = "upright", "lying", "cover"
# points at the end of a foot: "1,234 / 1,234"
_NUMBER_ROOM = 60.0


class Document(BaseDocTemplate):  # type: ignore[misc]
    """A PDF whose sheets are numbered "3 / 24" in one pass: what is known at the end only is a form (XObject)
    that the sheets refer to.

    head: at the top of each sheet but the cover; foot: at the bottom of each; mark: "demo data", where true.
    """

    def __init__(
        self, path: Path, *, title: str, author: str, subject: str, language: str, made_at: datetime
    ) -> None:
        self.head, self.foot, self.mark = title, "", ""
        self.places: dict[str, int] = {}
        super().__init__(
            str(path), pagesize=(look.WIDTH, look.HEIGHT), title=title, author=author, subject=subject,
            creator="", lang=language, initialFontName="Text", displayDocTitle=True, invariant=1,
        )  # fmt: skip
        self.made_at = made_at
        self.addPageTemplates([
            PageTemplate(COVER, [_frame(look.WIDTH, look.HEIGHT)], onPage=self._cover_sheet),
            PageTemplate(UPRIGHT, [_frame(look.WIDTH, look.HEIGHT)], onPage=self._sheet),
            PageTemplate(
                LYING, [_frame(look.HEIGHT, look.WIDTH)], onPage=self._sheet,
                pagesize=landscape((look.WIDTH, look.HEIGHT)),
            ),
        ])  # fmt: skip

    def note(self, key: str, page: int) -> None:
        """Remember on which sheet a place is."""
        self.places[key] = page

    def _cover_sheet(self, canvas: Canvas, document: BaseDocTemplate) -> None:
        self._foot(canvas, look.WIDTH)

    def _sheet(self, canvas: Canvas, document: BaseDocTemplate) -> None:
        width, height = canvas._pagesize
        y = height - look.HEAD + 26
        draw_line(canvas, look.SIDE, y, _cut(self.head, width - 2 * look.SIDE), look.TINY, look.INK_2)
        _rule(canvas, y - 7, width)
        self._foot(canvas, width)

    def _foot(self, canvas: Canvas, width: float) -> None:
        y = look.FOOT - 26
        _rule(canvas, y + 13, width)
        # however many editions there are, "demo data" stays on the sheet
        marked = fonts.width(self.mark, look.TINY, "bold") + 10
        foot = _cut(self.foot, width - 2 * look.SIDE - marked - _NUMBER_ROOM)
        end = draw_line(canvas, look.SIDE, y, foot, look.TINY, look.INK_2)
        if self.mark:
            start = end + (10 if self.foot else 0)
            draw_line(canvas, start, y, self.mark, look.TINY, look.CAUTION, "bold")
        canvas.saveState()
        canvas.translate(width - look.SIDE, y)
        canvas.doForm(_number_form(canvas.getPageNumber()))
        canvas.restoreState()

    def afterPage(self) -> None:
        self.sheets = self.page

    def beforeDocument(self) -> None:
        # the moment of the report, not of the writing: the same report is the same file
        offset = self.made_at.utcoffset()
        minutes = int(offset.total_seconds() // 60) if offset else 0
        stamp = self.canv._doc._timeStamp
        stamp.YMDhms = self.made_at.timetuple()[:6]
        stamp.dhh, stamp.dmm = int(minutes / 60), abs(minutes) % 60

    def save(self, story: list[Flowable]) -> None:
        """Write the file; the numbers of sheets come last, once all of them are known."""
        self._doSave = 0
        self.build(story)
        for page in range(1, self.sheets + 1):
            right_form(self.canv, _number_form(page), f"{page} / {self.sheets}", look.TINY, look.INK_2)
        for key, page in self.places.items():
            right_form(self.canv, place_form(key), str(page), look.BODY, look.INK)
            left_form(self.canv, reference_form(key), str(page), look.SMALL, look.ACCENT)
        self.canv.save()


def place_form(key: str) -> str:
    """The form that holds the number of the sheet where a place is."""
    return f"place-{key}"


def reference_form(key: str) -> str:
    """The same for a line of text that ends with it."""
    return f"reference-{key}"


def _number_form(page: int) -> str:
    return f"number-{page}"


def right_form(canvas: Canvas, name: str, text: str, size: float, color: str) -> None:
    """A form with a text that ends where the form is put."""
    canvas.beginForm(name, -200, -20, 10, 20)
    draw_line(canvas, -fonts.width(text, size), 0, text, size, color)
    canvas.endForm()


def left_form(canvas: Canvas, name: str, text: str, size: float, color: str) -> None:
    """A form with a text that begins where the form is put."""
    canvas.beginForm(name, -10, -20, 200, 20)
    draw_line(canvas, 0, 0, text, size, color)
    canvas.endForm()


@lru_cache(maxsize=16)
def _cut(text: str, room: float) -> str:
    """The text on one line; what has no room ends in dots."""
    line, *rest = fonts.lines(text, look.TINY, room - fonts.width(" …", look.TINY))
    return f"{line} …" if rest else line


def _frame(width: float, height: float) -> Frame:
    return Frame(
        look.SIDE, look.FOOT, width - 2 * look.SIDE, height - look.HEAD - look.FOOT,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip


def _rule(canvas: Canvas, y: float, width: float) -> None:
    canvas.setStrokeColor(look.colour(look.LINE))
    canvas.setLineWidth(look.HAIRLINE)
    canvas.line(look.SIDE, y, width - look.SIDE, y)


class Done(Flowable):  # type: ignore[misc]
    """Calls back when what stands before it is drawn: progress, or the last step."""

    def __init__(self, call: Callable[[Canvas], None]) -> None:
        super().__init__()
        self.call = call

    def wrap(self, room: float, height: float) -> tuple[float, float]:
        return 0, 0

    def frameAction(self, _frame: object) -> None:
        """It needs no room: on a full page it would begin another one, and leave that blank."""
        self.call(self.canv)

    def draw(self) -> None:
        self.call(self.canv)
