"""What a figure of bars says, as rows and series: whichever way Plotly was made to draw it.

Rows of two lines (charts/rows.py) have their names as texts between the bars, ranked bars one trace per
level, intervals a point instead of a bar. A native bar chart has the same rows, names and numbers.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from charts import printed, theme
from charts.native.number_formats import number_format, written

Trace = dict[str, Any]
# what stands behind the name of a row without a number
MISSING = "–"
# the text of our rows of two lines starts right of its place, their numbers end left of it
_NAMES, _ENDS = "middle right", "middle left"


@dataclass(frozen=True)
class Series:
    """One series. values, colours, edges, labelled: one per row; edges: (colour, pixels); look: the number
    format of its labels; ink: their colour inside a bar; errors: (below, above) per row, or nothing."""

    name: str
    values: tuple[float | None, ...]
    colours: tuple[str, ...]
    edges: tuple[tuple[str, float], ...]
    labelled: tuple[bool, ...]
    look: str = "General"
    ink: str = printed.LIGHT["ink"]
    errors: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Bars:
    """Rows from the top (columns from the left where not `lying`) with their series.

    ends: a text per row, such as its base; axis: from, to (None: as it comes); references: (value, label);
    totals: the whole of each row of stacked parts, with their number format; of: how many rows the figure
    has, where not all are here.
    """

    names: tuple[str, ...]
    series: tuple[Series, ...]
    ends: tuple[str, ...] = ()
    is_stacked: bool = False
    lying: bool = True
    has_legend: bool = False
    axis: tuple[float | None, float | None] = (None, None)
    axis_look: str = ""
    axis_title: str = ""
    base: float | None = None
    references: tuple[tuple[float, str], ...] = ()
    totals: tuple[tuple[float, ...], str] = ((), "")
    notes: tuple[str, ...] = ()
    of: int = 0

    def first(self, rows: int) -> "Bars":
        """Only so many rows."""
        if len(self.names) <= rows:
            return self
        cut = [
            replace(
                one, values=one.values[:rows], colours=one.colours[:rows], edges=one.edges[:rows],
                labelled=one.labelled[:rows], errors=one.errors[:rows],
            )
            for one in self.series
        ]  # fmt: skip
        totals = (self.totals[0][:rows], self.totals[1])
        return replace(self, names=self.names[:rows], ends=self.ends[:rows], series=tuple(cut), totals=totals)


def bars(data: Sequence[Trace], layout: dict[str, Any], language: str, name: str) -> Bars | None:
    """The lying bars of a printed figure, or None where it has none that can be read as rows.

    name: what the numbers are called where the figure itself does not say.
    """
    marks = [trace for trace in data if trace.get("type") == "bar"] or _points(data, layout)
    if not marks:
        return None
    if any(trace["type"] == "bar" and trace.get("orientation") != "h" for trace in marks):
        return None
    names, keys, ends = _rows(data, marks, layout)
    stacked = layout.get("barmode") in ("stack", "overlay") and len(marks) > 1
    series = [series_of(trace, keys, language) for trace in marks]
    legend = len(series) > 1 and (stacked or layout.get("showlegend") is not False or _is_rows(layout))
    if len(series) > 1 and not legend:
        series = [_joined(series)]
    axis = layout.get("xaxis") or {}
    return Bars(
        names=tuple(names),
        ends=tuple(ends),
        series=tuple(replace(one, name=one.name or name) for one in series),
        is_stacked=stacked,
        has_legend=legend,
        axis=_range(axis, stacked, marks),
        axis_look=axis_look_of(axis, language),
        axis_title=str((axis.get("title") or {}).get("text") or ""),
        base=_base(layout),
        references=_references(layout),
        totals=_totals(data, names, language),
        of=len(names),
    )


def _points(data: Sequence[Trace], layout: dict[str, Any]) -> list[Trace]:
    """Points beside names, which become bars: those with intervals, and those of groups in rows."""
    points = [one for one in data if one.get("type") == "scatter" and "markers" in str(one.get("mode"))]
    if (layout.get("yaxis") or {}).get("type") == "category":
        return points if points and all(one.get("error_x") for one in points) else []
    return [one for one in points if one.get("name")] if _is_rows(layout) else []


def _is_rows(layout: dict[str, Any]) -> bool:
    return (layout.get("yaxis") or {}).get("range") == [1, 0]


def _rows(
    data: Sequence[Trace], marks: Sequence[Trace], layout: dict[str, Any]
) -> tuple[list[str], list[Any], list[str]]:
    """Names from the top, what the marks call each row, and the text at the end of each."""
    if _is_rows(layout):
        texts = [one for one in data if one.get("type") == "scatter" and one.get("mode") == "text"]
        names = next((one for one in texts if one.get("textposition") == _NAMES), {})
        ends = next((one for one in texts if one.get("textposition") == _ENDS), {})
        return (
            [plain(one) for one in names.get("text", [])],
            [],
            [plain(one) for one in ends.get("text", [])],
        )
    axis = layout.get("yaxis") or {}
    keys = list(dict.fromkeys(one for trace in marks for one in trace.get("y") or []))
    order = [one for one in (axis.get("categoryarray") or [])[::-1] if one in set(keys)]
    keys = order + [one for one in keys if one not in set(order)]
    said = dict(zip(axis.get("tickvals") or [], axis.get("ticktext") or [], strict=False))
    return [plain(said.get(one, one)) for one in keys], keys, _beside(marks, keys)


def _beside(marks: Sequence[Trace], keys: Sequence[Any]) -> list[str]:
    """The numbers of estimates: at the end of a bar the line of its interval would cross them."""
    said = {
        key: plain(text)
        for trace in marks
        if trace.get("type") == "scatter"
        for key, text in zip(trace.get("y") or [], trace.get("text") or [], strict=False)
    }
    return [said.get(one, "") for one in keys] if said else []


def plain(text: Any) -> str:
    """The text without Plotly's breaks and escapes."""
    return html.unescape(re.sub(r"<br\s*/?>", " ", str(text)))


