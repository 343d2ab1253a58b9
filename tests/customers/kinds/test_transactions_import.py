"""A file of transactions through the whole importer: recognised, checked, imported, read back."""

import gzip
from datetime import date
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from django.utils.translation import override

from areas.models import Region
from core.texts import shown
from customers import queries, rows
from customers.lost_rows import RowsLost
from data import columnar, contacts, editions
from data.kinds import kind
from data.models import Contact, Dataset, Edition
from data.recognition import recognise
from tests.data import uploads

pytestmark = pytest.mark.django_db
State = Dataset.State
HEADER = "No. Member;Tanggal Transaksi;No Struk;Total Belanja;Metode Pembayaran;Cabang;Nama Pelanggan;No HP"
LINES = [
    "0001;13/01/2023 10:05;S-1;125.000;Tunai;Panam;Ani Lestari;081234567890",
    "0001;14/02/2023 11:00;S-2;75.500;QRIS;Panam;Ani Lestari;081234567890",
    "2;14/02/2023 12:30;S-3;(20.000);Tunai;Sudirman;Budi;",
    "2;14/02/2023 12:31;S-4;0;Tunai;Sudirman;;",
    "0007;01/03/2023;S-5;1.250.000,50;;;;",
    "0007;01/03/2023;S-5;1.250.000,50;;;;",
]


AGAIN = (
    "Rows equal to an earlier one in every imported column: %s. "
    "They are kept; the pages ask how to count them."
)


@pytest.fixture
def region(db, settings, tmp_path) -> Region:
    settings.MEDIA_ROOT = tmp_path
    return uploads.city()


def content(lines: list[str] | None = None, header: str = HEADER) -> bytes:
    return "\n".join([header, *(LINES if lines is None else lines)]).encode()


def read(region: Region, file: bytes | None = None, **values: Any) -> Dataset:
    given = {"kind": "transactions", "name": "sales.csv", "series": "Toko Uji"} | values
    return uploads.read(region, content() if file is None else file, **given)


def ready(region: Region, file: bytes | None = None, **values: Any) -> Dataset:
    dataset = uploads.check(read(region, file, **values))
    assert dataset.state == State.CHECKED, (dataset.state, dataset.message, dataset.report)
    dataset = uploads.commit(dataset)
    assert dataset.state == State.READY, dataset.message
    return dataset


def facts(dataset: Dataset) -> list[str]:
    with override("en"):
        return [shown(one) for one in dataset.report["facts"]]


def shop(series: str = "Toko Uji") -> list[Edition]:
    return list(Edition.objects.current().filter(subject="transactions", series=series))


@pytest.mark.parametrize(
    ("given", "is_said"),
    [
        ({"period": "2023-02-01..2023-12-31"}, True),
        ({"period": "2023-02-01..2023-12-31", "series": "Another"}, False),
        # the period that is there is asked about by itself
        ({}, False),
    ],
)
def test_days_that_another_file_of_the_shop_holds_are_said_before(
    region, given: dict[str, Any], is_said: bool
) -> None:
    ready(region)
    later = uploads.check(read(region, content(LINES[1:]), name="later.csv", **given))
    assert later.state == State.CHECKED
    said = "The files of 2023 of this shop hold days of this file, too"
    assert any(said in one for one in facts(later)) == is_said


def test_days_after_those_of_the_other_files_are_not_said(region) -> None:
    ready(region, content(LINES[:1]))
    later = uploads.check(read(region, content(LINES[1:]), name="later.csv", period="2023-02-01..2023-12-31"))
    assert later.state == State.CHECKED
    assert not any("hold days of this file" in one for one in facts(later))


@pytest.mark.parametrize(
    ("beside", "amount"),
    [
        ("Subtotal", "Subtotal"),
        ("Harga Total", "Harga Total"),
        ("Total Harga (Rp)", "Total Harga (Rp)"),
        ("Omzet", "Omzet"),
        # nothing says whether these are of one piece or of all: a person is asked
        ("Harga Satuan", None),
        ("Harga", None),
        ("Nilai", None),
        ("Nama Barang", None),
        ("Qty Retur", None),
        ("Total Poin", None),
        # what is known as another column says nothing of it
        ("Cara Bayar", "Jumlah"),
        ("Nomor Nota", "Jumlah"),
    ],
)
def test_a_count_of_goods_is_never_taken_for_the_amount(beside: str, amount: str | None) -> None:
    for headers in (["Member", "Tanggal", "Jumlah", beside], [beside, "Jumlah", "Tanggal", "Member"]):
        assert recognise(kind("transactions"), headers, {}, 2023).mapping.get("amount") == amount


