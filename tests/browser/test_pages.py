"""Every page as it is served: accessible, drawn, without errors, and never wider than the screen."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import NoReverseMatch, reverse
from playwright.sync_api import BrowserContext, Page, expect

from core.pages import all_pages

from .demo_site import DemoSite, Opened

# four looks in which every pair of language, scheme and width occurs
LOOKS: tuple[tuple[str, Literal["light", "dark"], int], ...] = (
    ("id", "light", 1440),
    ("id", "dark", 390),
    ("en", "light", 390),
    ("en", "dark", 1440),
)
SIGN_IN = "/account/login/"
# and what else is tried on the same page once it is drawn
OTHER_WIDTHS = {1440: (1024, 1920), 390: (360, 768)}
LISTED = "main table tbody a"
# a page that no menu lists: where a reader starts, and the links that lead there
DETAILS = {
    "a dataset": ("/data/", LISTED),
    "an edition": ("/data/editions/", LISTED),
    "a job": ("/data/activity/", ".job-head a"),
    "a person": ("/areas/people/", LISTED),
    "a new person": ("/areas/people/", "main a[href$='/people/add/']"),
    "an area": ("/card/?all=1", LISTED),
    "an enterprise": ("/enterprises/", "main table tbody th a"),
    "a row of a file": ("/enterprises/", "main table tbody th a", "main a[href$='/row/']"),
    "a saved grouping": ("/clustering/runs/", "main table tbody th a"),
    "a customer": ("/customers/list/", "main table tbody th a"),
    "somebody new": ("/customers/list/", "main a[href*='/list/new/']"),
}
# Plotly says by a warning that it drew a colour as black
BAD = ("error", "warning", "trace")
PASSWORD = "/account/password/change/"
# the breaches of the policy that the browser would report
WATCH = """
window.breaches = [];
const note = (event) => window.breaches.push(event.effectiveDirective);
document.addEventListener('securitypolicyviolation', note);
"""


def listed_pages() -> list[str]:
    """Addresses of the pages of the menu; pages of a detail have none of their own."""
    found = []
    for page in all_pages():
        with suppress(NoReverseMatch):
            found.append(reverse(page.name))
    return found


@dataclass
class Visit:
    """A page in one look, with what its console said."""

    page: Page
    site: DemoSite
    said: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        answer = self.page.goto(self.site.url + path)
        assert answer is not None
        assert answer.status == 200

    def check(self) -> None:
        """Figures drawn, no axe violation, no error, no breach, no sideways scroll."""
        expect(self.page.locator("[data-figure]:not([data-drawn='1'])")).to_have_count(0)
        results = Axe().run(self.page)
        assert results.violations_count == 0, results.generate_report()
        self.check_widths()
        assert self.page.evaluate("window.breaches") == []
        assert self.said == []

    def check_widths(self) -> None:
        """No sideways scroll of the page, neither here nor after a resize."""
        size = self.page.viewport_size
        assert size is not None
        for width in (size["width"], *OTHER_WIDTHS[size["width"]]):
            self.page.set_viewport_size({"width": width, "height": size["height"]})
            assert self.page.evaluate("document.documentElement.scrollWidth") <= width
        self.page.set_viewport_size(size)


def visit_of(context: BrowserContext, site: DemoSite) -> Visit:
    visit = Visit(context.new_page(), site)
    visit.page.add_init_script(WATCH)
    visit.page.on("console", lambda line: visit.said.append(line.text) if line.type in BAD else None)
    visit.page.on("pageerror", lambda problem: visit.said.append(str(problem)))
    return visit


@pytest.fixture(params=LOOKS, ids=lambda look: "-".join(map(str, look)))
def visit(request: pytest.FixtureRequest, signed_in: Any, demo_site: DemoSite) -> Iterator[Visit]:
    found = visit_of(signed_in(*request.param), demo_site)
    yield found
    found.page.close()


@pytest.fixture(scope="session")
def saved(signed_in: Any, demo_site: DemoSite) -> list[str]:
    """Two groupings that a reader kept: the addresses of their pages."""
    page = signed_in().new_page()
    for k in (3, 4):
        page.goto(f"{demo_site.url}/clustering/?k={k}")
        page.fill("#run-name", f"In {k} groups")
        page.locator("form:has(#run-name) button").click()
        page.wait_for_url("**/clustering/runs/**")
    page.goto(f"{demo_site.url}/clustering/runs/")
    links = page.locator("main table tbody th a")
    expect(links).to_have_count(2)
    found = [str(link.get_attribute("href")) for link in links.all()]
    page.close()
    return found


@pytest.mark.parametrize("path", listed_pages())
def test_a_page_of_the_menu(visit: Visit, saved: list[str], path: str) -> None:
    visit.open(path)
    visit.check()
    words = "Data demo" if visit.page.locator("html").get_attribute("lang") == "id" else "Demo data"
    expect(visit.page.locator("#edition")).to_contain_text(words)


@pytest.mark.parametrize("name", DETAILS)
def test_a_page_opened_from_a_list(visit: Visit, saved: list[str], name: str) -> None:
    path, *links = DETAILS[name]
    visit.open(path)
    for link in links:
        here = visit.page.url
        visit.page.locator(link).first.click()
        visit.page.wait_for_url(lambda url, here=here: url != here)
    visit.check()


def test_two_saved_groupings_compared(visit: Visit, saved: list[str]) -> None:
    one, other = (address.rstrip("/").split("/")[-1] for address in saved)
    visit.open(f"/clustering/runs/compare/?run={one}&with={other}")
    expect(visit.page.locator("main .figure").first).to_be_visible()
    visit.check()


def test_the_password_page(visit: Visit) -> None:
    visit.open(PASSWORD)
    visit.check()


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(map(str, look)))
def test_the_sign_in_page(opened: Opened, demo_site: DemoSite, look: tuple[str, Any, int]) -> None:
    language, scheme, width = look
    visit = visit_of(opened(language, width, color_scheme=scheme), demo_site)
    visit.open(SIGN_IN)
    visit.check()
    visit.page.close()
