import json

import numpy as np
import pandas as pd
import pytest
from shapely.geometry import Point, box, mapping

from analysis import geometry
from charts import bars, heat, intervals, map_names, maps, quality, scatter, stack, theme

LEVELS = ("rendah", "sedang", "tinggi")
TABLE = pd.DataFrame(
    {
        "name": ["Tampan", "Sail", "Rumbai", "Sukajadi"],
        "n": [2606.0, 410, np.nan, 900],
        "ratio": [12.5, 18.25, np.nan, 20],
        "level": pd.array([2, 0, None, 1], dtype="Int64"),
        "silhouette": [0.7, 0.5, -0.1, 0.0],
    },
    index=[11, 12, 13, 14],
)


def strict_json(figure):
    """As the page embeds it: JSON has neither NaN nor infinity."""
    return json.loads(figure.to_json(), parse_constant=lambda word: pytest.fail(f"{word} in the figure"))


def bar_of(**options):
    return bars.ranked_bars(TABLE, "n", "name", unit="UMKM", language="id", **options)


def test_bars_are_sorted_from_zero_with_direct_labels():
    figure = bar_of()
    (trace,) = figure.data
    assert list(trace.hovertext) == ["Tampan", "Sukajadi", "Sail", "Rumbai"]
    assert list(trace.y) == ["11", "14", "12", "13"]
    assert list(figure.layout.yaxis.categoryarray) == ["13", "12", "14", "11"]
    assert list(figure.layout.yaxis.ticktext) == list(trace.hovertext)
    assert list(trace.texttemplate) == ["%{x:,.0f}"] * 3 + ["–"]
    assert figure.layout.xaxis.rangemode == "tozero"
    assert figure.layout.separators == ",."
    assert "UMKM" in trace.hovertemplate
    assert strict_json(figure)["data"][0]["x"][3] is None


def test_levels_have_colour_pattern_and_name():
    figure = bar_of(level="level", level_names=LEVELS)
    assert [trace.name for trace in figure.data] == ["tinggi", "sedang", "rendah", "–"]
    assert [trace.marker.color for trace in figure.data] == [*reversed(theme.LEVELS), theme.OTHERS]
    assert [trace.marker.pattern.shape for trace in figure.data][:3] == list(reversed(theme.PATTERNS))
    assert [list(trace.hovertext) for trace in figure.data] == [
        ["Tampan"],
        ["Sukajadi"],
        ["Sail"],
        ["Rumbai"],
    ]
    assert figure.layout.showlegend


def test_reference_line_and_highlight():
    figure = bar_of(reference=1000.5, reference_label="Kota: 1.000", highlight=(12,))
    assert (figure.layout.shapes[0].x0, figure.layout.shapes[0].x1) == (1000.5, 1000.5)
    assert figure.layout.annotations[0].text == "Kota: 1.000"
    assert figure.layout.shapes[0].layer == "below"
    assert list(figure.data[0].marker.line.width) == [0, 0, 3, 0]
    assert not bar_of(reference=float("nan")).layout.shapes


def test_the_others_come_last_in_grey_whatever_their_number():
    figure = bar_of(last=(11,))
    plain, rest = figure.data
    assert list(figure.layout.yaxis.ticktext) == ["Sukajadi", "Sail", "Rumbai", "Tampan"]
    assert (list(rest.hovertext), rest.marker.color) == (["Tampan"], theme.OTHERS)
    assert len(plain.x) == 3
    assert not figure.layout.showlegend


def test_areas_of_one_name_keep_their_own_bars():
    twins = TABLE.assign(name="Sukamaju")
    trace = bars.ranked_bars(twins, "n", "name").data[0]
    assert len(set(trace.y)) == 4


def collection():
    boxes = {11: box(101.0, 0, 101.5, 1), 12: box(101.5, 0, 101.52, 1), 13: box(101.52, 0, 102, 1)}
    features = [
        {"type": "Feature", "id": area, "properties": {}, "geometry": geometry.normalise(mapping(outline))}
        for area, outline in boxes.items()
    ]
    return {"type": "FeatureCollection", "features": features}


def map_of(**options):
    return maps.choropleth(
        collection(), TABLE, name="name", value="n", unit="UMKM", missing="tanpa data", **options
    )


