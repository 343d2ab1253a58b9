"""Lines across a chart, drawn inside it: they move and grow with it, and stay where the value is."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from pptx.chart.chart import Chart
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from charts.native import looks

_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chartshapes+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chartUserShapes"
_SPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:cdr="http://schemas.openxmlformats.org/drawingml/2006/chartDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)


@dataclass(frozen=True)
class Mark:
    """A dotted line or a text inside a chart, from corner to corner, as parts of the chart's size.

    A text with `align` (`l`, `ctr`, `r`) has no line.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    text: str = ""
    align: str = ""


def draw(chart: Chart, marks: Sequence[Mark], size: float) -> None:
    """Put the marks into the chart, texts in this size (points)."""
    if not marks:
        return
    shapes = "".join(_anchor(one, place, size) for place, one in enumerate(marks, start=2))
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    blob = f"{head}<c:userShapes {_SPACES}>{shapes}</c:userShapes>"
    package = chart.part.package
    number = str(chart.part.partname).rpartition("/chart")[2].removesuffix(".xml")
    name = PackURI(f"/ppt/drawings/drawing{number}.xml")
    relation = chart.part.relate_to(Part(name, _TYPE, package, blob.encode()), _RELATION)
    space = chart._chartSpace
    space.append(parse_xml(f'<c:userShapes {nsdecls("c", "r")} r:id="{relation}"/>'))
    # the schema has the user's shapes last
    assert space[-1].tag == qn("c:userShapes")


def _anchor(mark: Mark, number: int, size: float) -> str:
    corners = "".join(
        f"<cdr:{end}><cdr:x>{min(max(x, 0), 1):.5f}</cdr:x><cdr:y>{min(max(y, 0), 1):.5f}</cdr:y></cdr:{end}>"
        for end, x, y in (("from", mark.x0, mark.y0), ("to", mark.x1, mark.y1))
    )
    inside = _text(mark, number, size) if mark.align else _line(number)
    return f"<cdr:relSizeAnchor>{corners}{inside}</cdr:relSizeAnchor>"


def _line(number: int) -> str:
    return (
        f'<cdr:cxnSp macro=""><cdr:nvCxnSpPr><cdr:cNvPr id="{number}" name="Line {number}"/><cdr:cNvCxnSpPr/>'
        '</cdr:nvCxnSpPr><cdr:spPr><a:xfrm/><a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
        f'<a:ln w="15875"><a:solidFill><a:srgbClr val="{looks.rgb(looks.REFERENCE)}"/></a:solidFill>'
        '<a:prstDash val="dash"/></a:ln></cdr:spPr></cdr:cxnSp>'
    )


def _text(mark: Mark, number: int, size: float) -> str:
    return (
        f'<cdr:sp macro="" textlink=""><cdr:nvSpPr><cdr:cNvPr id="{number}" name="Label {number}"/>'
        '<cdr:cNvSpPr txBox="1"/></cdr:nvSpPr><cdr:spPr><a:xfrm/><a:prstGeom prst="rect"><a:avLst/>'
        '</a:prstGeom><a:noFill/></cdr:spPr><cdr:txBody><a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" '
        f'bIns="0" anchor="t"/><a:p><a:pPr algn="{mark.align}"/><a:r><a:rPr sz="{round(size * 100)}">'
        f'<a:solidFill><a:srgbClr val="{looks.rgb(looks.INK_2)}"/></a:solidFill>'
        '<a:latin typeface="+mn-lt"/></a:rPr>'
        f"<a:t>{escape(mark.text)}</a:t></a:r></a:p></cdr:txBody></cdr:sp>"
    )
