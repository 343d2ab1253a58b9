"""Numbers of MSMEs per area, category and size class, where there is no list of enterprises."""

import pandas as pd
from django.utils.translation import gettext_lazy as _

from data import writing

from .declaration import Check, Column, Kind
from .places import ANY_PLACE, CATEGORY, PLACES

_COUNTS = ("n_micro", "n_small", "n_medium", "n_large")


def _does_not_add_up(table: pd.DataFrame) -> "pd.Series[bool]":
    """A total beside its size classes must be their sum; it is not counted as well."""
    counts = table.reindex(columns=["n", *_COUNTS]).astype("Int64")
    parts = counts[list(_COUNTS)]
    return (parts.sum(axis=1) != counts["n"]).fillna(False) & parts.notna().any(axis=1)


def _count(key: str, label: object, aliases: tuple[str, ...]) -> Column:
    return Column(key, label, "integer", aliases, low=0, high=100_000_000, example="120")


KIND = Kind(
    key="msme_counts",
    label=_("MSME counts"),
    description=_(
        "Counts instead of a list: a row per area, category and size class, or a column per size class."
    ),
    subject="market",
    rows=writing.rows_of_counts,
    requires=(ANY_PLACE, ("n", *_COUNTS)),
    lacks=("turnover", "enterprises"),
    checks=(
        Check(
            "n",
            lambda table: table.reindex(columns=["n", *_COUNTS]).isna().all(axis=1),
            _("This row has no number. Enter the number of MSMEs, or 0."),
        ),
        Check(
            "n",
            _does_not_add_up,
            _("The size classes do not add up to the number of MSMEs. Correct the numbers of this row."),
        ),
    ),
    columns=(
        *PLACES,
        CATEGORY,
        Column(
            "size_class", _("Size class"), "size", ("skala usaha", "skala", "size class"), example="Mikro"
        ),
        _count(
            "n", _("Number of MSMEs"), ("jumlah", "jumlah umkm", "jumlah usaha", "n", "count", "total umkm")
        ),
        _count("n_micro", _("Micro"), ("mikro", "usaha mikro", "jumlah mikro", "micro")),
        _count("n_small", _("Small"), ("kecil", "usaha kecil", "jumlah kecil", "small")),
        _count("n_medium", _("Medium"), ("menengah", "usaha menengah", "jumlah menengah", "medium")),
        _count("n_large", _("Large"), ("besar", "usaha besar", "large")),
    ),
)
