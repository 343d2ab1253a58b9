"""The card of a sub-district: numbers, neighbours, whose opens first, and addresses that do not fit."""

import pytest
from django.test import Client
from django.urls import reverse

from areas.models import WorkArea
from areas.queries import area_tree
from core import formats
from data.models import Cell, Edition, OutlineRow
from data.outlines import outlines
from tests import world as worlds
from tests.world import SMALL, english

pytestmark = pytest.mark.django_db


def card(client: Client, area, query: str = ""):
    return client.get(reverse("card", args=[area.pk]) + query)


def figure(answer, key: str):
    return answer.context["figures"][key]


def test_a_card_says_number_rank_and_level(reader, world) -> None:
    answer = card(reader, world.areas["Centre"])
    assert answer.context["heading"] == "Centre: 480 MSMEs, rank 1 of 5 sub-districts, level high"
    number, ratio, quadrant, level = answer.context["numbers"]
    assert (number.value, number.note) == (480, "rank 1 of 5 · 44.1% of the region")
    # 480 of 10,000 residents
    assert (ratio.value, ratio.note) == (48, "rank 1 of 5")
    assert quadrant.value == "Core"
    assert (level.value, level.note[:28]) == ("high", "how well it fits: silhouette")
    assert [chip.label for chip in answer.context["chips"]] == []


def test_ranks_share_the_better_place(world, reader) -> None:
    worlds.add_market(
        world, {name: {"Food": {1: 30 if name != "West" else 5}} for name in worlds.DISTRICTS}, 2024
    )
    for name, rank in (("Centre", 1), ("Hill", 1), ("West", 5)):
        assert card(reader, world.areas[name]).context["numbers"][0].note.startswith(f"rank {rank} of 5")


def test_the_facts_are_those_of_the_region_s_pages(reader, world) -> None:
    rows = {row["name"]: row for row in figure(card(reader, world.areas["East"]), "facts").table.rows}
    assert rows["MSMEs"]["here"] == "330"
    assert rows["MSMEs"]["region"] == "1,089"
    assert (rows["Residents"]["here"], rows["Residents"]["region"]) == ("20,000", "83,000")
    assert rows["MSMEs per km²"]["here"] == "16.5"
    assert rows["MSMEs per km²"]["rank"] == 2


def test_quotients_are_shares_against_shares(reader, world) -> None:
    """Centre: 120 of 480 are Fashion, in the region 210 of 1,068 whose field and area are stated."""
    found = figure(card(reader, world.areas["Centre"]), "quotients")
    rows = {row["name"]: row for row in found.table.rows}
    stated = 1_100 - worlds.UNPLACED - 10
    assert rows["Fashion"]["quotient"] == pytest.approx((120 / 480) / (210 / stated))
    assert rows["Crafts"]["quotient"] == pytest.approx((20 / 480) / (20 / stated))
    assert list(rows) == ["Crafts", "Fashion", "Food"]
    assert found.title == "Crafts is 2.2 times as common in Centre as in the region"


@pytest.mark.parametrize("size", ["", f"&size={SMALL}"])
def test_a_chosen_field_keeps_its_quotient(reader, world, size) -> None:
    """The share of one field is not 1 of itself: a filter chooses what is shown, not what is compared."""
    centre, fashion = world.areas["Centre"], world.categories["Fashion"].pk
    everything = figure(card(reader, centre, f"?{size}"), "quotients")
    alone = figure(card(reader, centre, f"?category={fashion}{size}"), "quotients")
    expected = [(row["name"], row["quotient"]) for row in everything.table.rows if row["name"] == "Fashion"]
    assert [(row["name"], row["quotient"]) for row in alone.table.rows] == expected
    assert alone.base.startswith(everything.base)
    if not size:
        stated = 1_100 - worlds.UNPLACED - 10
        assert expected == [("Fashion", pytest.approx((120 / 480) / (210 / stated)))]
        assert alone.title == "Fashion is 1.3 times as common in Centre as in the region"


def test_a_chosen_field_without_a_quotient_is_said(reader, world) -> None:
    crafts = world.categories["Crafts"].pk
    found = figure(card(reader, world.areas["Hill"], f"?category={crafts}"), "quotients")
    assert found.title == "No location quotient of the chosen fields can be told in Hill"
    assert found.table.rows == []


@pytest.mark.parametrize("name", worlds.DISTRICTS)
def test_card_map_and_categories_judge_by_one_rule(reader, world, name) -> None:
    area = world.areas[name]
    card_rows = {row["name"]: row["quotient"] for row in figure(card(reader, area), "quotients").table.rows}
    answer = reader.get(f"/categories/?area={area.pk}").context["figures"]["quotients"]
    page_rows = {row["field"]: row["quotient"] for row in answer.table.rows if not row["_muted"]}
    assert card_rows == pytest.approx({field: value for field, value in page_rows.items() if value})
    for field, category in world.categories.items():
        chosen = f"/geography/?indicator=location_quotient&category={category.pk}"
        rows = {row["name"]: row for row in reader.get(chosen).context["figures"]["map"].table.rows}
        expected = pytest.approx(page_rows[field]) if field in page_rows else None
        assert rows[name]["location_quotient"] == expected


