"""Residents of Pekanbaru: the figures that are known, and an illustration that adds up to them.

No complete table of residents by sub-district was found for any year. What is known is kept exactly; the
rest is shared out over the villages by weights of our own and is an illustration, not a statistic. Shared
out by village, the old and the new borders tell the same story. No figure is bent to reproduce the paper.
"""

from dataclasses import dataclass
from datetime import date
from math import exp, log

import numpy as np
import pandas as pd

from demo.apportion import apportion
from demo.pekanbaru import VILLAGES, Village, boundary_set, distance_km

# Census of September 2020 (BPS, SP2020), and the former Tampan in it (wiki-indonesia.club, page Tampan).
CENSUS_2020 = 983_356
CENSUS_2020_TAMPAN = 203_238
# Payung Sekaki within its borders since 2021, BPS figure for 2021 (profillengkap.com, Payung Sekaki).
PAYUNG_SEKAKI_2021 = 88_436
# Civil registry, 31 December 2023 (Kemendagri; artikeldigital.com/de/Pekanbaru).
REGISTRY_2023 = 1_123_348
REGISTRY_2023_MALE = 564_628
REGISTRY_2023_FEMALE = 558_720


@dataclass(frozen=True)
class KnownFigure:
    """Residents known for one sub-district of one boundary set."""

    boundary_set: str
    sub_district: str
    residents: int


def city_total(year: int) -> int:
    """Residents of the city in 2020, 2021 or 2023; KeyError for another year.

    2021 is an illustration: constant growth between the census and the registry, read at 30 June 2021.
    """
    span = (date(2023, 12, 31) - date(2020, 9, 15)).days
    passed = (date(2021, 6, 30) - date(2020, 9, 15)).days
    between = round(CENSUS_2020 * exp(log(REGISTRY_2023 / CENSUS_2020) * passed / span))
    return {2020: CENSUS_2020, 2021: between, 2023: REGISTRY_2023}[year]


KNOWN = {
    2020: KnownFigure("2009", "Tampan", CENSUS_2020_TAMPAN),
    2021: KnownFigure("2021", "Payung Sekaki", PAYUNG_SEKAKI_2021),
}

# Illustration: thousands of residents of the former sub-districts in 2020. Only their proportions are used,
# and Tampan's own figure is known.
_WEIGHT = {
    "Bukit Raya": 95.0,
    "Limapuluh": 38.0,
    "Marpoyan Damai": 128.0,
    "Payung Sekaki": 91.0,
    "Pekanbaru Kota": 23.0,
    "Rumbai": 79.0,
    "Rumbai Pesisir": 73.0,
    "Sail": 21.0,
    "Senapelan": 35.0,
    "Sukajadi": 43.0,
    "Tampan": 203.0,
    "Tenayan Raya": 157.0,
}

# Residents of the villages of Binawidya and Tuahmadani in the civil registry of December 2020 (riau1.com,
# 2020-12-16). Another basis than the census, so they serve as proportions only.
_REGISTRY_2020 = {
    "Sidomulyo Barat": 46_791,
    "Sialangmunggu": 45_901,
    "Tuahkarya": 45_628,
    "Tuahmadani": 17_786,
    "Airputih": 22_331,
    "Simpangbaru": 31_396,
    "Delima": 28_134,
    "Tobekgodang": 31_196,
    "Binawidya": 18_638,
}

# Sungai Sibam's share of the former Payung Sekaki in 2017 (kecamatanpayungsekaki.net): 4,950 of 78,136.
_SIBAM_SHARE = 4_950 / 78_136

# Illustration: yearly growth by sub-district of 2021; the old centre stands still, the edges grow.
_GROWTH = {
    "Binawidya": 1.05,
    "Tuahmadani": 1.055,
    "Kulim": 1.06,
    "Tenayan Raya": 1.05,
    "Rumbai Barat": 1.05,
    "Rumbai Timur": 1.045,
    "Payung Sekaki": 1.04,
    "Bukit Raya": 1.04,
    "Marpoyan Damai": 1.035,
    "Rumbai": 1.035,
}

# Illustration: how far the share of men leaves the city's (0.5026) at the edge of town, where men come to
# work, and in the old centre.
_MALE_OFFSET = {
    "Kulim": 0.006,
    "Tenayan Raya": 0.005,
    "Rumbai Barat": 0.005,
    "Sail": -0.008,
    "Senapelan": -0.006,
}


def by_village(year: int) -> pd.Series:
    """Residents in 2020, 2021 or 2023; index village code, int64, adding up to `city_total(year)`."""
    weights = _base_weights() if year == 2020 else by_village(2020) * _growth(year)
    codes = pd.Index([village.code for village in VILLAGES], name="code")
    residents = pd.Series(0, index=codes, dtype="int64")
    pinned = _pinned(year)
    known = KNOWN[year].residents if year in KNOWN else 0
    if known:
        residents[pinned] = apportion(known, weights[pinned])
    residents[~pinned] = apportion(city_total(year) - known, weights[~pinned])
    return residents


def by_sub_district(year: int, borders: str) -> pd.Series:
    """Residents of `year` by sub-district of the set `borders` ("2009" or "2021"), in the set's order."""
    return _sum(by_village(year), borders)


def by_sex(borders: str) -> pd.DataFrame:
    """Men and women of 2023 by sub-district (columns male, female), adding up to the registry's totals."""
    residents = by_village(2023)
    offset = np.array([_MALE_OFFSET.get(village.sub_district_2021, 0.0) for village in VILLAGES])
    male = pd.Series(
        apportion(REGISTRY_2023_MALE, residents * (REGISTRY_2023_MALE / REGISTRY_2023 + offset)),
        index=residents.index,
    )
    return pd.DataFrame({"male": _sum(male, borders), "female": _sum(residents - male, borders)})


def _sum(residents: pd.Series, borders: str) -> pd.Series:
    found = boundary_set(borders)
    areas = [found.of(village) for village in VILLAGES]
    return residents.groupby(areas).sum().reindex(found.names)


def _pinned(year: int) -> np.ndarray:
    """Which villages make up the sub-district whose figure is known."""
    if year not in KNOWN:
        return np.zeros(len(VILLAGES), dtype=bool)
    known = KNOWN[year]
    borders = boundary_set(known.boundary_set)
    return np.array([borders.of(village) == known.sub_district for village in VILLAGES])


def _growth(year: int) -> np.ndarray:
    rate = np.array([_GROWTH.get(village.sub_district_2021, 1.0) for village in VILLAGES])
    return rate ** (year - 2020)


def _base_weights() -> pd.Series:
    """Weight of each village: its former sub-district's, by registry figures or `_settled`."""
    inside = pd.Series(
        [_REGISTRY_2020.get(village.name) or _settled(village) for village in VILLAGES],
        index=[village.code for village in VILLAGES],
    )
    areas = pd.Series([village.sub_district_2009 for village in VILLAGES], index=inside.index)
    sibam = pd.Series([village.name == "Sungaisibam" for village in VILLAGES], index=inside.index)
    inside[sibam] = 0.0
    total = inside.groupby(areas).transform("sum")
    payung_sekaki = areas.eq("Payung Sekaki")
    weights = inside / total * areas.map(_WEIGHT)
    weights[payung_sekaki] *= 1 - _SIBAM_SHARE
    weights[sibam] = _WEIGHT["Payung Sekaki"] * _SIBAM_SHARE
    return weights


def _settled(village: Village) -> float:
    """Illustration: large villages hold more people, but far from the centre most of the land is empty."""
    return float(village.km2**0.5 * exp(-distance_km(village.lat, village.lon) / 5))