@pytest.mark.parametrize(
    ("headers", "customer", "day"),
    [
        (["No Anggota", "Waktu", "Total"], "No Anggota", "Waktu"),
        (["Waktu", "Tanggal", "Nomor Anggota", "Total"], "Nomor Anggota", "Tanggal"),
    ],
)
def test_members_and_times_are_recognised(headers: list[str], customer: str, day: str) -> None:
    """A column of days goes before one of days and times."""
    found = recognise(kind("transactions"), headers, {}, 2023).mapping
    assert (found["customer"], found["day"]) == (customer, day)


def test_headers_are_recognised_and_rows_stay_in_columns(region) -> None:
    dataset = ready(region)
    assert set(dataset.mapping) == {
        "customer", "day", "amount", "receipt", "payment", "outlet", "owner_name", "phone",
    }  # fmt: skip
    assert dataset.report["counts"]["accepted"] == 6
    [path] = rows.paths(shop())
    table = pq.read_table(path)
    assert {field.name: str(field.type) for field in table.schema} == {
        "sheet": "int64", "row_number": "int64", "customer": "string", "day": "date32[day]",
        "amount": "double", "receipt": "string", "payment": "string", "outlet": "string",
    }  # fmt: skip
    assert table["customer"].to_pylist() == ["0001", "0001", "2", "2", "0007", "0007"]
    assert table["day"].to_pylist()[:2] == [date(2023, 1, 13), date(2023, 2, 14)]
    assert table["amount"].to_pylist() == [125_000, 75_500, -20_000, 0, 1_250_000.5, 1_250_000.5]
    assert table["row_number"].to_pylist() == [2, 3, 4, 5, 6, 7]
    assert table["payment"].to_pylist()[-1] is None
    assert sorted(one.name for one in dataset.directory.iterdir()) == [
        "errors.parquet", "original", "rows.parquet", "use.lock",
    ]  # fmt: skip
    assert shop()[0].notes == {"lacks": []}


def test_what_the_file_holds_is_told_before_it_is_imported(region) -> None:
    dataset = uploads.check(read(region))
    assert facts(dataset) == [
        "Customers: 3",
        "First day 13 January 2023, last day 1 March 2023",
        "All amounts together: 2,680,501",
        "Refunds (amounts below zero): 1",
        "Amounts of zero: 1",
        AGAIN % 1,
    ]
    with override("id"):
        assert "2.680.501" in shown(dataset.report["facts"][2])


def test_people_are_kept_once_encrypted_and_nowhere_else(region) -> None:
    ready(region)
    held = Contact.objects.order_by("row_number")
    assert [(one.row_number, contacts.open_contact(one)) for one in held] == [
        (2, {"owner_name": "Ani Lestari", "phone": "081234567890"}), (4, {"owner_name": "Budi"}),
    ]  # fmt: skip
    assert b"Lestari" not in rows.paths(shop())[0].read_bytes()
    found = rows.contacts_of(shop(), ["0001", "2", "0007", "nobody"])
    assert {key: [one.row_number for one in of] for key, of in found.items()} == {
        "0001": [2], "2": [4], "0007": [], "nobody": [],
    }  # fmt: skip


def test_rows_lead_back_to_the_file(region) -> None:
    dataset = ready(region)
    bought = rows.rows_of(shop(), ["2"])
    assert bought[["dataset", "sheet", "row_number", "amount"]].values.tolist() == [
        [dataset.pk, 0, 4, -20_000], [dataset.pk, 0, 5, 0],
    ]  # fmt: skip
    assert bought["day"].tolist() == [pd.Timestamp(2023, 2, 14)] * 2
    places = rows.places_of(shop(), ["0007", "2"])
    assert places[["customer", "row_number"]].values.tolist() == [
        ["2", 4],
        ["2", 5],
        ["0007", 6],
        ["0007", 7],
    ]
    assert rows.customer_at(dataset, 0, 3) == "0001"
    assert rows.customer_at(dataset, 0, 99) is None
    assert rows.rows_of(shop("another"), ["2"]).empty


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("1;01/01/2024;;5", ("day", "after_period")),
        ("1;01/01/2999;;5", ("day", "future")),
        ("1;31/02/2023;;5", ("day", "bad_date")),
        ("1;;;5", ("day", "required")),
        (";01/02/2023;S;5", ("customer", "required")),
        ("1;01/02/2023;;lima", ("amount", "bad_number")),
        ("1;01/02/2023;;", ("amount", "required")),
        ("1E+15;01/02/2023;;5", ("customer", "lost_digits")),
    ],
)
def test_a_wrong_cell_is_said_with_its_row(region, line, rule) -> None:
    header = "No Member;Tanggal;No Struk;Total Belanja"
    dataset = uploads.check(read(region, content(["1;13/01/2023;;5", "1;12/01/2023;;5", line], header)))
    assert uploads.errors(dataset) == {rule: [4]}
    assert dataset.report["counts"]["accepted"] == 2