def test_small_numbers_are_left_out_and_said(reader, world) -> None:
    worlds.add_market(world, {**worlds.MARKET, "Hill": {"Farming": {worlds.MICRO: 4}}}, 2024)
    found = figure(card(reader, world.areas["Hill"]), "quotients")
    assert [row["name"] for row in found.table.rows] == []
    assert "Farming" in found.warnings[0]
    assert found.title == "Too few MSMEs in Hill to say what it is special in"


def test_without_borders_the_nearest_centres_are_named(reader, world) -> None:
    found = figure(card(reader, world.areas["Centre"]), "beside")
    assert "nearest" in found.subtitle
    assert {row["name"] for row in found.table.rows} == {"Centre", "East", "Hill", "North", "West"}
    assert [row["name"] for row in found.table.rows if row["_selected"]] == ["Centre"]


def test_with_borders_those_that_touch(world, reader) -> None:
    edition = worlds.add_outlines(world)
    # the squares of 0.06° around Centre (0.5, 101.45) and East (0.5, 101.52) are 0.01° apart: moved together
    row = OutlineRow.objects.get(area=world.areas["East"])
    ring = row.geometry["coordinates"][0]
    row.geometry = {"type": "Polygon", "coordinates": [[[x - 0.01, y] for x, y in ring]]}
    row.save()
    assert outlines([edition], world.market, _tree(world), 2).approximate is False
    found = figure(card(reader, world.areas["Centre"]), "beside")
    assert {row["name"] for row in found.table.rows} == {"Centre", "East"}
    assert found.title == "Beside it: East"
    assert figure(card(reader, world.areas["West"]), "beside").title == "No neighbours are known"


def _tree(world):
    return area_tree(world.new)


def test_without_anything_known_of_places_there_are_no_neighbours() -> None:
    world = worlds.build(facts=False)
    found = figure(card(english(world.bob), world.areas["Centre"]), "beside")
    assert found.title == "No neighbours are known"
    assert "Upload a boundary file" in found.warnings[0]


def test_filters_act_on_the_card_and_stay(reader, world) -> None:
    food = world.categories["Food"].pk
    answer = card(reader, world.areas["Centre"], f"?category={food}&size={SMALL}")
    assert answer.context["numbers"][0].value == 40
    assert answer.context["list_href"] == (
        f"/enterprises/?area={world.areas['Centre'].pk}&category={food}&size={SMALL}"
    )
    assert {chip.label for chip in answer.context["chips"]} == {"Food", "small"}
    menu = answer.content.decode()
    assert f"/ratio/?category={food}&amp;size={SMALL}&amp;area={world.areas['Centre'].pk}" in menu


def test_an_area_chosen_elsewhere_opens_its_card(reader, world) -> None:
    east = world.areas["East"].pk
    answer = reader.get(f"/card/?area={east}&size=1")
    assert (answer.status_code, answer["Location"]) == (302, f"/card/{east}/?size=1")
    several = reader.get(f"/card/?area={east}&area={world.areas['West'].pk}")
    assert several.status_code == 200


def test_the_list_of_cards_leads_to_each(reader, world) -> None:
    answer = reader.get("/card/")
    assert answer.context["heading"] == "Choose a sub-district to see its card"
    hrefs = {row["name"]: row["_href"] for row in figure(answer, "cards").table.rows}
    assert hrefs["Hill"] == f"/card/{world.areas['Hill'].pk}/"


# Where a person begins -----------------------------------------------------------------------------------


def begins(user) -> str:
    client = english(user)
    answer = client.get("/start/", follow=True)
    return answer.redirect_chain[-1][0] if answer.redirect_chain else "/start/"


def test_a_sales_person_begins_with_the_card_of_the_own_area(world) -> None:
    assert begins(world.alice) == f"/card/{world.areas['Centre'].pk}/"
    assert begins(world.bob) == begins(world.carol) == "/"


def test_with_several_areas_they_are_offered_and_without_any_the_overview(world) -> None:
    WorkArea.objects.create(user=world.alice, area=world.areas["East upper"], confirmed=True)
    assert begins(world.alice) == "/card/"
    answer = english(world.alice).get("/card/")
    assert answer.context["heading"] == "Your areas: Centre and East"
    assert [row["name"] for row in figure(answer, "own").table.rows] == ["Centre", "East"]
    WorkArea.objects.filter(user=world.alice).delete()
    assert begins(world.alice) == "/"
    WorkArea.objects.create(user=world.alice, area=world.old_areas["West"], confirmed=True)
    assert begins(world.alice) == "/"


