"""Shares of several groups as points: what is drawn, told apart without colour, and strict JSON."""

import json

import numpy as np
import pandas as pd
import pytest

from charts import dots, rows, theme

SHARES = pd.DataFrame({"Kuliner": [0.85, np.nan], "Jasa < 3": [0.5, 0.25], "Lainnya": [0.4, 0.1]})
NAMES, ENDS = ["Instagram", "TikTok & co"], ["n = 82", "n = 76"]


def figure(**more):
    return dots.dots(SHARES, names=NAMES, ends=ENDS, **more)


def points(found):
    return [trace for trace in found.data if trace.mode == "markers"]


def test_each_group_has_a_point_per_answer_and_none_without_a_base() -> None:
    found = points(figure())
    assert [list(trace.x) for trace in found] == [[85, None], [50, 25], [40, 10]]
    assert found[0].hovertext[0] == "Instagram<br>Kuliner: 85.0%"
    assert found[1].hovertext[1] == "TikTok &amp; co<br>Jasa &lt; 3: 25.0%"
    assert list(found[0].y) == list(found[2].y), "points of an answer lie on one line"


def test_a_line_joins_the_lowest_and_the_highest_of_each_answer() -> None:
    (line,) = (trace for trace in figure().data if trace.mode == "lines")
    assert list(line.x) == [40, 85, None, 10, 25, None]


def test_groups_differ_without_their_colours_and_small_ones_are_hollow() -> None:
    found = points(figure(hollow=[False, True, False]))
    assert [trace.marker.symbol for trace in found] == ["circle", "square-open", "diamond"]
    assert len({trace.marker.color for trace in found}) == 3
    key = figure(hollow=[False, True, False]).data[-1]
    assert list(key.marker.symbol) == [trace.marker.symbol for trace in found]


def test_points_are_links() -> None:
    found = points(figure(links=[["?a", "?b", "?c"], ["?d", "?e", "?f"]]))
    assert list(found[1].customdata) == ["?b", "?e"]


def test_places_follow_the_width_where_it_breaks_names() -> None:
    names = ["Instagram", "TikTok, YouTube and every other place where short films are shown"]
    found = dots.dots(SHARES, names=names, ends=ENDS)
    line, point = found.data[:2]
    (narrow, first), *_between, (wide, last) = point.meta["looks"]
    assert (narrow, wide) == (0, 600)
    assert wide in [least for least, _room in rows.ROOMS]
    assert first["y"] != last["y"] == list(point.y)
    assert line.meta["looks"][0][1]["y"][::3] == first["y"]
    # short names lie alike in every width, said once
    assert [least for least, _look in figure().data[0].meta["looks"]] == [0]


def test_the_axis_is_marked_at_each_quarter() -> None:
    axis = figure(language="id").layout.xaxis
    assert (axis.range, axis.dtick, axis.visible) == ((0, 100), 25, True)
    assert axis.ticksuffix == theme.percent_sign("id")


def test_the_figure_is_strict_json() -> None:
    json.loads(figure().to_json(), parse_constant=lambda word: pytest.fail(f"{word} in the figure"))


def test_more_groups_than_symbols_are_refused() -> None:
    many = pd.DataFrame([[0.1] * (dots.MOST_GROUPS + 1)])
    with pytest.raises(ValueError, match="symbols"):
        dots.dots(many, names=["A"], ends=[""])
    assert len(theme.OKABE_ITO) == dots.MOST_GROUPS
