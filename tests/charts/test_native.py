"""Native charts: what their embedded workbooks hold, and what a presentation program draws from them."""

import io
import math
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml.ns import qn
from pptx.util import Inches

from charts import (
    bars,
    changes,
    correlations,
    dots,
    heat,
    histogram,
    intervals,
    maps,
    moves,
    points,
    scatter,
    segments,
    shares,
    stack,
)
from charts.legal import legal
from charts.native import Box, Drawn, draw, point_chart
from charts.native import heat as grid_of
from charts.native.looks import legend_lines
from charts.native.map_shapes import between
from charts.native.number_formats import number_format
from charts.native.workbook import Categories

BOX = Box(Inches(0.5), Inches(1), Inches(9), Inches(5))
HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://x","y")', "{=1}", "a\x00b"]


DECK = Presentation()


def empty_slide() -> Any:
    return DECK.slides.add_slide(DECK.slide_layouts[6])


def drawn(plot: Any, language: str = "en") -> Drawn | None:
    slide = empty_slide()
    return draw(slide.shapes, plot, BOX, language, name="MSMEs", total="Total", text="said")


def chart(plot: Any, language: str = "en") -> Any:
    found = drawn(plot, language)
    assert found is not None
    return found.graphic.chart


def cells(found: Any) -> list[list[Any]]:
    blob = found.part.chart_workbook.xlsx_part.blob
    sheet = openpyxl.load_workbook(io.BytesIO(blob))["Sheet1"]
    assert all(cell.data_type != "f" for row in sheet for cell in row)
    return [[cell.value for cell in row] for row in sheet]


def columns(found: Any) -> dict[str, list[Any]]:
    head, *rows = cells(found)
    return {name: [row[place] for row in rows] for place, name in enumerate(head) if name}


AREAS = pd.DataFrame(
    {"n": [30.5, 10.25, None], "name": ["Sail", "Kulim", "Rumbai"], "level": [1, 0, None]}, index=[7, 8, 9]
)


def test_ranked_bars_hold_the_numbers_unrounded_and_the_longest_first() -> None:
    found = chart(bars.ranked_bars(AREAS, "n", "name"))
    assert found.chart_type == XL_CHART_TYPE.BAR_CLUSTERED
    assert list(found.plots[0].categories) == ["Sail", "Kulim", "Rumbai –"]
    assert columns(found)["MSMEs"] == [30.5, 10.25, None]
    assert found._chartSpace.xpath(".//c:catAx/c:tickLblSkip/@val") == ["1"]


def test_levels_are_series_with_a_legend_and_their_colours() -> None:
    found = chart(bars.ranked_bars(AREAS, "n", "name", level="level", level_names=("low", "high")))
    assert [one.name for one in found.plots[0].series] == ["high", "low", "–"]
    assert found.has_legend
    assert columns(found)["high"] == [30.5, None, None]
    high, low = (found.plots[0].series[place].format.fill.fore_color.rgb for place in (0, 1))
    assert (str(high), str(low)) == ("0A2A60", "C3DAF5")


def test_a_highlighted_bar_has_its_own_border() -> None:
    found = chart(bars.ranked_bars(AREAS, "n", "name", highlight=(8,)))
    point = found.plots[0].series[0].points[1].format
    assert str(point.line.color.rgb) == "D55E00"
    assert point.line.width.pt == pytest.approx(2.25)


def test_the_line_of_the_region_lies_inside_the_chart_at_its_value() -> None:
    found = chart(bars.ranked_bars(AREAS, "n", "name", reference=15.25, reference_label="region: 15"))
    part = next(one.target_part for one in found.part.rels.values() if "chartUserShapes" in one.reltype)
    low, high = found.value_axis.minimum_scale, found.value_axis.maximum_scale
    left, width = (float(found._chartSpace.xpath(f".//c:manualLayout/c:{one}/@val")[0]) for one in "xw")
    x = float(part.blob.decode().partition("<cdr:x>")[2].partition("<")[0])
    assert x == pytest.approx(left + width * (15.25 - low) / (high - low), abs=1e-3)
    assert "region: 15" in part.blob.decode()


