"""What print takes from a figure is what the browser would: the light theme, the look of the width."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts import bars, printed, theme

TOKENS = Path(__file__).parents[2] / "static" / "src" / "css" / "tokens.css"


def _light_tokens() -> dict[str, str]:
    css = TOKENS.read_text()
    found = re.findall(r"--([\w-]+): (?:light-dark\((#\w{6}), #\w{6}\)|(#\w{6}));", css)
    return {name: first or only for name, first, only in found}


def test_values_are_those_of_the_page() -> None:
    tokens = _light_tokens()
    assert {name: tokens[name] for name in printed.LIGHT} == printed.LIGHT


@pytest.mark.parametrize("step", ["low", "medium", "high"])
@pytest.mark.parametrize("scale", ["level", "against"])
def test_a_step_of_a_scale_has_its_light_value(scale: str, step: str) -> None:
    assert printed.light(f"{scale}-{step}") == _light_tokens()[f"{scale}-{step}"]


def test_ink_on_a_level_is_the_one_that_is_read_better() -> None:
    assert printed.light("on-level-low") == "#000000"
    assert printed.light("on-level-high") == "#ffffff"


@given(st.sampled_from(["level", "against"]), st.integers(0, 100))
def test_ink_on_every_step_has_enough_contrast(scale: str, percent: int) -> None:
    ground, ink = printed.light(f"{scale}-{percent}"), printed.light(f"on-{scale}-{percent}")
    assert ground
    assert ink
    assert theme.contrast(ground, ink) >= 4.5


def _plot() -> dict[str, object]:
    return {
        "data": [
            {
                "type": "scatter",
                "x": np.array([1.0, float("nan")]),
                "text": ["var(--unknown)", "a"],
                "textfont": {"size": 9, "shadow": "0 0 3px var(--paper)"},
                "marker": {"color": ["var(--level-33)", "var(--ink)"]},
                "meta": {
                    "looks": [
                        [0, {"text": ["narrow", ""]}],
                        [600, {"text": ["wide", ""], "textfont": {"color": "var(--ink-2)"}}],
                    ]
                },
            }
        ],
        "layout": {"height": 300, "xaxis": {"range": [0, 1]}},
    }


def test_no_token_is_left() -> None:
    found = printed.printed(_plot(), 900)
    assert found["data"][0]["marker"]["color"] == ["#71a4df", "#14181f"]
    assert "var(--" not in str({**found["data"][0], "text": []})


def test_what_is_no_token_of_ours_stays() -> None:
    assert printed.coloured("var(--unknown)") == "var(--unknown)"


def test_the_look_is_that_of_the_width() -> None:
    assert printed.printed(_plot(), 599)["data"][0]["text"] == ["narrow", ""]
    wide = printed.printed(_plot(), 600)["data"][0]
    assert wide["text"] == ["wide", ""]
    assert wide["textfont"] == {"size": 9, "shadow": "0 0 3px #ffffff", "color": "#515966"}
    assert "meta" not in wide


def test_arrays_are_lists_and_missing_numbers_are_none() -> None:
    assert printed.printed(_plot(), 900)["data"][0]["x"] == [1.0, None]


def test_packed_arrays_are_read() -> None:
    figure = go.Figure(go.Heatmap(z=np.arange(6.0).reshape(2, 3)))
    assert printed.printed(figure, 900)["data"][0]["z"] == [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]


def test_the_given_figure_is_not_changed() -> None:
    plot = _plot()
    before = str(plot)
    printed.printed(plot, 900)
    assert str(plot) == before


def test_labels_behind_the_longest_bar_have_room() -> None:
    table = pd.DataFrame({"n": [50, 100], "name": ["a", "b"]})
    found = printed.printed(bars.ranked_bars(table, "n", "name"), 650)
    assert found["layout"]["xaxis"]["range"] == pytest.approx([0, 114])


def test_two_bars_are_no_thicker_than_34_pixels() -> None:
    table = pd.DataFrame({"n": [50, 100], "name": ["a", "b"]})
    layout = printed.printed(bars.ranked_bars(table, "n", "name"), 650)["layout"]
    assert (200 - 60) / 2 * (1 - layout["bargap"]) == pytest.approx(34)


def test_margins_of_a_narrow_figure_are_small() -> None:
    plot = {"data": [], "layout": {"margin": {"l": 90, "r": 48}}}
    assert printed.printed(plot, 390)["layout"]["margin"] == {"l": 8, "r": 16, "t": 12, "b": 28}
    assert printed.printed(plot, 900)["layout"]["margin"]["l"] == 90


def test_colours_are_read() -> None:
    assert printed.rgba("#ff0000") == (1, 0, 0, 1)
    assert printed.rgba("rgba(255, 0,0,0.25)") == (1, 0, 0, 0.25)
    assert printed.on_paper("rgba(0,0,0,0.5)") == "#808080"
    with pytest.raises(ValueError, match="no colour"):
        printed.rgba("red; drop")
