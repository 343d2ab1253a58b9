"""Box plots, one per group: how an amount is spread in each.

Tukey, "Exploratory Data Analysis", 1977: a box from the lower to the upper quartile, a line at the median,
whiskers to the last values within one and a half boxes. Only these five numbers are drawn, so a group may
have any number of members.
"""

import math
from collections.abc import Hashable, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import axes, rows, theme, written

# pixels: a box with its gap, and the axis with its title
_ROW, _FRAME = 46, 70
NUMBERS = ("low", "q1", "median", "q3", "high")


def boxes(
    table: pd.DataFrame,
    *,
    names: Sequence[str],
    colours: Sequence[str] = (),
    muted: tuple[Hashable, ...] = (),
    reference: float | None = None,
    reference_label: str = "",
    x_title: str = "",
    number_names: tuple[str, str, str, str, str],
    decimals: int = 0,
    is_log: bool = False,
    language: str = "en",
) -> go.Figure:
    """A lying box per row, the first on top; a row without a median stays empty.

    table: unique index; low, q1, median, q3, high in the unit of the axis (analysis.five_numbers); names: of
    the rows. colours: one per row. muted: index values of small groups, in grey. reference: drawn as a line
    with its label, such as the median of all. number_names: what the five are called, in the order of
    NUMBERS. is_log: a logarithmic axis, if every number is above zero; else it stays plain.
    """
    ids = [str(one) for one in table.index]
    looks = list(colours) or [theme.MARK] * len(table)
    looks = [theme.OTHERS if one in muted else c for one, c in zip(table.index, looks, strict=True)]
    known = table[list(NUMBERS)].astype("float64")
    log = is_log and bool((known.min() > 0).all())
    traces = [
        *(_box(known.iloc[place], ids[place], colour) for place, colour in enumerate(looks)),
        _hover(known, ids, [
            _words(numbers, name, number_names, decimals, language)
            for (_one, numbers), name in zip(known.iterrows(), names, strict=True)
        ]),
    ]  # fmt: skip
    layout: dict[str, Any] = {
        "height": _ROW * len(table) + _FRAME,
        "showlegend": False,
        "boxmode": "overlay",
        "xaxis": {
            "type": "log" if log else "linear", "title": {"text": x_title}, "fixedrange": True,
            "tickformat": ",~f", **_range(known, log),
        },
        "yaxis": axes.of_names(ids, [rows.plain(one) for one in names], range=[-0.6, len(ids) - 0.4]),
    }  # fmt: skip
    if reference is not None and not pd.isna(reference) and not (log and reference <= 0):
        layout |= _reference(float(reference), reference_label, log)
    return theme.figure(traces, language, **layout)


def _range(known: pd.DataFrame, log: bool) -> dict[str, Any]:
    """From the lowest to the highest whisker; a plain axis has zero on it."""
    low, high = known.min().min(), known.max().max()
    if pd.isna(low):
        return {}
    if log:
        room = 0.05 * (math.log10(high / low) or 1)
        low, high = math.log10(low) - room, math.log10(high) + room
        return {"range": [low, high], **_ticks(low, high)}
    low, high = min(low, 0.0), max(high, 0.0)
    room = 0.03 * ((high - low) or 1)
    return {"range": [low - (room if low < 0 else 0), high + room]}


def _ticks(low: float, high: float) -> dict[str, Any]:
    """Marks of a logarithmic axis (of logarithms to ten): tens, or 1, 2, 5, 10 … where it is short."""
    if high - low > 2:
        return {"dtick": 1}
    tens = range(math.floor(low), math.ceil(high) + 1)
    marks = [float(step * 10**ten) for ten in tens for step in (1, 2, 5)]
    return {"tickvals": [one for one in marks if low <= math.log10(one) <= high]}


def _box(numbers: pd.Series, place: str, colour: str) -> dict[str, Any]:
    low, q1, median, q3, high = ([None if pd.isna(one) else float(one)] for one in numbers)
    return {
        "type": "box",
        "orientation": "h",
        "name": place,
        "y": [place],
        "lowerfence": low,
        "q1": q1,
        "median": median,
        "q3": q3,
        "upperfence": high,
        "width": 0.56,
        "fillcolor": colour,
        # the line of the median is read on the fill, the box on the paper
        "line": {"color": theme.INK, "width": 1.5},
        # Plotly's own labels of the numbers are in English whatever the language
        "hoverinfo": "skip",
    }


def _hover(known: pd.DataFrame, ids: list[str], words: list[str]) -> dict[str, Any]:
    """Unseen points on the box that say its numbers."""
    on_box = known[["q1", "median", "q3"]]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [None if value != value else value for row in on_box.to_numpy().tolist() for value in row],
        "y": [one for one in ids for _place in range(3)],
        "hovertext": [said for said in words for _place in range(3)],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"size": 24, "opacity": 0, "color": theme.MARK},
    }


def _words(numbers: pd.Series, name: str, called: Sequence[str], decimals: int, language: str) -> str:
    if numbers.isna().any():
        return f"{rows.plain(name)}<br>–"
    signs = theme.separators(language)
    said = [
        f"{word}: {written.number(float(value), f',.{decimals}f', signs)}"
        for word, value in zip(called, numbers, strict=True)
    ]
    return "<br>".join([rows.plain(name), *said])


def _reference(value: float, label: str, log: bool) -> dict[str, Any]:
    line = {"type": "line", "x0": value, "x1": value, "y0": 0, "y1": 1, "yref": "paper", "layer": "below",
            "line": {"color": theme.REFERENCE, "width": 1.5, "dash": "dot"}}  # fmt: skip
    # an annotation of a logarithmic axis stands at the logarithm
    note = {"x": math.log10(value) if log else value, "y": 1, "yref": "paper", "yanchor": "bottom",
            "text": label, "showarrow": False}  # fmt: skip
    top = 32 if label else 12
    return {"shapes": [line], "annotations": [note] if label else [],
            "margin": {"l": 8, "r": 16, "t": top, "b": 44}}  # fmt: skip
