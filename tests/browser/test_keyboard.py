"""Everything a person does on a page can be done, and seen to be done, with the keyboard alone."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .demo_site import DemoSite

# more stops than any way through a page here takes
MOST_STOPS = 200
FOCUS = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  return {
    name: one === document.body ? 'BODY' : one.id || one.textContent.trim().slice(0, 40) || one.tagName,
    line: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    shown: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
  };
}"""


@pytest.fixture
def page(signed_in: Any, demo_site: DemoSite) -> Iterator[Page]:
    """The overview, with its charts drawn and nothing in focus."""
    found = signed_in("en", "light", 1440).new_page()
    found.goto(f"{demo_site.url}/")
    expect(found.locator("[data-figure]:not([data-drawn='1'])")).to_have_count(0)
    yield found
    found.close()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.locator(selector).first.evaluate("(one) => one === document.activeElement"):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def test_the_skip_link_comes_first_and_leads_to_the_content(page: Page) -> None:
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#content').contains(document.activeElement)")


def test_the_menu_opens_a_page(page: Page) -> None:
    tab_to(page, "#side-nav a[href^='/ratio/']")
    page.keyboard.press("Enter")
    expect(page.locator("#side-nav a[href^='/ratio/']")).to_have_attribute("aria-current", "page")
    expect(page.locator("h1")).to_contain_text("resident")


def test_a_filter_of_one_value(page: Page) -> None:
    tab_to(page, "#content select[name=year]")
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**year=2021**")
    # the page was changed under the reader, who stays at the filter
    expect(page.locator("#content select[name=year]")).to_be_focused()


def test_a_filter_of_several_values_stays_open(page: Page) -> None:
    choices = page.locator("#content details", has=page.locator("input[name=area]"))
    tab_to(page, "#content details:has(input[name=area]) summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.wait_for_url("**area=**")
    expect(page.locator(".chip")).to_have_count(1)
    expect(choices.locator("input").first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator(".chip")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(choices.locator("summary")).to_be_focused()
    assert choices.get_attribute("open") is None


def test_a_chip_is_removed(page: Page, demo_site: DemoSite) -> None:
    page.goto(f"{demo_site.url}/?size=1")
    tab_to(page, ".chip")
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_have_count(0)


def test_a_table_is_sorted(page: Page) -> None:
    heading = page.locator("#figure-all th", has_text="Sub-district").first
    tab_to(page, "#figure-all th a")
    page.keyboard.press("Enter")
    expect(heading).to_have_attribute("aria-sort", "ascending")
    expect(heading.locator("a")).to_be_focused()
    page.keyboard.press("Enter")
    expect(heading).to_have_attribute("aria-sort", "descending")
    names = page.locator("#figure-all tbody th").all_inner_texts()
    assert names == sorted(names, reverse=True)


def test_a_figure_shows_its_table(page: Page) -> None:
    tab_to(page, "#figure-segments .as-table > summary")
    page.keyboard.press("Enter")
    expect(page.locator("#figure-segments .as-table table")).to_be_visible()


def test_the_theme(page: Page) -> None:
    tab_to(page, "[data-theme-switch]")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")


def test_the_language(signed_in: Any, demo_site: DemoSite) -> None:
    page = signed_in("en", "light", 1280).new_page()
    page.goto(f"{demo_site.url}/ratio/")
    tab_to(page, ".top-tools button[name=language][value=id]")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "id")
    assert "/ratio/" in page.url
    page.close()


def test_escape_closes_the_account_menu(page: Page) -> None:
    tab_to(page, ".top details.menu > summary")
    page.keyboard.press("Enter")
    expect(page.locator(".top .menu-sheet")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".top .menu-sheet")).to_be_hidden()
    expect(page.locator(".top details.menu > summary")).to_be_focused()


@pytest.mark.parametrize("path", ["/", "/data/upload/", "/areas/people/"])
def test_every_stop_is_seen(page: Page, demo_site: DemoSite, path: str) -> None:
    # a smooth scroll would still be on its way when the stop is measured
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{demo_site.url}{path}")
    hidden = []
    for _stop in range(40):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUS)
        if not (found["line"] and found["shown"]) and found["name"] != "BODY":
            hidden.append(found["name"])
    assert hidden == []
