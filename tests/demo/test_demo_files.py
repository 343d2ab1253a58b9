"""The files, read back by other programs than those that wrote them."""

import csv
import json
from datetime import date

import pandas as pd
import pytest

from demo.__main__ import main
from demo.files import write
from demo.market import EDITIONS
from demo.pekanbaru import boundary_set
from demo.population import by_sex, by_sub_district


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return {file.path.name: file for file in write(tmp_path_factory.mktemp("demo"))}


def sheet(file, name=0):
    """The table below the header, as calamine reads it."""
    layout = file.decisions["layout"]
    header = layout["header_row"] + layout["header_rows"] - 2
    return pd.read_excel(file.path, sheet_name=name, header=header, engine="calamine", dtype=object)


def test_formats_are_genuine(files):
    assert files["register_umkm_2020.xls"].path.read_bytes()[:8] == bytes.fromhex("d0cf11e0a1b11ae1")
    assert files["register_umkm_2023.xlsx"].path.read_bytes()[:4] == b"PK\x03\x04"
    raw = files["register_umkm_2021.csv"].path.read_bytes()
    assert "–".encode("cp1252") in raw
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")


def test_the_first_row_of_a_register_says_what_it_is(files):
    for name in ("register_umkm_2020.xls", "register_umkm_2023.xlsx"):
        top = pd.read_excel(files[name].path, header=None, nrows=1, engine="calamine")
        assert str(top.iat[0, 0]).startswith("DATA DEMO – SINTETIS")
    first = files["register_umkm_2021.csv"].path.read_text("cp1252").split("\n")[0]
    assert first.startswith("DATA DEMO – SINTETIS")


@pytest.mark.parametrize(
    ("name", "year"), [("register_umkm_2020.xls", 2020), ("register_umkm_2023.xlsx", 2023)]
)
def test_workbooks_hold_the_rows_that_are_expected(files, name, year):
    file = files[name]
    table = sheet(file, f"UMKM {year}")
    expect = file.expect
    assert len(table) == expect["accepted"] + expect["rejected"] + expect["skipped"]
    assert expect["accepted"] == EDITIONS[year].total
    assert table.iloc[:, 1:].duplicated().sum() == expect["duplicates"]
    # identifiers stay text with their leading zeros
    assert table["NIB"].dropna().str.fullmatch(r"0000\d{9}").all()
    assert set(table["NIK"].map(type)) <= {str, int, float}


def test_the_csv_holds_the_rows_that_are_expected(files):
    file = files["register_umkm_2021.csv"]
    layout = file.decisions["layout"]
    with file.path.open(encoding=layout["encoding"], newline="") as lines:
        rows = list(csv.reader(lines, delimiter=layout["delimiter"]))
    header, body = rows[layout["header_row"] - 1], rows[layout["header_row"] :]
    assert set(file.decisions["mapping"].values()) <= set(header)
    assert len(body) == sum(file.expect[key] for key in ("accepted", "rejected", "skipped"))
    assert {len(row) for row in body} == {len(header)}
    assert len(body) - len({tuple(row[1:]) for row in body}) == file.expect["duplicates"]


def test_population_2020_is_written_in_dotted_thousands(files):
    file = files["penduduk_2020.csv"]
    table = pd.read_csv(file.path, sep=";", skiprows=3, dtype=str, encoding="utf-8-sig")
    residents = table.set_index("Kecamatan")["Jumlah Penduduk"].str.replace(".", "").astype(int)
    assert residents["Pekanbaru"] == 983_356
    pd.testing.assert_series_equal(
        residents.drop("Pekanbaru"), by_sub_district(2020, "2009"), check_names=False, check_index_type=False
    )


@pytest.mark.parametrize(("n", "borders"), [(12, "2009"), (15, "2021")])
def test_population_2021_in_both_borders(files, n, borders):
    file = files[f"penduduk_2021_{n}_kecamatan.xlsx"]
    table = sheet(file)
    assert file.boundary_set == borders
    assert table["Kecamatan"].to_list() == [*boundary_set(borders).names, "Pekanbaru"]
    assert table["Penduduk 2021 (jiwa)"].iloc[:-1].sum() == table["Penduduk 2021 (jiwa)"].iloc[-1]


