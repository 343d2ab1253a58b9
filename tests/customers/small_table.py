"""A small invented table of customers whose rows stand in Parquet as an import leaves them.

Two kinds of people far apart, twenty of each: those with much, who buy often, and those with little. Among
them a gap, a repeated row, an amount nobody would believe, and a column of one value.
"""

from typing import Any

import numpy as np
import pandas as pd
from django.conf import settings

from customers.kinds.attribute_columns import STORED
from data.columnar import rows_path
from data.models import Edition
from tests.world import World, add_edition

TABLE = "Pelanggan Uji"
TYPES = {
    "Year_Birth": "number", "Income": "number", "Dt_Customer": "date", "Education": "text",
    "MntWines": "number", "MntFruits": "number", "NumWebPurchases": "number", "NumStorePurchases": "number",
    "NumWebVisitsMonth": "number", "Member": "flag", "Cost": "number",
}  # fmt: skip
_WHY = {"number": "numbers", "flag": "two_values", "date": "dates", "text": "words"}
_ARROW = {"float64": "float64", "date32": "datetime64[s]", "string": "str"}


def rows() -> pd.DataFrame:
    """Forty customers and one who is there twice, under the headers of TYPES; index customer."""
    n = np.arange(40)
    rich = n >= 20
    table = pd.DataFrame(
        {
            "Year_Birth": 1960.0 + n % 20,
            "Income": np.where(rich, 80_000.0, 20_000.0) + 100.0 * (n % 7),
            "Dt_Customer": pd.Timestamp(2020, 1, 1) + pd.to_timedelta(10 * n, "D"),
            "Education": np.where(n % 3 == 0, "Master", "Basic"),
            "MntWines": np.where(rich, 900.0, 40.0) + n % 5,
            "MntFruits": np.where(rich, 90.0, 5.0) + n % 3,
            "NumWebPurchases": np.where(rich, 9.0, 2.0) + n % 2,
            "NumStorePurchases": np.where(rich, 11.0, 3.0),
            "NumWebVisitsMonth": np.where(rich, 3.0, 7.0) + n % 2,
            "Member": (n % 4 == 0) * 1.0,
            "Cost": 3.0,
        },
        index=pd.Index([f"K{one:03d}" for one in n], name="customer"),
    )
    table.loc["K005", "Income"] = np.nan
    table.loc["K006", "Income"] = 9_000_000.0
    table.loc["K007", "NumWebVisitsMonth"] = 0.0
    again = table.loc[["K030"]].rename(index={"K030": "K040"})
    return pd.concat([table, again])


def add_table(
    world: World,
    table: pd.DataFrame | None = None,
    types: dict[str, str] | None = None,
    series: str = TABLE,
    **values: Any,
) -> Edition:
    """A current edition of a table of customers (needs settings.MEDIA_ROOT in a folder of the test)."""
    found, types = rows() if table is None else table, TYPES if types is None else types
    edition = add_edition(world, "customer_table", series=series, **values)
    dataset = edition.datasets.get()
    keys = {header: f"c{place:04d}" for place, header in enumerate(found.columns, start=1)}
    dataset.kind = "customer_attributes"
    dataset.guess = {
        "columns": [{"key": "c0000", "header": "ID", "type": "customer"}]
        + [
            {"key": keys[one], "header": one, "type": types[one], "why": _WHY[types[one]]}
            for one in found.columns
        ]
    }
    dataset.mapping = {"customer": "ID", **{key: header for header, key in keys.items()}}
    dataset.save()
    stored = {keys[one]: found[one].astype(_ARROW[STORED[types[one]]]) for one in found.columns}
    place = {"sheet": 0, "row_number": range(2, len(found) + 2), "customer": found.index.astype("str")}
    path = rows_path(dataset)
    assert str(settings.MEDIA_ROOT) in str(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    pd.DataFrame({**place, **stored}, index=found.index).reset_index(drop=True).to_parquet(path)
    return edition
