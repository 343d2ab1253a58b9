"""A map of areas as native shapes, one per area under its name, with the key of their colours."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import quoteattr

import shapely
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.shapes.autoshape import Shape
from pptx.util import Emu, Pt
from shapely.geometry import shape as geometry

from charts import printed, theme
from charts.legal import legal
from charts.native import looks
from charts.native.looks import Box
from charts.native.reading import Trace

# outlines are drawn as exactly as half a point shows
_EXACT = 0.4
# points: the type of names and of the key, the key's width, a line of it
_NAME, _KEY, _KEY_WIDTH, _LINE = 10, 11, 170, 17
# so many areas without room for their name get a number instead
MOST_NUMBERED = 18
_STEPS = 3


@dataclass(frozen=True)
class Paper:
    """From degrees to EMU: Mercator, north up, in the middle of a box."""

    west: float
    north: float
    scale: float
    x: float
    y: float

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        return self.x + (lon - self.west) * self.scale, self.y + (self.north - _up(lat)) * self.scale


def _up(lat: float) -> float:
    """Mercator's y, in degrees."""
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)))


def areas(data: Sequence[Trace]) -> list[Trace]:
    """The traces of coloured areas."""
    return [one for one in data if one.get("type") == "choropleth" and one.get("locations")]


def draw(shapes: Any, data: Sequence[Trace], box: Box, language: str) -> tuple[Any, int]:
    """The map as one group and its key beside it. How many areas have neither name nor number on it."""
    traces = areas(data)
    outlines = _outlines(traces)
    room = Box(box.x, box.y, box.width - int(Pt(_KEY_WIDTH + 12)), box.height)
    paper = _paper(list(outlines.values()), room)
    made, numbered, left = [], [], 0
    number = max((one.shape_id for one in shapes), default=1)
    written = _written(data)
    for trace in traces:
        for place, one in enumerate(trace["locations"]):
            if one not in outlines:
                continue
            number += 1
            made.append(_area(shapes, trace, place, outlines[one], paper, number))
            name = str(trace["text"][place])
            if name not in written:
                numbered.append((name, outlines[one], _colour(trace, place)))
    if len(numbered) > MOST_NUMBERED:
        numbered, left = [], len(numbered)
    made += _names(shapes, data, paper)
    made += [
        _text(shapes, str(n), paper.place(*_middle(area)), theme.text_on(colour), False)
        for n, (_name, area, colour) in enumerate(numbered, start=1)
    ]
    group = shapes.add_group_shape(made)
    _key(shapes, data, [name for name, _area, _colour in numbered], room, language)
    return group, left


def _outlines(traces: Sequence[Trace]) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for trace in traces:
        wanted = set(trace["locations"])
        for feature in trace["geojson"]["features"]:
            if feature["id"] in wanted:
                found[feature["id"]] = geometry(feature["geometry"])
    return found


def _paper(outlines: Sequence[Any], box: Box) -> Paper:
    west, south, east, north = (float(one) for one in shapely.total_bounds(outlines))
    top, bottom = _up(north), _up(south)
    wide, high = max(east - west, 1e-9), max(top - bottom, 1e-9)
    scale = min(box.width / wide, box.height / high)
    # from the left, so that text and map share an edge with the title
    return Paper(west, top, scale, box.x + (box.width - wide * scale) / 2, box.y)


def _area(shapes: Any, trace: Trace, place: int, outline: Any, paper: Paper, number: int) -> Any:
    """The shape of an area: all its rings, the holes among them left open.

    Written as XML (ECMA-376, part 1, 20.1.9): python-pptx's builder looks at all points for each point, which
    took a minute for 514 areas.
    """
    thin = outline.simplify(Pt(_EXACT) / paper.scale)
    rings = [
        [tuple(map(round, paper.place(x, y))) for x, y, *_z in ring.coords]
        for ring in _rings(outline if thin.is_empty else thin)
    ]
    xs, ys = zip(*(point for ring in rings for point in ring), strict=True)
    left, top, wide, high = min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
    name = quoteattr(legal(trace["text"][place]).replace("\n", " "))
    path = "".join(_path(ring, left, top) for ring in rings)
    element = parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name={name} descr={name}/><p:cNvSpPr/>'
        f'<p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/>'
        '</a:xfrm><a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
        f'<a:pathLst><a:path w="{wide}" h="{high}">{path}</a:path></a:pathLst></a:custGeom></p:spPr></p:sp>'
    )
    shapes._spTree.append(element)
    found = Shape(element, shapes)
    looks.fill(found, _colour(trace, place))
    edge = (trace.get("marker") or {}).get("line") or {}
    looks.line(
        found, _at(edge.get("color"), place, theme.OUTLINE), float(_at(edge.get("width"), place, 1) or 0)
    )
    return found


def _path(ring: Sequence[tuple[int, ...]], left: int, top: int) -> str:
    first, *others = (f'<a:pt x="{x - left}" y="{y - top}"/>' for x, y in ring)
    lines = "".join(f"<a:lnTo>{one}</a:lnTo>" for one in others)
    return f"<a:moveTo>{first}</a:moveTo>{lines}<a:close/>"


def _rings(outline: Any) -> list[Any]:
    parts = [one for one in getattr(outline, "geoms", [outline]) if one.geom_type == "Polygon"]
    return [ring for part in parts for ring in (part.exterior, *part.interiors)]


def _at(value: Any, place: int, other: Any) -> Any:
    if isinstance(value, list):
        return value[place]
    return other if value is None else value


