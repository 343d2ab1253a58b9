"""What a browser fetches for a page, in bytes as they were sent, and the sheets of A4 that it takes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page

DRAWN = "() => [...document.querySelectorAll('[data-figure]')].every((one) => one.dataset.drawn === '1')"
SHEETS = re.compile(rb"/Type\s*/Page(?![A-Za-z])")


@dataclass
class Fetched:
    """Bytes on the wire by address, compressed as they were sent, headers included."""

    by_address: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.by_address.values())

    def largest(self, count: int = 4) -> list[tuple[str, int]]:
        return sorted(self.by_address.items(), key=lambda one: -one[1])[:count]


@contextmanager
def watched(page: Page) -> Iterator[Fetched]:
    """Counts what the page fetches inside the block."""
    found = Fetched()
    names: dict[str, str] = {}
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")

    def named(event: dict[str, Any]) -> None:
        names[event["requestId"]] = event["response"]["url"]

    def ended(event: dict[str, Any]) -> None:
        address = names.get(event["requestId"], "?")
        if not address.startswith("data:"):
            found.by_address[address] = found.by_address.get(address, 0) + int(event["encodedDataLength"])

    session.on("Network.responseReceived", named)
    session.on("Network.loadingFinished", ended)
    yield found
    page.wait_for_timeout(500)  # the last event may come after the page says that it is drawn
    session.detach()


def drawn(page: Page) -> None:
    """Wait for every figure: those below the screen are drawn with the reader's first move."""
    page.mouse.move(300, 300)
    page.mouse.move(310, 310)
    page.wait_for_function(DRAWN, timeout=30_000)


def first_and_next(
    browser: Browser, address: str, state: Any, first: str, then: str
) -> tuple[Fetched, Fetched]:
    """A signed-in person's first page with an empty cache, and the next one opened from the menu."""
    context = browser.new_context(storage_state=state, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    with watched(page) as one:
        page.goto(f"{address}{first}")
        drawn(page)
        page.wait_for_load_state("networkidle")  # what is fetched ahead for the next page is paid for here
    with watched(page) as two:
        page.click(f"#side-nav a[href^='{then}']")
        page.wait_for_url(f"**{then}**")
        page.wait_for_load_state("networkidle")
        drawn(page)
    context.close()
    return one, two


def sheets(page: Page) -> int:
    """How many sheets of A4 the page takes on paper."""
    pdf = page.pdf(prefer_css_page_size=True)
    return len(SHEETS.findall(pdf))
