"""The report of a shop's or a table's pages: asked for on one of them, titled after it, said on its cover."""

import io
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from pptx import Presentation
from pypdf import PdfReader

from core import jobs
from core.models import Job
from customers.table import content as table_content
from exports import files, report, report_pdf, report_pptx, report_xlsx
from exports.models import Export
from tests import world as worlds
from tests.customers.small_shop import SHOP
from tests.customers.small_table import TABLE
from tests.exports.reports import opened, rows
from tests.world import english

pytestmark = pytest.mark.django_db
SHOP_PAGES = ["customers", "customer_k", "customer_movement", "customer_value", "customer_sales"]
TABLE_PAGES = ["attribute_segments", "attribute_relations", "attribute_quality"]


@pytest.fixture
def world(with_customers: worlds.World) -> worlds.World:
    return with_customers


def collected(world: worlds.World, names: list[str], query: str = "", language: str = "en") -> report.Report:
    with override(language):
        return report.collect(names, query, world.bob)


@pytest.mark.parametrize(
    ("page", "query", "subject", "chosen"),
    [
        ("customers", "segments=4&weight_recency=3", "shop", SHOP_PAGES),
        ("customer_list", "", "shop", SHOP_PAGES),
        ("attribute_quality", "clusters=3", "table", TABLE_PAGES),
    ],
)
def test_a_customer_page_leads_to_the_report_of_its_like(
    world: worlds.World, page: str, query: str, subject: str, chosen: list[str]
) -> None:
    client = english(world.bob)
    html = client.get(f"{reverse(page)}?{query}").content.decode()
    address = f"/reports/new/?{query}&amp;subject={subject}".replace("?&amp;", "?").replace("&w", "&amp;w")
    assert f'href="{address}"' in html
    form = client.get(address.replace("&amp;", "&"))
    assert form.context["form"]["pages"].initial == chosen
    sent = client.post(address.replace("&amp;", "&"), {"format": "pdf", "pages": chosen})
    export = Export.objects.get()
    assert sent["Location"] == f"/files/{export.pk}/"
    # what the page was on is no filter
    assert export.query == query


def test_the_form_says_the_filters_of_the_page(world: worlds.World) -> None:
    form = english(world.bob).get("/reports/new/?segments=4&until=2023-05-31&months=24&subject=shop")
    said = form.content.decode()
    for words in ("<dt>Segments</dt><dd>4</dd>", "31 May 2023", "<dt>Months to come</dt><dd>24</dd>"):
        assert words in said
    assert "With the filters of the page" in said
    plain = english(world.bob).get("/reports/new/?subject=table").content.decode()
    assert "Without filters" in plain


@pytest.mark.parametrize("subject", ["", "&subject=", "&subject=bogus"])
def test_the_form_from_the_menu_has_all_pages_and_says_the_filters_of_each(
    world: worlds.World, subject: str
) -> None:
    """The report obeys them, whichever page they were chosen on."""
    query = f"year=2023&until=2023-05-31&clusters=3{subject}"
    form = english(world.bob).get(f"/reports/new/?{query}").context
    said = {tuple(one) for one in form["words"]}
    assert {("Year", "2023"), ("Reference date", "31 May 2023"), ("Segments", "3")} <= said
    with override("en"):
        assert form["form"]["pages"].initial == report.page_names(world.bob)


def test_what_is_no_page_of_one_customer_has_no_report(world: worlds.World) -> None:
    card = english(world.bob).get("/customers/list/one/?customer=A1")
    assert card.status_code == 200
    assert "page-tools" not in card.content.decode()


@pytest.mark.parametrize(
    ("names", "titles"),
    [
        (SHOP_PAGES, ("Customers of Toko Uji", "Pelanggan Toko Uji")),
        (TABLE_PAGES, ("Customers: Pelanggan Uji, 2023", "Pelanggan: Pelanggan Uji, 2023")),
        (
            ["overview", "customer_sales"],
            ("Market of MSMEs in Sample City · Customers of Toko Uji",
             "Pasar UMKM di Sample City · Pelanggan Toko Uji"),
        ),
        (["overview"], ("Market of MSMEs in Sample City", "Pasar UMKM di Sample City")),
    ],
)  # fmt: skip
def test_its_title_is_what_it_holds(world: worlds.World, names: list[str], titles: tuple[str, str]) -> None:
    assert tuple(collected(world, names, language=one).title for one in ("en", "id")) == titles


def facts(found: report.Report) -> dict[str, str]:
    return dict(found.facts)


def test_the_cover_says_shop_days_and_every_choice(world: worlds.World) -> None:
    query = (
        "until=2023-05-31&weight_recency=3&cuts_recency=30,90,180,365&months=24&margin=40&earlier=2022-12-31"
    )
    said = facts(collected(world, SHOP_PAGES, query))
    assert said["Shop"] == SHOP
    assert said["Period"] == "5 February 2022 to 31 May 2023 (data of 2023)"
    for words in (
        "Reference date: 31 May 2023", "Weights: L 1, R 3, F 1, M 1",
        "Own cut-offs of the scores: Recency cut at 30 · 90 · 180 · 365", "Months to come: 24", "Margin: 40%",
        "Compared with: 31 December 2022", "A purchase is: a receipt",
    ):  # fmt: skip
        assert words in said["Filters and settings"]


