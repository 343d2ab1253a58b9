"""A synthetic register of any length with the columns of a real one; the same rows in every run.

Places are those of Pekanbaru (15 sub-districts, 83 villages); names are invented, phones cannot be dialled,
NIB begin with 99. One row in a thousand is wrong, in four ways a real register was seen to be.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import xlsxwriter

from demo.pekanbaru import VILLAGES

SEED = 20_231_231
PERSONAL = ["Nama Usaha", "Nama Pemilik", "NIB", "No HP", "Alamat"]
PLAIN = [
    "Kelurahan",
    "Kecamatan",
    "Bidang Usaha",
    "Skala Usaha",
    "Omzet per Tahun",
    "Jumlah Tenaga Kerja",
    "Tahun Mulai Usaha",
]
CATEGORIES = (
    "Kuliner",
    "Fashion",
    "Kriya",
    "Jasa Pendidikan",
    "Otomotif",
    "Agribisnis",
    "Perikanan",
    "Peternakan",
    "Teknologi Internet",
    "Kecantikan",
    "Event Organizer",
    "Jasa Kebersihan",
    "Bangunan",
    "Percetakan",
    "Kesehatan",
    "Transportasi",
    "Fotografi",
    "Elektronik",
    "Kelontong",
    "Lainnya",
)
# upper ends of micro and small (PP 7/2021); turnover of the few above is capped below medium's end
LIMITS = (2_000_000_000, 15_000_000_000)
SIZES = ("Mikro", "Kecil", "Menengah")
FIRST_NAMES = ("Andi", "Budi", "Citra", "Dewi", "Eko", "Fitri", "Gita", "Hendra", "Indah", "Joko")
LAST_NAMES = ("Contoh", "Sampel", "Misal", "Rekaan", "Tiruan", "Umpama", "Buatan", "Karangan")
SHOPS = ("Warung", "Toko", "Kedai", "Usaha", "Rumah", "Bengkel", "Sanggar", "Kios")
BAD_SHARE = 0.001


@dataclass(frozen=True)
class Register:
    """table: the cells as written, all str; bad: positions of the wrong rows; the rest are typed values.

    values: village and sub-district as positions in VILLAGES, category as a position in CATEGORIES,
    size 1 to 3, turnover, employees and start_year as whole numbers.
    """

    table: pd.DataFrame
    bad: np.ndarray
    values: pd.DataFrame


def register(rows: int, personal: bool = True) -> Register:
    """A register of `rows` rows; `personal` adds names, NIB, phone and address."""
    rng = np.random.default_rng(SEED)
    values = _values(rng, rows)
    bad = np.sort(rng.choice(rows, size=max(4, round(rows * BAD_SHARE)), replace=False))
    table = _cells(values)
    if personal:
        table = pd.concat([_people(rng, values), table], axis=1)
    return Register(_spoil(table, bad), bad, values)


def _values(rng: np.random.Generator, rows: int) -> pd.DataFrame:
    places, fields = rng.dirichlet(np.full(len(VILLAGES), 4.0)), rng.dirichlet(np.full(len(CATEGORIES), 1.5))
    turnover = np.exp(rng.normal(18.4, 1.6, rows)).clip(1_000_000, 49_000_000_000)
    turnover = (turnover // 100_000 * 100_000).astype(np.int64)
    return pd.DataFrame(
        {
            "village": rng.choice(len(VILLAGES), rows, p=places),
            "category": rng.choice(len(CATEGORIES), rows, p=fields),
            "size": 1 + np.searchsorted(LIMITS, turnover, side="left"),
            "turnover": turnover,
            "employees": 1 + rng.poisson(1.5, rows),
            "start_year": 2023 - rng.geometric(0.12, rows).clip(1, 60),
        }
    )


def _cells(values: pd.DataFrame) -> pd.DataFrame:
    village = np.array([one.name for one in VILLAGES], dtype=object)
    district = np.array([one.sub_district_2021 for one in VILLAGES], dtype=object)
    amounts = [f"Rp {amount:,}".replace(",", ".") for amount in values["turnover"].tolist()]
    cells = (
        village[values["village"]],
        district[values["village"]],
        np.array(CATEGORIES, dtype=object)[values["category"]],
        np.array(SIZES, dtype=object)[values["size"] - 1],
        np.array(amounts, dtype=object),
        values["employees"].astype(str).to_numpy(dtype=object),
        values["start_year"].astype(str).to_numpy(dtype=object),
    )
    return pd.DataFrame(dict(zip(PLAIN, cells, strict=True)), dtype=object)


def _people(rng: np.random.Generator, values: pd.DataFrame) -> pd.DataFrame:
    rows = len(values)
    first = [FIRST_NAMES[at] for at in rng.integers(len(FIRST_NAMES), size=rows)]
    last = [LAST_NAMES[at] for at in rng.integers(len(LAST_NAMES), size=rows)]
    shop = [SHOPS[at] for at in rng.integers(len(SHOPS), size=rows)]
    street = rng.integers(1, 400, size=rows).tolist()
    numbers = range(rows)
    cells = (
        [f"{one} {name} {at}" for at, one, name in zip(numbers, shop, last, strict=True)],
        [f"{one} {name} {at % 9973}" for at, one, name in zip(numbers, first, last, strict=True)],
        [str(9_900_000_000_000 + at) for at in numbers],
        [f"0800-{at // 10_000:04d}-{at % 10_000:04d}" for at in numbers],
        [f"Jl. Contoh {house} No. {at % 211}" for at, house in zip(numbers, street, strict=True)],
    )
    return pd.DataFrame(dict(zip(PERSONAL, cells, strict=True)), dtype=object)


def _spoil(table: pd.DataFrame, bad: np.ndarray) -> pd.DataFrame:
    faults = (
        ("Omzet per Tahun", "2147483647"),
        ("Tahun Mulai Usaha", "2104"),
        ("Jumlah Tenaga Kerja", "-3"),
        ("Omzet per Tahun", "dua juta"),
    )
    for number, (column, cell) in enumerate(faults):
        table.loc[bad[number :: len(faults)], column] = cell
    return table


def write_csv(path: Path, rows: int, personal: bool = True) -> None:
    """The register as UTF-8 CSV with commas."""
    register(rows, personal).table.to_csv(path, index=False)


def write_xlsx(path: Path, rows: int, personal: bool = True) -> None:
    """The register as .xlsx; employees and years as numbers, as a person would have typed them."""
    table = register(rows, personal).table
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("Data")
    sheet.write_row(0, 0, list(table.columns))
    numbers = {table.columns.get_loc(name) for name in ("Jumlah Tenaga Kerja", "Tahun Mulai Usaha")}
    for at, cells in enumerate(table.itertuples(index=False, name=None), start=1):
        sheet.write_row(at, 0, [int(cell) if n in numbers else cell for n, cell in enumerate(cells)])
    book.close()
