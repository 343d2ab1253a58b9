"""HTML kept between requests: nobody sees another's, it fills no database table, and names stay true."""

import copy
import re
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from core import views
from core.figures import Figure, placed
from data import content
from data.models import Edition
from tests.world import english

PAGES = ("/", "/ratio/", "/geography/", "/categories/", "/suitability/", "/clustering/")


@pytest.fixture(autouse=True)
def _empty_caches() -> None:
    caches["pages"].clear()
    caches["default"].clear()


@pytest.mark.parametrize("address", PAGES)
def test_a_second_visit_shows_the_same_page(reader, address) -> None:
    def body(client: Client) -> str:
        """The page's part without the token of its forms, which is another one each time."""
        found = client.get(address, headers={"hx-request": "true", "hx-target": "content"})
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", found.content.decode())

    first, second = body(reader), body(reader)
    assert 'id="filters"' in first
    assert '<div class="figures">' in first
    assert first == second


@pytest.mark.parametrize("address", PAGES)
def test_no_page_is_kept_among_the_counts_of_sign_ins(reader, address, monkeypatch) -> None:
    kept: list[str] = []
    monkeypatch.setattr(caches["default"], "set", lambda key, *rest, **more: kept.append(key))
    reader.get(address)
    assert not kept


def test_each_language_has_its_own(world) -> None:
    reader = english(world.bob)
    texts = {
        language: reader.get("/ratio/", headers={"accept-language": language}).content.decode()
        for language in ("en", "id", "en")
    }
    assert "Business field" in texts["en"]
    assert "Bidang usaha" in texts["id"]
    assert "Business field" not in texts["id"]


def test_own_areas_stay_with_their_person(world) -> None:
    own, other = english(world.alice), english(world.bob)
    first = own.get("/").content.decode()
    assert other.get("/").content.decode().count("– marked") == 0
    assert own.get("/").content.decode().count("– marked") == first.count("– marked") > 0


def test_a_region_without_data_keeps_no_filters_for_others(world) -> None:
    reader = english(world.bob)
    Edition.objects.filter(subject=Edition.Subject.MARKET).update(is_current=False)
    assert "There are no MSME data" in reader.get("/").content.decode()
    Edition.objects.filter(subject=Edition.Subject.MARKET).update(is_current=True)
    assert 'id="filters"' in reader.get("/").content.decode()


def test_another_name_of_an_area_is_shown_at_once(reader, world) -> None:
    area = world.areas["Centre"]
    assert "Renamed Hill" not in reader.get("/").content.decode()
    area.name = "Renamed Hill"
    area.save()
    shown = reader.get("/").content.decode()
    # in the filter and in a figure's table
    assert shown.count("Renamed Hill") > 1


def test_figures_are_opened_for_a_file_only_once_their_page_is_kept(reader, monkeypatch) -> None:
    reader.get("/")
    opened = []
    monkeypatch.setattr(views, "placed", lambda figures: opened.append(1) or placed(figures))
    key = re.search(r'id="figure-([\w-]+)"', reader.get("/").content.decode())
    assert key
    assert not opened
    file = reader.get(f"/?download=csv&figure={key[1]}")
    assert file["Content-Type"].startswith("text/csv")
    assert opened == [1]


def test_closed_figures_are_the_same_after_the_cache() -> None:
    figures = (Figure("a", "One"), Figure("b", "Two"))
    closed = content.Closed(figures)
    assert tuple(closed) == figures
    again = copy.deepcopy(closed)  # through __getstate__, as pickle does
    never_opened = copy.deepcopy(again)
    assert tuple(again) == tuple(never_opened) == tuple(copy.deepcopy(again)) == figures


def test_a_kept_menu_is_of_the_role_the_page_the_filters_and_the_language(world) -> None:
    def menu(user: Any, address: str, language: str = "en") -> str:
        answer = english(user).get(address, headers={"accept-language": language}).content.decode()
        return answer.split('<nav id="side-nav"')[1].split("</nav>")[0]

    size = "/ratio/?size=1"
    plain = menu(world.alice, "/ratio/")
    assert 'href="/ratio/" aria-current="page"' in plain
    assert 'href="/geography/?size=1"' in menu(world.alice, size)
    assert menu(world.alice, "/ratio/") == plain
    assert 'href="/" aria-current="page"' in menu(world.alice, "/")
    assert "Bidang usaha" in menu(world.alice, "/ratio/", "id")
    assert "Business" in plain
    assert "/data/upload/" in menu(world.carol, "/ratio/")
    assert "/data/upload/" not in plain
