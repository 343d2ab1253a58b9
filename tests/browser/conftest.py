"""A headless Chromium, and the live server it visits. The tests are marked `browser` by being here."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from .demo_site import STILL, DemoSite, Opened, prepared_once, serving, sign_in

# Playwright's loop makes Django believe that the test itself is asynchronous
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# what is waited for comes in a second; a build machine with other work gets time before a test fails
PATIENCE = 60_000
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # two pages of the address bar that each window would load; joined to what Playwright turns off
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker("browser")


@pytest.fixture(scope="session", autouse=True)
def _patience() -> None:
    expect.set_options(timeout=PATIENCE)


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


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    """pytest-playwright's, with time."""
    context.set_default_timeout(PATIENCE)
    return context


# a reader who moves: figures below the screen wait for that (static/src/loading.js)
MOVED = "addEventListener('load', () => dispatchEvent(new Event('pointermove')))"
Signed = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoSite]:
    """One demo for all tests of a process that only look at it; prepared once for all processes."""
    base = tmp_path_factory.getbasetemp()
    # with xdist each process has a folder inside that of the run
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    with serving(prepared_once(shared), base / "demo") as site:
        yield site


@pytest.fixture(scope="session")
def opened(browser: Browser, demo_site: DemoSite) -> Iterator[Opened]:
    """Opens contexts of a language and width on the demo, nobody signed in unless a state is given."""
    found: list[BrowserContext] = []

    def context(language: str = "en", width: int = 1440, **values: Any) -> BrowserContext:
        size = {"width": width, "height": 844 if width < 600 else 900}
        new = browser.new_context(viewport=size, **STILL, **values)  # type: ignore[arg-type]
        new.set_default_timeout(PATIENCE)
        new.add_init_script(MOVED)
        new.add_cookies([{"name": "django_language", "value": language, "url": demo_site.url}])
        found.append(new)
        return new

    yield context
    for one in found:
        one.close()


@pytest.fixture(scope="session")
def signed_in(opened: Opened, demo_site: DemoSite) -> Signed:
    """A context of the demo's admin in a language, scheme and width; signed in once for all of them."""
    found: dict[tuple[Any, ...], BrowserContext] = {}
    first = opened()
    sign_in(first, demo_site, "admin")
    state = first.storage_state()

    def context(
        language: str = "en", scheme: Literal["light", "dark"] = "light", width: int = 1440
    ) -> BrowserContext:
        look = (language, scheme, width)
        if look not in found:
            found[look] = opened(language, width, color_scheme=scheme, storage_state=state)
        return found[look]

    return context
