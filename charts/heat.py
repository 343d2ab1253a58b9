"""Area x category: levels as coloured cells with their numbers."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import theme

_ROW, _FRAME = 34, 160
# pixels: a letter of a name and its most, a digit of 12 px type, what a cell has beside its number
_LETTER, _MOST_NAMES, _DIGIT, _BESIDE, _LEAST_CELL = 7, 240, 7, 12, 40
# every name is written, none skipped
_AXIS = {"type": "category", "showgrid": False, "fixedrange": True, "dtick": 1}


def heatmap(
    levels: pd.DataFrame,
    counts: pd.DataFrame,
    *,
    level_names: tuple[str, ...],
    unit: str = "",
    language: str = "en",
) -> go.Figure:
    """Cells coloured by level, each with its number; an empty cell stays blank.

    A page narrower than `meta.least_width`, where every number has its room, scrolls the figure.
    levels: index area names, columns category names, values 0 .. k - 1 or missing; counts: the same shape.
    level_names: translated, low to high. Rows and columns stay in the order given.
    """
    k = len(level_names)
    counts = counts.reindex(index=levels.index, columns=levels.columns)
    trace: dict[str, Any] = {
        "type": "heatmap",
        "x": [str(one) for one in levels.columns],
        "y": [str(one) for one in levels.index],
        "z": _lists(levels),
        "customdata": _lists(counts),
        "hovertemplate": f"%{{y}}, %{{x}}<br>%{{customdata:,.0f}} {unit}<extra></extra>",
        "hoverongaps": False,
        "xgap": 2,
        "ygap": 2,
        "zmin": -0.5,
        "zmax": k - 0.5,
        "colorscale": theme.stepped_scale(k),
        "showscale": False,
    }
    return theme.figure(
        [trace, _numbers(levels, counts, k), *_legend(level_names)],
        language,
        height=_ROW * len(levels) + _FRAME,
        # the names of the columns stand above the cells, so the legend goes below
        legend={"y": 0, "yanchor": "top"},
        xaxis=_AXIS | {"side": "top", "autotickangles": [0, -40], "range": [-0.5, len(levels.columns) - 0.5]},
        yaxis=_AXIS | {"range": [len(levels) - 0.5, -0.5]},
        meta={"least_width": _least_width(levels, counts)},
    )


def _least_width(levels: pd.DataFrame, counts: pd.DataFrame) -> int:
    """Pixels for the names of the rows and the widest number in every column."""
    names = min(_MOST_NAMES, _LETTER * max((len(str(one)) for one in levels.index), default=0))
    largest = counts.to_numpy(dtype=float, na_value=0).max(initial=0)
    cell = max(_LEAST_CELL, _DIGIT * len(f"{largest:,.0f}") + _BESIDE)
    return names + cell * len(levels.columns)


def _legend(names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Names beside their colours, high first; a colour bar would take a column's width on a phone."""
    looks = zip(names, theme.level_colours(len(names)), strict=True)
    return [
        {"type": "scatter", "mode": "markers", "x": [None], "y": [None], "name": name, "showlegend": True,
         "hoverinfo": "skip", "marker": theme.square(colour)}
        for name, colour in reversed(list(looks))
    ]  # fmt: skip


def _numbers(levels: pd.DataFrame, counts: pd.DataFrame, k: int) -> dict[str, Any]:
    """Numbers as a layer of their own: a heat map's text has one colour, unreadable on some levels."""
    rows, columns = levels.notna().to_numpy().nonzero()
    areas, categories = levels.index.astype(str).to_numpy(), levels.columns.astype(str).to_numpy()
    inks = [theme.text_on(colour) for colour in theme.level_colours(k)]
    return {
        "type": "scatter",
        "mode": "text",
        "x": categories[columns].tolist(),
        "y": areas[rows].tolist(),
        "customdata": counts.to_numpy(dtype=float, na_value=float("nan"))[rows, columns].tolist(),
        "texttemplate": "%{customdata:,.0f}",
        "textfont": {"color": [inks[int(level)] for level in levels.to_numpy()[rows, columns]], "size": 12},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _lists(table: pd.DataFrame) -> list[list[float | None]]:
    rows = table.astype("float64").to_numpy().tolist()
    # JSON has no NaN: a missing cell is null
    return [[None if value != value else value for value in row] for row in rows]
