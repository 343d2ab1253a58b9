"""Months with their events: all of them, in order, and each event above its month."""

import math
from typing import Any

import pandas as pd
import pytest
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches
from reportlab.graphics.shapes import Rect

from charts import months, theme
from charts.drawing import drawing
from charts.native import Box, draw

from .drawn import shapes, texts
from .strict import strict

SALES = pd.Series([46.4, 18.1, 43.9], index=["2023-01", "2023-02", "2023-03"])
NAMES = ["Jan 2023", "Feb 2023", "Mar 2023"]
EVENTS = [
    ("2022-12", "Natal"), ("2023-02", "Ulang tahun"), ("2023-02", "Valentine <3"), ("2023-03", "Ramadan"),
]  # fmt: skip


def figure(values: pd.Series = SALES, **more: Any) -> Any:
    options: dict[str, Any] = {
        "names": NAMES, "events": EVENTS, "y_title": "Rp juta", "unit": "juta", "language": "id",
    }  # fmt: skip
    return months.months(values, **{**options, **more})


def test_every_month_has_its_bar_from_zero():
    bar = figure().data[0]
    assert (bar.type, list(bar.x), list(bar.y)) == ("bar", NAMES, [46.4, 18.1, 43.9])
    assert figure().layout.yaxis.range[0] == 0
    assert list(figure().layout.xaxis.categoryarray) == NAMES
    strict(figure())


def test_events_stand_above_their_month_and_beside_one_another():
    first, second, third = figure().data[1:]
    assert [(one.name, one.x[0]) for one in (first, second, third)] == [
        ("A · Ulang tahun", "Feb 2023"), ("B · Valentine &lt;3", "Feb 2023"), ("C · Ramadan", "Mar 2023"),
    ]  # fmt: skip
    assert 18.1 < first.y[0] < second.y[0]
    assert third.y[0] > 43.9
    assert figure().layout.yaxis.range[1] > max(one.y[0] for one in (first, second, third))
    assert figure().layout.showlegend


def test_without_events_there_is_no_legend():
    assert not figure(events=()).layout.showlegend
    assert figure(events=()).layout.height < figure().layout.height


def test_a_month_can_be_marked_and_lead_somewhere():
    bar = figure(highlight=["2023-02"], links=["?a", "?b", "?c"]).data[0]
    assert list(bar.marker.color) == [theme.MARK, theme.SELECTED, theme.MARK]
    assert list(bar.customdata) == ["?a", "?b", "?c"]


def test_many_months_are_a_line():
    index = [f"m{place}" for place in range(months.MOST_BARS + 1)]
    long = figure(pd.Series(range(len(index)), index=index), names=index, events=[("m3", "E")])
    assert (long.data[0].type, long.data[0].mode) == ("scatter", "lines")
    assert long.data[1].x == ("m3",)


def test_a_month_without_a_value_stays_empty_and_refunds_reach_below_zero():
    values = pd.Series([math.nan, -5.0, 10.0], index=SALES.index)
    found = figure(values)
    assert strict(found)["data"][0]["y"] == [None, -5, 10]
    assert found.layout.yaxis.range[0] < -5
    # the mark of an event in a month of refunds stands above zero
    assert found.data[1].y[0] > 0
    strict(figure(pd.Series([math.nan] * 3, index=SALES.index)))


@pytest.mark.parametrize(("place", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (52, "BA")])
def test_letters_go_on_after_z(place, letter):
    assert months._letter(place) == letter


@pytest.mark.usefixtures("_fonts")
def test_on_paper_bars_are_as_high_as_their_month():
    found = drawing(figure(), 700)
    bars = [
        one for one in shapes(found, Rect) if one.fillColor and one.fillColor.alpha == 1 and one.width > 40
    ]
    assert [one.height / bars[0].height for one in bars] == pytest.approx([1, 18.1 / 46.4, 43.9 / 46.4])
    assert {"A", "B", "C", "Feb 2023", "B · Valentine <3", "Rp juta"} <= set(texts(found))


def test_on_slides_months_are_columns_and_events_are_said():
    deck = Presentation()
    box = Box(Inches(0.5), Inches(1), Inches(9), Inches(5))
    shapes_ = deck.slides.add_slide(deck.slide_layouts[6]).shapes
    found = draw(shapes_, figure(links=["?a", "?b", "?c"]), box, "id", name="Penjualan", total="Jumlah")
    assert found is not None
    chart = found.graphic.chart
    assert chart.chart_type == XL_CHART_TYPE.COLUMN_CLUSTERED
    assert list(chart.plots[0].categories) == NAMES
    assert list(chart.plots[0].series[0].values) == [46.4, 18.1, 43.9]
    assert chart.value_axis.visible
    assert found.notes == (
        "A · Ulang tahun: Feb 2023", "B · Valentine <3: Feb 2023", "C · Ramadan: Mar 2023",
    )  # fmt: skip
