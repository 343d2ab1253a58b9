"""Customers by age group: how many they are, and what is usual in each."""

from collections.abc import Iterator

import pandas as pd
from django.utils.translation import gettext as _

from analysis import relation_groups
from charts import shares
from core import formats
from core.figures import Column, Figure, Table
from data import plots

from ..tables import records
from .prepared import Prepared
from .words import label_of

KEY = "age_group"
SHOWN = ("income", "spending", "transactions", "conversion")
SMALL = 30


def groups(known: Prepared, line: str) -> Iterator[Figure]:
    """Age groups, where an age is known."""
    column = known.by_key.get(KEY)
    if column is None or not known.table[KEY].notna().any():
        return
    numbers = [known.roles[role] for role in SHOWN if role in known.roles]
    found = relation_groups.by_value(known.table, KEY, numbers, column.levels)
    largest = str(found["n"].idxmax())
    values = {"group": largest, "share": formats.share(found.at[largest, "share"], 0)}
    columns = (
        Column("group", _("Age")), Column("n", _("Customers"), "integer"),
        Column("share", _("Share"), "share"),
        *(Column(key, _("%(name)s, median") % {"name": label_of(known, key)}, "number") for key in numbers),
    )  # fmt: skip
    rows = [
        {"group": name, **row, "_muted": row["n"] < SMALL}
        for name, row in zip(found.index, records(found), strict=True)
    ]
    plot = plots.plain(_chart(found))
    yield Figure(
        key="ages",
        title=_("Of age %(group)s are %(share)s of the customers") % values,
        subtitle=_("Customers by age on the reference date; groups below %(n)s are grey") % {"n": SMALL},
        base=line,
        plot=plot,
        table=Table(columns, rows),
        height=plots.height(plot),
    )


def _chart(found: pd.DataFrame) -> object:
    table = pd.DataFrame({
        "name": list(found.index), "share": found["share"], "low": float("nan"), "high": float("nan"),
        "text": [f"{formats.share(row.share, 0)} · {formats.integer(row.n)}" for row in found.itertuples()],
    }, index=found.index)  # fmt: skip
    small = tuple(str(name) for name in found.index[found["n"] < SMALL])
    return shares.share_bars(table, muted=small, language=plots.language())
