"""Who moved between the segments of two days."""

from datetime import date, timedelta

import pytest

from tests.customers.small_shop import rows

pytestmark = pytest.mark.django_db
ADDRESS = "/customers/movement/?earlier=2022-12-31"


def figures(answer):
    return answer.context["figures"]


def test_both_sides_of_the_matrix_are_everybody(reader) -> None:
    table = figures(reader.get(ADDRESS))["matrix"].table
    customers = {who for who, _day, _amount, _receipt in rows()}
    before = {who for who, day, amount, _receipt in rows() if day <= date(2022, 12, 31) and amount >= 0}
    assert table.total["all"] == len(customers)
    assert sum(row["all"] for row in table.rows[:-1]) == len(before)
    assert table.rows[-1]["all"] == len(customers - before)
    for row in table.rows:
        assert sum(value for key, value in row.items() if key.startswith("s")) == row["all"]


def test_the_moves_sum_to_the_numbers_above(reader) -> None:
    answer = reader.get(ADDRESS)
    moves = figures(answer)["streams"].table.rows
    by_change = {str(one.label): one.value for one in answer.context["numbers"]}
    for label, change in (("Rose", "rose"), ("Fell", "fell"), ("Stayed", "stayed"), ("New", "new")):
        assert sum(row["n"] for row in moves if row["change"] == change) == by_change[label]


def test_the_day_before_the_reference_date_moves_nobody_but_by_a_day(reader) -> None:
    answer = reader.get("/customers/movement/?earlier=2023-06-29")
    moved = {str(one.label): one.value for one in answer.context["numbers"]}
    assert moved["New"] == 0
    assert moved["Stayed"] + moved["Rose"] + moved["Fell"] == 30


@pytest.mark.parametrize("asked", ["2022-02-01", "2023-06-30", "2024-01-01", "yesterday"])
def test_a_day_that_does_not_fit_is_said_and_another_one_used(reader, asked) -> None:
    answer = reader.get(f"/customers/movement/?earlier={asked}")
    assert answer.status_code == 200
    assert len(answer.context["notices"]) == 1
    assert answer.context["earlier"] == "2022-12-30"


def test_a_move_leads_to_its_customers(reader) -> None:
    row = figures(reader.get(ADDRESS))["streams"].table.rows[0]
    assert row["_to"].startswith("/customers/list/?")
    assert "earlier=2022-12-31" in row["_to"]


def test_a_young_shop_is_compared_with_the_middle_of_its_days(reader) -> None:
    """On its first day hardly anybody had come, and nearly everybody would be new."""
    first, until = min(day for _who, day, _amount, _receipt in rows()), date(2023, 1, 31)
    assert (until - first).days < 364
    answer = reader.get(f"/customers/movement/?until={until}")
    assert answer.context["earlier"] == (until - timedelta((until - first).days // 2)).isoformat()