def test_the_end_of_the_period_is_said(region) -> None:
    header = "No Member;Tanggal;Total Belanja"
    dataset = uploads.check(read(region, content(["1;13/01/2024;5", "1;13/12/2023;5"], header)))
    with override("en"):
        [message] = [shown(one["message"]) for one in dataset.report["errors"]]
    assert message.startswith("This day lies after the end of the period, 31 December 2023.")
    assert message.endswith("Correct the year or choose another period.")


def test_days_before_the_period_are_said_and_kept(region) -> None:
    header = "No Member;Tanggal;Total Belanja"
    dataset = uploads.check(read(region, content(["1;13/12/2022;5", "1;13/01/2023;5"], header)))
    assert dataset.report["counts"]["accepted"] == 2
    assert any(one.startswith("Rows of days before the period: 1.") for one in facts(dataset))


def test_a_number_of_sixteen_digits_has_lost_some(region) -> None:
    book = {
        "Data": [
            ["No Member", "Tanggal", "Total"],
            [1234567890123456, "13/01/2023", 5],
            [12, "13/01/2023", 5],
        ]
    }
    dataset = uploads.check(read(region, uploads.xlsx(book), name="sales.xlsx"))
    assert uploads.errors(dataset) == {("customer", "lost_digits"): [2]}


def test_sheets_of_one_book_go_in_together(region) -> None:
    head = ["No Member", "Tanggal", "Total"]
    book = {
        "Jan": [head, ["0001", pd.Timestamp(2023, 1, 5, 13, 30), 5]],
        "Feb": [head, ["0001", 44963.0, 7.5], ["1", 20230207, -2]],
    }
    dataset = ready(region, uploads.xlsx(book), name="sales.xlsx")
    found = rows.rows_of(shop(), ["0001", "1"])
    assert found[["sheet", "row_number", "customer", "amount"]].values.tolist() == [
        [0, 2, "0001", 5.0], [1, 2, "0001", 7.5], [1, 3, "1", -2.0],
    ]  # fmt: skip
    assert [one.date() for one in found["day"]] == [date(2023, 1, 5), date(2023, 2, 6), date(2023, 2, 7)]
    assert dataset.report["counts"]["accepted"] == 3


@pytest.mark.parametrize(("order", "day"), [("dmy", date(2023, 4, 3)), ("mdy", date(2023, 3, 4))])
def test_days_and_months_that_could_be_either_are_asked(region, order, day) -> None:
    file = content(["1;03/04/2023;5", "1;05/06/2023;5"], "No Member;Tanggal;Total")
    dataset = uploads.check(read(region, file))
    assert dataset.state == State.NEEDS_MAPPING
    with override("en"):
        assert "“03/04/2023”" in shown(dataset.report["problem"])
    dataset = uploads.check(dataset, options={"dates": order})
    assert dataset.state == State.CHECKED
    uploads.commit(dataset)
    assert rows.rows_of(shop(), ["1"])["day"].iloc[0].date() == day


