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

from .demo_site import STILL, DemoSite

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
# a page that is opened from a list: the list, and the link that opens it
DETAILS = {
    "a dataset": ("/data/", "main table tbody a"),
    "an edition": ("/data/editions/", "main table tbody a"),
    "a person": ("/areas/people/", "main table tbody a"),
    "an area": ("/card/?all=1", "main table tbody a"),
    "an enterprise": ("/enterprises/", "main table tbody a"),
}
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
        figures = self.page.locator("[data-figure]")
        expect(self.page.locator("[data-figure][data-drawn='1']")).to_have_count(
            figures.count(), timeout=15_000
        )
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
    visit.page.on("console", lambda line: visit.said.append(line.text) if line.type == "error" else None)
    visit.page.on("pageerror", lambda problem: visit.said.append(str(problem)))
    return visit


@pytest.fixture(params=LOOKS, ids=lambda look: "-".join(map(str, look)))
def visit(request: pytest.FixtureRequest, signed_in: Any, demo_site: DemoSite) -> Iterator[Visit]:
    found = visit_of(signed_in(*request.param), demo_site)
    yield found
    found.page.close()


@pytest.mark.parametrize("path", listed_pages())
def test_a_page_of_the_menu(visit: Visit, path: str) -> None:
    visit.open(path)
    visit.check()
    words = "Data demo" if visit.page.locator("html").get_attribute("lang") == "id" else "Demo data"
    expect(visit.page.locator("#edition")).to_contain_text(words)


@pytest.mark.parametrize("name", DETAILS)
def test_a_page_opened_from_a_list(visit: Visit, name: str) -> None:
    path, link = DETAILS[name]
    visit.open(path)
    visit.page.locator(link).first.click()
    visit.page.wait_for_url(lambda url: not url.endswith(path))
    visit.check()


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(map(str, look)))
def test_the_sign_in_page(browser: Any, demo_site: DemoSite, look: tuple[str, Any, int]) -> None:
    language, scheme, width = look
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 844}, **STILL)
    context.add_cookies([{"name": "django_language", "value": language, "url": demo_site.url}])
    visit = visit_of(context, demo_site)
    visit.open(SIGN_IN)
    visit.check()
    context.close()
