"""Ratio: whose residents, which reading, and what it says when people are missing or converted."""

import pytest
from django.core.cache import caches
from django.test import Client

from areas.models import AreaChange
from data import content
from data.models import FigureCell
from tests import world as worlds
from tests.world import english

pytestmark = pytest.mark.django_db


def rows(response):
    return {row["name"]: row for row in response.context["figures"]["ratio"].table.rows}


def test_ratio_rank_and_index(reader) -> None:
    response = reader.get("/ratio/")
    assert response.status_code == 200
    found = rows(response)
    assert found["Centre"]["ratio_per_1000"] == pytest.approx(48)
    assert found["Centre"]["residents_per_msme"] == pytest.approx(10_000 / 480)
    assert found["Centre"]["rank"] == 1
    assert found["Centre"]["index_100"] == pytest.approx(48 / (1089 / 83) * 100)
    assert response.context["heading"] == "Centre has 14.1 times as many MSMEs per resident as North"


def test_every_ratio_states_year_basis_and_source(reader, world) -> None:
    world.population.source = "Dukcapil"
    world.population.save()
    for figure in reader.get("/ratio/").context["figures"].values():
        assert "Residents: 2023, civil registry · their source: Dukcapil" in figure.base


def test_the_reading_changes_words_and_order(reader, world) -> None:
    opportunity, competition = (
        reader.get(f"/ratio/?reading={one}") for one in ("opportunity", "competition")
    )
    first, second = (answer.context["figures"]["ratio"] for answer in (opportunity, competition))
    assert first.title != second.title
    assert first.plot["layout"]["yaxis"]["categoryarray"][-1] == str(world.areas["Centre"].pk)
    assert second.plot["layout"]["yaxis"]["categoryarray"][-1] == str(world.areas["North"].pk)
    assert (first.table.sort, second.table.sort) == ("-ratio_per_1000", "ratio_per_1000")
    assert "lowest" in competition.context["heading"]
    assert [one["active"] for one in competition.context["readings"]] == [False, True]


def test_the_region_s_line_is_its_ratio(reader) -> None:
    shape = reader.get("/ratio/").context["figures"]["ratio"].plot["layout"]["shapes"][0]
    assert shape["x0"] == pytest.approx(1089 / 83)


def test_count_against_ratio(reader) -> None:
    figure = reader.get("/ratio/").context["figures"]["quadrants"]
    assert figure.title == "Many MSMEs and a high ratio: Centre and East"
    assert sorted(figure.plot["data"][0]["text"]) == list(worlds.DISTRICTS)


def test_quadrants_have_names_of_the_reading(reader, world) -> None:
    opportunity, competition = (
        reader.get(f"/ratio/?reading={one}").context["figures"] for one in ("opportunity", "competition")
    )
    words = {row["name"]: row.get("quadrant") for row in opportunity["quadrants"].table.rows}
    # mean number 217.8, ratio of the region 13.1: the West has 12.5, the Hill 8.6
    assert words == {"Centre": "Core", "East": "Core", "Hill": "Watch", "North": "Watch", "West": "Watch",
                     "area not stated": None}  # fmt: skip
    assert [row["name"] for row in opportunity["members"].table.rows] == ["Core", "Develop", "Niche", "Watch"]
    assert competition["members"].table.rows[0]["name"] == "Roomy"
    assert competition["quadrants"].title == "No place has many MSMEs and a low ratio"
    assert sum(row["count"] for row in competition["members"].table.rows) == 5


def test_the_heading_is_about_the_chosen_areas(reader, world) -> None:
    east, north = world.areas["East"].pk, world.areas["North"].pk
    one = reader.get(f"/ratio/?area={east}")
    assert one.context["heading"] == (
        "East has 16.5 MSMEs per 1,000 residents: place 2 of 5 (Sample City: 13.1)"
    )
    assert one.context["numbers"][3].value == pytest.approx(16.5 / (1089 / 83) * 100)
    two = reader.get(f"/ratio/?area={east}&area={north}&reading=competition").context["heading"]
    assert two == "East and North together have 7.8 MSMEs per 1,000 residents; Sample City has 13.1"


def test_places_with_the_same_ratio_are_all_named(world) -> None:
    FigureCell.objects.filter(edition=world.population, area=world.areas["East"]).update(value=6_875)
    client = english(world.bob)
    heading = client.get("/ratio/").context["heading"]
    assert heading == "Centre and East share the highest ratio: 48.0 MSMEs per 1,000 residents"
    assert "highest in Centre and East" in client.get("/ratio/?reading=competition").context["heading"]


def test_saturation_is_told_by_turnover_in_three_digits(reader) -> None:
    found = {row["name"]: row for row in reader.get("/ratio/").context["figures"]["all"].table.rows}
    for name, row in found.items():
        if name in worlds.DISTRICTS and row["average_turnover"]:
            assert row["saturation_100"] == pytest.approx(
                found["Centre"]["saturation_100"] * found["Centre"]["average_turnover"]
                / row["average_turnover"]
            )  # fmt: skip
    assert found["Centre"]["saturation_100"] is not None


