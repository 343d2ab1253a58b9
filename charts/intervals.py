"""Estimates as points with their intervals, on a logarithmic axis: half and double are equally far."""

import math
from collections.abc import Hashable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import axes, theme

# pixels: a row of two lines, and axis with its title
_ROW, _FRAME = 44, 76
# the axis reaches at least from half to double the reference, and never below a hundredth of it
_LEAST, _SMALLEST, _ROOM = 2.0, 0.01, 1.25
_TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


def intervals(
    rows: pd.DataFrame,
    *,
    reference: float,
    reference_label: str = "",
    muted: tuple[Hashable, ...] = (),
    x_title: str = "",
    language: str = "en",
) -> go.Figure:
    """A point with its interval per row, the first on top.

    rows: index the ids of the rows; name (`<br>` allowed), value, low, high (0 or more, finite). reference:
    above 0, a line. muted: ids of rows that cannot be told from it, in grey. Texts are already translated.
    """
    low, high = _range(rows, reference)
    ids = [str(one) for one in rows.index]
    grey = rows.index.isin(list(muted))
    parts = [(~grey, theme.MARK, "circle"), (grey, theme.OTHERS, "circle-open")]
    traces = [
        _trace(rows[part], colour, symbol, low, language) for part, colour, symbol in parts if part.any()
    ]
    ticks = [one * reference for one in _TICKS if low <= one * reference <= high]
    line = {"type": "line", "x0": reference, "x1": reference, "y0": 0, "y1": 1, "yref": "paper",
            "layer": "below", "line": {"color": theme.REFERENCE, "width": 1.5, "dash": "dot"}}  # fmt: skip
    # an annotation of a logarithmic axis stands at the logarithm
    note = {"x": math.log10(reference), "y": 1, "yref": "paper", "yanchor": "bottom", "text": reference_label,
            "showarrow": False}  # fmt: skip
    return theme.figure(
        traces,
        language,
        height=_ROW * len(rows) + _FRAME,
        showlegend=False,
        shapes=[line],
        annotations=[note] if reference_label else [],
        margin={"l": 8, "r": 16, "t": 32 if reference_label else 12, "b": 44},
        xaxis={
            "type": "log", "range": [math.log10(low), math.log10(high)], "title": {"text": x_title},
            "tickmode": "array", "tickvals": ticks, "ticktext": [_short(one, language) for one in ticks],
            "fixedrange": True,
        },
        yaxis=axes.of_names(ids, rows["name"].tolist(), range=[-0.6, len(ids) - 0.4]),
    )  # fmt: skip


def _range(rows: pd.DataFrame, reference: float) -> tuple[float, float]:
    floor = reference * _SMALLEST
    least, most = rows["low"].min(), rows["high"].max()
    low = min(reference / _LEAST, reference if pd.isna(least) else max(least, floor))
    return low / _ROOM, max(reference * _LEAST, reference if pd.isna(most) else most) * _ROOM


def _trace(rows: pd.DataFrame, colour: str, symbol: str, edge: float, language: str) -> dict[str, Any]:
    # zero has no place on a logarithmic axis: it stands at the edge, its text says 0
    value = rows["value"].clip(lower=edge)
    return {
        "type": "scatter",
        "mode": "markers+text",
        "text": [_decimal(one, 1, language) for one in rows["value"]],
        "textposition": "top center",
        "ids": [str(one) for one in rows.index],
        "x": value.tolist(),
        "y": [str(one) for one in rows.index],
        "hovertext": [_words(row, language) for row in rows.to_dict("records")],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
        "error_x": {
            "type": "data", "symmetric": False, "array": (rows["high"] - value).clip(lower=0).tolist(),
            "arrayminus": (value - rows["low"].clip(lower=edge)).clip(lower=0).tolist(), "color": colour,
            "thickness": 2, "width": 5,
        },
        "marker": {"size": 11, "color": colour, "symbol": symbol, "line": {"color": theme.EDGE, "width": 1}},
    }  # fmt: skip


def _words(row: dict[Any, Any], language: str) -> str:
    value, low, high = (_decimal(row[key], 2, language) for key in ("value", "low", "high"))
    return f"{value} ({low}–{high})"


def _short(value: float, language: str) -> str:
    return _decimal(value, 0 if value >= 1 else 1 if value >= 0.1 else 2, language)


def _decimal(value: float, decimals: int, language: str) -> str:
    text = f"{value:,.{decimals}f}"
    if theme.separators(language) == theme.SEPARATORS["id"]:
        return text.translate(str.maketrans(",.", ".,"))
    return text
