"""Names, numbers and addresses that look right on a screen and cannot belong to anybody.

- Owners are called "Demo" and three words for birds, trees and stones; businesses carry the word "Contoh"
  (example) and a number of their own.
- NIK starts with 99, which is no province's code, and has no date of birth (six zeros).
- NIB starts with 0000; the real ones start with a serial number or a date of issue.
- Telephone numbers start with 0800-000: 0800 is the freephone range, whose numbers go on with a 1, so none of
  these can be dialled.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demo.pekanbaru import VILLAGES


def _words(*lines: str) -> tuple[str, ...]:
    return tuple(word for line in lines for word in line.split())


# 32 of each, so that the owners' names do not repeat before 32³ enterprises.
_BIRDS = _words(
    "Merak Kenari Camar Elang Murai Pipit Bangau Gelatik Kutilang Beo Rajawali Walet Perkutut Jalak",
    "Cendet Srigunting Kakatua Belibis Rangkong Puyuh Kuntul Punai Tekukur Pelatuk Kedasih Cucak",
    "Branjangan Manyar Prenjak Raja-udang Kasuari Cenderawasih",
)
_TREES = _words(
    "Meranti Ulin Jati Cemara Beringin Trembesi Mahoni Sungkai Keruing Damar Gaharu Bakau Nipah Enau",
    "Bambu Rotan Kelapa Durian Manggis Rambutan Sawo Duku Salak Kemiri Petai Jengkol Randu Waru",
    "Ketapang Flamboyan Pinus Kapur",
)
_STONES = _words(
    "Nilam Safir Pirus Kecubung Zamrud Giok Akik Topas Opal Kuarsa Granit Marmer Basal Andesit Gamping",
    "Pualam Batubara Kerikil Kapur Pasir Lempung Obsidian Kalsit Gips Fosfat Timah Tembaga Nikel Besi",
    "Perak Emas Kobalt",
)
_WORDS = _words(
    "Embun Fajar Senja Purnama Pelangi Samudra Lembah Bukit Cakrawala Angin Hujan Mentari Bintang Awan",
    "Telaga Rimba Padang Muara Pesisir Karang",
)

_TRADES = {
    "Kuliner": ("Warung", "Kedai", "Dapur", "Café", "Rumah Makan"),
    "Fesyen & Konveksi": ("Butik", "Konveksi", "Penjahit", "Galeri Busana"),
    "Perdagangan": ("Toko", "Kios", "Grosir", "Swalayan"),
    "Jasa": ("Jasa", "Binatu", "Percetakan", "Servis"),
    "Kerajinan": ("Sanggar", "Anyaman", "Kerajinan", "Tenun"),
    "Pertanian": ("Kebun", "Tani", "Bibit", "Sayur"),
    "Perikanan": ("Kolam", "Tambak", "Ikan", "Keramba"),
    "Otomotif": ("Bengkel", "Tambal Ban", "Cuci Motor", "Suku Cadang"),
    "Kecantikan": ("Salon", "Rias", "Pangkas", "Spa"),
    "Pendidikan": ("Bimbel", "Kursus", "PAUD", "Les"),
    "Teknologi": ("Komputer", "Gawai", "Studio Digital", "Warnet"),
    "Lainnya": ("Usaha", "Karya", "Mitra"),
}


def contacts(table: pd.DataFrame) -> pd.DataFrame:
    """Business, owner, nik, nib, phone and address for every row of a clean register, same index.

    All follow from the enterprise's number alone (the index), so they stay the same through the years.
    Two enterprises in five have no NIB (None): smaller ones often never asked for one.
    """
    number = table.index.to_numpy()
    return pd.DataFrame(
        {
            "business_name": _businesses(number, table["category"]),
            "owner_name": _owners(number),
            "nik": [f"9900000000{n:06d}" for n in number],
            "nib": [
                f"0000{n * 387_420_489 % 10**9:09d}" if n * 2_654_435_761 % 5 < 3 else None for n in number
            ],
            "phone": [f"0800-000-{n:05d}" for n in number],
            "address": _addresses(number, table["village"]),
        },
        index=table.index,
        dtype=object,
    )


def _businesses(number: NDArray[np.int64], categories: pd.Series) -> list[str]:
    names = []
    for n, category in zip(number, categories, strict=True):
        trades = _TRADES[category]
        names.append(f"{trades[n % len(trades)]} Contoh {_WORDS[n * 7 % len(_WORDS)]} {n}")
    return names


def _owners(number: NDArray[np.int64]) -> list[str]:
    # An odd factor walks through all 32³ combinations before one repeats.
    mixed = number * 12_345 % len(_BIRDS) ** 3
    return [f"Demo {_BIRDS[m // 1024]} {_TREES[m // 32 % 32]} {_STONES[m % 32]}" for m in mixed]


def _addresses(number: NDArray[np.int64], villages: pd.Series) -> list[str]:
    return [
        f"Jl. Contoh {VILLAGES[village].name} No. {n % 190 + 1}, RT {n % 7 + 1:02d}/RW {n % 11 + 1:02d}"
        for n, village in zip(number, villages, strict=True)
    ]
