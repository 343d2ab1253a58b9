"""The report as a PDF, opened again: all that the pages say, on numbered sheets, whatever their texts are."""

import random
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from django.utils.translation import override
from pypdf import PdfReader

from charts import bars, fonts
from core.figures import LEVELS, Column, Figure, Number, Table
from core.jobs import JobProblem
from core.shown import Shown
from exports import report, report_pdf
from exports.pdf import columns, ends
from exports.report import Report
from tests import world as worlds

MADE = datetime(2026, 11, 28, 14, 5, tzinfo=ZoneInfo("Asia/Jakarta"))
HARD = 'Toko 😀 "Kopi" & <b>قهوة</b> שלום\nbaris dua'


def figure(key: str = "f", rows: int = 3, **more: Any) -> Figure:
    table = Table(
        (Column("name", "Sub-district"), Column("n", "MSMEs", "integer"), Column("level", "Level", "level")),
        [{"name": f"Area {at:03}", "n": 1234 * at, "level": LEVELS[at % 3]} for at in range(rows)],
        total={"n": 9},
    )  # fmt: skip
    values: dict[str, Any] = {
        "title": "Three areas lead", "subtitle": "Number of MSMEs", "summary": "A sentence.",
        "base": "n = 9", "table": table, "how": (("Ratio", "a ÷ b", "How dense."),),
    }  # fmt: skip
    return Figure(key, **values | more)


def page(*figures: Figure, **more: Any) -> Shown:
    values: dict[str, Any] = {
        "name": "overview", "title": "Overview", "heading": "Half are in two areas",
        "numbers": (Number("MSMEs", 25074, kind="integer", how="All of them."),),
        "filters": (("Year", "2023"), ("Size", "all")), "edition_line": "Pekanbaru · Data 2023",
        "source_line": "Register, edition 2",
    }  # fmt: skip
    return Shown(figures={one.key: one for one in figures}, **values | more)


def made(*pages: Shown, **more: Any) -> Report:
    values: dict[str, Any] = {
        "title": "Market of MSMEs", "region": "Pekanbaru", "left_out": (), "person": "Bob", "made_at": MADE,
        "language": "en", "is_demo": False, "sources": (),
    }  # fmt: skip
    return Report(pages=tuple(pages), **values | more)


def opened(found: Report, tmp_path: Path, language: str = "en") -> PdfReader:
    with override(language):
        report_pdf.write(found, tmp_path / "report.pdf")
    return PdfReader(tmp_path / "report.pdf")


def texts(reader: PdfReader) -> list[str]:
    return [" ".join(sheet.extract_text().split()) for sheet in reader.pages]


def test_every_part_of_a_page_is_printed(tmp_path: Path) -> None:
    found = page(figure(warnings=("Only three areas.",)), notices=("A notice.",))
    text = " ".join(texts(opened(made(found), tmp_path)))
    for words in (
        "Half are in two areas", "25,074", "A notice.", "Three areas lead", "Number of MSMEs", "A sentence.",
        "Caution: Only three areas.", "n = 9", "Area 002", "2,468", "high", "Total", "a ÷ b", "How dense.",
        "Register, edition 2", "Year: 2023. No other filters.", "Bob", "28 Nov 2026, 14:05 WIB",
    ):  # fmt: skip
        assert words in text, words


def test_indonesian_numbers_and_words(tmp_path: Path) -> None:
    text = " ".join(texts(opened(made(page(figure()), language="id"), tmp_path, "id")))
    assert "25.074" in text
    assert "tinggi" in text
    assert "28 Nov 2026, 14.05 WIB" in text


@pytest.mark.parametrize(("is_demo", "sheets"), [(True, 1), (False, 0)])
def test_demo_data_is_said_on_every_sheet(tmp_path: Path, is_demo: bool, sheets: int) -> None:
    found = texts(opened(made(page(figure(rows=120)), is_demo=is_demo), tmp_path))
    assert len(found) > 4
    assert all(("Demo data – synthetic" in text) == bool(sheets) for text in found)


def test_sheets_are_numbered_to_the_last(tmp_path: Path) -> None:
    found = texts(opened(made(page(figure(rows=120))), tmp_path))
    assert all(f"{place} / {len(found)}" in text for place, text in enumerate(found, start=1))


