"""Customers whose numbers are strange, pages that cannot group anybody, and what a card may claim."""

from datetime import date, timedelta

import pytest

from tests.customers.small_shop import add_shop, rows

pytestmark = pytest.mark.django_db
STRANGE = ["A&B=1", "50% #7", "ä+ö/..", "<b>x</b>", "x" * 90]


@pytest.mark.parametrize("number", STRANGE)
def test_a_customer_of_any_number_is_reached_from_list_to_row(reader, world, number) -> None:
    bought = [*rows(), *((number, date(2023, 1, 1) + timedelta(days=9 * n), 5e4, f"S{n}") for n in range(5))]
    add_shop(world, bought, series="Strange")
    line = next(
        one
        for page in (1, 2)
        for one in reader.get(f"/customers/list/?shop=Strange&page={page}").context["lines"]
        if one["number"] == number
    )
    card = reader.get(line["href"])
    assert card.context["number"] == number
    assert "<b>x</b>" not in card.content.decode()
    row = reader.get(card.context["figures"]["history"].table.rows[0]["_href"])
    assert row.status_code == 200
    assert row.context["number"] == number


def test_a_new_customer_cannot_be_placed_where_nobody_is_grouped(reader) -> None:
    answer = reader.get("/customers/list/new/?until=2022-02-05")
    assert answer.status_code == 200
    assert "only one customer" in answer.content.decode()


def test_a_change_without_a_day_from_which_is_not_said_to_be_chosen(reader) -> None:
    for asked in ("change=rose&was=0", "change=rose&was=0&earlier=2030-01-01", "change=gone&earlier=x"):
        answer = reader.get(f"/customers/list/?{asked}")
        assert answer.context["found"] == 30
        assert not answer.context["chips"]


def test_being_new_is_no_segment_that_somebody_was_in(reader) -> None:
    past = reader.get("/customers/list/one/?customer=C0").context["figures"]["past"]
    assert "not there yet" in {row["segment"] for row in past.table.rows}
    assert past.title.startswith("In the same segment")
