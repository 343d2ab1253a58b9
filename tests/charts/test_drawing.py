"""A figure on paper has the marks of the figure in the browser, at the same relative places."""

import pandas as pd
import pytest
from reportlab.graphics.shapes import Circle, Line, Path, PolyLine, Rect, String

from charts import bars, heat, intervals, maps, points, scatter, segments, stack
from charts.drawing import UnknownTrace, drawing, drawings
from charts.shares import share_bars

from .drawn import shapes, texts

pytestmark = pytest.mark.usefixtures("_fonts")
FILL_OF_MEDIUM, FILL_OF_HIGH = "#4788d3", "#0a2a60"


def _hex(colour: object) -> str:
    return f"#{colour.hexval()[2:]}" if hasattr(colour, "hexval") else ""


def _bars(drawing: object) -> list[Rect]:
    """Filled rectangles that are no ground of a text."""
    return [one for one in shapes(drawing, Rect) if one.fillColor and one.fillColor.alpha == 1]  # type: ignore[arg-type]


def _ranked(**more: object) -> object:
    table = pd.DataFrame({"n": [200, 100, 50], "name": ["Tampan", "Rumbai & <b>", "Sail"]})
    return bars.ranked_bars(table, "n", "name", **more)  # type: ignore[arg-type]


def test_bars_are_as_long_as_their_values() -> None:
    found = _bars(drawing(_ranked(), 700))
    assert len(found) == 3
    widths = [one.width for one in found]
    assert [round(one / widths[0], 6) for one in widths] == [1, 0.5, 0.25]
    # the largest on top
    assert [one.y for one in found] == sorted((one.y for one in found), reverse=True)


def test_names_and_numbers_are_written_as_they_are() -> None:
    found = texts(drawing(_ranked(), 700))
    assert {"Tampan", "Rumbai & <b>", "Sail", "200", "100", "50"} <= set(found)


def test_numbers_have_the_signs_of_the_language() -> None:
    table = pd.DataFrame({"n": [12345.6], "name": ["a"]})
    figure = bars.ranked_bars(table, "n", "name", decimals=1, language="id")
    assert "12.345,6" in texts(drawing(figure, 700))


def test_a_reference_line_stands_at_its_value() -> None:
    found = drawing(_ranked(reference=100.0, reference_label="mean: 100"), 700)
    line = next(one for one in shapes(found, Line) if one.strokeDashArray)
    half = _bars(found)[1]
    assert line.x1 == line.x2 == pytest.approx(half.x + half.width)
    assert "mean: 100" in texts(found)


def test_a_missing_value_has_no_bar() -> None:
    table = pd.DataFrame({"n": [10.0, float("nan")], "name": ["a", "b"]})
    assert len(_bars(drawing(bars.ranked_bars(table, "n", "name"), 700))) == 1


def test_levels_are_told_by_their_patterns_too() -> None:
    table = pd.DataFrame({"n": [3, 2, 1], "name": list("abc"), "level": [2, 1, 0]})
    figure = bars.ranked_bars(table, "n", "name", level="level", level_names=("low", "medium", "high"))
    found = drawing(figure, 700)
    # high and medium, each in its bar and in the legend; low is plain
    assert len(shapes(found, Path)) == 4
    assert {"low", "medium", "high"} <= set(texts(found))


def test_stacked_parts_sum_to_the_whole() -> None:
    counts = pd.DataFrame({"micro": [60, 90], "small": [30, 5], "medium": [10, 5]}, index=["a", "b"])
    found = [one for one in _bars(drawing(stack.shares(counts), 700)) if one.width != one.height]
    rows: dict[float, list[Rect]] = {}
    for one in found:
        rows.setdefault(round(one.y, 3), []).append(one)
    wholes = [sum(part.width for part in parts) for parts in rows.values()]
    assert len(rows) == 2
    assert wholes[0] == pytest.approx(wholes[1])
    for parts in rows.values():
        ends = [part.x + part.width for part in parts[:-1]]
        assert ends == pytest.approx([part.x for part in parts[1:]])


