"""Transactions of a generated shop, as the import leaves them: Parquet with a row per line of a receipt."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

FIRST_DAY, DAYS = np.datetime64("2024-01-01"), 730
REFERENCE = "2025-12-31"
STEP = 500_000
PAYMENTS, OUTLETS = np.array(["cash", "card", "QRIS"]), np.array(["north", "south"])


def write(path: Path, rows: int, customers: int) -> None:
    """Receipts of one or two lines, 1 % refunds, 0.2 % zeros.

    Some customers buy more often than others, by a gamma distribution.
    """
    generator = np.random.default_rng(20260101)
    chances = generator.gamma(0.8, 1, customers).cumsum()
    writer = None
    for start in range(0, rows, STEP):
        part = _part(generator, chances / chances[-1], start, min(STEP, rows - start))
        writer = writer or pq.ParquetWriter(path, part.schema)
        writer.write_table(part)
    if writer:
        writer.close()


def _part(generator: np.random.Generator, chances: np.ndarray, start: int, size: int) -> pa.Table:
    receipt = np.repeat(np.arange(size), 1 + (generator.random(size) < 0.25))[:size]
    receipts = int(receipt[-1]) + 1
    customer = np.searchsorted(chances, generator.random(receipts))[receipt]
    day = generator.integers(0, DAYS, receipts)[receipt]
    amount, kind = generator.lognormal(11.5, 0.8, size).round(-2), generator.random(size)
    amount = np.where(kind < 0.01, -amount, np.where(kind < 0.012, 0.0, amount))
    return pa.table(
        {
            "sheet": pa.array(np.zeros(size, dtype=np.int16)),
            "row_number": pa.array(np.arange(start + 2, start + size + 2)),
            "customer": _numbered("C", customer, 7),
            "day": pa.array(FIRST_DAY + day.astype("timedelta64[D]")),
            "amount": pa.array(amount),
            "receipt": _numbered("R", receipt + start, 9),
            "payment": pa.array(PAYMENTS[generator.integers(0, 3, size)], pa.string()),
            "outlet": pa.array(OUTLETS[generator.integers(0, 2, size)], pa.string()),
        }
    )


def _numbered(letter: str, numbers: np.ndarray, width: int) -> pa.Array:
    return pa.array(letter + pd.Series(numbers).astype("str").str.zfill(width), pa.string())
