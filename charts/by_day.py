"""Amounts day by day: what one customer bought."""

import pandas as pd
import plotly.graph_objects as go

from charts import theme

_HEIGHT = 240
# shorter than this, an axis by months would write the same month several times
_LEAST = pd.Timedelta(days=120)


def purchases(days: pd.Series, amounts: pd.Series, *, y_title: str, language: str) -> go.Figure:
    """A bar per day from zero; below it for refunds. days: datetime64, amounts: same length; several of one
    day are summed."""
    found = amounts.groupby(pd.to_datetime(days).dt.strftime("%Y-%m-%d")).sum().sort_index()
    first, last = pd.Timestamp(found.index[0]), pd.Timestamp(found.index[-1])
    room = max(pd.Timedelta(days=7), (_LEAST - (last - first)) / 2)
    trace = {
        "type": "bar",
        "x": found.index.tolist(),
        "y": [float(one) for one in found],
        # a day of a year is less than a pixel wide; so each bar is a week wide
        "width": 7 * 24 * 3600 * 1000,
        "marker": {"color": theme.MARK},
        "hovertemplate": "%{x}<br>%{y:,.0f}<extra></extra>",
    }
    return theme.figure(
        [trace],
        language,
        height=_HEIGHT,
        showlegend=False,
        xaxis={
            "type": "date", "fixedrange": True, "showgrid": False, "tickformat": "%m-%Y",
            "range": [f"{one:%Y-%m-%d}" for one in (first - room, last + room)],
        },
        yaxis={"title": {"text": y_title}, "fixedrange": True, "rangemode": "tozero", "tickformat": ",~f"},
    )  # fmt: skip
