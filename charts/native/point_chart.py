"""Points and lines over two numbers as a native chart, with their names and the lines of the region."""

import math
from collections.abc import Sequence
from typing import Any

from pptx.chart.chart import Chart
from pptx.chart.datalabel import DataLabels
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_MARK,
)
from pptx.enum.chart import XL_TICK_LABEL_POSITION as LABELS_AT
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from charts import scales, theme
from charts.legal import legal
from charts.native import looks, reference
from charts.native.looks import Box
from charts.native.number_formats import number_format
from charts.native.reading import Trace
from charts.native.workbook import Points

_SIZE = 11.0
# of an axis whose ends the figure leaves open
_STEPS = 6
# parts of the chart that axes and their titles take
_LEFT, _TOP, _LEGEND, _BOTTOM = 0.08, 0.03, 0.06, 0.16
_SIDES = {
    "middle right": XL_LABEL_POSITION.RIGHT, "middle left": XL_LABEL_POSITION.LEFT,
    "top center": XL_LABEL_POSITION.ABOVE, "bottom center": XL_LABEL_POSITION.BELOW,
}  # fmt: skip
SYMBOLS = {
    "diamond": XL_MARKER_STYLE.DIAMOND, "square": XL_MARKER_STYLE.SQUARE,
    "triangle-up": XL_MARKER_STYLE.TRIANGLE, "x": XL_MARKER_STYLE.X,
}  # fmt: skip


def points(data: Sequence[Trace], layout: dict[str, Any]) -> list[Trace]:
    """The traces over two numbers; none where one of the axes has names."""
    if any((layout.get(name) or {}).get("type") == "category" for name in ("xaxis", "yaxis")):
        return []
    if (layout.get("yaxis") or {}).get("visible") is False or not data:
        return []
    shown = [dict(one) for one in data if one.get("x")]
    return shown if all(map(_is_numeric, shown)) else []


def _is_numeric(trace: Trace) -> bool:
    values = [*(trace.get("x") or []), *(trace.get("y") or [])]
    mode = str(trace.get("mode"))
    marks = trace.get("type") == "scatter" and ("markers" in mode or "lines" in mode)
    return marks and all(isinstance(one, int | float) for one in values)


def draw(
    shapes: Any, traces: Sequence[Trace], layout: dict[str, Any], box: Box, language: str, name: str
) -> Any:
    """Draw the points into the box. name: of a trace that has none."""
    ranges = tuple(limits(traces, layout, one) for one in "xy")
    lines = _lines(layout, ranges)
    has_line = any("lines" in str(one.get("mode")) for one in traces)
    graphic = shapes.add_chart(
        XL_CHART_TYPE.XY_SCATTER_LINES if has_line else XL_CHART_TYPE.XY_SCATTER,
        Emu(box.x), Emu(box.y), Emu(box.width), Emu(box.height), _data(traces, lines, layout, name),
    )  # fmt: skip
    chart = graphic.chart
    _as_long(chart)
    looks.style(chart, _SIZE)
    has_legend = layout.get("showlegend") is not False
    named = has_legend and sum(one.get("showlegend") is not False for one in traces)
    top = _TOP + (_LEGEND if named > 1 else 0)
    left = max(_LEFT, looks.left_of(*ranges[1], _SIZE, _title(layout, "yaxis"), box.points[0]))
    looks.place_plot(chart, left, top, 0.97 - left, 1 - top - _BOTTOM)
    looks.legend(chart, named > 1, _SIZE, XL_LEGEND_POSITION.TOP)
    series = list(chart.plots[0].series)
    unnamed = [place for place, one in enumerate(traces) if one.get("showlegend") is False]
    looks.out_of_legend(chart, [*unnamed, *range(len(traces), len(series))])
    for trace, one in zip(traces, series, strict=False):
        _paint(trace, one, language)
    for one in series[len(traces) :]:
        _dash(one)
    _axes(chart, layout, ranges, (0.97 - left) * box.points[0], language)
    reference.draw(chart, _corners(layout, box, left), _SIZE)
    return graphic


