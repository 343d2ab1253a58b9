"""Stacked shares, such as the size classes of each area."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import axes, theme

_ROW, _FRAME = 34, 70
# percent; below it a label does not fit into its part
_LABELLED = 8


def shares(
    counts: pd.DataFrame,
    *,
    unit: str = "",
    ordered: bool = False,
    others: str | None = None,
    language: str = "en",
) -> go.Figure:
    """One bar of 100 percent per row, a part per column.

    counts: index row names, columns part names (translated), values numbers; missing counts as none. Rows
    stay in the order given; a row without any number stays empty. ordered: parts have an order (low to high)
    and get the level colours, else the eight of Okabe and Ito. others: the column that is always grey. A bar
    that is alone has its shares in the legend too, since small parts have no room for a label.
    Raises ValueError where there are more parts than colours.
    """
    numbers = counts.astype("float64").fillna(0)
    totals = numbers.sum(axis=1)
    parts = 100 * numbers.div(totals.where(totals > 0), axis=0)
    looks = _looks([str(one) for one in counts.columns], ordered, others)
    sign = theme.percent_sign(language)
    traces = [
        _trace(parts.iloc[:, place], numbers.iloc[:, place], look, unit, sign)
        for place, look in enumerate(looks)
    ]
    if len(counts) == 1:
        _name_shares(traces, language)
    return theme.figure(
        traces,
        language,
        barmode="stack",
        height=_ROW * len(counts) + _FRAME,
        xaxis={"range": [0, 100], "ticksuffix": sign, "fixedrange": True},
        yaxis={"autorange": "reversed", "fixedrange": True, "showgrid": False, "type": "category"},
        legend={"traceorder": "normal"},
    )


def amounts(
    parts: pd.DataFrame,
    *,
    names: list[str],
    unit: str = "",
    decimals: int = 0,
    highlight: tuple[Any, ...] = (),
    language: str = "en",
) -> go.Figure:
    """Bars made of their parts, the first row on top, with the whole written at the end of each.

    parts: unique index, a column per part (translated), no value missing or below zero. names: what the bars
    are called, in the order of the rows. highlight: index values whose name is marked.
    Raises ValueError where there are more parts than colours.
    """
    rows = parts.astype("float64")
    looks = _looks([str(one) for one in rows.columns], False, None)
    ids = [str(one) for one in rows.index]
    traces = [_part(rows.iloc[:, place], ids, names, look, unit) for place, look in enumerate(looks)]
    whole = rows.sum(axis=1)
    # no bold: Plotly writes it as a style of the element, which our policy forbids
    texts = [f"▸ {name}" if one in highlight else name for one, name in zip(rows.index, names, strict=True)]
    return theme.figure(
        [*traces, _wholes(whole, ids, decimals)],
        language,
        barmode="stack",
        height=_ROW * len(rows) + _FRAME,
        xaxis={"visible": False, "fixedrange": True, "range": [0, 1.1 * max(float(whole.max() or 0), 1.0)]},
        yaxis=axes.of_names(ids, texts),
        legend={"traceorder": "normal"},
    )  # fmt: skip


def _part(
    values: pd.Series, ids: list[str], names: list[str], look: dict[str, str], unit: str
) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": look["name"],
        "x": values.tolist(),
        "y": ids,
        "hovertext": names,
        "hovertemplate": f"%{{hovertext}}<br>{look['name']}: %{{x:,.1f}} {unit}<extra></extra>",
        "marker": {"color": look["color"], "line": {"color": theme.OUTLINE, "width": 1}},
    }


def _wholes(whole: pd.Series, ids: list[str], decimals: int) -> dict[str, Any]:
    """The numbers at the ends of the bars."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": whole.tolist(),
        "y": ids,
        "texttemplate": f" %{{x:,.{decimals}f}}",
        "textposition": "middle right",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _name_shares(traces: list[dict[str, Any]], language: str) -> None:
    for trace in traces:
        share = trace["x"][0]
        if share is not None:
            trace["name"] += f" {theme.percent(share, language)}"


def _looks(names: list[str], ordered: bool, others: str | None) -> list[dict[str, str]]:
    own = [name for name in names if name != others]
    colours = theme.level_colours(max(len(own), 1)) if ordered else theme.OKABE_ITO
    if len(own) > len(colours):
        raise ValueError(f"{len(own)} parts, {len(colours)} colours: join the smallest to others first")
    by_name = dict(zip(own, colours, strict=False))
    return [{"name": name, "color": by_name.get(name, theme.OTHERS)} for name in names]


def _trace(
    parts: pd.Series, numbers: pd.Series, look: dict[str, str], unit: str, sign: str
) -> dict[str, Any]:
    hover = f"%{{y}}, {look['name']}<br>%{{x:,.1f}}{sign} · %{{customdata:,.0f}} {unit}<extra></extra>"
    return {
        "type": "bar",
        "orientation": "h",
        "name": look["name"],
        "x": [None if value != value else value for value in parts.tolist()],
        "y": [str(one) for one in parts.index],
        "customdata": numbers.tolist(),
        "texttemplate": [f"%{{x:,.0f}}{sign}" if value >= _LABELLED else "" for value in parts],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "insidetextfont": {"color": theme.text_on(look["color"])},
        "hovertemplate": hover,
        "marker": {
            "color": look["color"],
            "line": {"color": theme.OUTLINE, "width": 1},
        },
    }
