"""How many queries a page of customers asks: as many for ten times the customers, and few once it is kept."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from data.cells_cache import RecentlyUsed
from tests.customers.small_shop import SHOP, Row, add_shop, rows

pytestmark = pytest.mark.django_db
PAGES = (
    "", "number/", "list/", "list/one/?customer=A0",
    "list/new/?first=2023-01-01&last=2023-03-01&times=3&money=9", "movement/", "value/", "sales/", "saved/",
)  # fmt: skip
# measured: 15 and 11 at most; a query for each segment or customer would be many more
MOST_COLD, MOST_WARM = 17, 12


def many() -> list[Row]:
    """Ten times the customers of the small shop, each a day or more earlier than the one before."""
    return [
        (f"{who}{n}" if n else who, day - timedelta(days=n), amount, f"{receipt}-{n}")
        for who, day, amount, receipt in rows()
        for n in range(10)
    ]


def forget() -> None:
    for one in list(RecentlyUsed._all):
        one._values.clear()
    caches["pages"].clear()


def asked(reader: Any, path: str, shop: str) -> int:
    address = f"/customers/{path}{'&' if '?' in path else '?'}shop={shop}"
    with CaptureQueriesContext(connection) as found:
        assert reader.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("path", PAGES)
def test_queries_do_not_grow_with_the_customers(world, reader, path) -> None:
    add_shop(world, many(), series="Many")
    assert max(day for _who, day, *_rest in many()) == date(2023, 6, 30)
    # counted once, so that neither is the first to look
    asked(reader, path, SHOP), asked(reader, path, "Many")
    forget()
    cold = [asked(reader, path, shop) for shop in (SHOP, "Many")]
    warm = [asked(reader, path, shop) for shop in (SHOP, "Many")]
    # who asks is read once for both: three queries
    assert cold[1] in (cold[0], cold[0] - 3)
    assert warm[0] == warm[1]
    assert max(cold) <= MOST_COLD
    assert max(warm) <= MOST_WARM
