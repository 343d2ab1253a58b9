"""The pages on a shop's customers as a person uses them: from a segment to a row of a file, by keyboard."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .demo_site import DemoSite
from .test_keyboard import FOCUS, tab_to
from .test_pages import Visit, visit_of

PAGES = ("", "number/", "list/", "movement/", "value/", "sales/", "saved/", "list/new/")
# Screens of 844 px on a phone: with every table open these pages had 5 to 14 of them
MOST_SCREENS = {"": 12.5, "number/": 4, "movement/": 4, "value/": 9, "sales/": 3.5, "list/new/": 2}


@pytest.fixture
def visit(signed_in: Any, demo_site: DemoSite) -> Iterator[Visit]:
    found = visit_of(signed_in("en", "light", 1440), demo_site)
    yield found
    found.page.close()


@pytest.fixture
def phone(signed_in: Any, demo_site: DemoSite) -> Iterator[Visit]:
    found = visit_of(signed_in("en", "light", 390), demo_site)
    yield found
    found.page.close()


def drawn(visit: Visit) -> Page:
    """The page with its charts; whatever its console said, or the policy stopped, is a failure."""
    expect(visit.page.locator("[data-figure]:not([data-drawn='1'])")).to_have_count(0)
    assert visit.page.evaluate("window.breaches") == []
    assert visit.said == []
    return visit.page


def follow(visit: Visit, selector: str) -> Page:
    """Click a link and wait for its page."""
    here = visit.page.url
    visit.page.locator(selector).first.click()
    visit.page.wait_for_url(lambda url: url != here)
    return drawn(visit)


def test_from_a_segment_to_a_row_of_a_file(visit: Visit) -> None:
    visit.open("/customers/")
    page = drawn(visit)
    expect(page.locator("#figure-spread_monetary .plot svg").first).to_be_visible()
    segment = page.locator("#figure-loyalty tbody th").first.inner_text()
    follow(visit, "#figure-loyalty tbody th a")
    expect(page.locator(".chip")).to_have_count(1)
    expect(page.locator(".chip")).to_contain_text(segment)
    number = page.locator("table.people tbody th a").first.inner_text()
    follow(visit, "table.people tbody th a")
    expect(page.locator("h1")).to_contain_text(number)
    page.locator("#figure-history .as-table > summary").click()
    row = page.locator("#figure-history tbody tr").first.locator("td").last.inner_text()
    follow(visit, "#figure-history tbody th a")
    expect(page.locator("h1")).to_contain_text(f"Row {row}".replace(",", ""))


def test_moves_are_drawn_and_lead_to_who_made_them(visit: Visit) -> None:
    visit.open("/customers/movement/")
    page = drawn(visit)
    expect(page.locator("#figure-streams .plot path.sankey-link").first).to_be_attached()
    page.locator("#figure-streams .as-table > summary").click()
    line = page.locator("#figure-streams tbody tr").first
    n = line.locator("td").nth(2).inner_text()
    follow(visit, "#figure-streams tbody td a")
    expect(page.locator(".list-tools")).to_contain_text(f"of {n}")


def test_weights_and_cut_offs_are_filled_in_together(visit: Visit) -> None:
    """Fields of one question wait for their own button: the first change does not close the sheet."""
    visit.open("/customers/")
    page = drawn(visit)
    page.locator("#filters-more").click()
    sheet = page.locator(".in-groups")
    sheet.locator("[name=weight_recency]").fill("3")
    sheet.locator("[name=cuts_recency]").fill("30, 90, 180, 365")
    sheet.locator("[name=cuts_recency]").press("Tab")
    expect(sheet).to_be_visible()
    sheet.get_by_role("button", name="Show").click()
    expect(sheet).to_be_hidden()
    expect(page.locator(".chip")).to_contain_text(
        ["weights L 1, R 3, F 1, M 1", "Recency cut at 30 · 90 · 180 · 365"]
    )
    expect(page.locator("#filters-more")).to_be_focused()
    drawn(visit)
    page.locator(".chip", has_text="Recency").click()
    expect(page.locator(".chip")).to_have_count(1)


def test_all_of_it_by_keyboard(visit: Visit) -> None:
    visit.open("/customers/")
    page = drawn(visit)
    tab_to(page, "#filters-more")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("[name=frequency]")).to_be_focused()
    for name in ("weight_length", "cuts_monetary"):
        tab_to(page, f"[name={name}]")
        found = page.evaluate(FOCUS)
        assert found["line"], found
        assert found["shown"], found
    tab_to(page, ".in-groups > button")
    # what to do next comes before the figures
    tab_to(page, ".ways a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/customers/list/**")
    tab_to(page, "table.people tbody th a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/customers/list/one/**")


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_a_phone(phone: Visit, path: str) -> None:
    phone.open(f"/customers/{path}")
    phone.check_widths()
    height = phone.page.evaluate("document.querySelector('main').scrollHeight")
    assert height / 844 < MOST_SCREENS.get(path, 99)
    for heading in phone.page.locator(".figure h2").all():
        expect(heading).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_a_customer_and_somebody_new_are_accessible(
    signed_in: Any, demo_site: DemoSite, scheme: str, width: int
) -> None:
    visit = visit_of(signed_in("id", scheme, width), demo_site)
    visit.open("/customers/list/")
    follow(visit, "table.people tbody th a")
    visit.check()
    visit.open("/customers/list/new/?first=2023-01-01&last=2023-06-01&times=5&money=900000")
    visit.check()
    visit.open("/customers/?weight_recency=3&cuts_recency=30,90,180,365")
    if width < 600:
        visit.page.locator("[data-filters]").click()
    visit.page.locator("#filters-more").click()
    expect(visit.page.locator(".in-groups")).to_be_visible()
    visit.check()
    visit.page.close()


def test_a_date_acts_once_it_is_typed_whole(visit: Visit) -> None:
    visit.open("/customers/sales/")
    page, field = drawn(visit), visit.page.locator("#filter-until")
    here, before = page.url, field.input_value()
    field.focus()
    for _times in range(3):
        page.keyboard.press("ArrowDown")
    chosen = field.input_value()
    assert chosen != before
    page.wait_for_timeout(500)
    assert page.url == here
    page.locator("#filters-more").focus()
    page.wait_for_url(f"**/sales/?*until={chosen}*")