def test_diverging_bars_meet_at_zero_in_their_middle_step() -> None:
    answers = pd.DataFrame([[0.2, 0.2, 0.6]], columns=["no", "neutral", "yes"])
    found = drawing(segments.diverging(answers, names=["Q"], ends=["+40"]), 700)
    parts = [one for one in _bars(found) if one.width != one.height]
    assert [round(one.width / parts[0].width, 3) for one in parts] == [1, 1, 3]
    assert {"Q", "+40", "60%"} <= set(texts(found))


def test_intervals_reach_from_low_to_high() -> None:
    rows = pd.DataFrame({"name": ["a<br>b"], "value": [2.0], "low": [1.0], "high": [4.0]}, index=[7])
    found = drawing(intervals.intervals(rows, reference=1.0, reference_label="city = 1"), 700)
    bar = shapes(found, Path)[0].points
    line = next(one for one in shapes(found, Line) if one.strokeDashArray)
    low, high = bar[0], bar[2]
    # its low end is the reference; on a logarithmic axis the value is half way to the high end
    assert low == pytest.approx(line.x1)
    assert {"a", "b", "2.0", "city = 1"} <= set(texts(found))
    assert high > low


def test_quadrants_have_their_points_names_and_lines() -> None:
    table = pd.DataFrame({"n": [10.0, 90.0], "r": [5.0, 45.0], "name": ["a", "b"]})
    figure = scatter.quadrants(
        table, x="n", y="r", label="name", x_title="number", y_title="ratio", x_reference=50, y_reference=25,
        quadrant_names=("NE", "NW", "SW", "SE"),
    )  # fmt: skip
    found = drawing(figure, 700)
    assert {"a", "b", "NE", "NW", "SW", "SE", "number", "ratio"} <= set(texts(found))
    assert len([one for one in shapes(found, Line) if one.strokeDashArray]) == 2


def test_a_heat_map_has_a_cell_per_number_and_none_for_a_missing_one() -> None:
    levels = pd.DataFrame({"x": [0, 2], "y": [1, None]}, index=["a", "b"])
    counts = pd.DataFrame({"x": [5, 9], "y": [7, None]}, index=["a", "b"])
    found = drawing(heat.heatmap(levels, counts, level_names=("low", "medium", "high")), 700)
    cells = [one for one in _bars(found) if one.width != one.height]
    assert sorted(_hex(one.fillColor) for one in cells) == sorted([FILL_OF_HIGH, FILL_OF_MEDIUM, "#c3daf5"])
    assert {"5", "7", "9", "a", "b", "x", "y", "low", "high"} <= set(texts(found))


def test_the_title_of_an_axis_on_top_stands_above_its_names() -> None:
    grid = pd.DataFrame(1, index=["a", "b"], columns=["x", "y"])
    plot = heat.heatmap(grid, grid, level_names=("low", "medium", "high"), x_title="Frequency")
    places = {one.text: one.y for one in shapes(drawing(plot, 700), String)}
    assert places["Frequency"] > places["x"] > places["a"]


def _square(at: float) -> list[list[float]]:
    return [[at, 0], [at, 1], [at + 1, 1], [at + 1, 0], [at, 0]]


def test_a_map_has_an_outline_per_area_in_the_colour_of_its_level() -> None:
    hole = [[0.4, 0.4], [0.6, 0.4], [0.6, 0.6], [0.4, 0.6], [0.4, 0.4]]
    features = [
        {"type": "Feature", "id": 1, "geometry": {"type": "Polygon", "coordinates": [_square(0), hole]}},
        {
            "type": "Feature",
            "id": 2,
            "geometry": {"type": "MultiPolygon", "coordinates": [[_square(1)], [_square(3)]]},
        },
    ]
    table = pd.DataFrame({"name": ["A", "B"], "n": [1, 2], "level": [0, 2]}, index=[1, 2])
    figure = maps.choropleth(
        {"type": "FeatureCollection", "features": features}, table, name="name", value="n", level="level",
        level_names=("low", "medium", "high"),
    )  # fmt: skip
    found = drawing(figure, 700)
    areas = shapes(found, Path)
    assert [_hex(one.fillColor) for one in areas] == ["#c3daf5", FILL_OF_HIGH]
    # a ring each of the hole and of the second part
    assert [one.operators.count(0) for one in areas] == [2, 2]
    assert {"A", "B", "high (1)", "medium (0)", "low (1)"} <= set(texts(found))


