"""What pages do when there is little, nothing or nonsense (features.md h16): a message, never an error."""

import pytest
from django.test import Client

from areas.models import Area
from data.models import Dataset, Edition
from demo.demo_file import SOURCE
from tests import world as worlds
from tests.world import english

pytestmark = pytest.mark.django_db
PAGES = ("/", "/ratio/", "/geography/", "/categories/", "/clustering/")


@pytest.mark.parametrize("url", [*PAGES, "/survey/"])
def test_no_data_at_all(url, admin_client) -> None:
    response = admin_client.get(url, headers={"accept-language": "en"})
    assert response.status_code == 200
    assert b'class="empty"' in response.content
    assert b"upload" in response.content


@pytest.mark.parametrize("url", PAGES)
def test_a_region_without_a_market(url) -> None:
    world = worlds.build(market=False)
    response = english(world.alice).get(url)
    assert response.context["heading"] == "There are no MSME data of Sample City yet"
    assert "Ask an admin" in response.context["empty"]["text"]


@pytest.mark.parametrize("url", PAGES)
def test_one_sub_district_only(url) -> None:
    world = worlds.ground(districts=["Centre"])
    worlds.people(world)
    worlds.add_market(world, {"Centre": worlds.MARKET["Centre"]})
    worlds.add_figures(world, "population", {"residents": {"Centre": 1000}})
    Area.objects.filter(boundary_set=world.new, level=3).delete()
    response = english(world.bob).get(url)
    assert response.status_code == 200
    if url == "/clustering/":
        assert "Only one row has values" in response.context["empty"]["text"]
    else:
        assert response.context["figures"]


@pytest.mark.parametrize("url", ["/", "/geography/"])
def test_a_file_of_one_sub_district_of_several(url) -> None:
    world = worlds.build(market=False)
    worlds.add_market(world, {"Centre": worlds.MARKET["Centre"]})
    response = english(world.bob).get(url)
    assert response.context["heading"].startswith("Centre has ")
    assert "the same number of" not in response.content.decode()


def test_two_of_several_sub_districts_with_the_same_number() -> None:
    world = worlds.build(market=False)
    worlds.add_market(world, {name: {"Food": {worlds.MICRO: 20}} for name in ("Centre", "West")})
    response = english(world.bob).get("/")
    assert response.context["heading"] == "2 sub-districts of these files have the same number of MSMEs: 20"


@pytest.mark.parametrize("url", PAGES)
def test_all_counts_equal(url) -> None:
    world = worlds.build(market=False)
    worlds.add_market(world, {name: {"Food": {worlds.MICRO: 20}} for name in worlds.DISTRICTS})
    response = english(world.bob).get(url)
    assert response.status_code == 200
    if url == "/":
        assert response.context["heading"] == "All 5 sub-districts have the same number of MSMEs: 20"
        assert response.context["figures"]["segments"].title == "MSMEs: the same everywhere, 20"
        assert "All values are equal" in " ".join(response.context["figures"]["segments"].warnings)


@pytest.mark.parametrize("url", PAGES)
def test_a_market_without_population_or_facts(url) -> None:
    world = worlds.build(population=False, facts=False)
    response = english(world.bob).get(url)
    assert response.status_code == 200


@pytest.mark.parametrize("url", PAGES)
def test_nothing_fits_the_filter(url) -> None:
    world = worlds.build()
    crafts, west = world.categories["Crafts"].pk, world.areas["West"].pk
    response = english(world.bob).get(f"{url}?category={crafts}&area={west}&size=2")
    assert response.status_code == 200
    if url == "/":
        assert response.context["heading"] == "No MSMEs fit this filter"


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize(
    "query",
    ["area=999999999999", "area=x", "category=-1", "size=9", "size=" + "9" * 40, "k=99", "k=²", "feature=no"],
)
def test_a_changed_address_is_ignored_and_said(url, query) -> None:
    world = worlds.build()
    response = english(world.bob).get(f"{url}?{query}")
    assert response.status_code == 200
    if query.split("=")[0] in ("area", "category", "size") or url == "/clustering/":
        assert "ignored" in " ".join(map(str, response.context["notices"]))


@pytest.mark.parametrize("query", ["level=7", "year=1999", "region=nowhere", "edition=77", "edition=x"])
def test_what_does_not_exist_falls_back(query) -> None:
    world = worlds.build()
    response = english(world.bob).get(f"/?{query}")
    assert response.context["numbers"][0].value == worlds.TOTAL
    assert query.startswith("level") or response.context["notices"]


