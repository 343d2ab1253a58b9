"""Residents per area, from a census, a projection or the civil registry."""

import pandas as pd
from django.utils.translation import gettext_lazy as _

from data import writing

from .declaration import Check, Column, Kind
from .places import ANY_PLACE, PLACES


def _does_not_add_up(table: pd.DataFrame) -> "pd.Series[bool]":
    parts = table.reindex(columns=["male", "female", "residents"]).astype("Float64")
    gap = (parts["male"] + parts["female"] - parts["residents"]).abs()
    # figures in thousands are rounded: each part may be off by half a unit of the last digit
    return (gap > 2).fillna(False)


def _people(key: str, label: object, aliases: tuple[str, ...]) -> Column:
    return Column(key, label, "integer", aliases, low=0, high=300_000_000, by_year=True, example="88.436")


KIND = Kind(
    key="population",
    label=_("Population"),
    description=_("Residents per sub-district. State the basis: bases must not be mixed."),
    subject="population",
    rows=writing.rows_of_figures,
    requires=(ANY_PLACE, ("residents", "male", "female")),
    one_row_per_area=True,
    series=(
        ("registry", _("civil registry")),
        ("projection", _("projection")),
        ("census", _("census")),
    ),
    checks=(
        Check(
            "residents",
            _does_not_add_up,
            _("Male and female do not add up to the total. Correct the three numbers of this row."),
        ),
        Check(
            "residents",
            lambda table: table.reindex(columns=["residents", "male", "female"]).isna().all(axis=1),
            _("This row has no number. Enter the residents, or 0 where nobody lives."),
        ),
    ),
    columns=(
        *PLACES,
        _people(
            "residents",
            _("Residents"),
            (
                "jumlah penduduk",
                "penduduk",
                "jumlah",
                "total",
                "laki-laki + perempuan",
                # two header rows joined: "Penduduk 2023" over "Jumlah"
                "penduduk jumlah",
                "penduduk total",
                "jumlah penduduk (ribu)",
                "population",
                "residents",
            ),
        ),
        _people(
            "male",
            _("Male residents"),
            ("laki-laki", "pria", "penduduk laki-laki", "jumlah penduduk laki-laki", "male", "men", "l"),
        ),
        _people(
            "female",
            _("Female residents"),
            (
                "perempuan",
                "wanita",
                "penduduk perempuan",
                "jumlah penduduk perempuan",
                "female",
                "women",
                "p",
            ),
        ),
    ),
)