def test_a_long_table_has_its_header_on_every_sheet_and_all_its_rows(tmp_path: Path) -> None:
    found = texts(opened(made(page(figure(rows=514))), tmp_path))
    with_rows = [text for text in found if re.search(r"Area \d{3}", text)]
    assert len(with_rows) > 8
    assert all("Sub-district MSMEs Level" in text for text in with_rows)
    assert all("Three areas lead – continued" in text for text in with_rows[1:])
    rows = re.findall(r"Area (\d{3})", " ".join(found))
    assert sorted(rows) == [f"{at:03}" for at in range(514)]


def test_contents_lead_to_the_sheets(tmp_path: Path) -> None:
    reader = opened(
        made(page(figure(rows=100)), page(figure("g"), title="Ratio", heading="Tampan has most")), tmp_path
    )
    outline = [
        (one.title, reader.get_destination_page_number(one))
        for one in reader.outline
        if not isinstance(one, list)
    ]
    places = dict(outline)
    assert "Tampan has most" in texts(reader)[places["Ratio"]]
    assert f"\n{places['Ratio'] + 1}\n" in f"\n{reader.pages[0].extract_text()}\n"
    links = [one.get_object() for one in reader.pages[0]["/Annots"]]
    assert len(links) == 4  # two pages, the definitions, and the appendix
    assert all(one["/Subtype"] == "/Link" for one in links)


def test_a_long_table_stands_in_the_appendix_and_is_referred_to(tmp_path: Path) -> None:
    """The reader goes on from figure to figure; one line leads to a table of more than forty rows."""
    short, long = figure(rows=40), figure("g", rows=180, title="Tampan leads", subtitle="MSMEs by village")
    reader = opened(made(page(short, long), page(figure("h", rows=41), title="Ratio")), tmp_path)
    found = texts(reader)
    at = {one.title: reader.get_destination_page_number(one) for one in outline(reader.outline)}
    first, second = at["Table 1: Tampan leads"], at["Table 2: Three areas lead"]
    assert at["Overview"] < at["Ratio"] < at["Definitions"] < at["Appendix: long tables"] == first < second
    said = "The table of this figure has {} rows: table {} of the appendix, page {}"
    assert said.format(180, 1, first + 1) in found[at["Overview"]] + found[at["Overview"] + 1]
    assert said.format(41, 2, second + 1) in found[at["Ratio"]]
    assert "Table 1: Tampan leads Overview · MSMEs by village n = 9" in found[first]
    # rows of the short table stand with their figure, those of the others behind it, each once
    before, behind = " ".join(found[:first]), " ".join(found[first:])
    assert re.findall(r"Area (\d{3})", before) == [f"{one:03}" for one in range(40)]
    assert len(re.findall(r"Area \d{3}", behind)) == 180 + 41
    assert "Appendix: long tables 2 tables" in found[0]
    links = [one.get_object() for sheet in reader.pages[1:first] for one in sheet.get("/Annots", [])]
    led_to = [reader.get_page_number(one["/Dest"][0].get_object()) for one in links]
    assert {first, second} <= set(led_to)


def outline(found: Any) -> list[Any]:
    """The entries of all levels."""
    return [one for part in found for one in (outline(part) if isinstance(part, list) else [part])]


def test_a_long_and_wide_table_lies_in_the_appendix(tmp_path: Path) -> None:
    wide = _wide(14)
    rows = [row | {"name": f"Area {at}"} for at, row in enumerate(wide.rows * 15)]
    reader = opened(made(page(figure(table=Table(wide.columns, rows)), figure("g"))), tmp_path)
    lying = [at for at, sheet in enumerate(reader.pages) if sheet.mediabox.width > sheet.mediabox.height]
    assert lying
    assert lying[-1] == len(reader.pages) - 1  # no empty sheet behind it
    assert all("Heading13" in reader.pages[at].extract_text() for at in lying)
    assert all(texts(reader))


def test_figures_are_vectors(tmp_path: Path) -> None:
    table = pd.DataFrame({"n": [30, 20], "name": ["Tampan", "Sail"]})
    reader = opened(made(page(figure(plot=bars.ranked_bars(table, "n", "name")))), tmp_path)
    assert "Tampan" in texts(reader)[1]
    assert not any(sheet.images for sheet in reader.pages)