def test_a_map_of_values_explains_its_colours() -> None:
    features = [
        {"type": "Feature", "id": at, "geometry": {"type": "Polygon", "coordinates": [_square(at)]}}
        for at in (1, 2)
    ]
    table = pd.DataFrame({"name": ["A", "B"], "n": [0, 400]}, index=[1, 2])
    figure = maps.choropleth(
        {"type": "FeatureCollection", "features": features}, table, name="name", value="n"
    )
    found = texts(drawing(figure, 700))
    assert {"0", "100", "200", "300", "400"} <= set(found)


def test_a_trace_of_another_kind_is_an_error_by_name() -> None:
    with pytest.raises(UnknownTrace, match="pie"):
        drawing({"data": [{"type": "pie", "values": [1]}], "layout": {}}, 700)


def test_an_empty_figure_is_drawn() -> None:
    assert drawing({"data": [], "layout": {}}, 700).width == 700


def test_the_scale_makes_points_of_pixels() -> None:
    found = drawing(_ranked(), 700, scale=0.5)
    assert found.width == 350
    assert len(shapes(found, String)) == len(shapes(drawing(_ranked(), 700), String))


def test_a_figure_higher_than_a_sheet_is_cut_between_its_rows() -> None:
    table = pd.DataFrame({"n": range(100, 0, -1), "name": [f"Area {at:03}" for at in range(100)]})
    figure = bars.ranked_bars(table, "n", "name")
    parts = drawings(figure, 700, 3424, 1, 800)
    assert len(parts) == 3
    assert all(part.height <= 800 for part in parts)
    names = [text for part in parts for text in texts(part) if text.startswith("Area")]
    assert sorted(names) == [f"Area {at:03}" for at in range(100)]
    assert "Area 000" in texts(parts[0])
    assert "Area 099" in texts(parts[2])
    # one axis for all parts
    widths = sorted((one.width for part in parts for one in _bars(part)), reverse=True)
    assert [round(100 * one / widths[0]) for one in widths] == list(range(100, 0, -1))


def test_rows_of_names_and_marks_are_cut_below_a_mark() -> None:
    count = 40
    table = pd.DataFrame(
        {"name": [f"Answer {at}" for at in range(count)], "text": "1", "share": 0.5, "low": 0.4, "high": 0.6}
    )
    figure = share_bars(table)
    height = figure.layout.height
    parts = drawings(figure, 700, height, 1, 700)
    assert len(parts) == 3
    said = [[text for text in texts(part) if text.startswith("Answer")] for part in parts]
    assert [text for part in said for text in part] == [f"Answer {at}" for at in range(count)]
    # each name on the sheet of its bar
    assert [len(_bars(part)) for part in parts] == [len(part) for part in said]


def test_a_figure_that_fits_is_not_cut() -> None:
    assert len(drawings(_ranked(), 700, 200, 1, 800)) == 1


def _cloud(**more: object) -> object:
    table = pd.DataFrame({"x": [0.0, 1, 2, 3, 4, 100], "y": [0.0, 1, 2, 3, 4, 5]})
    return points.points(
        table, x="x", y="y", x_title="X", y_title="Y", line=(1.0, 0.0), line_name="L", **more
    )  # type: ignore[arg-type]


def test_what_lies_beyond_the_axes_is_not_drawn() -> None:
    """A line that leads to the far value ended beyond the edge of the sheet."""
    whole = _cloud()
    narrow = _cloud()
    narrow.update_layout(xaxis_range=[0, 5], yaxis_range=[0, 5])  # type: ignore[attr-defined]
    found = drawing(narrow, 700)
    lines = [one for one in shapes(found, PolyLine) if len(one.points) == 4]
    assert lines
    assert max(x for one in lines for x in one.points[::2]) <= found.width
    assert min(y for one in lines for y in one.points[1::2]) >= 0
    assert len(shapes(found, Circle)) == len(shapes(drawing(whole, 700), Circle)) - 1
