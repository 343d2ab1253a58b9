"""The demo's tables about the city: land and distance, and residents, in both sets of borders."""

from pathlib import Path
from typing import Any

import pandas as pd

from analysis.marks import N_
from demo.demo_file import DemoFile, demo_file, layout_of
from demo.pekanbaru import CITY, SubDistrict, Village, boundary_set, distance_km
from demo.population import by_sex, by_sub_district
from demo.writing import Sheet, write_csv, write_xlsx


def _places(borders: str) -> list[dict[str, Any]]:
    """A row per sub-district, each followed by a row per village of it."""
    rows: list[dict[str, Any]] = []
    for district in boundary_set(borders).sub_districts:
        rows.append(_place(district, district.name, ""))
        rows += [_place(village, district.name, village.name) for village in district.villages]
    return rows


def _place(place: SubDistrict | Village, district: str, village: str) -> dict[str, Any]:
    return {
        "Kode": place.code,
        "Kecamatan": district,
        "Kelurahan": village,
        "Luas (km2)": place.km2,
        "Jarak ke pusat kota (km)": distance_km(place.lat, place.lon),
        "Lintang": place.lat,
        "Bujur": place.lon,
    }


def area_facts(into: Path, year: str, borders: str) -> DemoFile:
    """Land, distance to the centre and position of every sub-district of one set and of its villages.

    The villages are what approximate outlines are drawn from until somebody uploads the exact ones.
    """
    table = pd.DataFrame(_places(borders))
    title = (
        "Luas dan letak kecamatan dan kelurahan Kota Pekanbaru (data demo)",
        "Jarak garis lurus dari titik tengah Kecamatan Pekanbaru Kota (0,5230 LU; 101,4483 BT)",
    )
    sheet = Sheet("Luas", title, table)
    path = into / f"luas_kecamatan_{year}.xlsx"
    write_xlsx(path, [sheet])
    return demo_file(
        path,
        "area_facts",
        year,
        borders,
        {
            "layout": layout_of(sheet),
            "mapping": {"km2": "Luas (km2)", "distance_km": "Jarak ke pusat kota (km)"},
        },
        N_(
            "Land area, centroid and straight-line distance from the centroid of Pekanbaru Kota; real "
            "figures, computed from public outlines."
        ),
        {"accepted": len(table)},
    )


def population_2020(into: Path) -> DemoFile:
    """Thousands marked by dots, as offices write them, and a total row that is the city."""
    residents = by_sub_district(2020, "2009")
    residents[CITY] = residents.sum()
    table = pd.DataFrame(
        {"Kecamatan": residents.index, "Jumlah Penduduk": [f"{n:,}".replace(",", ".") for n in residents]}
    )
    title = (
        "Penduduk Kota Pekanbaru 2020 (data demo)",
        "Jumlah kota dan Kecamatan Tampan menurut Sensus Penduduk 2020, kecamatan lain ilustrasi",
    )
    sheet = Sheet("Penduduk", title, table)
    path = into / "penduduk_2020.csv"
    write_csv(path, sheet, "utf-8-sig")
    return demo_file(
        path,
        "population",
        "2020",
        "2009",
        {
            "layout": layout_of(sheet) | {"encoding": "utf-8-sig", "delimiter": ";"},
            "mapping": {"residents": "Jumlah Penduduk"},
            "basis": "census",
        },
        N_(
            "Census of September 2020 for the city (983,356) and Tampan (203,238); the other sub-districts "
            "are an illustration that adds up to the total."
        ),
        {"accepted": len(table) - 1, "skipped": 1},
        "census",
    )


def population_2021(into: Path, period: str, borders: str) -> DemoFile:
    """The same residents in either set of borders; the total row is the city.

    Editions differ by series and period, never by borders alone, so the two files need two periods.
    """
    residents = by_sub_district(2021, borders)
    residents[CITY] = residents.sum()
    table = pd.DataFrame({"Kecamatan": residents.index, "Penduduk 2021 (jiwa)": residents.to_list()})
    title = (
        "Penduduk Kota Pekanbaru, pertengahan 2021 (data demo)",
        "Payung Sekaki dalam batas baru menurut BPS (88.436 jiwa), selebihnya ilustrasi",
    )
    sheet = Sheet("Penduduk", title, table)
    path = into / f"penduduk_2021_{len(residents) - 1}_kecamatan.xlsx"
    write_xlsx(path, [sheet])
    return demo_file(
        path,
        "population",
        period,
        borders,
        {
            "layout": layout_of(sheet),
            "mapping": {"residents": "Penduduk 2021 (jiwa)"},
            "basis": "projection",
        },
        N_(
            "Illustration between the census of 2020 and the registry of 2023. Only Payung Sekaki in its new "
            "borders (88,436) is a published figure (BPS)."
        ),
        {"accepted": len(table) - 1, "skipped": 1},
        "projection",
    )


def population_2023(into: Path) -> DemoFile:
    """Two header rows (residents by sex), a total row, and notes below."""
    people = by_sex("2021")
    people.loc[CITY] = people.sum()
    table = pd.DataFrame(
        {
            "No": [*range(1, len(people)), None],
            "Kecamatan": people.index,
            "Laki-laki": people["male"].to_list(),
            "Perempuan": people["female"].to_list(),
            "Jumlah": people.sum(axis=1).to_list(),
        },
        dtype=object,
    )
    notes = (
        "Catatan: jumlah kota menurut jenis kelamin sesuai registrasi penduduk 31 Desember 2023.",
        "Angka per kecamatan adalah ilustrasi yang berjumlah sama dengan angka kota.",
    )
    groups = (("No", 0, 0), ("Kecamatan", 1, 1), ("Penduduk 2023", 2, 4))
    sheet = Sheet("Penduduk", ("Penduduk Kota Pekanbaru 2023 (data demo)",), table, notes, groups)
    path = into / "penduduk_2023.xlsx"
    write_xlsx(path, [sheet])
    columns = {"male": "Laki-laki", "female": "Perempuan", "residents": "Jumlah"}
    return demo_file(
        path,
        "population",
        "2023",
        "2021",
        {
            "layout": layout_of(sheet),
            "mapping": {key: f"Penduduk 2023 {header}" for key, header in columns.items()},
            "basis": "registry",
        },
        N_(
            "Civil registry of 31 December 2023 for the city (1,123,348; 564,628 men, 558,720 women); the "
            "sub-districts are an illustration that adds up to it."
        ),
        {"accepted": len(table) - 1, "skipped": 1 + len(notes)},
        "registry",
    )
