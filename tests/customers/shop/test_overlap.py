"""Two files of one shop that hold the same days."""

import pytest

from customers.shop import summaries
from customers.shop.scope import CustomerReader
from tests.customers.small_shop import add_shop, rows

pytestmark = pytest.mark.django_db


def notices(client, address: str = "") -> str:
    return " ".join(map(str, client.get(f"/customers/sales/{address}").context["notices"]))


def test_files_of_the_same_days_are_said_until_equal_rows_count_once(reader, world) -> None:
    assert "count" not in notices(reader)
    add_shop(world, [row for row in rows() if row[1].year == 2022], year=2022)
    assert "2022 and of 2023 hold the same days" in notices(reader)
    assert "hold the same days" not in notices(reader, "?duplicates=drop")


def test_files_that_follow_one_another_are_not_said(reader, world) -> None:
    add_shop(world, [row for row in rows() if row[1].year == 2022], year=2022, series="Other")
    add_shop(world, [row for row in rows() if row[1].year == 2023], year=2023, series="Other")
    assert "hold the same days" not in notices(reader, "?shop=Other")


def test_equal_rows_of_two_files_count_once_where_that_is_asked_for(world) -> None:
    from django.http import QueryDict

    def money(address: str) -> float:
        found = CustomerReader(QueryDict(address), world.bob)
        assert found.shop is not None
        return float(summaries.table(found.shop, found.reference, found.params.rules)["monetary"].sum())

    once = money("duplicates=drop")
    add_shop(world, year=2022)
    assert money("duplicates=drop") == once
    assert money("") > 1.9 * once
