"""What went up and what went down: bars on both sides of zero, and steps from one number to the next.

Up and down are told by side and sign; colour and pattern only repeat it.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import axes, theme

# pixels: a bar with its gap, and the frame around all
_ROW, _FRAME = 34, 24
# room for the numbers at both ends, as a part of the longest bar
_ROOM = 0.3
MINUS = "\u2212"


def signed(value: float, decimals: int, language: str) -> str:
    """+1.234 or −1.234 in the language's form; a value that rounds to zero has no sign."""
    text = f"{abs(value):,.{decimals}f}"
    if theme.separators(language) == theme.SEPARATORS["id"]:
        text = text.translate(str.maketrans(",.", ".,"))
    if not any(digit in text for digit in "123456789"):
        return text
    return (MINUS if value < 0 else "+") + text


def diverging_bars(
    table: pd.DataFrame,
    value: str,
    label: str,
    *,
    unit: str = "",
    decimals: int = 0,
    missing: str = "–",
    highlight: tuple[Any, ...] = (),
    language: str = "en",
) -> go.Figure:
    """Bars from zero to both sides, the largest rise on top; equal values by label, missing ones last.

    table: a row per bar, its index the marks' ids; value, label: columns. unit, missing, label: translated.
    What is neither a rise nor a fall belongs on no such chart.
    """
    rows = table.sort_values(label).sort_values(value, ascending=False, kind="stable", na_position="last")
    ids = [str(one) for one in rows.index]
    amounts = rows[value].astype("float64").tolist()
    texts = [missing if one != one else signed(one, decimals, language) for one in amounts]
    reach = max((abs(one) for one in amounts if one == one), default=0) or 1
    least, most = (
        min([0.0, *(one for one in amounts if one == one)]),
        max([0.0, *(one for one in amounts if one == one)]),
    )
    marker = {
        "color": [_colour(one) for one in amounts],
        "pattern": _pattern(["/" if one < 0 else "" for one in amounts]),
        "line": {
            "color": [theme.SELECTED if one in highlight else theme.EDGE for one in rows.index],
            "width": [3 if one in highlight else 1 for one in rows.index],
        },
    }
    return theme.figure(
        [_bars(amounts, ids, rows[label].tolist(), texts, unit, marker)],
        language,
        height=_ROW * len(rows) + _FRAME,
        showlegend=False,
        xaxis={
            "visible": False,
            "fixedrange": True,
            "range": [least - _ROOM * reach * (least < 0), most + _ROOM * reach],
        },
        yaxis=axes.of_names(ids, rows[label].tolist()),
        shapes=[_zero()],
    )


def _pattern(shapes: list[str]) -> dict[str, Any]:
    # Plotly lays it over each bar's own colour whatever the background is; left out, it would compute one
    # from the list of colours, warn that a list is no colour, and take black
    return {**theme.pattern(""), "shape": shapes, "bgcolor": theme.CLEAR}


def _colour(amount: float) -> str:
    return theme.LEVELS[1] if amount >= 0 else theme.SELECTED


def _bars(
    x: list[float], y: list[str], names: list[str], texts: list[str], unit: str, marker: dict[str, Any]
) -> dict[str, Any]:
    """The trace of bars with their numbers at the end; the hover text says the name as well."""
    return {
        "type": "bar",
        "orientation": "h",
        "x": x,
        "y": y,
        "hovertext": names,
        "text": texts,
        "textposition": "outside",
        "textfont": {"shadow": theme.HALO},
        "cliponaxis": False,
        "constraintext": "none",
        "hovertemplate": f"%{{hovertext}}<br>%{{text}} {unit}<extra></extra>",
        "marker": marker,
    }


def _zero() -> dict[str, Any]:
    line = {"color": theme.REFERENCE, "width": 1.5}
    return {"type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "yref": "paper", "line": line}


def steps(
    names: Sequence[str],
    amounts: Sequence[float],
    *,
    unit: str = "",
    decimals: int = 1,
    language: str = "en",
) -> go.Figure:
    """A waterfall: the first and last bar stand on zero, each between goes on where the one above ended.

    names, amounts: before, the causes, after (translated names); the causes sum to after - before. Read from
    top to bottom.
    """
    last = len(amounts) - 1
    starts = [0.0]
    for amount in amounts[:-2]:
        starts.append(starts[-1] + amount)
    starts.append(0.0)
    texts = [
        _number(amount, decimals, language) if place in (0, last) else signed(amount, decimals, language)
        for place, amount in enumerate(amounts)
    ]
    ends = [start + amount for start, amount in zip(starts, amounts, strict=True)]
    ids = [str(place) for place in range(len(amounts))]
    marker = {
        "color": [
            theme.LEVELS[2] if place in (0, last) else _colour(amount) for place, amount in enumerate(amounts)
        ],
        "pattern": _pattern(
            ["/" if 0 < place < last and amount < 0 else "" for place, amount in enumerate(amounts)]
        ),
        "line": {"color": theme.EDGE, "width": 1},
    }
    bars = {**_bars(list(amounts), ids, list(names), texts, unit, marker), "base": starts}
    reach = max([*ends, *starts, 0.0]) or 1
    lowest = min([*ends, *starts, 0.0])
    return theme.figure(
        [bars],
        language,
        height=_ROW * len(amounts) + _FRAME,
        showlegend=False,
        xaxis={
            "visible": False,
            "fixedrange": True,
            "range": [lowest - _ROOM * reach * (lowest < 0), reach * (1 + _ROOM)],
        },
        yaxis=axes.of_names(ids, list(names)),
        shapes=[_zero()],
    )


def _number(value: float, decimals: int, language: str) -> str:
    return signed(abs(value), decimals, language).removeprefix("+")
