"""A bar per item, group by group: how well each fits its group, and how often it keeps it."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import axes, theme

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
    rows = _by_group(table, silhouette, level, label)
    line = {"type": "line", "x0": mean, "x1": mean, "y0": 0, "y1": 1, "yref": "paper", "layer": "below",
            "line": {"color": theme.REFERENCE, "width": 1.5, "dash": "dot"}}  # fmt: skip
    note = {"x": mean, "y": 1, "yref": "paper", "yanchor": "bottom", "text": mean_label, "showarrow": False}
    low = float(rows[silhouette].min()) if len(rows) else 0.0
    # 0.15: room for the number left of a bar below zero
    left = low - 0.15 if low < 0 else 0.0
    return theme.figure(
        _traces(rows, silhouette, level, label, level_names, "%{x:.2f}"),
        language,
        height=_ROW * len(rows) + _FRAME,
        xaxis={"range": [left, 1.1], "fixedrange": True, "title": {"text": x_title}},
        yaxis=axes.of_names(_ids(rows), rows[label].tolist()),
        shapes=[line],
        annotations=[note],
        # the line's label stands between the legend and the bars
        legend={"y": 1, "yref": "container", "yanchor": "top"},
        margin={"l": 8, "r": 8, "t": _HEAD, "b": 8},
    )


def shares(
    table: pd.DataFrame,
    *,
    share: str,
    level: str,
    label: str,
    level_names: tuple[str, ...],
    x_title: str = "",
    language: str = "en",
) -> go.Figure:
    """A bar of 0 to 100 percent per item, grouped by level (highest first) and falling within it.

    table: one row per item; share (0 .. 1), level (0 .. k - 1), label: its columns.
    level_names: translated, low to high.
    """
    rows = _by_group(table.assign(**{share: 100 * table[share]}), share, level, label)
    sign = theme.percent_sign(language)
    return theme.figure(
        _traces(rows, share, level, label, level_names, f"%{{x:.0f}}{sign}"),
        language,
        height=_ROW * len(rows) + _FRAME,
        xaxis={"range": [0, 112], "tickvals": [0, 25, 50, 75, 100], "ticksuffix": sign, "fixedrange": True,
               "title": {"text": x_title}},
        yaxis=axes.of_names(_ids(rows), rows[label].tolist()),
        legend={"y": 1, "yref": "container", "yanchor": "top"},
        margin={"l": 8, "r": 8, "t": _HEAD, "b": 8},
    )  # fmt: skip


def _by_group(table: pd.DataFrame, value: str, level: str, label: str) -> pd.DataFrame:
    return table.sort_values([level, value, label], ascending=[False, False, True])


def _traces(
    rows: pd.DataFrame, value: str, level: str, label: str, names: tuple[str, ...], text: str
) -> list[dict[str, Any]]:
    return [
        _trace(rows[rows[level] == place], value, label, names[place], place, len(names), text)
        for place in reversed(range(len(names)))
        if (rows[level] == place).any()
    ]


def _ids(rows: pd.DataFrame) -> list[str]:
    return [str(one) for one in rows.index]


def _trace(
    rows: pd.DataFrame, value: str, label: str, name: str, level: int, k: int, text: str
) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "x": rows[value].astype("float64").tolist(),
        "y": _ids(rows),
        "hovertext": rows[label].tolist(),
        "texttemplate": text,
        "textposition": "outside",
        "textfont": {"shadow": theme.HALO},
        "cliponaxis": False,
        "hovertemplate": f"%{{hovertext}}: {text}<extra></extra>",
        # the groups stand one below the other under their names: no pattern is needed
        "marker": {"color": theme.level_colours(k)[level], "line": {"color": theme.EDGE, "width": 1}},
    }
