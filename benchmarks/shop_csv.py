"""A shop's transactions as CSV with names and telephone numbers: the same rows in every run.

Everybody bought at least once; one in ten came back more often. Names are invented, phones cannot be dialled.
"""

import csv
from pathlib import Path

import numpy as np

from benchmarks.register import FIRST_NAMES, LAST_NAMES

SEED, FIRST_DAY, DAYS = 20_251_231, np.datetime64("2024-01-01"), 730
HEADER = ("No Member", "Tanggal", "Total Belanja", "No Struk", "Nama Pelanggan", "No HP")
PERIOD, SERIES = "2024-01-01..2025-12-31", "Toko Besar"
STEP = 100_000


def write(path: Path, customers: int, again: int) -> None:
    """A row for each customer, and `again` more by a tenth of them, in no order."""
    rng = np.random.default_rng(SEED)
    who = np.concatenate([np.arange(customers), rng.integers(0, max(1, customers // 10), again)])
    rng.shuffle(who)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for start in range(0, len(who), STEP):
            writer.writerows(_rows(rng, who[start : start + STEP], start))


def _rows(rng: np.random.Generator, who: np.ndarray, start: int) -> list[tuple[str, ...]]:
    days = (FIRST_DAY + rng.integers(0, DAYS, len(who)).astype("timedelta64[D]")).astype(str)
    amounts = rng.lognormal(11.5, 0.8, len(who)).astype(np.int64) // 100 * 100
    cells = enumerate(zip(who.tolist(), days, amounts.tolist(), strict=True), start=start)
    return [
        (f"C{one:07}", day, f"{amount}", f"R{at:08}", _name(one), f"0899-{one // 1000:04}-{one % 1000:04}")
        for at, (one, day, amount) in cells
    ]


def _name(one: int) -> str:
    first, last = FIRST_NAMES[one % len(FIRST_NAMES)], LAST_NAMES[one // 10 % len(LAST_NAMES)]
    return f"{first} {last} {one}"
