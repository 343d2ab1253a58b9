"""The list of enterprises: whose, masked for whom, logged, and without any telephone number."""

import json
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Event, User
from areas import working
from data.models import Edition
from tests.dashboard import registers
from tests.data import uploads

from .conftest import ROOT, program

pytestmark = pytest.mark.django_db
LIST = f"{ROOT}enterprises"


@pytest.fixture
def edition(settings: Any, tmp_path: Any, alice: Any, carol: Any) -> Edition:
    """The register; Alice sells in Centre."""
    settings.MEDIA_ROOT = tmp_path
    region = uploads.city()
    working.set_areas(carol, alice, [uploads.area(region, "Centre")])
    return registers.register(region)


@pytest.fixture
def dora(edition: Edition, carol: Any) -> Any:
    """Dora sells in East."""
    person = User.objects.create_user("dora@example.org", "x", name="Dora", role="sales")
    working.set_areas(carol, person, [uploads.area(edition.region, "East")])
    return person


def names(asking: Client, query: str = "") -> list[str]:
    return [one["name"] for one in asking.get(LIST + query).json()["items"]]


ALL = {one[4] for one in registers.ENTERPRISES}
CENTRE = {one[4] for one in registers.ENTERPRISES if one[0] == "Centre"}
EAST = {one[4] for one in registers.ENTERPRISES if one[0] == "East"}


def test_an_admin_reads_all_of_them(edition: Edition, carol: Any) -> None:
    told = program(carol).get(LIST).json()
    assert {one["name"] for one in told["items"]} == ALL
    assert (told["count"], told["next"], told["problem"]) == (len(ALL), None, "")
    assert told["heading"] == "8 enterprises in Sample City"
    [one] = [one for one in told["items"] if one["name"] == "Kedai Enam"]
    assert (one["district"], one["village"], one["category_name"]) == ("East", "Harbour", "Food")
    assert (one["size"], one["size_name"], one["n"], one["row"]) == (1, "micro", 1, 7)


def test_sales_read_their_own_areas(edition: Edition, alice: Any, dora: Any) -> None:
    assert set(names(program(alice))) == CENTRE
    assert set(names(program(dora))) == EAST
    told = program(alice).get(LIST).json()
    assert "5 of 8 shown: the rest lie outside your areas." in told["notices"]


def test_no_filter_leads_outside_ones_areas(edition: Edition, alice: Any) -> None:
    east = uploads.area(edition.region, "East").pk
    told = program(alice).get(f"{LIST}?area={east}").json()
    assert (told["items"], told["count"]) == ([], 0)
    assert told["problem"].startswith("These lie outside your areas.")
    assert names(program(alice), "?q=Kedai") == []


def test_two_people_with_the_same_address_and_a_warm_cache(edition: Edition, alice: Any, dora: Any) -> None:
    """features.md h6: what one of them asked for is nothing that the other sees."""
    asking = {alice: program(alice), dora: program(dora)}
    for _turn in range(2):
        assert set(names(asking[alice])) == CENTRE
        assert set(names(asking[dora])) == EAST
    held = asking[alice].get(LIST)["ETag"]
    answer = asking[dora].get(LIST, headers={"if-none-match": held})
    assert answer.status_code == 200
    assert {one["name"] for one in answer.json()["items"]} == EAST
    for alias in ("default", "pages"):
        caches[alias].clear()
    assert set(names(asking[dora])) == EAST


def test_work_areas_that_change_act_at_once(edition: Edition, alice: Any, carol: Any) -> None:
    asking = program(alice)
    held = asking.get(LIST)["ETag"]
    working.set_areas(carol, alice, [uploads.area(edition.region, "Hill")])
    answer = asking.get(LIST, headers={"if-none-match": held})
    assert [one["name"] for one in answer.json()["items"]] == ["Tenun Delapan"]


def test_analysts_see_masks(edition: Edition, bob: Any) -> None:
    told = program(bob).get(LIST).json()
    assert {one["name"] for one in told["items"]} >= {"W***** S***"}
    assert not ALL & {one["name"] for one in told["items"]}
    assert "Jl. Contoh" not in json.dumps(told)
    assert "Names and addresses are masked: your role works with figures, not with people." in told["notices"]


@pytest.mark.parametrize("role", ["alice", "bob", "carol"])
def test_no_answer_has_a_telephone_number_or_an_owner(
    edition: Edition, role: str, request: pytest.FixtureRequest
) -> None:
    text = program(request.getfixturevalue(role)).get(LIST).content.decode()
    digits = "".join(letter for letter in text if letter.isdigit())
    for private in ("081234567", "8123456789", "0761234567", "99000000"):
        assert private not in digits
    assert "Pemilik" not in text
    assert "rahasia" not in text


def test_reading_names_is_logged(edition: Edition, alice: Any, bob: Any) -> None:
    Event.objects.all()._raw_delete(Event.objects.db)
    program(bob).get(LIST)
    assert not Event.objects.filter(action="enterprises_listed").exists()
    program(alice).get(f"{LIST}?limit=2&offset=2&q=Centre")
    program(alice).get(f"{LIST}?limit=2&offset=2")
    [line] = Event.objects.filter(action="enterprises_listed")
    assert (line.user, line.rows, line.detail["form"], line.detail["first"]) == (alice, 2, "API", 3)
    assert line.detail["edition"] == edition.pk


def test_what_is_held_is_logged_too(edition: Edition, alice: Any) -> None:
    asking = program(alice)
    held = asking.get(LIST)["ETag"]
    assert asking.get(LIST, headers={"if-none-match": held}).status_code == 304
    assert Event.objects.filter(action="enterprises_listed").count() == 2


def test_the_parts_make_up_the_list(edition: Edition, carol: Any) -> None:
    asking, found, address = program(carol), [], f"{LIST}?limit=3"
    while address:
        told = asking.get(address).json()
        found += [one["id"] for one in told["items"]]
        address = told["next"]
    assert found == [one["id"] for one in asking.get(LIST).json()["items"]]
    assert len(found) == told["count"] == len(ALL)
    assert asking.get(f"{LIST}?offset=2147483647").json()["items"] == []


def test_a_part_is_no_filter_that_is_ignored(edition: Edition, carol: Any) -> None:
    told = program(carol).get(f"{LIST}?limit=3&offset=1&nonsense=1").json()
    [notice] = told["notices"]
    assert "nonsense=1" in notice
    assert "limit" not in notice


def test_a_longer_list_asks_no_more(edition: Edition, carol: Any) -> None:
    registers.register(edition.region, 4, period="2024")
    asking = program(carol)
    asking.get(f"{LIST}?limit=2")

    def queries(limit: int) -> int:
        with CaptureQueriesContext(connection) as found:
            assert len(asking.get(f"{LIST}?limit={limit}").json()["items"]) == limit
        return len(found)

    assert queries(32) <= queries(9) + 1  # a list of several areas is read in three steps instead of two


def test_counts_are_rows_without_names(edition: Edition, carol: Any) -> None:
    registers.counts(edition.region, period="2025")
    told = program(carol).get(LIST).json()
    assert {one["name"] for one in told["items"]} == {""}
    assert sum(one["n"] for one in told["items"]) == 150
    assert told["heading"].startswith("6 rows of counts in Sample City")


def test_without_any_data_it_says_so(carol: Any) -> None:
    told = program(carol).get(LIST).json()
    assert (told["items"], told["problem"]) == ([], "There are no MSME data yet")
    uploads.city()
    told = program(carol).get(LIST).json()
    assert told["problem"] == "There are no MSME data of Sample City yet"
