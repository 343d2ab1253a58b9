"""Shares as bars with their intervals, one row of two lines each."""

import math
from collections.abc import Hashable, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import rows, theme

_BAR, _FOOT = 15, 22


def share_bars(
    table: pd.DataFrame,
    *,
    colours: Sequence[str] = (),
    muted: tuple[Hashable, ...] = (),
    highlight: tuple[Hashable, ...] = (),
    reference: float | None = None,
    reference_label: str = "",
    links: Sequence[str] = (),
    language: str = "en",
) -> go.Figure:
    """A bar per row from zero, the first on top, with a line from the low to the high limit of its interval.

    table: unique index; name, text (what is written at the end of the name's line), share (0 .. 1), low, high
    (missing: no interval). colours: one per row. muted: rows in grey. highlight: rows with a thick border.
    reference: a share, drawn as a line with its label. links: addresses, one per row.
    """
    names, texts = table["name"].tolist(), table["text"].tolist()
    frame = rows.frame(names, texts, bar=_BAR, foot=_FOOT if reference is not None else 0)
    top = _top(table, reference)
    looks = list(colours) or [theme.MARK] * len(table)
    looks = [theme.NEITHER if one in muted else c for one, c in zip(table.index, looks, strict=True)]
    trace = frame.marks(_bars(table, looks, highlight, list(links), language))
    layout = frame.layout(0, top)
    if reference is not None:
        layout |= _reference(100 * reference, reference_label, top)
    return theme.figure([trace, *frame.texts(0, top)], language, **layout)


def _top(table: pd.DataFrame, reference: float | None) -> float:
    """The end of the axis in percent: the next ten above every bar and interval."""
    ends = [table["share"].max(), table["high"].max(), reference]
    largest = max((float(one) for one in ends if one is not None and not pd.isna(one)), default=0.0)
    return min(100.0, 10.0 * max(1, math.ceil(round(10 * largest, 9))))


def _bars(
    table: pd.DataFrame, colours: list[str], highlight: tuple[Hashable, ...], links: list[str], language: str
) -> dict[str, Any]:
    chosen = [one in highlight for one in table.index]
    return {
        "type": "bar",
        "orientation": "h",
        "x": _percents(table["share"]),
        "hovertext": [_words(row, language) for row in table.to_dict("records")],
        "hovertemplate": "%{hovertext}<extra></extra>",
        **({"customdata": links} if links else {}),
        "cliponaxis": False,
        **_intervals(table),
        "marker": {
            "color": colours,
            "line": {
                "color": [theme.SELECTED if one else theme.EDGE for one in chosen],
                "width": [3 if one else 1 for one in chosen],
            },
        },
    }  # fmt: skip


def _intervals(table: pd.DataFrame) -> dict[str, Any]:
    """Lines from the low to the high limits; where no bar has any, not even their ends are drawn."""
    if table["low"].isna().all():
        return {}
    error = {
        "type": "data", "symmetric": False, "array": _percents(table["high"] - table["share"]),
        "arrayminus": _percents(table["share"] - table["low"]), "color": theme.INK,
        "thickness": 1.5, "width": 4,
    }  # fmt: skip
    return {"error_x": error}


def _percents(shares: pd.Series) -> list[float | None]:
    return [None if pd.isna(one) else round(100 * float(one), rows.DIGITS) for one in shares.tolist()]


def _words(row: dict[Any, Any], language: str) -> str:
    text = f"{rows.plain(row['name'])}<br>{rows.plain(row['text'])}"
    if pd.isna(row["low"]):
        return text
    low, high = (theme.percent(100 * row[name], language) for name in ("low", "high"))
    return f"{text} ({low} – {high})"


def _reference(value: float, label: str, top: float) -> dict[str, Any]:
    line = {"type": "line", "x0": value, "x1": value, "y0": 0, "y1": 1, "yref": "paper", "layer": "below",
            "line": {"color": theme.REFERENCE, "width": 1.5, "dash": "dot"}}  # fmt: skip
    # near an end a centred label would leave the figure on a phone
    side = "left" if value < 0.3 * top else "right" if value > 0.7 * top else "center"
    note = {"x": value, "y": 0, "yref": "paper", "yanchor": "top", "xanchor": side, "text": label,
            "showarrow": False}  # fmt: skip
    return {"shapes": [line], "annotations": [note]}
