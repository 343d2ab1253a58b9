"""Lines over steps: counted beside expected, and groups across variables."""

import math
from typing import Any

import pandas as pd
import pytest
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches
from reportlab.graphics.shapes import Line, PolyLine

from charts import group_looks, lines, printed, theme
from charts.drawing import drawing
from charts.native import Box, draw

from .drawn import shapes, texts
from .strict import strict

HELD_OUT = pd.DataFrame(
    {"actual": [0.2, 0.7, math.nan, 2.5], "model": [0.25, 0.6, 1.1, 2.25]}, index=["0", "1", "2", "3+"]
)
MEANS = pd.DataFrame(
    [[1.5, 0.9, 1.8, 1.6], [-0.8, -1.2, -0.6, -0.5]], index=["core", "lost"], columns=["L", "R", "F", "M"]
)


def compared(table: pd.DataFrame = HELD_OUT, **more: Any) -> Any:
    options: dict[str, Any] = {
        "names": ["Counted", "Expected <BG/NBD>"],
        "x_title": "Purchases before",
        "y_title": "Purchases after",
        "decimals": 2,
    }
    return lines.compared(table, **{**options, **more})


def snake(**more: Any) -> Any:
    options: dict[str, Any] = {
        "names": ["Inti", "Hilang"],
        "variables": ["Lama", "Kebaruan", "Frekuensi", "Nilai"],
        "zero_label": "rata-rata semua",
        "language": "id",
    }
    return lines.snake(MEANS, **{**options, **more})


def native(plot: Any) -> Any:
    deck = Presentation()
    box = Box(Inches(0.5), Inches(1), Inches(9), Inches(5))
    shapes_ = deck.slides.add_slide(deck.slide_layouts[6]).shapes
    found = draw(shapes_, plot, box, "en", name="Value", total="Total")
    assert found is not None
    return found.graphic.chart


def test_what_was_counted_is_solid_and_what_was_expected_dashed():
    counted, expected = compared().data
    assert (counted.line.dash, expected.line.dash) == ("solid", "dash")
    assert counted.line.color != expected.line.color
    assert counted.marker.symbol != expected.marker.symbol
    assert expected.name == "Expected &lt;BG/NBD&gt;"
    assert strict(compared())["data"][0]["y"] == [0.2, 0.7, None, 2.5]
    assert list(counted.hovertext)[:3] == ["Counted: 0.20", "Counted: 0.70", "Counted: –"]


def test_names_are_steps_in_their_order_and_numbers_an_axis():
    assert compared().layout.xaxis.type == "category"
    assert list(compared().layout.xaxis.categoryarray) == ["0", "1", "2", "3+"]
    weeks = compared(HELD_OUT.set_axis([1, 2, 3, 4], axis=0))
    assert weeks.layout.xaxis.type is None
    assert list(weeks.data[0].x) == [1, 2, 3, 4]


def test_the_split_is_a_line_with_its_label():
    weeks = compared(HELD_OUT.set_axis([1, 2, 3, 4], axis=0), split=2.5, split_label="end of fitting")
    assert (weeks.layout.shapes[0].x0, weeks.layout.annotations[0].text) == (2.5, "end of fitting")
    assert not compared().layout.shapes


def test_many_steps_have_no_marks():
    long = pd.DataFrame({"a": range(200), "b": range(200)})
    assert {one.mode for one in compared(long).data} == {"lines"}
    assert {one.mode for one in compared().data} == {"lines+markers"}


def test_a_snake_has_a_line_per_group_and_one_at_the_mean():
    figure = snake()
    core, lost = figure.data
    assert list(core.x) == ["Lama", "Kebaruan", "Frekuensi", "Nilai"]
    assert list(core.y) == [1.5, 0.9, 1.8, 1.6]
    assert list(lost.hovertext)[1] == "Hilang: −1,20"
    assert (figure.layout.shapes[0].y0, figure.layout.annotations[0].text) == (0, "rata-rata semua")
    assert [one.marker.symbol for one in figure.data] == ["circle", "square"]
    strict(figure)


