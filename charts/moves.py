"""Who changed groups between two clusterings: a line per item from its group then to its group now."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import axes, theme

_ROW, _FRAME = 30, 90


def moves(
    table: pd.DataFrame,
    *,
    before: str,
    after: str,
    label: str,
    level_names: tuple[str, ...],
    names: tuple[str, str],
    language: str = "en",
) -> go.Figure:
    """An open circle for the group before, a filled one for the group after, and a line where they differ.

    table: one row per item; before, after (0 .. k - 1), label: its columns. level_names: translated, low to
    high. names: what `before` and `after` are called. The widest moves up come first, those down last.
    """
    step = table[after] - table[before]
    rows = table.assign(_step=step).sort_values(["_step", after, label], ascending=[False, False, True])
    places = [str(one) for one in rows.index]
    k = len(level_names)
    return theme.figure(
        [_lines(rows, places, before, after), *_dots(rows, places, before, after, label, level_names, names)],
        language,
        height=_ROW * len(rows) + _FRAME,
        xaxis={
            "range": [-0.4, k - 0.6], "tickmode": "array", "tickvals": list(range(k)), "side": "top",
            "ticktext": list(level_names), "fixedrange": True, "zeroline": False,
        },
        yaxis=axes.of_names(places, rows[label].tolist(), showgrid=True),
        legend={"y": 0, "yanchor": "top"},
    )  # fmt: skip


def _lines(rows: pd.DataFrame, places: list[str], before: str, after: str) -> dict[str, Any]:
    x: list[int | None] = []
    y: list[str | None] = []
    for place, start, end in zip(places, rows[before].tolist(), rows[after].tolist(), strict=True):
        if start != end:
            x += [start, end, None]
            y += [place, place, None]
    return {
        "type": "scatter", "mode": "lines", "x": x, "y": y, "line": {"color": theme.MARK, "width": 3},
        "hoverinfo": "skip", "showlegend": False,
    }  # fmt: skip


def _dots(
    rows: pd.DataFrame,
    places: list[str],
    before: str,
    after: str,
    label: str,
    level_names: tuple[str, ...],
    names: tuple[str, str],
) -> list[dict[str, Any]]:
    filled = {"color": theme.MARK, "size": 12, "opacity": 1}
    looks = {before: filled | {"symbol": "circle-open", "line": {"width": 2}}, after: filled}
    return [
        {
            "type": "scatter", "mode": "markers", "name": name, "x": rows[column].tolist(), "y": places,
            "hovertext": [
                f"{item}: {level_names[level]}"
                for item, level in zip(rows[label].tolist(), rows[column].tolist(), strict=True)
            ],
            "hovertemplate": f"%{{hovertext}}<extra>{name}</extra>", "marker": look, "cliponaxis": False,
        }
        for (column, look), name in zip(looks.items(), names, strict=True)
    ]  # fmt: skip
