"""Quadrants: number of MSMEs against their ratio to residents."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from charts import labels, theme

# pixels of the plot from this width of the figure on: on a phone, a tablet, a laptop
_ROOMS = ((0, (230.0, 340.0)), (600, (480.0, 340.0)), (900, (800.0, 340.0)))
# the axes end this much beyond the largest value
_BEYOND = 1.1


def quadrants(
    table: pd.DataFrame,
    *,
    x: str,
    y: str,
    label: str,
    x_title: str,
    y_title: str,
    x_reference: float | None = None,
    y_reference: float | None = None,
    quadrant_names: tuple[str, str, str, str] = ("", "", "", ""),
    highlight: tuple[Any, ...] = (),
    x_decimals: int = 0,
    y_decimals: int = 1,
    language: str = "en",
) -> go.Figure:
    """Points with their names, lines at the region's values, and the names of the four quadrants.

    table: one row per point; x, y, label: its columns; rows without x or y are not drawn.
    quadrant_names: translated, top right, top left, bottom left, bottom right. highlight: index values.
    No name lies on another; one without room is left to the hover text and the table. `meta.looks` holds the
    names per least width of the figure, for the browser to choose.
    """
    rows = table[table[x].notna() & table[y].notna()].sort_values([x, y, label])
    chosen = [one in highlight for one in rows.index]
    looks = [(least, _look(rows, x, y, label, quadrant_names, room)) for least, room in _ROOMS]
    trace: dict[str, Any] = {
        "type": "scatter",
        "mode": "markers+text",
        "x": rows[x].astype("float64").tolist(),
        "y": rows[y].astype("float64").tolist(),
        "ids": [str(one) for one in rows.index],
        "hovertext": rows[label].tolist(),
        **looks[-1][1],
        "meta": {"looks": looks},
        "textfont": {"shadow": theme.HALO},
        "cliponaxis": False,
        "marker": {
            # plotly's own 0.7 would take the marks below 3:1
            "opacity": 1,
            "size": [14 if one else 10 for one in chosen],
            "color": [theme.SELECTED if one else theme.MARK for one in chosen],
            "symbol": ["diamond" if one else "circle" for one in chosen],
        },
        "hovertemplate": f"%{{hovertext}}<br>{x_title}: %{{x:,.{x_decimals}f}}<br>"
        f"{y_title}: %{{y:,.{y_decimals}f}}<extra></extra>",
    }
    return theme.figure(
        [trace],
        language,
        height=460,
        showlegend=False,
        xaxis={"title": {"text": x_title}, "tickformat": ",~f"} | _axis(rows[x]),
        yaxis={"title": {"text": y_title}, "tickformat": ",~f"} | _axis(rows[y]),
        shapes=_lines(x_reference, y_reference),
        annotations=_corners(quadrant_names),
    )


def _axis(values: pd.Series) -> dict[str, Any]:
    return {"range": [0, _end(values)], "fixedrange": True}


def _end(values: pd.Series) -> float:
    largest = float(values.max()) if len(values) else 0.0
    return largest * _BEYOND if largest > 0 else 1.0


def _look(
    rows: pd.DataFrame, x: str, y: str, label: str, corners: tuple[str, ...], room: tuple[float, float]
) -> dict[str, Any]:
    """Names and their sides for a plot of this many pixels."""
    ends = np.array([_end(rows[x]), _end(rows[y])])
    points = rows[[x, y]].to_numpy(dtype="float64") / ends * np.array(room)
    names = [str(name) for name in rows[label]]
    found = labels.place(points, [len(name) for name in names], room, _taken(corners, room))
    return {
        "text": [name if side else "" for name, side in zip(names, found, strict=True)],
        "textposition": [side or "middle right" for side in found],
    }


def _taken(names: tuple[str, ...], room: tuple[float, float]) -> list[labels.Box]:
    """Where the names of the quadrants stand."""
    sides = ((1, 1), (0, 1), (0, 0), (1, 0))
    boxes = []
    for name, (right, top) in zip(names, sides, strict=True):
        width, height = len(name) * labels.LETTER, labels.LINE
        left, bottom = right * (room[0] - width), top * (room[1] - height)
        boxes.append((left, bottom, left + width, bottom + height))
    return boxes


def _lines(x: float | None, y: float | None) -> list[dict[str, Any]]:
    look = {"type": "line", "layer": "below", "line": {"color": theme.REFERENCE, "width": 1.5, "dash": "dot"}}
    lines: list[dict[str, Any]] = []
    if x is not None and not pd.isna(x):
        lines.append(look | {"x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper"})
    if y is not None and not pd.isna(y):
        lines.append(look | {"y0": y, "y1": y, "x0": 0, "x1": 1, "xref": "paper"})
    return lines


def _corners(names: tuple[str, str, str, str]) -> list[dict[str, Any]]:
    places = (("right", "top"), ("left", "top"), ("left", "bottom"), ("right", "bottom"))
    return [
        {
            "text": name,
            "xref": "paper",
            "yref": "paper",
            "x": float(side == "right"),
            "y": float(end == "top"),
            "xanchor": side,
            "yanchor": end,
            "showarrow": False,
            "font": {"color": theme.INK_2},
        }
        for name, (side, end) in zip(names, places, strict=True)
        if name
    ]
