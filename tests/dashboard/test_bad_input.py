"""Addresses, filters and data that do not fit together (issue 3, Bad input): each says what is wrong."""

from dataclasses import fields
from typing import Any

import pytest
from django.test import Client

from areas.models import Area, WorkArea
from core.pages import own_parameters
from data.models import Edition
from data.params import MarketParams
from tests import world as worlds
from tests.world import english

pytestmark = pytest.mark.django_db
PAGES = ("/", "/ratio/", "/geography/", "/categories/", "/clustering/")


def notices(response: Any) -> str:
    return " ".join(map(str, response.context["notices"]))


def menu_links(response: Any) -> list[str]:
    return [entry["href"] for section in response.context["menu"] for entry in section["entries"]]


# Addresses -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["level=9", "level=x", "level=" + "9" * 30, "level=%F0%9F%98%80"])
@pytest.mark.parametrize("url", PAGES)
def test_an_unknown_level_is_said(url, query) -> None:
    world = worlds.build()
    response = english(world.bob).get(f"{url}?{query}")
    assert response.status_code == 200
    assert "cannot be shown by the areas asked for; they are shown by sub-district" in notices(response)
    assert not any("level=" in link for link in menu_links(response))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("reading=zzz", "reading=zzz"),
        ("population=abc", "population=abc"),
        ("population=12", "population=12"),
        ("size=9&size=1", "size=9"),
        ("category=4294967296", "category=4294967296"),
        ("area=1.5", "area=1.5"),
        ("colour=red", "colour=red"),
        ("sise=1&size=1", "sise=1"),
        ("x=", "x="),
    ],
)
def test_what_is_ignored_is_named_and_not_carried_on(query, said) -> None:
    world = worlds.build()
    response = english(world.bob).get(f"/?{query}")
    assert f"was ignored: {said}." in notices(response)
    assert not any(said in link for link in menu_links(response))
    assert ("size=1" in menu_links(response)[0]) == ("size=1" in query)


def test_an_unknown_number_is_said_where_there_is_a_choice() -> None:
    world = worlds.build()
    client = english(world.bob)
    assert "ignored: indicator=zzz." in notices(client.get("/geography/?indicator=zzz"))
    # a page without that choice keeps it for the way back
    overview = client.get("/?indicator=density_per_km2")
    assert "ignored" not in notices(overview)
    assert any("indicator=density_per_km2" in link for link in menu_links(overview))


@pytest.mark.parametrize("url", [*PAGES, "/suitability/", "/card/", "/enterprises/"])
def test_what_another_page_knows_is_carried_in_silence(url) -> None:
    """Also what is about the page and not about its data, and what apps add to a link."""
    world = worlds.build()
    own = "classes=equal&steps=4&feature=n&scaling=none&k=2&w=n:2&all=1"
    response = english(world.bob).get(
        f"{url}?{own}&sort=-n&table=all&q=&page=1&lang=en&utm_source=x&fbclid=1"
    )
    assert "ignored" not in notices(response)
    assert all(part in menu_links(response)[0] for part in ("classes=equal", "feature=n", "k=2", "w=n"))


def test_every_page_names_the_parameters_of_its_form() -> None:
    """A page that forgot one would call its own choices unknown."""
    world = worlds.build()
    known = own_parameters() | {field.name for field in fields(MarketParams)}
    for url in (*PAGES, "/suitability/?w=n:2", "/enterprises/"):
        response = english(world.bob).get(url)
        assert set(response.context["form"].fields) <= known, url


def test_an_unknown_name_is_shortened_and_said_once_for_all() -> None:
    world = worlds.build()
    response = english(world.bob).get(f"/?{'n' * 5000}={'v' * 5000}&size=9")
    assert f"ignored: size=9, {'n' * 20}={'v' * 20}." in notices(response)
    assert len(response.context["notices"]) == 1


def test_an_area_of_a_file_that_waits_is_not_there_yet() -> None:
    world = worlds.build()
    pending = Area.objects.create(
        boundary_set=world.new, level=Area.Level.DISTRICT, name="Late", key="late", is_pending=True
    )
    response = english(world.bob).get(f"/?area={pending.pk}&area={world.areas['West'].pk}")
    assert f"ignored: area={pending.pk}." in notices(response)
    assert "other borders" not in notices(response)
    assert response.context["numbers"][0].value == 100


