"""Shops of one and of two customers: every page comes up, says what can be said, and counts in singulars."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from customers import words
from tests.customers.few import bought
from tests.customers.small_shop import add_shop
from tests.world import World

PAGES = ["", "number/", "movement/", "value/", "sales/", "list/", "list/one/?customer=A0", "list/new/"]


@pytest.fixture(params=[(1, 1), (1, 3), (2, 1), (2, 3)], ids=lambda one: f"{one[0]}x{one[1]}")
def few(world: World, request: Any) -> tuple[World, int]:
    customers, purchases = request.param
    add_shop(world, bought(customers, purchases), series="Few")
    return world, customers


WRONG = re.compile(
    r"(?<![\d.,−-])1 (?:customers|rows|purchases|days|months|segments|receipts|transactions|groups|columns"
    r"|files|values|points|steps|weeks|years|quarters|cells|times|pages|numbers)\b"
    r"|of 1 (?:customer|row|purchase) (?:are|were|have)\b|(?<![\d.,])1 of \d+ \w+ are\b"
)


def text_of(html: str) -> str:
    body = re.sub(r"<(script|style|svg|select|template)\b.*?</\1>", " ", html, flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


@pytest.mark.parametrize("language", ["en", "id"])
def test_pages_of_few_customers_are_in_singular(few: tuple[World, int], language: str) -> None:
    world, _customers = few
    client = Client(headers={"accept-language": language})
    client.force_login(world.bob)
    wrong = {}
    for page in PAGES:
        sign = "&" if "?" in page else "?"
        answer = client.get(f"/customers/{page}{sign}shop=Few")
        assert answer.status_code == 200, page
        said = text_of(answer.content.decode())
        if found := [said[max(0, m.start() - 40) : m.end() + 30] for m in WRONG.finditer(said)]:
            wrong[page] = found
    assert wrong == {}


def english(world: World) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.bob)
    return client


@pytest.mark.parametrize("path", [one for one in PAGES if one != "sales/"])
def test_of_one_customer_is_said_what_can_be_said(world: World, path: str) -> None:
    add_shop(world, bought(1), series="Few")
    answer = english(world).get(f"/customers/{path}{'&' if '?' in path else '?'}shop=Few")
    assert answer.context["heading"] == (
        "1 customer made 3 purchases for 30,000; there is nobody to compare them with"
    )
    assert [one.shown for one in answer.context["numbers"]] == ["1", "3", "30,000", "14 February 2023"]
    html = answer.content.decode()
    assert "cannot be grouped" not in html
    # the last purchase is the reference date
    assert "on the reference date" in text_of(html)
    assert re.search(r"/customers/sales/\?[^\"]*shop=Few", html)


def test_two_customers_are_said_to_be_too_few(world: World) -> None:
    add_shop(world, bought(2), series="Few")
    answer = english(world).get("/customers/value/?shop=Few")
    assert answer.context["heading"] == (
        "2 customers made 6 purchases for 90,000; they are too few or too alike to be grouped"
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", ("last on the reference date", "last 1 day ago", "last 51 days ago", "every day", "every 23 days",
             "on the reference date")),
     ("id", ("terakhir pada tanggal acuan", "terakhir 1 hari lalu", "terakhir 51 hari lalu", "setiap 1 hari",
             "setiap 23 hari", "pada tanggal acuan"))],
)  # fmt: skip
def test_days_are_told_in_words(language: str, said: tuple[str, ...]) -> None:
    with override(language):
        found = (*map(words.last_bought, (0, 1, 51)), words.every(0.6), words.every(23.4), words.days_ago(0))
    assert found == said
