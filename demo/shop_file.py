"""The demo's shop as its till gives it out: a workbook of 17 months, and a .csv of the three that follow.

On purpose: days as dates and as text, amounts as numbers and as `Rp`, refunds, zeros, rows that stand there
twice, spellings of the methods of payment, rows without a member or with a day that no month has, a total row
and a note.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.marks import N_
from demo.demo_file import DemoFile, demo_file
from demo.invented import contacts
from demo.mess import rupiah
from demo.shop import CLOSED, NAME, OPENED, TRANSACTIONS, UNTIL, transactions
from demo.writing import Sheet, write_csv, write_xlsx

TITLE = "DATA DEMO – SINTETIS. Bukan data resmi: member, struk, dan pembelian di dalamnya tidak ada."
HEADERS = {
    "member": "No. Member",
    "day": "Tanggal",
    "receipt": "No. Struk",
    "name": "Nama",
    "phone": "No. HP",
    "amount": "Total",
    "payment": "Metode Pembayaran",
}
# numbers that no enterprise of the registers and no respondent has
PEOPLE_FROM = 80_001
# rows that are no purchase of a member: a guest, a day that does not exist, a receipt that was cancelled
FAULTS: tuple[dict[str, Any], ...] = (
    {"member": None, "name": None, "phone": None},
    {"day": "31/02/2023"},
    {"amount": "batal"},
)
_AS_TEXT, _WITH_RP, _WITH_CENTS, _RESPELT, _BLANK = 0.05, 0.10, 0.3, 0.08, 0.03
_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
    "November", "Desember",
)  # fmt: skip


def shop_2022(into: Path, seed: int) -> DemoFile:
    """3,228 transactions of 1,228 members in 17 months."""
    path = into / "transaksi_toko_2022-2023.xlsx"
    sheet = _sheet(seed, False)
    write_xlsx(path, [sheet])
    file = _demo_file(
        path,
        "2022-02",
        N_(
            "Synthetic shop in the frame of a published case: 3,228 transactions of 1,228 members, February "
            "2022 to June 2023. Every row is invented."
        ),
        {"accepted": TRANSACTIONS, "rejected": len(FAULTS), "skipped": 1 + len(sheet.notes)},
    )
    label = f"{OPENED:%Y-%m} – {CLOSED:%Y-%m}"
    return replace(file, period_label=label, period_start=OPENED, period_end=CLOSED)


def shop_2023(into: Path, seed: int) -> DemoFile:
    """The three months after, with new members."""
    path = into / "transaksi_toko_2023-q3.csv"
    sheet = _sheet(seed, True)
    write_csv(path, sheet, "utf-8-sig")
    file = _demo_file(
        path,
        "2023-07",
        N_("The same synthetic shop from July to September 2023; every row is invented."),
        # all but the total
        {"accepted": len(sheet.table) - 1, "skipped": 1 + len(sheet.notes)},
    )
    start = date(UNTIL.year, UNTIL.month - 2, 1)
    return replace(file, period_label="2023-Q3", period_start=start, period_end=UNTIL)


def _demo_file(path: Path, period: str, definition: str, expect: dict[str, int]) -> DemoFile:
    decisions = {"accept_good_rows": bool(expect.get("rejected"))}
    return demo_file(path, "transactions", period, "2021", decisions, definition, expect, NAME)


def _sheet(seed: int, later: bool) -> Sheet:
    rows = cells(seed, later)
    total = transactions(seed).loc[lambda all_: all_["later"] == later, "amount"].sum()
    blank: dict[str, Any] = dict.fromkeys(HEADERS.values())
    end = {**blank, HEADERS["member"]: "TOTAL", HEADERS["amount"]: int(total)}
    table = pd.concat([rows, pd.DataFrame([end], dtype=object)], ignore_index=True)
    table = table.astype(object).where(table.notna(), None)
    first, last = (date(2023, 7, 1), UNTIL) if later else (OPENED, CLOSED)
    said = f"{NAME} – transaksi member, {_said(first)} s.d. {_said(last)}"
    return Sheet("Transaksi", (TITLE, said), table, ("Catatan: nilai minus adalah pengembalian uang.",))


def _said(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def cells(seed: int, later: bool) -> pd.DataFrame:
    """The rows of one file under its headers, as they are written; None is an empty cell.

    The faults stand among them; a row that stands there twice is written alike both times.
    """
    rng = np.random.default_rng([seed, TRANSACTIONS, int(later)])
    rows = transactions(seed)
    rows = rows[rows["later"] == later].drop(columns="later").reset_index(drop=True)
    first = _first_alike(rows)
    rows[["name", "phone"]] = _people(rows["member"])
    rows["payment"] = _spellings(rng, rows["payment"])[first]
    rows["day"] = _days(rng, rows["day"], as_text=later)[first]
    rows["amount"] = _amounts(rng, rows["amount"], 0.6 if later else _WITH_RP)[first]
    if not later:
        rows = _with_faults(rng, rows)
    return rows[list(HEADERS)].rename(columns=HEADERS).astype(object)


def _first_alike(rows: pd.DataFrame) -> "np.ndarray[Any, np.dtype[np.int64]]":
    """For every row the place of the first one that is equal to it."""
    place = pd.Series(np.arange(len(rows)))
    keys = [rows[name] for name in rows]
    return place.groupby(keys, sort=False).transform("first").to_numpy()


def _people(members: pd.Series) -> "np.ndarray[Any, np.dtype[np.object_]]":
    """An invented name and number per member, always the same."""
    numbers = pd.Index(PEOPLE_FROM + members.astype(int))
    found = contacts(pd.DataFrame({"category": "Kuliner", "village": 0}, index=numbers))
    return found[["owner_name", "phone"]].to_numpy(dtype=object)


def _spellings(rng: np.random.Generator, payments: pd.Series) -> "np.ndarray[Any, np.dtype[np.object_]]":
    """Capitals and small letters as people type them, and some that say nothing."""
    written, draw = payments.to_numpy(dtype=object).copy(), rng.random(len(payments))
    low, high = draw < _RESPELT / 2, draw > 1 - _RESPELT / 2
    written[low] = [text.lower() for text in written[low]]
    written[high] = [text.upper() for text in written[high]]
    written[(draw > 0.5) & (draw < 0.5 + _BLANK)] = None
    return written


def _days(
    rng: np.random.Generator, days: pd.Series, as_text: bool
) -> "np.ndarray[Any, np.dtype[np.object_]]":
    """Days of a workbook are dates but for a few typed ones; a .csv has the time of day behind them."""
    minutes = pd.Series(rng.integers(9 * 60, 21 * 60, len(days)))
    # later receipts of a day at a later time
    minutes = minutes.iloc[np.lexsort((minutes, days))]
    typed = rng.random(len(days)) < _AS_TEXT
    written = np.empty(len(days), dtype=object)
    for place, (day, minute) in enumerate(zip(days, minutes, strict=True)):
        text = f"{day:%d/%m/%Y}"
        if as_text:
            written[place] = f"{text} {minute // 60:02d}:{minute % 60:02d}"
        else:
            written[place] = text if typed[place] else day.date()
    return written


def _amounts(
    rng: np.random.Generator, amounts: pd.Series, with_rp: float
) -> "np.ndarray[Any, np.dtype[np.object_]]":
    """Numbers, and some as `Rp 125.000`, `Rp 125.000,00` or `-Rp 125.000`."""
    written = np.array([int(one) for one in amounts], dtype=object)
    for place in np.flatnonzero(rng.random(len(amounts)) < with_rp):
        amount = int(written[place])
        written[place] = ("-" if amount < 0 else "") + rupiah(abs(amount))
        if rng.random() < _WITH_CENTS:
            written[place] += ",00"
    return written


def _with_faults(rng: np.random.Generator, rows: pd.DataFrame) -> pd.DataFrame:
    """Each fault in a copy of some purchase, under a receipt number of its own."""
    places = np.sort(rng.choice(len(rows), len(FAULTS), replace=False))
    wrong = []
    for number, (place, fault) in enumerate(zip(places, FAULTS, strict=True)):
        row = {**rows.iloc[place].to_dict(), "receipt": f"STX-{number + 1:02d}", **fault}
        wrong.append(pd.DataFrame([row], index=[place + 0.5], dtype=object))
    return pd.concat([rows, *wrong]).sort_index(ignore_index=True)
