"""A small register with people in it, and a table of counts, taken through the importer."""

from typing import Any

from django.test import Client

from areas.models import Region
from data.models import Edition
from tests.data import uploads

# sub-district, village, field, size, name, phone
ENTERPRISES = [
    ("Centre", "Station", "Food", "Mikro", "Warung Satu", "0812-3456-7890"),
    ("Centre", "Market", "Food", "Kecil", "Warung Dua", "812 3456 7891 / 0761 234567"),
    ("Centre", "Market", "Fashion", "Mikro", "Butik Tiga", "belum ada"),
    ("Centre", "", "Fashion", "Mikro", "=Butik Empat", ""),
    ("Centre", "Market", "", "Mikro", "Usaha Lima", "+62 812 3456 7892"),
    ("East", "Harbour", "Food", "Mikro", "Kedai Enam", "081234567893"),
    ("East", "Orchard", "Crafts", "", "Anyaman Tujuh", "081234567894"),
    ("Hill", "Church", "Crafts", "Menengah", "Tenun Delapan", "081234567895"),
]
HEADER = (
    "Kecamatan", "Kelurahan", "Bidang Usaha", "Skala Usaha", "Nama Usaha", "No HP", "Nama Pemilik", "Alamat",
    "NIK", "Omzet", "Catatan",
)  # fmt: skip
TURNOVER = 77_000_123


def rows(times: int = 1) -> list[dict[str, str]]:
    """The enterprises, `times` over with another name each."""
    found = []
    for turn in range(times):
        for at, one in enumerate(ENTERPRISES):
            more = (
                f"Pemilik {turn} {at}", f"Jl. Contoh {turn} {at}", f"99000000{turn:04}{at:04}",
                str(TURNOVER + at), f"rahasia {at}",
            )  # fmt: skip
            cells = dict(zip(HEADER, (*one, *more), strict=True))
            found.append(cells | ({"Nama Usaha": f"{one[4]} {turn}"} if turn else {}))
    return found


def register(region: Region, times: int = 1, **values: Any) -> Edition:
    """A market edition of the enterprises."""
    decide = {"create_categories": True}
    return uploads.edition_of(uploads.imported(region, uploads.csv(rows(times)), decide=decide, **values))


def counts(region: Region, **values: Any) -> Edition:
    """A market edition of counts: 120 in Centre (wide size classes), 30 in East."""
    table = uploads.csv(
        {
            "Kecamatan": ["Centre", "Centre", "East"],
            "Bidang Usaha": ["Food", "Fashion", "Food"],
            "Mikro": [70, 30, 25],
            "Kecil": [15, 5, 5],
        }
    )
    decide = {"create_categories": True}
    return uploads.edition_of(uploads.imported(region, table, kind="msme_counts", decide=decide, **values))


def reader(user: Any, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(user)
    return client
