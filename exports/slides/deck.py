"""The slides' common form: one plain theme, where title, text and foot stand, and how they are written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches, Pt

from charts import printed, theme
from charts.native import Box, legal
from charts.native.looks import flat, rgb

from . import fit

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
LEFT, RIGHT = Inches(0.6), Inches(12.733)
INK, INK_2, ACCENT = (printed.LIGHT[name] for name in ("ink", "ink-2", "accent"))
DARK = theme.LEVEL_VALUES["light"][2]
PALE, RULE = "#f3f5f8", printed.LIGHT["grid"]
WARM, WARM_EDGE = "#fdf3e7", theme.SELECTED
FACE = "Calibri"
# the colours a reader's own shapes and charts get
_COLOURS = {
    "dk1": INK, "lt1": "#ffffff", "dk2": DARK, "lt2": PALE, "accent1": ACCENT,
    "accent2": theme.LEVEL_VALUES["light"][1], "accent3": theme.SELECTED, "accent4": theme.OKABE_ITO[2],
    "accent5": theme.OKABE_ITO[0], "accent6": theme.OTHERS, "hlink": ACCENT, "folHlink": DARK,
}  # fmt: skip
_TITLE_ONLY, _COVER = "Title Only", "Title Slide"
_TITLE_BOX = Box(LEFT, Inches(0.62), RIGHT - LEFT, Inches(0.86))
_COVER_BOX = Box(Inches(1.1), Inches(1.5), Inches(11), Inches(1.5))
_SECTION_BOX = Box(LEFT, Inches(0.8), RIGHT - LEFT, Inches(1.25))
_SUBTITLE_HEIGHT, _BODY_END = Inches(0.36), Inches(6.76)


@dataclass(frozen=True)
class Look:
    """How a text is written: largest and smallest type in points, colour, weight, side."""

    most: float
    least: float = 9
    ink: str = INK
    bold: bool = False
    align: Any = PP_ALIGN.LEFT


TITLE = Look(24, 14, bold=True)
SECTION = Look(30, 16, bold=True)
COVER = Look(40, 22, bold=True)


def body(title: str) -> Box:
    """What is free on a slide with this title: below the subtitle, above the foot."""
    top = _under(title) + _SUBTITLE_HEIGHT + Inches(0.12)
    return Box(LEFT, top, RIGHT - LEFT, _BODY_END - top)


def _under(title: str) -> int:
    """Where the title ends."""
    high = height_of(title, _TITLE_BOX.width, TITLE, _TITLE_BOX.points[1])
    return _TITLE_BOX.y + int(Pt(high + 4))


class Deck:
    """A presentation under our theme; slides are added to its end."""

    def __init__(self, title: str, person: str, language: str) -> None:
        self.file = Presentation()
        self.file.slide_width, self.file.slide_height = WIDTH, HEIGHT
        about = self.file.core_properties
        # the field holds 255 characters
        about.title, about.author, about.language = legal(title)[:250], legal(person)[:250], language
        about.last_modified_by, about.comments = "", ""
        self._layouts = _form(self.file)

    @property
    def number(self) -> int:
        return len(self.file.slides)

    def cover(self, title: str) -> Any:
        """The first slide, with its title."""
        return self._slide(_COVER, title, _COVER_BOX, COVER)

    def slide(self, title: str, above: str = "", subtitle: str = "") -> Any:
        """A slide with its title, the name of the page above it and what is shown below it."""
        slide = self._slide(_TITLE_ONLY, title, _TITLE_BOX, TITLE)
        if above:
            write(slide, Box(LEFT, Inches(0.34), RIGHT - LEFT, Inches(0.26)), above, Look(12, ink=ACCENT))
        if subtitle:
            box = Box(LEFT, _under(title), RIGHT - LEFT, _SUBTITLE_HEIGHT)
            write(slide, box, subtitle, Look(14, 10, INK_2))
        return slide

    def section(self, title: str, above: str) -> Any:
        """A slide on which a page begins: its finding in larger type."""
        slide = self._slide(_TITLE_ONLY, title, _SECTION_BOX, SECTION)
        _place(slide.shapes.title, _SECTION_BOX)
        block(slide, Box(0, 0, int(Inches(0.18)), HEIGHT), DARK)
        write(slide, Box(LEFT, Inches(0.4), RIGHT - LEFT, Inches(0.3)), above, Look(14, ink=ACCENT))
        return slide

    def _slide(self, layout: str, title: str, box: Box, look: Look) -> Any:
        slide = self.file.slides.add_slide(self._layouts[layout])
        # an empty title would be left without any way to name the slide
        _put(slide.shapes.title.text_frame, legal(title) or "–", box, look)
        return slide

    def drop_last(self) -> None:
        """Take the last slide away again."""
        listed = self.file.slides._sldIdLst
        self.file.part.drop_rel(listed[-1].rId)
        listed.remove(listed[-1])

    def save(self, path: Any) -> None:
        self.file.save(path)


def write(slide: Any, box: Box, text: str, look: Look, fill: str = "", edge: str = "") -> float:
    """A text in a box, in the largest type that fits. How high it is, in points.

    fill: the colour behind it; edge: of a bar along its left side.
    """
    inset = Pt(8) if fill else 0
    if fill:
        _block(slide, box, fill)
    if edge:
        _block(slide, Box(box.x, box.y, int(Pt(3)), box.height), edge)
    room = Box(box.x + inset, box.y + inset // 2, box.width - 2 * inset, box.height - inset)
    shape = slide.shapes.add_textbox(Emu(room.x), Emu(room.y), Emu(room.width), Emu(room.height))
    return _put(shape.text_frame, legal(text), room, look)


def height_of(text: str, box_width: int, look: Look, most_height: float, filled: bool = False) -> float:
    """Points that `write` needs for a text of this width, at most `most_height`."""
    inset = 8 if filled else 0
    room = (Emu(box_width).pt - 2 * inset, most_height - inset)
    return fit.fitted(legal(text), room, look.most, look.least, look.bold).height + inset


def _put(frame: Any, text: str, box: Box, look: Look) -> float:
    fitted = fit.fitted(text, box.points, look.most, look.least, look.bold)
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.text = fitted.text
    for paragraph in frame.paragraphs:
        paragraph.alignment = look.align
        for run in paragraph.runs:
            run.font.size, run.font.bold = Pt(fitted.size), look.bold
            run.font.color.rgb = rgb(look.ink)
    return fitted.height


def _block(slide: Any, box: Box, colour: str) -> Any:
    shape = slide.shapes.add_shape(
        MSO_SHAPE.RECTANGLE, Emu(box.x), Emu(box.y), Emu(box.width), Emu(box.height)
    )
    flat(shape)
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(colour)
    shape.line.fill.background()
    return shape


def block(slide: Any, box: Box, colour: str) -> None:
    """A plain rectangle."""
    _block(slide, box, colour)


def foot(slide: Any, text: str, mark: str, number: int) -> None:
    """Base and edition, the demo mark where there is one, and the number of the slide."""
    y = Inches(6.92)
    _block(slide, Box(LEFT, y - int(Pt(5)), RIGHT - LEFT, int(Pt(0.75))), RULE)
    end = RIGHT - Inches(0.5)
    write(
        slide, Box(end, y, Inches(0.5), Inches(0.22)), str(number), Look(10, ink=INK_2, align=PP_ALIGN.RIGHT)
    )
    if mark:
        wide = Inches(2.3)
        write(
            slide, Box(end - wide, y, wide, Inches(0.22)), mark,
            Look(10, ink=WARM_EDGE, bold=True, align=PP_ALIGN.RIGHT),
        )  # fmt: skip
        end -= wide
    write(slide, Box(LEFT, y, end - LEFT - Inches(0.2), Inches(0.42)), text, Look(10, 8, INK_2))


def notes(slide: Any, paragraphs: Sequence[str]) -> None:
    """The speaker's notes, a paragraph each."""
    slide.notes_slide.notes_text_frame.text = legal("\n".join(one for one in paragraphs if one))


