"""A figure as it is printed on white paper: what the browser's scripts resolve, resolved here.

static/src/colours.js puts the theme's values in for `var(--token)`; static/src/layout.js chooses the look of
the width and adds what every figure shares. Print has one theme, the light one.
"""

import base64
import copy
import re
from collections.abc import Iterable
from typing import Any

import numpy as np

from charts import theme

# the light values of static/src/css/tokens.css (a test compares them)
LIGHT = {
    "level-edge": theme.EDGE_VALUES["light"], "accent": "#1a56b8", "ink": "#14181f", "ink-2": "#515966",
    "grid": "#e9ebef", "zero": "#8f96a0", "paper": theme.LIGHT_PAPER, "others": theme.OTHERS,
    "muted": "#b4bac2", **{f"cat-{place}": value for place, value in enumerate(theme.OKABE_ITO, start=1)},
}  # fmt: skip
_TOKEN = re.compile(r"var\(--([\w-]+)\)")
_STEP = re.compile(r"^(on-)?((?:level|against)-(?:low|medium|high|\d+))$")
_CHANNELS = re.compile(r"^rgba?\(([^)]*)\)$")
# luminance where black and white have the same contrast (WCAG 2.2); colours.js has the same
_MIDDLE = 0.179
# pixels: the type of narrow figures and of others, and where narrow ends
_NARROW, _NARROW_TYPE, _TYPE = 600, 12, 13
# the least part of a row that is left free, the thickest bar in pixels, and the room around the rows
_GAP, _THICKEST, _AROUND = 0.28, 34, 60


def printed(plot: Any, width: float) -> dict[str, Any]:
    """The figure (a dict, or a go.Figure) as plain lists and texts in the light theme, `width` pixels wide.

    `data` has its looks applied; `layout` has axes, margins, font, legend, colorway and bargap.

    No token, no `meta.looks` and no template is left; what the browser alone needs (hover, modebar) is.
    """
    given = plain(plot.to_plotly_json() if hasattr(plot, "to_plotly_json") else plot)
    content = coloured({"data": given.get("data") or [], "layout": given.get("layout") or {}})
    layout = {key: value for key, value in content["layout"].items() if key not in ("template", "title")}
    data = [_look(trace, width) for trace in content["data"]]
    for name in {"xaxis", "yaxis"} | {key for key in layout if re.fullmatch(r"[xy]axis\d*", key)}:
        layout[name] = _axis(layout.get(name) or {})
    _room_for_labels(data, layout, width)
    return {"data": data, "layout": {**_shared(data, layout), **layout, **_fixed(layout, width)}}


