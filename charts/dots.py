"""Shares of several groups as points on one line per answer: where the points lie apart, the groups differ.

Cleveland, "The Elements of Graphing Data", 1985: points are told apart where bars side by side are not.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import rows, theme

# how groups are told apart without their colours
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "triangle-down", "cross", "x", "star")
MOST_GROUPS = len(SYMBOLS)
_BAR, _SIZE, _FOOT = 18, 13, 22


def dots(
    shares: pd.DataFrame,
    *,
    names: Sequence[str],
    ends: Sequence[str],
    hollow: Sequence[bool] = (),
    links: Sequence[Sequence[str]] = (),
    language: str = "en",
) -> go.Figure:
    """A line per answer, the first on top, with a point per group from 0 to 100 percent.

    shares: a row per answer, a column per group (translated), values 0 .. 1, missing where a group has no
    base. names, ends: of the answers; ends stand at the right end of a name's line. hollow: per group,
    whether its base is small. links: addresses, answers x groups.
    Raises ValueError where there are more than MOST_GROUPS groups.
    """
    groups = [str(one) for one in shares.columns]
    if len(groups) > MOST_GROUPS:
        raise ValueError(f"{len(groups)} groups, {MOST_GROUPS} symbols: leave the smallest out first")
    frame = rows.frame(names, ends, bar=_BAR, key=groups, foot=_FOOT)
    open_too = list(hollow) or [False] * len(groups)
    symbols = [f"{one}-open" if small else one for one, small in zip(SYMBOLS, open_too, strict=False)]
    marks = list(zip(symbols, theme.OKABE_ITO, strict=False))
    traces = [_lines(frame, shares)]
    for place, (symbol, colour) in enumerate(marks):
        trace = _points(shares.iloc[:, place], groups[place], names, symbol, colour, language)
        if links:
            trace["customdata"] = [row[place] for row in links]
        traces.append({**trace, **rows.looks([{"y": one.marks_y} for one in frame.places])})
    key = frame.keys(0, 100, [colour for _symbol, colour in marks])
    key["marker"] |= {"symbol": [symbol for symbol, _colour in marks]}
    layout = frame.layout(0, 100)
    layout["xaxis"] |= {"visible": True, "ticksuffix": theme.percent_sign(language), "dtick": 25}
    return theme.figure([*traces, *frame.texts(0, 100), key], language, **layout)


def _lines(frame: rows.Frame, shares: pd.DataFrame) -> dict[str, Any]:
    """From the lowest to the highest point of each answer."""
    x: list[float | None] = []
    for low, high in zip(shares.min(axis=1), shares.max(axis=1), strict=True):
        x += [None, None, None] if pd.isna(low) else [100 * float(low), 100 * float(high), None]
    places = [{"y": [y for place in one.marks_y for y in (place, place, None)]} for one in frame.places]
    return {
        "type": "scatter", "mode": "lines", "x": x, "line": {"color": theme.REFERENCE, "width": 2},
        "hoverinfo": "skip", "showlegend": False, **rows.looks(places),
    }  # fmt: skip


def _points(
    shares: pd.Series, group: str, names: Sequence[str], symbol: str, colour: str, language: str
) -> dict[str, Any]:
    known = [None if pd.isna(one) else 100 * float(one) for one in shares]
    # an open mark is its line alone
    edge = {"color": colour, "width": 2} if "open" in symbol else {"color": theme.OUTLINE, "width": 1}
    said = ["–" if one is None else theme.percent(one, language) for one in known]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": rows.plain(group),
        "x": known,
        "hovertext": [
            f"{rows.plain(name)}<br>{rows.plain(group)}: {text}"
            for name, text in zip(names, said, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
        "marker": {"size": _SIZE, "symbol": symbol, "color": colour, "opacity": 1, "line": edge},
    }
