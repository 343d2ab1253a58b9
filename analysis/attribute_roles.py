"""What a column of a table of customers is about, told by its header, in English and Indonesian.

A proposal only: a header says what somebody meant, so a person confirms it. Headers are compared without
case, accents of punctuation and spaces: "Year_Birth", "year birth" and "YEAR BIRTH" are one.
"""

import re
from collections.abc import Iterable

from analysis.column_types import Column

# role → headers, and beginnings of headers marked by "…"; earlier roles are tried first
ALIASES: dict[str, tuple[str, ...]] = {
    "year_of_birth": ("year birth", "birth year", "year of birth", "tahun lahir", "thn lahir"),
    "date_of_birth": ("date of birth", "birth date", "dob", "tanggal lahir", "tgl lahir"),
    "age": ("age", "usia", "umur"),
    "member_since": (
        "dt customer", "date customer", "member since", "join date", "joined", "registration date",
        "enrolment date", "tanggal daftar", "tgl daftar", "tanggal bergabung", "tanggal gabung", "sejak",
    ),
    "income": ("income", "yearly income", "annual income", "pendapatan", "penghasilan", "gaji"),
    "children": (
        "kidhome", "teenhome", "kids at home", "teens at home", "small children", "teenagers",
        "anak kecil", "anak remaja", "jumlah anak kecil", "jumlah anak remaja",
    ),
    "recency": ("recency", "days since last purchase", "hari sejak belanja terakhir", "hari sejak transaksi"),
    "deals": (
        "numdealspurchases", "deals purchases", "deal purchases", "discount purchases", "transaksi diskon",
        "pembelian diskon", "transaksi promo",
    ),
    "visits": (
        "numwebvisitsmonth", "web visits", "website visits", "web visits per month", "kunjungan web",
        "kunjungan situs", "kunjungan website", "kunjungan web per bulan",
    ),
    "purchases": (
        "numwebpurchases", "numcatalogpurchases", "numstorepurchases", "web purchases", "catalog purchases",
        "catalogue purchases", "store purchases", "online purchases", "transaksi web", "transaksi katalog",
        "transaksi toko", "transaksi daring", "pembelian web", "pembelian katalog", "pembelian toko",
        "pembelian daring",
    ),
    # in the marketing data gold is a second view of the same purchases, not one more group of goods
    "spending_other": ("mntgoldprods", "mntgold", "belanja emas", "gold products"),
    "spending": ("mnt…", "amount spent…", "spent on…", "spending on…", "belanja…", "pengeluaran…"),
    "campaigns": (
        "acceptedcmp1", "acceptedcmp2", "acceptedcmp3", "acceptedcmp4", "acceptedcmp5",
        "accepted campaign…", "menerima kampanye…", "kampanye diterima…", "respon kampanye…",
    ),
    "response": ("response", "accepted last campaign", "respon", "tanggapan"),
}  # fmt: skip


def plain(header: str) -> str:
    """A header without case, punctuation and repeated spaces."""
    return " ".join(re.split(r"[\W_]+", header.lower())).strip()


def same_header(one: str, other: str) -> bool:
    """Whether two headers differ in case, punctuation and spaces only."""
    return plain(one) == plain(other)


def role_of(header: str) -> str | None:
    """The role of a header, None where it says none."""
    name = plain(header)
    for role, aliases in ALIASES.items():
        if any(_matches(name, alias) for alias in aliases):
            return role
    return None


def _matches(name: str, alias: str) -> bool:
    if alias.endswith("…"):
        return name.startswith(alias[:-1])
    return name == alias


def recognised(columns: Iterable[Column]) -> dict[str, tuple[Column, ...]]:
    """Role → the columns of that role, in the order of the table; only what can hold such a thing by type."""
    found: dict[str, tuple[Column, ...]] = {}
    for column in columns:
        role = role_of(column.label)
        if role and _fits(role, column):
            found[role] = (*found.get(role, ()), column)
    return found


def _fits(role: str, column: Column) -> bool:
    if role in ("date_of_birth", "member_since"):
        return column.type == "date"
    return column.is_numeric
