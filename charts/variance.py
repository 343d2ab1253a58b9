"""How much of the variance each principal component explains, and what they explain together."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from charts import theme

_HEIGHT = 320
# more bars than this have no room for their numbers on a phone
_NUMBERED = 8


def explained(
    shares: Sequence[float],
    *,
    names: Sequence[str],
    kept: int,
    series: tuple[str, str],
    y_title: str = "",
    language: str = "en",
) -> go.Figure:
    """A bar per component, the first on the left, and a line of their sums.

    shares: explained variance, 0 .. 1, falling; names: of the components ("PC 1"). kept: how many are used;
    the others are grey. series: what the bars and the line are called. Texts are already translated.
    """
    percents = [100 * float(one) for one in shares]
    sums = [sum(percents[: place + 1]) for place in range(len(percents))]
    sign = theme.percent_sign(language)
    said = f"%{{x}}<br>%{{y:.1f}}{sign}<extra></extra>"
    bars: dict[str, Any] = {
        "type": "bar",
        "name": series[0],
        "x": list(names),
        "y": percents,
        "texttemplate": f"%{{y:.0f}}{sign}" if len(percents) <= _NUMBERED else "",
        # the line begins at the end of the first bar
        "textposition": ["inside" if place == 0 else "outside" for place in range(len(percents))],
        "insidetextanchor": "end",
        "insidetextfont": {"color": theme.text_on(theme.MARK)},
        "textfont": {"shadow": theme.HALO},
        "cliponaxis": False,
        "hovertemplate": said,
        "marker": {
            "color": [theme.MARK if place < kept else theme.OTHERS for place in range(len(percents))],
            "line": {"color": theme.EDGE, "width": 1},
        },
    }
    line = {
        "type": "scatter", "mode": "lines+markers", "name": series[1], "x": list(names), "y": sums,
        "hovertemplate": said, "line": {"color": theme.SELECTED, "width": 2.5},
        "marker": {"size": 8, "color": theme.SELECTED, "symbol": "diamond", "opacity": 1},
    }  # fmt: skip
    return theme.figure(
        [bars, line],
        language,
        height=_HEIGHT,
        xaxis={"type": "category", "categoryorder": "array", "categoryarray": list(names), "showgrid": False,
               "fixedrange": True, "autotickangles": [0, -40]},
        yaxis={"range": [0, 105], "tickvals": [0, 25, 50, 75, 100], "ticksuffix": sign, "fixedrange": True,
               "title": {"text": y_title}},
        showlegend=True,
    )  # fmt: skip
