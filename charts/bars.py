"""Ranked horizontal bars with a direct label at the end of each."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import axes, theme

# pixels: a bar with its gap, and the room for the axis or nothing
_ROW, _FRAME = 34, 24


def ranked_bars(
    table: pd.DataFrame,
    value: str,
    label: str,
    *,
    level: str | None = None,
    level_names: tuple[str, ...] = (),
    reference: float | None = None,
    reference_label: str = "",
    unit: str = "",
    decimals: int = 0,
    missing: str = "–",
    highlight: tuple[Any, ...] = (),
    last: tuple[Any, ...] = (),
    ascending: bool = False,
    language: str = "en",
) -> go.Figure:
    """Bars from zero, the largest on top (the smallest where `ascending`); equal values in the order of the
    labels, missing ones last.

    table: one row per bar; value, label, level: its columns (level: 0 .. k - 1, missing allowed).
    level_names: translated, low to high; give colour, pattern and legend. reference: drawn as a line with
    its label. unit: translated, for the hover text. missing: written where the value is unknown.
    highlight: index values drawn with a thick border. last: index values of rests ("4 others"), grey and
    below all others whatever their value. Texts are already translated.
    """
    rows = _ordered(table, value, label, last, ascending)
    traces = [
        _trace(rows[part], value, label, unit, decimals, missing, highlight, look)
        for part, look in _parts(rows, level, level_names, last)
    ]
    layout: dict[str, Any] = {
        "height": _ROW * len(rows) + _FRAME + (_ROW if level else 0),
        "showlegend": level is not None,
        "xaxis": {"rangemode": "tozero", "visible": False, "fixedrange": True},
        "yaxis": axes.of_names(_ids(rows), rows[label].tolist()),
    }
    if reference is not None and not pd.isna(reference):
        layout |= _reference(float(reference), reference_label, float(rows[value].max()))
    return theme.figure(traces, language, **layout)


def _ordered(
    table: pd.DataFrame, value: str, label: str, last: tuple[Any, ...], ascending: bool
) -> pd.DataFrame:
    rows = table.sort_values(label).sort_values(value, ascending=ascending, kind="stable", na_position="last")
    rest = rows.index.isin(last)
    return pd.concat([rows[~rest], rows[rest]])


def _parts(
    rows: pd.DataFrame, level: str | None, names: tuple[str, ...], last: tuple[Any, ...]
) -> list[tuple[Any, dict[str, Any]]]:
    if level is None:
        rest = rows.index.isin(last)
        plain = (~rest, {"name": "", "color": theme.MARK, "shape": ""})
        return [plain, (rest, {"name": "", "color": theme.OTHERS, "shape": ""})] if rest.any() else [plain]
    k = len(names)
    looks = [
        {"name": name, "color": theme.level_colours(k)[place], "shape": theme.level_pattern(place, k)}
        for place, name in enumerate(names)
    ]
    # high first in the legend, as in the bars
    parts = [((rows[level] == place).fillna(False).to_numpy(bool), look) for place, look in enumerate(looks)]
    unplaced = (rows[level].isna().to_numpy(bool), {"name": "–", "color": theme.OTHERS, "shape": ""})
    return [(part, look) for part, look in [*reversed(parts), unplaced] if part.any()]


def _ids(rows: pd.DataFrame) -> list[str]:
    return [str(one) for one in rows.index]


def _trace(
    rows: pd.DataFrame,
    value: str,
    label: str,
    unit: str,
    decimals: int,
    missing: str,
    highlight: tuple[Any, ...],
    look: dict[str, Any],
) -> dict[str, Any]:
    number = f"%{{x:,.{decimals}f}}"
    known = rows[value].notna()
    return {
        "type": "bar",
        "orientation": "h",
        "name": look["name"],
        "x": rows[value].astype("float64").tolist(),
        "y": _ids(rows),
        "hovertext": rows[label].tolist(),
        "texttemplate": [number if one else missing for one in known],
        "textposition": "outside",
        "textfont": {"shadow": theme.HALO},
        "cliponaxis": False,
        "constraintext": "none",
        "hovertemplate": f"%{{hovertext}}<br>{number} {unit}<extra></extra>",
        "marker": {
            "color": look["color"],
            "pattern": theme.pattern(look["shape"]),
            "line": {
                "color": [theme.SELECTED if one in highlight else theme.EDGE for one in rows.index],
                "width": [3 if one in highlight else 1 if look["name"] else 0 for one in rows.index],
            },
        },
    }  # fmt: skip


def _reference(value: float, text: str, largest: float) -> dict[str, Any]:
    # behind the bars: in front it would cross the numbers at their ends
    line = {"type": "line", "x0": value, "x1": value, "y0": 0, "y1": 1, "yref": "paper", "layer": "below",
            "line": {"color": theme.REFERENCE, "width": 1.5, "dash": "dot"}}  # fmt: skip
    note = {"x": value, "y": 0, "yref": "paper", "yanchor": "top", "text": text, "showarrow": False}
    # near the end of the bars a centred label would leave the figure on a phone
    note["xanchor"] = "right" if value > 0.6 * largest else "center"
    return {"shapes": [line], "annotations": [note], "margin": {"l": 8, "r": 48, "t": 8, "b": 32}}
