"""Long pages on a phone: what is secondary waits behind a button; findings and own areas stay in sight."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from playwright.sync_api import Page, expect

from core.figures import Number

from .demo_site import DemoSite, Opened, sign_in

# Screens of 844 px: before tables folded, these pages had 9 to 13 of them
MOST_SCREENS = {
    "/": 9,
    "/ratio/": 7,
    "/geography/": 6,
    "/categories/": 9,
    "/clustering/": 6.5,
    "/suitability/": 6,
}


@pytest.fixture(scope="module")
def phone(opened: Opened, demo_site: DemoSite) -> Any:
    page = sign_in(opened("en", 390), demo_site, "sales")
    yield page
    page.context.close()


def shown(page: Page, figure: str) -> list[str]:
    """The names in a table's rows that can be seen."""
    rows = page.locator(f"#figure-{figure} tbody tr th")
    return [row.inner_text().split("\n")[0] for row in rows.all() if row.is_visible()]


def settled_height(page: Page) -> int:
    """Of the page once its charts stand: an empty map is higher than the map."""
    expect(page.locator("[data-figure]:visible:not([data-drawn='1'])")).to_have_count(0)
    return int(page.evaluate("document.querySelector('main').scrollHeight"))


@pytest.mark.parametrize("path", MOST_SCREENS)
def test_pages_end_within_a_few_screens_and_keep_every_finding(
    phone: Page, demo_site: DemoSite, path: str
) -> None:
    phone.goto(f"{demo_site.url}{path}")
    assert settled_height(phone) / 844 < MOST_SCREENS[path]
    for heading in phone.locator(".figure h2").all():
        expect(heading).to_be_visible()


def test_a_long_table_begins_with_its_first_rows_and_one_s_own(phone: Page, demo_site: DemoSite) -> None:
    phone.goto(f"{demo_site.url}/suitability/")
    folded = shown(phone, "points")
    # four of fifteen, and the two areas of the demo's sales person further down
    assert len(folded) == 6
    assert folded[4:] == ["Tuahmadani", "Binawidya"]
    phone.locator("#figure-points .more-rows summary").click()
    assert len(shown(phone, "points")) == 15
    phone.locator("#figure-points .more-rows summary").click()
    assert shown(phone, "points") == folded


def test_a_secondary_chart_waits_behind_its_finding(phone: Page, demo_site: DemoSite) -> None:
    phone.goto(f"{demo_site.url}/clustering/")
    figure = phone.locator("#figure-ks")
    chart, tools = figure.locator(".plot"), figure.locator(".figure-tools")
    expect(figure.locator(".summary")).to_be_visible()
    expect(figure.locator(".caution")).to_be_visible()
    expect(chart).to_be_hidden()
    expect(tools).to_be_hidden()
    figure.locator(".more-figure summary").click()
    expect(tools).to_be_visible()
    expect(chart.locator(".main-svg").first).to_be_visible()
    # drawn for the whole card, not for the room that it had while it waited
    assert chart.locator(".main-svg").first.bounding_box()["width"] > 280  # type: ignore[index]


def test_weights_wait_behind_a_button_and_are_said_in_a_sentence(phone: Page, demo_site: DemoSite) -> None:
    phone.goto(f"{demo_site.url}/suitability/")
    choice = phone.get_by_label("Distance to the centre")
    expect(choice).to_be_hidden()
    expect(phone.locator(".orders")).to_contain_text("by a score of: MSMEs 3")
    phone.get_by_text("Change the weights").click()
    choice.select_option("distance_km:-2")
    phone.locator(".weights").get_by_role("button", name="Show").click()
    phone.wait_for_url("**w=distance_km*")
    # what was asked for is in sight at once
    expect(phone.locator(".orders")).to_contain_text("Distance to the centre 2 (less is better)")
    expect(phone.get_by_label("Distance to the centre")).to_be_hidden()
    phone.goto(f"{demo_site.url}/suitability/?w=none")
    expect(phone.get_by_label("Distance to the centre")).to_be_visible()


def test_on_a_wide_screen_nothing_is_folded(opened: Opened, demo_site: DemoSite) -> None:
    page = sign_in(opened("en", 1440), demo_site, "analyst")
    page.goto(f"{demo_site.url}/suitability/")
    assert len(shown(page, "points")) == 15
    expect(page.locator(".more-rows summary").first).to_be_hidden()
    expect(page.get_by_label("Distance to the centre")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize(("width", "in_line"), [(390, 2), (1440, 4)])
def test_values_side_by_side_begin_at_the_same_height(page: Page, width: int, in_line: int) -> None:
    labels = ("Value to come", "Forecast against what came in the last third of the time", "Sales", "Change")
    numbers = [(label, "up to now", Number(label, "1", note="up to now")) for label in labels]
    css = (Path(settings.BASE_DIR) / "static/src/css/figures.css").read_text()
    page.set_viewport_size({"width": width, "height": 844})
    page.set_content(f"<style>{css}</style>{render_to_string('core/_numbers.html', {'numbers': numbers})}")

    def measured(part: str, what: str) -> list[int]:
        script = f"all => all.map(one => Math.round(one.getBoundingClientRect().{what}))"
        found: list[int] = page.locator(f".numbers {part}").evaluate_all(script)
        return found

    for part in ("dt", ".value", ".note"):
        tops = measured(part, "top")
        assert [len(set(tops[at : at + in_line])) for at in range(0, 4, in_line)] == [1] * (4 // in_line)
    assert len(set(measured(".value", "left"))) == in_line
