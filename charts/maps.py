"""Choropleth of areas from our own outlines; no map tiles, nothing fetched.

Plotly needs exterior rings that run clockwise (`analysis.geometry` makes them so).
"""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import map_names, theme


def choropleth(
    geojson: dict[str, Any],
    table: pd.DataFrame,
    *,
    name: str,
    value: str,
    level: str | None = None,
    level_names: tuple[str, ...] = (),
    unit: str = "",
    decimals: int = 0,
    missing: str = "–",
    selected: tuple[Any, ...] = (),
    language: str = "en",
) -> go.Figure:
    """Areas coloured by level (with a legend that counts them) or by value (with a colour bar).

    geojson: FeatureCollection whose features have `id` = the table's index value. table: one row per area;
    name, value, level: its columns (level 0 .. k - 1; missing values are grey). level_names: translated, low
    to high. missing: legend of the grey areas. selected: index values to outline and to name in bold; every
    area keeps its own colour.
    Areas without an outline are not drawn: the table beside the map has them.
    """
    outlines = {feature["id"]: feature["geometry"] for feature in geojson["features"]}
    drawn = table[table.index.isin(list(outlines))]
    # the selected last: its border must lie above the neighbours'
    drawn = drawn.assign(_last=drawn.index.isin(selected)).sort_values("_last", kind="stable")
    known = drawn[value if level is None else level].notna()
    traces = [_areas(geojson, drawn[known], name, value, level, len(level_names), unit, decimals, selected)]
    if not known.all():
        traces.append(_unknown(geojson, drawn[~known], name, missing, selected))
    if level is not None:
        traces += _legend(drawn[known], level, level_names, missing, int((~known).sum()))
    inks = _inks(drawn, value if level is None else level, 0 if level is None else len(level_names))
    chosen = [one in selected for one in drawn.index]
    traces.append(map_names.trace(drawn[name], inks, outlines, chosen))
    geo = {
        "visible": False,
        "fitbounds": "locations",
        "bgcolor": theme.CLEAR,
        "projection": {"type": "mercator"},
    }
    margin = {"l": 0, "r": 0, "t": 0, "b": 0}
    return theme.figure(
        traces,
        language,
        geo=geo,
        margin=margin,
        height=520,
        showlegend=level is not None,
        # on a phone the width decides how large the map is
        meta={"narrow_height": 380},
    )


def _areas(
    geojson: dict[str, Any],
    rows: pd.DataFrame,
    name: str,
    value: str,
    level: str | None,
    k: int,
    unit: str,
    decimals: int,
    selected: tuple[Any, ...],
) -> dict[str, Any]:
    number = f"%{{customdata:,.{decimals}f}}"
    trace = _shapes(geojson, rows, name, selected)
    trace["customdata"] = rows[value].astype("float64").tolist()
    trace["hovertemplate"] = f"%{{text}}<br>{number} {unit}<extra></extra>"
    trace["z"] = rows[level or value].astype("float64").tolist()
    if level is None:
        bar = {"thickness": 12, "len": 0.6, "tickformat": f",.{decimals}f", "outlinewidth": 0}
        return trace | {"colorscale": theme.scale(), "colorbar": bar}
    steps = {"zmin": -0.5, "zmax": k - 0.5, "colorscale": theme.stepped_scale(k), "showscale": False}
    return trace | steps


def _shapes(
    geojson: dict[str, Any], rows: pd.DataFrame, name: str, selected: tuple[Any, ...]
) -> dict[str, Any]:
    chosen = [one in selected for one in rows.index]
    trace: dict[str, Any] = {
        "type": "choropleth",
        "geojson": geojson,
        "featureidkey": "id",
        "locations": rows.index.tolist(),
        "text": rows[name].tolist(),
        "showlegend": False,
        "marker": {
            "line": {
                "color": [theme.SELECTED if one else theme.EDGE for one in chosen],
                "width": [4 if one else 1 for one in chosen],
            },
        },
    }
    return trace


def _unknown(
    geojson: dict[str, Any], rows: pd.DataFrame, name: str, missing: str, selected: tuple[Any, ...]
) -> dict[str, Any]:
    grey = {
        "z": [0] * len(rows),
        "colorscale": [[0, theme.GRID], [1, theme.GRID]],
        "showscale": False,
        "hovertemplate": f"%{{text}}<br>{missing}<extra></extra>",
    }
    return _shapes(geojson, rows, name, selected) | grey


def _legend(
    rows: pd.DataFrame, level: str, names: tuple[str, ...], missing: str, unknown: int
) -> list[dict[str, Any]]:
    """Entries for classes: a choropleth trace per class would repeat all outlines in the page."""
    colours = theme.level_colours(len(names))
    counts = rows[level].value_counts()
    entries = [
        (f"{text} ({int(counts.get(place, 0))})", colours[place])
        for place, text in reversed(list(enumerate(names)))
    ]
    if unknown:
        entries.append((f"{missing} ({unknown})", theme.GRID))
    return [
        {"type": "scattergeo", "lat": [None], "lon": [None], "mode": "markers", "name": text,
         "showlegend": True, "hoverinfo": "skip",
         "marker": theme.square(colour)}
        for text, colour in entries
    ]  # fmt: skip


def _inks(rows: pd.DataFrame, key: str, k: int) -> list[str]:
    """The text colour on each area: that of its level (k > 0), or of its place between least and most."""
    numbers = rows[key].astype("float64")
    least, most = (0.0, k - 1.0) if k else (numbers.min(), numbers.max())
    places = ((numbers - least) / (most - least)).clip(0, 1) if most > least else numbers * 0 + 0.5
    return [theme.text_on(theme.level_token(one)) if one == one else theme.INK for one in places]
