"""The report's workbook, opened again: its numbers are those of the figures, its sheets explain them."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from core.downloads import table_of
from core.figures import Column, Figure, Table
from exports import report as reports_of_site
from exports.report import Report
from exports.report_trail import in_short
from exports.report_xlsx import write
from tests import world as worlds

from . import reports


def written(report: Report, path: Path, language: str = "en") -> Any:
    with override(language):
        write(report, path / "report.xlsx", lambda done, total: None)
    return reports.opened(path / "report.xlsx")


@pytest.fixture
def world(db: None) -> worlds.World:
    return worlds.build()


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_number_of_every_page_is_in_its_sheet(
    world: worlds.World, tmp_path: Path, language: str
) -> None:
    with override(language):
        names = reports_of_site.page_names(world.bob)
        report = reports_of_site.collect(names, "", world.bob)
        book = written(report, tmp_path, language)
        figures = [one for page in report.pages for one in page.figures.values()]
        sheets = book.worksheets[2 : 2 + len(figures)]
        assert len(figures) > 10
        assert book.worksheets[2 + len(figures)].title in ("Filters and editions", "Filter dan edisi")
        for sheet, figure in zip(sheets, figures, strict=True):
            _same(sheet, figure)


def _same(sheet: Any, figure: Figure) -> None:
    table = table_of(figure)
    for line, row in enumerate(table.rows, start=2):
        for place, column in enumerate(table.columns, start=1):
            cell, value = sheet.cell(line, place), row.get(column.key)
            if column.is_numeric and isinstance(value, int | float) and value == value:
                assert cell.value == pytest.approx(float(value), rel=1e-15, abs=0)
                assert cell.data_type == "n"
            elif value is None or value != value or value == "":
                assert cell.value is None
            else:
                assert isinstance(cell.value, str)


def test_demo_words_stand_on_every_sheet(world: worlds.World, tmp_path: Path) -> None:
    with override("en"):
        report = reports_of_site.collect(["overview"], "", world.bob)
    book = written(report, tmp_path)
    for sheet in book.worksheets:
        assert reports.DEMO in [value for row in reports.rows(sheet) for value in row], sheet.title
        assert reports.DEMO in sheet.oddFooter.left.text


def test_the_words_stand_on_the_pages_that_are_demo_only(tmp_path: Path) -> None:
    pages = [
        reports.page("overview", [reports.figure()], is_demo=True),
        reports.page("ratio", [reports.figure()]),
    ]
    book = written(reports.report(pages), tmp_path)
    first, second = book.worksheets[2:4]
    assert reports.DEMO in str(reports.rows(first))
    assert reports.DEMO not in str(reports.rows(second))
    assert reports.DEMO not in str(second.oddFooter.left.text)


def test_no_demo_words_where_the_data_are_real(tmp_path: Path) -> None:
    book = written(reports.report([reports.page(figures=[reports.figure()])]), tmp_path)
    assert all(reports.DEMO not in str(reports.rows(sheet)) for sheet in book.worksheets)


def test_the_contents_lead_to_every_sheet(tmp_path: Path) -> None:
    pages = [reports.page(name, [reports.figure(), reports.figure("more")]) for name in ("overview", "it's")]
    book = written(reports.report(pages, left_out=(("Survey", "There is none."),)), tmp_path)
    contents = book.worksheets[0]
    places = [cell.hyperlink.location for row in contents.iter_rows() for cell in row if cell.hyperlink]
    assert places == [
        f"'{sheet.title}'!A1" for sheet in [*book.worksheets[2:6], book.worksheets[1], *book.worksheets[6:]]
    ]
    found = reports.rows(contents)
    assert ["Overview", "Overview 1 Kulim has more", "Kulim has more", "MSMEs by area", 2] in found
    assert ["Survey", "There is none."] in found
    assert ["Made for Bob, 28 Nov 2026, 03:00 UTC"] in found


def test_findings_have_the_pages_numbers_as_numbers(tmp_path: Path) -> None:
    numbers = (
        reports.number(),
        reports.number(label="Share", value=0.125, kind="share", note="of all", change="+3,2 %"),
        reports.number(label="Densest", value="Sail", kind="text"),
        reports.number(label="Unknown", value=None),
    )
    shown = reports.page(numbers=numbers, notices=("Half of it is missing.",))
    sheet = written(reports.report([shown]), tmp_path)["Findings"]
    found = reports.rows(sheet)
    assert found[1] == ["Overview", "Finding", "The finding of overview"]
    assert found[2] == ["Overview", "Number", "MSMEs", 25_074, None, None, None, "all of them"]
    assert found[3][3:7] == [0.125, None, "+3,2 %", "of all"]
    assert sheet["D4"].number_format == "0.0%"
    assert found[4][3] == "Sail"
    assert found[5][3] is None
    assert found[6] == ["Overview", "Notice", "Half of it is missing."]


def test_filters_editions_and_files_are_named(tmp_path: Path) -> None:
    pages = [
        reports.page("overview", editions=(7, 9)),
        reports.page("ratio", filters=(("Sub-district", "all"),), editions=(9,)),
    ]
    sources = (reports.source(), reports.source(edition=9, file_name="people.csv", is_purged=True, rows=None))
    sheet = written(reports.report(pages, sources=sources), tmp_path)["Filters and editions"]
    found = reports.rows(sheet)
    assert ["Sub-district", "Sail", "Overview"] in found
    assert ["Sub-district", "all", "Ratio"] in found
    assert ["Edition", "Pekanbaru · Data 2023", "all pages"] in found
    register, people = found[-2:]
    assert register[1] == "register.xlsx\nthe office\nEvery MSME"
    assert register[2:9] == ["Overview", "2023", 1, 25_074, 25_100, 20, 6]
    assert register[9:] == ["28 Nov 2026, 10:00 WIB", "Carol", "ab" * 32]
    assert "deleted for good" in people[1]
    assert people[2] == "all pages"
    assert people[5] is None, "an unknown number of rows is not zero"


def test_every_formula_stands_once(tmp_path: Path) -> None:
    pages = [reports.page(name, [reports.figure(), reports.figure("more")]) for name in ("overview", "ratio")]
    pages.append(reports.page("survey", [reports.figure(how=(("Net", "up − down", ""),))]))
    found = reports.rows(written(reports.report(pages), tmp_path)["Definitions"])
    assert found[1:] == [
        ["Share", "part ÷ whole", "Which part.", "Overview, Ratio"],
        ["Net", "up − down", None, "Survey"],
    ]


def test_the_columns_of_the_files_are_named(tmp_path: Path) -> None:
    sources = (reports.source(), reports.source(file_name="gone.csv", columns=(), sheets=(), header_row=0))
    found = reports.rows(written(reports.report([reports.page()], sources=sources), tmp_path).worksheets[-1])
    assert found[1] == [
        "MSMEs", "2023", 1, "register.xlsx", "Data", 3, "B", "Kecamatan", "Sub-district",
    ]  # fmt: skip
    assert found[2][6:] == ["C", "Jml", "MSMEs"]
    assert found[3] == ["MSMEs", "2023", 1, "gone.csv"]


def test_what_lies_behind_several_figures_stands_once(tmp_path: Path) -> None:
    columns = (Column("input", "Input"), Column("row", "Row", "integer"))
    cells = Table(columns, [{"input": "=Residents", "row": 5}, {"input": "MSMEs", "row": 6}], caption="Cells")
    other = Table(columns[:1], [{"input": "Land"}], caption="Formulas")
    behind = {
        "a": (cells,),
        "b": (cells, other),
        "c": (replace(cells, rows=cells.rows[:1], caption="First 1"),),
    }
    figures = [reports.figure(key) for key in "abc"]
    pages = [reports.page(name, figures) for name in ("overview", "ratio")]
    report = reports.report(pages, trail=lambda page: behind if page.name == "overview" else {"b": (cells,)})
    sheets = written(report, tmp_path).worksheets[-2:]
    assert [sheet.title for sheet in sheets] == ["Cells", "Formulas"]
    assert reports.rows(sheets[0]) == [
        ["Input", "Row", "Used in"],
        ["=Residents", 5, "Overview 1–3; Ratio 2"],
        ["MSMEs", 6, "Overview 1–2; Ratio 2"],
        [], ["Cells"], ["First 1"],
    ]  # fmt: skip
    assert reports.rows(sheets[1])[1] == ["Land", "Overview 2"]


def test_figures_of_a_page_in_short() -> None:
    labels = [("Overview", 7), ("Ratio", 2), ("Overview", 2), ("Overview", 1)]
    assert in_short(labels) == "Overview 1–2, 7; Ratio 2"


def test_the_trail_of_the_site_reaches_the_workbook(world: worlds.World, tmp_path: Path) -> None:
    with override("en"):
        report = reports_of_site.collect(["overview"], "", world.bob)
    found = reports.rows(written(report, tmp_path)["Rows behind it"])
    assert found[0][-1] == "Used in"
    assert any(row[0] == "MSMEs" and row[-1].startswith("Overview 1") for row in found[1:] if row)


def test_a_figure_has_its_words_and_its_address_below(tmp_path: Path) -> None:
    figure = reports.figure(warnings=("Only two.",), summary="Kulim 819, Sail 471.")
    report = reports.report([reports.page(figures=[figure])], site="https://example.org")
    sheet = written(report, tmp_path).worksheets[2]
    below = [row[0] for row in reports.rows(sheet)[4:]]
    assert below == [
        "Kulim has more", "MSMEs by area", "Kulim 819, Sail 471.", "n = 1,290", "Caution: Only two.",
        "Share = part ÷ whole – Which part.", "Pekanbaru · Data 2023", "Sub-district: Sail",
        "Page: https://example.org/overview/?area=3",
    ]  # fmt: skip


def test_a_report_of_nothing_is_a_workbook_that_says_so(tmp_path: Path) -> None:
    book = written(reports.report([], sources=(), left_out=(("Overview", "No data."),)), tmp_path)
    assert len(book.worksheets) == 5
    assert ["Overview", "No data."] in reports.rows(book.worksheets[0])


def test_a_page_with_nothing_to_show_says_why(tmp_path: Path) -> None:
    book = written(reports.report([reports.page(problem="There are no data. Upload some.")]), tmp_path)
    assert ["Overview", "Notice", "There are no data. Upload some."] in reports.rows(book["Findings"])


def test_names_of_sheets_clash_with_nothing(tmp_path: Path) -> None:
    titles = ["History", "Contents", "contents", "a/b [c]: *?", "'", "😀" * 40, "", "Definitions"]
    pages = [
        reports.page(title=title, figures=[reports.figure()] * 1) for title in titles for _twice in (1, 2)
    ]
    report = reports.report(pages)
    names = [sheet.title for sheet in written(report, tmp_path).worksheets]
    assert len(names) == len({name.casefold() for name in names}) == 5 + 16
    assert all(len(name.encode("utf-16-le")) // 2 <= 31 for name in names)


def test_a_figure_without_a_table_keeps_its_words(tmp_path: Path) -> None:
    report = reports.report([reports.page(figures=[reports.figure(table=None)])])
    assert "Kulim has more" in str(reports.rows(written(report, tmp_path).worksheets[2]))


def test_progress_reaches_the_number_of_figures(tmp_path: Path) -> None:
    said: list[tuple[int, int]] = []
    figures = [reports.figure("a"), reports.figure("b"), reports.figure("c")]
    with override("en"):
        write(
            reports.report([reports.page(figures=figures)]), tmp_path / "r.xlsx", lambda *at: said.append(at)
        )
    assert said == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_a_full_disk_is_told_as_what_it_is(tmp_path: Path) -> None:
    with override("en"), pytest.raises(FileNotFoundError):
        write(reports.report([]), tmp_path / "gone" / "report.xlsx", lambda done, total: None)


def test_a_heat_map_is_coloured_in_the_report_too(tmp_path: Path) -> None:
    rows = [{"name": "Sail", "a": 3, "_heat": {"a": (100, "high")}, "_muted": True}]
    table = Table((Column("name", "Area"), Column("a", "Food", "integer")), rows)
    sheet = written(
        reports.report([reports.page(figures=[reports.figure(table=table)])]), tmp_path
    ).worksheets[2]
    assert sheet["B2"].fill.start_color.rgb == "FF0A2A60"
    assert reports.rows(sheet)[:2] == [["Area", "Food", "Food: colour"], ["Sail", 3, "high"]]
