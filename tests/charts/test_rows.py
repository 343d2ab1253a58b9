"""Charts of answers: what is drawn, in which order and colour, and that names fit on a phone."""

import json

import numpy as np
import pandas as pd
import pytest

from charts import histogram, rows, segments, shares, theme

OPTIONS = pd.DataFrame(
    {
        "name": ["Tidak tahu", "Tahu < 3 kali", "Lainnya"],
        "text": ["5 · 3.3%", "65 · 43.3%", "0 · –"],
        "share": [5 / 150, 65 / 150, np.nan],
        "low": [0.014, 0.357, np.nan],
        "high": [0.076, 0.513, np.nan],
    }
)
STEPS = ["Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree"]
LONG = "Saya merasa bahwa bekerja sama dengan influencer membuat merek usaha saya lebih dikenal orang banyak"


def strict(figure):
    """As the page embeds it: JSON has neither NaN nor infinity."""
    return json.loads(figure.to_json(), parse_constant=lambda word: pytest.fail(f"{word} in the figure"))


def looks(trace):
    """The look of a trace in every width; one that is not new goes on."""
    given = trace.meta["looks"]
    return {least: [look for at, look in given if at <= least][-1] for least, _room in rows.ROOMS}


def test_a_look_stands_once():
    assert [least for least, _look in shares.share_bars(OPTIONS).data[1].meta["looks"]] == [0]


# shares --------------------------------------------------------------------------------------------------


def test_a_share_is_drawn_with_its_interval_and_keeps_its_place():
    trace = shares.share_bars(OPTIONS).data[0]
    assert trace.x[:2] == pytest.approx((100 / 30, 130 / 3), abs=1e-4)
    assert trace.x[2] is None
    assert trace.error_x.array[1] == pytest.approx(100 * (0.513 - 65 / 150), abs=1e-4)
    assert trace.error_x.arrayminus[1] == pytest.approx(100 * (65 / 150 - 0.357), abs=1e-4)
    assert list(trace.y) == sorted(trace.y)
    assert list(trace.hovertext) == [
        "Tidak tahu<br>5 · 3.3% (1.4% – 7.6%)",
        "Tahu &lt; 3 kali<br>65 · 43.3% (35.7% – 51.3%)",
        "Lainnya<br>0 · –",
    ]
    strict(shares.share_bars(OPTIONS))


def test_names_and_numbers_stand_above_their_bars():
    bars, names, ends = shares.share_bars(OPTIONS).data
    assert list(names.text) == ["Tidak tahu", "Tahu &lt; 3 kali", "Lainnya"]
    assert list(ends.text) == OPTIONS["text"].tolist()
    assert all(name < bar for name, bar in zip(names.y, bars.y, strict=True))
    assert list(names.y) == pytest.approx(list(ends.y))
    assert set(names.x) == {0}
    assert set(ends.x) == {60}, "the next ten above the highest limit"


@pytest.mark.parametrize(
    ("high", "top"), [(0.0, 10), (0.1, 10), (0.3, 30), (0.301, 40), (1.0, 100), (np.nan, 10)]
)
def test_the_axis_ends_at_the_next_ten(high, top):
    table = pd.DataFrame({"name": ["a"], "text": ["b"], "share": [0.0], "low": [0.0], "high": [high]})
    assert shares.share_bars(table).layout.xaxis.range == (0, top)


def test_rows_have_their_colour_and_muted_ones_grey():
    colours = theme.level_colours(3)
    trace = shares.share_bars(OPTIONS, colours=colours, muted=(2,), highlight=(1,)).data[0]
    assert list(trace.marker.color) == [colours[0], colours[1], theme.NEITHER]
    assert list(trace.marker.line.width) == [1, 3, 1]
    assert trace.marker.line.color[1] == theme.SELECTED


def test_a_bar_opens_its_address():
    trace = shares.share_bars(OPTIONS, links=["?a=q1-0", "?a=q1-1", "?a=q1-2"]).data[0]
    assert list(trace.customdata) == ["?a=q1-0", "?a=q1-1", "?a=q1-2"]
    assert shares.share_bars(OPTIONS).data[0].customdata is None