def test_labels_have_the_signs_of_the_language() -> None:
    plot = bars.ranked_bars(AREAS, "n", "name", decimals=1, language="id")
    labels = chart(plot, "id").plots[0].series[0].data_labels
    assert labels.number_format.startswith("[$-421]#,##0.0")
    assert number_format("12,5 %", "id") == '[$-421]#,##0.0" %";[$-421]"−"#,##0.0" %"'
    assert number_format("1.234", "id").startswith("[$-421]#,##0;")
    assert number_format("%{x:,.0f}%", "en").startswith('[$-409]#,##0"%"')
    assert number_format("", "en") == "General"


SHARES = pd.DataFrame(
    {
        "name": ["Yes & no", "No"],
        "text": ["3 of 4 · 75.0%", "1 of 4 · 25.0%"],
        "share": [0.75, 0.25],
        "low": [0.5, 0.1],
        "high": [0.9, 0.5],
    }
)


def test_rows_of_two_lines_become_bars_with_their_names_and_intervals() -> None:
    found = chart(shares.share_bars(SHARES))
    assert list(found.plots[0].categories) == ["Yes & no\n3 of 4 · 75.0%", "No\n1 of 4 · 25.0%"]
    assert columns(found)["MSMEs"] == [75.0, 25.0]
    plus = found._chartSpace.xpath(".//c:errBars/c:plus//c:v/text()")
    assert [float(one) for one in plus] == [15.0, 25.0]


def test_answers_on_both_sides_of_zero_are_parts_of_a_hundred() -> None:
    steps = pd.DataFrame({"no": [0.2], "so so": [0.5], "yes": [0.3]})
    found = chart(segments.diverging(steps, names=["Helps"], ends=["+10"]))
    assert found.chart_type == XL_CHART_TYPE.BAR_STACKED
    assert (found.value_axis.minimum_scale, found.value_axis.maximum_scale) == (0, 100)
    assert [columns(found)[name] for name in ("no", "so so", "yes")] == [[20], [50], [30]]


def test_stacked_parts_have_their_whole_as_a_series_of_its_own() -> None:
    parts = pd.DataFrame({"a": [10.0, 3.0], "b": [5.5, 4.0]}, index=[1, 2])
    found = chart(stack.amounts(parts, names=["Sail", "Kulim"]))
    assert columns(found) == {"a": [10, 3], "b": [5.5, 4], "Total": [15.5, 7]}


def test_a_bar_without_a_name_gets_none() -> None:
    found = chart(stack.shares(pd.DataFrame({"micro": [3], "small": [1]}, index=[""]), ordered=True))
    assert list(found.plots[0].categories) == ["\u00a0"]
    assert columns(found)["micro 75.0%"] == [75]


def test_small_parts_have_no_number() -> None:
    found = chart(stack.shares(pd.DataFrame({"a": [99], "b": [1]}, index=["x"])))
    deleted = found._chartSpace.xpath(".//c:ser[2]//c:dLbl/c:delete/@val")
    assert deleted in ([], ["1"])
    assert not found._chartSpace.xpath(".//c:ser[2]/c:dLbls/c:showVal[@val='1']")


def test_quadrants_are_points_with_names_and_lines_that_carry_their_values() -> None:
    table = pd.DataFrame({"x": [1.5, 8.0], "y": [2.0, 6.25], "name": ["Sail", "Kulim"]}, index=[1, 2])
    plot = scatter.quadrants(
        table, x="x", y="y", label="name", x_title="MSMEs", y_title="Ratio", x_reference=4.0, y_reference=3.0,
        quadrant_names=("Core", "Niche", "Watch", "Develop"),
    )  # fmt: skip
    found = chart(plot)
    assert found.chart_type == XL_CHART_TYPE.XY_SCATTER
    rows = [row[:2] for row in cells(found)]
    assert [1.5, 2] in rows
    assert [8, 6.25] in rows
    assert [4, 0] in rows
    assert found.plots[0].series[0].points[0].data_label.text_frame.text in ("Sail", "Kulim")


