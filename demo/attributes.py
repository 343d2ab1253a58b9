"""The demo's table of customers: 2,000 invented people and what is known of each, in the style of a known
marketing table (year of birth, income, children, spending per group of goods, purchases per channel, visits,
campaigns). No row is taken from it.

Four groups that nobody named in the table lie behind it: half of the customers have little and buy little, a
quarter is in the middle, and of two smaller groups with much money one takes up campaigns and the other does
not. Within a group income, spending and purchases vary together through one latent affluence.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demo.apportion import apportion

NAME = "Pelanggan Contoh"
N = 2_000
# of these: everything but the number as somebody before; without an income; with a value nobody would believe
TWINS, NO_INCOME, RICH, OLD = 24, 27, 3, 3
REFERENCE = date(2023, 6, 30)
CONTACT_COST = 3

# what whoever looks after the data would choose on the page of quality: incomes and years of birth that
# cannot be true go, so that a segment is no handful of slips, and so do customers without an income, which a
# median would put into the wrong segment. Much spent is no slip, and stays
REMEDIES = {
    ("missing", "Pendapatan"): "leave_out_missing",
    ("outliers", "Tahun Lahir"): "leave_out_outliers",
    ("outliers", "Pendapatan"): "leave_out_outliers",
}

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Group:
    """What is usual in a group.

    share: of the customers; income: rupiah a year; spending: rupiah in two years; toko, web, katalog, promo:
    purchases in two years; visits: of the web site in a month; small, teens: mean numbers of children;
    campaigns: probability of taking up one; born: mean year.
    """

    share: float
    income: float
    spending: float
    toko: float
    web: float
    katalog: float
    promo: float
    visits: float
    small: float
    teens: float
    campaigns: float
    born: float


GROUPS = {
    "low": Group(0.50, 34e6, 1.1e6, 3.0, 2.0, 0.5, 1.6, 6.8, 0.70, 0.45, 0.02, 1979),
    "moderate": Group(0.24, 53e6, 8.4e6, 9.2, 6.6, 2.6, 4.0, 5.8, 0.25, 0.85, 0.04, 1970),
    "high b": Group(0.14, 71e6, 19e6, 9.2, 5.6, 5.6, 1.4, 3.0, 0.04, 0.16, 0.05, 1973),
    "high a": Group(0.12, 83e6, 30e6, 8.6, 5.8, 6.6, 1.0, 2.2, 0.03, 0.05, 0.55, 1975),
}
# of the spending, by group of goods
GOODS = {
    "Belanja Minuman": 0.42,
    "Belanja Buah": 0.08,
    "Belanja Daging": 0.30,
    "Belanja Ikan": 0.11,
    "Belanja Kue": 0.09,
}
CHANNELS = {
    "Transaksi Promo": "promo",
    "Transaksi Web": "web",
    "Transaksi Katalog": "katalog",
    "Transaksi Toko": "toko",
}
EDUCATION = {"SD": 0.03, "SMP": 0.07, "SMA": 0.34, "D3": 0.14, "S1": 0.35, "S2": 0.07}
MARITAL = {"Menikah": 0.62, "Lajang": 0.22, "Cerai": 0.10, "Janda/Duda": 0.06}
# campaigns that were asked about, and the most visits in a month
CAMPAIGNS, _VISITS = 5, 12


def customers(seed: int) -> pd.DataFrame:
    """One row per customer, index 0 … 1999, under the headers of the file; the seed decides every cell.

    Days are dates, numbers are whole, a missing income is NA (Int64).
    """
    # a stream of its own, so that a change here leaves the other files alone
    rng = np.random.default_rng([seed, N])
    alone = N - TWINS
    group = rng.permutation(np.repeat(list(GROUPS), apportion(alone, [one.share for one in GROUPS.values()])))
    usual = pd.DataFrame([vars(GROUPS[name]) for name in group])
    affluence = rng.standard_normal(alone)
    table = pd.DataFrame(
        {
            **_person(rng, usual, affluence),
            **_buying(rng, usual, affluence),
            **_answers(rng, usual),
            "Biaya Kontak": CONTACT_COST,
        }
    )
    odd = rng.permutation(alone)
    again = table.iloc[np.sort(odd[-TWINS:])]
    table = _with_oddities(table, odd[: NO_INCOME + RICH + OLD])
    table = pd.concat([table, again]).sample(frac=1, random_state=rng).reset_index(drop=True)
    numbers = rng.permutation(np.arange(10_001, 10_001 + 2 * N))[:N]
    table.insert(0, "ID Pelanggan", [f"P{number}" for number in np.sort(numbers)])
    return table


def _person(rng: np.random.Generator, usual: pd.DataFrame, affluence: Floats) -> dict[str, object]:
    n = len(usual)
    born = np.clip(np.round(usual["born"] + rng.normal(0, 10, n)), 1944, 2003)
    income = usual["income"] * np.exp(0.10 * affluence + 0.06 * rng.standard_normal(n))
    joined = [REFERENCE - timedelta(days=int(days)) for days in rng.integers(30, 730, n)]
    return {
        "Tahun Lahir": born.astype("int64"),
        "Pendidikan": rng.choice(list(EDUCATION), n, p=list(EDUCATION.values())),
        "Status Perkawinan": rng.choice(list(MARITAL), n, p=list(MARITAL.values())),
        "Pendapatan": (np.round(income / 1e5) * 1e5).astype("Int64"),
        "Anak Kecil": rng.binomial(2, usual["small"] / 2),
        "Anak Remaja": rng.binomial(2, usual["teens"] / 2),
        "Tanggal Daftar": joined,
        "Hari Sejak Belanja Terakhir": rng.integers(0, 100, n),
    }


def _buying(rng: np.random.Generator, usual: pd.DataFrame, affluence: Floats) -> dict[str, object]:
    n = len(usual)
    spending = usual["spending"].to_numpy() * np.exp(0.24 * affluence + 0.14 * rng.standard_normal(n))
    parts = rng.dirichlet(12 * np.array(list(GOODS.values())), n) * spending[:, None]
    goods = {name: _thousands(parts[:, place]) for place, name in enumerate(GOODS)}
    more = np.exp(0.10 * affluence)
    channels = {name: rng.poisson(usual[key].to_numpy() * more) for name, key in CHANNELS.items()}
    return {**goods, **channels, "Kunjungan Web per Bulan": rng.binomial(_VISITS, usual["visits"] / _VISITS)}


def _thousands(rupiah: Floats) -> NDArray[np.int64]:
    return (1_000 * np.round(rupiah / 1_000)).astype(np.int64)


def _answers(rng: np.random.Generator, usual: pd.DataFrame) -> dict[str, object]:
    chance = usual["campaigns"].to_numpy()
    asked = {
        f"Menerima Kampanye {place}": (rng.random(len(usual)) < chance).astype(int)
        for place in range(1, CAMPAIGNS + 1)
    }
    return {
        **asked,
        "Respon": (rng.random(len(usual)) < 1.4 * chance + 0.03).astype(int),
        "Keluhan": (rng.random(len(usual)) < 0.01).astype(int),
    }


def _with_oddities(table: pd.DataFrame, places: NDArray[np.int64]) -> pd.DataFrame:
    """Incomes that nobody gave or nobody has, and people who would be older than anybody."""
    missing, rich, old = np.split(places, [NO_INCOME, NO_INCOME + RICH])
    table.loc[missing, "Pendapatan"] = pd.NA
    table.loc[rich, "Pendapatan"] = [666_666_000, 1_570_000_000, 1_999_000_000]
    table.loc[old, "Tahun Lahir"] = [1893, 1899, 1900]
    return table
