"""An amount month by month, with the events that fell into each month."""

from collections.abc import Sequence
from string import ascii_uppercase
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import rows, theme

_HEIGHT, _LINE, _MARK, _TICKS = 320, 20, 18, 66
# bars are no longer told apart beyond so many months
MOST_BARS = 36
# of the highest bar: where the first mark of an event stands, and what the next one adds
_FIRST, _NEXT = 0.09, 0.11
Event = tuple[str, str]


def months(
    values: pd.Series,
    *,
    names: Sequence[str],
    events: Sequence[Event] = (),
    highlight: Sequence[str] = (),
    y_title: str = "",
    unit: str = "",
    decimals: int = 1,
    links: Sequence[str] = (),
    language: str = "en",
) -> go.Figure:
    """Bars from zero, a line instead where there are more than MOST_BARS months; letters mark the events.

    values: index the months from the first to the last ("2022-02"), each once, none left out; missing where
    nothing is known. names: of the months, translated, each once. events: (month, name) in the order of time;
    those of other months are not drawn. highlight: months drawn in the other colour. unit: of the values, in
    the hover text. links: addresses, one per month.
    """
    known = [None if pd.isna(one) else float(one) for one in values]
    at = dict(zip(map(str, values.index), names, strict=True))
    shown = [(month, name) for month, name in events if month in at]
    low, high = min([0.0, *_numbers(known)]), max([0.0, *_numbers(known)]) or 1.0
    marks = _marks(shown, at, dict(zip(at, known, strict=True)), high)
    trace = _line(known, names) if len(known) > MOST_BARS else _bars(known, list(at), names, highlight)
    trace |= {
        "name": y_title or unit,
        "showlegend": False,
        "hovertemplate": f"%{{x}}<br>%{{y:,.{decimals}f}} {unit}<extra></extra>",
        **({"customdata": list(links)} if links else {}),
    }
    top = max([high, *(one["y"][0] for one in marks)])
    return theme.figure(
        [trace, *marks],
        language,
        height=_HEIGHT + _LINE * len(shown),
        xaxis={
            "type": "category", "categoryorder": "array", "categoryarray": list(names), "fixedrange": True,
            "showgrid": False, "autotickangles": [0, -40, -90], "range": [-0.6, len(names) - 0.4],
        },
        yaxis={
            "title": {"text": y_title}, "fixedrange": True, "tickformat": ",~f",
            "range": [1.08 * low, 1.08 * top],
        },
        showlegend=bool(marks),
        # a line per event below the names of the months, however much these are turned
        legend={"orientation": "v", "y": 0, "yref": "container", "yanchor": "bottom"},
        margin={"l": 8, "r": 8, "t": 12, "b": _TICKS + _LINE * len(shown)},
        meta={"native_notes": [f"{one['name']}: {one['x'][0]}" for one in marks]} if marks else {},
    )  # fmt: skip


def _numbers(known: Sequence[float | None]) -> list[float]:
    return [one for one in known if one is not None]


def _bars(
    known: list[float | None], keys: list[str], names: Sequence[str], highlight: Sequence[str]
) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": list(names),
        "y": known,
        "marker": {
            "color": [theme.SELECTED if one in highlight else theme.MARK for one in keys],
            "line": {"color": theme.EDGE, "width": 1},
        },
    }


def _line(known: list[float | None], names: Sequence[str]) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines", "x": list(names), "y": known, "connectgaps": False,
        "line": {"color": theme.MARK, "width": 2.5},
    }  # fmt: skip


def _marks(
    events: Sequence[Event], at: dict[str, str], values: dict[str, float | None], high: float
) -> list[dict[str, Any]]:
    """A letter per event above its month; several of one month stand above one another."""
    heights: dict[str, int] = {}
    found = []
    for place, (month, name) in enumerate(events):
        level = heights[month] = heights.get(month, -1) + 1
        letter = _letter(place)
        found.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "name": f"{letter} · {rows.plain(name)}",
                "x": [at[month]],
                "y": [max(values[month] or 0.0, 0.0) + high * (_FIRST + _NEXT * level)],
                "text": [letter],
                "textposition": "middle center",
                "textfont": {"color": theme.text_on(theme.SELECTED), "size": 11},
                "hovertext": [rows.plain(name)],
                "hovertemplate": "%{x}<br>%{hovertext}<extra></extra>",
                "cliponaxis": False,
                "marker": {"size": _MARK, "color": theme.SELECTED, "opacity": 1, "symbol": "circle"},
            }
        )
    return found


def _letter(place: int) -> str:
    """A … Z, then AA, AB …"""
    first, last = divmod(place, len(ascii_uppercase))
    return (_letter(first - 1) if first else "") + ascii_uppercase[last]
