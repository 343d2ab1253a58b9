"""Bars to both sides and steps: what is drawn, in which order, and that it is told without colour."""

import numpy as np
import pandas as pd
import pytest

from charts import changes

TABLE = pd.DataFrame(
    {"name": ["Centre", "East", "Hill", "North", "West"], "change": [1500.0, -20.0, 0.0, np.nan, 30.0]},
    index=[11, 12, 13, 14, 15],
)


def bars(**options):
    figure = changes.diverging_bars(TABLE, "change", "name", unit="MSMEs", **options)
    return figure.to_plotly_json()


def test_the_largest_rise_comes_first_and_what_is_not_known_last():
    plot = bars(missing="not known")
    (trace,) = plot["data"]
    assert list(trace["hovertext"]) == ["Centre", "West", "Hill", "East", "North"]
    assert list(trace["text"]) == ["+1,500", "+30", "0", "\u221220", "not known"]
    assert list(trace["y"]) == ["11", "15", "13", "12", "14"]
    assert plot["layout"]["yaxis"]["categoryarray"][-1] == "11"


def test_a_fall_is_told_by_sign_side_and_pattern_not_by_colour_alone():
    marker = bars()["data"][0]["marker"]
    assert list(marker["pattern"]["shape"]) == ["", "", "", "/", ""]
    # one colour: Plotly computes no contrast from a list
    assert isinstance(marker["pattern"]["bgcolor"], str)
    assert marker["color"][0] != marker["color"][3]


def test_both_ends_have_room_for_their_numbers():
    low, high = bars()["layout"]["xaxis"]["range"]
    assert low < -20
    assert high > 1500


def test_chosen_areas_have_a_thick_border():
    assert list(bars(highlight=(12,))["data"][0]["marker"]["line"]["width"]) == [1, 1, 1, 3, 1]


def test_steps_go_on_where_the_last_one_ended():
    plot = changes.steps(["2021", "MSMEs", "people", "2023"], [10.0, 4.0, -1.5, 12.5], language="id")
    (trace,) = plot.to_plotly_json()["data"]
    assert list(trace["base"]) == [0, 10, 14, 0]
    assert trace["base"][2] + trace["x"][2] == trace["x"][3]
    assert list(trace["text"]) == ["10,0", "+4,0", "\u22121,5", "12,5"]
    assert list(trace["marker"]["pattern"]["shape"]) == ["", "", "/", ""]


@pytest.mark.parametrize(
    ("value", "decimals", "language", "text"),
    [(1234.5, 1, "id", "+1.234,5"), (-0.04, 1, "en", "0.0"), (-7, 0, "en", "\u22127"), (0, 0, "en", "0")],
)
def test_signs(value, decimals, language, text):
    assert changes.signed(value, decimals, language) == text


def test_nothing_known_draws_nothing_wrong():
    plot = changes.diverging_bars(TABLE.assign(change=np.nan), "change", "name").to_plotly_json()
    assert list(plot["layout"]["xaxis"]["range"]) == [0, pytest.approx(0.3)]