def test_an_unknown_reading_is_ignored_and_said(reader) -> None:
    response = reader.get("/ratio/?reading=zzz")
    assert "was ignored: reading=zzz" in " ".join(response.context["notices"])
    assert [one["active"] for one in response.context["readings"]] == [True, False]


def test_no_msmes_in_the_chosen_area_is_no_ratio_of_others(reader, world) -> None:
    farming, centre = world.categories["Farming"].pk, world.areas["Centre"].pk
    assert reader.get(f"/ratio/?category={farming}&area={centre}").context["heading"] == (
        "No MSMEs fit this filter"
    )


def test_without_population_it_says_what_to_upload() -> None:
    world = worlds.build(population=False)
    for user, link in ((world.carol, True), (world.alice, False)):
        response = english(user).get("/ratio/")
        assert response.status_code == 200
        assert "no population of Sample City" in response.context["heading"]
        assert "Upload a population table" in response.context["empty"]["text"]
        assert bool(response.context["empty"]["href"]) is link
        assert response.context["figures"] == {}


def test_population_zero_is_no_ratio_and_no_error(world) -> None:
    FigureCell.objects.filter(edition=world.population, area=world.areas["Hill"]).update(value=0)
    response = english(world.bob).get("/ratio/")
    assert rows(response)["Hill"]["ratio_per_1000"] is None
    assert any("Hill" in notice for notice in response.context["notices"])
    FigureCell.objects.filter(edition=world.population).update(value=0)
    world.population.created_at = world.population.created_at.replace(year=2001)
    world.population.save()
    empty = english(world.bob).get("/ratio/")
    assert empty.status_code == 200
    assert empty.context["heading"].startswith("No ratio can be computed")


def other_borders() -> worlds.World:
    world = worlds.build(population=False)
    people = {"Centre": 10_000, "East": 20_000, "North": 40_000, "West": 16_000}
    worlds.add_figures(world, "population", {"residents": people}, 2020, series="census", old=True)
    return world


def test_population_of_other_borders_is_offered_and_flagged() -> None:
    world = other_borders()
    client = english(world.bob)
    offered = client.get("/ratio/")
    assert "borders of 2009" in offered.context["empty"]["text"]
    response = client.get("/ratio/" + offered.context["empty"]["href"])
    found = rows(response)
    # half of the old West's 16,000 people each
    assert found["Hill"]["residents"] == found["West"]["residents"] == 8_000
    assert sum(row["residents"] for row in found.values() if row.get("residents")) == 86_000
    notices = " ".join(response.context["notices"])
    assert "converted from other borders by shares: Hill and West" in notices
    assert "MSMEs are of 2023 and residents of 2020" in notices
    assert "converted from the borders of 2009" in response.context["figures"]["ratio"].base


@pytest.mark.parametrize(("year", "label", "mixes"), [(2023, "2023-06", False), (2022, "2022", True)])
def test_two_years_are_years_not_labels(year, label, mixes) -> None:
    world = worlds.build(population=False)
    people = worlds.add_figures(world, "population", {"residents": worlds.RESIDENTS}, year)
    people.period_label = label
    people.save()
    notices = english(world.bob).get("/ratio/").context["notices"]
    assert any("mixes two years" in notice for notice in notices) is mixes


def test_the_choice_of_a_population_is_carried() -> None:
    world = other_borders()
    client = english(world.bob)
    href = client.get("/ratio/").context["empty"]["href"]
    response = client.get("/ratio/" + href)
    assert href[1:] in rows(response)["Centre"]["_href"]


def test_a_population_that_is_not_to_choose_is_ignored_and_said(world) -> None:
    response = english(world.bob).get(f"/ratio/?population={world.population.pk}")
    assert "population=" not in rows(response)["Centre"]["_href"]
    assert "was ignored" in " ".join(response.context["notices"])


def test_corrected_changes_of_borders_are_seen_at_once() -> None:
    world = other_borders()
    client = english(world.bob)
    address = "/ratio/" + client.get("/ratio/").context["empty"]["href"]
    before = client.get(address)
    assert rows(before)["Hill"]["residents"] == 8_000
    parts = AreaChange.objects.filter(from_area=world.old_areas["West"])
    parts.filter(to_area=world.areas["Hill"]).update(share=0.25)
    parts.filter(to_area=world.areas["West"]).update(share=0.75)
    after = client.get(address, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert rows(after)["Hill"]["residents"] == 4_000


def test_filters_are_kept_for_minutes_only(reader, world, monkeypatch) -> None:
    found: list[int] = []

    def keep(key, value, seconds) -> None:
        # the HTML made of a content has entries of its own
        found.extend([seconds] if key.startswith("market-") else [])

    monkeypatch.setattr(caches["pages"], "set", keep)
    reader.get("/ratio/?reading=competition")
    reader.get(f"/ratio/?category={world.categories['Food'].pk}")
    assert found == [content.KEEP_SECONDS, content.KEEP_FILTERED]


def test_queries(reader, django_assert_max_num_queries) -> None:
    reader.get("/ratio/")
    with django_assert_max_num_queries(12):
        reader.get("/ratio/")


def test_nobody_reads_it_without_signing_in() -> None:
    assert Client().get("/ratio/").status_code == 302
