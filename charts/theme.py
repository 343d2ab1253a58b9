"""Colours with one fixed meaning, and the layout that every figure starts from.

Levels are named as tokens of the page (`var(--level-low)`), which have a value per theme; the browser puts it
in, also for text, grid and background. Other marks must stand out on both papers: at least 3:1 (WCAG 2.2,
1.4.11).
"""

from typing import Any, Literal

import plotly.graph_objects as go
import plotly.io as pio

Scheme = Literal["light", "dark"]
LIGHT_PAPER, DARK_PAPER = "#ffffff", "#14171c"
PAPERS: dict[Scheme, str] = {"light": LIGHT_PAPER, "dark": DARK_PAPER}

# low, medium, high: one blue hue, each step at least 2.4 times the contrast of the last, high farthest from
# the paper. The same values stand in static/src/css/tokens.css (a test compares them).
LEVELS = ("var(--level-low)", "var(--level-medium)", "var(--level-high)")
LEVEL_VALUES: dict[Scheme, tuple[str, str, str]] = {
    "light": ("#c3daf5", "#4788d3", "#0a2a60"),
    "dark": ("#1f4674", "#4f8fd8", "#c4dfff"),
}
# the same three steps on the other side of a scale with two ends: disagreement. Vermillion, told from the
# blue with any colour vision, and always by its side of zero too
AGAINST_VALUES: dict[Scheme, tuple[str, str, str]] = {
    "light": ("#f7d3b6", "#d26a1e", "#5f2400"),
    "dark": ("#5c3415", "#d8772f", "#ffdcc0"),
}
_SCALES = {"level": LEVEL_VALUES, "against": AGAINST_VALUES}
INK, INK_2 = "var(--ink)", "var(--ink-2)"
# low alone has less than 3:1 on its paper: it is always drawn with this hairline, which has it
EDGE = "var(--level-edge)"
EDGE_VALUES: dict[Scheme, str] = {"light": "#5d7596", "dark": "#7d97b8"}
# what a mark without a level is drawn in
MARK = LEVELS[1]
PATTERNS = ("", "/", "x")
PATTERN_INK = "var(--paper)"
# text over lines and borders: a soft edge in the colour of the paper
HALO = "0 0 3px var(--paper), 0 0 3px var(--paper), 0 0 2px var(--paper)"

# Okabe & Ito, "Color Universal Design", 2008. Four of them lack 3:1 on one of the two papers, so marks in
# these colours always carry an OUTLINE, which has it on both.
OKABE_ITO = ("#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7", "#000000")
OTHERS = "#808080"
# the middle of a scale with two ends: for neither side; ink is readable on it in both themes
NEITHER = "var(--muted)"
OUTLINE = "#767676"
# vermillion: the opposite hue of LEVELS, 3:1 on both papers
SELECTED = "#d55e00"

GRID = "rgba(128,128,128,0.25)"
REFERENCE = "rgba(118,118,118,1)"
CLEAR = "rgba(0,0,0,0)"

# Plotly: first the decimal sign, then the thousands sign
SEPARATORS = {"id": ",.", "en": ".,"}

_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', sans-serif"
_AXIS = {
    "gridcolor": GRID,
    "linecolor": GRID,
    "zerolinecolor": GRID,
    "automargin": True,
    "ticks": "",
    "title": {"standoff": 8},
}

# every figure has its table and downloads on the page: no tool of the bar is needed
_TOOLS = ["lasso2d", "select2d", "autoscale", "zoom", "pan", "zoomin", "zoomout", "resetscale", "toimage"]

TEMPLATE = go.layout.Template(
    layout={
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"family": _FONT, "size": 14},
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "hoverlabel": {"font": {"family": _FONT, "size": 14}},
        "legend": {
            "orientation": "h",
            "yanchor": "bottom",
            "y": 1.02,
            "x": 0,
            "itemclick": False,
            "itemdoubleclick": False,
        },
        "modebar": {"remove": _TOOLS},
        "dragmode": False,
        "xaxis": _AXIS,
        "yaxis": _AXIS,
        "bargap": 0.25,
        "uniformtext": {"minsize": 11, "mode": "show"},
    }
)
# what every figure takes without checking it anew, which took most of the time of a small one
pio.templates["ours"] = TEMPLATE
pio.templates.default = "ours"


def separators(language: str) -> str:
    """Decimal and thousands sign of a language code such as "id" or "en-us"; English for any other."""
    return SEPARATORS.get(language.split("-")[0].lower(), SEPARATORS["en"])


def figure(traces: list[dict[str, Any]], language: str, **layout: Any) -> go.Figure:
    """Figure of plain traces under the theme, numbers in the language's form."""
    return go.Figure(data=traces, layout={"separators": separators(language), **layout})


