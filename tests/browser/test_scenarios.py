"""The scenarios of docs/scenarios.md, one test each, as a person goes through them on the demo site."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .demo_site import DemoSite

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "scenarios.md"
ROWS = """(figure) => [...figure.querySelectorAll('tbody tr')].map((row) =>
  Object.fromEntries([...row.children].map((cell, at) => [
    figure.querySelectorAll('thead th')[at]?.textContent.trim() ?? at, cell.textContent.trim(),
  ])))"""
LEVELS = ["low", "medium", "high"]


@pytest.fixture
def page(signed_in: Any) -> Iterator[Page]:
    found = signed_in("en", "light", 1440).new_page()
    yield found
    found.close()


@pytest.fixture
def at(page: Page, demo_site: DemoSite) -> Any:
    """Opens an address of the site and waits until its charts are drawn."""

    def opened(path: str) -> Page:
        page.goto(demo_site.url + path)
        drawn(page)
        return page

    return opened


def drawn(page: Page) -> None:
    expect(page.locator("[data-figure]:not([data-drawn='1'])")).to_have_count(0)


def shown(page: Page, label: str) -> str:
    """One of the page's numbers, by its label."""
    cell = page.locator(".numbers > div", has=page.get_by_text(label, exact=True))
    return cell.locator(".amount").inner_text()


def rows(page: Page, figure: str) -> list[dict[str, str]]:
    """The table of a figure, as texts by column."""
    found = page.locator(f"#figure-{figure}")
    expect(found).to_be_attached()
    return [dict(row) for row in found.evaluate(ROWS)]


def value(text: str) -> float:
    """The number in a text of the English page."""
    match = re.search(r"-?[\d,]+(\.\d+)?", text)
    assert match, text
    return float(match.group().replace(",", ""))


def column(page: Page, figure: str, name: str) -> list[float]:
    return [value(row[name]) for row in rows(page, figure)]


def choose(page: Page, name: str, label: str) -> None:
    """Tick one value of a filter that takes several; on a wide screen it acts at once."""
    menu = page.locator("#filters details", has=page.locator(f"input[name={name}]"))
    if menu.get_attribute("open") is None:  # it stays open after a first choice
        menu.locator("summary").click()
    menu.get_by_label(label, exact=True).check()
    page.wait_for_url(f"**{name}=**")
    expect(page.locator(".chip", has_text=label)).to_be_visible()
    drawn(page)


# Overview ------------------------------------------------------------------------------------------------


def test_sc01_every_sub_district_has_a_level(at: Any) -> None:
    page = at("/")
    found = rows(page, "segments")
    assert len(found) == 15
    limits = {level: [value(row["MSMEs"]) for row in found if row["Level"] == level] for level in LEVELS}
    assert max(limits["low"]) < min(limits["medium"]) <= max(limits["medium"]) < min(limits["high"])
    high = next(row["Sub-district"] for row in found if row["Level"] == "high")
    expect(page.locator("#figure-segments h2")).to_contain_text(high)
    expect(page.locator("#figure-segments")).to_contain_text("silhouette")


def test_sc02_the_number_of_msmes(at: Any) -> None:
    page = at("/")
    assert value(shown(page, "MSMEs")) == sum(column(page, "all", "MSMEs")) == 25_074


def test_sc03_the_number_of_business_fields(at: Any) -> None:
    page = at("/")
    assert value(shown(page, "Business fields")) == len(rows(page, "fields"))


def test_sc04_the_average_turnover_beside_its_median(at: Any) -> None:
    page = at("/")
    assert shown(page, "Average turnover a year").startswith("Rp")
    note = page.locator(".numbers > div", has_text="Average turnover a year").locator(".note")
    expect(note).to_contain_text("median ≈")
    expect(note).to_contain_text("report")


def test_sc05_the_ratio_of_every_sub_district(at: Any) -> None:
    page = at("/ratio/")
    for row in rows(page, "all"):
        exact = value(row["MSMEs"]) / value(row["Residents"]) * 1000
        assert value(row["MSMEs per 1,000 residents"]) == pytest.approx(exact, abs=0.051)
    expect(page.locator("#figure-ratio")).to_contain_text("2023, civil registry")


# Ratio ---------------------------------------------------------------------------------------------------


