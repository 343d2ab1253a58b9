"""Lines over names as a native chart, such as groups across variables or months."""

from collections.abc import Sequence
from typing import Any

from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_MARK
from pptx.enum.chart import XL_TICK_LABEL_POSITION as LABELS_AT
from pptx.enum.dml import MSO_LINE
from pptx.util import Emu

from charts.legal import legal
from charts.native import looks
from charts.native.looks import Box
from charts.native.number_formats import number_format
from charts.native.point_chart import SYMBOLS
from charts.native.reading import Trace, plain
from charts.native.workbook import Categories

_SIZE = 11.0
_DASHES = {"dash": MSO_LINE.DASH, "dot": MSO_LINE.ROUND_DOT}


def lines(data: Sequence[Trace], layout: dict[str, Any]) -> list[Trace]:
    """The lines of a figure whose steps have names; none where they differ from line to line."""
    if (layout.get("xaxis") or {}).get("type") != "category":
        return []
    if (layout.get("yaxis") or {}).get("type") == "category" or not data:
        return []
    found = [one for one in data if one.get("type") == "scatter" and "lines" in str(one.get("mode"))]
    alike = found and all(one.get("x") == found[0]["x"] for one in found)
    return [dict(one) for one in found] if alike else []


def draw(
    shapes: Any, traces: Sequence[Trace], layout: dict[str, Any], box: Box, language: str, name: str
) -> Any:
    """Draw the lines into the box. name: of a line that has none."""
    data = Categories()
    data.categories = [legal(plain(one)) for one in traces[0]["x"]]
    for trace in traces:
        data.add_series(legal(plain(trace.get("name") or name)), trace["y"])
    graphic = shapes.add_chart(
        XL_CHART_TYPE.LINE_MARKERS, Emu(box.x), Emu(box.y), Emu(box.width), Emu(box.height), data
    )
    chart = graphic.chart
    looks.style(chart, _SIZE)
    looks.legend(chart, len(traces) > 1, _SIZE, XL_LEGEND_POSITION.TOP)
    for trace, series in zip(traces, chart.plots[0].series, strict=True):
        _paint(trace, series)
    _axes(chart, layout, language)
    return graphic


def _paint(trace: Trace, series: Any) -> None:
    line, marker = trace.get("line") or {}, trace.get("marker") or {}
    colour = line.get("color") or marker.get("color") or looks.INK
    looks.line(series.format, colour, float(line.get("width") or 2))
    if line.get("dash") in _DASHES:
        series.format.line.dash_style = _DASHES[line["dash"]]
    series.smooth = False
    if "markers" not in str(trace.get("mode")):
        series.marker.style = XL_MARKER_STYLE.NONE
        return
    series.marker.style = SYMBOLS.get(str(marker.get("symbol")), XL_MARKER_STYLE.CIRCLE)
    series.marker.size = max(2, round(float(marker.get("size") or 8) * looks.PIXEL))
    looks.fill(series.marker.format, colour)
    looks.line(series.marker.format, colour, 1)


def _axes(chart: Any, layout: dict[str, Any], language: str) -> None:
    axis = layout.get("yaxis") or {}
    title = str((axis.get("title") or {}).get("text") or "")
    names, numbers = chart.category_axis, chart.value_axis
    looks.axis(names, _SIZE)
    looks.every_name(names)
    decimals = 1 if ".1f" in str(axis.get("tickformat")) else 0
    looks.axis(numbers, _SIZE, legal(title), number_format(f"%{{y:,.{decimals}f}}", language))
    # the names stand below the plot, not at zero
    names.tick_label_position = LABELS_AT.LOW
    if axis.get("range"):
        numbers.minimum_scale, numbers.maximum_scale = (float(one) for one in axis["range"])
    for one in (names, numbers):
        one.major_tick_mark = one.minor_tick_mark = XL_TICK_MARK.NONE
    looks.grid(numbers)
