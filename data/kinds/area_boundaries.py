"""Outlines of areas: GeoJSON or a zipped shapefile. Each feature is a row, its properties the columns."""

from django.utils.translation import gettext_lazy as _

from data import writing

from .declaration import Column, Kind
from .places import ANY_PLACE, DISTRICT, REGENCY, VILLAGE

GEOMETRY = "geometry"

KIND = Kind(
    key="area_boundaries",
    label=_("Area outlines"),
    description=_("The borders of the areas, as GeoJSON or a zipped shapefile in WGS84."),
    subject="outlines",
    rows=writing.rows_of_outlines,
    requires=(ANY_PLACE, (GEOMETRY,)),
    one_row_per_area=True,
    columns=(
        REGENCY,
        DISTRICT,
        VILLAGE,
        Column(GEOMETRY, _("Outline"), "geometry", (GEOMETRY,), required=True),
    ),
)