def test_a_filter_of_other_borders_follows_only_the_same_ground() -> None:
    world = worlds.build()
    client = english(world.bob)
    same = client.get(f"/?area={world.old_areas['Centre'].pk}")
    assert [chip.label for chip in same.context["chips"]] == ["Centre"]
    assert same.context["notices"] == []
    split = client.get(f"/?area={world.old_areas['West'].pk}")
    assert split.context["chips"] == []
    assert "other borders" in split.context["notices"][0]


def test_a_past_edition_is_shown_with_a_notice() -> None:
    world = worlds.build()
    Edition.objects.filter(pk=world.market.pk).update(is_current=False)
    newer = worlds.add_market(world, {"West": {"Food": {worlds.MICRO: 7}}})
    client = english(world.bob)
    assert client.get("/").context["numbers"][0].value == 7
    past = client.get(f"/?edition={world.market.pk}")
    assert past.context["numbers"][0].value == worlds.TOTAL
    assert "past state" in past.context["notices"][0]
    newest = client.get(f"/?edition={newer.pk}").context["notices"]
    assert not any("past state" in notice for notice in newest)


def test_a_year_is_chosen_and_can_be_removed() -> None:
    world = worlds.build()
    worlds.add_market(world, {"West": {"Food": {worlds.MICRO: 7}}}, 2021)
    client = english(world.bob)
    response = client.get("/?year=2021")
    assert response.context["numbers"][0].value == 7
    (chip,) = response.context["chips"]
    assert client.get(f"/{chip.href}").context["numbers"][0].value == worlds.TOTAL


def test_the_person_s_own_region_comes_first() -> None:
    worlds.ground(slug="another", name="Another City")
    world = worlds.build()
    assert english(world.alice).get("/").context["edition_line"].startswith("Sample City")
    assert english(world.bob).get("/").context["edition_line"].startswith("Another City")
    chosen = english(world.bob).get("/?region=sample")
    assert chosen.context["numbers"][0].value == worlds.TOTAL


def test_villages_can_be_shown() -> None:
    world = worlds.build()
    table = english(world.bob).get("/?level=3").context["figures"]["areas"].table
    assert len(table.rows) == 11
    assert sum(row["n"] or 0 for row in table.rows) == worlds.TOTAL


def test_both_languages_start() -> None:
    world = worlds.build()
    client = Client(headers={"accept-language": "id"})
    client.force_login(world.bob)
    for url in PAGES:
        assert client.get(url).status_code == 200


def test_a_part_for_htmx_has_no_frame() -> None:
    world = worlds.build()
    part = english(world.bob).get("/", headers={"HX-Request": "true", "HX-Target": "content"})
    assert b"<html" not in part.content
    assert b"<h1>" in part.content


@pytest.mark.parametrize("url", PAGES)
def test_data_of_people_are_not_called_demo(url) -> None:
    """The region is the demo's, its files are not; one file of the demo behind a page is enough."""
    world = worlds.build()
    Dataset.objects.update(is_demo=False)
    assert english(world.bob).get(url).context["is_demo"] is False
    world.population.datasets.update(is_demo=True)
    answer = english(world.bob).get(url)
    assert answer.context["is_demo"] is True
    assert "Demo data – synthetic" in answer.content.decode()


def test_texts_of_the_demo_are_told_in_the_language_of_the_page() -> None:
    world = worlds.build()
    world.population.source = f"{SOURCE}; Dukcapil"
    world.population.save()
    client = english(world.bob)
    base = client.get("/ratio/", headers={"accept-language": "id"}).context["figures"]["ratio"].base
    assert "Data demo buatan program ini" in base
    assert "Dukcapil" in base
    assert SOURCE not in base


def test_an_area_that_no_file_covers_is_not_zero() -> None:
    world = worlds.build(market=False)
    worlds.add_market(world, {name: worlds.MARKET[name] for name in ("Centre", "East", "Hill", "West")})
    client = english(world.bob)
    for page in ("/", "/ratio/", "/geography/", "/categories/", "/clustering/"):
        response = client.get(page)
        assert response.status_code == 200
        assert any(
            "Not in the files of this edition" in one and "North" in one
            for one in response.context["notices"]
        ), page
    found = {row["name"]: row for row in client.get("/").context["figures"]["segments"].table.rows}
    assert found["North"]["n"] is None
    assert found["North"].get("level") is None
    assert found["Hill"]["n"] == 43
    filtered = client.get(f"/?category={world.categories['Fashion'].pk}").context["figures"]["segments"]
    rows = {row["name"]: row["n"] for row in filtered.table.rows}
    assert (rows["Hill"], rows["North"]) == (0, None)
    assert client.get(f"/?area={world.areas['North'].pk}").status_code == 200
    fields = client.get("/categories/").context["figures"]["levels"].table.rows
    assert [key for key in fields[3] if key.startswith("c")] == []
