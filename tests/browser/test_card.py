"""The card on paper, and the list of enterprises on a phone: light, and operable by thumb."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from .demo_site import DemoSite, Opened, sign_in

# Pages of a PDF are objects of this type
PAGE = re.compile(rb"/Type\s*/Page[^s]")
TARGET = 44
# bytes over the wire, without the scripts and styles that every page shares
LIGHT = 15_000


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_card_is_one_sheet_of_a4(opened: Opened, demo_site: DemoSite, language: str) -> None:
    page = sign_in(opened(language, 1440), demo_site, "sales")
    for at in range(3):
        page.goto(f"{demo_site.url}/card/?all=1")
        page.locator("#figure-cards tbody a[href*='/card/']").nth(at * 7).click()
        expect(page.locator("#figure-facts")).to_be_visible()
        expect(page.locator("[data-figure]:not([data-drawn='1'])")).to_have_count(0)
        sheet = page.pdf(prefer_css_page_size=True)
        assert len(PAGE.findall(sheet)) == 1
    page.context.close()


def test_a_sales_person_goes_from_the_own_area_to_a_row(opened: Opened, demo_site: DemoSite) -> None:
    page = sign_in(opened("en", 390), demo_site, "sales")
    assert "/card/" in page.url
    page.locator("#figure-own tbody a[href*='/card/']").first.click()
    expect(page.locator("#figure-facts")).to_be_visible()
    page.get_by_role("link", name="Enterprises", exact=True).first.click()
    expect(page.locator("table.people tbody tr")).to_have_count(50)
    page.locator("table.people tbody th a").first.click()
    page.get_by_role("link", name=re.compile(r"^Row .* of ")).click()
    expect(page.get_by_role("heading", name="As it stands in the file")).to_be_visible()
    page.context.close()


def test_the_list_is_light_and_fits_a_thumb(opened: Opened, demo_site: DemoSite) -> None:
    page = sign_in(opened("id", 390), demo_site, "sales")
    answer = page.goto(f"{demo_site.url}/enterprises/")
    assert answer is not None
    sizes: dict[str, Any] = answer.request.sizes()
    assert sizes["responseBodySize"] < LIGHT
    for place in page.locator("table.people .button, table.people tbody th a, nav.pages a").all()[:20]:
        box = place.bounding_box()
        assert box is not None
        assert box["height"] >= TARGET - 0.5
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.context.close()
