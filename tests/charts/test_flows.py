"""Flows between groups: every person once, in the order given, on screen, on paper and on slides."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches
from reportlab.graphics.shapes import Polygon, Rect

from charts import flows, theme
from charts.drawing import drawing
from charts.native import Box, draw

from .drawn import shapes, texts
from .strict import strict

COUNTS = pd.DataFrame(
    [[1_200, 30, 0, 5], [40, 300, 10, 0], [0, 0, 0, 0], [0, 70, 20, 0]],
    index=["core", "loyal", "empty", "new"],
    columns=["core", "loyal", "lost", "gone"],
)
BEFORE, AFTER = ["Inti", "Setia <b>", "Kosong", "Baru"], ["Inti", "Setia", "Hilang", "Pergi"]


def figure(counts: pd.DataFrame = COUNTS, **more: Any) -> Any:
    options: dict[str, Any] = {
        "before": BEFORE,
        "after": AFTER,
        "ranks": ([2, 1, 0, None], [2, 1, 0, None]),
        "titles": ("Juni", "September"),
        "way_names": ("naik", "turun", "tetap", "datang atau pergi"),
        "unit": "pelanggan",
        "bars_note": "Alur sebagai batang",
        "language": "id",
    }
    return flows.flows(counts, **{**options, **more})


def test_every_pair_with_somebody_is_a_flow_between_its_groups():
    trace = figure().data[0]
    labels = list(trace.node.label)
    found = {
        (labels[source], labels[target]): value
        for source, target, value in zip(trace.link.source, trace.link.target, trace.link.value, strict=True)
    }
    assert found[("Inti · 1.235", "Inti · 1.240")] == 1_200
    assert found[("Setia &lt;b&gt; · 350", "Hilang · 30")] == 10
    assert len(found) == 8
    assert sum(found.values()) == COUNTS.to_numpy().sum()


def test_groups_stand_in_the_order_given_and_empty_ones_are_left_out():
    trace = figure().data[0]
    assert [one.partition(" ·")[0] for one in trace.node.label] == [
        "Inti", "Setia &lt;b&gt;", "Baru", "Inti", "Setia", "Hilang", "Pergi",
    ]  # fmt: skip
    assert (trace.node.sort, trace.link.sort, trace.arrangement) == ("input", "input", "fixed")
    assert figure().layout.height == flows._NODE * 4 + flows._FRAME


def test_a_way_has_its_colour_and_its_name_in_the_legend():
    trace, *key = figure().data
    ways = dict(zip(trace.link.label, trace.link.color, strict=True))
    assert ways["Setia &lt;b&gt; → Inti"] == flows._FILLS["up"]
    assert ways["Inti → Setia"] == flows._FILLS["down"]
    assert ways["Inti → Inti"] == flows._FILLS["same"]
    assert ways["Baru → Setia"] == flows._FILLS["other"]
    assert [one.name for one in key] == ["naik", "turun", "tetap", "datang atau pergi"]
    assert len({one.marker.color for one in key}) == 4
    only_same = figure(pd.DataFrame([[3]]), before=["a"], after=["a"], ranks=([1], [1]))
    assert [one.name for one in only_same.data[1:]] == ["tetap"]


@pytest.mark.parametrize("paper", [theme.LIGHT_PAPER, theme.DARK_PAPER])
def test_the_edge_of_a_flow_stands_out_on_both_papers(paper):
    # one colour: Plotly warns of a list, and takes black
    assert theme.contrast(figure().data[0].link.line.color, paper) >= 3


def test_titles_stand_above_their_sides():
    left, right = figure().layout.annotations
    assert (left.text, left.x, left.xanchor) == ("Juni", 0, "left")
    assert (right.text, right.x, right.xanchor) == ("September", 1, "right")


def test_flows_are_links_where_they_have_addresses():
    links = [[f"?from={row}&to={column}" for column in range(4)] for row in range(4)]
    link = figure(links=links).data[0].link
    assert link.customdata[0] == "?from=0&to=0"
    assert len(link.customdata) == len(link.value)
    assert figure().data[0].link.customdata is None


def test_wrong_names_and_numbers_below_zero_are_refused():
    with pytest.raises(ValueError, match="name and a rank"):
        figure(before=["a"])
    with pytest.raises(ValueError, match="less than zero"):
        figure(COUNTS - 10)


def test_nobody_at_all_is_an_empty_figure():
    found = figure(COUNTS * 0)
    assert len(found.data) == 1
    assert not found.data[0].link.value
    strict(found)


@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=1, max_size=4))
def test_what_leaves_and_what_arrives_are_the_rows_and_the_columns(rows):
    table = pd.DataFrame(rows)
    trace = figure(
        table,
        before=[f"b{place}" for place in range(len(rows))],
        after=["x", "y", "z"],
        ranks=([None] * len(rows), [0, 1, 2]),
    ).data[0]
    n = int((table.sum(axis=1) > 0).sum())
    sums = np.bincount(trace.link.source, trace.link.value, minlength=n) if n else np.zeros(0)
    assert sums.tolist() == [one for one in table.sum(axis=1) if one]
    arrived = np.bincount(trace.link.target, trace.link.value)[n:] if n else np.zeros(0)
    assert arrived.tolist() == [one for one in table.sum() if one]


# paper -----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("_fonts")
def test_on_paper_nodes_are_as_high_as_their_people():
    found = drawing(figure(), 700)
    nodes = [one for one in shapes(found, Rect) if one.width == flows._THICK and one.fillColor.alpha == 1]
    # the nodes come before the marks of the legend, which are as wide
    heights = [one.height for one in nodes[:7]]
    people = [1_235, 350, 90, 1_240, 400, 30, 5]
    assert heights == pytest.approx([one * heights[0] / 1_235 for one in people])
    bands = [one for one in shapes(found, Polygon) if len(one.points) > 20]
    assert len(bands) == 8
    assert {"Setia <b> · 350", "Juni", "September", "turun"} <= set(texts(found))


@pytest.mark.usefixtures("_fonts")
def test_on_paper_bands_fill_their_node_without_a_gap():
    found = drawing(figure(), 700)
    bands = [one for one in shapes(found, Polygon) if len(one.points) > 20]
    # a band is drawn along its upper side and back along its lower
    sides = [(one.points[1], one.points[-1]) for one in bands]
    sources = figure().data[0].link.source
    for place in range(1, len(bands)):
        if sources[place] == sources[place - 1]:
            assert sides[place][0] == pytest.approx(sides[place - 1][1])
    assert len(set(sources)) == 3


@pytest.mark.usefixtures("_fonts")
def test_an_empty_one_is_drawn_too():
    assert drawing(figure(COUNTS * 0), 700).width == 700


# slides ----------------------------------------------------------------------------------------------------


def test_on_slides_flows_are_bars_of_a_hundred_percent_and_it_is_said():
    deck = Presentation()
    box = Box(Inches(0.5), Inches(1), Inches(9), Inches(5))
    shapes_ = deck.slides.add_slide(deck.slide_layouts[6]).shapes
    found = draw(shapes_, figure(), box, "id", name="Pelanggan", total="Jumlah")
    assert found is not None
    chart = found.graphic.chart
    assert chart.chart_type == XL_CHART_TYPE.BAR_STACKED
    assert list(chart.plots[0].categories) == ["Inti · 1.235", "Setia <b> · 350", "Baru · 90"]
    values = {one.name: list(one.values) for one in chart.plots[0].series}
    assert list(values) == ["Inti", "Setia", "Hilang", "Pergi"]
    assert values["Setia"] == pytest.approx([100 * 30 / 1_235, 100 * 300 / 350, 100 * 70 / 90])
    for row in zip(*values.values(), strict=True):
        assert sum(one or 0 for one in row) == pytest.approx(100)
    assert found.notes == ("Alur sebagai batang",)