def test_hard_texts_come_out_as_they_are(tmp_path: Path) -> None:
    table = Table((Column("name", HARD), Column("n", "MSMEs", "integer")), [{"name": HARD, "n": 1}])
    hard = page(
        figure(title=HARD, summary=HARD, warnings=(HARD,), base=HARD, table=table),
        heading=HARD,
        notices=(HARD,),
    )
    reader = opened(made(hard, person=HARD, title=HARD), tmp_path)
    text = " ".join(texts(reader))
    assert '"Kopi" & <b>' in text
    assert "😀" in text
    assert "baris dua" in text
    # joined shapes, and no letter of a right-to-left word lost
    assert "\ufed7\ufeec\ufeee\ufe93" in text
    assert "שלום" in text
    assert reader.metadata is not None
    assert "Kopi" in str(reader.metadata.author)


def test_a_report_of_nothing_is_a_cover(tmp_path: Path) -> None:
    left_out = (("Findings", "No survey was uploaded."),)
    found = texts(opened(made(left_out=left_out), tmp_path))
    assert len(found) == 1
    assert "Findings: No survey was uploaded." in found[0]


def test_a_page_with_a_problem_and_no_figures_says_it(tmp_path: Path) -> None:
    found = texts(opened(made(page(numbers=(), problem="No residents for this year.")), tmp_path))
    assert "No residents for this year." in found[1]


def test_a_chart_that_cannot_be_drawn_is_said_and_its_table_printed(tmp_path: Path) -> None:
    plot = {"data": [{"type": "pie", "values": [1]}], "layout": {}}
    text = " ".join(texts(opened(made(page(figure(plot=plot))), tmp_path)))
    assert "This chart cannot be drawn on paper (pie)" in text
    assert "Area 002" in text


def test_an_empty_table_says_so(tmp_path: Path) -> None:
    table = Table((Column("name", "Area"),), [])
    assert "No rows for these filters." in " ".join(texts(opened(made(page(figure(table=table))), tmp_path)))


def _wide(count: int) -> Table:
    wide = [Column(f"c{at}", f"Heading{at:02}", "integer") for at in range(count)]
    rows = [
        {"name": f"Area {row}", **{f"c{at}": 1_000_000 + 100 * row + at for at in range(count)}}
        for row in range(4)
    ]
    return Table((Column("name", "Sub-district"), *wide), rows)


def test_a_wide_table_lies_on_its_side(tmp_path: Path) -> None:
    reader = opened(made(page(figure(table=_wide(14)), figure("g"))), tmp_path)
    lying = [sheet for sheet in reader.pages if sheet.mediabox.width > sheet.mediabox.height]
    assert len(lying) == 1
    assert "Heading13" in lying[0].extract_text()
    assert reader.pages[-1].mediabox.width < reader.pages[-1].mediabox.height


def test_columns_that_fit_no_sheet_go_on_with_the_first_one_again(tmp_path: Path) -> None:
    reader = opened(made(page(figure(table=_wide(40)))), tmp_path)
    text = " ".join(texts(reader))
    assert all(f"Heading{at:02}" in text for at in range(40))
    assert all(f"{1_000_000 + 100 * row + at:,}" in text for row in range(4) for at in range(40))
    assert text.count("Area 3") >= 3


def test_a_row_higher_than_a_sheet_goes_on(tmp_path: Path) -> None:
    areas = [f"Kecamatan{at:03}" for at in range(514)]
    columns_ = (Column("name", "Quadrant"), Column("areas", "Sub-districts"))
    rows = [{"name": name, "areas": ", ".join(areas)} for name in ("Core", "Niche")]
    text = " ".join(texts(opened(made(page(figure(table=Table(columns_, rows)))), tmp_path)))
    assert all(text.count(one) == 2 for one in areas)


def test_no_column_is_wider_than_the_sheet() -> None:
    random.seed(1)
    letters = "abc def ghi "
    cells = [
        ["".join(random.choices(letters, k=random.randint(1, 300))) for _row in range(30)]
        for _one in range(12)
    ]
    found = columns.fit([f"Column {at}" for at in range(12)], cells, [0.0] * 12, 487.0)
    assert all(sum(group.values()) <= 487.01 for group in found.groups)
    assert sorted({one for group in found.groups for one in group}) == list(range(12))