def _form(file: Any) -> dict[str, Any]:
    """Give the presentation our theme. The layouts in use, by name."""
    master = file.slide_masters[0]
    _colour(master.part.part_related_by(RELATIONSHIP_TYPE.THEME))
    kept = {one.name: one for one in master.slide_layouts if one.name in (_TITLE_ONLY, _COVER)}
    for layout in list(master.slide_layouts):
        if layout.name not in kept:
            master.slide_layouts.remove(layout)
    _widen(master)
    for one in kept.values():
        _widen(one)
    _titles(master)
    for name, box in ((_TITLE_ONLY, _TITLE_BOX), (_COVER, _COVER_BOX)):
        _place(kept[name].placeholders[0], box)
    subtitle = next(one for one in kept[_COVER].placeholders if one.placeholder_format.idx == 1)
    subtitle._element.getparent().remove(subtitle._element)
    return kept


def _colour(part: Any) -> None:
    """Our colours and faces in the theme's XML."""
    root = etree.fromstring(part.blob)
    space = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
    for name, colour in _COLOURS.items():
        element = root.find(f".//a:clrScheme/a:{name}", space)
        for child in list(element):
            element.remove(child)
        etree.SubElement(element, qn("a:srgbClr")).set("val", colour.removeprefix("#"))
    for face in root.findall(".//a:fontScheme//a:latin", space):
        face.set("typeface", FACE)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _widen(one: Any) -> None:
    """python-pptx's own template has 4:3 slides, 10 inches wide."""
    for shape in one.placeholders:
        shape.left, shape.top, shape.width, shape.height = (
            round(shape.left * WIDTH / Inches(10)), shape.top, round(shape.width * WIDTH / Inches(10)),
            shape.height,
        )  # fmt: skip


def _place(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = (
        Emu(one) for one in (box.x, box.y, box.width, box.height)
    )


def _titles(master: Any) -> None:
    """Titles of ours: left, dark, bold."""
    style = master._element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    style.set("algn", "l")
    letters = style.find(qn("a:defRPr"))
    letters.set("sz", "2400")
    letters.set("b", "1")
    _place(master.placeholders[0], _TITLE_BOX)
    body = master.placeholders[0]._element.find(f".//{qn('a:bodyPr')}")
    for child in list(body):
        body.remove(child)
    body.append(parse_xml(f"<a:normAutofit {nsdecls('a')}/>"))