def test_sc06_sub_districts_are_compared(at: Any) -> None:
    page = at("/ratio/")
    choose(page, "area", "Sail")
    choose(page, "area", "Sukajadi")
    chosen = page.locator("#figure-all tbody tr.selected th")
    expect(chosen).to_have_count(2)
    assert {name.split("–")[0].strip() for name in chosen.all_inner_texts()} == {"Sail", "Sukajadi"}
    page.locator(".chip", has_text="Sail").click()
    expect(page.locator(".chip")).to_have_count(1)
    assert page.url.count("area=") == 1


def test_sc07_the_reading_of_a_high_ratio_is_said_and_can_be_turned(at: Any) -> None:
    page = at("/ratio/")
    ratios = column(page, "all", "MSMEs per 1,000 residents")
    assert ratios == sorted(ratios, reverse=True)
    expect(page.locator("#figure-ratio")).to_contain_text("opportunity")
    readings = page.get_by_role("navigation", name="How a high ratio is read")
    readings.get_by_role("link").nth(1).click()
    page.wait_for_url("**reading=competition**")
    drawn(page)
    expect(page.locator("#figure-ratio")).to_contain_text("competition")
    turned = column(page, "all", "MSMEs per 1,000 residents")
    assert turned == sorted(ratios)


# Geography -----------------------------------------------------------------------------------------------


def test_sc08_the_map_of_msmes(at: Any) -> None:
    page = at("/geography/")
    expect(page.locator("#figure-map .plot path").first).to_be_attached()
    expect(page.locator("#figure-map h2")).not_to_be_empty()
    counts = column(page, "areas", "MSMEs")
    assert counts == sorted(counts, reverse=True)
    expect(page.locator("#figure-map")).to_contain_text("approximate")


def test_sc09_where_the_concentration_is_high(at: Any) -> None:
    page = at("/geography/")
    title = page.locator("#figure-map h2").inner_text()
    high = [row["Sub-district"] for row in rows(page, "areas") if row["Level"] == "high"]
    assert high
    assert all(name in title for name in high)
    assert 1 < value(shown(page, "As evenly spread as over")) < 15


def test_sc10_shares_of_msmes_people_and_land_add_up(at: Any) -> None:
    page = at("/geography/")
    for name in ("Share of MSMEs", "Share of residents", "Share of land"):
        assert sum(column(page, "all", name)) == pytest.approx(100, abs=0.8), name
    for row in rows(page, "all"):
        assert value(row["Share of MSMEs"]) == pytest.approx(value(row["MSMEs"]) / 250.74, abs=0.051)


# Business fields -----------------------------------------------------------------------------------------


def test_sc11_the_dominant_fields_of_the_city(at: Any) -> None:
    page = at("/categories/")
    found = rows(page, "fields")
    largest = max(found, key=lambda row: value(row["MSMEs"]))["Business field"]
    expect(page.locator("h1")).to_contain_text(largest)
    assert len(rows(page, "dominant")) == 15


def test_sc12_the_total_of_every_field(at: Any) -> None:
    page = at("/categories/")
    assert sum(column(page, "fields", "MSMEs")) == value(shown(page, "MSMEs"))


def test_sc13_how_many_groups_are_low_medium_and_high(at: Any) -> None:
    page = at("/categories/")
    found = {row["Level"]: value(row["Combinations"]) for row in rows(page, "groups")}
    assert set(found) == set(LEVELS)
    fields = [name for name in rows(page, "levels")[0] if name != "Sub-district"]
    assert sum(found.values()) <= 15 * len(fields)
    assert value(re.search(r"of (\d+) combin", page.locator("#figure-levels h2").inner_text())[1]) == sum(
        found.values()
    )


def test_sc14_one_sub_district_alone(at: Any) -> None:
    page = at("/categories/")
    whole = value(shown(page, "MSMEs"))
    choose(page, "area", "Tenayan Raya")
    expect(page.locator("h1")).to_contain_text("Tenayan Raya")
    # its fields, its ratio, its MSMEs, and its MSMEs of each field
    assert value(shown(page, "Business fields")) == len(rows(page, "fields"))
    assert value(shown(page, "MSMEs per 1,000 residents")) > 0
    alone = value(shown(page, "MSMEs"))
    assert 0 < alone < whole
    assert sum(column(page, "fields", "MSMEs")) == alone
    page.locator("#side-nav a[href^='/ratio/']").click()
    page.wait_for_url("**/ratio/**area=**")
    expect(page.locator(".chip")).to_have_text(re.compile("Tenayan Raya"))


