"""The report as slides, opened again: a slide per figure, native charts, notes, no text that breaks it."""

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pandas as pd
import pytest
from django.utils.safestring import mark_safe
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation

from charts import bars, maps, theme
from core.figures import Column, Figure, Number, Table
from core.shown import Shown
from exports import report, report_pptx
from exports.report import Report
from exports.slides import fit
from tests import world as worlds

MADE = datetime(2026, 11, 28, 14, 5, tzinfo=ZoneInfo("Asia/Jakarta"))
HARD = '=cmd|"/c" 😀 & <b>قهوة</b> שלום\x00\x0b\nbaris dua'
COLUMNS = (
    Column("name", "Sub-district"),
    Column("n", "MSMEs", "integer"),
    Column("share", "Share", "share"),
    Column("level", "Level", "level"),
)


def table(rows: int = 3) -> Table:
    levels = ("low", "medium", "high")
    return Table(
        COLUMNS,
        [
            {"name": f"Area {at:03}", "n": 1234 * at, "share": at / 7, "level": levels[at % 3]}
            for at in range(rows)
        ],
        total={"n": 9},
        sort="-n",
    )


def plot(names: tuple[str, ...] = ("Sail", "Kulim")) -> Any:
    found = pd.DataFrame({"n": [12.345678, 0.1][: len(names)], "name": list(names)})
    return bars.ranked_bars(found, "n", "name", decimals=1)


def figure(key: str = "f", **more: Any) -> Figure:
    values: dict[str, Any] = {
        "title": "Three areas lead", "subtitle": "Number of MSMEs", "summary": "A sentence.",
        "base": "n = 9", "table": table(), "how": (("Ratio", "a ÷ b", "How dense."),),
    }  # fmt: skip
    return Figure(key, **values | more)


def page(*figures: Figure, **more: Any) -> Shown:
    values: dict[str, Any] = {
        "name": "overview", "title": "Overview", "heading": "Half are in two areas",
        "numbers": (Number("MSMEs", 25074, kind="integer", note="of 15", how="All of them."),),
        "filters": (("Year", "2023"), ("Size", "all")), "edition_line": "Pekanbaru · Data 2023",
        "source_line": "Register, edition 2", "address": "/?year=2023",
    }  # fmt: skip
    return Shown(figures={one.key: one for one in figures}, **values | more)


def made(*pages: Shown, **more: Any) -> Report:
    values: dict[str, Any] = {
        "title": "Market of MSMEs", "region": "Pekanbaru", "left_out": (), "person": "Bob", "made_at": MADE,
        "language": "en", "is_demo": False, "sources": (),
    }  # fmt: skip
    return Report(pages=tuple(pages), **values | more)


def opened(found: Report, tmp_path: Path) -> list[Any]:
    path = tmp_path / "report.pptx"
    report_pptx.write(found, path)
    return list(Presentation(path).slides)


def texts(slide: Any) -> Iterator[str]:
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        if shape.has_table:
            yield from (cell.text_frame.text for row in shape.table.rows for cell in row.cells)


def said(slide: Any) -> str:
    return "\n".join(texts(slide))


def notes(slide: Any) -> str:
    return str(slide.notes_slide.notes_text_frame.text)


def charts(slide: Any) -> list[Any]:
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def tables(slide: Any) -> list[Any]:
    return [shape.table for shape in slide.shapes if shape.has_table]


def workbook(chart: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))["Sheet1"]


def test_the_cover_says_where_what_who_and_when(tmp_path: Path) -> None:
    cover = opened(made(page(is_demo=True), is_demo=True), tmp_path)[0]
    assert cover.shapes.title.text_frame.text == "Market of MSMEs"
    for part in (
        "Pekanbaru",
        "Pekanbaru · Data 2023",
        "Year: 2023. No other filters.",
        "Bob",
        "14:05 WIB",
    ):
        assert part in said(cover)
    assert "Demo data – synthetic" in said(cover)
    assert "Filters and settings: Year: 2023. No other filters." in notes(cover)


def test_a_page_begins_with_its_finding_and_its_numbers(tmp_path: Path) -> None:
    slide = opened(made(page(notices=("Borders changed.",))), tmp_path)[1]
    assert slide.shapes.title.text_frame.text == "Half are in two areas"
    for part in ("25,074", "of 15", "Borders changed."):
        assert part in said(slide)
    assert "MSMEs: All of them." in notes(slide)
    assert "Demo data" not in said(slide)