@pytest.mark.parametrize(("share", "side"), [(0.02, "left"), (0.3, "center"), (0.58, "right")])
def test_a_reference_has_its_label_below_within_the_figure(share, side):
    figure = shares.share_bars(OPTIONS, reference=share, reference_label="all")
    assert figure.layout.shapes[0].x0 == pytest.approx(100 * share)
    assert (figure.layout.annotations[0].text, figure.layout.annotations[0].xanchor) == ("all", side)
    assert figure.layout.margin.b > shares.share_bars(OPTIONS).layout.margin.b


# rows ----------------------------------------------------------------------------------------------------


def test_long_names_take_more_lines_where_there_is_less_room():
    table = OPTIONS.assign(name=[LONG, "short", LONG])
    figure = shares.share_bars(table)
    names = looks(figure.data[1])
    lines = {least: look["text"][0].count("<br>") + 1 for least, look in names.items()}
    assert lines[0] == 3
    assert lines[900] == 1
    assert "…" in names[0]["text"][0]
    assert "…" not in names[600]["text"][0]
    assert names[0]["text"][1] == "short"
    assert figure.layout.meta["narrow_height"] > figure.layout.height
    # the number stays beside the first line
    ends = looks(figure.data[2])
    assert ends[0]["y"][0] < names[0]["y"][0]
    assert ends[900]["y"][0] == pytest.approx(names[900]["y"][0])


@pytest.mark.parametrize("least", [0, 460, 600, 900])
def test_nothing_lies_on_anything_in_any_width(least):
    frame = rows.frame([LONG, "short", LONG], ["1", "2", "3"], bar=15, key=STEPS)
    room = dict(rows.ROOMS)[least]
    one = next(places for places in frame.places if places.room == room)
    taken = [(y - rows.LINE / 2 / one.height, y + rows.LINE / 2 / one.height) for y in sorted(set(one.key_y))]
    for y, name, mark in zip(one.names_y, one.names, one.marks_y, strict=True):
        half = rows.LINE * (name.count("<br>") + 1) / 2 / one.height
        taken += [(y - half, y + half), (mark - one.thickness / 2, mark + one.thickness / 2)]
    flat = [end for pair in taken for end in pair]
    assert flat == pytest.approx(sorted(flat), abs=2e-4)
    assert flat[0] >= -1e-4
    assert flat[-1] <= 1 + 1e-4
    longest = max(len(line) for name in one.names for line in name.split("<br>"))
    assert longest * rows.LETTER <= room


def test_the_key_takes_more_lines_on_a_phone():
    frame = rows.frame(["a"], ["b"], bar=15, key=STEPS)
    narrow, *_between, wide = frame.places
    assert len(set(narrow.key_y)) > len(set(wide.key_y)) == 1
    assert all(x <= narrow.room for x in narrow.key_x)


# segments ------------------------------------------------------------------------------------------------


def answers(*given):
    return pd.DataFrame(given, columns=STEPS, dtype=float)


def diverging(*given, **options):
    names = [f"item {place}" for place in range(len(given))]
    return segments.diverging(answers(*given), names=names, ends=["net"] * len(given), **options)


def test_disagreement_lies_left_of_zero_and_the_middle_on_both_sides():
    bars = diverging([0.1, 0.2, 0.4, 0.2, 0.1]).data[:5]
    assert [bar.base[0] for bar in bars] == pytest.approx([-50, -40, -20, 20, 40])
    assert [bar.x[0] for bar in bars] == pytest.approx([10, 20, 40, 20, 10])
    assert [bar.marker.color for bar in bars] == list(theme.sided_colours(5))
    assert [bar.name for bar in bars] == STEPS


def test_zero_is_marked_beside_the_bars_and_not_through_the_names():
    figure = diverging([0.2] * 5, [0.2] * 5)
    zero, names = figure.data[5], figure.data[6]
    assert list(zero.x) == [0, 0, None] * 4
    half = figure.data[0].width / 2
    for row, middle in enumerate(figure.data[0].y):
        above, top, _gap, bottom, below, _end = zero.y[6 * row : 6 * row + 6]
        assert names.y[row] < above < top <= middle - half + 2e-4
        assert middle + half - 2e-4 <= bottom < below