def test_more_groups_than_looks_are_refused():
    many = pd.DataFrame([[0.0]] * 9)
    with pytest.raises(ValueError, match="9 groups"):
        lines.snake(many, names=["x"] * 9, variables=["L"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_first_five_looks_are_lines_that_stand_out(scheme):
    """Values of static/src/css/tokens.css (a test compares the light ones)."""
    dark = {
        "cat-5": "#3a97d4",
        "cat-6": "#e5701a",
        "cat-3": "#12b184",
        "cat-7": "#cc79a8",
        "cat-8": "#ffffff",
    }
    for look in group_looks.looks(5):
        name = look.colour.removeprefix("var(--").removesuffix(")")
        value = printed.LIGHT[name] if scheme == "light" else dark[name]
        assert theme.contrast(value, theme.PAPERS[scheme]) >= 3
    assert len({one.colour for one in group_looks.looks(group_looks.MOST)}) == 8


@pytest.mark.usefixtures("_fonts")
def test_on_paper_a_missing_value_breaks_its_line():
    found = drawing(compared(), 700)
    broken, whole = shapes(found, PolyLine)
    assert (len(broken.points), len(whole.points)) == (4, 8)
    assert whole.strokeDashArray
    assert not broken.strokeDashArray
    assert {"3+", "Counted", "Expected <BG/NBD>", "Purchases after"} <= set(texts(found))


@pytest.mark.usefixtures("_fonts")
def test_on_paper_a_split_stands_between_its_steps():
    weeks = compared(HELD_OUT.set_axis([1, 2, 3, 4], axis=0), split=2.5, split_label="end")
    found = drawing(weeks, 700)
    line = next(one for one in shapes(found, Line) if one.strokeDashArray)
    whole = shapes(found, PolyLine)[1].points
    assert whole[2] < line.x1 < whole[4]
    assert "end" in texts(found)


def test_on_slides_steps_with_names_are_a_native_line_chart():
    chart = native(snake())
    assert chart.chart_type == XL_CHART_TYPE.LINE_MARKERS
    assert list(chart.plots[0].categories) == ["Lama", "Kebaruan", "Frekuensi", "Nilai"]
    assert {one.name: list(one.values) for one in chart.plots[0].series} == {
        "Inti": [1.5, 0.9, 1.8, 1.6],
        "Hilang": [-0.8, -1.2, -0.6, -0.5],
    }
    assert str(chart.plots[0].series[0].format.line.color.rgb) == "0072B2"
    held_out = native(compared())
    assert list(held_out.plots[0].series[0].values) == [0.2, 0.7, None, 2.5]


def test_on_slides_steps_in_numbers_are_points_with_lines():
    weeks = HELD_OUT.dropna().set_axis([1, 2, 4], axis=0)
    assert native(compared(weeks)).chart_type == XL_CHART_TYPE.XY_SCATTER_LINES
    long = pd.DataFrame({"a": range(200), "b": range(200)})
    assert native(compared(long)).chart_type == XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS


def test_on_slides_a_split_is_said_with_its_place():
    deck = Presentation()
    box = Box(Inches(0.5), Inches(1), Inches(9), Inches(5))
    shapes_ = deck.slides.add_slide(deck.slide_layouts[6]).shapes
    weeks = compared(HELD_OUT.dropna().set_axis([1, 2, 4], axis=0), split=2.5, split_label="end")
    found = draw(shapes_, weeks, box, "en", name="Value", total="Total")
    assert found is not None
    assert found.notes == ("end: 2.5",)
    series = found.graphic.chart.plots[0].series
    assert series[0].format.line.dash_style is None
    assert series[1].format.line.dash_style is not None
    # the line across is no entry of the legend
    assert found.graphic.chart._chartSpace.xpath(".//c:legendEntry/c:idx/@val") == ["2"]