def test_the_notes_have_in_full_what_a_card_cuts(tmp_path: Path) -> None:
    note = "kata " * 80 + "end"
    numbers = (Number("MSMEs", 25074, "units", note, "+3.2%", kind="integer"),) * 4
    slide = opened(made(page(numbers=numbers, problem="The file holds nobody.")), tmp_path)[1]
    assert note not in said(slide)
    assert f"MSMEs: 25,074 units · +3.2% · {note}" in notes(slide)
    assert "The file holds nobody." in notes(slide)


def test_a_figure_is_a_slide_with_a_native_chart_and_its_words(tmp_path: Path) -> None:
    one = figure(plot=plot(), warnings=("Few of them.",))
    slide = opened(made(page(one, is_demo=True), is_demo=True), tmp_path)[2]
    assert slide.shapes.title.text_frame.text == "Three areas lead"
    sheet = workbook(charts(slide)[0])
    assert [sheet["B2"].value, sheet["B3"].value] == [12.345678, 0.1]
    assert sheet["B1"].value == "Number of MSMEs"
    for part in (
        "Overview",
        "Number of MSMEs",
        "A sentence.",
        "Few of them.",
        "n = 9 · Pekanbaru · Data 2023",
    ):
        assert part in said(slide)
    assert "Demo data – synthetic" in said(slide)


def test_the_notes_hold_base_method_filters_and_address(tmp_path: Path) -> None:
    one = figure(plot=plot(), warnings=("Few of them.",))
    text = notes(opened(made(page(one), site="https://umkm.example"), tmp_path)[2])
    for part in (
        "Base:\nn = 9\nPekanbaru · Data 2023\nRegister, edition 2\nYear: 2023. No other filters.",
        "Warnings:\nFew of them.",
        "How this is computed:\nRatio = a ÷ b – How dense.",
        "Overview: https://umkm.example/?year=2023",
    ):
        assert part in text


def test_a_figure_without_a_chart_is_a_native_table_in_the_order_of_the_page(tmp_path: Path) -> None:
    found = tables(opened(made(page(figure())), tmp_path)[2])[0]
    assert [cell.text_frame.text for cell in found.rows[1].cells] == ["Area 002", "2,468", "28.6%", "■ high"]
    assert [cell.text_frame.text for cell in found.rows[4].cells] == ["Total", "9", "", ""]


def test_a_long_table_goes_on_with_its_header_and_ends_with_what_is_left_out(tmp_path: Path) -> None:
    slides = opened(made(page(figure(table=table(514)))), tmp_path)[2:]
    assert len(slides) > 1
    heads = [[cell.text_frame.text for cell in tables(one)[0].rows[0].cells] for one in slides]
    assert heads == [[str(one.label) for one in COLUMNS]] * len(slides)
    assert sum(len(tables(one)[0].rows) - 1 for one in slides) == 60 + 1
    assert "The first 60 of 514 rows are shown here" in said(slides[-1])
    assert slides[-1].shapes.title.text_frame.text.endswith(f"({len(slides)}/{len(slides)})")
    assert all("a ÷ b" in notes(one) for one in slides)


def test_no_table_leaves_its_slide(tmp_path: Path) -> None:
    wide = Table(
        tuple(Column(f"c{at}", f"A rather long heading {at}", "integer") for at in range(16)),
        [{f"c{at}": 10**9 for at in range(16)} for _row in range(40)],
    )
    slides = opened(made(page(figure(table=wide), figure("g", table=table(40)))), tmp_path)
    for slide in slides:
        for shape in slide.shapes:
            assert shape.left + shape.width <= 12192000
            assert shape.top + shape.height <= 6858000


def test_words_in_a_column_of_numbers_and_marked_up_cells_are_text(tmp_path: Path) -> None:
    rows = [{"name": mark_safe("<b>Sail</b>"), "n": "fewer than 5", "share": None, "level": 2}]
    found = tables(opened(made(page(figure(table=Table(COLUMNS, rows)))), tmp_path)[2])[0]
    assert [cell.text_frame.text for cell in found.rows[1].cells] == ["Sail", "fewer than 5", "–", "■ high"]


