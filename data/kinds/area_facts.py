"""Facts of areas that are not people: land, distance, position."""

from django.utils.translation import gettext_lazy as _

from data import writing

from .declaration import Check, Column, Kind
from .places import ANY_PLACE, PLACES

_FACTS = ("km2", "distance_km", "lat", "lon")

KIND = Kind(
    key="area_facts",
    label=_("Area facts"),
    description=_("Land area, distance to the centre and position of each area."),
    subject="area_facts",
    rows=writing.rows_of_figures,
    requires=(ANY_PLACE, _FACTS),
    one_row_per_area=True,
    checks=(
        Check(
            "km2",
            lambda table: table.reindex(columns=list(_FACTS)).isna().all(axis=1),
            _("This row states no fact. Fill it in, or delete the row."),
        ),
    ),
    columns=(
        *PLACES,
        Column(
            "km2",
            _("Land area (km²)"),
            "number",
            (
                "luas",
                "luas km2",
                "luas wilayah",
                "luas (km2)",
                "luas wilayah (km2)",
                "area km2",
                "km2",
                "area",
            ),
            low=0.0001,
            high=500_000,
            example="26,4",
        ),
        Column(
            "distance_km",
            _("Distance to the centre (km)"),
            "number",
            ("jarak", "jarak ke pusat kota", "jarak ke ibukota", "jarak (km)", "distance km", "distance"),
            low=0,
            high=5_000,
            example="6,2",
        ),
        Column(
            "lat", _("Latitude"), "number", ("lintang", "lat", "latitude"), low=-90, high=90, example="0,47"
        ),
        Column(
            "lon",
            _("Longitude"),
            "number",
            ("bujur", "lon", "lng", "longitude"),
            low=-180,
            high=180,
            example="101,47",
        ),
    ),
)