def test_an_area_of_other_borders_and_one_of_none_are_told_apart() -> None:
    world = worlds.build()
    response = english(world.bob).get(f"/?area={world.old_areas['West'].pk}&area=987654321")
    assert "belongs to other borders" in notices(response)
    assert "ignored: area=987654321." in notices(response)


def test_a_long_list_of_nonsense_is_shortened_and_escaped() -> None:
    world = worlds.build()
    values = "&".join(f"size=<b>{number}" for number in range(600))
    response = english(world.bob).get(f"/?{values}")
    assert response.status_code == 200
    assert "size=<b>0, size=<b>1, size=<b>2 …" in notices(response)
    assert "<b>0" not in response.content.decode()


def test_a_filter_in_use_goes_with_every_link_of_the_menu() -> None:
    world = worlds.build()
    food = world.categories["Food"].pk
    links = menu_links(english(world.bob).get(f"/?category={food}&size=9"))
    assert [link for link in links if link.startswith("/ratio/")] == [f"/ratio/?category={food}"]


# Filters that leave nothing ------------------------------------------------------------------------------


def test_the_part_that_empties_the_filter_is_named_and_removed_by_one_tap() -> None:
    world = worlds.build()
    farming, centre = world.categories["Farming"].pk, world.areas["Centre"].pk
    client = english(world.bob)
    response = client.get(f"/?category={farming}&area={centre}")
    nothing = response.context["nothing"]
    assert "none for all of them together" in nothing.text
    assert [(way.words, way.n) for way in nothing.ways] == [("Centre", 100), ("Farming", 480)]
    # the other areas have it: the figures stay
    assert not nothing.is_whole
    assert b'id="figure-' in response.content
    for way in nothing.ways:
        assert client.get(f"/{way.href}").context["numbers"][0].value == way.n


def test_a_filter_that_fits_nowhere_shows_no_empty_figures() -> None:
    world = worlds.build()
    crafts, west = world.categories["Crafts"].pk, world.areas["West"].pk
    for url in ("/", "/ratio/", "/geography/", "/categories/"):
        response = english(world.bob).get(f"{url}?category={crafts}&area={west}&size=2")
        assert response.context["nothing"].is_whole, url
        assert b'id="figure-' not in response.content
        assert b"Nothing fits all filters" in response.content


def test_a_size_that_the_edition_does_not_hold_is_named() -> None:
    world = worlds.build()
    (way,) = english(world.bob).get("/?size=3").context["nothing"].ways
    assert (way.words, way.n, way.href) == ("medium", worlds.TOTAL, "?")
    text = english(world.bob).get("/?size=3").context["nothing"].text
    assert text == "The data of this edition hold no MSMEs for: medium."


def test_no_reason_is_given_where_something_fits_or_filters_do_not_act() -> None:
    world = worlds.build()
    client = english(world.bob)
    assert client.get("/").context["nothing"] is None
    assert client.get("/?size=1").context["nothing"] is None
    assert client.get("/clustering/?size=3").context["nothing"] is None


# Data that lack something --------------------------------------------------------------------------------


@pytest.mark.parametrize("url", PAGES)
def test_a_region_with_population_only_can_be_left_again(url) -> None:
    world = worlds.build()
    other = worlds.ground("other", "Other City")
    worlds.add_figures(other, "population", {"residents": worlds.RESIDENTS})
    client = english(world.bob)
    response = client.get(f"{url}?region=other&size=1")
    assert response.context["heading"] == "There are no MSME data of Other City yet"
    assert "residents of 2023 are known already" in response.context["empty"]["text"]
    assert list(response.context["form"].fields) == ["region"]
    assert b'<select name="region"' in response.content
    assert all("size" not in link for link in menu_links(response))
    back = client.get(f"{url}?region=sample")
    assert back.context["edition_line"].startswith("Sample City")


@pytest.mark.parametrize("url", PAGES)
def test_a_market_without_population(url) -> None:
    world = worlds.build(population=False)
    response = english(world.bob).get(url)
    assert response.status_code == 200
    html = response.content.decode()
    assert "nan" not in html.replace("finance", "").casefold().split("<main")[1].split("<script")[0]
    if url == "/ratio/":
        assert "population" in html


