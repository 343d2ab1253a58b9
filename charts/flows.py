"""Who moved from which group to which: flows from the groups before, left, to those after, right.

A flow is told by where it goes; its colour only repeats whether that is up or down.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import rows, theme, written

# pixels: a node with the gap below it, and the frame of both
_NODE, _FRAME, _FOOT, _THICK, _PAD = 56, 110, 54, 14, 16
# see-through, so that flows which cross are both seen; their outline has 3:1 on both papers (Plotly knows
# one colour of outlines)
WAYS = ("up", "down", "same", "other")
_FILLS = {
    "up": "rgba(71,136,211,0.5)", "down": "rgba(213,94,0,0.5)", "same": "rgba(128,128,128,0.35)",
    "other": "rgba(128,128,128,0.15)",
}  # fmt: skip


def flows(
    counts: pd.DataFrame,
    *,
    before: Sequence[str],
    after: Sequence[str],
    ranks: tuple[Sequence[float | None], Sequence[float | None]],
    titles: tuple[str, str],
    way_names: tuple[str, str, str, str],
    unit: str = "",
    links: Sequence[Sequence[str]] = (),
    bars_note: str = "",
    language: str = "en",
) -> go.Figure:
    """A band per pair of groups that anybody moved between, as thick as they are many; the first on top.

    counts: a row per group before, a column per group after, whole numbers of zero or more; a group without
    anybody is left out. before, after: their names. ranks: of the rows and of the columns, higher is better;
    None where a group has none ("new", "gone"). titles: of the two sides. way_names: what moving up, moving
    down, staying, and coming or going are called, in the legend. links: addresses, rows x columns.
    bars_note: said where the flows become bars (a slide has no flows). Texts are already translated.
    Raises ValueError where names or ranks are not as many as the groups, or a number is below zero.
    """
    _check(counts, before, after, ranks)
    numbers = counts.fillna(0).to_numpy(dtype=float)
    places = [(row, column) for row, column in zip(*numbers.nonzero(), strict=True)]
    left = [row for row in range(len(before)) if numbers[row].any()]
    right = [column for column in range(len(after)) if numbers[:, column].any()]
    ways = [_way(ranks[0][row], ranks[1][column]) for row, column in places]
    trace = {
        "type": "sankey",
        "arrangement": "fixed",
        "valueformat": ",.0f",
        "textfont": {"shadow": theme.HALO},
        "node": _nodes([
            *(_label(before[row], numbers[row].sum(), language) for row in left),
            *(_label(after[column], numbers[:, column].sum(), language) for column in right),
        ]),
        "link": {
            **_links(unit),
            "source": [left.index(row) for row, _column in places],
            "target": [len(left) + right.index(column) for _row, column in places],
            "value": [float(numbers[place]) for place in places],
            "label": [_said(before[row], after[column]) for row, column in places],
            "color": [_FILLS[way] for way in ways],
            **({"customdata": [links[row][column] for row, column in places]} if links else {}),
        },
    }  # fmt: skip
    named = dict(zip(WAYS, way_names, strict=True))
    return theme.figure(
        [trace, *(_key(way, named[way]) for way in WAYS if way in ways)],
        language,
        height=_NODE * max(len(left), len(right)) + _FRAME,
        margin={"l": 4, "r": 4, "t": 32, "b": _FOOT},
        xaxis={"visible": False, "fixedrange": True},
        yaxis={"visible": False, "fixedrange": True},
        # two lines on a phone
        legend={"y": 0, "yref": "container", "yanchor": "bottom"},
        annotations=[_title(title, side) for side, title in enumerate(titles) if title],
        meta={"native_notes": [bars_note]} if bars_note else {},
    )


def _nodes(labels: list[str]) -> dict[str, Any]:
    return {
        "label": labels, "sort": "input", "pad": _PAD, "thickness": _THICK, "color": theme.INK_2,
        "line": {"width": 0}, "hovertemplate": "%{label}<extra></extra>",
    }  # fmt: skip


def _links(unit: str) -> dict[str, Any]:
    """What all bands have in common."""
    return {
        "line": {"color": theme.OUTLINE, "width": 0.5}, "sort": "input",
        "hovertemplate": f"%{{label}}<br>%{{value:,.0f}} {unit}<extra></extra>",
    }  # fmt: skip


def _check(
    counts: pd.DataFrame,
    before: Sequence[str],
    after: Sequence[str],
    ranks: tuple[Sequence[float | None], Sequence[float | None]],
) -> None:
    sizes = [(len(before), len(ranks[0])), (len(after), len(ranks[1]))]
    if sizes != [(n, n) for n in counts.shape]:
        raise ValueError("every group needs a name and a rank (or None)")
    if (counts.fillna(0).to_numpy(dtype=float) < 0).any():
        raise ValueError("nobody moves less than zero times")


def _way(before: float | None, after: float | None) -> str:
    if before is None or after is None:
        return "other"
    return "same" if before == after else "up" if after > before else "down"


def _label(name: str, n: float, language: str) -> str:
    return f"{rows.plain(name)} · {written.number(n, ',.0f', theme.separators(language))}"


def _said(before: str, after: str) -> str:
    return f"{rows.plain(before)} → {rows.plain(after)}"


def _key(way: str, name: str) -> dict[str, Any]:
    """Flows have no legend of their own."""
    marker = {**theme.square(_FILLS[way]), "line": {"color": theme.OUTLINE, "width": 1}}
    return {"type": "scatter", "mode": "markers", "x": [None], "y": [None], "name": name, "showlegend": True,
            "hoverinfo": "skip", "marker": marker}  # fmt: skip


def _title(text: str, side: int) -> dict[str, Any]:
    return {
        "text": text, "x": side, "y": 1, "xref": "paper", "yref": "paper", "yanchor": "bottom", "yshift": 6,
        "xanchor": "right" if side else "left", "showarrow": False, "font": {"color": theme.INK_2},
    }  # fmt: skip
