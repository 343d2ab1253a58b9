"""Flows as bars: PowerPoint has no Sankey diagram that can be edited, so each group before is a bar of a
hundred percent, whose parts are where its people went."""

from collections.abc import Sequence

from charts import printed, theme
from charts.native.number_formats import written
from charts.native.reading import Bars, Series, Trace, plain

# percent; a smaller part has no room for its number
_LABELLED = 8
# OKABE_ITO in the order of charts.group_looks
_ORDER = (5, 6, 3, 7, 8, 1, 2, 4)


def read(data: Sequence[Trace], language: str) -> Bars | None:
    """A row per group before, a series per group after; None where the figure has no flows."""
    trace = next((one for one in data if one.get("type") == "sankey"), None)
    if trace is None:
        return None
    link, labels = trace["link"], [plain(one) for one in trace["node"]["label"]]
    rows, columns = sorted(set(link["source"])), sorted(set(link["target"]))
    flow = {
        (source, target): float(value)
        for source, target, value in zip(link["source"], link["target"], link["value"], strict=True)
    }
    wholes = {row: sum(flow.get((row, column), 0.0) for column in columns) for row in rows}
    series = [
        _series(
            labels[column].rpartition(" · ")[0] or labels[column],
            [100 * flow[row, column] / wholes[row] if (row, column) in flow else None for row in rows],
            place,
            language,
        )
        for place, column in enumerate(columns)
    ]
    return Bars(
        tuple(labels[row] for row in rows),
        tuple(series),
        is_stacked=True,
        has_legend=True,
        axis=(0.0, 100.0),
        axis_look=written(0, theme.percent_sign(language), False, language),
        of=len(rows),
    )


def _series(name: str, values: list[float | None], place: int, language: str) -> Series:
    # more groups than colours: grey, told by the legend's order alone
    colour = printed.LIGHT[f"cat-{_ORDER[place]}"] if place < len(_ORDER) else theme.OTHERS
    n = len(values)
    return Series(
        name,
        tuple(values),
        (colour,) * n,
        ((theme.OUTLINE, 1.0),) * n,
        tuple(value is not None and value >= _LABELLED for value in values),
        written(0, theme.percent_sign(language), False, language),
        theme.text_on(colour),
    )
