"""Answers in steps as bars of their parts: from zero to 100 percent, or to both sides of zero.

Diverging bars: Robbins & Heiberger, "Plotting Likert and other rating scales", Proceedings of the Survey
Research Methods Section, ASA, 2011. Disagreement lies left of zero, agreement right, a middle step on both.
"""

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from analysis import likert
from charts import rows, theme

_BAR = 22
# pixels that a percentage needs inside its part
_LABEL = 30
Floats = NDArray[np.float64]


def diverging(
    shares: pd.DataFrame,
    *,
    names: Sequence[str],
    ends: Sequence[str],
    links: Sequence[Sequence[str]] = (),
    language: str = "en",
) -> go.Figure:
    """A bar per question to both sides of zero, the first on top.

    shares: a row per question, a column per step (translated) from the one that disagrees most, values
    0 .. 1; a row that is missing stays empty. names, ends: of the rows; ends stand at the right end of a
    name's line. links: addresses, rows x steps.
    """
    left, right = likert.bars(100 * shares.to_numpy(dtype=np.float64))
    low = min(-10.0, float(np.nanmin(left, initial=0))) - 2
    high = max(10.0, float(np.nanmax(right, initial=0))) + 2
    colours = theme.sided_colours(shares.shape[1])
    return _figure(shares, (left, right), (low, high), colours, names, ends, links, (), language)


def stacked(
    shares: pd.DataFrame,
    *,
    names: Sequence[str],
    ends: Sequence[str],
    colours: Sequence[str] = (),
    muted: tuple[Hashable, ...] = (),
    links: Sequence[Sequence[str]] = (),
    language: str = "en",
) -> go.Figure:
    """A bar of 100 percent per row, the first on top, its parts from the lowest step to the highest.

    shares, names, ends, links: as of `diverging`. colours: one per column, else those of levels.
    muted: index values of rows with a small base, drawn paler.
    """
    given = 100 * shares.to_numpy(dtype=np.float64)
    right = np.cumsum(given, axis=1)
    looks = tuple(colours) or theme.level_colours(shares.shape[1])
    return _figure(shares, (right - given, right), (0.0, 100.0), looks, names, ends, links, muted, language)


def _figure(
    shares: pd.DataFrame,
    sides: tuple[Floats, Floats],
    axis: tuple[float, float],
    colours: Sequence[str],
    names: Sequence[str],
    ends: Sequence[str],
    links: Sequence[Sequence[str]],
    muted: tuple[Hashable, ...],
    language: str,
) -> go.Figure:
    steps = [str(one) for one in shares.columns]
    frame = rows.frame(names, ends, bar=_BAR, key=steps)
    # bars to both sides say where zero is
    zero = [frame.ticks(0)] if axis[0] < 0 else []
    pale = [0.45 if one in muted else 1.0 for one in shares.index]
    traces = []
    for place, colour in enumerate(colours):
        left, right = sides[0][:, place], sides[1][:, place]
        addresses = [row[place] for row in links]
        trace = _trace(left, right, steps[place], names, colour, pale, addresses, language)
        traces.append(frame.marks(trace, text=_labels(right - left, axis, language)))
    return theme.figure(
        [*traces, *zero, *frame.texts(*axis), frame.keys(*axis, colours)],
        language,
        barmode="overlay",
        **frame.layout(*axis),
    )


def _trace(
    left: Floats,
    right: Floats,
    step: str,
    names: Sequence[str],
    colour: str,
    pale: list[float],
    links: list[str],
    language: str,
) -> dict[str, Any]:
    widths = [None if np.isnan(one) else round(float(one), rows.DIGITS) for one in right - left]
    said = ["–" if one is None else theme.percent(one, language) for one in widths]
    return {
        "type": "bar",
        "orientation": "h",
        "name": rows.plain(step),
        "x": widths,
        "base": [0.0 if np.isnan(one) else round(float(one), rows.DIGITS) for one in left],
        "hovertext": [
            f"{rows.plain(name)}<br>{rows.plain(step)}: {text}"
            for name, text in zip(names, said, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        **({"customdata": links} if links else {}),
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "insidetextfont": {"color": theme.text_on(colour)},
        "marker": {"color": colour, "opacity": pale, "line": {"color": theme.EDGE, "width": 1}},
    }


def _labels(widths: Floats, axis: tuple[float, float], language: str) -> Any:
    """Whole percentages for parts that have room for one, as a function of the pixels there are."""
    sign = theme.percent_sign(language)

    def of(room: int) -> list[str]:
        least = _LABEL * (axis[1] - axis[0]) / room
        return [f"{one:.0f}{sign}" if one >= least else "" for one in widths]

    return of
