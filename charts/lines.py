"""Lines over steps in an order: what was counted beside what was expected, and groups across variables."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import rows, theme, written
from charts.group_looks import Look, looks

_HEIGHT, _LINE = 340, 20
# from here on a mark at each step would hide its line
_MARKED = 40
_DASHES = ("solid", "dash", "dot")


def compared(
    table: pd.DataFrame,
    *,
    names: Sequence[str],
    split: float | str | None = None,
    split_label: str = "",
    x_title: str = "",
    y_title: str = "",
    decimals: int = 0,
    language: str = "en",
) -> go.Figure:
    """A line per column: the first, what was counted, solid; those beside it, what was expected, dashed.

    table: index the steps from left to right, numbers or translated names ("0", "1", … "7+"), each once; a
    missing value breaks its line. names: of the columns. split: a step with a line and its label, such as the
    end of the time a model has seen. Texts are already translated.
    """
    steps = _steps(table.index)
    form = f",.{decimals}f"
    traces = [
        _trace(steps, table.iloc[:, place], (name, look, _DASHES[min(place, 2)]), form, language)
        for place, (name, look) in enumerate(zip(names, looks(len(names)), strict=True))
    ]
    layout: dict[str, Any] = {
        "height": _HEIGHT,
        "xaxis": {
            "title": {"text": x_title},
            "fixedrange": True,
            "showgrid": False,
            **_kind(steps),
            **_reach(steps),
        },
        "yaxis": {"title": {"text": y_title}, "fixedrange": True, "rangemode": "tozero", "tickformat": ",~f"},
        "showlegend": True,
        "margin": {"l": 8, "r": 16, "t": 8, "b": 44},
    }
    if split is not None:
        layout |= _split(split, split_label, steps)
        at = split if isinstance(split, str) else written.number(split, ",~f", theme.separators(language))
        layout["meta"] = {"native_notes": [f"{split_label}: {at}"] if split_label else []}
    return theme.figure(traces, language, **layout)


def snake(
    means: pd.DataFrame,
    *,
    names: Sequence[str],
    variables: Sequence[str],
    colours: Sequence[str] = (),
    y_title: str = "",
    zero_label: str = "",
    language: str = "en",
) -> go.Figure:
    """A line per group over standardised variables; zero is the mean of all.

    means: a row per group, a column per variable, in standard deviations from the mean of all. names: of the
    groups; variables: of the columns. colours: one per group, else those of `group_looks`; each has a mark of
    its own as well. Raises ValueError where there are more groups than looks.
    """
    steps = [rows.plain(one) for one in variables]
    found = looks(len(names), colours)
    traces = [
        _trace(steps, means.iloc[place], (name, look, "solid"), ".2f", language)
        for place, (name, look) in enumerate(zip(names, found, strict=True))
    ]
    note = {"text": zero_label, "x": 1, "xref": "paper", "xanchor": "right", "y": 0, "yanchor": "bottom",
            "showarrow": False, "font": {"color": theme.INK_2}, "bgcolor": "var(--paper)"}  # fmt: skip
    return theme.figure(
        traces,
        language,
        height=_HEIGHT + _LINE * (len(means) // 4),
        xaxis={**_kind(steps), "fixedrange": True, "showgrid": True},
        yaxis={"title": {"text": y_title}, "fixedrange": True, "tickformat": ".1f", "zeroline": True},
        showlegend=True,
        shapes=[{"type": "line", "y0": 0, "y1": 0, "x0": 0, "x1": 1, "xref": "paper", "layer": "below",
                 "line": {"color": theme.REFERENCE, "width": 1.5, "dash": "dot"}}],
        annotations=[note] if zero_label else [],
    )  # fmt: skip


def _steps(index: pd.Index) -> list[Any]:
    """Numbers as they are; anything else as the names of steps."""
    if pd.api.types.is_numeric_dtype(index):
        return index.tolist()
    return [rows.plain(str(one)) for one in index]


def _kind(steps: list[Any]) -> dict[str, Any]:
    if any(isinstance(one, str) for one in steps):
        return {"type": "category", "categoryorder": "array", "categoryarray": steps,
                "autotickangles": [0, -40]}  # fmt: skip
    return {"tickformat": ",~f"}


def _reach(steps: list[Any]) -> dict[str, Any]:
    """From the first number to the last: left to itself, an axis reaches as far as a label of the plot."""
    if len(steps) < 2 or any(isinstance(one, str) for one in steps):
        return {}
    beside = (steps[-1] - steps[0]) / 50
    return {"range": [steps[0] - beside, steps[-1] + beside]}


def _trace(
    steps: list[Any], values: pd.Series, line: tuple[str, Look, str], form: str, language: str
) -> dict[str, Any]:
    """line: its name, its look and its dash."""
    name, look, dash = line
    known = [None if pd.isna(one) else float(one) for one in values]
    signs = theme.separators(language)
    said = ["–" if one is None else written.number(one, form, signs) for one in known]
    return {
        "type": "scatter",
        "mode": "lines+markers" if len(steps) <= _MARKED else "lines",
        "name": rows.plain(name),
        "x": steps,
        "y": known,
        "line": {"width": 2.5, "color": look.colour, "dash": dash},
        "marker": {
            "symbol": look.symbol, "size": 9, "color": look.colour, "opacity": 1,
            "line": {"color": theme.OUTLINE, "width": 1},
        },
        "hovertext": [f"{rows.plain(name)}: {text}" for text in said],
        "hovertemplate": "%{x}<br>%{hovertext}<extra></extra>",
        "connectgaps": False,
        "cliponaxis": False,
    }  # fmt: skip


def _split(at: float | str, label: str, steps: list[Any]) -> dict[str, Any]:
    """A line across the plot; its label stands inside, on the side that has more room."""
    line = {"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper", "layer": "below",
            "line": {"color": theme.REFERENCE, "width": 1.5, "dash": "dot"}}  # fmt: skip
    before = steps.index(at) if isinstance(at, str) else sum(one < at for one in steps)
    side = "left" if 2 * before < len(steps) else "right"
    note = {"x": at, "y": 1, "yref": "paper", "yanchor": "top", "xanchor": side, "text": label,
            "showarrow": False, "bgcolor": "var(--paper)"}  # fmt: skip
    return {"shapes": [line], "annotations": [note] if label else []}
