"""What a figure of standing bars says: a histogram's bins, months, components; and the lines over them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from charts import theme
from charts.native.reading import Bars, Series, Trace, axis_look_of, plain, series_of


def read(data: Sequence[Trace], layout: dict[str, Any], language: str, name: str) -> Bars | None:
    """The columns from the left, or None where the figure has none.

    A line over the same names becomes columns of its own beside the others: one native chart has one kind of
    mark. Lines and bands across the plot are told in words.
    """
    bars = [one for one in data if one.get("type") == "bar" and one.get("orientation") != "h"]
    if not bars:
        return None
    names = _names(bars[0], language)
    marks = [*bars, *(one for one in data if _is_line(one) and one.get("x") == bars[0].get("x"))]
    series = [_lying(one, language) for one in marks]
    axis = layout.get("yaxis") or {}
    notes = tuple(plain(one["text"]) for one in layout.get("annotations") or [] if one.get("text"))
    return Bars(
        tuple(names),
        tuple(replace(one, name=(one.name if len(series) > 1 else "") or name) for one in series),
        lying=False,
        has_legend=len(series) > 1,
        axis_look=axis_look_of(axis, language),
        axis_title=str((axis.get("title") or {}).get("text") or ""),
        notes=notes,
        of=len(names),
    )


def _is_line(trace: Trace) -> bool:
    return trace.get("type") == "scatter" and "lines" in str(trace.get("mode"))


def _lying(trace: Trace, language: str) -> Series:
    """The series as that of a lying bar, whose amounts are on x."""
    amounts = list(trace.get("y") or [])
    marker = trace.get("marker") or {}
    if _is_line(trace):
        marker = {
            "color": (trace.get("line") or {}).get("color") or marker.get("color"),
            "line": {"width": 0},
        }
    turned = {
        **trace, "x": amounts, "y": list(range(len(amounts))), "customdata": None, "marker": marker,
        "texttemplate": _turned(trace.get("texttemplate")),
    }  # fmt: skip
    return series_of(turned, [], language)


def _turned(template: Any) -> Any:
    """Templates name the axis of the amounts."""
    return template.replace("%{y", "%{x") if isinstance(template, str) else template


def _names(trace: Trace, language: str) -> list[str]:
    """Of a histogram the limits of its bins, else what stands below the columns."""
    custom = trace.get("customdata") or []
    if custom and all(isinstance(one, list) for one in custom):
        return [_bin(one, language) for one in custom]
    return [plain(one) for one in trace.get("x") or []]


def _bin(limits: Sequence[float], language: str) -> str:
    low, high = (f"{one:,.6g}" for one in limits[:2])
    if theme.separators(language) == theme.SEPARATORS["id"]:
        low, high = (one.translate(str.maketrans(",.", ".,")) for one in (low, high))
    # a bin of one whole number stands on that number
    return low if limits[1] - limits[0] <= 1 and float(limits[0]).is_integer() else f"{low}–{high}"