def test_a_map_is_named_shapes(tmp_path: Path) -> None:
    ring = [[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]
    outline = {"type": "Feature", "id": 1, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    area = pd.DataFrame({"name": ["Sail"], "n": [3.0], "level": [0]}, index=[1])
    drawn = maps.choropleth(
        {"type": "FeatureCollection", "features": [outline]},
        area,
        name="name",
        value="n",
        level="level",
        level_names=("low",),
    )
    slide = opened(made(page(figure(plot=drawn))), tmp_path)[2]
    groups = [shape for shape in slide.shapes if shape.shape_type == 6]
    assert "Sail" in [one.name for one in groups[0].shapes]


def test_what_has_no_native_form_shows_its_table(tmp_path: Path) -> None:
    slides = opened(made(page(figure(plot=theme.figure([], "en")))), tmp_path)
    assert len(slides) == 3
    assert tables(slides[2])


def test_hostile_text_is_shown_and_is_no_formula(tmp_path: Path) -> None:
    rows = [{"name": HARD, "n": -5, "share": 0.5, "level": HARD}]
    one = figure(
        title=HARD, subtitle=HARD, summary=HARD, base=HARD, warnings=(HARD,), how=((HARD, HARD, HARD),),
        plot=plot(("=1+1", HARD)), table=Table(COLUMNS, rows),
    )  # fmt: skip
    other = figure("g", table=Table(COLUMNS, rows), title=HARD)
    hard = page(one, other, heading=HARD, title=HARD, filters=((HARD, HARD),), notices=(HARD,))
    slides = opened(made(hard, title=HARD, person=HARD, region=HARD, left_out=((HARD, HARD),)), tmp_path)
    for slide in slides:
        for chart in charts(slide):
            sheet = workbook(chart)
            assert all(cell.data_type != "f" for row in sheet for cell in row)
            assert sheet["A2"].value == "=1+1"
    clean = HARD.replace("\x00", "").replace("\x0b", "")
    assert clean in notes(slides[2])
    assert tables(slides[3])[0].rows[1].cells[0].text_frame.text.replace("\v", "\n") == clean
    assert tables(slides[3])[0].rows[1].cells[1].text_frame.text == "−5"


def test_a_report_of_nothing_says_so(tmp_path: Path) -> None:
    slides = opened(made(), tmp_path)
    assert "No page has anything to show." in said(slides[-1])


def test_pages_without_data_and_pages_left_out_say_why(tmp_path: Path) -> None:
    empty = page(heading="Nothing here", problem="Upload a register first.", numbers=())
    slides = opened(made(empty, left_out=(("Findings", "No survey."),)), tmp_path)
    assert "Upload a register first." in said(slides[1])
    assert "Findings: No survey." in said(slides[2])


def test_progress_goes_from_nothing_to_all(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    report_pptx.write(
        made(page(figure("a"), figure("b"))),
        tmp_path / "r.pptx",
        lambda done, total: told.append((done, total)),
    )
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_the_language_is_that_of_the_report(tmp_path: Path) -> None:
    with override("en"):
        slide = opened(made(page(figure(), is_demo=True), language="id"), tmp_path)[2]
    assert "Data demo" in said(slide)
    assert "2.468" in said(slide)


def test_the_pages_of_a_region_become_slides(world: worlds.World, tmp_path: Path) -> None:
    with override("en"):
        found = report.collect(report.page_names(world.bob), "", world.bob)
    slides = opened(found, tmp_path)
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    shown = [(one, page) for page in found.pages for one in page.figures.values()]
    for one, of in shown:
        # a long finding is cut, and stands in full in the notes
        slide = next(s for s in slides if str(one.title) in notes(s) and of.title in said(s))
        assert slide.shapes.title.text_frame.text in titles
        assert charts(slide) or tables(slide) or any(s.shape_type == 6 for s in slide.shapes) or not one.table
        assert str(one.base) in notes(slide)
    assert any(charts(slide) for slide in slides)
    assert "Where the numbers come from" in titles


def test_no_part_of_the_file_is_there_twice(tmp_path: Path) -> None:
    opened(made(page(figure(plot=theme.figure([], "en")), figure("g", plot=plot()))), tmp_path)
    with zipfile.ZipFile(tmp_path / "report.pptx") as file:
        names = file.namelist()
    assert len(names) == len(set(names))


@pytest.mark.parametrize("least", [9.0, 14.0])
@given(text=st.text(max_size=600), high=st.floats(20, 200), wide=st.floats(60, 800))
def test_a_text_never_takes_more_than_its_room(least: float, text: str, high: float, wide: float) -> None:
    found = fit.fitted(text, (wide, high), 24, least)
    assert least <= found.size <= 24
    assert found.height <= high or "\n" in text or found.height <= found.size * fit.LINE
