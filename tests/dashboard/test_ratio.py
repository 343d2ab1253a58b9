"""Ratio: whose residents, which reading, and what it says when people are missing or converted."""

import pytest
from django.core.cache import caches
from django.test import Client

from areas.models import AreaChange
from data import content
from data.models import FigureCell
from tests import world as worlds

from .conftest import english

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
        assert "Residents: 2023, civil registry, Dukcapil" in figure.base


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
    monkeypatch.setattr(caches["pages"], "set", lambda key, value, seconds: found.append(seconds))
    reader.get("/ratio/?reading=competition")
    reader.get(f"/ratio/?category={world.categories['Food'].pk}")
    assert found == [content.KEEP_SECONDS, content.KEEP_FILTERED]


def test_queries(reader, django_assert_max_num_queries) -> None:
    reader.get("/ratio/")
    with django_assert_max_num_queries(12):
        reader.get("/ratio/")


def test_nobody_reads_it_without_signing_in() -> None:
    assert Client().get("/ratio/").status_code == 302
