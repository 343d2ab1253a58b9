"""Charts of groups: how often each item keeps its group, and who moved between two groupings."""

import pandas as pd
import pytest

from charts import moves, quality, theme

LEVELS = ("low", "medium", "high")
ITEMS = pd.DataFrame(
    {
        "name": ["Kulim", "Sail", "Tampan", "Rumbai"], "level": [0, 0, 2, 1], "kept": [0.5, 0.75, 1.0, 0.2],
        "before": [0, 0, 1, 2], "after": [0, 1, 2, 0],
    },
    index=[7, 8, 9, 10],
)  # fmt: skip


def test_shares_are_percentages_group_by_group():
    figure = quality.shares(
        ITEMS, share="kept", level="level", label="name", level_names=LEVELS, language="id"
    )
    assert [trace.name for trace in figure.data] == ["high", "medium", "low"]
    assert [list(trace.x) for trace in figure.data] == [[100], [20], [75, 50]]
    assert figure.layout.yaxis.ticktext == ("Tampan", "Rumbai", "Sail", "Kulim")
    assert figure.data[0].texttemplate == "%{x:.0f}\u00a0%"
    assert figure.layout.xaxis.range[0] == 0
    assert [trace.marker.color for trace in figure.data] == [
        theme.LEVELS[2],
        theme.LEVELS[1],
        theme.LEVELS[0],
    ]


def test_a_group_without_items_has_no_bars():
    some = ITEMS[ITEMS["level"] != 1]
    figure = quality.shares(some, share="kept", level="level", label="name", level_names=LEVELS)
    assert [trace.name for trace in figure.data] == ["high", "low"]


def moved(table=ITEMS):
    return moves.moves(
        table, before="before", after="after", label="name", level_names=LEVELS, names=("2021", "2023")
    )


def test_who_moved_has_a_line_and_who_stayed_has_none():
    line, before, after = moved().data
    assert list(line.x) == [1, 2, None, 0, 1, None, 2, 0, None]
    assert list(line.y) == ["9", "9", None, "8", "8", None, "10", "10", None]
    # up first, down last; the same order for both dots
    assert list(before.y) == list(after.y) == ["9", "8", "7", "10"]
    assert list(before.x) == [1, 0, 0, 2]
    assert list(after.x) == [2, 1, 0, 0]
    assert (before.name, after.name) == ("2021", "2023")
    assert before.marker.symbol == "circle-open"
    assert list(after.hovertext) == ["Tampan: high", "Sail: medium", "Kulim: low", "Rumbai: low"]


@pytest.mark.parametrize("rows", [0, 1])
def test_few_items(rows):
    figure = moved(ITEMS.head(rows))
    assert len(figure.data[1].x) == rows
    assert figure.layout.height > 0
