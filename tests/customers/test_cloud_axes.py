"""Axes of a cloud that a few far values do not stretch."""

import numpy as np
import pandas as pd
from django.utils.translation import override

from customers import cloud_axes


def test_a_narrowed_axis_ends_at_whole_steps_and_counts_what_lies_beyond() -> None:
    x = pd.Series([*np.linspace(-1.3277, 0.4758, 200), 31.04])
    y = pd.Series(np.linspace(0.0, 9.0, 201))
    plot: dict = {"layout": {"xaxis": {}, "yaxis": {}}}
    with override("en"):
        said = cloud_axes.narrow(plot, x, y)
    low, high = plot["layout"]["xaxis"]["range"]
    # not -1.402767990868
    assert low == round(low, 6)
    assert high == round(high, 6)
    outside = int(((x < low) | (x > high)).sum())
    assert outside == 1
    assert said.startswith("1 point lies beyond the axes")