def test_a_definition_is_printed_once() -> None:
    number = Number("Ratio", 1, how="a ÷ b. How dense.")
    found = ends.all_definitions([page(figure(), numbers=(number,)), page(figure("g"), numbers=())])
    assert found == {"Ratio": [("a ÷ b", "How dense.")]}


def test_information_about_the_document(tmp_path: Path) -> None:
    reader = opened(made(page(figure()), language="id"), tmp_path)
    assert reader.metadata is not None
    assert reader.metadata.title == "Market of MSMEs"
    assert reader.metadata.author == "Bob"
    assert reader.metadata.creation_date == MADE
    assert reader.trailer["/Root"]["/Lang"] == "id"


def test_the_same_report_is_the_same_file(tmp_path: Path) -> None:
    found = made(page(figure(rows=50)))
    opened(found, tmp_path)
    first = (tmp_path / "report.pdf").read_bytes()
    opened(found, tmp_path)
    assert (tmp_path / "report.pdf").read_bytes() == first


def test_progress_is_told_per_figure(tmp_path: Path) -> None:
    steps: list[Sequence[int]] = []
    with override("en"):
        found = made(page(figure(), figure("g")), page(figure("h")))
        report_pdf.write(found, tmp_path / "report.pdf", lambda done, total: steps.append((done, total)))
    assert steps == [(1, 3), (2, 3), (3, 3)]


def test_missing_fonts_say_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(_packages: Path) -> None:
        raise fonts.FontsMissing("gone")

    monkeypatch.setattr(fonts, "load", load)
    with pytest.raises(JobProblem, match="build_frontend"):
        report_pdf.write(made(page(figure())), tmp_path / "report.pdf")


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_heading_and_number_of_the_pages_is_printed(
    world: worlds.World, tmp_path: Path, language: str
) -> None:
    with override(language):
        found = report.collect(report.page_names(world.bob), "", world.bob)
        said = [words for one in found.pages for words in _words(one)]
    # lines break where they have to, so words are compared without spaces
    text = "".join("".join(texts(opened(found, tmp_path, language))).split())
    assert len(said) > 20
    assert [words for words in said if "".join(words.split()) not in text] == []


def _words(one: Shown) -> list[str]:
    titles = [str(shown.title) for shown in one.figures.values()]
    return [str(one.heading), *(number.shown for number in one.numbers), *titles]


def test_numbers_and_contents_higher_than_a_sheet_end_in_dots(tmp_path: Path) -> None:
    long = "kata " * 2_000
    numbers = (Number(long, long, note=long), Number("MSMEs", 25074, kind="integer"))
    found = texts(opened(made(page(figure(), heading="Short", title=long, numbers=numbers)), tmp_path))
    assert any("25,074" in text and " …" in text for text in found)


def test_many_editions_leave_the_demo_mark_on_the_sheet(tmp_path: Path) -> None:
    pages = [page(figure(), edition_line=f"Pekanbaru · a long name of data {at}") for at in range(12)]
    reader = opened(made(*pages, is_demo=True), tmp_path)
    for sheet in reader.pages:
        ends: list[float] = []

        def see(text: str, _cm: Any, tm: list[float], *_more: Any, ends: list[float] = ends) -> None:
            if "Demo data" in text and tm[5] < 60:
                ends.append(tm[4])

        sheet.extract_text(visitor_text=see)
        assert ends
        assert all(end < float(sheet.mediabox.width) - 150 for end in ends)


def test_what_is_called_behind_a_full_page_begins_no_other() -> None:
    """A table that ended with its page left a blank one behind it."""
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Frame, Spacer

    from exports.pdf.document import Done

    called: list[int] = []
    frame = Frame(0, 0, 100, 100, 0, 0, 0, 0)
    canvas = Canvas("unused.pdf")
    assert frame.add(Spacer(10, 100), canvas)
    assert frame.add(Done(lambda _canvas: called.append(1)), canvas)
    assert called == [1]
