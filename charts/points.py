"""Many people as points over two numbers: groups by colour and mark, and the line that runs through them.

Above MOST points a seeded sample of them is drawn and said: a phone's browser draws two thousand marks in a
moment, and no eye tells a hundred thousand apart. What is computed is computed from all.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from charts import rows, theme
from charts.group_looks import Look, looks

MOST = 2_000
SEED = 20260101
_HEIGHT, _SIZE, _SMALL, _FEW = 440, 9, 6, 400


def sample(table: pd.DataFrame, most: int = MOST, seed: int = SEED) -> pd.DataFrame:
    """At most so many of the rows, each as likely as any other, in the order given; `seed` decides which."""
    if len(table) <= most:
        return table
    chosen = np.random.default_rng(seed).choice(len(table), most, replace=False)
    return table.iloc[np.sort(chosen)]


def points(
    table: pd.DataFrame,
    *,
    x: str,
    y: str,
    x_title: str,
    y_title: str,
    group: str | None = None,
    group_names: Sequence[str] = (),
    colours: Sequence[str] = (),
    line: tuple[float, float] | None = None,
    line_name: str = "",
    centres: bool = False,
    sample_note: str = "",
    hover: str | None = None,
    links: str | None = None,
    decimals: tuple[int, int] = (0, 0),
    language: str = "en",
) -> go.Figure:
    """A point per row that has both numbers, at most MOST of them.

    table: a row per person; x, y: its columns; group: column of whole numbers 0 .. k - 1, missing for none;
    group_names: translated, k of them. colours: of the groups, else those of `group_looks`. line: slope and
    intercept of y over x, drawn from the lowest to the highest x of all rows; line_name: in the legend.
    centres: a large mark at the mean of each group, over all of its rows. sample_note: shown where not all
    are drawn (`drawn` says how many are). hover: column with a name for the hover text, such as an id;
    links: column with an address. Texts are already translated.
    """
    known = table[table[x].notna() & table[y].notna()]
    shown = sample(known)
    size = _SIZE if len(shown) <= _FEW else _SMALL
    form = (f"%{{x:,.{decimals[0]}f}}", f"%{{y:,.{decimals[1]}f}}")
    said = f"{x_title}: {form[0]}<br>{y_title}: {form[1]}<extra></extra>"
    groups = list(zip(map(rows.plain, group_names), looks(len(group_names), colours), strict=True))
    traces = [
        _marks(part, (x, y), name, look, size, (said, hover, links))
        for part, name, look in _parts(shown, group, groups)
    ]
    if line is not None and len(known):
        traces.append(_line(line, known[x], line_name))
    if centres and group is not None:
        traces += _centres(known.groupby(group)[[x, y]].mean(), groups)
    note = {"text": sample_note, "x": 0, "y": 1, "xref": "paper", "yref": "paper", "xanchor": "left",
            "yanchor": "top", "showarrow": False, "font": {"color": theme.INK_2},
            "bgcolor": "var(--paper)", "name": "sample"}  # fmt: skip
    is_thinned = bool(sample_note) and len(shown) < len(known)
    return theme.figure(
        traces,
        language,
        height=_HEIGHT,
        showlegend=group is not None or bool(line_name and line),
        xaxis={"title": {"text": x_title}, "tickformat": ",~f", "fixedrange": True},
        yaxis={"title": {"text": y_title}, "tickformat": ",~f", "fixedrange": True},
        margin={"l": 8, "r": 16, "t": 8, "b": 44},
        annotations=[note] if is_thinned else [],
        meta={"native_notes": [sample_note]} if is_thinned else {},
    )


def drawn(table: pd.DataFrame, x: str, y: str) -> tuple[int, int]:
    """How many points are drawn, and of how many that have both numbers."""
    n = int((table[x].notna() & table[y].notna()).sum())
    return min(n, MOST), n


Named = tuple[str, Look]


def _parts(
    table: pd.DataFrame, group: str | None, groups: Sequence[Named]
) -> list[tuple[pd.DataFrame, str, Look]]:
    """The rows of each group with its name and look; those without a group first, below the others."""
    if group is None:
        return [(table, "", Look(theme.MARK, "circle"))]
    found = [
        (table[(table[group] == place).fillna(False).to_numpy(bool)], name, look)
        for place, (name, look) in enumerate(groups)
    ]
    rest = table[table[group].isna().to_numpy(bool)]
    return [*([(rest, "–", Look(theme.OTHERS, "circle"))] if len(rest) else []), *found]


def _marks(
    table: pd.DataFrame,
    numbers: tuple[str, str],
    name: str,
    look: Look,
    size: int,
    said: tuple[str, str | None, str | None],
) -> dict[str, Any]:
    """numbers: the columns x and y; said: template of the hover text, columns of names and addresses."""
    x, y = numbers
    template, hover, links = said
    more: dict[str, Any] = {}
    if hover is not None:
        more["hovertext"] = [rows.plain(str(one)) for one in table[hover]]
        template = f"%{{hovertext}}<br>{template}"
    if links is not None:
        more["customdata"] = table[links].tolist()
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "showlegend": bool(name),
        "x": table[x].astype("float64").tolist(),
        "y": table[y].astype("float64").tolist(),
        "hovertemplate": template,
        # see-through where they lie on one another; the outline keeps each a mark of its own
        "marker": {
            "size": size, "symbol": look.symbol, "color": look.colour, "opacity": 0.75,
            "line": {"color": theme.OUTLINE, "width": 0.5},
        },
        **more,
    }  # fmt: skip


def _line(line: tuple[float, float], values: pd.Series, name: str) -> dict[str, Any]:
    slope, intercept = line
    ends = [float(values.min()), float(values.max())]
    return {
        "type": "scatter", "mode": "lines", "name": name, "showlegend": bool(name), "x": ends,
        "y": [slope * one + intercept for one in ends], "hoverinfo": "skip",
        "line": {"color": theme.INK, "width": 2.5},
    }  # fmt: skip


def _centres(means: pd.DataFrame, groups: Sequence[Named]) -> list[dict[str, Any]]:
    """means: x and y of each group, index its number."""
    return [
        {
            "type": "scatter", "mode": "markers", "showlegend": False, "name": groups[int(place)][0],
            "x": [x], "y": [y], "hovertext": [groups[int(place)][0]],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "marker": {"size": 18, "symbol": groups[int(place)][1].symbol, "opacity": 1,
                       "color": groups[int(place)][1].colour, "line": {"color": theme.INK, "width": 2}},
        }
        for place, x, y in means.reset_index().itertuples(index=False, name=None)
    ]  # fmt: skip