def test_map_by_level_counts_its_classes_in_the_legend():
    figure = map_of(level="level", level_names=LEVELS)
    areas, unknown, *legend, names = figure.data
    assert list(areas.locations) == [11, 12]  # 14 has no outline, 13 no level
    assert list(areas.z) == [2, 0]
    assert list(areas.customdata) == [2606, 410]
    assert (areas.zmin, areas.zmax, areas.showscale) == (-0.5, 2.5, False)
    assert list(unknown.locations) == [13]
    assert [entry.name for entry in legend] == ["tinggi (1)", "sedang (0)", "rendah (1)", "tanpa data (1)"]
    assert [entry.marker.color for entry in legend][:3] == list(reversed(theme.LEVELS))
    assert figure.layout.geo.fitbounds == "locations"
    assert figure.layout.geo.visible is False
    assert names.mode == "text"


def test_names_stand_inside_the_areas_where_they_fit():
    names = map_of().data[-1]
    assert list(names.text) == ["Tampan", "Rumbai"]  # Sail is too narrow
    assert box(101.0, 0, 101.5, 1).contains(Point(names.lon[0], names.lat[0]))


def test_map_by_value_has_a_colour_bar():
    figure = map_of(decimals=1)
    areas = figure.data[0]
    assert list(areas.z) == [2606, 410]
    assert areas.colorbar.tickformat == ",.1f"
    assert areas.colorscale[0][1] == theme.LEVELS[0]
    assert "UMKM" in areas.hovertemplate
    assert not figure.layout.showlegend
    strict_json(figure)


def test_the_selected_area_is_outlined_last_and_every_area_keeps_its_colour():
    areas = map_of(selected=(11,)).data[0]
    assert list(areas.locations) == [12, 11]
    assert list(areas.marker.line.width) == [1, 4]
    assert list(areas.marker.line.color) == [theme.EDGE, theme.SELECTED]
    # a paled colour would no longer be one of the legend
    assert (areas.selectedpoints, areas.unselected.marker.opacity, areas.marker.opacity) == (None,) * 3
    names, plain = map_of(selected=(11,)).data[-1], map_of().data[-1]
    assert dict(zip(names.text, names.textfont.weight, strict=True)) == {"Rumbai": "normal", "Tampan": "bold"}
    inks, plain_inks = (dict(zip(one.text, one.textfont.color, strict=True)) for one in (names, plain))
    assert inks == plain_inks


def test_names_on_the_map_are_read_on_the_colour_of_their_area():
    names = map_of(level="level", level_names=LEVELS).data[-1]
    assert list(names.textfont.color) == ["var(--on-level-high)", "var(--ink)"]  # Rumbai has no level
    names = map_of().data[-1]
    assert names.textfont.color[0] == "var(--on-level-high)"  # Tampan has the most


def test_a_name_lies_wholly_inside_its_area_also_where_that_is_bent():
    bent = box(0, 0, 10, 2).union(box(0, 0, 2, 10))
    names, inks = pd.Series(["Limapuluh", "Sail"], index=[1, 2]), ["#000000", "#ffffff"]
    outlines = {1: mapping(bent), 2: mapping(box(9.9, 9.9, 10, 10))}
    looks = map_names.trace(names, inks, outlines)["meta"]["looks"]
    assert [least for least, _look in looks] == [0, 600]
    for _least, look in looks:
        assert (look["text"], look["textfont"]["color"]) == (["Limapuluh"], ["#000000"])
        assert bent.contains(Point(look["lon"][0], look["lat"][0]).buffer(0.5))


def test_a_map_without_any_outline_is_empty_not_broken():
    figure = maps.choropleth({"type": "FeatureCollection", "features": []}, TABLE, name="name", value="n")
    assert [len(trace.locations or ()) for trace in figure.data if trace.type == "choropleth"] == [0]


def test_heatmap_shows_levels_and_numbers():
    levels = pd.DataFrame({"Kuliner": [2, 0], "Jasa": [1, None]}, index=["Tampan", "Sail"]).astype("Int64")
    counts = pd.DataFrame({"Jasa": [120, 0], "Kuliner": [900, 30]}, index=["Tampan", "Sail"])
    figure = heat.heatmap(levels, counts, level_names=LEVELS, unit="UMKM")
    trace, numbers, *legend = figure.data
    drawn = strict_json(figure)["data"][0]
    assert drawn["z"] == [[2, 1], [0, None]]
    assert drawn["customdata"] == [[900, 120], [30, 0]]
    assert list(numbers.customdata) == [900, 120, 30]  # the empty cell has no number
    assert list(numbers.textfont.color) == [theme.text_on(theme.LEVELS[level]) for level in (2, 1, 0)]
    assert (list(trace.x), list(trace.y)) == (["Kuliner", "Jasa"], ["Tampan", "Sail"])
    assert [entry.name for entry in legend] == list(reversed(LEVELS))
    assert [entry.marker.color for entry in legend] == list(reversed(theme.LEVELS))
    assert figure.layout.meta["least_width"] > 0


