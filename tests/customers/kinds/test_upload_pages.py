"""The upload of both kinds of customer files as an admin sees it, step by step."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from customers import rows
from data.models import Dataset, Edition
from tests.data.views.conftest import checked, confirm_columns, media, region, send, uploaded, worker  # noqa: F401

pytestmark = pytest.mark.django_db
State = Dataset.State
SALES = "No Member;Tanggal;Total Belanja\n0001;13/01/2023;50.000\n2;14/01/2023;-5.000\n"
TABLE = "ID;Usia;Menikah;Nama\n" + "".join(
    f"{n};{20 + n};{('Ya', 'Tidak')[n % 2]};Orang {chr(65 + n)}\n" for n in range(12)
)
REGISTER = "Nama Usaha;NIB;Omzet 2022;Tenaga Kerja;Skala Usaha\nWarung A;9900000000001;5;2;Mikro\n"
SURVEY = "Timestamp,Apa bidang usaha Anda?,Seberapa sering Anda membeli?\n2023/01/01 8:00,Kuliner,Sering\n"
ENGLISH = {"headers": {"accept-language": "en"}}


def page(client: Client, name: str, dataset: Dataset) -> str:
    answer = client.get(reverse(name, args=[dataset.pk]), **ENGLISH)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_choice_of_kinds_offers_both(admin_client, db) -> None:
    text = admin_client.get(reverse("upload"), **ENGLISH).content.decode()
    assert "Transactions of a shop" in text
    assert "Table of customers" in text
    form = admin_client.get(f"{reverse('upload')}?kind=transactions", **ENGLISH).content.decode()
    assert "Name of the shop" in form
    assert "its customers are followed through all of them" in form


def test_transactions_from_file_to_result(admin_client, region, uploaded, worker) -> None:  # noqa: F811
    dataset = uploaded(SALES, kind="transactions", series="Toko")
    text = page(admin_client, "dataset_columns", dataset)
    assert "How dates and amounts are written" in text
    assert '<details class="fold" open>' not in text
    assert confirm_columns(admin_client, dataset, numbers="", dates="").status_code == 302
    worker()
    text = page(admin_client, "dataset_check", dataset)
    assert "All amounts together: 45,000" in text
    assert "Refunds (amounts below zero): 1" in text
    assert "Areas:" not in text
    admin_client.post(reverse("dataset_check", args=[dataset.pk]), {})
    worker()
    assert "Imported: transactions 2023, edition 1" in page(admin_client, "dataset_result", dataset)


def test_its_pages_are_one_step_away(admin_client, region, uploaded, checked, worker) -> None:  # noqa: F811
    shop = checked(SALES, kind="transactions", series="Toko Satu")
    shop_page = page(admin_client, "dataset_result", imported(admin_client, worker, shop))
    assert "/customers/?region=" in shop_page
    assert "shop=Toko+Satu" in shop_page
    table = uploaded(TABLE, kind="customer_attributes", series="Pelanggan")
    admin_client.post(reverse("customer_columns", args=[table.pk]), answers(table, ""))
    worker()
    table_page = page(admin_client, "dataset_result", imported(admin_client, worker, table))
    assert "/customers/table/quality/?region=" in table_page
    assert "customer_table=Pelanggan&amp;period=2023" in table_page
    # and the list of files names both
    listed = admin_client.get(reverse("datasets"), **ENGLISH).content.decode()
    assert "Transactions of a shop · Toko Satu" in listed
    assert "Table of customers · Pelanggan" in listed


def imported(client: Client, worker: Any, dataset: Dataset) -> Dataset:  # noqa: F811
    client.post(reverse("dataset_check", args=[dataset.pk]), {})
    worker()
    dataset.refresh_from_db()
    assert dataset.state == State.READY
    return dataset


def test_the_period_can_be_corrected(admin_client, region, checked, worker) -> None:  # noqa: F811
    dataset = checked(SALES, kind="transactions", series="Toko")
    text = page(admin_client, "dataset_check", dataset)
    assert "Period: 2023. Correct it" in text
    url = reverse("dataset_period", args=[dataset.pk])
    wrong = admin_client.post(url, {"period": "soon"}, follow=True, **ENGLISH).content.decode()
    assert "“soon” is no period" in wrong
    admin_client.post(url, {"period": "2023-01"})
    worker()
    dataset.refresh_from_db()
    assert (dataset.state, dataset.period_label, str(dataset.period_end)) == (
        State.CHECKED, "2023-01", "2023-01-31",
    )  # fmt: skip
    imported(admin_client, worker, dataset)
    assert Edition.objects.get(subject="transactions").period_label == "2023-01"
    assert admin_client.post(url, {"period": "2022"}).status_code == 302
    dataset.refresh_from_db()
    assert dataset.period_label == "2023-01"


def test_a_further_file_adds_rows_and_no_areas(admin_client, region, checked, worker) -> None:  # noqa: F811
    imported(admin_client, worker, checked(SALES, kind="transactions", series="Toko"))
    more = checked(SALES + "3;15/01/2023;7.000\n", kind="transactions", series="Toko")
    text = page(admin_client, "dataset_check", more)
    assert "Add this file to it: the rows of " in text
    assert "areas and rows" not in text


def test_a_bare_header_of_amounts_is_taken_where_none_is_better(admin_client, region, uploaded) -> None:  # noqa: F811
    plain = uploaded("Member;Tanggal;Jumlah\n1;13/01/2023;5\n", kind="transactions", series="T")
    assert plain.mapping["amount"] == "Jumlah"
    both = uploaded("Member;Tanggal;Jumlah;Total\n1;13/01/2023;5;9\n", kind="transactions", series="T")
    assert both.mapping["amount"] == "Total"


def test_times_with_a_zone(admin_client, region, checked, worker) -> None:  # noqa: F811
    content = "Member;Tanggal;Total\n1;2023-01-31T18:30:00Z;5\n2;2023-01-31T18:30:00+07:00;6\n"
    dataset = checked(content, kind="transactions", series="T")
    text = page(admin_client, "dataset_check", dataset)
    assert "Times written with their zone (Z, +07:00, WIB): 2." in text
    assert "their days are those of Asia/Jakarta" in text
    assert "First day 31 January 2023, last day 1 February 2023" in text


def test_unclear_dates_are_asked_on_the_page(admin_client, region, uploaded, worker) -> None:  # noqa: F811
    dataset = uploaded(
        "No Member;Tanggal;Total\n1;03/04/2023;5\n2;05/06/2023;6\n", kind="transactions", series="T"
    )
    confirm_columns(admin_client, dataset)
    worker()
    dataset.refresh_from_db()
    assert dataset.state == State.NEEDS_MAPPING
    text = page(admin_client, "dataset_columns", dataset)
    assert "could be either way round, as in “03/04/2023”" in text
    assert '<details class="fold" open>' in text
    answer = confirm_columns(admin_client, dataset, dates="")
    assert answer.status_code == 422
    assert "id_dates_error" in answer.content.decode()
    confirm_columns(admin_client, dataset, dates="mdy")
    worker()
    dataset.refresh_from_db()
    assert dataset.state == State.CHECKED
    assert dataset.decisions["options"]["dates"] == "mdy"


def test_a_needed_column_that_is_missing_is_said_at_its_field(admin_client, region, uploaded) -> None:  # noqa: F811
    dataset = uploaded("No Member;Total Belanja;Catatan\n1;5;a\n", kind="transactions", series="T")
    answer = admin_client.post(reverse("dataset_columns", args=[dataset.pk]), dataset.mapping, **ENGLISH)
    assert answer.status_code == 422
    assert "Choose the header that holds this." in answer.content.decode()


@pytest.mark.parametrize(
    ("content", "kind", "other"),
    [
        (REGISTER, "transactions", "MSME register"),
        (SURVEY, "transactions", "Questionnaire"),
        (REGISTER, "customer_attributes", "MSME register"),
        (SURVEY, "customer_attributes", "Questionnaire"),
        (SALES.replace("Total", "No Struk;Total").replace(";50", ";S1;50").replace(";-5", ";S2;-5"),
         "customer_attributes", "Transactions of a shop"),
    ],
)  # fmt: skip
def test_a_file_of_another_kind_is_said(admin_client, region, uploaded, content, kind, other) -> None:  # noqa: F811
    dataset = uploaded(content, kind=kind, series="T")
    name = "dataset_columns" if kind == "transactions" else "customer_columns"
    text = page(admin_client, name, dataset)
    assert f"This looks like another kind of file: {other}." in text


def answers(dataset: Dataset, text: str) -> dict[str, str]:
    """The form of the columns as the page fills it in."""
    return {f"{one['key']}-type": one["type"] for one in dataset.guess["columns"]} | {"repeats": "refuse"}


def test_a_table_of_customers_from_file_to_result(admin_client, region, uploaded, worker) -> None:  # noqa: F811
    dataset = uploaded(TABLE, kind="customer_attributes", series="Pelanggan")
    assert admin_client.get(reverse("dataset_columns", args=[dataset.pk])).status_code == 302
    text = page(admin_client, "customer_columns", dataset)
    assert "4 columns: is each what it says?" in text
    assert "12 values, 12 different" in text
    assert "Orang" not in text
    assert text.count("<select") == 4  # no question how whole numbers are written
    given = answers(dataset, text) | {"c0002-type": "text"}
    assert admin_client.post(reverse("customer_columns", args=[dataset.pk]), given).status_code == 302
    worker()
    dataset.refresh_from_db()
    assert dataset.decisions["columns"] == {"Usia": {"type": "text"}}
    assert "Columns: 0 of numbers, 1 of yes or no, 0 of dates, 1 of texts; left out: 0" in page(
        admin_client, "dataset_check", dataset
    )
    admin_client.post(reverse("dataset_check", args=[dataset.pk]), {})
    worker()
    table, columns = rows.attribute_table(Edition.objects.get(subject="customer_table"))
    assert [(one.label, one.type) for one in columns] == [("Usia", "text"), ("Menikah", "flag")]
    assert len(table) == 12


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"c0001-type": "text"}, "Choose the column that holds the customer number."),
        ({"c0002-type": "customer"}, "ID is already chosen as this. Choose another kind here or there."),
    ],
)
def test_what_cannot_be_is_said_on_the_page(admin_client, region, uploaded, change, message) -> None:  # noqa: F811
    dataset = uploaded(TABLE, kind="customer_attributes", series="Pelanggan")
    given = answers(dataset, "") | change
    answer = admin_client.post(reverse("customer_columns", args=[dataset.pk]), given, **ENGLISH)
    assert answer.status_code == 422
    assert message in answer.content.decode()


def test_guesses_to_look_at_are_counted_and_marked(admin_client, region, uploaded) -> None:  # noqa: F811
    content = "ID;Daftar\n1;03/04/2021\n2;05/06/2021\n"
    text = page(admin_client, "customer_columns", uploaded(content, kind="customer_attributes", series="P"))
    assert "2 columns, 1 guess to look at" in text
    assert "Day and month could be the other way round." in text
    assert "month/day/year" in text


def test_a_file_of_another_kind_has_its_own_step(admin_client, region, uploaded) -> None:  # noqa: F811
    dataset = uploaded(SALES, kind="transactions", series="T")
    answer: Any = admin_client.get(reverse("customer_columns", args=[dataset.pk]))
    assert answer["Location"] == reverse("dataset_columns", args=[dataset.pk])
