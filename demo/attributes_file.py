"""The demo's table of customers as an office would export it: a .csv of a Windows program, days first."""

from pathlib import Path

import pandas as pd

from analysis.marks import N_
from demo.attributes import NAME, N, customers
from demo.demo_file import DemoFile, demo_file
from demo.writing import Sheet, write_csv

# rows that were exported twice
DOUBLES = (310, 901, 902, 1_544)
TITLE = "DATA DEMO – SINTETIS. Bukan data resmi: pelanggan di dalamnya tidak ada."


def customers_2023(into: Path, seed: int) -> DemoFile:
    """2,000 customers, four of them twice: both rows are kept, so that the pages can tell of them."""
    sheet = Sheet("Pelanggan", (TITLE, f"{NAME} per 30 Juni 2023"), table(seed))
    path = into / "pelanggan_2023.csv"
    write_csv(path, sheet, "utf-8-sig")
    return demo_file(
        path,
        "customer_attributes",
        "2023",
        "2021",
        {"repeats": "all"},
        N_("Synthetic table of 2,000 customers: person, spending, purchases by channel and campaigns."),
        {"accepted": N + len(DOUBLES)},
        NAME,
    )


def table(seed: int) -> pd.DataFrame:
    """The rows of the file under their headers, as they are written; None is an empty cell."""
    found = customers(seed)
    found["Tanggal Daftar"] = [f"{day:%d/%m/%Y}" for day in found["Tanggal Daftar"]]
    rows = pd.concat([found, found.loc[list(DOUBLES)]]).sort_index(kind="stable", ignore_index=True)
    return rows.astype(object).where(rows.notna(), None)