def test_the_cover_says_what_a_table_is_grouped_by(world: worlds.World) -> None:
    said = facts(collected(world, TABLE_PAGES, "clusters=2&attribute=Income&attribute=MntWines"))
    assert (said["Table"], said["Period"]) == (TABLE, "2023")
    for words in ("Segments: 2", "Features: Income, MntWines", "Scale: z-scores", "Reference date: 31 Dec"):
        assert words in said["Filters and settings"]
    # two numbers that nobody chose are no filter
    assert "Compare:" not in said["Filters and settings"]


def test_filters_of_a_shop_are_told_from_those_of_the_market(world: worlds.World) -> None:
    said = facts(collected(world, ["overview", "customer_sales"], "year=2023&until=2023-05-31"))
    assert "Year: 2023" in said["Filters and settings"]
    assert "Reference date" not in said["Filters and settings"]
    assert "Reference date: 31 May 2023" in said["Filters and settings: Toko Uji"]


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_format_has_it_on_its_first_sheet(world: worlds.World, language: str, tmp_path: Path) -> None:
    with override(language):
        found = collected(world, ["customer_sales"], "until=2023-05-31", language)
        written = {}
        for name, module in (("pdf", report_pdf), ("xlsx", report_xlsx), ("pptx", report_pptx)):
            written[name] = tmp_path / f"report.{name}"
            module.write(found, written[name], lambda done, total: None)
    day = {"en": "31 May 2023", "id": "31 Mei 2023"}[language]
    slide = Presentation(str(written["pptx"])).slides[0]
    said = {
        "pdf": PdfReader(io.BytesIO(written["pdf"].read_bytes())).pages[0].extract_text(),
        "pptx": " ".join(one.text_frame.text for one in slide.shapes if one.has_text_frame),
        "xlsx": str(rows(opened(written["xlsx"]).worksheets[0])),
    }
    for name, text in said.items():
        for words in (SHOP, day, found.title):
            assert words.replace(" ", "") in text.replace(" ", "").replace("\n", ""), (name, words)


@pytest.mark.parametrize("language", ["en", "id"])
def test_what_the_cover_says_stays_on_its_slides(world: worlds.World, language: str) -> None:
    """Of the default report: the market, a shop and a table."""
    found = collected(world, report.page_names(world.bob), "", language)
    deck = report_pptx.slides(found).file
    with override(language):
        title, labels = str(_("Filters and settings")), [label for label, _words in found.facts]
    told = [deck.slides[0], *(one for one in deck.slides if one.shapes.title.text_frame.text == title)]
    assert len(told) == 2
    said = [one.text_frame.text for slide in told for one in slide.shapes if one.has_text_frame]
    assert {found.person, *labels} <= set(said)
    assert said.index(found.person) < said.index(labels[0])
    for slide in told:
        for one in slide.shapes:
            assert min(one.left, one.top) >= 0
            assert one.left + one.width <= deck.slide_width
            assert one.top + one.height <= deck.slide_height


def test_pages_of_a_large_table_are_in_a_report(world: worlds.World, monkeypatch: Any) -> None:
    """On the site they are told to come back; a report is made by a job, which has the time."""
    monkeypatch.setattr(table_content, "MOST_WAITED", 0)
    found = collected(world, TABLE_PAGES)
    assert [page.name for page in found.pages] == TABLE_PAGES
    assert not found.left_out


def test_a_report_says_which_page_it_reads(world: worlds.World) -> None:
    export = files.ask(
        world.bob, "report", "xlsx", "", "en", options={"pages": ["overview", "customer_sales"]}
    )
    seen: list[tuple[str, int, int]] = []
    assert export.job is not None

    def listener(job: Job) -> None:
        job.state = Job.State.RUNNING
        with override("en"):
            seen.append((job.page_title, job.done, job.total))

    jobs.execute(export.job.pk, listener)
    assert [one for one in dict.fromkeys(seen) if one[0]][:2] == [("Overview", 0, 2), ("Sales", 1, 2)]
    export.job.refresh_from_db()
    assert export.job.page_title == ""


def test_a_view_of_a_customer_page_is_kept_from_its_button(world: worlds.World) -> None:
    html = english(world.bob).get("/customers/movement/?segments=4").content.decode()
    assert f"/views/new/?address={quote('/customers/movement/?segments=4', safe='')}" in html


def test_the_first_sheet_of_a_workbook_has_a_line_for_each_choice(
    world: worlds.World, tmp_path: Path
) -> None:
    found = collected(world, ["customers"], "until=2023-05-31&weight_recency=3")
    with override("en"):
        report_xlsx.write(found, tmp_path / "report.xlsx", lambda done, total: None)
    lines = rows(opened(tmp_path / "report.xlsx").worksheets[0])
    for line in (["Shop", SHOP], ["Reference date", "31 May 2023"], ["Weights", "L 1, R 3, F 1, M 1"]):
        assert line in lines


def test_the_first_sheet_says_nothing_twice_and_no_choice_of_all(world: worlds.World, tmp_path: Path) -> None:
    found = collected(world, ["overview", "attribute_segments"])
    assert {("Table", TABLE), ("Size", "all")} <= set(found.filters)
    with override("en"):
        report_xlsx.write(found, tmp_path / "report.xlsx", lambda done, total: None)
    lines = rows(opened(tmp_path / "report.xlsx").worksheets[0])
    lines = lines[: lines.index([])]
    assert lines.count(["Table", TABLE]) == lines.count(["Period", "2023"]) == 1
    assert not [line for line in lines if line[-1] == "all"]
    assert ["Year", "2023"] in lines
