import pandas as pd
import pytest

from demo.enterprises import registers
from demo.invented import contacts
from demo.market import CATEGORIES, EDITIONS, size_class
from demo.pekanbaru import VILLAGES, boundary_set


@pytest.fixture(scope="module")
def tables():
    return registers(2021)


@pytest.mark.parametrize("year", [2020, 2021, 2023])
def test_counts_sizes_and_culinary_meet_the_targets(tables, year):
    table, edition = tables[year], EDITIONS[year]
    borders = boundary_set(edition.boundary_set)
    areas = table["village"].map(lambda position: borders.of(VILLAGES[position]))
    assert areas.value_counts().to_dict() == edition.counts
    assert table["size_class"].value_counts().to_dict() == edition.size_quota
    assert (table["category"] == "Kuliner").sum() == edition.culinary
    assert set(table["category"]) == set(CATEGORIES)


@pytest.mark.parametrize("year", [2020, 2021, 2023])
def test_turnover_lies_within_the_stated_class(tables, year):
    table = tables[year]
    assert [size_class(amount, EDITIONS[year].bounds) for amount in table["turnover"]] == list(
        table["size_class"]
    )
    assert (table["turnover"] % 100_000 == 0).all()
    # a lognormal: the mean lies far above the median
    assert table["turnover"].mean() > 3 * table["turnover"].median()


@pytest.mark.parametrize("year", [2020, 2021, 2023])
def test_rows_are_plausible(tables, year):
    table = tables[year]
    assert table["start_year"].between(1985, year).all()
    assert table["employees"].between(1, 99).all()
    assert table.groupby("size_class")["employees"].min()["medium"] >= 20
    assert table.index.is_unique


def test_earlier_turnover_is_missing_before_the_start(tables):
    table = tables[2023]
    for year in (2021, 2022):
        assert (table[f"turnover_{year}"].notna() == (table["start_year"] <= year)).all()
        assert (table[f"turnover_{year}"].dropna() > 0).all()


def test_places_differ_by_trade(tables):
    table = tables[2023]
    area = table["village"].map(lambda position: VILLAGES[position].sub_district_2021)
    share = pd.crosstab(area, table["category"], normalize="index")
    assert share.loc["Rumbai Timur", "Perikanan"] > 5 * share.loc["Sukajadi", "Perikanan"]
    assert share.loc["Kulim", "Pertanian"] > 5 * share.loc["Pekanbaru Kota", "Pertanian"]
    assert share.loc["Senapelan", "Kuliner"] > share.loc["Rumbai", "Kuliner"]


def test_an_enterprise_keeps_its_trade_place_and_contacts(tables):
    old, new = tables[2020], tables[2023]
    both = old.index.intersection(new.index)
    assert len(both) > 10_000
    kept = ["village", "category", "start_year"]
    pd.testing.assert_frame_equal(old.loc[both, kept], new.loc[both, kept])
    pd.testing.assert_frame_equal(contacts(old).loc[both], contacts(new).loc[both])


def test_contacts_can_belong_to_nobody(tables):
    people = contacts(tables[2023])
    assert people["owner_name"].str.startswith("Demo ").all()
    assert people["business_name"].str.contains(" Contoh ").all()
    assert people["nik"].str.fullmatch(r"990{8}\d{6}").all()
    assert people["nib"].dropna().str.fullmatch(r"0000\d{9}").all()
    assert people["phone"].str.fullmatch(r"0800-000-\d{5}").all()
    assert people["nib"].isna().mean() == pytest.approx(0.4, abs=0.01)


def test_identifiers_are_unique(tables):
    people = contacts(tables[2023])
    for column in ("business_name", "owner_name", "nik", "phone"):
        assert people[column].is_unique, column
    assert people["nib"].dropna().is_unique


def test_the_seed_decides_all(tables):
    again, other = registers(2021), registers(7)
    for year, table in tables.items():
        pd.testing.assert_frame_equal(table, again[year])
        assert not table["turnover"].reset_index(drop=True).equals(other[year]["category"])
        assert len(other[year]) == len(table)
    assert not tables[2020]["category"].equals(other[2020]["category"])
