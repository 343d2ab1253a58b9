"""One year's MSME register as a spreadsheet would hold it, with what an admin decided about it.

Every register is `demo.enterprises` under other headings plus the mess of `demo.mess`: exact duplicates (all
but the running number repeated) and rows with one fault each, which the importer must reject.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from demo.enterprises import registers
from demo.invented import contacts
from demo.market import CATEGORIES, EDITIONS, Edition
from demo.mess import (
    CATEGORY_VARIANTS,
    CLIPPED,
    OUTSIDE,
    SIZE_NAMES,
    SIZE_VARIANTS,
    area_variants,
    confirmed,
    money,
    phones,
    plain,
    respell,
    village_variants,
)
from demo.pekanbaru import VILLAGES, boundary_set

# Faulty rows get numbers no enterprise has.
FAULTY_FROM = 90_001


@dataclass(frozen=True)
class Heading:
    """How one file names its columns: column key of the kind to header, in the order of the file."""

    headers: dict[str, str]
    # Headers that no alias can be expected to match.
    odd: tuple[str, ...]
    text_share: float
    missing_share: float
    village_missing: float
    duplicates: int
    faults: dict[str, int]


_USUAL = {
    "business_name": "Nama Usaha",
    "owner_name": "Nama Pemilik",
    "nik": "NIK",
    "nib": "NIB",
    "phone": "No HP",
    "address": "Alamat",
    "village": "Kelurahan",
    "sub_district": "Kecamatan",
    "category": "Bidang Usaha",
    "size_class": "Skala Usaha",
    "turnover": "Omzet",
    "employees": "Tenaga Kerja",
    "start_year": "Tahun Mulai",
}

HEADINGS = {
    2020: Heading(
        _USUAL | {"turnover": "Omzet (Rp/tahun)"},
        ("turnover",),
        0.4,
        0.06,
        0.0,
        18,
        {"outside": 3, "clipped": 2, "negative": 2, "year_21": 2},
    ),
    2021: Heading(
        {key: header.upper() for key, header in _USUAL.items()}
        | {
            "business_name": "NAMA USAHA / MEREK",
            "owner_name": "PEMILIK",
            "size_class": "KLAS. USAHA",
            "turnover": "OMZET 1 TAHUN",
            "employees": "TK",
            "start_year": "THN BERDIRI",
        },
        ("business_name", "owner_name", "size_class", "turnover", "employees", "start_year"),
        1.0,
        0.08,
        0.12,
        22,
        {"outside": 4, "clipped": 3, "negative": 2, "year_21": 2, "no_area": 1},
    ),
    2023: Heading(
        _USUAL | {"turnover_2021": "Omzet 2021", "turnover_2022": "Omzet 2022", "turnover": "Omzet 2023"},
        ("turnover",),
        0.1,
        0.05,
        0.0,
        31,
        {"outside": 4, "clipped": 2, "negative": 2, "year_21": 2, "no_area": 1, "nik_number": 3},
    ),
}


@dataclass(frozen=True)
class Register:
    """One register: `cells` is the table of the file, `clean` what a perfect import would store.

    `mapping` and `names` are the decisions, `duplicates` the rows to skip, `faults` the rows to reject by
    fault. Rows of `cells` = rows of `clean` + duplicates + faults.
    """

    edition: Edition
    cells: pd.DataFrame
    clean: pd.DataFrame
    mapping: dict[str, str]
    names: dict[str, dict[str, str | None]]
    duplicates: int
    faults: dict[str, int]


def build(seed: int) -> dict[int, Register]:
    """The three registers by year; the same seed gives the same cells."""
    return {year: _register(year, table, seed) for year, table in registers(seed).items()}


def _register(year: int, table: pd.DataFrame, seed: int) -> Register:
    edition, heading = EDITIONS[year], HEADINGS[year]
    # Each year has its own stream, so that a change to one register leaves the others alone.
    rng = np.random.default_rng([seed, year])
    clean = _clean(table, edition)
    faulty = _clean(_faulty_source(rng, table, heading), edition)
    cells = _cells(rng, clean, edition, heading)
    wrong = _spoil(_cells(rng, faulty, edition, heading), heading)
    area = pd.concat([clean["sub_district"], faulty["sub_district"]])
    rows = _in_file_order(rng, pd.concat([cells, wrong]), area, len(clean), heading.duplicates)
    return Register(
        edition,
        _with_headers(rows, heading),
        clean,
        {key: heading.headers[key] for key in heading.odd},
        _names(edition, rows),
        heading.duplicates,
        heading.faults,
    )


def _clean(table: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    """Contacts and canonical names beside the figures of `demo.enterprises`."""
    borders = boundary_set(edition.boundary_set)
    places = [VILLAGES[position] for position in table["village"]]
    figures = table.drop(columns=["village", "size"])
    area = pd.DataFrame(
        {
            "village": [place.name for place in places],
            "sub_district": [borders.of(place) for place in places],
        },
        index=table.index,
    )
    return pd.concat([contacts(table), area, figures], axis=1)


def _cells(rng: np.random.Generator, clean: pd.DataFrame, edition: Edition, heading: Heading) -> pd.DataFrame:
    """The clean rows as somebody typed them."""
    cells = clean.astype(object)
    cells["sub_district"] = respell(rng, clean["sub_district"], area_variants(edition.boundary_set), 0.08)
    cells["village"] = respell(rng, clean["village"], village_variants(), 0.5)
    cells.loc[rng.random(len(cells)) < heading.village_missing, "village"] = None
    cells["category"] = respell(rng, clean["category"], CATEGORY_VARIANTS, 0.2)
    cells["size_class"] = respell(rng, clean["size_class"].map(SIZE_NAMES), SIZE_VARIANTS, 0.25)
    cells["phone"] = phones(rng, clean["phone"].to_numpy())
    for column in [name for name in clean.columns if name.startswith("turnover")]:
        cells[column] = money(rng, clean[column], heading.text_share, heading.missing_share)
    return cells


def _faulty_source(rng: np.random.Generator, table: pd.DataFrame, heading: Heading) -> pd.DataFrame:
    """Ordinary rows under numbers of their own, one for each fault to come."""
    n = sum(heading.faults.values())
    rows = table.iloc[rng.choice(len(table), n, replace=False)]
    return rows.set_index(pd.RangeIndex(FAULTY_FROM, FAULTY_FROM + n, name="number"))


def _spoil(cells: pd.DataFrame, heading: Heading) -> pd.DataFrame:
    """Give each row the one fault it stands for."""
    faults = [fault for fault, n in heading.faults.items() for _ in range(n)]
    changes: dict[str, dict[str, Any]] = {
        "outside": {"sub_district": OUTSIDE, "village": None},
        "clipped": {"turnover": CLIPPED if heading.text_share < 1 else "Rp 2.147.483.647"},
        "negative": {"turnover": -5_000_000 if heading.text_share < 1 else "-5.000.000"},
        "year_21": {"start_year": 21},
        "no_area": {"sub_district": None, "village": None},
    }
    rows = cells.to_dict("records")
    for row, fault in zip(rows, faults, strict=True):
        # A sheet that keeps a 16-digit NIK as a number has already lost its last digits.
        row.update(changes[fault] if fault in changes else {"nik": float(row["nik"])})
    return pd.DataFrame(rows, index=cells.index, dtype=object)


def _in_file_order(
    rng: np.random.Generator, rows: pd.DataFrame, area: pd.Series, sound: int, duplicates: int
) -> pd.DataFrame:
    """By sub-district as offices keep them, and copies of `duplicates` sound rows somewhere below them.

    `area` holds the true sub-district of each row, the first `sound` rows have no fault.
    """
    order = np.lexsort((rng.random(len(rows)), area.to_numpy().astype(str)))
    copied = rng.choice(np.flatnonzero(order < sound), duplicates, replace=False)
    # Half a place above the row a copy lands before, and below the row it repeats.
    landing = copied + 0.5 + np.floor(rng.random(duplicates) * (len(rows) - copied))
    place = np.concatenate([np.arange(len(rows), dtype=float), landing])
    return rows.iloc[np.concatenate([order, order[copied]])[np.argsort(place, kind="stable")]]


def _with_headers(rows: pd.DataFrame, heading: Heading) -> pd.DataFrame:
    keys = [key for key in (*_before_turnover(heading), *_from_turnover(heading)) if key in rows]
    table = rows[keys].rename(columns=heading.headers).reset_index(drop=True)
    table = table.where(table.notna(), None)
    running = "NO" if "KELURAHAN" in table else "No"
    table.insert(0, running, np.arange(1, len(table) + 1).astype(object))
    return table


def _before_turnover(heading: Heading) -> list[str]:
    keys = list(_USUAL)
    return keys[: keys.index("turnover")]


def _from_turnover(heading: Heading) -> list[str]:
    earlier = sorted(key for key in heading.headers if key.startswith("turnover_"))
    return [*earlier, "turnover", "employees", "start_year"]


def _names(edition: Edition, rows: pd.DataFrame) -> dict[str, dict[str, str | None]]:
    """The decisions about names that occur: what was confirmed, and (None) what is no area of the city."""
    sub_districts = confirmed(area_variants(edition.boundary_set))
    codes = _codes_of_shared_names(edition)
    area = {text: codes.get(name, name) for text, name in sub_districts.items()} | confirmed(
        village_variants()
    )
    sizes = {text: key for key, name in SIZE_NAMES.items() for text in (name, *_variants_of(name))}
    return {
        "area": _occurring({**area, OUTSIDE: None}, rows, ["sub_district", "village"]),
        "category": _occurring({name: name for name in CATEGORIES} | CATEGORY_VARIANTS, rows, ["category"]),
        "size_class": _occurring(sizes, rows, ["size_class"]),
    }


def _codes_of_shared_names(edition: Edition) -> dict[str, str]:
    """Codes of the sub-districts that have a village of the same name, such as Sukajadi: a name says less."""
    villages = {village.name for village in VILLAGES}
    areas = boundary_set(edition.boundary_set).sub_districts
    return {area.name: area.code for area in areas if area.name in villages}


def _occurring(
    names: Mapping[str, str | None], rows: pd.DataFrame, columns: list[str]
) -> dict[str, str | None]:
    found = {plain(str(text)) for column in columns for text in rows[column].dropna().unique()}
    return {text: name for text, name in names.items() if plain(text) in found}


def _variants_of(name: str) -> list[str]:
    return [text for text, canonical in SIZE_VARIANTS.items() if canonical == name]
