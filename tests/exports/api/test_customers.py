"""The customer pages, the list of customers and kept segmentations, as programs read them."""

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils.translation import override

from accounts.models import Event
from core.shown import read
from customers import saving
from customers.models import CustomerRun
from customers.run_content import families
from customers.shop import list_content, segmentation
from customers.shop.facts import facts
from customers.shop.scope import CustomerReader
from data.models import Edition
from tests import world as worlds
from tests.customers.small_shop import add_shop, rows

from .conftest import ROOT, program
from .test_pages import check

pytestmark = pytest.mark.django_db
NAMES = ("customers", "customer_k", "customer_movement", "customer_value", "customer_sales")
QUERIES = (
    "",
    "segments=3&method=minmax&turned=1&until=2023-05-31",
    "duplicates=drop&earlier=2022-10-01&margin=20",
)


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Any) -> worlds.World:
    """The small world with its shop."""
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path
    made = worlds.build()
    add_shop(made)
    return made


def told(asking: Client, address: str, status: int = 200) -> dict[str, Any]:
    answer = asking.get(ROOT + address)
    assert answer.status_code == status, answer.content
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize("query", QUERIES)
def test_every_number_of_the_customer_pages_is_the_pages_own(world: worlds.World, query: str) -> None:
    asking = program(world.alice)
    for name in NAMES:
        found = told(asking, f"pages/{name}?{query}")
        with override("en"):
            shown = read(name, query, world.alice)
            assert check(shown, found) > 10
        assert found["is_demo"]
        assert found["filters"]


def test_a_page_and_a_figure_that_are_held_are_not_made_again(world: worlds.World) -> None:
    asking = program(world.bob)
    for address in ("pages/customers?segments=4", "pages/customer_sales", "pages/customers/figures/worth"):
        first = asking.get(ROOT + address)
        assert asking.get(ROOT + address, headers={"if-none-match": first["ETag"]}).status_code == 304
    first = asking.get(f"{ROOT}pages/customers")
    other = asking.get(f"{ROOT}pages/customers?segments=3", headers={"if-none-match": first["ETag"]})
    assert other.status_code == 200


@pytest.mark.parametrize(
    "query",
    ["", "order=money", "q=b&segments=3", "earlier=2022-12-31&change=new", "q=zzz", "only=call"],
)
def test_the_list_is_that_of_the_page(world: worlds.World, query: str) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.bob)
    page = client.get(f"/customers/list/?{query}").context
    found = told(program(world.bob), f"customers?{query}")
    assert found["count"] == page["found"]
    assert found["heading"] == page["heading"]
    assert [one["number"] for one in found["items"]] == [line["number"] for line in page["lines"]]
    assert [one["monetary"] for one in found["items"]] == [line["money"] for line in page["lines"]]
    assert [one["usual"] for one in found["items"]] == [line["usual"] for line in page["lines"]]
    assert [one["is_worth_one_try"] for one in found["items"]] == [line["is_gone"] for line in page["lines"]]
    assert [one["segment_name"] for one in found["items"]] == [line["segment"] for line in page["lines"]]
    assert {one["change"] for one in found["items"]} <= ({"new"} if "change" in query else {None})
    assert bool(found["problem"]) == ("zzz" in query)


def test_its_parts_are_the_whole_list(world: worlds.World) -> None:
    asking, address, seen = program(world.alice), "customers?limit=7&order=border", []
    while address:
        found = told(asking, address)
        seen += [one["number"] for one in found["items"]]
        address = (found["next"] or "").removeprefix(ROOT)
    assert sorted(seen) == sorted({who for who, *_rest in rows()})


def test_nobody_is_named_whoever_asks(world: worlds.World) -> None:
    for person in (world.alice, world.bob, world.carol):
        [first, *_rest] = told(program(person), "customers")["items"]
        assert not {"name", "phone", "owner_name"} & set(first)
    assert not Event.objects.filter(action__startswith="customer").exists()


def test_an_address_on_the_site_leads_to_the_customer(world: worlds.World) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.bob)
    [first, *_rest] = told(program(world.bob), "customers?segments=3")["items"]
    assert client.get(first["href"]).context["number"] == first["number"]


def test_what_does_not_fit_is_said(world: worlds.World) -> None:
    found = told(program(world.bob), "customers?segment=77&method=magic")
    assert found["count"] == 30
    assert len(found["notices"]) == 3
    assert "limit: must be at most 500" in told(program(world.bob), "customers?limit=501", 422)["detail"]


def test_a_program_is_told_that_the_files_are_old(world: worlds.World, monkeypatch: Any) -> None:
    [said] = told(program(world.bob), "customers")["notices"]
    assert said.startswith("The newest purchase in the files is ")
    monkeypatch.setattr(list_content, "FRESH_DAYS", 10**6)
    assert told(program(world.bob), "customers")["notices"] == []


def test_without_a_shop_or_with_one_customer_it_is_said(world: worlds.World) -> None:
    add_shop(world, [row for row in rows() if row[0] == "E1"], series="Satu")
    alone = told(program(world.bob), "customers?shop=Satu")
    assert (alone["count"], bool(alone["problem"])) == (0, True)
    Edition.objects.filter(subject="transactions").update(is_current=False)
    none = told(program(world.bob), "customers")
    assert none["problem"] == "No transactions are loaded yet"
    assert none["until"] is None


def test_the_list_is_counted_against_the_limit(world: worlds.World, settings: Any) -> None:
    settings.API_RATE = "2/m"
    asking = program(world.carol)
    answers = [asking.get(f"{ROOT}customers?limit=1").status_code for _time in range(3)]
    assert answers == [200, 200, 429]


def test_the_list_has_an_etag_of_its_content(world: worlds.World) -> None:
    asking = program(world.carol)
    first = asking.get(f"{ROOT}customers")
    assert asking.get(f"{ROOT}customers", headers={"if-none-match": first["ETag"]}).status_code == 304


def kept(world: worlds.World) -> CustomerRun:
    reader = CustomerReader(QueryDict(""), world.bob)
    known = facts(reader)
    assert reader.shop is not None
    asked = {
        "until": reader.reference.isoformat(), "method": "quantile", "k": 5, "turned": False, "seed": 1,
        "n_init": 1,
        "rules": {"frequency": "receipts", "refunds": "subtract", "zeros": "count", "duplicates": "keep"},
    }  # fmt: skip
    result = segmentation.result_of(known.found) | {"families": families(known)}
    run, _new = saving.save("lrfm", "Ours", reader.shop.editions, asked, result, world.bob, is_demo=True)
    return run


def test_kept_segmentations_are_listed_and_read(world: worlds.World) -> None:
    run = kept(world)
    found = told(program(world.alice), "segmentations")
    [one] = found["items"]
    assert (one["id"], one["name"], one["n"], one["series"]) == (run.pk, "Ours", 30, "Toko Uji")
    page = told(program(world.alice), one["href"].removeprefix(ROOT))
    [segments, made] = page["figures"]
    assert sum(row["n"] for row in segments["table"]["rows"]) == 30
    assert any(row["what"] == "scikit-learn" for row in made["table"]["rows"])
    assert told(program(world.alice), f"segmentations/{run.pk + 1}", 404)["detail"]