def test_names_of_quadrants_stand_inside_the_plot_whatever_its_axis_takes() -> None:
    table = pd.DataFrame({"x": [1.0, 8.0], "y": [2e6, 6e6], "name": ["Sail", "Kulim"]})
    found = chart(
        scatter.quadrants(
            table, x="x", y="y", label="name", x_title="MSMEs", y_title="Money", x_reference=4.0,
            y_reference=3e6, quadrant_names=("Core", "Niche", "Watch", "Develop"),
        )
    )  # fmt: skip
    plot = float(found._chartSpace.xpath("c:chart/c:plotArea/c:layout/c:manualLayout/c:x/@val")[0])
    [relation] = [one for one in found.part.rels.values() if one.reltype.endswith("/chartUserShapes")]
    marks = etree.fromstring(relation.target_part.blob)
    lefts = [float(one.text) for one in marks.iterfind(".//{*}from/{*}x")]
    assert plot > 0.1
    assert len(lefts) == 4
    assert min(lefts) > plot


def test_estimates_begin_at_the_reference_of_a_logarithmic_axis() -> None:
    rows = pd.DataFrame(
        {"name": ["A<br>B", "C"], "value": [2.0, 0.5], "low": [1.5, 0.25], "high": [3.0, 1.0]},
        index=["a", "b"],
    )
    found = chart(intervals.intervals(rows, reference=1.0))
    assert columns(found)["MSMEs"] == [2, 0.5]
    assert found._chartSpace.xpath(".//c:logBase/@val") == ["2"]
    assert math.log2(found.value_axis.maximum_scale).is_integer()
    assert [str(one).split("\n")[0] for one in found.plots[0].categories] == ["A B", "C"]


def test_groups_in_rows_are_a_series_each() -> None:
    table = pd.DataFrame({"men": [0.5, 0.25], "women": [0.75, None]})
    found = chart(dots.dots(table, names=["Yes", "No"], ends=["", ""]))
    assert columns(found) == {"men": [50, 25], "women": [75, None]}


def test_correlations_keep_their_sign() -> None:
    table = pd.DataFrame({"name": ["a", "b"], "text": ["0.5", "−0.2"], "value": [0.5, -0.2]})
    found = chart(correlations.correlations(table, reference=0.3, reference_label="0.3"))
    assert columns(found)["MSMEs"] == [0.5, -0.2]


def test_a_fall_stays_a_negative_number() -> None:
    table = pd.DataFrame({"by": [12.5, -3.0], "name": ["Sail", "Kulim"]})
    assert columns(chart(changes.diverging_bars(table, "by", "name")))["MSMEs"] == [12.5, -3]
    steps = chart(changes.steps(["2021", "new", "closed", "2023"], [10, 5, -2, 13]))
    assert columns(steps)["MSMEs"] == [10, 5, -2, 13]


def test_a_histogram_has_columns_named_by_their_bins() -> None:
    bins = pd.DataFrame({"low": [0, 1000], "high": [1000, 2000], "n": [3, 5]})
    found = drawn(
        histogram.histogram(bins, mean=900, median=800, quartiles=(500, 1500), mean_label="mean 900")
    )
    assert found is not None
    assert found.graphic.chart.chart_type == XL_CHART_TYPE.COLUMN_CLUSTERED
    assert list(found.graphic.chart.plots[0].categories) == ["0–1,000", "1,000–2,000"]
    assert found.notes == ("mean 900",)


def square(place: float) -> dict[str, Any]:
    ring = [[place, 0], [place, 1], [place + 1, 1], [place + 1, 0], [place, 0]]
    return {"type": "Polygon", "coordinates": [ring]}


def features(ids: list[int]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "id": one, "properties": {}, "geometry": square(one)} for one in ids
        ],
    }