@pytest.mark.parametrize("url", PAGES)
def test_one_category(url) -> None:
    world = worlds.build(market=False)
    worlds.add_market(
        world, {name: {"Food": {worlds.MICRO: 10 + at}} for at, name in enumerate(worlds.DISTRICTS)}
    )
    response = english(world.bob).get(url)
    assert response.status_code == 200
    if url == "/categories/":
        assert response.context["heading"].startswith("Food is the")


@pytest.mark.parametrize("url", PAGES)
def test_one_enterprise(url) -> None:
    world = worlds.build(market=False)
    worlds.add_market(world, {"Centre": {"Food": {worlds.MICRO: 1}}})
    response = english(world.bob).get(url)
    assert response.status_code == 200
    if url == "/":
        assert response.context["numbers"][0].value == 1


@pytest.mark.parametrize("url", PAGES)
def test_a_person_without_areas_sees_the_figures_of_all(url) -> None:
    world = worlds.build()
    WorkArea.objects.all().delete()
    client = english(world.alice)
    response = client.get(url, follow=True)
    assert response.status_code == 200
    rows = next(iter(response.context["figures"].values())).table.rows
    assert not any(row.get("_selected") for row in rows)


# Changes while a page is open ----------------------------------------------------------------------------


def test_an_edition_withdrawn_while_a_page_is_open() -> None:
    world = worlds.build()
    client = english(world.bob)
    crafts = world.categories["Crafts"].pk
    address = f"/?year=2023&category={crafts}"
    client.get(address)
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    worlds.add_market(world, {"West": {"Food": {worlds.MICRO: 7}}}, 2022)
    Edition.objects.filter(pk=world.market.pk).update(is_current=False)
    # what the browser holds is not valid any more, and what is gone is said
    again = client.get(address, headers={"If-None-Match": tag})
    assert again.status_code == 200
    assert "There are no data for “2023”; 2022 is shown." in notices(again)
    assert f"ignored: category={crafts}." in notices(again)
    assert again.context["numbers"][0].value == 7
    # a part of the page, or a download of it, comes from the same data
    part = client.get(address, headers={"HX-Request": "true", "HX-Target": "content"})
    assert b"2022" in part.content
    table = client.get(f"{address}&download=csv&figure=all").content.decode()
    assert "West" in table


def test_the_last_edition_withdrawn_while_a_page_is_open() -> None:
    world = worlds.build()
    client = english(world.bob)
    client.get("/?size=1")
    Edition.objects.filter(pk=world.market.pk).update(is_current=False)
    assert client.get("/?size=1").context["heading"] == "There are no MSME data of Sample City yet"
    download = client.get("/?size=1&download=csv&figure=all", follow=True)
    assert download.redirect_chain == [("/?size=1", 302)]
    assert "no such table any more" in download.content.decode()
    past = client.get(f"/?edition={world.market.pk}")
    assert past.context["numbers"][0].value == worlds.TOTAL
    assert "past state" in notices(past)


def test_a_region_is_asked_for_that_was_never_there() -> None:
    world = worlds.build()
    response = english(world.bob).get("/?region=<script>")
    assert "There is no region “<script>”" in notices(response)
    assert "“<script>”" not in response.content.decode()
    assert not any("region=" in link for link in menu_links(response))


def test_nobody_gets_a_reason() -> None:
    worlds.build()
    assert Client().get("/?size=3").status_code == 302


@pytest.mark.parametrize("main_is_newer", [True, False])
def test_the_main_series_of_a_year_comes_first(main_is_newer) -> None:
    world = worlds.build()
    other = {"West": {"Food": {worlds.MICRO: 7}}}
    if main_is_newer:
        Edition.objects.filter(pk=world.market.pk).update(series="press")
        worlds.add_market(world, other, 2023)
    else:
        worlds.add_market(world, other, 2022)
        press = {"series": "press", "period_label": "2023", "period_start": world.market.period_start}
        Edition.objects.filter(period_label="2022").update(**press, period_end=world.market.period_end)
    client = english(world.bob)
    shown = client.get("/?year=2023").context["numbers"][0].value
    assert (shown == 7) == main_is_newer
    Edition.objects.filter(series="main", period_label="2023").update(is_current=False)
    # a year that only another series has is still shown
    assert (client.get("/?year=2023").context["numbers"][0].value == 7) != main_is_newer
