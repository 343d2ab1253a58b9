"""Figures, tables and badges as HTML."""

import json

import numpy as np
import plotly.graph_objects as go
import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import gettext_lazy, override

from core.figures import Column, Figure, Table, placed, plot_text
from core.icons import DRAWINGS, SAME
from core.pages import all_pages
from core.templatetags.figures import level, query_with

COLUMNS = (Column("name", "Area"), Column("n", "MSMEs", "integer"), Column("level", "Group", "level"))


def names(table):
    return [row["name"] for row in table.rows]


def test_a_table_sorts_by_value_with_missing_last_whatever_the_order_of_rows():
    rows = [
        {"name": "b", "n": 9, "level": "low"},
        {"name": "a", "n": 10, "level": "high"},
        {"name": "d", "n": None, "level": None},
        {"name": "c", "n": 10, "level": "medium"},
    ]
    for order in (rows, rows[::-1]):
        table = Table(COLUMNS, order)
        assert names(table.sorted_by("n")) == ["b", "a", "c", "d"]
        assert names(table.sorted_by("-n")) == ["a", "c", "b", "d"]
        assert names(table.sorted_by("level"))[:3] == ["b", "c", "a"]
    assert table.sorted_by("nonsense") is table


def test_nothing_in_a_plot_closes_its_script():
    figure = Figure("k", "t", plot={"data": [{"y": ["</script><b>&"]}]})
    assert "<" not in figure.plot_json
    assert json.loads(figure.plot_json)["data"][0]["y"] == ["</script><b>&"]


def test_plots_may_hold_arrays_lazy_texts_and_plotly_figures():
    content = {"data": [{"x": np.array([1.0, np.nan]), "name": gettext_lazy("Market")}]}
    with override("en"):
        assert json.loads(plot_text(content)) == {"data": [{"x": [1.0, None], "name": "Market"}]}
    assert json.loads(plot_text(go.Figure(go.Bar(x=[1], y=["a"]))))["data"][0]["type"] == "bar"


@pytest.mark.parametrize(
    ("height", "shown"), [(420, "plot-440"), (130, "plot-200"), (108, "plot-120"), (4000, "plot-1200")]
)
def test_heights_become_classes(height, shown):
    assert Figure("k", "t", height=height).height_class == shown


@pytest.mark.parametrize(
    ("value", "k", "filled", "word"),
    [("low", 3, 1, "low"), (2, 3, 3, "high"), ("1 (lowest)", 5, 1, "1 (lowest)"), (9, 10, 3, "10")],
)
def test_a_level_is_told_by_word_and_by_bars(value, k, filled, word):
    with override("en"):
        html = level(value, k)
    assert html.endswith(f"{word}</span>")
    assert html.count("<rect") - html.count("class=off") == filled


def test_query_with_keeps_the_other_parameters():
    request = RequestFactory().get("/", {"area": ["1", "2"], "sort": "n", "download": "csv", "page": "4"})
    assert query_with({"request": request}, sort="-n", year=2023) == "?area=1&area=2&sort=-n&year=2023"
    assert query_with({"request": request}, sort=None) == "?area=1&area=2"


def test_every_page_of_the_menu_has_a_drawing():
    wanted = {page.icon or page.name for page in all_pages()}
    assert wanted <= {*DRAWINGS, *SAME}, wanted - {*DRAWINGS, *SAME}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["main", "aside", "half", "half", "wide"], ["main", "aside", "half", "half", "wide"]),
        (["main", "half", "half", "half"], ["wide", "half", "half", "wide"]),
        (["half", "wide", "half"], ["wide", "wide", "wide"]),
        (["aside", "main", "aside"], ["wide", "main", "aside"]),
        ([], []),
    ],
    ids=lambda places: "-".join(places) or "none",
)
def test_no_figure_stands_beside_an_empty_place(given, expected):
    figures = [
        Figure(str(at), "t", wide=place == "wide", part=place if place in ("main", "aside") else "")
        for at, place in enumerate(given)
    ]
    found = placed(figures)
    assert [figure.place for figure in found] == expected
    assert [figure.key for figure in found] == [figure.key for figure in figures]


def page_of(figure):
    context = {"figures": {"k": figure}, "base_template": "part.html"}
    return render_to_string("core/figures.html", context, RequestFactory().get("/"))


@pytest.mark.parametrize(
    ("rows", "plot", "heat", "folds"),
    [(11, False, False, True), (10, False, False, False), (11, True, False, False), (11, False, True, False)],
    ids=["long", "short", "behind its chart", "heat map"],
)
def test_a_long_open_table_folds_on_a_phone(rows, plot, heat, folds):
    """Behind a chart it was asked for, and a heat map tells by its whole."""
    cells = {"_heat": {"n": (50, "medium")}} if heat else {}
    table = Table(COLUMNS, [{"name": f"a{at}", "n": at, "level": "low", **cells} for at in range(rows)])
    shown = Figure("k", "t", table=table, plot={"data": []} if plot else None)
    with override("en"):
        html = page_of(shown)
    assert ('class="more-rows"' in html) == folds
    assert (f"Show all {rows}" in html) == folds


def test_a_closed_table_needs_no_chart():
    table = Table(COLUMNS, [{"name": "a", "n": 1, "level": "low"}])
    with override("en"):
        html = page_of(Figure("k", "t", table=table, closed=True))
    assert '<details class="as-table">' in html
    assert "plot-frame" not in html


def test_a_secondary_chart_has_a_button_for_phones():
    with override("en"):
        html = page_of(Figure("k", "t", plot={"data": []}, secondary=True))
        other = page_of(Figure("k", "t", secondary=True))
    assert "Show the chart" in html
    assert "Show the chart" not in other
