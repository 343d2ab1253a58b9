"""Correlations as bars to both sides of zero."""

import json

import numpy as np
import pandas as pd
import pytest

from charts import theme
from charts.correlations import correlations

TABLE = pd.DataFrame(
    {"name": ["Baik", "Cukup", "Buruk"], "text": ["0.59", "–", "−0.67"], "value": [0.59, np.nan, -0.67]},
    index=["a", "b", "c"],
)


def figure(table=TABLE, **more):
    return correlations(table, reference=0.3, reference_label="usual least 0.3", **more)


def bars(found):
    return next(trace for trace in found.data if trace.type == "bar")


def test_bars_go_from_zero_to_their_side_and_an_unknown_one_is_empty() -> None:
    found = figure()
    assert list(bars(found).x) == [0.59, None, -0.67]
    low, high = found.layout.xaxis.range
    assert low < -0.67
    assert high == 1
    assert figure(TABLE[:1]).layout.xaxis.range[0] < 0, "zero is seen as a line"


def test_what_runs_against_the_others_has_the_colour_of_the_other_side() -> None:
    marker = bars(figure(highlight=("c",))).marker
    assert list(marker.color) == [theme.MARK, theme.MARK, "var(--against-medium)"]
    assert list(marker.line.width) == [1, 1, 3]


def test_lines_at_zero_and_at_the_reference_pass_the_bars_only() -> None:
    found = figure()
    lines = [trace for trace in found.data if trace.type == "scatter" and trace.mode == "lines"]
    assert [trace.x[0] for trace in lines] == [0, 0.3]
    ends = zip(lines[0].y[::3], bars(found).y, lines[0].y[1::3], strict=True)
    assert all(start < middle < end for start, middle, end in ends)
    assert found.layout.annotations[0].text == "usual least 0.3"
    json.loads(found.to_json(), parse_constant=lambda word: pytest.fail(f"{word} in the figure"))