def test_population_2023_has_two_header_rows_and_notes(files):
    file = files["penduduk_2023.xlsx"]
    assert file.decisions["layout"] == {"header_row": 3, "header_rows": 2}
    upper = pd.read_excel(file.path, header=None, engine="calamine").iloc[2]
    assert upper.to_list()[:3] == ["No", "Kecamatan", "Penduduk 2023"]
    # "Kecamatan" is merged over both rows, so the lower one has no name for it
    table = sheet(file).dropna(how="all").rename(columns={"Unnamed: 1": "Kecamatan"})
    assert len(table) == file.expect["accepted"] + file.expect["skipped"]
    people = table.iloc[:15][["Laki-laki", "Perempuan"]].astype(int).to_numpy()
    assert (people == by_sex("2021").to_numpy()).all()
    assert table.iloc[15]["Kecamatan"] == "Pekanbaru"
    assert (table.iloc[15][["Laki-laki", "Perempuan", "Jumlah"]] == [564_628, 558_720, 1_123_348]).all()


@pytest.mark.parametrize(("year", "borders"), [(2020, "2009"), (2021, "2021")])
def test_area_facts_are_complete(files, year, borders):
    file = files[f"luas_kecamatan_{year}.xlsx"]
    table = sheet(file)
    district = table["Kelurahan"].isna() | (table["Kelurahan"] == "")
    assert table["Kecamatan"][district].to_list() == boundary_set(borders).names
    assert len(table[~district]) == 83
    assert table.drop(columns="Kelurahan").notna().all().all()
    total = sum(a.km2 for a in boundary_set(borders).sub_districts)
    assert table["Luas (km2)"][district].sum() == pytest.approx(total)


def test_decisions_stand_beside_each_file(files):
    allowed = {
        "layout",
        "mapping",
        "names",
        "create_categories",
        "accept_good_rows",
        "basis",
        "mode",
        "repeats",
    }
    for file in files.values():
        decisions = json.loads(file.decisions_path.read_text("utf-8"))
        assert decisions == file.decisions
        assert set(decisions) <= allowed
        assert decisions["accept_good_rows"] == (file.expect["rejected"] > 0)
        if file.kind == "population":
            assert decisions["basis"] == file.series


def test_every_file_can_be_a_current_edition(files):
    editions = {(file.kind, file.series, file.period_start, file.period_end) for file in files.values()}
    assert len(editions) == len(files) == 13
    # mid-2021 within the former borders is an edition of June: the year's is the one within today's
    june = files["penduduk_2021_12_kecamatan.xlsx"]
    assert (june.period_label, june.period_start, june.period_end) == (
        "2021-06",
        date(2021, 6, 1),
        date(2021, 6, 30),
    )
    # what an edition has room for
    assert all(0 < len(file.definition) <= 200 and len(file.source) <= 400 for file in files.values())


def test_periods_follow_the_borders_but_for_the_register_of_2021(files):
    for file in files.values():
        borders = boundary_set(file.boundary_set)
        if file.period_start < date(2021, 1, 1):
            assert borders.valid_from <= file.period_start
    register = files["register_umkm_2021.csv"]
    assert register.boundary_set == "2009"
    assert register.period_start > boundary_set("2009").valid_to


def test_the_command_writes_the_same_bytes_and_lists_them(files, tmp_path, capsys):
    main([str(tmp_path / "new"), "--seed", "2021"])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(files)
    assert "14120 accepted, 9 rejected, 18 skipped, 18 duplicates" in lines[6]
    written = {path.name: path.read_bytes() for path in (tmp_path / "new").iterdir()}
    assert written == {
        path.name: path.read_bytes() for file in files.values() for path in (file.path, file.decisions_path)
    }
