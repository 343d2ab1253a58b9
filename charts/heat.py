"""Rows x columns: coloured cells with their numbers, such as areas x categories, or segments x variables."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from charts import theme, written

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
    colours: Sequence[str] = (),
    form: str = ",.0f",
    unit: str = "",
    x_title: str = "",
    y_title: str = "",
    language: str = "en",
) -> go.Figure:
    """Cells coloured by level, each with its number; an empty cell stays blank.

    A page narrower than `meta.least_width`, where every number has its room, scrolls the figure.
    levels: index names of the rows, columns of the columns, values 0 .. k - 1 or missing; counts: the same
    shape. level_names: translated, low to high. colours: tokens of the levels, else those of theme. form: of
    the numbers (d3-format). Rows and columns stay in the order given.
    """
    looks = tuple(colours) or theme.level_colours(len(level_names))
    counts = counts.reindex(index=levels.index, columns=levels.columns)
    trace: dict[str, Any] = {
        "type": "heatmap",
        "x": [str(one) for one in levels.columns],
        "y": [str(one) for one in levels.index],
        "z": _lists(levels),
        "customdata": _lists(counts),
        "hovertemplate": f"%{{y}}, %{{x}}<br>%{{customdata:{form}}} {unit}<extra></extra>",
        "hoverongaps": False,
        "xgap": 2,
        "ygap": 2,
        "zmin": -0.5,
        "zmax": len(looks) - 0.5,
        "colorscale": theme.stepped(looks),
        "showscale": False,
    }
    return theme.figure(
        [trace, _numbers(levels, counts, looks, form), *_legend(level_names, looks)],
        language,
        height=_ROW * len(levels) + _FRAME,
        # the names of the columns stand above the cells, so the legend goes below
        legend={"y": 0, "yanchor": "top"},
        xaxis=_AXIS | _titled(x_title) | {
            "side": "top", "autotickangles": [0, -40], "range": [-0.5, len(levels.columns) - 0.5]
        },
        yaxis=_AXIS | _titled(y_title) | {"range": [len(levels) - 0.5, -0.5]},
        meta={"least_width": _least_width(levels, counts, form)},
    )  # fmt: skip


def importance(
    table: pd.DataFrame,
    *,
    limit: float = 1.0,
    names: tuple[str, str, str, str, str],
    unit: str = "",
    language: str = "en",
) -> go.Figure:
    """How far each group lies from the mean of all, per variable: mean of the group ÷ mean of all − 1.

    table: index names of the groups, columns names of the variables (translated), values such as +0.85 or
    −0.4; missing where the mean of all is zero. limit: from ±limit on the colour is the strongest; steps end
    at a tenth and at the half of it. names: of the five steps, from far below to far above.
    """
    edges = limit * np.array([-0.5, -0.1, 0.1, 0.5])
    steps = np.searchsorted(edges, table.to_numpy(dtype=float), side="right").astype(float)
    levels = pd.DataFrame(steps, index=table.index, columns=table.columns).where(table.notna())
    colours = theme.sided_colours(5)
    return heatmap(
        levels, table, level_names=names, colours=colours, form="+.2f", unit=unit, language=language
    )


def _titled(text: str) -> dict[str, Any]:
    return {"title": {"text": text}} if text else {}


def _least_width(levels: pd.DataFrame, counts: pd.DataFrame, form: str) -> int:
    """Pixels for the names of the rows and the widest number in every column."""
    names = min(_MOST_NAMES, _LETTER * max((len(str(one)) for one in levels.index), default=0))
    largest = np.abs(counts.to_numpy(dtype=float, na_value=0)).max(initial=0)
    cell = max(_LEAST_CELL, _DIGIT * len(written.number(float(largest), form, ".,")) + _BESIDE)
    return names + cell * len(levels.columns)


def _legend(names: tuple[str, ...], colours: Sequence[str]) -> list[dict[str, Any]]:
    """Names beside their colours, high first; a colour bar would take a column's width on a phone."""
    looks = zip(names, colours, strict=True)
    return [
        {"type": "scatter", "mode": "markers", "x": [None], "y": [None], "name": name, "showlegend": True,
         "hoverinfo": "skip", "marker": theme.square(colour)}
        for name, colour in reversed(list(looks))
    ]  # fmt: skip


def _numbers(levels: pd.DataFrame, counts: pd.DataFrame, colours: Sequence[str], form: str) -> dict[str, Any]:
    """Numbers as a layer of their own: a heat map's text has one colour, unreadable on some levels."""
    rows, columns = levels.notna().to_numpy().nonzero()
    areas, categories = levels.index.astype(str).to_numpy(), levels.columns.astype(str).to_numpy()
    inks = [theme.text_on(colour) for colour in colours]
    return {
        "type": "scatter",
        "mode": "text",
        "x": categories[columns].tolist(),
        "y": areas[rows].tolist(),
        "customdata": counts.to_numpy(dtype=float, na_value=float("nan"))[rows, columns].tolist(),
        "texttemplate": f"%{{customdata:{form}}}",
        "textfont": {"color": [inks[int(level)] for level in levels.to_numpy()[rows, columns]], "size": 12},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _lists(table: pd.DataFrame) -> list[list[float | None]]:
    rows = table.astype("float64").to_numpy().tolist()
    # JSON has no NaN: a missing cell is null
    return [[None if value != value else value for value in row] for row in rows]
