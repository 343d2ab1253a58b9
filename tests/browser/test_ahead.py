"""What is fetched while a page is read, for the next one: once, and only where it is wanted."""

import pytest
from playwright.sync_api import Page, expect

from .demo_site import DemoSite, Opened, sign_in

AHEAD = "link[rel='prefetch']"
CHARTS = "performance.getEntriesByType('resource').filter((one) => one.name.includes('chunk-charts'))"
# not `wait_for_function`, which asks again by `eval` in the page: this site's policy refuses that
FETCHED = """new Promise((done) => new PerformanceObserver((seen) => {
    if (seen.getEntries().some((one) => one.name.includes('chunk-charts') && one.responseEnd > 0)) done();
}).observe({type: 'resource', buffered: true}))"""
COSTLY = "Object.defineProperty(Navigator.prototype, 'connection', {{get: () => ({})}})"


def opened_page(opened: Opened, site: DemoSite, connection: str = "") -> Page:
    context = opened()
    page = sign_in(context, site, "admin")
    if connection:
        context.add_init_script(COSTLY.format(connection))
    return page


def test_the_next_page_finds_the_chart_code_in_the_cache(opened: Opened, demo_site: DemoSite) -> None:
    page = opened_page(opened, demo_site)
    page.goto(f"{demo_site.url}/clustering/runs/")
    page.evaluate(FETCHED)
    page.wait_for_load_state("networkidle")
    page.click("#side-nav a[href='/']")
    page.wait_for_url(f"{demo_site.url}/")
    expect(page.locator("[data-figure][data-drawn='1']").first).to_be_visible()
    sizes = page.evaluate(f"{CHARTS}.map((one) => one.transferSize)")
    assert sizes == [0]
    expect(page.locator(AHEAD)).to_have_count(0)  # it has charts of its own
    page.context.close()


@pytest.mark.parametrize(
    ("path", "connection"),
    [
        ("/clustering/runs/", "{saveData: true}"),
        ("/clustering/runs/", "{effectiveType: '2g'}"),
        ("/glossary/", ""),
    ],
)
def test_nothing_is_fetched_ahead_where_it_is_not_wanted(
    opened: Opened, demo_site: DemoSite, path: str, connection: str
) -> None:
    page = opened_page(opened, demo_site, connection)
    page.goto(f"{demo_site.url}{path}")
    page.wait_for_load_state("networkidle")
    page.evaluate("new Promise((done) => requestIdleCallback(done))")
    expect(page.locator(AHEAD)).to_have_count(0)
    page.context.close()