def test_many_columns_keep_their_names_and_numbers_and_scroll():
    levels = pd.DataFrame(1, index=["Tampan"], columns=[f"Bidang {place}" for place in range(30)])
    figure = heat.heatmap(levels, levels * 12_345, level_names=LEVELS)
    trace, numbers, *_legend = figure.data
    assert len(numbers.customdata) == len(trace.x) == 30
    assert figure.layout.xaxis.dtick == 1
    assert list(figure.layout.xaxis.range) == [-0.5, 29.5]
    # 12,345 needs more than the least cell of 40 px
    assert figure.layout.meta["least_width"] > 30 * 50


def test_importance_is_told_by_side_and_sign():
    table = pd.DataFrame({"F": [1.5, -0.05], "M": [0.2, -0.9], "L": [None, 0.1]}, index=["Inti", "Hilang"])
    names = ("jauh di bawah", "di bawah", "dekat", "di atas", "jauh di atas")
    figure = heat.importance(table, names=names, language="id")
    trace, numbers, *legend = figure.data
    assert strict_json(figure)["data"][0]["z"] == [[4, 3, None], [2, 0, 3]]
    assert numbers.texttemplate == "%{customdata:+.2f}"
    assert [entry.name for entry in legend] == list(reversed(names))
    assert [entry.marker.color for entry in legend] == list(reversed(theme.sided_colours(5)))
    assert trace.colorscale[0][1] == "var(--against-75)"


def test_a_grid_of_scores_has_titles_on_both_axes():
    grid = pd.DataFrame(1, index=["5", "4"], columns=["1", "2"])
    figure = heat.heatmap(grid, grid, level_names=LEVELS, x_title="Frekuensi", y_title="Kebaruan")
    assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == ("Frekuensi", "Kebaruan")


def test_intervals_have_a_line_at_one_and_their_limits():
    rows = pd.DataFrame(
        {
            "name": ["Ikan<br>Rumbai", "Jasa<br>Sail"],
            "value": [4.0, 0.5],
            "low": [3.0, 0.2],
            "high": [5.5, 0.9],
        },
        index=["3-7", "4-8"],
    )
    figure = intervals.intervals(
        rows, reference=1.0, reference_label="kota = 1", muted=("4-8",), x_title="LQ", language="id"
    )
    clear, muted = figure.data
    assert (list(clear.x), list(clear.y), list(clear.ids)) == ([4.0], ["3-7"], ["3-7"])
    assert list(clear.error_x.array) == [1.5]
    assert list(clear.error_x.arrayminus) == [1.0]
    assert muted.marker.color == theme.OTHERS
    assert list(figure.layout.yaxis.ticktext) == ["Ikan<br>Rumbai", "Jasa<br>Sail"]
    # the first row stands on top
    assert list(figure.layout.yaxis.categoryarray) == ["4-8", "3-7"]
    assert figure.layout.xaxis.type == "log"
    assert figure.layout.shapes[0].x0 == 1.0
    low, high = figure.layout.xaxis.range
    assert 10**low < 0.2 < 5.5 < 10**high
    strict_json(figure)


def test_an_interval_from_zero_is_cut_at_the_edge_of_the_logarithmic_axis():
    rows = pd.DataFrame({"name": ["a"], "value": [0.0], "low": [0.0], "high": [0.4]}, index=["a"])
    figure = intervals.intervals(rows, reference=1.0)
    (trace,) = figure.data
    edge = 10 ** figure.layout.xaxis.range[0]
    assert trace.x[0] == pytest.approx(edge)
    assert trace.x[0] - trace.error_x.arrayminus[0] >= edge * 0.999
    assert list(trace.hovertext) == ["0.00 (0.00–0.40)"]


