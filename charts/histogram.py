"""Answers to a question for a number: bars of their bins, with mean, median and the middle half."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import theme

_HEIGHT, _HEAD = 300, 46
# more bars than this have no room for their numbers on a phone
_NUMBERED = 10


def histogram(
    bins: pd.DataFrame,
    *,
    mean: float,
    median: float,
    quartiles: tuple[float, float],
    mean_label: str = "",
    median_label: str = "",
    unit: str = "",
    language: str = "en",
) -> go.Figure:
    """A bar per bin, lines at mean and median, and a band between the quartiles.

    bins: low, high (of the number asked for), n; a bin holds low <= value < high, bins lie side by side.
    A bin of one whole number stands on that number. unit, labels: translated; unit: of n, in the hover text.
    Without any bin the figure is empty.
    """
    if bins.empty:
        return theme.figure([], language, height=_HEIGHT)
    lines = [(mean, mean_label, 1.0, "dot"), (median, median_label, 1.09, "solid")]
    first, last = float(bins["low"].iloc[0]), float(bins["high"].iloc[-1])
    back = 0.5 if _whole(bins) else 0.0
    return theme.figure(
        [_bars(bins, back, unit)],
        language,
        height=_HEIGHT,
        bargap=0,
        showlegend=False,
        margin={"l": 8, "r": 8, "t": _HEAD, "b": 28},
        xaxis={
            "range": [first - back, last - back], "fixedrange": True, "showgrid": False, "tickformat": ",~f",
            "dtick": 1 if back and len(bins) <= _NUMBERED else None,
        },
        yaxis={"visible": False, "fixedrange": True, "range": [0, 1.12 * float(bins["n"].max())]},
        shapes=[_band(quartiles), *(_line(value, dash) for value, _label, _y, dash in lines)],
        annotations=[_note(value, label, y, first, last) for value, label, y, _dash in lines if label],
    )  # fmt: skip


def _whole(bins: pd.DataFrame) -> bool:
    """Whether each bin holds one whole number."""
    return bool(((bins["high"] - bins["low"]) == 1).all() and (bins["low"] % 1 == 0).all())


def _bars(bins: pd.DataFrame, back: float, unit: str) -> dict[str, Any]:
    width = bins["high"] - bins["low"]
    said = "%{customdata[0]:,~f}" if back else "%{customdata[0]:,~f} – %{customdata[1]:,~f}"
    return {
        "type": "bar",
        "x": (bins["low"] + width / 2 - back).tolist(),
        "y": bins["n"].tolist(),
        "width": (0.94 * width).tolist(),
        "customdata": bins[["low", "high"]].to_numpy().tolist(),
        "text": [f"{n}" if n and len(bins) <= _NUMBERED else "" for n in bins["n"].tolist()],
        "textposition": "outside",
        "textfont": {"shadow": theme.HALO},
        "cliponaxis": False,
        "hovertemplate": f"{said}<br>%{{y:,.0f}} {unit}<extra></extra>",
        "marker": {"color": theme.MARK, "line": {"color": theme.EDGE, "width": 1}},
    }


def _band(quartiles: tuple[float, float]) -> dict[str, Any]:
    return {"type": "rect", "x0": quartiles[0], "x1": quartiles[1], "y0": 0, "y1": 1, "yref": "paper",
            "layer": "below", "line": {"width": 0}, "fillcolor": theme.GRID}  # fmt: skip


def _line(value: float, dash: str) -> dict[str, Any]:
    return {"type": "line", "x0": value, "x1": value, "y0": 0, "y1": 1, "yref": "paper",
            "line": {"color": theme.INK, "width": 1.5, "dash": dash}}  # fmt: skip


def _note(value: float, label: str, y: float, first: float, last: float) -> dict[str, Any]:
    """Mean and median have a line of text each, since they often lie side by side."""
    place = (value - first) / (last - first)
    side = "left" if place < 0.3 else "right" if place > 0.7 else "center"
    return {"x": value, "y": y, "yref": "paper", "yanchor": "bottom", "xanchor": side, "text": label,
            "showarrow": False}  # fmt: skip