def series_of(trace: Trace, keys: list[Any], language: str) -> Series:
    """A trace with a value per row; rows of other traces stay empty."""
    values = list(trace.get("x") or [])
    n = len(values)
    marker = trace.get("marker") or {}
    line = marker.get("line") or {}
    texts, look = _labels(trace, n, language)
    rows = [
        (value, _faded(colour, opacity), (edge, width), bool(text) and value is not None, error)
        for value, colour, opacity, edge, width, text, error in zip(
            values, _each(marker.get("color") or theme.OTHERS, n), _each(marker.get("opacity", 1.0), n),
            _each(line.get("color") or theme.OUTLINE, n), _each(line.get("width", 0), n), texts,
            _errors(trace, n), strict=True,
        )
    ]  # fmt: skip
    if keys:
        by_key = dict(zip(trace["y"], rows, strict=True))
        blank = (None, theme.OTHERS, (theme.OUTLINE, 0), False, (0.0, 0.0))
        rows = [by_key.get(one, blank) for one in keys]
    columns: list[Any] = list(zip(*rows, strict=True)) or [()] * 5
    errors = columns[4] if trace.get("error_x") else ()
    ink = (trace.get("insidetextfont") or {}).get("color") or printed.LIGHT["ink"]
    values, colours, edges, labelled = columns[:4]
    return Series(plain(trace.get("name") or ""), values, colours, edges, labelled, look, ink, errors)


def _each(value: Any, n: int) -> list[Any]:
    return list(value) if isinstance(value, list) else [value] * n


def _faded(colour: str, opacity: float) -> str:
    red, green, blue, alpha = printed.rgba(colour)
    channels = ",".join(str(255 * one) for one in (red, green, blue))
    return printed.on_paper(f"rgba({channels},{alpha * (opacity or 0)})")


def _errors(trace: Trace, n: int) -> list[tuple[float, float]]:
    given = trace.get("error_x") or {}
    above = given.get("array") or [0] * n
    below = given.get("arrayminus") or above
    return [(float(low or 0), float(high or 0)) for low, high in zip(below, above, strict=True)]


def _labels(trace: Trace, n: int, language: str) -> tuple[list[str], str]:
    """Which rows have their number written, and how it is written."""
    if trace.get("type") == "scatter":
        return [""] * n, "General"
    texts = [str(one or "") for one in _each(trace.get("texttemplate") or trace.get("text") or "", n)]
    return texts, number_format(next((one for one in texts if any(map(str.isalnum, one))), ""), language)


def _joined(series: Sequence[Series]) -> Series:
    """Traces that share the rows among them, as one series whose bars have their own colours."""
    first = series[0]
    places = [
        next((one for one in series if one.values[row] is not None), first)
        for row in range(len(first.values))
    ]
    fields: dict[str, Any] = {
        field: tuple(getattr(one, field)[row] for row, one in enumerate(places))
        for field in ("values", "colours", "edges", "labelled")
    }
    errors = tuple(one.errors[row] for row, one in enumerate(places)) if first.errors else ()
    return replace(first, name="", errors=errors, **fields)


def _range(axis: dict[str, Any], stacked: bool, marks: Sequence[Trace]) -> tuple[float | None, float | None]:
    low, high = axis.get("range") or (None, None)
    if axis.get("type") == "log" and low is not None and high is not None:
        return 10**low, 10**high
    if stacked and low is not None and low < 0:
        # parts to both sides of zero become parts of 100 percent
        return 0.0, 100.0
    return low, high


def axis_look_of(axis: dict[str, Any], language: str) -> str:
    """The number format of a visible axis, "" of a hidden one."""
    if axis.get("visible") is False:
        return ""
    suffix = axis.get("ticksuffix") or ""
    whole = bool(suffix) or (axis.get("range") or [0, 0])[1] > 10
    if suffix or whole:
        return written(0, suffix, False, language)
    return "General"


def _base(layout: dict[str, Any]) -> float | None:
    """Where the bars of a logarithmic axis begin."""
    if (layout.get("xaxis") or {}).get("type") != "log":
        return None
    return next((float(one["x0"]) for one in layout.get("shapes") or [] if one.get("x0")), 1.0)


def _references(layout: dict[str, Any]) -> tuple[tuple[float, str], ...]:
    """Lines across all rows with their label."""
    notes = [plain(one["text"]) for one in layout.get("annotations") or [] if one.get("text")]
    lines = [
        float(one["x0"])
        for one in layout.get("shapes") or []
        if one.get("type") == "line" and one.get("x0") == one.get("x1") and one["x0"] is not None
    ]
    return tuple((value, notes[place] if place < len(notes) else "") for place, value in enumerate(lines))


def _totals(data: Sequence[Trace], names: Sequence[str], language: str) -> tuple[tuple[float, ...], str]:
    """Numbers that stand at the ends of stacked bars."""
    for trace in data:
        template = trace.get("texttemplate")
        if trace.get("type") == "scatter" and trace.get("mode") == "text" and isinstance(template, str):
            values = tuple(float(one) for one in trace.get("x") or [])
            return (
                (values, number_format(template.strip(), language)) if len(values) == len(names) else ((), "")
            )
    return (), ""
