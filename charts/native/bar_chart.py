"""Bars as a native chart: names, numbers, colours, intervals, and lines at the region's value."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.chart.chart import Chart
from pptx.enum.chart import (
    XL_AXIS_CROSSES,
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.chart import XL_TICK_LABEL_POSITION as LABELS_AT
from pptx.util import Emu, Pt

from charts.legal import legal
from charts.native import looks, reference
from charts.native.looks import Box
from charts.native.reading import MISSING, Bars, Series
from charts.native.workbook import Categories

# a slide has room for so many bars whose names are still 10 points high
MOST_ROWS, MOST_BARS = 24, 56
# points: a bar with its gap, legend, axis with its numbers, its title, the label of a line
_ROW, _LEGEND, _AXIS, _TITLE, _LABEL = 34, 26, 22, 18, 18
# how much of a doubling the figure's own axis reaches beyond its marks
_SLACK = math.log2(1.25) + 1e-9
_DOTS = " …"
# the names take at most this part of the width
_MOST_LEFT = 0.46
_TYPES = {
    (True, False): XL_CHART_TYPE.BAR_CLUSTERED,
    (True, True): XL_CHART_TYPE.BAR_STACKED,
    (False, False): XL_CHART_TYPE.COLUMN_CLUSTERED,
}


@dataclass(frozen=True)
class Frame:
    """Where the plot lies, as parts of the chart; size: of the type, in points; names: as written."""

    left: float
    top: float
    width: float
    height: float
    size: float
    names: tuple[str, ...]


def most_rows(bars: Bars) -> int:
    """How many rows fit on a slide."""
    side_by_side = 1 if bars.is_stacked or _shares_rows(bars.series) else len(bars.series)
    return max(1, min(MOST_ROWS, MOST_BARS // side_by_side))


def draw(shapes: Any, bars: Bars, box: Box, total: str) -> tuple[Any, tuple[str, ...]]:
    """Draw the bars into the box, or the upper part of it where few need less.

    total: name of the wholes. The chart, and the names that it has no room for, in full.
    """
    box = _fitted(bars, box)
    frame = _frame(bars, box)
    graphic = shapes.add_chart(
        _TYPES[bars.lying, bars.is_stacked], Emu(box.x), Emu(box.y), Emu(box.width), Emu(box.height),
        _data(bars, frame.names, total),
    )  # fmt: skip
    chart = graphic.chart
    looks.style(chart, frame.size)
    looks.place_plot(chart, frame.left, frame.top, frame.width, frame.height)
    looks.legend(chart, bars.has_legend, 11, XL_LEGEND_POSITION.TOP)
    plot = chart.plots[0]
    plot.gap_width = 45
    plot.overlap = 100 if bars.is_stacked or _shares_rows(bars.series) else 0
    plot.vary_by_categories = False
    for one, series in zip(bars.series, plot.series, strict=False):
        _paint(one, series, bars, frame.size)
    if bars.totals[0]:
        _write_totals(plot.series[len(bars.series)], bars.totals[1], frame.size)
    low, high = limits(bars)
    _axes(chart, bars, frame, low, high)
    reference.draw(chart, _lines(bars, frame, box, low, high), 11)
    pairs = zip(bars.names, frame.names, strict=True)
    return graphic, tuple(legal(name) for name, written in pairs if _DOTS in written)


def _shares_rows(series: Sequence[Series]) -> bool:
    """Whether each row has a bar of one series only, as with a series per level."""
    rows = zip(*(one.values for one in series), strict=True)
    return all(sum(value is not None for value in row) <= 1 for row in rows)


def _fitted(bars: Bars, box: Box) -> Box:
    if not bars.lying:
        return box
    beside = 1 if bars.is_stacked or _shares_rows(bars.series) else max(1, 0.6 * len(bars.series))
    row = _ROW * (1.25 if bars.ends else 1) * beside
    height = Pt(row * len(bars.names) + _above(bars, box.points[0]) + _below(bars) + 12)
    return Box(box.x, box.y, box.width, min(box.height, int(height)))


def _above(bars: Bars, width: float) -> float:
    more = looks.legend_lines([one.name for one in bars.series], 11, width) - 1
    legend = (_LEGEND + 15 * more) * bars.has_legend
    return 4 + legend + _LABEL * bool(_labelled(bars))


def _below(bars: Bars) -> float:
    return 4 + _AXIS * bool(bars.axis_look or not bars.lying) + _TITLE * bool(bars.axis_title)


def _labelled(bars: Bars) -> list[tuple[float, str]]:
    return [one for one in bars.references if one[1]]


def _frame(bars: Bars, box: Box) -> Frame:
    width, height = box.points
    above, below = _above(bars, width), _below(bars)
    top, bottom = above / height, below / height
    row = (height - above - below) / max(1, len(bars.names))
    size = max(10.0, min(12.0, row * 0.55))
    if not bars.lying:
        # an axis of numbers stands left of the columns
        numbers = looks.left_of(*limits(bars), 10.5, bars.axis_title, width)
        left = max(0.1, numbers) if bars.axis_look else 0.06
        return Frame(left, top + 0.06, 0.98 - left, 1 - top - bottom - 0.12, size, bars.names)
    names = _names(bars, row, size, width)
    longest = max((len(line) for name in names for line in name.split("\n")), default=0)
    left = min(_MOST_LEFT, (longest * looks.LETTER * size + 12) / width)
    return Frame(left, top, 0.985 - left, 1 - top - bottom, size, names)


def _names(bars: Bars, row: float, size: float, width: float) -> tuple[str, ...]:
    """The names with the texts of their ends, below where a row has two lines of room, else behind."""
    lines = max(1, int(row / (size * 1.2)))
    letters = int((_MOST_LEFT * width - 12) / (looks.LETTER * size))
    found = []
    for place, name in enumerate(bars.names):
        end = bars.ends[place] if place < len(bars.ends) else ""
        empty = all(one.values[place] is None for one in bars.series)
        text = f"{name} {MISSING}" if empty else name
        if end and lines > 1:
            found.append(f"{_cut(text, letters * (lines - 1))}\n{end}")
        else:
            tail = f" · {end}" if end else ""
            found.append(_cut(text, letters * lines - len(tail)) + tail)
    # without any name a program would make one up
    return tuple(legal(one) or "\u00a0" for one in found)


def _cut(text: str, letters: int) -> str:
    """What does not fit ends in dots; the notes have the whole."""
    return text if len(text) <= letters else text[: max(8, letters - 2)].rstrip() + _DOTS


def _data(bars: Bars, names: Sequence[str], total: str) -> Categories:
    data = Categories()
    data.categories = list(names)
    for one in bars.series:
        data.add_series(legal(one.name), one.values)
    if bars.totals[0]:
        data.add_series(legal(total), bars.totals[0])
    return data


def _paint(one: Series, series: Any, bars: Bars, size: float) -> None:
    """Colours and edges of a series, of its single bars where they differ, and its numbers."""
    series.invert_if_negative = False
    shown = [place for place, value in enumerate(one.values) if value is not None]
    if not shown:
        return
    common = one.colours[shown[0]], one.edges[shown[0]]
    looks.fill(series.format, common[0])
    looks.line(series.format, *common[1])
    for place in shown:
        if (one.colours[place], one.edges[place]) != common:
            point = series.points[place].format
            looks.fill(point, one.colours[place])
            looks.line(point, *one.edges[place])
    if any(one.labelled):
        _number(one, series, bars, size)
    if any(low or high for low, high in one.errors):
        looks.error_bars(series, one.errors)


def _number(one: Series, series: Any, bars: Bars, size: float) -> None:
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = one.look, False
    labels.position = XL_LABEL_POSITION.CENTER if bars.is_stacked else XL_LABEL_POSITION.OUTSIDE_END
    labels.font.size = Pt(size)
    labels.font.color.rgb = looks.rgb(one.ink if bars.is_stacked else looks.INK)
    looks.unbroken(labels)
    looks.hide_labels(labels, [place for place, shown in enumerate(one.labelled) if not shown])


def _write_totals(series: Any, look: str, size: float) -> None:
    """Bars without colour behind the others, of which the number at the beginning is seen."""
    series.format.fill.background()
    labels = series.data_labels
    labels.show_value, labels.position = True, XL_LABEL_POSITION.INSIDE_BASE
    labels.number_format, labels.number_format_is_linked = look, False
    labels.font.size, labels.font.bold = Pt(size), True


def limits(bars: Bars) -> tuple[float, float]:
    """From where to where the axis of the numbers goes."""
    low, high = bars.axis
    values = [value for one in bars.series for value in one.values if value is not None]
    ends = [*values, *(value for value, _label in bars.references), 0.0]
    least = min(ends) * 1.15 if low is None else low
    most = (max(ends) * 1.15 or 1.0) if high is None else high
    if bars.base is None:
        return least, most
    # a logarithmic axis has its numbers at halves and doubles of where the bars begin
    below, above = math.log2(least / bars.base), math.log2(most / bars.base)
    return bars.base * 2 ** math.floor(below + _SLACK), bars.base * 2 ** math.ceil(above - _SLACK)


def _axes(chart: Chart, bars: Bars, frame: Frame, low: float, high: float) -> None:
    names, numbers = chart.category_axis, chart.value_axis
    looks.axis(names, frame.size)
    looks.every_name(names)
    looks.axis(numbers, 10.5, bars.axis_title, bars.axis_look)
    names.tick_labels.font.color.rgb = looks.rgb(looks.INK)
    numbers.minimum_scale, numbers.maximum_scale = low, high
    # a tick of an axis of names says nothing
    for one in (names, numbers):
        one.major_tick_mark = one.minor_tick_mark = XL_TICK_MARK.NONE
    numbers.visible = bool(bars.axis_look)
    if bars.axis_look:
        looks.grid(numbers)
        numbers.format.line.fill.background()
    if bars.lying:
        names.reverse_order = True
        names.crosses = XL_AXIS_CROSSES.MAXIMUM
        names.tick_label_position = LABELS_AT.LOW
        # the last row is the highest place of an axis of names: below it, in every program
        numbers.tick_label_position = LABELS_AT.HIGH
    if bars.base is not None:
        looks.logarithmic(numbers, 2)
        numbers.crosses_at = bars.base


def _lines(bars: Bars, frame: Frame, box: Box, low: float, high: float) -> list[reference.Mark]:
    """A line per reference across the rows, and its label above."""
    marks = []
    room = 1 / box.points[0]
    for value, label in bars.references if bars.lying else ():
        part = _part(value, low, high, bars.base is not None)
        x = frame.left + frame.width * part
        bottom = frame.top + frame.height
        marks.append(reference.Mark(x, frame.top, x, bottom))
        if label:
            half = len(label) * looks.LETTER * 11 * room / 2 + 0.01
            x = min(max(x, half), 1 - half)
            top = frame.top - _LABEL / box.points[1]
            marks.append(reference.Mark(x - half, top, x + half, frame.top, legal(label), "ctr"))
    return marks


def _part(value: float, low: float, high: float, is_log: bool) -> float:
    if is_log:
        value, low, high = math.log(value), math.log(low), math.log(high)
    return (value - low) / (high - low) if high > low else 0.0
