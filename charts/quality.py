"""Silhouettes: how well each item fits its group."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import theme

# pixels: a bar with its gap; axis and head; legend and the label of the line
_ROW, _FRAME, _HEAD = 26, 110, 56


def silhouettes(
    table: pd.DataFrame,
    *,
    silhouette: str,
    level: str,
    label: str,
    level_names: tuple[str, ...],
    mean: float,
    mean_label: str,
    x_title: str = "",
    language: str = "en",
) -> go.Figure:
    """A bar per item, grouped by level (highest first) and falling within it, and a line at the mean.

    table: one row per item; silhouette (-1 .. 1), level (0 .. k - 1), label: its columns.
    level_names: translated, low to high. A bar left of zero is an item nearer to another group.
    """
    rows = table.sort_values([level, silhouette, label], ascending=[False, False, True])
    k = len(level_names)
    traces = [
        _trace(rows[rows[level] == place], silhouette, label, level_names[place], place, k)
        for place in reversed(range(k))
        if (rows[level] == place).any()
    ]
    line = {"type": "line", "x0": mean, "x1": mean, "y0": 0, "y1": 1, "yref": "paper", "layer": "below",
            "line": {"color": theme.REFERENCE, "width": 1.5, "dash": "dot"}}  # fmt: skip
    note = {"x": mean, "y": 1, "yref": "paper", "yanchor": "bottom", "text": mean_label, "showarrow": False}
    low = float(rows[silhouette].min()) if len(rows) else 0.0
    # 0.15: room for the number left of a bar below zero
    left = low - 0.15 if low < 0 else 0.0
    return theme.figure(
        traces,
        language,
        height=_ROW * len(rows) + _FRAME,
        xaxis={"range": [left, 1.1], "fixedrange": True, "title": {"text": x_title}},
        yaxis={
            # places by id, since two areas of different parents may have one name
            "type": "category",
            "categoryorder": "array",
            "categoryarray": _ids(rows)[::-1],
            "tickmode": "array",
            "tickvals": _ids(rows),
            "ticktext": rows[label].tolist(),
            "fixedrange": True,
            "showgrid": False,
        },
        shapes=[line],
        annotations=[note],
        # the line's label stands between the legend and the bars
        legend={"y": 1, "yref": "container", "yanchor": "top"},
        margin={"l": 8, "r": 8, "t": _HEAD, "b": 8},
    )


def _ids(rows: pd.DataFrame) -> list[str]:
    return [str(one) for one in rows.index]


def _trace(rows: pd.DataFrame, silhouette: str, label: str, name: str, level: int, k: int) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "x": rows[silhouette].astype("float64").tolist(),
        "y": _ids(rows),
        "hovertext": rows[label].tolist(),
        "texttemplate": "%{x:.2f}",
        "textposition": "outside",
        "textfont": {"shadow": theme.HALO},
        "cliponaxis": False,
        "hovertemplate": "%{hovertext}: %{x:.2f}<extra></extra>",
        # the groups stand one below the other under their names: no pattern is needed
        "marker": {"color": theme.level_colours(k)[level], "line": {"color": theme.EDGE, "width": 1}},
    }  # fmt: skip
