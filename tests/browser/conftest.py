"""A headless Chromium, and the live server it visits. The tests are marked `browser` by being here."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from .demo_site import STILL, DemoSite, serving

# Playwright's loop makes Django believe that the test itself is asynchronous
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium that scripts/find_chromium.py found ($CHROMIUM), or the machine's."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        pytest.fail("No Chromium: set CHROMIUM, or let `make test` find one.")
    return {**browser_type_launch_args, "executable_path": path, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    viewport = {"width": 1440, "height": 900}
    return {**browser_context_args, "locale": "en-GB", "viewport": viewport, **STILL}


# a reader who moves: figures below the screen wait for that (static/src/loading.js)
MOVED = "addEventListener('load', () => dispatchEvent(new Event('pointermove')))"
Signed = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoSite]:
    """One demo for all tests that only look at it."""
    with serving(tmp_path_factory.mktemp("demo")) as site:
        yield site


@pytest.fixture(scope="session")
def signed_in(browser: Browser, demo_site: DemoSite) -> Iterator[Signed]:
    """A context of the demo's admin in a language, scheme and width; signed in once for all of them."""
    found: dict[tuple[Any, ...], BrowserContext] = {}
    state = _sign_in(browser, demo_site)

    def context(
        language: str = "en", scheme: Literal["light", "dark"] = "light", width: int = 1440
    ) -> BrowserContext:
        look = (language, scheme, width)
        if look not in found:
            size = {"width": width, "height": 844 if width < 600 else 900}
            new = browser.new_context(  # type: ignore[arg-type]
                color_scheme=scheme, viewport=size, storage_state=state, **STILL
            )
            new.add_init_script(MOVED)
            new.add_cookies([{"name": "django_language", "value": language, "url": demo_site.url}])
            found[look] = new
        return found[look]

    yield context
    for one in found.values():
        one.close()


def _sign_in(browser: Browser, site: DemoSite) -> Any:
    """The cookies of the admin."""
    context = browser.new_context()
    page: Page = context.new_page()
    email, password = site.people["admin"]
    page.goto(f"{site.url}/account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.locator("main form button").last.click()
    page.wait_for_url(f"{site.url}/")
    state = context.storage_state()
    context.close()
    return state
