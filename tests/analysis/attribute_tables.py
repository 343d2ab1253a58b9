"""The tables of customers that several tests of attributes look at."""

import datetime
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import column_types
from analysis.column_types import Column

REFERENCE = datetime.date(2014, 6, 29)
FILES = ("marketing_campaign_semicolon_bom.csv", "marketing_campaign_quoted_comma_mdyyyy.csv")


def marketing(shared_data: Path, name: str = FILES[0]) -> tuple[pd.DataFrame, tuple[Column, ...]]:
    """The real table of 2,240 customers, its columns told by their values."""
    delimiter = ";" if "semicolon" in name else ","
    path = shared_data / "customers" / name
    texts = pd.read_csv(path, sep=delimiter, dtype=str, encoding="utf-8-sig").set_index("ID")
    return column_types.typed(texts)


def numbers(**columns) -> tuple[pd.DataFrame, tuple[Column, ...]]:
    """A table of numbers for customers c00, c01 …"""
    table = pd.DataFrame({key: pd.Series(values, dtype="float64") for key, values in columns.items()})
    table.index = pd.Index([f"c{place:02d}" for place in range(len(table))], name="customer")
    return table, tuple(Column(key, key, "number") for key in columns)


def groups(sizes=(30, 20, 10), seed=1) -> tuple[pd.DataFrame, tuple[Column, ...]]:
    """Customers in groups far apart: little, more and most spending; ids in no order."""
    generator = np.random.default_rng(seed)
    place = np.repeat(np.arange(len(sizes)), sizes)
    spending = 100 * 10.0 ** (place / 2) + generator.normal(0, 3, len(place))
    visits = 9 - 4 * place + generator.normal(0, 0.2, len(place))
    age = generator.normal(40, 8, len(place))
    index = pd.Index([f"c{one:03d}" for one in generator.permutation(len(place))], name="customer")
    table = pd.DataFrame(
        {"spending": spending, "visits": visits, "age": age, "group": place * 1.0}, index=index
    )
    return table, tuple(Column(key, key.title(), "number") for key in table.columns)
