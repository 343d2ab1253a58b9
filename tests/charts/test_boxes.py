"""Box plots: the five numbers as given, in every width, on paper too."""

import math
from typing import Any

import pandas as pd
import pytest
from pptx import Presentation
from pptx.util import Inches
from reportlab.graphics.shapes import Line, Rect

from charts import boxes, theme
from charts.drawing import drawing
from charts.native import Box, draw

from .drawn import shapes, texts
from .strict import strict

TABLE = pd.DataFrame(
    {
        "low": [10.0, 100.0, math.nan],
        "q1": [20.0, 200.0, math.nan],
        "median": [40.0, 1_250.5, math.nan],
        "q3": [60.0, 2_000.0, math.nan],
        "high": [90.0, 10_000.0, math.nan],
    },
    index=[0, 1, 2],
)
CALLED = ("least", "lower quartile", "median", "upper quartile", "most")


def figure(table: pd.DataFrame = TABLE, **more: Any) -> Any:
    names = [f"Group {one} & co" for one in table.index]
    options: dict[str, Any] = {"names": names, "number_names": CALLED, "x_title": "Rupiah"}
    return boxes.boxes(table, **{**options, **more})


def test_a_box_has_the_five_numbers_of_its_row():
    first, second, _empty, _hover = figure().data
    assert [first.lowerfence, first.q1, first.median, first.q3, first.upperfence] == [
        (10,), (20,), (40,), (60,), (90,),
    ]  # fmt: skip
    assert (list(second.y), second.orientation) == (["1"], "h")
    axis = figure().layout.yaxis
    assert list(axis.categoryarray) == ["2", "1", "0"]
    assert axis.ticktext[0] == "Group 0 &amp; co"
    strict(figure())


def test_the_numbers_are_said_in_words_on_the_box():
    hover = figure(decimals=1, language="id").data[-1]
    said = dict(zip(hover.y, hover.hovertext, strict=True))
    assert said["1"].endswith(
        "lower quartile: 200,0<br>median: 1.250,5<br>upper quartile: 2.000,0<br>most: 10.000,0"
    )
    assert said["2"] == "Group 2 &amp; co<br>–"
    assert hover.marker.opacity == 0
    assert all(one.hoverinfo == "skip" for one in figure().data[:-1])


def test_groups_have_their_colour_and_small_ones_are_grey():
    found = figure(colours=["#0072b2", "#009e73", "#d55e00"], muted=(1,)).data
    assert [one.fillcolor for one in found[:3]] == ["#0072b2", theme.OTHERS, "#d55e00"]
    assert figure().data[0].fillcolor == theme.MARK


def test_a_plain_axis_begins_at_zero_or_below():
    assert figure().layout.xaxis.range[0] == 0
    below = TABLE.assign(low=[-50.0, 100.0, math.nan])
    assert figure(below).layout.xaxis.range[0] < -50


def test_a_logarithmic_axis_only_where_all_is_above_zero():
    axis = figure(is_log=True).layout.xaxis
    assert axis.type == "log"
    assert 10 ** axis.range[0] < 10 < 10_000 < 10 ** axis.range[1]
    assert figure(TABLE.assign(low=0.0), is_log=True).layout.xaxis.type == "linear"


def test_the_reference_is_a_line_with_its_label():
    layout = figure(reference=500.0, reference_label="all: 500").layout
    assert (layout.shapes[0].x0, layout.annotations[0].x, layout.annotations[0].text) == (
        500,
        500,
        "all: 500",
    )
    log = figure(reference=1_000.0, reference_label="all", is_log=True).layout
    assert (log.shapes[0].x0, log.annotations[0].x) == (1_000, pytest.approx(3))
    assert not figure(reference=0.0, is_log=True).layout.shapes


def test_no_group_at_all_is_an_empty_figure():
    strict(figure(TABLE.iloc[:0]))


@pytest.mark.usefixtures("_fonts")
def test_on_paper_a_box_lies_between_its_quartiles():
    found = drawing(figure(is_log=True, reference=1_000.0), 700)
    filled = [one for one in shapes(found, Rect) if one.fillColor and one.fillColor.alpha == 1]
    assert len(filled) == 2
    dotted = next(one for one in shapes(found, Line) if one.strokeDashArray)
    first, second = filled
    # on a logarithmic axis: 20 to 60 is as wide as any three times, and 1,000 lies within 200 to 2,000
    assert second.width / first.width == pytest.approx(math.log(10) / math.log(3))
    assert second.x + second.width * math.log(5) / math.log(10) == pytest.approx(dotted.x1)
    assert {"Group 0 & co", "Rupiah"} <= set(texts(found))


def test_on_slides_a_box_plot_is_left_to_its_table():
    deck = Presentation()
    box = Box(Inches(0.5), Inches(1), Inches(9), Inches(5))
    shapes_ = deck.slides.add_slide(deck.slide_layouts[6]).shapes
    assert draw(shapes_, figure(), box, "en", name="Rupiah", total="Total") is None