def level_colours(k: int = 3) -> tuple[str, ...]:
    """Tokens of the levels 0 .. k - 1, low to high; for k other than 3 steps between those of LEVELS.

    `var(--level-33)` lies a third of the way from low to high; `level_value` says what the browser makes of
    it. Raises ValueError for k below 1 or above 10.
    """
    if not 1 <= k <= 10:
        raise ValueError("k must lie between 1 and 10")
    return tuple(level_token(place / (k - 1)) for place in range(k)) if k > 1 else (LEVELS[1],)


def level_token(place: float) -> str:
    """The colour at a place from 0 (low) to 1 (high)."""
    percent = round(100 * place)
    return {0: LEVELS[0], 50: LEVELS[1], 100: LEVELS[2]}.get(percent, f"var(--level-{percent})")


def sided_colours(k: int) -> tuple[str, ...]:
    """Tokens of k steps from most against to most for; the middle one of an odd number is grey.

    Raises ValueError for k below 2.
    """
    if k < 2:
        raise ValueError("a scale with two ends has at least two steps")
    half = k // 2
    percents = [round(100 * (place + 0.5) / half) for place in range(half)]
    sides = [[f"var(--{name}-{percent})" for percent in percents] for name in ("against", "level")]
    return (*reversed(sides[0]), *([NEITHER] if k % 2 else []), *sides[1])


def level_value(token: str, scheme: Scheme) -> str:
    """#rrggbb of a level's token in a theme, as static/src/colours.js computes it."""
    scale, _minus, name = token.removeprefix("var(--").removesuffix(")").partition("-")
    percent = {"low": 0, "medium": 50, "high": 100}.get(name)
    place = (int(name) if percent is None else percent) / 50
    left = min(int(place), 1)
    steps = _SCALES[scale][scheme]
    pairs = zip(_rgb(steps[left]), _rgb(steps[left + 1]), strict=True)
    # half up, as JavaScript rounds
    return "#" + "".join(f"{int(low + (high - low) * (place - left) + 0.5):02x}" for low, high in pairs)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def level_pattern(level: int, k: int = 3) -> str:
    """Plotly pattern that tells a level without colour: three kinds, from plain to dense."""
    return PATTERNS[round(level * 2 / max(k - 1, 1))]


def pattern(shape: str) -> dict[str, Any]:
    """Thin lines over a mark, light enough to leave its colour."""
    return {"shape": shape, "fillmode": "overlay", "size": 7, "solidity": 0.15, "fgcolor": PATTERN_INK}


def square(colour: str) -> dict[str, Any]:
    """The mark of a class in a legend."""
    return {"symbol": "square", "size": 14, "color": colour, "line": {"color": EDGE, "width": 1}}


def scale() -> list[list[Any]]:
    """Continuous colour scale from low to high."""
    return [[place / 2, colour] for place, colour in enumerate(LEVELS)]


def stepped_scale(k: int) -> list[list[Any]]:
    """Colour scale with k plain steps, for whole levels 0 .. k - 1 between zmin -0.5 and zmax k - 0.5."""
    return stepped(level_colours(k))


def stepped(colours: tuple[str, ...]) -> list[list[Any]]:
    """The same of any colours, one per whole level."""
    k = len(colours)
    steps = [(level / k, (level + 1) / k, colour) for level, colour in enumerate(colours)]
    return [[edge, colour] for low, high, colour in steps for edge in (low, high)]


def text_on(colour: str) -> str:
    """Black or white, whichever is better read on a mark of this colour (4.5:1 or more on all of ours).

    For a level the token of that choice, since it differs from theme to theme.
    """
    if colour == NEITHER:
        return INK
    if colour.startswith(("var(--level-", "var(--against-")):
        return colour.replace("var(--", "var(--on-")
    return max("#000000", "#ffffff", key=lambda ink: contrast(ink, colour))


def percent_sign(language: str) -> str:
    """What follows a percentage: 95 % in Indonesian, 95% in English."""
    return "\u00a0%" if separators(language) == SEPARATORS["id"] else "%"


def percent(value: float, language: str) -> str:
    """A percentage with one decimal in the language's form: 95,1 % or 95.1%."""
    text = f"{value:,.1f}"
    if separators(language) == SEPARATORS["id"]:
        text = text.translate(str.maketrans(",.", ".,"))
    return text + percent_sign(language)


def contrast(one: str, other: str) -> float:
    """Contrast of two #rrggbb colours, 1 .. 21 (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of a #rrggbb colour, 0 .. 1 (WCAG 2.2)."""
    shares = [value / 255 for value in _rgb(colour)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