@pytest.mark.parametrize(
    ("amounts", "options", "read_as"),
    [
        (["50.000", "125.000"], {}, [50_000, 125_000]),
        (["50.000", "125.000"], {"numbers": "english"}, [50, 125]),
        (["11.77", "12.00"], {}, [11.77, 12.0]),
        (["1,250.50", "1,250.50-"], {}, [1250.5, 1250.5]),
        (["Rp 1.250,-", "-Rp 500"], {}, [1250, -500]),
    ],
)
def test_amounts_are_read_as_the_file_writes_them(region, amounts, options, read_as) -> None:
    lines = [f"1;13/01/2023;{amount}" for amount in amounts]
    dataset = uploads.check(read(region, content(lines, "No Member;Tanggal;Total")), options=options)
    if "-" in amounts[-1] and amounts[-1].endswith("-"):
        assert uploads.errors(dataset) == {("amount", "bad_number"): [3]}
        return
    uploads.commit(dataset)
    assert rows.rows_of(shop(), ["1"])["amount"].tolist() == read_as
    assert any("“125.000” was read as 125,000" in one for one in facts(dataset)) == (
        amounts[0] == "50.000" and not options
    )


def test_doubtful_files_are_said(region) -> None:
    dataset = uploads.check(
        read(region, content(["1;13/01/2023;0", "1;14/01/2023;-5"], "No Member;Tanggal;Total"))
    )
    said = facts(dataset)
    assert "All rows are of one customer. Is this the column that tells customers apart?" in said
    assert "No amount is above zero. Is this the column of amounts, with the right sign?" in said


def test_names_as_customer_numbers_are_said(region) -> None:
    lines = ["Ani Lestari;13/01/2023;5", "Budi S.;14/01/2023;7", "K-12;15/01/2023;9"]
    dataset = uploads.check(
        read(region, content(lines, "Pelanggan;Tanggal;Total")), {"customer": "Pelanggan"}
    )
    assert any(one.startswith("The customer numbers look like names.") for one in facts(dataset))


@pytest.mark.parametrize(
    ("number", "is_said"), [("08120000{}", True), ("147101010190000{}", True), ("K-{}", False)]
)
def test_telephone_numbers_as_customer_numbers_are_said(region, number, is_said) -> None:
    lines = [f"{number.format(n)};1{n}/01/2023;5" for n in range(1, 4)]
    dataset = uploads.check(read(region, content(lines, "No Member;Tanggal;Total")))
    assert any("telephone or population numbers" in one for one in facts(dataset)) == is_said


def test_the_same_file_again_is_no_second_one_however_it_was_sent(region) -> None:
    """The page sends the options that were left alone, the command does not."""
    ready(region)
    again = uploads.check(read(region), options={"dates": "", "numbers": ""})
    assert again.report["same_as"]


@pytest.mark.parametrize("withdraws", [True, False])
def test_rows_that_were_lost_come_back_by_the_same_file(region, withdraws) -> None:
    """What the pages tell an admin to do; who forgets to withdraw the file replaces it."""
    first = ready(region)
    columnar.rows_path(first).unlink()
    [lost] = queries.shops(shop())
    with pytest.raises(RowsLost):
        lost.check()
    if withdraws:
        editions.withdraw(shop()[0], first, None)
    again = ready(region)
    assert not again.report["same_as"]
    [found] = queries.shops(shop())
    found.check()
    assert (found.rows, found.first_day) == (6, date(2023, 1, 13))


def test_a_total_below_the_rows_is_no_purchase(region) -> None:
    lines = ["1;13/01/2023;S-1;5", "2;13/01/2023;S-2;7", "TOTAL;;;12"]
    dataset = uploads.check(read(region, content(lines, "No Member;Tanggal;No Struk;Total Belanja")))
    counts = dataset.report["counts"]
    assert (counts["accepted"], counts["rejected"], counts["skipped"]) == (2, 0, 1)


def test_cdnow(region, shared_data) -> None:
    """The published file: 69,659 transactions of 23,570 customers, 2,500,315.63 dollars (SOURCE.md)."""
    text = gzip.decompress((shared_data / "transactions/cdnow_master.txt.gz").read_bytes()).decode()
    lines = [";".join(line.split()) for line in text.splitlines()]
    dataset = ready(region, "\n".join(lines).encode(), period="1997-01-01..1998-06-30", series="CDNOW")
    assert dataset.mapping["amount"] == "dollar_value"
    assert facts(dataset) == [
        "Customers: 23,570",
        "First day 1 January 1997, last day 30 June 1998",
        "All amounts together: 2,500,315.63",
        "Refunds (amounts below zero): 0",
        "Amounts of zero: 80",
        AGAIN % 255,
    ]
    table = pq.read_table(rows.paths(shop("CDNOW"))[0])
    assert table.num_rows == 69_659
    assert table["customer"][0].as_py() == "00001"