def test_a_row_without_answers_stays_empty():
    figure = diverging([np.nan] * 5, [0, 0, 0, 0, 1.0])
    assert all(bar.x[0] is None for bar in figure.data[:5])
    assert figure.layout.xaxis.range == (-12, 102)
    strict(figure)


def test_a_part_has_its_percentage_where_it_has_room():
    bar = diverging([0.05, 0.05, 0.0, 0.4, 0.5]).data[0]
    by_width = {least: look["text"][0] for least, look in looks(bar).items()}
    assert by_width[0] == ""
    assert by_width[900] == "5%"
    wide = diverging([0.05, 0.05, 0.0, 0.4, 0.5], language="id").data[3]
    assert looks(wide)[0]["text"] == ["40\u00a0%"]


def test_a_part_of_a_bar_opens_its_address():
    links = [["?0", "?1", "?2", "?3", "?4"]]
    bars = diverging([0.2] * 5, links=links).data[:5]
    assert [bar.customdata[0] for bar in bars] == links[0]


def test_the_key_names_every_colour():
    key = diverging([0.2] * 5).data[-1]
    assert list(key.text) == STEPS
    assert list(key.marker.color) == list(theme.sided_colours(5))


def test_stacked_parts_fill_a_hundred_percent():
    table = pd.DataFrame([[0.25, 0.25, 0.5], [1.0, 0.0, 0.0]], columns=["low", "mid", "high"])
    figure = segments.stacked(table, names=["a", "b"], ends=["n = 4", "n = 2"], muted=(1,))
    bars = figure.data[:3]
    assert [list(bar.base) for bar in bars] == [[0, 0], [25, 100], [50, 100]]
    assert [bar.marker.color for bar in bars] == list(theme.level_colours(3))
    assert bars[0].marker.opacity == (1.0, 0.45)
    assert figure.layout.xaxis.range == (0, 100)
    assert list(figure.data[4].text) == ["n = 4", "n = 2"]


# histogram -----------------------------------------------------------------------------------------------


def test_a_histogram_shows_its_bins_mean_median_and_middle_half():
    bins = pd.DataFrame({"low": [0.0, 10.0, 20.0], "high": [10.0, 20.0, 30.0], "n": [3, 5, 1]})
    figure = histogram.histogram(
        bins, mean=13.0, median=12.0, quartiles=(8.0, 17.0), mean_label="mean 13", median_label="median 12"
    )
    (bar,) = figure.data
    assert list(bar.x) == [5, 15, 25]
    assert list(bar.y) == [3, 5, 1]
    band, mean, median = figure.layout.shapes
    assert (band.x0, band.x1, mean.x0, median.x0) == (8, 17, 13, 12)
    assert [note.text for note in figure.layout.annotations] == ["mean 13", "median 12"]
    assert figure.layout.annotations[0].y != figure.layout.annotations[1].y
    # the number above the highest bar has its room
    assert figure.layout.yaxis.range == (0, pytest.approx(5.6))


@pytest.mark.parametrize(
    ("mean", "side"), [(1.0, "left"), (8.9, "left"), (9.1, "center"), (20.9, "center"), (21.1, "right")]
)
def test_a_label_near_an_end_stays_within_the_figure(mean, side):
    bins = pd.DataFrame({"low": [0.0, 10.0, 20.0], "high": [10.0, 20.0, 30.0], "n": [3, 5, 1]})
    figure = histogram.histogram(bins, mean=mean, median=15.0, quartiles=(8.0, 17.0), mean_label="mean")
    (note,) = figure.layout.annotations
    assert (note.x, note.xanchor) == (mean, side)


def test_bins_of_one_whole_number_stand_on_it():
    bins = pd.DataFrame({"low": [1.0, 2.0], "high": [2.0, 3.0], "n": [3, 5]})
    figure = histogram.histogram(bins, mean=1.6, median=2.0, quartiles=(1.0, 2.0))
    assert list(figure.data[0].x) == [1, 2]
    assert figure.layout.xaxis.range == (0.5, 2.5)
    assert not figure.layout.annotations


def test_a_histogram_of_nothing_is_empty():
    empty = pd.DataFrame({"low": [], "high": [], "n": []})
    nan = float("nan")
    figure = histogram.histogram(empty, mean=nan, median=nan, quartiles=(nan, nan))
    assert not figure.data
    strict(figure)
