"""HTML kept between requests: nobody sees another's, it fills no database table, and names stay true."""

import re

import pytest
from django.core.cache import caches
from django.test import Client

from data.models import Edition

from .conftest import english

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
    assert other.get("/").content.decode().count("– chosen") == 0
    assert own.get("/").content.decode().count("– chosen") == first.count("– chosen") > 0


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