def _colour(trace: Trace, place: int) -> str:
    values = [one for one in trace["z"] if one is not None]
    low, high = trace.get("zmin"), trace.get("zmax")
    low, high = (min(values) if low is None else low), (max(values) if high is None else high)
    part = (trace["z"][place] - low) / (high - low) if high > low else 0.5
    return between(trace["colorscale"], part)


def between(scale: Sequence[Sequence[Any]], part: float) -> str:
    """#rrggbb of a place from 0 to 1 on a colour scale."""
    left, right = scale[0], scale[-1]
    for one, other in itertools.pairwise(scale):
        if one[0] <= part <= other[0]:
            left, right = one, other
            if one[0] < part or one[0] == other[0]:
                break
    span = right[0] - left[0]
    share = (part - left[0]) / span if span else 0.0
    pairs = zip(
        printed.rgba(printed.on_paper(left[1]))[:3], printed.rgba(printed.on_paper(right[1]))[:3], strict=True
    )
    return "#" + "".join(f"{round(255 * (a + (b - a) * share)):02x}" for a, b in pairs)


def _texts(data: Sequence[Trace]) -> list[Trace]:
    return [one for one in data if one.get("type") == "scattergeo" and one.get("mode") == "text"]


def _written(data: Sequence[Trace]) -> set[str]:
    return {text.replace("<br>", " ") for trace in _texts(data) for text in trace.get("text") or []}


def _names(shapes: Any, data: Sequence[Trace], paper: Paper) -> list[Any]:
    """The names that fit their area, as the figure itself places them."""
    made = []
    for trace in _texts(data):
        fonts = trace.get("textfont") or {}
        for place, text in enumerate(trace.get("text") or []):
            spot = paper.place(trace["lon"][place], trace["lat"][place])
            ink = _at(fonts.get("color"), place, looks.INK)
            bold = _at(fonts.get("weight"), place, "") == "bold"
            made.append(_text(shapes, text.replace("<br>", "\n"), spot, ink, bold))
    return made


def _middle(area: Any) -> tuple[float, float]:
    """The place that is farthest from the borders."""
    x, y = shapely.maximum_inscribed_circle(area).coords[0]
    return float(x), float(y)


def _text(shapes: Any, text: str, spot: tuple[float, float], ink: str, bold: bool) -> Any:
    lines = legal(text).split("\n")
    width = Pt(max(map(len, lines)) * _NAME * 0.62 + 4)
    height = Pt(len(lines) * _NAME * 1.2)
    box = shapes.add_textbox(
        Emu(round(spot[0] - width / 2)), Emu(round(spot[1] - height / 2)), Emu(width), Emu(height)
    )
    box.text_frame.word_wrap = False
    _say(box.text_frame, lines, _NAME, ink, bold)
    for paragraph in box.text_frame.paragraphs:
        paragraph.alignment = PP_ALIGN.CENTER
    return box


def _say(frame: Any, lines: Sequence[str], size: float, ink: str, bold: bool = False) -> None:
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.text = "\n".join(lines)
    for paragraph in frame.paragraphs:
        paragraph.font.size, paragraph.font.bold = Pt(size), bold
        paragraph.font.color.rgb = looks.rgb(ink)


def _key(shapes: Any, data: Sequence[Trace], numbered: Sequence[str], room: Box, language: str) -> None:
    """What each colour means, high first, and the names behind the numbers."""
    x, y = room.x + room.width + int(Pt(12)), room.y + int(Pt(4))
    for name, colour in entries(data, language):
        square = shapes.add_shape(1, Emu(x), Emu(y + int(Pt(2))), Pt(12), Pt(12))
        looks.flat(square)
        looks.fill(square, colour)
        looks.line(square, printed.LIGHT["level-edge"], 1)
        _line_of(shapes, name, x + int(Pt(20)), y)
        y += int(Pt(_LINE))
    y += int(Pt(10))
    for n, name in enumerate(numbered, start=1):
        _line_of(shapes, f"{n}  {name}", x, y)
        y += int(Pt(_LINE))


def _line_of(shapes: Any, text: str, x: int, y: int) -> None:
    box = shapes.add_textbox(Emu(x), Emu(y), Pt(_KEY_WIDTH - 20), Pt(16))
    most = int((_KEY_WIDTH - 20) / (_KEY * looks.LETTER))
    said = legal(text).replace("\n", " ")
    box.text_frame.word_wrap = True
    _say(box.text_frame, [said if len(said) <= most else said[: most - 1] + "…"], _KEY, looks.INK)


def entries(data: Sequence[Trace], language: str) -> list[tuple[str, str]]:
    """(name, colour) of the key: the classes, or three numbers of a scale that has none."""
    classes = [
        (str(one.get("name")), printed.on_paper((one.get("marker") or {})["color"]))
        for one in data
        if one.get("type") == "scattergeo" and one.get("showlegend")
    ]
    if classes:
        return classes
    scaled = next((one for one in areas(data) if one.get("colorbar")), None)
    if scaled is None:
        return []
    values = [one for one in scaled["z"] if one is not None]
    low, high = min(values), max(values)
    decimals = str(scaled["colorbar"].get("tickformat") or "").rpartition(".")[2].removesuffix("f")
    steps = range(_STEPS - 1, -1, -1) if high > low else range(1)
    return [
        (
            _number(low + (high - low) * place / (_STEPS - 1), int(decimals or 0), language),
            between(scaled["colorscale"], place / (_STEPS - 1) if high > low else 0.5),
        )
        for place in steps
    ]


def _number(value: float, decimals: int, language: str) -> str:
    text = f"{value:,.{decimals}f}"
    if theme.separators(language) == theme.SEPARATORS["id"]:
        return text.translate(str.maketrans(",.", ".,"))
    return text
