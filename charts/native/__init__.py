"""Our figures as native, editable parts of a slide: charts, and shapes for maps.

A chart carries its numbers in an embedded workbook, so that a reader can change what is shown; no picture.
Patterns are left out, since the names of levels stand beside their colours. Answers that lie on both sides
of zero on a page are parts of 100 percent here: a native chart that splits a number at zero would have to
carry half numbers. Flows between groups are such parts, too: PowerPoint has no chart for them that can be
edited. Box plots have none either; their table says the same.
"""

from dataclasses import dataclass, replace
from typing import Any

from charts import printed
from charts.legal import legal
from charts.native import (
    bar_chart,
    columns,
    flow_bars,
    grid,
    line_chart,
    looks,
    map_shapes,
    point_chart,
    reading,
)
from charts.native.grid import Grid
from charts.native.looks import Box

__all__ = ["Box", "Drawn", "Grid", "draw", "heat", "legal"]
# pixels of a wide figure: all names that have room on it have room on a slide
WIDTH = 900


@dataclass(frozen=True)
class Drawn:
    """What stands on the slide. graphic: the chart, or the map's group.

    shown, of: rows of the chart and of the figure; unnamed: areas whose name has no room on the map; notes:
    what the figure writes beside its marks and a chart cannot; cut: names that end in dots, in full.
    """

    graphic: Any
    shown: int = 0
    of: int = 0
    unnamed: int = 0
    notes: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()


def draw(
    shapes: Any, plot: Any, box: Box, language: str, *, name: str, total: str, text: str = ""
) -> Drawn | None:
    """Draw a figure into a box of a slide (`slide.shapes`); None where it has no native form, such as steps
    between named levels: its table says the same.

    name: what the numbers are called; total: the wholes of stacked parts; text: what is read out.
    """
    content = printed.printed(plot, WIDTH)
    data, layout = content["data"], content["layout"]
    drawn = _map(shapes, data, box, language) or _chart(shapes, data, layout, box, language, name, total)
    if drawn is None:
        return None
    looks.describe(drawn.graphic, legal(name), legal(text))
    # what a figure asks to be said where it is a native chart: that it lacks something, or is another kind
    asked = (layout.get("meta") or {}).get("native_notes") or []
    return replace(drawn, notes=(*drawn.notes, *map(reading.plain, asked)))


def heat(plot: Any) -> Grid | None:
    """A heat map as a grid, which is drawn as a table with coloured cells; None of any other figure."""
    traces = plot.get("data") or [] if isinstance(plot, dict) else plot.data
    if not any(one["type"] == "heatmap" for one in traces):
        return None
    return grid.read(printed.printed(plot, WIDTH)["data"])


def _map(shapes: Any, data: list[dict[str, Any]], box: Box, language: str) -> Drawn | None:
    if not map_shapes.areas(data):
        return None
    graphic, unnamed = map_shapes.draw(shapes, data, box, language)
    return Drawn(graphic, unnamed=unnamed)


def _chart(
    shapes: Any,
    data: list[dict[str, Any]],
    layout: dict[str, Any],
    box: Box,
    language: str,
    name: str,
    total: str,
) -> Drawn | None:
    bars = (
        reading.bars(data, layout, language, name)
        or columns.read(data, layout, language, name)
        or flow_bars.read(data, language)
    )
    if bars is not None and bars.names and bars.series:
        shown = bars.first(bar_chart.most_rows(bars))
        graphic, cut = bar_chart.draw(shapes, shown, box, total)
        return Drawn(graphic, len(shown.names), bars.of, notes=bars.notes, cut=cut)
    traces = point_chart.points(data, layout)
    if traces:
        return Drawn(point_chart.draw(shapes, traces, layout, box, language, name))
    traces = line_chart.lines(data, layout)
    if traces:
        return Drawn(line_chart.draw(shapes, traces, layout, box, language, name))
    return None
