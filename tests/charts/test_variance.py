"""Explained variance: bars and their sums, on screen, on paper and on slides."""

from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches
from reportlab.graphics.shapes import PolyLine

from charts import theme, variance
from charts.drawing import drawing
from charts.native import Box, draw

from .drawn import shapes, texts
from .strict import strict

SHARES, NAMES = [0.5, 0.25, 0.125], ["PC 1", "PC 2", "PC 3"]


def figure(**more: Any) -> Any:
    options: dict[str, Any] = {"names": NAMES, "kept": 2, "series": ("Sendiri", "Bersama"), "language": "id"}
    return variance.explained(SHARES, **{**options, **more})


def test_bars_are_single_and_the_line_their_sums():
    bars, line = figure().data
    assert list(bars.y) == [50, 25, 12.5]
    assert list(line.y) == [50, 75, 87.5]
    assert (bars.name, line.name) == ("Sendiri", "Bersama")
    assert bars.texttemplate == "%{y:.0f}\u00a0%"
    strict(figure())


def test_components_that_are_not_used_are_grey():
    assert list(figure().data[0].marker.color) == [theme.MARK, theme.MARK, theme.OTHERS]


def test_many_components_have_no_numbers():
    found = variance.explained([0.05] * 20, names=[str(one) for one in range(20)], kept=3, series=("a", "b"))
    assert found.data[0].texttemplate == ""
    assert found.data[1].y[-1] == pytest.approx(100)


@pytest.mark.usefixtures("_fonts")
def test_on_paper_the_line_rises_over_the_bars():
    found = drawing(figure(), 700)
    (line,) = shapes(found, PolyLine)
    heights = line.points[1::2]
    assert heights == sorted(heights)
    assert {"50\u00a0%", "PC 3", "Bersama"} <= set(texts(found))


def test_on_slides_both_are_columns():
    deck = Presentation()
    box = Box(Inches(0.5), Inches(1), Inches(9), Inches(5))
    shapes_ = deck.slides.add_slide(deck.slide_layouts[6]).shapes
    found = draw(shapes_, figure(), box, "id", name="Ragam", total="Jumlah")
    assert found is not None
    chart = found.graphic.chart
    assert chart.chart_type == XL_CHART_TYPE.COLUMN_CLUSTERED
    assert chart.has_legend
    assert {one.name: list(one.values) for one in chart.plots[0].series} == {
        "Sendiri": [50, 25, 12.5], "Bersama": [50, 75, 87.5],
    }  # fmt: skip
