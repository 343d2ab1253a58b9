"""A criterion of quality for each number of groups."""

import pandas as pd
import plotly.graph_objects as go

from charts import theme


def criterion_by_k(
    values: pd.Series,
    chosen: int,
    *,
    x_title: str,
    y_title: str,
    form: str = ".2f",
    best: int | None = None,
    language: str,
) -> go.Figure:
    """The values (index k) as a line, the chosen k marked by a diamond, `best` by a ring.

    form: how Plotly writes a value (d3-format). What lies between 0 and 1 keeps that axis.
    """
    marked = [k == chosen for k in values.index]
    trace = {
        "type": "scatter",
        "mode": "lines+markers+text",
        "x": [int(k) for k in values.index],
        "y": values.tolist(),
        "texttemplate": f"%{{y:{form}}}",
        "textposition": "top center",
        "cliponaxis": False,
        "line": {"color": theme.LEVELS[1], "width": 2},
        "marker": {
            "size": [14 if one else 9 for one in marked],
            "symbol": ["diamond" if one else "circle" for one in marked],
            "color": [theme.SELECTED if one else theme.LEVELS[1] for one in marked],
        },
        "hovertemplate": f"k = %{{x}}: %{{y:{form}}}<extra></extra>",
    }
    rings = [_ring(best, float(values[best]))] if best is not None and best in values.index else []
    return theme.figure(
        [*rings, trace],
        language,
        height=280,
        showlegend=False,
        xaxis={"title": {"text": x_title}, "dtick": 1, "fixedrange": True, "showgrid": False},
        yaxis={"title": {"text": y_title}, "range": _range(values), "fixedrange": True},
    )


def _ring(k: int, value: float) -> dict[str, object]:
    return {
        "type": "scatter", "mode": "markers", "x": [k], "y": [value], "hoverinfo": "skip",
        "marker": {"size": 20, "symbol": "circle-open", "color": theme.SELECTED, "line": {"width": 2}},
    }  # fmt: skip


def _range(values: pd.Series) -> list[float]:
    """From zero, or from the lowest below it; a tenth of room above for the numbers."""
    low, high = min(0.0, float(values.min())), float(values.max())
    return [low, 1.1 if low >= -1 and high <= 1 else high * 1.12]
