"""The columns that name an area, the same in every kind of file."""

from django.utils.translation import gettext_lazy as _

from areas.models import Area

from .declaration import Column

REGENCY = Column(
    "regency",
    _("Regency or city"),
    "area",
    ("kabupaten", "kab/kota", "kab kota", "kabupaten/kota", "kota", "nama kabupaten/kota", "regency", "city"),
    level=Area.Level.REGENCY,
    example="Kota Pekanbaru",
    help=_("Needed only where the region has several regencies or cities."),
)
DISTRICT = Column(
    "sub_district",
    _("Sub-district"),
    "area",
    ("kecamatan", "kec", "nama kecamatan", "district", "sub-district", "subdistrict", "kecamatan usaha"),
    level=Area.Level.DISTRICT,
    example="Bukit Raya",
)
VILLAGE = Column(
    "village",
    _("Village"),
    "area",
    ("kelurahan", "desa", "kel", "desa/kelurahan", "kelurahan/desa", "nama kelurahan", "village"),
    level=Area.Level.VILLAGE,
    example="Simpang Tiga",
    help=_("With it, figures follow border changes exactly."),
)
PLACES = (REGENCY, DISTRICT, VILLAGE)
ANY_PLACE = ("regency", "sub_district", "village")

CATEGORY = Column(
    "category",
    _("Business category"),
    "category",
    (
        "bidang usaha",
        "bidang",
        "jenis usaha",
        "kategori usaha",
        "kategori",
        "sektor usaha",
        "sektor",
        "jenis lapangan usaha",
        "lapangan usaha",
        "business category",
        "business sector",
        "category",
        "sector",
    ),
    example="Kuliner",
)
