"""A table of customers through the whole importer: guessed, corrected, checked, imported, remembered."""

import json
from typing import Any

import pandas as pd
import pytest
from django.core.management import call_command
from django.utils.translation import override

from areas.models import Region
from core.texts import shown
from customers import rows
from customers.kinds.attribute_columns import attributes_of, mapping_of
from customers.kinds.attribute_form import AttributesForm
from data import contacts, importing, personal
from data.decisions import check_decisions
from data.kinds import kind
from data.models import Contact, Dataset, Edition, HeaderMapping
from tests.data import uploads

pytestmark = pytest.mark.django_db
State = Dataset.State
HEADER = "ID Pelanggan;Nama;No HP;Usia;Pendapatan;Tanggal Daftar;Pendidikan;Menikah;Email;Kosong;Kode Pos"
LINES = [
    f"{n:04d};Pelanggan {chr(65 + n)};08123456{n:04d};{20 + n};{n}.500.000;{n + 10}/0{n % 9 + 1}/2021;"
    f"{('SMA', 'Sarjana')[n % 2]};{('Ya', 'Tidak')[n % 2]};p{n}@example.org;;0{n % 4}123"
    for n in range(1, 13)
]


@pytest.fixture
def region(db, settings, tmp_path) -> Region:
    settings.MEDIA_ROOT = tmp_path
    return uploads.city()


def content(lines: list[str] | None = None, header: str = HEADER) -> bytes:
    return "\n".join([header, *(LINES if lines is None else lines)]).encode()


def read(region: Region, file: bytes | None = None, **values: Any) -> Dataset:
    given = {"kind": "customer_attributes", "name": "customers.csv", "series": "Pelanggan"} | values
    return uploads.read(region, content() if file is None else file, **given)


def check(dataset: Dataset, **own: Any) -> Dataset:
    """Confirm the columns as guessed, with decisions on top."""
    dataset.decisions = {**dataset.decisions, **own}
    mapping = mapping_of(attributes_of(dataset))
    importing.choose_mapping(dataset, mapping, {}, None, own)
    return uploads.work(dataset)


def ready(
    region: Region, file: bytes | None = None, own: dict[str, Any] | None = None, **values: Any
) -> Dataset:
    mode = values.pop("mode", "replace")
    dataset = check(read(region, file, **values), **(own or {}))
    assert dataset.state == State.CHECKED, (dataset.state, dataset.message, dataset.report)
    dataset = uploads.commit(dataset, mode)
    assert dataset.state == State.READY, dataset.message
    return dataset


def types(dataset: Dataset) -> dict[str, str]:
    return {one.header: one.type for one in attributes_of(dataset)}


def edition(series: str = "Pelanggan") -> Edition:
    return Edition.objects.current().get(subject="customer_table", series=series)


def facts(dataset: Dataset) -> list[str]:
    with override("en"):
        return [shown(one) for one in dataset.report["facts"]]


def test_a_file_is_understood_without_help(region) -> None:
    dataset = read(region)
    assert dataset.state == State.NEEDS_MAPPING
    assert types(dataset) == {
        "ID Pelanggan": "customer", "Nama": "owner_name", "No HP": "phone", "Usia": "number",
        "Pendapatan": "number", "Tanggal Daftar": "date", "Pendidikan": "text", "Menikah": "flag",
        "Email": "skip", "Kosong": "skip", "Kode Pos": "text",
    }  # fmt: skip
    assert dataset.mapping["customer"] == "ID Pelanggan"
    assert dataset.mapping["c0005"] == "Pendapatan"
    stored = json.dumps(dataset.guess)
    assert "p1@example.org" not in stored
    assert "Pelanggan B" not in stored
    assert "081234560001" not in stored


def test_it_is_imported_with_values_in_columns_and_people_apart(region) -> None:
    dataset = ready(region)
    table, columns = rows.attribute_table(edition())
    assert [(one.key, one.label, one.type, one.told) for one in columns] == [
        ("c0004", "Usia", "number", "numbers"), ("c0005", "Pendapatan", "number", "numbers"),
        ("c0006", "Tanggal Daftar", "date", "dates"), ("c0007", "Pendidikan", "text", "words"),
        ("c0008", "Menikah", "flag", "two_values"), ("c0011", "Kode Pos", "text", "identifier"),
    ]  # fmt: skip
    assert table.index.tolist()[:2] == ["0001", "0002"]
    assert {name: str(of) for name, of in table.dtypes.items()} == {
        "c0004": "float64", "c0005": "float64", "c0006": "datetime64[s]", "c0007": "str", "c0008": "float64",
        "c0011": "str",
    }  # fmt: skip
    first = table.loc["0001"].tolist()
    assert first == [21.0, 1_500_000.0, pd.Timestamp(2021, 2, 11), "Sarjana", 0.0, "01123"]
    assert Contact.objects.filter(dataset=dataset).count() == 12
    opened = contacts.open_contact(Contact.objects.order_by("row_number")[0])
    assert opened == {"owner_name": "Pelanggan B", "phone": "081234560001"}
    assert b"Pelanggan B" not in rows.rows_path(dataset).read_bytes()
    assert dataset.guess["answers"] == {}
    assert dataset.guess["preview"] == {}


