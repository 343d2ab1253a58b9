"""What the menu calls a page is what the page calls itself: above its heading, and in its title."""

from html import escape
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils.translation import override

from core.pages import all_pages, own_parameters
from tests import world as worlds


def listed(*sections: str) -> list[str]:
    """The pages of these sections that stand in a menu."""
    found = []
    for page in (one for one in all_pages() if one.section in sections):
        try:
            reverse(page.name)
        except NoReverseMatch:  # of a detail, opened from its list only
            continue
        found.append(page.name)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("has_data", [True, False], ids=["market", "files"])
def test_menu_heading_and_title_agree(language: str, has_data: bool) -> None:
    # the world's editions have no files behind them, so its pages of files cannot be opened
    world = worlds.build(market=has_data, population=has_data, facts=has_data)
    client = Client(headers={"accept-language": language})
    client.force_login(world.carol)
    for name in listed("market", "help") if has_data else listed("data"):
        response: Any = client.get(reverse(name), follow=True)
        html = response.content.decode()
        with override(language):
            title = str(next(page.title for page in all_pages() if page.name == name))
            heading = str(response.context["heading"])
        entry = html.split('aria-current="page"')[1].split("</a>")[0]
        assert f"<span>{escape(title)}</span>" in entry, name
        called = f'<p class="page-name">{escape(title)}</p>' if title != heading else f"<h1>{escape(title)}"
        assert called in html, name
        assert escape(title) in html.split("<title>")[1].split("</title>")[0], name


def test_parameters_of_pages_are_collected_once() -> None:
    assert {"w", "feature", "k", "classes", "all"} <= own_parameters()
    assert "area" not in own_parameters()
