"""Many points: a seeded sample that is said, groups by look, a line and centres from all rows."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches
from reportlab.graphics.shapes import Circle

from charts import points, theme
from charts.drawing import drawing
from charts.native import Box, draw

from .drawn import shapes, texts
from .strict import strict

TABLE = pd.DataFrame(
    {
        "x": [1.0, 2.0, 3.0, np.nan, 5.0],
        "y": [2.0, 4.0, 6.0, 1.0, 9.0],
        "cluster": pd.array([0, 0, 1, 1, None], dtype="Int64"),
        "id": ["0001", "0002", "<b>", "0004", "0005"],
    }
)


def figure(table: pd.DataFrame = TABLE, **more: Any) -> Any:
    options: dict[str, Any] = {"x": "x", "y": "y", "x_title": "Income", "y_title": "Spending"}
    return points.points(table, **{**options, **more})


def many(n: int) -> pd.DataFrame:
    rng = np.random.default_rng(3)
    return pd.DataFrame({"x": rng.random(n), "y": rng.random(n), "cluster": rng.integers(0, 3, n)})


def test_rows_with_both_numbers_are_points():
    (trace,) = figure(hover="id").data
    assert list(trace.x) == [1, 2, 3, 5]
    assert list(trace.hovertext) == ["0001", "0002", "&lt;b&gt;", "0005"]
    assert trace.marker.color == theme.MARK
    assert not figure().layout.showlegend
    strict(figure())


def test_groups_have_a_colour_and_a_mark_each_and_nobody_is_lost():
    rest, first, second = figure(group="cluster", group_names=["Inti", "Baru & lama"]).data
    assert [len(one.x) for one in (rest, first, second)] == [1, 2, 1]
    assert (rest.marker.color, second.name) == (theme.OTHERS, "Baru &amp; lama")
    assert first.marker.color != second.marker.color
    assert first.marker.symbol != second.marker.symbol


def test_the_line_runs_over_all_rows():
    found = figure(line=(2.0, -1.0), line_name="r = 0.99")
    line = found.data[-1]
    assert (list(line.x), list(line.y), line.name) == ([1, 5], [1, 9], "r = 0.99")
    assert found.layout.showlegend
    thinned = figure(many(5_000), line=(1.0, 0.0))
    assert list(thinned.data[-1].x) == [many(5_000)["x"].min(), many(5_000)["x"].max()]


def test_centres_are_means_of_all_rows():
    table = many(5_000)
    found = figure(table, group="cluster", group_names=["a", "b", "c"], centres=True).data[3:]
    means = table.groupby("cluster")[["x", "y"]].mean()
    assert [one.x[0] for one in found] == pytest.approx(means["x"].tolist())
    assert [one.name for one in found] == ["a", "b", "c"]


def test_a_group_that_nobody_is_in_leaves_the_others_their_looks():
    found = figure(TABLE.dropna(), group="cluster", group_names=["a", "b", "c"], centres=True).data
    alone = figure(TABLE.dropna(), group="cluster", group_names=["a", "b", "c"]).data
    assert [one.marker.symbol for one in alone] == ["circle", "square", "diamond"]
    assert [one.marker.symbol for one in found[3:]] == ["circle", "square"]


def test_more_than_two_thousand_are_thinned_and_it_is_said():
    table = many(5_000)
    found = figure(table, sample_note="2,000 of 5,000 drawn at random")
    assert len(found.data[0].x) == points.MOST == 2_000
    assert found.layout.annotations[0].text == "2,000 of 5,000 drawn at random"
    assert list(found.data[0].x) == list(figure(table).data[0].x)
    assert not figure(sample_note="never seen").layout.annotations
    assert points.drawn(table, "x", "y") == (2_000, 5_000)
    assert points.drawn(TABLE, "x", "y") == (4, 4)


@given(st.integers(0, 60), st.integers(1, 40), st.integers(0, 5))
def test_a_sample_has_rows_of_the_table_in_their_order(n, most, seed):
    table = pd.DataFrame({"x": range(n)})
    found = points.sample(table, most, seed)
    assert len(found) == min(n, most)
    assert found["x"].is_monotonic_increasing
    assert found["x"].is_unique
    assert set(found.index) <= set(table.index)


def test_every_row_is_as_likely_as_any_other():
    table = pd.DataFrame({"x": range(20)})
    times = np.zeros(20)
    for seed in range(2_000):
        times[points.sample(table, 5, seed)["x"]] += 1
    # 500 expected; the standard deviation is 19
    assert abs(times - 500).max() < 90


@pytest.mark.usefixtures("_fonts")
def test_on_paper_each_point_is_a_mark():
    found = drawing(
        figure(group="cluster", group_names=["Inti", "Baru"], line=(2.0, 0.0), line_name="r"), 700
    )
    # three circles, and those of the legend's two entries that are circles
    assert len(shapes(found, Circle)) == 3 + 2
    assert {"Inti", "Baru", "–", "r", "Income", "Spending"} <= set(texts(found))


def test_on_slides_points_and_their_line_are_a_native_chart():
    deck = Presentation()
    box = Box(Inches(0.5), Inches(1), Inches(9), Inches(5))
    shapes_ = deck.slides.add_slide(deck.slide_layouts[6]).shapes
    plot = figure(TABLE.dropna(), group="cluster", group_names=["a", "b"], line=(2.0, 0.0), line_name="r")
    found = draw(shapes_, plot, box, "en", name="Members", total="Total")
    assert found is not None
    chart = found.graphic.chart
    # told by its first series, which has marks alone
    assert chart.chart_type == XL_CHART_TYPE.XY_SCATTER
    assert str(chart.plots[0].series[2].format.line.color.rgb) == "14181F"
    assert [one.name for one in chart.plots[0].series] == ["a", "b", "r"]
    assert list(chart.plots[0].series[2].values) == [2, 6]
    thinned = draw(shapes_, figure(many(3_000), sample_note="thinned"), box, "en", name="n", total="")
    assert thinned is not None
    assert thinned.notes == ("thinned",)


def test_on_slides_axes_end_at_whole_steps_and_centres_have_no_entry_of_their_own():
    deck = Presentation()
    box = Box(Inches(0.5), Inches(1), Inches(9), Inches(5))
    shapes_ = deck.slides.add_slide(deck.slide_layouts[6]).shapes
    table = pd.DataFrame({"x": [13.0, 97.0], "y": [-3.0, 41.0], "cluster": [0, 1]})
    plot = figure(table, group="cluster", group_names=["a", "b"], centres=True)
    found = draw(shapes_, plot, box, "en", name="Members", total="Total")
    assert found is not None
    chart = found.graphic.chart
    ends = [(one.minimum_scale, one.maximum_scale) for one in (chart.category_axis, chart.value_axis)]
    assert ends == [(0, 100), (-10, 50)]
    assert chart._chartSpace.xpath(".//c:legendEntry/c:idx/@val") == ["2", "3"]