def test_what_a_person_corrected_is_offered_for_the_next_file(region) -> None:
    own = {"columns": {"Kode Pos": {"type": "skip"}, "Usia": {"type": "text"}}, "repeats": "last"}
    ready(region, own=own)
    assert HeaderMapping.objects.get(header_key="kodepos").column == "skip"
    following = read(region, period="2024")
    assert types(following)["Kode Pos"] == "skip"
    assert types(following)["Usia"] == "text"
    assert {one.why for one in attributes_of(following)} >= {"remembered"}
    assert AttributesForm(following)["repeats"].value() == "last"


TWICE = ["0001;20", "0002;30", "0001;40", "0003;50", "0001;60"]


@pytest.mark.parametrize(
    ("repeats", "accepted", "ages"),
    [("last", 3, {"0001": 60, "0002": 30, "0003": 50}), ("all", 5, None)],
)
def test_repeated_customers_are_kept_or_the_last_counts(region, repeats, accepted, ages) -> None:
    dataset = ready(region, content(TWICE, "ID Pelanggan;Usia"), own={"repeats": repeats})
    counts = dataset.report["counts"]
    assert (counts["accepted"], counts["skipped"], counts["duplicates"]) == (
        accepted,
        5 - accepted,
        5 - accepted,
    )
    assert uploads.adds_up(dataset)
    table, _columns = rows.attribute_table(edition())
    if ages:
        assert table["c0002"].to_dict() == ages
        assert [one["examples"] for one in dataset.report["skipped"]] == [[2, 4]]
        assert rows.places_of([edition()], ["0001"])["row_number"].tolist() == [6]
    else:
        assert table.index.tolist() == ["0001", "0002", "0001", "0003", "0001"]
        assert "Rows of a customer who has an earlier row: 2. All of them are kept." in facts(dataset)


def test_repeated_customers_are_refused_unless_it_was_said_otherwise(region) -> None:
    dataset = check(read(region, content(TWICE, "ID Pelanggan;Usia")))
    assert uploads.errors(dataset) == {("customer", "twice"): [4, 6]}


def test_people_of_rows_that_are_left_out_are_not_kept(region) -> None:
    lines = ["0001;Ani;20", "0002;Budi;30", "0001;Ani Lestari;40"]
    dataset = ready(region, content(lines, "ID Pelanggan;Nama;Usia"), own={"repeats": "last"})
    held = [contacts.open_contact(one)["owner_name"] for one in Contact.objects.order_by("row_number")]
    assert held == ["Budi", "Ani Lestari"]
    assert dataset.report["counts"]["accepted"] == 2


def test_a_wrong_cell_is_said(region) -> None:
    lines = [
        *LINES,
        LINES[0].replace("0001;", "0099;").replace("1.500.000", "banyak").replace("Tidak", "mungkin"),
    ]
    own = {"columns": {"Pendapatan": {"type": "number"}, "Menikah": {"type": "flag"}}}
    dataset = check(read(region, content(lines)), **own)
    assert uploads.errors(dataset) == {("c0005", "bad_number"): [14], ("c0008", "unknown_choice"): [14]}
    with override("en"):
        assert {shown(one["label"]) for one in dataset.report["errors"]} == {"Pendapatan", "Menikah"}


@pytest.mark.parametrize(
    ("own", "reason"),
    [
        ({"columns": {"ID Pelanggan": {"type": "text"}}}, "tells customers apart"),
        ({"columns": {"Usia": {"type": "customer"}}}, "both chosen as the same"),
        ({"columns": {name: {"type": "skip"} for name in HEADER.split(";")[3:]}}, "Nothing but the customer"),
    ],
)
def test_columns_that_cannot_be_imported_are_refused(region, own, reason) -> None:
    dataset = read(region)
    with pytest.raises(importing.Refused) as refused:
        check(dataset, **own)
    assert reason in str(refused.value) or "Choose a column for at least one" in str(refused.value)


@pytest.mark.parametrize(
    "decisions",
    [
        {"columns": []}, {"columns": {"Usia": {"typ": "x"}}}, {"columns": {"Usia": {"type": "float"}}},
        {"columns": {"Usia": {"dates": "ydm"}}}, {"repeats": "first"},
    ],
)  # fmt: skip
def test_decisions_of_another_form_are_refused(decisions) -> None:
    with pytest.raises(importing.Refused):
        check_decisions(decisions, kind("customer_attributes"))