def test_quadrants_have_lines_labels_and_highlight():
    figure = scatter.quadrants(
        TABLE, x="n", y="ratio", label="name", x_title="UMKM", y_title="Rasio", x_reference=1000,
        y_reference=15, quadrant_names=("a", "b", "c", "d"), highlight=(14,),
    )  # fmt: skip
    (trace,) = figure.data
    assert list(trace.text) == list(trace.hovertext) == ["Sail", "Sukajadi", "Tampan"]
    assert list(trace.marker.symbol) == ["circle", "diamond", "circle"]
    assert list(trace.textposition) == ["middle right"] * 3
    assert [look[0] for look in trace.meta["looks"]] == [0, 600, 900]
    assert (figure.layout.shapes[0].x0, figure.layout.shapes[1].y0) == (1000, 15)
    assert [(note.text, note.x, note.y) for note in figure.layout.annotations] == [
        ("a", 1, 1), ("b", 0, 1), ("c", 0, 0), ("d", 1, 0),
    ]  # fmt: skip


def test_stacked_shares_sum_to_one():
    counts = pd.DataFrame({"Mikro": [80, 0], "Kecil": [15, 0], "Lain": [5, None]}, index=["Tampan", "Sail"])
    figure = stack.shares(counts, unit="UMKM", others="Lain")
    assert sum(trace.x[0] for trace in figure.data) == pytest.approx(100)
    assert [trace.x[1] for trace in figure.data] == [None] * 3
    assert [trace.marker.color for trace in figure.data] == [*theme.OKABE_ITO[:2], theme.OTHERS]
    assert {trace.marker.line.color for trace in figure.data} == {theme.OUTLINE}
    assert [trace.texttemplate[0] for trace in figure.data] == ["%{x:,.0f}%", "%{x:,.0f}%", ""]
    assert list(figure.data[0].customdata) == [80, 0]


def test_ordered_parts_of_a_bar_alone_have_level_colours_and_their_shares():
    counts = pd.DataFrame({"Mikro": [8], "Kecil": [3], "Menengah": [1]}, index=["Tampan"])
    figure = stack.shares(counts, ordered=True, language="id")
    assert [trace.marker.color for trace in figure.data] == list(theme.LEVELS)
    assert [trace.name for trace in figure.data] == [
        "Mikro 66,7\u00a0%", "Kecil 25,0\u00a0%", "Menengah 8,3\u00a0%",
    ]  # fmt: skip
    assert figure.layout.xaxis.ticksuffix == "\u00a0%"


def test_more_parts_than_colours_are_refused():
    with pytest.raises(ValueError, match="join the smallest"):
        stack.shares(pd.DataFrame([range(1, 10)], columns=list("abcdefghi")))


def test_silhouettes_fall_within_their_groups():
    rows = TABLE.assign(level=[2, 0, 0, 1])
    figure = quality.silhouettes(
        rows, silhouette="silhouette", level="level", label="name", level_names=LEVELS, mean=0.275,
        mean_label="rata-rata 0,28 (n = 4)", language="id",
    )  # fmt: skip
    assert [trace.name for trace in figure.data] == ["tinggi", "sedang", "rendah"]
    assert list(figure.data[2].hovertext) == ["Sail", "Rumbai"]
    assert figure.layout.shapes[0].x0 == 0.275
    assert figure.layout.annotations[0].text == "rata-rata 0,28 (n = 4)"
    assert figure.layout.xaxis.range[0] < -0.1


@pytest.mark.parametrize("figure", [bar_of(), map_of()], ids=["bars", "map"])
def test_figures_leave_text_colours_to_the_page(figure):
    drawn = figure.to_plotly_json()["layout"]
    assert "color" not in drawn.get("font", {})
    assert figure.layout.template.layout.paper_bgcolor == theme.CLEAR


def test_no_rows_give_an_empty_figure():
    nothing = TABLE.iloc[:0]
    assert len(bars.ranked_bars(nothing, "n", "name").data[0].x or ()) == 0
    assert not stack.shares(pd.DataFrame(columns=["a"])).data[0].x
    assert not scatter.quadrants(nothing, x="n", y="ratio", label="name", x_title="", y_title="").data[0].x


def test_a_name_too_long_for_its_area_takes_two_lines():
    names = pd.Series(["Marpoyan Damai", "Bukit Raya"], index=[1, 2])
    # 600 px are ten degrees: 98 px of one line fit into two degrees, not into one and a half
    outlines = {1: mapping(box(0, 0, 1.5, 3)), 2: mapping(box(8, 0, 10, 3))}
    (_least, look) = map_names.trace(names, ["#000000"] * 2, outlines)["meta"]["looks"][-1]
    assert look["text"] == ["Marpoyan<br>Damai", "Bukit Raya"]
    assert look["lon"][0] == pytest.approx(0.75)