def test_a_map_is_a_shape_per_area_under_its_name_in_the_colour_of_its_level() -> None:
    plot = maps.choropleth(
        features([7, 8, 9]), AREAS, name="name", value="n", level="level", level_names=("low", "high")
    )
    found = drawn(plot)
    assert found is not None
    by_name = {one.name: one for one in found.graphic.shapes}
    assert {"Sail", "Kulim", "Rumbai"} <= set(by_name)
    assert str(by_name["Sail"].fill.fore_color.rgb) == "0A2A60"
    texts = [one.text_frame.text for one in found.graphic.part.slide.shapes if one.has_text_frame]
    assert {"high (1)", "low (1)", "– (1)"} <= set(texts)


def test_a_map_of_many_small_areas_says_how_many_names_it_leaves_out() -> None:
    ids = list(range(60))
    table = pd.DataFrame(
        {"name": [f"Kecamatan {one}" for one in ids], "n": [float(one) for one in ids]}, index=ids
    )
    found = drawn(maps.choropleth(features(ids), table, name="name", value="n"))
    assert found is not None
    assert found.unnamed == 60
    assert len(found.graphic.shapes) == 60


def test_a_colour_lies_between_those_of_its_scale() -> None:
    scale = [[0, "#000000"], [0.5, "#ff0000"], [0.5, "#00ff00"], [1, "#00ff00"]]
    assert between(scale, 0) == "#000000"
    assert between(scale, 0.25) == "#800000"
    assert between(scale, 0.75) == "#00ff00"


def test_a_heat_map_is_a_grid_with_its_numbers_and_colours() -> None:
    levels = pd.DataFrame({"Jasa": [0, 2], "Kuliner": [None, 1]}, index=["Sail", "Kulim"])
    counts = pd.DataFrame({"Jasa": [3, 90], "Kuliner": [None, 20]}, index=["Sail", "Kulim"])
    found = grid_of(heat.heatmap(levels, counts, level_names=("low", "medium", "high")))
    assert found is not None
    assert found.columns == ("Jasa", "Kuliner")
    assert found.rows[0] == ("Sail", (3.0, None), ("#c3daf5", None))
    assert [name for name, _colour in found.key] == ["high", "medium", "low"]


def test_what_has_no_native_form_is_left_to_its_table() -> None:
    table = pd.DataFrame({"before": [0, 1], "after": [1, 1], "name": ["Sail", "Kulim"]})
    plot = moves.moves(
        table,
        before="before",
        after="after",
        label="name",
        level_names=("low", "high"),
        names=("2021", "2023"),
    )
    assert drawn(plot) is None
    assert drawn({"data": [], "layout": {}}) is None


def test_a_chart_of_many_rows_has_the_first_and_says_so() -> None:
    table = pd.DataFrame({"n": range(514), "name": [f"Area {one}" for one in range(514)]})
    found = drawn(bars.ranked_bars(table, "n", "name"))
    assert found is not None
    assert (found.shown, found.of) == (24, 514)
    assert columns(found.graphic.chart)["MSMEs"] == list(range(513, 489, -1))


def test_a_name_that_has_no_room_is_kept_in_full() -> None:
    table = pd.DataFrame({"n": range(20), "name": ["long name " * 40 + str(one) for one in range(20)]})
    found = drawn(bars.ranked_bars(table, "n", "name"))
    assert found is not None
    assert len(found.cut) == 20
    assert all("…" in str(one) for one in found.graphic.chart.plots[0].categories)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula(text: str) -> None:
    table = pd.DataFrame({"n": [-5.5, 1.0], "name": [text, "Kulim"]})
    found = chart(bars.ranked_bars(table, "n", "name"))
    assert legal(text) in [row[0] for row in cells(found)] or legal(text).strip() in str(cells(found))
    assert -5.5 in columns(found)["MSMEs"]