# Quality of the groups -----------------------------------------------------------------------------------


def test_sc15_the_silhouette_and_its_base(at: Any) -> None:
    page = at("/clustering/")
    items = column(page, "silhouettes", "Silhouette")
    assert len(items) == 15
    assert all(-1 <= item <= 1 for item in items)
    assert value(shown(page, "How clearly the groups are apart")) == pytest.approx(sum(items) / 15, abs=0.011)
    expect(page.locator("#figure-silhouettes")).to_contain_text("n = 15")


def test_sc16_the_high_group_of_2021(at: Any) -> None:
    page = at("/clustering/?year=2021")
    high = {row["Sub-district"] for row in rows(page, "members") if row["Level"] == "high"}
    assert high == {
        "Bukit Raya", "Marpoyan Damai", "Rumbai", "Rumbai Pesisir", "Tampan", "Tenayan Raya",
    }  # fmt: skip
    assert value(shown(page, "How clearly the groups are apart")) == pytest.approx(0.52, abs=0.06)
    page.locator("#filters select[name=k]").select_option("4")
    page.wait_for_url("**k=4**")
    drawn(page)
    assert value(shown(page, "Groups")) == 4


# What follows for the choice of a market -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "heading"),
    [
        ("km2", "Land area"),
        ("distance_km", "Distance to the centre"),
        ("population_density", "Residents per km²"),
    ],
    ids=["sc17_small", "sc18_far", "sc19_sparse"],
)
def test_sc17_to_19_sub_districts_in_the_order_of_a_figure(at: Any, indicator: str, heading: str) -> None:
    page = at(f"/geography/?indicator={indicator}")
    name = next(one for one in rows(page, "areas")[0] if one.startswith(heading))
    descending = column(page, "areas", name)
    assert descending == sorted(descending, reverse=True)
    page.locator("#figure-areas thead a", has_text=heading).click()
    expect(page.locator("#figure-areas thead th[aria-sort=ascending]")).to_contain_text(heading)
    assert column(page, "areas", name) == sorted(descending)


def test_sc20_the_lowest_ratios_are_computed_not_copied(at: Any) -> None:
    page = at("/ratio/?year=2021&reading=competition")
    ratios = column(page, "all", "MSMEs per 1,000 residents")
    assert ratios == sorted(ratios)
    lowest = rows(page, "all")[0]
    exact = value(lowest["MSMEs"]) / value(lowest["Residents"]) * 1000
    assert value(lowest["MSMEs per 1,000 residents"]) == pytest.approx(exact, abs=0.051)


def test_sc21_where_to_go_next(at: Any) -> None:
    page = at("/ratio/")
    mean = sum(column(page, "quadrants", "MSMEs")) / 15
    region = value(shown(page, "MSMEs per 1,000 residents"))
    for row in rows(page, "quadrants"):
        many = value(row["MSMEs"]) > mean
        dense = value(row["MSMEs per 1,000 residents"]) > region
        expected = {(True, True): "Core", (True, False): "Develop", (False, True): "Niche"}
        assert row["Quadrant"] == expected.get((many, dense), "Watch"), row


def test_sc22_the_size_class_and_the_fields_to_aim_at(at: Any) -> None:
    page = at("/")
    sizes = {row["Size"]: value(row["MSMEs"]) for row in rows(page, "sizes")}
    assert max(sizes, key=lambda size: sizes[size]) == "micro"
    expect(page.locator("#figure-sizes h2")).to_contain_text("micro")
    choose(page, "category", "Kuliner")
    # about 5,000 of the demo's enterprises are culinary
    assert value(shown(page, "MSMEs")) == pytest.approx(5_000, rel=0.1)


def test_every_scenario_of_the_document_is_run() -> None:
    written = set(re.findall(r"^\| (SC-\d\d)", DOCUMENT.read_text(), re.MULTILINE))
    files = Path(__file__).parent.glob("test*_scenarios.py")
    code = "".join(file.read_text() for file in files)
    run = {f"SC-{number}" for number in re.findall(r"sc(\d\d)_", code)}
    assert written == run
