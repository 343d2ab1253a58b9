"""Charts that only clustering has."""

import pandas as pd
import plotly.graph_objects as go

from charts import theme


def silhouette_by_k(
    comparison: pd.DataFrame, chosen: int, *, x_title: str, y_title: str, language: str
) -> go.Figure:
    """Mean silhouette of each k (index of `comparison`), the chosen k marked by a diamond."""
    marked = [k == chosen for k in comparison.index]
    trace = {
        "type": "scatter",
        "mode": "lines+markers+text",
        "x": [int(k) for k in comparison.index],
        "y": comparison["silhouette"].tolist(),
        "texttemplate": "%{y:.2f}",
        "textposition": "top center",
        "cliponaxis": False,
        "line": {"color": theme.LEVELS[1], "width": 2},
        "marker": {
            "size": [14 if one else 9 for one in marked],
            "symbol": ["diamond" if one else "circle" for one in marked],
            "color": [theme.SELECTED if one else theme.LEVELS[1] for one in marked],
        },
        "hovertemplate": "k = %{x}: %{y:.2f}<extra></extra>",
    }
    lowest = min(0.0, float(comparison["silhouette"].min()))
    return theme.figure(
        [trace],
        language,
        height=280,
        showlegend=False,
        xaxis={"title": {"text": x_title}, "dtick": 1, "fixedrange": True, "showgrid": False},
        yaxis={"title": {"text": y_title}, "range": [lowest, 1.1], "fixedrange": True},
    )