def test_signing_in_leads_there(world, client) -> None:
    form = {"login": "alice@example.org", "password": worlds.PASSWORD}
    assert client.post(reverse("account_login"), form)["Location"] == "/start/"


def test_before_the_first_upload_everybody_sees_what_to_do(db) -> None:
    world = worlds.build(market=False)
    assert begins(world.alice) == "/"
    assert card(english(world.alice), world.areas["Centre"]).context["empty"]


# Addresses that do not fit -------------------------------------------------------------------------------


@pytest.mark.parametrize("area", [10**9, 10**40])
def test_an_unknown_area(reader, area) -> None:
    answer = reader.get(f"/card/{area}/")
    assert answer.status_code == 404
    assert "Choose an area from the list." in answer.content.decode()


def test_an_area_of_other_borders_leads_to_the_same_ground_or_says_what_became_of_it(reader, world) -> None:
    same = reader.get(f"/card/{world.old_areas['Centre'].pk}/?size=1", follow=True)
    assert same.redirect_chain == [(f"/card/{world.areas['Centre'].pk}/?size=1", 302)]
    assert "Centre is the same ground today" in same.content.decode()
    split = reader.get(f"/card/{world.old_areas['West'].pk}/")
    assert split.status_code == 404
    assert split.context["heading"] == "West (Sample City 2009–2020) is not in the data of 2023"
    assert [name for name, _href in split.context["ways"]] == ["Hill", "West", "All areas"]
    assert split.context["ways"][0][1] == f"/card/{world.areas['Hill'].pk}/"


def test_a_village_opens_at_its_level_and_the_city_has_no_card(reader, world) -> None:
    village = world.areas["North upper"]
    answer = reader.get(f"/card/{village.pk}/", follow=True)
    assert answer.redirect_chain == [(f"/card/{village.pk}/?level=3", 302)]
    assert answer.context["numbers"][0].value == 91
    city = reader.get(f"/card/{world.areas['Sample City'].pk}/")
    assert city.status_code == 404
    assert "These data have no card of Sample City" in city.content.decode()


def test_a_village_whose_numbers_are_not_known_leads_to_its_sub_district(world) -> None:
    Cell.objects.filter(area__level=3).delete()
    village = world.areas["East upper"]
    answer = english(world.bob).get(f"/card/{village.pk}/", follow=True)
    assert answer.redirect_chain == [(f"/card/{world.areas['East'].pk}/", 302)]
    assert "its own numbers are not known" in answer.content.decode()


def test_an_area_of_another_region_opens_there(reader, world) -> None:
    other = worlds.ground(slug="another", name="Another City")
    worlds.add_market(other, {"Hill": {"Food": {1: 9}}, "West": {"Food": {1: 4}}})
    hill = other.areas["Hill"]
    answer = reader.get(f"/card/{hill.pk}/", follow=True)
    assert answer.redirect_chain == [(f"/card/{hill.pk}/?region=another", 302)]
    assert answer.context["heading"].startswith("Hill: 9 MSMEs")


def test_an_area_that_no_file_covers(world) -> None:
    Edition.objects.filter(pk=world.market.pk).update(is_current=False)
    worlds.add_market(world, {name: worlds.MARKET[name] for name in ("Centre", "East", "Hill")})
    answer = card(english(world.bob), world.areas["North"])
    assert answer.status_code == 200
    assert answer.context["heading"] == "North is not in the files of this edition"
    assert formats.is_missing(answer.context["numbers"][0].value)


@pytest.mark.parametrize("without", ["population", "facts"])
def test_a_market_without_population_or_facts(without) -> None:
    world = worlds.build(**{without: False})
    answer = card(english(world.bob), world.areas["Centre"])
    assert answer.status_code == 200
    assert answer.context["numbers"][0].value == 480


def test_one_area_one_field_and_equal_numbers(db) -> None:
    world = worlds.ground(districts=["Centre"])
    worlds.people(world)
    worlds.add_market(world, {"Centre": {"Food": {1: 1}}})
    answer = card(english(world.bob), world.areas["Centre"])
    assert answer.context["heading"] == "Centre: 1 MSMEs, rank 1 of 1 sub-districts"


def test_both_languages_and_the_part_for_htmx(world) -> None:
    client = Client(headers={"accept-language": "id"})
    client.force_login(world.bob)
    assert card(client, world.areas["Centre"]).status_code == 200
    headers = {"HX-Request": "true", "HX-Target": "content"}
    part = client.get(reverse("card", args=[world.areas["Centre"].pk]), headers=headers)
    assert b"<html" not in part.content


def test_queries(reader, world, django_assert_max_num_queries) -> None:
    card(reader, world.areas["Centre"])
    with django_assert_max_num_queries(16):
        card(reader, world.areas["Centre"])