def test_hostile_names_of_series_stay_text() -> None:
    parts = pd.DataFrame([[1.0, 2.0]], columns=["=cmd|'/c calc'!A1", "@x"])
    found = chart(stack.amounts(parts, names=['😀 بيت "x"\nline']))
    assert {"=cmd|'/c calc'!A1", "@x"} <= set(columns(found))
    assert cells(found)[1][0] == '😀 بيت "x"\nline'


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.text(max_size=12), st.floats(-1e12, 1e12)), min_size=1, max_size=6),
    st.text(max_size=12),
)
def test_any_text_and_number_comes_back_as_it_went_in(rows: list[tuple[str, float]], name: str) -> None:
    data = Categories()
    data.categories = [legal(text) for text, _value in rows]
    data.add_series(legal(name), [value for _text, value in rows])
    slide = empty_slide()
    found = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, 0, 0, Inches(5), Inches(3), data).chart
    kept = cells(found)[1:]
    # XlsxWriter writes 16 digits
    assert [row[1] for row in kept] == [pytest.approx(value, rel=1e-15) for _text, value in rows]
    assert [row[0] or "" for row in kept] == [legal(text) for text, _value in rows]


def plot_area(found: Any) -> tuple[float, float]:
    """Left edge and top of the plot, as parts of the chart."""
    layout = found._chartSpace.chart.plotArea.find(qn("c:layout")).find(qn("c:manualLayout"))
    return tuple(float(layout.find(qn(f"c:{name}")).get("val")) for name in "xy")  # type: ignore[return-value]


def cloud(high: float, **more: Any) -> Any:
    table = pd.DataFrame({"x": [0.0, 5, 9], "y": [0.0, high / 2, high], "g": [0, 1, 1]})
    return points.points(table, x="x", y="y", x_title="X", y_title="Value", **more)


def test_long_numbers_of_an_axis_leave_room_for_its_title() -> None:
    assert plot_area(chart(cloud(9.0)))[0] < plot_area(chart(cloud(90_000_000.0)))[0] - 0.05


def test_numbers_beside_bars_stay_on_one_line() -> None:
    table = pd.DataFrame({"n": [30_927_000, 11_019_000], "name": ["a", "b"]})
    labels = chart(bars.ranked_bars(table, "n", "name")).plots[0].series[0].data_labels
    assert labels._element.find(f".//{qn('a:bodyPr')}").get("wrap") == "none"


def test_a_legend_of_two_lines_has_room_above_the_bars() -> None:
    names = [f"a rather long name of a segment, {n}" for n in range(5)]
    assert legend_lines(names[:1], 11, 600) == 1
    assert legend_lines(names, 11, 600) == 3
    assert legend_lines(["a", "b", "c"], 11, 600) == 1


def test_centres_keep_the_edge_that_tells_them_from_their_cloud() -> None:
    plot = cloud(9.0, group="g", group_names=["low", "high"], centres=True)
    low, _high, centre, _other = chart(plot).plots[0].series
    assert str(low.marker.format.line.color.rgb) == str(low.marker.format.fill.fore_color.rgb)
    assert str(centre.marker.format.line.color.rgb) != str(centre.marker.format.fill.fore_color.rgb)


def test_groups_of_any_size_are_seen_in_libreoffice() -> None:
    """It shows nothing of a series that one of more points follows, unless both have as many places."""
    table = pd.DataFrame({"x": range(12), "y": range(12), "g": [0] * 2 + [1] * 10})
    plot = points.points(
        table, x="x", y="y", x_title="X", y_title="Y", group="g", group_names=["a", "b"], centres=True
    )
    found = chart(plot)
    counts = found._chartSpace.findall(f".//{qn('c:numCache')}/{qn('c:ptCount')}")
    assert {one.get("val") for one in counts} == {"10"}
    assert [one for one in found.plots[0].series[0].iter_values() if one is not None] == [0.0, 1.0]


def test_long_numbers_below_an_axis_are_fewer() -> None:
    assert point_chart._unit(0, 140_000_000, 300) >= 50_000_000
    assert point_chart._unit(0, 12, 300) == 2