def limits(traces: Sequence[Trace], layout: dict[str, Any], name: str) -> tuple[float, float]:
    """From where to where an axis goes: as the figure says, else to the next whole step."""
    given = (layout.get(f"{name}axis") or {}).get("range")
    if given:
        return float(given[0]), float(given[1])
    values = [float(one) for trace in traces for one in trace[name]]
    step = (layout.get(f"{name}axis") or {}).get("dtick")
    if step:
        # the numbers of an axis are counted from its beginning; nothing that counts goes below zero
        low = min(values) - float(step)
        return (0.0 if low < 0 <= min(values) else low), max(values) + float(step)
    step = scales.nice((max(values) - min(values)) / _STEPS or 1.0)
    low, high = math.floor(min(values) / step) * step, math.ceil(max(values) / step) * step
    return low, high if high > low else low + step


def _lines(
    layout: dict[str, Any], ranges: Sequence[tuple[float, float]]
) -> list[tuple[str, tuple[tuple[float, float], ...]]]:
    """The lines across the plot: which axis they belong to, and their two ends."""
    found = []
    for one in layout.get("shapes") or []:
        if one.get("type") != "line":
            continue
        if one.get("yref") == "paper":
            ends = tuple((float(one["x0"]), y) for y in ranges[1])
            found.append(("xaxis", ends))
        elif one.get("xref") == "paper":
            ends = tuple((x, float(one["y0"])) for x in ranges[0])
            found.append(("yaxis", ends))
    return found


def _as_long(chart: Chart) -> None:
    """As many places in each series as in the longest, the last ones empty: LibreOffice 7.4 shows nothing
    of a series that a longer one follows."""
    counts = chart._chartSpace.findall(f".//{qn('c:numCache')}/{qn('c:ptCount')}")
    longest = max((int(one.get("val")) for one in counts), default=0)
    for one in counts:
        one.set("val", str(longest))


def _data(
    traces: Sequence[Trace], lines: Sequence[tuple[str, Any]], layout: dict[str, Any], name: str
) -> Points:
    data = Points()
    for trace in traces:
        series = data.add_series(legal(trace.get("name") or name))
        for x, y in zip(trace["x"], trace["y"], strict=True):
            series.add_data_point(x, y)
    for axis, ends in lines:
        series = data.add_series(legal(_title(layout, axis)))
        for x, y in ends:
            series.add_data_point(x, y)
    return data


def _title(layout: dict[str, Any], axis: str) -> str:
    return str(((layout.get(axis) or {}).get("title") or {}).get("text") or "")


def _paint(trace: Trace, series: Any, language: str) -> None:
    marker, n = trace.get("marker") or {}, len(trace["x"])
    colours: list[Any]
    sizes: list[Any]
    symbols: list[Any]
    colours, sizes, symbols = (
        value if isinstance(value, list) else [value] * n
        for value in (marker.get("color") or theme.OTHERS, marker.get("size") or 8, marker.get("symbol"))
    )
    if "lines" in str(trace.get("mode")):
        line = trace.get("line") or {}
        looks.line(series.format, line.get("color") or colours[0], line.get("width") or 2)
        if line.get("dash") in ("dash", "dot"):
            series.format.line.dash_style = MSO_LINE.DASH
        series.smooth = False
    else:
        series.format.line.fill.background()
    if "markers" not in str(trace.get("mode")):
        series.marker.style = XL_MARKER_STYLE.NONE
        return
    common = colours[0], sizes[0], symbols[0]
    edge = marker.get("line") or {}
    # a mark that is told from a cloud of its own colour by its edge keeps it
    ink = edge.get("color") if float(edge.get("width") or 0) > 1 else None
    _mark(series.marker, *common, ink)
    for place, look in enumerate(zip(colours, sizes, symbols, strict=True)):
        if look != common:
            _mark(series.points[place].marker, *look, ink)
    _label(trace, series, language)


