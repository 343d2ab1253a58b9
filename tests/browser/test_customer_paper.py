"""The pages on a shop's customers on paper, on a laptop, and on the phone of somebody who sells."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .demo_site import DemoSite, Opened, sign_in
from .test_card import PAGE

# sheets of A4 that each page takes
SHEETS = {"": 3, "number/": 1, "list/": 1, "movement/": 1, "value/": 2, "sales/": 1}
# what is left of a text without its numbers, signs and spaces
WORDS = re.compile(r"[^\W\d_]{2,}")


def shown(page: Page, demo_site: DemoSite, path: str) -> Page:
    page.goto(f"{demo_site.url}/customers/{path}")
    expect(page.locator("[data-figure]:not([data-drawn='1'])")).to_have_count(0)
    return page


@pytest.mark.parametrize("language", ["en", "id"])
def test_each_page_takes_few_sheets(signed_in: Any, demo_site: DemoSite, language: str) -> None:
    page = signed_in(language, "light", 1280).new_page()
    for path, most in SHEETS.items():
        sheets = len(PAGE.findall(shown(page, demo_site, path).pdf(prefer_css_page_size=True)))
        assert sheets <= most, path
    page.close()


@pytest.mark.parametrize("language", ["en", "id"])
def test_cells_keep_their_colour_on_paper_and_all_columns_on_a_laptop(
    signed_in: Any, demo_site: DemoSite, language: str
) -> None:
    page = shown(signed_in(language, "light", 1280).new_page(), demo_site, "")
    frame = page.locator("#figure-importance .table-frame")
    assert frame.evaluate("frame => frame.scrollWidth - frame.clientWidth") <= 0
    page.emulate_media(media="print")
    cell = page.locator("#figure-importance td[class*=heat-]").first
    # without it a printer leaves the colour out, and white ink stays white
    assert cell.evaluate("cell => getComputedStyle(cell).printColorAdjust") == "exact"
    page.close()


@pytest.mark.parametrize("order", ["call", "border"])
def test_the_list_with_its_buttons_is_no_wider_than_a_desk(
    opened: Opened, demo_site: DemoSite, order: str
) -> None:
    page = shown(sign_in(opened("id", 1440), demo_site, "sales"), demo_site, f"list/?order={order}")
    expect(page.locator("table.people .reach button").first).to_be_visible()
    frame = page.locator(".table-frame").first
    assert frame.evaluate("frame => frame.scrollWidth - frame.clientWidth") <= 0
    page.context.close()


@pytest.mark.parametrize("width", [390, 360])
def test_a_sales_persons_phone_opens_with_whom_to_call(
    opened: Opened, demo_site: DemoSite, width: int
) -> None:
    page = sign_in(opened("en", width), demo_site, "sales")
    page.locator("#bottom-nav").get_by_role("link", name="Customers").click()
    page.wait_for_url("**/customers/list/**")
    row = page.locator("table.people tbody tr:has(td)").first
    for cell in row.locator("td:visible:not(.reach)").all():
        assert WORDS.search(cell.inner_text()), cell.inner_text()
    button = row.get_by_role("button")
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert "Demo " not in row.inner_text()
    button.click()
    # invented names begin so
    expect(row.locator(".names")).to_contain_text("Demo ")
    expect(row.locator(".number")).to_contain_text("this number is invented")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()
