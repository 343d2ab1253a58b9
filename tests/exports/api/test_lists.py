"""Regions, areas, business fields and editions: what filters choose by, a part at a time."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from areas.models import Area
from data.editions import withdraw
from exports.api import shapes
from exports.api.lists import cut
from tests import world as worlds

from .conftest import ROOT, program


def told(asking: Client, address: str) -> dict[str, Any]:
    answer = asking.get(ROOT + address)
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_areas_are_those_of_the_borders_shown(world: worlds.World) -> None:
    found = told(program(world.alice), "areas")
    assert {one["id"] for one in found["items"]} == {one.pk for one in world.areas.values()}
    assert (found["region"], found["valid_from"], found["valid_to"]) == ("sample", "2020-12-31", None)
    assert found["items"][0] == {
        "id": world.areas["Sample City"].pk, "code": "", "name": "Sample City", "level": 1,
        "level_name": "regency or city", "parent": None,
    }  # fmt: skip
    [east] = [one for one in found["items"] if one["name"] == "East"]
    assert east["parent"] == world.areas["Sample City"].pk


def test_areas_of_data_of_before_are_those_of_before(world: worlds.World) -> None:
    worlds.add_market(world, {"West": {"Food": {1: 5}}}, 2018, old=True)
    found = told(program(world.bob), "areas?year=2018")
    assert {one["id"] for one in found["items"]} == {one.pk for one in world.old_areas.values()}
    assert found["valid_to"] == "2020-12-30"


def test_areas_of_one_level(world: worlds.World) -> None:
    found = told(program(world.bob), "areas?level=2")
    assert [one["name"] for one in found["items"]] == sorted(worlds.DISTRICTS)


def test_a_waiting_area_is_none_yet(world: worlds.World) -> None:
    Area.objects.create(boundary_set=world.new, name="New", key="new", level=2, is_pending=True)
    assert "New" not in {one["name"] for one in told(program(world.bob), "areas?level=2")["items"]}


def test_categories_are_those_of_the_data_and_what_is_not_stated(world: worlds.World) -> None:
    worlds.category(world, "Elsewhere")
    found = told(program(world.bob), "categories")["items"]
    assert [one["name"] for one in found] == ["Crafts", "Farming", "Fashion", "Food", "not stated"]
    assert found[-1]["id"] == 0


def test_regions(world: worlds.World) -> None:
    worlds.ground("other", "Other City")
    found = told(program(world.bob), "regions")
    assert [one["slug"] for one in found["items"]] == ["sample", "other"]
    assert found["items"][0]["is_demo"]


def test_another_region_is_chosen_by_its_slug(world: worlds.World) -> None:
    other = worlds.ground("other", "Other City")
    found = told(program(world.bob), "areas?region=other")
    assert {one["id"] for one in found["items"]} == {one.pk for one in other.areas.values()}
    assert told(program(world.bob), "categories?region=other")["items"] == []
    answer = program(world.bob).get(f"{ROOT}areas?region=nowhere")
    assert answer.status_code == 404
    assert answer.json()["detail"] == "There is no such region. There are: sample, other."


def test_before_any_region_it_says_who_sets_one_up(db: None, bob: Any) -> None:
    for name in ("areas", "categories"):
        answer = program(bob).get(ROOT + name)
        assert answer.status_code == 404
        assert answer.json()["detail"].startswith("There is no region yet.")
    assert told(program(bob), "regions")["items"] == []


def test_editions_name_their_files(world: worlds.World) -> None:
    found = told(program(world.bob), "editions?subject=market")
    assert world.market is not None
    [one] = found["items"]
    assert (one["id"], one["period"], one["region"]) == (world.market.pk, "2023", "sample")
    assert one["files"] == [{
        "name": "market-2023.csv", "kind": "msme_register", "sha256": "0" * 64, "size": 1, "is_demo": True,
        "is_purged": False,
    }]  # fmt: skip


def test_editions_of_before_are_shown_when_asked_for(world: worlds.World) -> None:
    assert world.market is not None
    before = told(program(world.bob), "editions")["count"]
    withdraw(world.market, world.market.datasets.get(), world.carol)
    assert told(program(world.bob), "editions?past=true")["count"] == before + 1
    states = {one["id"]: one["is_current"] for one in told(program(world.bob), "editions?past=true")["items"]}
    assert not states[world.market.pk]
    assert told(program(world.bob), "editions?region=nowhere")["items"] == []


@settings(max_examples=30)
@given(n=st.integers(0, 40), limit=st.integers(1, 50), offset=st.integers(0, 60))
def test_parts_cover_a_list_once(n: int, limit: int, offset: int) -> None:
    rows = list(range(n))
    found: list[int] = []
    for start in range(offset, n + limit, limit):
        found += cut(rows, shapes.Part(limit=limit, offset=start))
    assert found == rows[offset:]


def test_next_leads_through_the_whole_list_and_keeps_the_filter(world: worlds.World) -> None:
    asking, found, address = program(world.bob), [], f"{ROOT}areas?level=3&limit=4"
    while address:
        answer = asking.get(address).json()
        assert answer["count"] == 10
        found += answer["items"]
        address = answer["next"]
    assert found == told(asking, "areas?level=3")["items"]


@pytest.mark.parametrize("name", ["regions", "areas", "categories", "editions", "enterprises"])
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("limit=0", "limit: must be at least 1."),
        ("limit=501", "limit: must be at most 500."),
        ("limit=many", "limit: must be a whole number."),
        ("limit=", "limit: must be a whole number."),
        ("limit=1.5", "limit: must be a whole number."),
        ("limit=9" + "9" * 5000, "limit: must be a whole number."),
        ("offset=-1", "offset: must be at least 0."),
        ("offset=2147483648", "offset: must be at most 2147483647."),
        ("limit=0&offset=-1", "limit: must be at least 1; offset: must be at least 0."),
    ],
)
def test_a_part_that_is_none_is_refused_in_a_sentence(
    world: worlds.World, name: str, query: str, said: str
) -> None:
    answer = program(world.bob).get(f"{ROOT}{name}?{query}")
    assert (answer.status_code, answer.json()) == (422, {"detail": said})
