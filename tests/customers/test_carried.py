"""The forms of pages on a shop and on a table of customers keep what the pages of the other kind chose."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from tests.customers.small_table import add_table
from tests.world import World

TABLE = [
    ("customer_table", "Pelanggan Uji"), ("clusters", "3"), ("attribute", "Income"),
    ("attribute", "MntWines"), ("scale", "robust"), ("levels", "Education: Basic < Master"),
    ("across", "Income"), ("up", "MntWines"),
    ("reference", "2023-11-30"),
]  # fmt: skip
SHOP = [
    ("until", "2023-05-31"), ("segments", "4"), ("weight_recency", "3"), ("earlier", "2022-12-31"),
    ("margin", "40"), ("months", "24"), ("discount", "5"),
]  # fmt: skip


@pytest.fixture
def table_too(world: World) -> World:
    add_table(world)
    return world


def sent(client: Client, path: str, asked: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What the form of the page sends when it is sent as it stands."""
    form = client.get(path, query_params=asked).context["form"]  # type: ignore[arg-type]
    found: list[tuple[str, str]] = []
    for field in form:
        value = field.initial
        found += [(field.name, str(one)) for one in (value if isinstance(value, list) else [value])]
    return found


@pytest.mark.parametrize("path", ["", "number/", "sales/", "list/", "value/", "movement/"])
def test_the_form_of_a_shop_keeps_the_choices_of_a_table(reader: Client, table_too: World, path: str) -> None:
    assert {*TABLE, *SHOP} <= set(sent(reader, f"/customers/{path}", [*SHOP, *TABLE]))


@pytest.mark.parametrize("path", ["/customers/table/quality/", "/customers/table/relations/"])
def test_the_form_of_a_table_keeps_the_choices_of_a_shop(reader: Client, table_too: World, path: str) -> None:
    assert set(SHOP) <= set(sent(reader, path, [*SHOP, *TABLE]))
    assert {pair for pair in TABLE if pair[0] != "customer_table"} <= set(sent(reader, path, TABLE))


def test_choices_that_were_taken_back_keep_the_others(reader: Client, table_too: World) -> None:
    chips = reader.get("/customers/", query_params=[*SHOP, *TABLE]).context["chips"]  # type: ignore[arg-type]
    [until] = [one for one in chips if "until" in str(one.label)]
    left = parse_qsl(urlsplit(until.href).query)
    assert set(TABLE) <= set(left)
    assert ("until", "2023-05-31") not in left


def test_what_is_carried_has_an_end(reader: Client, table_too: World) -> None:
    asked = [("attribute", "x" * 500)] * 100 + [("levels", "y" * 5_000)]
    carried = sent(reader, "/customers/sales/", asked)
    assert len([1 for name, _value in carried if name == "attribute"]) == 40
    assert max(len(value) for _name, value in carried) == 1_000


def test_another_table_comes_with_its_own_day(reader: Client, world: World) -> None:
    """The form sends the reference date of the table that it was shown for."""
    add_table(world)
    add_table(world, series="Older", year=2014)
    page = "/customers/table/relations/"
    [newest, older] = ["Pelanggan Uji", "Older"]
    asked = {**dict(sent(reader, page, [])), "customer_table": older}
    assert asked["reference"] == "2023-12-31"
    form = reader.get(page, asked).context["form"]
    assert str(form["reference"].initial) == "2014-12-31"
    assert not form.notices
    # a day that was chosen for this table stays
    again = {**dict(sent(reader, page, [("customer_table", older)])), "reference": "2014-06-30"}
    assert str(reader.get(page, again).context["form"]["reference"].initial) == "2014-06-30"
    assert again["of_table"] == f"2014|{older}" != f"2023|{newest}"
