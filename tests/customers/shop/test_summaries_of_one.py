"""One customer counted without the others, beside the count of everybody."""

from datetime import date
from itertools import product

import pandas as pd
import pytest
from django.http import QueryDict

from analysis.lrfm import CannotSummarise, Rules
from customers.shop import summaries
from customers.shop.scope import CustomerReader

pytestmark = pytest.mark.django_db
DAYS = [date(2022, 2, 4), date(2022, 3, 6), date(2022, 12, 31), date(2023, 5, 2), date(2023, 5, 3)]
RULES = [
    Rules(*one)
    for one in product(
        ("receipts", "days", "rows"), ("subtract", "leave_out"), ("count", "leave_out"), ("keep", "drop")
    )
]


@pytest.mark.parametrize("rules", [RULES[0], RULES[7], RULES[10], RULES[17], RULES[23]], ids=str)
def test_one_customer_is_counted_as_among_all(world, rules) -> None:
    shop = CustomerReader(QueryDict(""), world.bob).shop
    for number in ("A0", "B0", "B1", "C1", "E5", "nobody"):
        found = summaries.of_customer(shop, number, DAYS, rules)
        expected = {}
        for day in DAYS:
            try:
                everybody = summaries.table(shop, day, rules)
            except CannotSummarise:
                continue
            if number in everybody.index:
                expected[day] = everybody.loc[number]
        assert set(found.index) == set(expected)
        for day, row in expected.items():
            pd.testing.assert_series_equal(
                found.loc[day], row, check_names=False, check_dtype=False, check_exact=True
            )


def test_no_day_asks_for_nothing(world) -> None:
    shop = CustomerReader(QueryDict(""), world.bob).shop
    assert summaries.of_customer(shop, "A0", [], Rules()).empty