def test_a_second_file_is_added_wherever_its_columns_stand(region) -> None:
    ready(region, content(["1;20;Ya", "2;30;Tidak"], "ID Pelanggan;Usia;Menikah"))
    more = content(["Ya;3;40", "Ya;2;31"], "Menikah;ID Pelanggan;Usia")
    ready(region, more, name="more.csv", mode="add")
    table, columns = rows.attribute_table(edition())
    assert [one.label for one in columns] == ["Menikah", "Usia"]
    ages = next(one.key for one in columns if one.label == "Usia")
    assert table[ages].to_dict() == {"1": 20, "3": 40, "2": 31}


def test_headers_that_differ_in_signs_only_stay_two_columns(region) -> None:
    ready(region, content(["1;20;5;7", "2;30;6;8"], "ID Pelanggan;Usia;Skor +;Skor -"))
    more = content(["3;9;40;4"], "ID Pelanggan;Skor -;Usia;Skor +")
    ready(region, more, name="more.csv", mode="add")
    table, columns = rows.attribute_table(edition())
    told = {one.label: table[one.key].tolist() for one in columns}
    assert told == {"Usia": [20, 30, 40], "Skor +": [5, 6, 4], "Skor -": [7, 8, 9]}


def test_other_columns_are_not_added(region) -> None:
    ready(region, content(["1;20;Ya", "2;30;Tidak"], "ID Pelanggan;Usia;Menikah"))
    other = check(read(region, content(["3;40;5", "4;50;6"], "ID Pelanggan;Usia;Anak"), name="more.csv"))
    with pytest.raises(importing.Refused, match="not a column of both files"):
        importing.commit(other, "add", False, None)


@pytest.mark.parametrize(("order", "day"), [("dmy", (2021, 4, 3)), ("mdy", (2021, 3, 4))])
def test_unclear_dates_are_read_as_decided(region, order, day) -> None:
    file = content(["1;03/04/2021", "2;05/06/2021"], "ID Pelanggan;Tanggal Daftar")
    dataset = read(region, file)
    assert [one.sure for one in attributes_of(dataset)] == [True, False]
    dataset = uploads.commit(check(dataset, columns={"Tanggal Daftar": {"dates": order}}))
    assert rows.attribute_table(edition())[0]["c0002"].iloc[0] == pd.Timestamp(*day)


def test_a_person_gets_a_copy_of_what_the_row_says(region) -> None:
    ready(region)
    [found] = personal.search(None, "name", "Pelanggan C")
    copy = personal._copy_of(found)
    assert copy["Usia"] == 22
    assert copy["Tanggal Daftar"] == "2021-03-12"


def marketing(shared_data: Any, name: str) -> bytes:
    return (shared_data / f"customers/marketing_campaign_{name}.csv").read_bytes()


def test_both_marketing_files_are_one_table(region, shared_data) -> None:
    """Two serialisations of 2,240 customers; the answers are those of SOURCE.md."""
    tables = []
    for name in ("semicolon_bom", "quoted_comma_mdyyyy"):
        dataset = ready(region, marketing(shared_data, name), name=f"{name}.csv", series=name)
        assert dataset.report["counts"]["accepted"] == 2_240
        table, columns = rows.attribute_table(edition(name))
        tables.append((table, [(one.label, one.type) for one in columns]))
    (first, columns), (second, others) = tables
    assert columns == others
    pd.testing.assert_frame_equal(first, second)
    of = {label: (key, kind) for key, (label, kind) in zip(first, columns, strict=True)}
    assert {label: kind for label, (_key, kind) in of.items()} == {
        **dict.fromkeys(of, "number"), "Education": "text", "Marital_Status": "text", "Dt_Customer": "date",
        **dict.fromkeys([*(f"AcceptedCmp{n}" for n in range(1, 6)), "Complain", "Response"], "flag"),
    }  # fmt: skip
    income, born, answer = (first[of[name][0]] for name in ("Income", "Year_Birth", "Response"))
    assert (income.isna().sum(), round(income.mean(), 2), income.max()) == (24, 52_247.25, 666_666)
    assert born.min() == 1893
    assert round(answer.mean(), 6) == 0.149107
    assert int(first.duplicated().sum()) == 182
    assert first[of["Z_CostContact"][0]].nunique() == first[of["Z_Revenue"][0]].nunique() == 1
    assert first[of["Dt_Customer"][0]].min() == pd.Timestamp(2012, 7, 30)


def test_the_command_asks_by_a_decisions_file(region, shared_data, tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "customers.csv"
    path.write_bytes(content(["a;1", "a;2"], "Huruf;Angka"))
    given = ["customer_attributes", str(path), "--region", region.slug, "--period", "2023", "--series", "P"]
    call_command("import_file", *given)
    assert rows.attribute_table(edition("P"))[0].index.tolist() == ["1", "2"]
