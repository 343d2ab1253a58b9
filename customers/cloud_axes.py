"""Axes of a cloud of points that a few far values do not stretch: these are counted and said instead."""

import math
from typing import Any

import pandas as pd
from django.utils.translation import ngettext

from analysis import relation_groups
from charts.scales import nice
from core import formats

# of the shown range, left free on both sides; about how many steps an axis has
_ROOM, _STEPS = 0.04, 6


def _round(low: float, high: float) -> tuple[float, float]:
    """The range with some room, from one whole step of its axis to another."""
    room = _ROOM * (high - low)
    step = nice((high - low) / _STEPS)
    return math.floor((low - room) / step) * step, math.ceil((high + room) / step) * step


def narrow(plot: dict[str, Any], x: pd.Series, y: pd.Series) -> str:
    """Narrow the axes of a plot where that helps; how many points lie outside in words, "" for none."""
    outside = pd.Series(False, index=x.index)
    for axis, values in (("xaxis", x), ("yaxis", y)):
        found = relation_groups.window(values)
        if found is not None:
            low, high = _round(*found[:2])
            plot["layout"][axis]["range"] = [low, high]
            outside |= (values < low) | (values > high)
    n = int((outside & x.notna() & y.notna()).sum())
    if not n:
        return ""
    text = ngettext("%(n)s point lies beyond the axes", "%(n)s points lie beyond the axes", n)
    return text % {"n": formats.integer(n)}