def plain(value: Any) -> Any:
    """Lists, dicts, numbers and texts only: arrays become lists, NaN None, lazy translations their text."""
    if isinstance(value, dict):
        if "bdata" in value:
            return plain(_unpacked(value))
        return {str(key): item if key == "geojson" else plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return None if value != value else value
    return str(value)


def _unpacked(packed: dict[str, Any]) -> np.ndarray[Any, Any]:
    """Plotly packs long arrays of numbers: base64 of their bytes, little-endian."""
    found = np.frombuffer(base64.b64decode(packed["bdata"]), dtype=f"<{packed['dtype']}")
    shape = packed.get("shape")
    return found.reshape([int(one) for one in str(shape).split(",")]) if shape else found


def coloured(value: Any) -> Any:
    """The same with the light value of each `var(--token)`; an unknown one stays, as in a browser."""
    if isinstance(value, str):
        return _TOKEN.sub(lambda match: light(match[1]) or match[0], value) if "var(--" in value else value
    if isinstance(value, list):
        return [coloured(item) for item in value]
    if isinstance(value, dict):
        return {key: item if key == "geojson" else coloured(item) for key, item in value.items()}
    return value


def light(token: str) -> str | None:
    """#rrggbb of a token (`ink`, `level-33`, `on-level-high`) in the light theme; None of an unknown one."""
    match = _STEP.match(token)
    if match is None:
        return LIGHT.get(token)
    colour = theme.level_value(f"var(--{match[2]})", "light")
    if not match[1]:
        return colour
    return "#000000" if theme.luminance(colour) > _MIDDLE else "#ffffff"


def rgba(colour: str) -> tuple[float, float, float, float]:
    """Red, green, blue and opacity, 0 .. 1, of `#rrggbb`, `rgb(…)` or `rgba(…)`; else raises ValueError."""
    if re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        return red, green, blue, 1.0
    match = _CHANNELS.match(colour)
    if match is None:
        raise ValueError(f"no colour: {colour}")
    parts = [float(one) for one in match[1].split(",")]
    return parts[0] / 255, parts[1] / 255, parts[2] / 255, parts[3] if len(parts) > 3 else 1.0


def on_paper(colour: str) -> str:
    """#rrggbb of what a colour with some opacity looks like on white paper."""
    *channels, opacity = rgba(colour)
    return "#" + "".join(f"{round(255 * (1 - opacity * (1 - one))):02x}" for one in channels)


def _look(trace: dict[str, Any], width: float) -> dict[str, Any]:
    """The trace as it is in this width: names have other places where there is less room."""
    meta = dict(trace.get("meta") or {})
    fitting = [look for least, look in meta.pop("looks", []) if least <= width]
    found = {key: value for key, value in trace.items() if key != "meta"} | ({"meta": meta} if meta else {})
    if not fitting:
        return found
    fonts = {**(trace.get("textfont") or {}), **(fitting[-1].get("textfont") or {})}
    return {**found, **copy.deepcopy(fitting[-1]), **({"textfont": fonts} if fonts else {})}


def _axis(given: dict[str, Any]) -> dict[str, Any]:
    """As layout.js has it: what the figure says itself comes first only where it may."""
    return {
        "ticklabelstandoff": 6,
        "separatethousands": True,
        **given,
        "automargin": True,
        "gridcolor": LIGHT["grid"],
        "zerolinecolor": LIGHT["zero"],
        "linecolor": LIGHT["zero"],
        "tickfont": {**(given.get("tickfont") or {}), "color": LIGHT["ink-2"]},
    }


def _shared(data: list[dict[str, Any]], layout: dict[str, Any]) -> dict[str, Any]:
    return {
        "separators": ".,",
        "colorway": [LIGHT[f"cat-{place}"] for place in range(1, 9)],
        "bargap": _slimness(data, layout),
    }


def _fixed(layout: dict[str, Any], width: float) -> dict[str, Any]:
    narrow = width < _NARROW
    margin = {"l": 8, "r": 12 if narrow else 24, "t": 12, "b": 28, **(layout.get("margin") or {})}
    if narrow:
        margin |= {"l": min(margin["l"], 8), "r": min(margin["r"], 16)}
    legend = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", **(layout.get("legend") or {})}
    font = {"size": _NARROW_TYPE if narrow else _TYPE, "color": LIGHT["ink"]}
    return {"font": font, "margin": margin, "legend": legend}


def _slimness(data: list[dict[str, Any]], layout: dict[str, Any]) -> float:
    """One or two bars alone would be as thick as the figure is high: 34 px are enough."""
    lying = [trace for trace in data if trace.get("type") == "bar" and trace.get("orientation") == "h"]
    rows = {one for trace in lying for one in trace.get("y") or ()}
    if not rows:
        return _GAP
    room = max(200, layout.get("height") or 0) - _AROUND
    return max(_GAP, 1 - _THICKEST / (room / len(rows)))


def _room_for_labels(data: list[dict[str, Any]], layout: dict[str, Any], width: float) -> None:
    """No grid along names, and room for the label at the end of the longest bar."""
    if not data or any(trace.get("type") != "bar" for trace in data):
        return
    lying = all(trace.get("orientation") == "h" for trace in data)
    names, amounts = ("yaxis", "xaxis") if lying else ("xaxis", "yaxis")
    layout[names].setdefault("showgrid", False)
    values = list(_numbers(data, "x" if lying else "y"))
    outside = all(trace.get("textposition") == "outside" for trace in data)
    if not outside or layout[amounts].get("range") or not values:
        return
    low, high = min(0.0, *values), max(0.0, *values)
    room = (0.22 if width < _NARROW else 0.14 if width < 700 else 0.08) if lying else 0.1
    layout[amounts]["range"] = [low * (1 + room), high * (1 + room)]


def _numbers(data: Iterable[dict[str, Any]], key: str) -> Iterable[float]:
    for trace in data:
        yield from (float(one) for one in trace.get(key) or () if isinstance(one, int | float))
