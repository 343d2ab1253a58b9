"""A small invented shop whose rows stand in Parquet as an import leaves them; its numbers can be worked out.

Five kinds of customers, six of each: regulars who buy every month and much, loyal ones who buy little, new
ones, ones who stayed away for half a year, and ones who came once long ago.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pandas as pd
from django.conf import settings

from data.columnar import rows_path
from data.models import Edition
from tests.world import World, add_edition

SHOP = "Toko Uji"
LAST = date(2023, 6, 30)
Row = tuple[str, date, float, str]


def rows() -> list[Row]:
    """(customer, day, amount, receipt), by customer and day."""
    found: list[Row] = []
    for n in range(6):
        found += _visits(f"A{n}", date(2022, 2, 5 + n), 34, 15, 200_000 + 1_000 * n)
        found += _visits(f"B{n}", date(2022, 3, 5 + n), 20, 23, 20_000 + 500 * n)
        found += _visits(f"C{n}", date(2023, 6, 2 + n), 1 + n % 2, 9, 400_000)
        found += _visits(f"D{n}", date(2022, 4, 1 + n), 8, 25, 60_000)
        found += _visits(f"E{n}", date(2022, 2, 10 + n), 1, 1, 30_000)
    # one refund, one amount of zero, and a row that stands there twice
    found += [("B0", date(2023, 5, 2), -20_000.0, "R-1"), ("B1", date(2023, 5, 3), 0.0, "Z-1"), found[0]]
    found.append(("A0", LAST, 200_000.0, "last"))
    return found


def _visits(customer: str, first: date, times: int, gap: int, amount: float) -> list[Row]:
    days = [first + timedelta(days=gap * at) for at in range(times)]
    return [(customer, day, float(amount), f"{customer}-{at}") for at, day in enumerate(days) if day <= LAST]


def add_shop(world: World, bought: Iterable[Row] | None = None, series: str = SHOP, **values: Any) -> Edition:
    """A current edition of the shop's transactions (needs settings.MEDIA_ROOT in a folder of the test)."""
    edition = add_edition(world, "transactions", series=series, **values)
    dataset = edition.datasets.get()
    table = pd.DataFrame(
        list(rows() if bought is None else bought), columns=["customer", "day", "amount", "receipt"]
    )
    table.insert(0, "row_number", range(2, len(table) + 2))
    table.insert(0, "sheet", 0)
    table["payment"] = "cash"
    table["outlet"] = pd.Series([None] * len(table), dtype="str")
    path = rows_path(dataset)
    assert str(settings.MEDIA_ROOT) in str(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    table.to_parquet(path)
    return edition
