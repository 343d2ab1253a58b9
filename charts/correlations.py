"""Correlations as bars from zero, to the right where positive and to the left where negative."""

from collections.abc import Hashable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import rows, theme

_BAR, _FOOT = 15, 22
# room left of zero even where nothing is negative: zero must be seen as a line
_LEAST = -0.05


def correlations(
    table: pd.DataFrame,
    *,
    reference: float,
    reference_label: str,
    highlight: tuple[Hashable, ...] = (),
    language: str = "en",
) -> go.Figure:
    """A bar per row, the first on top.

    table: unique index; name, text (what is written at the end of the name's line), value (-1 .. 1, missing:
    no bar). reference: drawn as a line with its label. highlight: rows in the colour of the other side, with
    a thick border. Texts are already translated.
    """
    low = min(_LEAST, float(table["value"].min()) - 0.05) if len(table) else _LEAST
    frame = rows.frame(table["name"].tolist(), table["text"].tolist(), bar=_BAR, foot=_FOOT)
    chosen = [one in highlight for one in table.index]
    pairs = zip(table["name"], table["text"], strict=True)
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": [None if pd.isna(one) else float(one) for one in table["value"]],
        "hovertext": [f"{rows.plain(name)}<br>{rows.plain(text)}" for name, text in pairs],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": ["var(--against-medium)" if one else theme.MARK for one in chosen],
            "line": {
                "color": [theme.SELECTED if one else theme.EDGE for one in chosen],
                "width": [3 if one else 1 for one in chosen],
            },
        },
    }
    note = {"x": reference, "y": 0, "yref": "paper", "yanchor": "top", "xanchor": "center",
            "text": reference_label, "showarrow": False}  # fmt: skip
    lines = [_beside(frame, 0, "solid"), _beside(frame, reference, "dot")]
    return theme.figure(
        [*lines, frame.marks(trace), *frame.texts(low, 1.0)],
        language,
        **frame.layout(low, 1.0),
        annotations=[note],
    )


def _beside(frame: rows.Frame, x: float, dash: str) -> dict[str, Any]:
    """A line at x that passes the bars only: names have lines of their own, and it would cross them."""
    places = []
    for one in frame.places:
        half = one.thickness * 0.75
        places.append({"y": [y for middle in one.marks_y for y in (middle - half, middle + half, None)]})
    return {
        "type": "scatter", "mode": "lines", "x": [x, x, None] * len(frame.ends), "hoverinfo": "skip",
        "line": {"color": theme.REFERENCE, "width": 1.5, "dash": dash}, "showlegend": False,
        **rows.looks(places),
    }  # fmt: skip
