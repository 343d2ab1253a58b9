"""Segments are named by their means: who bought last week is told apart from those who left."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from analysis.segment_kinds import KINDS
from tests.customers.small_shop import add_shop
from tests.world import World

pytestmark = pytest.mark.django_db
END = date(2023, 6, 30)
NEW = KINDS[False, True, False, False]


@pytest.fixture
def mixed(world: World, client: Client) -> Client:
    """Regulars, and people who came once: half of them this month, the others last year."""
    rows: list[Any] = []
    for one in range(12):
        days = (END - timedelta(days=step * 40 + one) for step in range(8))
        rows += [(f"R{one}", day, 500.0 + one, f"r{one}{day}") for day in days]
    for one in range(30):
        day = END - timedelta(days=one if one < 16 else 250 + one)
        rows.append((f"O{one}", day, 50.0 + one, f"o{one}"))
    add_shop(world, rows, series="Campur")
    client.force_login(world.alice)
    return client


def test_who_bought_this_week_is_not_written_off(mixed: Client) -> None:
    page = "/customers/?shop=Campur&segments=2"
    answer = mixed.get(page, headers={"accept-language": "en"})
    [lost] = [one for one in answer.context["segments"] if one.family == "lost"]
    said = " ".join(answer.context["notices"])
    assert f"“{lost.name}” is named by its mean: 16 of its 30 customers bought more lately" in said
    mixed.cookies["django_language"] = "en"
    lately = mixed.get("/customers/list/one/?shop=Campur&segments=2&customer=O0")
    assert [NEW.strategy in one for one in lately.context["advice"]] == [True, False]
    assert lost.strategy in lately.context["advice"][1]
    long_ago = mixed.get("/customers/list/one/?shop=Campur&segments=2&customer=O20")
    assert list(long_ago.context["advice"]) == [lost.strategy]
    [other] = [one for one in answer.context["segments"] if one.family != "lost"]
    regular = mixed.get("/customers/list/one/?shop=Campur&segments=2&customer=R1")
    assert list(regular.context["advice"]) == [other.strategy]


def test_who_is_gone_by_their_own_gap_is_told_so_alone(mixed: Client, world: World) -> None:
    """Bought more lately than the average, and 40 times as long ago as usual: the heading says gone."""
    rows = [("W", END - timedelta(days=80 + one * 2), 9.0, f"w{one}") for one in range(3)]
    shop: list[Any] = []
    for one in range(12):
        days = (END - timedelta(days=one + step * 30) for step in range(12))
        shop += [(f"R{one}", day, 900.0, f"r{one}{day}") for day in days]
        days = (END - timedelta(days=300 + one + step * 2) for step in range(3))
        shop += [(f"O{one}", day, 9.0, f"o{one}{day}") for day in days]
    add_shop(world, [*rows, *shop], series="Pergi")
    answer = mixed.get(
        "/customers/list/one/?shop=Pergi&segments=2&customer=W", headers={"accept-language": "en"}
    )
    assert "most likely gone" in answer.context["heading"]
    assert "has not left" not in " ".join(answer.context["advice"])
    assert list(answer.context["advice"]) == [answer.context["segment"].strategy]
    assert answer.context["segment"].family == "lost"
