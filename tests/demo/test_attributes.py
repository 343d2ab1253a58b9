"""The demo's table of customers: what is odd in it was put there and counted."""

import csv

import pandas as pd
import pytest

from demo import attributes
from demo.attributes_file import DOUBLES, customers_2023

SEED = 2021


@pytest.fixture(scope="module")
def table():
    return attributes.customers(SEED)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return customers_2023(tmp_path_factory.mktemp("customers"), SEED)


@pytest.fixture(scope="module")
def lines(file):
    with file.path.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.reader(opened, delimiter=";"))


def test_two_thousand_customers_each_with_a_number(table):
    assert len(table) == 2_000
    assert table["ID Pelanggan"].is_unique
    assert table["ID Pelanggan"].str.fullmatch(r"P\d{5}").all()


def test_oddities_are_as_many_as_said(table):
    assert table["Pendapatan"].isna().sum() == attributes.NO_INCOME
    assert (table["Pendapatan"] > 500_000_000).sum() == attributes.RICH
    assert (table["Tahun Lahir"] < 1920).sum() == attributes.OLD
    assert table.drop(columns="ID Pelanggan").duplicated().sum() == attributes.TWINS
    assert table["Biaya Kontak"].nunique() == 1
    assert [name for name in table if table[name].nunique() == 1] == ["Biaya Kontak"]


def test_outliers_are_found_by_quartiles(table):
    income = table["Pendapatan"].dropna().astype(float)
    q1, q3 = income.quantile([0.25, 0.75])
    assert attributes.RICH <= (income > q3 + 1.5 * (q3 - q1)).sum() < 20


def test_numbers_are_whole_and_never_below_zero(table):
    numbers = table.select_dtypes("number")
    assert (numbers.fillna(0) >= 0).all().all()
    assert (numbers.fillna(0) % 1 == 0).all().all()
    assert set(table["Menerima Kampanye 1"]) == {0, 1}
    assert table["Tanggal Daftar"].max() < attributes.REFERENCE


def test_the_four_groups_differ_in_what_they_buy(table):
    spending = table[list(attributes.GOODS)].sum(axis=1)
    purchases = table[list(attributes.CHANNELS)].sum(axis=1)
    income = table["Pendapatan"].astype(float)
    usual = income < 300e6
    assert income[usual].corr(spending[usual]) > 0.8
    assert income[usual].corr(table["Kunjungan Web per Bulan"][usual].astype(float)) < -0.4
    assert purchases[spending > 5e6].mean() > 2 * purchases[spending < 2e6].mean()
    campaigns = table[[f"Menerima Kampanye {place}" for place in range(1, 6)]].sum(axis=1)
    # of those who spend most, some take up campaigns and some never do
    most = spending > 25e6
    assert campaigns[most].mean() > 5 * campaigns[spending < 2e6].mean()


def test_half_of_the_customers_buy_little(table):
    spending = table[list(attributes.GOODS)].sum(axis=1)
    assert (spending < 3e6).mean() == pytest.approx(0.5, abs=0.02)


def test_the_file_has_every_customer_and_four_of_them_twice(lines, file, table):
    header, body = lines[3], lines[4:]
    assert lines[0][0].startswith("DATA DEMO – SINTETIS")
    assert header == list(table.columns)
    assert len(body) == 2_000 + len(DOUBLES)
    assert len(body) - len({tuple(row) for row in body}) == len(DOUBLES)
    assert len({row[0] for row in body}) == 2_000
    assert (file.kind, file.series) == ("customer_attributes", "Pelanggan Contoh")
    assert file.expect == {"accepted": 2_004, "rejected": 0, "skipped": 0, "duplicates": 0}


def test_cells_are_written_as_an_office_writes_them(lines):
    place = {name: position for position, name in enumerate(lines[3])}
    incomes = [row[place["Pendapatan"]] for row in lines[4:]]
    assert incomes.count("") == attributes.NO_INCOME
    assert all(one.isdigit() for one in incomes if one)
    days = pd.to_datetime([row[place["Tanggal Daftar"]] for row in lines[4:]], format="%d/%m/%Y")
    assert days.max() < pd.Timestamp(attributes.REFERENCE)


def test_the_seed_decides_every_cell(table):
    pd.testing.assert_frame_equal(table, attributes.customers(SEED))
    assert not table.equals(attributes.customers(1))