def _mark(marker: Any, colour: str, size: float, symbol: str | None, edge: str | None) -> None:
    marker.style = SYMBOLS.get(str(symbol), XL_MARKER_STYLE.CIRCLE)
    marker.size = max(2, round(size * looks.PIXEL))
    looks.fill(marker.format, colour)
    looks.line(marker.format, edge or colour, 2 if edge else 1)


def _label(trace: Trace, series: Any, language: str) -> None:
    """Names beside the points that have room for one, or the number above each."""
    template = trace.get("texttemplate")
    if isinstance(template, str) and template:
        labels = DataLabels(series._element.get_or_add_dLbls())
        labels.show_value, labels.position = True, XL_LABEL_POSITION.ABOVE
        labels.number_format, labels.number_format_is_linked = number_format(template, language), False
        labels.font.size = Pt(_SIZE)
        return
    texts, sides = trace.get("text") or [], trace.get("textposition")
    for place, text in enumerate(texts if isinstance(texts, list) else []):
        if text:
            side = sides[place] if isinstance(sides, list) else sides
            _name(series.points[place].data_label, legal(text), _SIDES.get(str(side)))


def _name(label: Any, text: str, side: Any) -> None:
    label.text_frame.text = text
    font = label.text_frame.paragraphs[0].runs[0].font
    font.size = Pt(10)
    font.color.rgb = looks.rgb(looks.INK)
    label.position = side or XL_LABEL_POSITION.RIGHT


def _dash(series: Any) -> None:
    looks.line(series.format, looks.REFERENCE, 1.5)
    series.format.line.dash_style = MSO_LINE.DASH
    series.marker.style = XL_MARKER_STYLE.NONE
    series.smooth = False


def _unit(low: float, high: float, width: float) -> float:
    """A step of the axis at which the numbers below it have room beside one another."""
    wide = max(len(f"{one:,.0f}") for one in (low, high)) * looks.LETTER * _SIZE + 18
    return scales.nice((high - low) / max(1, min(_STEPS, int(width / wide))))


def _axes(
    chart: Chart, layout: dict[str, Any], ranges: Sequence[tuple[float, float]], width: float, language: str
) -> None:
    for one, name, (low, high) in zip(
        (chart.category_axis, chart.value_axis), ("xaxis", "yaxis"), ranges, strict=True
    ):
        look = number_format("%{x:,.0f}", language) if high > 10 else "General"
        looks.axis(one, _SIZE, legal(_title(layout, name)), look)
        one.minimum_scale, one.maximum_scale = low, high
        one.major_tick_mark = one.minor_tick_mark = XL_TICK_MARK.NONE
        # beside the plot also where zero lies within it
        one.tick_label_position = LABELS_AT.LOW
        if (layout.get(name) or {}).get("dtick"):
            one.major_unit = float(layout[name]["dtick"])
        elif name == "xaxis":
            one.major_unit = _unit(low, high, width)
    looks.grid(chart.value_axis)


def _corners(layout: dict[str, Any], box: Box, left: float) -> list[reference.Mark]:
    """The names of the quadrants inside the corners of the plot. left: the part of the chart before it."""
    marks = []
    height = 16 / box.points[1]
    for note in layout.get("annotations") or []:
        # a named one is said beside the chart (native_notes)
        if note.get("xref") != "paper" or note.get("yref") != "paper" or note.get("name"):
            continue
        right, top = note["x"] > 0.5, note["y"] > 0.5
        x = (0.97 - 0.245) if right else left + 0.005
        y = _TOP + 0.01 if top else 1 - _BOTTOM - height - 0.01
        marks.append(reference.Mark(x, y, x + 0.24, y + height, legal(note["text"]), "r" if right else "l"))
    return marks
