"""What native charts share: lengths, colours, and what python-pptx has no words for in a chart's XML.

Elements and their order: ECMA-376, part 1, 21.2 (DrawingML charts).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.chart.chart import Chart
from pptx.dml.color import RGBColor
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Pt

from charts import printed

# how wide a letter of the common sans faces is, as a part of the type's size (Arial's mean is 0.5)
LETTER = 0.53
# points of a Plotly pixel
PIXEL = 0.75
INK, INK_2, GRID = (printed.LIGHT[name] for name in ("ink", "ink-2", "grid"))
REFERENCE = printed.LIGHT["zero"]


@dataclass(frozen=True)
class Box:
    """A place on the slide, in EMU."""

    x: int
    y: int
    width: int
    height: int

    @property
    def points(self) -> tuple[float, float]:
        """Width and height in points."""
        return Emu(self.width).pt, Emu(self.height).pt


def rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(printed.on_paper(colour).removeprefix("#").upper())


def fill(shape_format: Any, colour: str) -> None:
    shape_format.fill.solid()
    shape_format.fill.fore_color.rgb = rgb(colour)


def flat(shape: Any) -> None:
    """Neither shadow nor bevel: without a style of its theme a shape is what we say of it."""
    style = shape._element.find(qn("p:style"))
    if style is not None:
        shape._element.remove(style)


def line(shape_format: Any, colour: str, pixels: float) -> None:
    """An outline, or none where it has no width."""
    if not pixels:
        shape_format.line.fill.background()
        return
    shape_format.line.color.rgb = rgb(colour)
    shape_format.line.width = Pt(pixels * PIXEL)


def out_of_legend(chart: Chart, places: Sequence[int]) -> None:
    """No entry for these series (from 0), such as lines across the plot."""
    if chart.legend is None:
        return
    position = chart.legend._element.find(qn("c:legendPos"))
    for place in reversed(places):
        position.addnext(parse_xml(
            f'<c:legendEntry {nsdecls("c")}><c:idx val="{place}"/><c:delete val="1"/></c:legendEntry>'
        ))  # fmt: skip


def place_plot(chart: Chart, x: float, y: float, width: float, height: float) -> None:
    """Fix where the plot itself lies, as parts of the chart: labels get the rest."""
    area = chart._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    area.insert(0, parse_xml(
        f'<c:layout {nsdecls("c")}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
        f'<c:yMode val="edge"/><c:x val="{x:.4f}"/><c:y val="{y:.4f}"/><c:w val="{width:.4f}"/>'
        f'<c:h val="{height:.4f}"/></c:manualLayout></c:layout>'
    ))  # fmt: skip


def style(chart: Chart, size: float) -> None:
    """Type and paper: no frame, no title of its own, square corners."""
    chart.font.size = Pt(size)
    chart.font.color.rgb = rgb(INK)
    chart.has_title = False
    chart._chartSpace.chart.get_or_add_autoTitleDeleted().set("val", "1")


def legend(chart: Chart, shown: bool, size: float, position: Any) -> None:
    """A legend outside the plot."""
    chart.has_legend = shown
    if not shown or chart.legend is None:
        return
    chart.legend.position = position
    chart.legend.include_in_layout = False
    chart.legend.font.size = Pt(size)
    chart.legend.font.color.rgb = rgb(INK)


def left_of(low: float, high: float, size: float, title: str, width: float) -> float:
    """The part of a chart of this width (points) that an axis of numbers takes with its title on the left."""
    letters = max(len(f"{one:,.0f}") for one in (low, high))
    return (letters * LETTER * size + 10 + (1.7 * size if title else 0)) / width


def legend_lines(names: Sequence[str], size: float, width: float) -> int:
    """How many lines a legend of these names takes above a chart of this width (points)."""
    lines, used = 1, 0.0
    for name in names:
        wide = len(name) * LETTER * size + 22
        if used and used + wide > 0.9 * width:
            lines, used = lines + 1, 0.0
        used += wide
    return lines


def axis(one: Any, size: float, title: str = "", look: str = "") -> None:
    """An axis of quiet grey: its line, no ticks, the grid off."""
    one.has_major_gridlines = one.has_minor_gridlines = False
    one.tick_labels.font.size = Pt(size)
    one.tick_labels.font.color.rgb = rgb(INK_2)
    if look:
        one.tick_labels.number_format, one.tick_labels.number_format_is_linked = look, False
    one.format.line.color.rgb = rgb(REFERENCE)
    one.format.line.width = Pt(0.75)
    one.has_title = bool(title)
    if title:
        frame = one.axis_title.text_frame
        frame.text = title
        font = frame.paragraphs[0].runs[0].font
        font.size, font.bold = Pt(size), False
        font.color.rgb = rgb(INK_2)


def every_name(one: Any) -> None:
    """An axis of names writes all of them, also where a program thinks that they come close."""
    last = one._element.find(qn("c:noMultiLvlLbl"))
    skip = parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="1"/>')
    if last is None:
        one._element.append(skip)
    else:
        last.addprevious(skip)


def grid(one: Any) -> None:
    one.has_major_gridlines = True
    one.major_gridlines.format.line.color.rgb = rgb(GRID)
    one.major_gridlines.format.line.width = Pt(0.75)


def logarithmic(one: Any, base: int) -> None:
    scaling = one._element.find(qn("c:scaling"))
    scaling.insert(0, parse_xml(f'<c:logBase {nsdecls("c")} val="{base}"/>'))


def unbroken(labels: Any) -> None:
    """Numbers beside their marks stay on one line: some programs break them after so many letters."""
    labels._element.get_or_add_txPr().find(qn("a:bodyPr")).set("wrap", "none")


def hide_labels(labels: Any, places: Sequence[int]) -> None:
    """No number at these points."""
    for place in reversed(places):
        labels._element.insert(0, parse_xml(
            f'<c:dLbl {nsdecls("c")}><c:idx val="{place}"/><c:delete val="1"/></c:dLbl>'
        ))  # fmt: skip


def error_bars(series: Any, errors: Sequence[tuple[float, float]], direction: str = "") -> None:
    """Lines from value - below to value + above at each point; direction: `x` or `y` where there are both."""
    towards = f'<c:errDir val="{direction}"/>' if direction else ""
    plus, minus = (_literal(name, errors, place) for name, place in (("plus", 1), ("minus", 0)))
    element = parse_xml(
        f'<c:errBars {nsdecls("c", "a")}>{towards}<c:errBarType val="both"/><c:errValType val="cust"/>'
        f'<c:noEndCap val="0"/>{plus}{minus}<c:spPr><a:ln w="12700"><a:solidFill>'
        f'<a:srgbClr val="{rgb(INK)}"/></a:solidFill></a:ln></c:spPr></c:errBars>'
    )
    first = next(series._element.iterchildren(qn("c:cat"), qn("c:xVal"), qn("c:val")))
    first.addprevious(element)


def _literal(name: str, errors: Sequence[tuple[float, float]], place: int) -> str:
    points = "".join(
        f'<c:pt idx="{row}"><c:v>{pair[place]!r}</c:v></c:pt>' for row, pair in enumerate(errors)
    )
    return (
        f"<c:{name}><c:numLit><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(errors)}"/>{points}</c:numLit></c:{name}>'
    )


def describe(graphic: Any, name: str, text: str) -> None:
    """What the selection pane calls it, and what is read out to those who cannot see it."""
    graphic.name = name
    for element in graphic._element.iter(qn("p:cNvPr")):
        element.set("descr", text)
        return
