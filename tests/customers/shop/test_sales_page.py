"""Sales month by month, and events."""

import time
from datetime import date

import pandas as pd
import pytest

from customers.models import SalesEvent
from customers.shop import sales_content
from tests.customers.small_shop import LAST, rows

pytestmark = pytest.mark.django_db


def test_months_sum_to_all_that_was_bought(reader) -> None:
    table = reader.get("/customers/sales/").context["figures"]["sales"].table
    assert sum(row["amount"] for row in table.rows) == sum(amount for _who, _day, amount, _receipt in rows())
    assert table.rows[0]["month"] == "Feb 2022"
    # the first purchase is of 5 February: a month that the data cover in part is not compared
    assert table.rows[0]["whole"] == "in part"
    assert table.rows[1]["change"] is None
    assert table.rows[-1]["whole"] == "whole month"
    assert len(table.rows) == 17


def test_the_heading_ranks_changes_by_the_measure_that_it_tells() -> None:
    # May fell by more money, July by the larger part; August, covered in part, is compared with nothing
    months = pd.period_range("2022-04", periods=5, freq="M")
    table = pd.DataFrame({"amount": [1000, 530, 500, 195, 1], "partial": [False] * 4 + [True]}, index=months)
    assert sales_content.heading(table) == "Sales fell most in Jul 2022: by 61%"
    level = table.assign(amount=[1000, 1001, 1000, 999, 1])
    assert sales_content.heading(level) == "Sales hardly change from month to month"
    # no part can be told of a month of nothing
    assert sales_content.heading(table.assign(amount=[0, 5, 0, 0, 0])).startswith(
        "Sales fell most in Jun 2022"
    )
    assert sales_content.heading(table.assign(amount=0)) == "Sales month by month"


def test_an_earlier_reference_date_leaves_later_sales_out(reader) -> None:
    table = reader.get("/customers/sales/?until=2022-12-31").context["figures"]["sales"].table
    expected = sum(amount for _who, day, amount, _receipt in rows() if day <= date(2022, 12, 31))
    assert sum(row["amount"] for row in table.rows) == expected
    assert table.rows[-1]["month"] == "Dec 2022"


def test_an_event_stands_beside_its_month_and_can_be_removed(reader) -> None:
    reader.get("/customers/sales/")  # kept from now on
    typed = {"name": "Anniversary", "first": "2023-02-10", "last": "2023-02-14"}
    assert reader.post("/customers/sales/events/", typed).status_code == 302
    rows_ = reader.get("/customers/sales/").context["figures"]["sales"].table.rows
    assert [row["month"] for row in rows_ if row["events"]] == ["Feb 2023"]
    event = SalesEvent.objects.get()
    answer = reader.post(f"/customers/sales/events/{event.pk}/remove/", follow=True)
    assert "from 2023-02-10 to 2023-02-14" in answer.content.decode()
    assert not SalesEvent.objects.exists()
    rows_ = reader.get("/customers/sales/").context["figures"]["sales"].table.rows
    assert not any(row["events"] for row in rows_)


def test_an_event_of_all_times_takes_no_longer(reader) -> None:
    for n in range(50):
        typed = {"name": f"Always {n}", "first": "0001-01-01", "last": "9999-12-31"}
        reader.post("/customers/sales/events/", typed)
    began = time.process_time()
    rows_ = reader.get("/customers/sales/").context["figures"]["sales"].table.rows
    assert time.process_time() - began < 10
    assert all("Always 0, Always 1" in row["events"] for row in rows_)


def test_what_happened_in_the_months_of_events_is_said_of_whole_months_only(reader) -> None:
    def said(first: str) -> str:
        reader.post("/customers/sales/events/", {"name": first, "first": first, "last": first})
        return str(reader.get("/customers/sales/").context["figures"]["sales"].summary)

    # before the data, and in the month after the one that they cover in part
    assert "No event lies in a month" in said("2020-05-01")
    assert "No event lies in a month" in said("2022-03-05")
    changes = {
        row["month"]: row["change"]
        for row in reader.get("/customers/sales/").context["figures"]["sales"].table.rows
    }
    assert changes["Nov 2022"] is not None
    expected = "Nov 2022" if changes["Nov 2022"] < 0 else "did not fall"
    assert expected in said("2022-11-05")


def test_another_event_of_the_same_id_is_shown(reader, world) -> None:
    typed = {"name": "First", "first": "2023-02-10", "last": "2023-02-14"}
    reader.post("/customers/sales/events/", typed)
    reader.get("/customers/sales/")
    event = SalesEvent.objects.get()
    # as a restored database does
    SalesEvent.objects.all().delete()
    SalesEvent.objects.create(
        pk=event.pk, region=event.region, series=event.series, name="Second", first_day=event.first_day,
        last_day=event.last_day,
    )  # fmt: skip
    rows_ = reader.get("/customers/sales/").context["figures"]["sales"].table.rows
    assert {row["events"] for row in rows_} == {"", "Second"}


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"name": "", "first": "2023-02-10", "last": "2023-02-14"}, "Name the event."),
        ({"name": "A", "first": "2023-02-14", "last": "2023-02-10"}, "The event ends before it begins."),
        ({"name": "A", "first": "", "last": "2023-02-10"}, "Choose the first day."),
    ],
)
def test_a_wrong_event_is_refused_with_what_to_do(reader, typed, message) -> None:
    answer = reader.post("/customers/sales/events/", typed, follow=True)
    assert message in answer.content.decode()
    assert not SalesEvent.objects.exists()


def test_sales_people_cannot_change_events(world, client) -> None:
    client.force_login(world.alice)
    assert client.post("/customers/sales/events/", {}).status_code == 403
    assert client.get("/customers/sales/").context["may_change"] is False
    assert date(2023, 6, 30) == LAST
