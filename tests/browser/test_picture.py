"""A figure saved as a picture: a whole PNG, and nothing that the browser's policy refuses."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from .demo_site import DemoSite
from .test_pages import visit_of

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize("path", ["/", "/geography/"])
def test_a_picture_breaks_no_rule(signed_in: Any, demo_site: DemoSite, tmp_path: Path, path: str) -> None:
    visit = visit_of(signed_in(), demo_site)
    visit.open(path)
    buttons = visit.page.locator("[data-png]")
    names = [str(one.get_attribute("data-png")) for one in buttons.all()]
    assert names
    for name in names:
        figure = visit.page.locator(f"[data-figure='{name}']")
        figure.scroll_into_view_if_needed()
        expect(figure).to_have_attribute("data-drawn", "1")
        with visit.page.expect_download() as saved:
            visit.page.locator(f"[data-png='{name}']").first.dispatch_event("click")
        saved.value.save_as(tmp_path / name)
        assert (tmp_path / name).read_bytes()[:8] == PNG
    assert visit.page.evaluate("window.breaches") == []
    assert visit.said == []
    visit.page.close()
