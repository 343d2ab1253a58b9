"""Facts of Pekanbaru (Kemendagri 14.71): sub-districts, villages, and the spellings met in real files.

Sources. Codes, names and centroids of the villages and of the 15 sub-districts: Kemendagri codes and the
outlines of cahyadsn/wilayah_boundaries (MIT); km² computed from those outlines (638.31 km² together, the
official figure is 638.331). The 12 former sub-districts: BPS codes and the outlines of HDX COD-AB (CC
BY-IGO), km² computed (625.6 km² together, BPS: 632.26). Which village lies in which former sub-district:
Perda Kota Pekanbaru 2/2020 as reported on riauonline.co.id, 2021-01-09.

"Rumbai" of the old set and "Rumbai" of the new one are different places: names never join across sets.
"""

from dataclasses import dataclass
from datetime import date
from math import asin, cos, radians, sin, sqrt


@dataclass(frozen=True)
class Village:
    """A kelurahan; `code` is the Kemendagri code since 2021. Degrees WGS84, km² of its outline."""

    code: str
    name: str
    sub_district_2009: str
    sub_district_2021: str
    lat: float
    lon: float
    km2: float


@dataclass(frozen=True)
class SubDistrict:
    """A kecamatan; `code` is the BPS code in the old set and the Kemendagri code in the new one."""

    code: str
    name: str
    lat: float
    lon: float
    km2: float
    villages: tuple[Village, ...]


@dataclass(frozen=True)
class BoundarySet:
    """The sub-districts valid from one day to another; `valid_to` is None for the set in force."""

    key: str
    valid_from: date
    valid_to: date | None
    sub_districts: tuple[SubDistrict, ...]

    @property
    def names(self) -> list[str]:
        """Names of the sub-districts, in the order of the set."""
        return [area.name for area in self.sub_districts]

    def of(self, village: Village) -> str:
        """Name of the sub-district that `village` lies in."""
        return village.sub_district_2009 if self.key == "2009" else village.sub_district_2021


CITY = "Pekanbaru"
# The centre distances are measured from: the centroid of the former Pekanbaru Kota. With it the former
# sub-districts come out at 5.8 km (Payung Sekaki), 6.2 (Bukit Raya), 9.5 (Tenayan Raya), 11.8 (Rumbai).
CENTRE = (0.523, 101.4483)
EARTH_RADIUS_KM = 6371.0088

# code, name, former sub-district, sub-district since 2021, lat, lon, km²
_VILLAGES = (
    ("14.71.01.1002", "Jadirejo", "Sukajadi", "Sukajadi", 0.514, 101.445, 0.6238),
    ("14.71.01.1003", "Kampung Tengah", "Sukajadi", "Sukajadi", 0.5117, 101.4405, 0.4822),
    ("14.71.01.1004", "Kampung Melayu", "Sukajadi", "Sukajadi", 0.5112, 101.4347, 0.9504),
    ("14.71.01.1005", "Kedung Sari", "Sukajadi", "Sukajadi", 0.5243, 101.4317, 0.5638),
    ("14.71.01.1006", "Harjosari", "Sukajadi", "Sukajadi", 0.5221, 101.4357, 0.4907),
    ("14.71.01.1007", "Sukajadi", "Sukajadi", "Sukajadi", 0.5228, 101.439, 0.4493),
    ("14.71.01.1008", "Pulau Karomah", "Sukajadi", "Sukajadi", 0.5218, 101.4417, 0.3376),
    ("14.71.02.1001", "Simpang Empat", "Pekanbaru Kota", "Pekanbaru Kota", 0.515, 101.4501, 0.6541),
    ("14.71.02.1002", "Sumahilang", "Pekanbaru Kota", "Pekanbaru Kota", 0.5247, 101.4503, 0.5245),
    ("14.71.02.1003", "Tanah Datar", "Pekanbaru Kota", "Pekanbaru Kota", 0.5218, 101.4451, 0.3107),
    ("14.71.02.1004", "Kota Baru", "Pekanbaru Kota", "Pekanbaru Kota", 0.5279, 101.4438, 0.225),
    ("14.71.02.1005", "Sukaramai", "Pekanbaru Kota", "Pekanbaru Kota", 0.5285, 101.4462, 0.2577),
    ("14.71.02.1006", "Kota Tinggi", "Pekanbaru Kota", "Pekanbaru Kota", 0.5303, 101.4507, 0.2975),
    ("14.71.03.1001", "Cinta Raja", "Sail", "Sail", 0.509, 101.4558, 0.8661),
    ("14.71.03.1002", "Sukamulya", "Sail", "Sail", 0.5213, 101.4588, 1.276),
    ("14.71.03.1003", "Sukamaju", "Sail", "Sail", 0.5151, 101.4626, 1.3168),
    ("14.71.04.1001", "Rintis", "Limapuluh", "Limapuluh", 0.5313, 101.4539, 0.7538),
    ("14.71.04.1002", "Tanjung Rhu", "Limapuluh", "Limapuluh", 0.5451, 101.4602, 2.9342),
    ("14.71.04.1003", "Pesisir", "Limapuluh", "Limapuluh", 0.5393, 101.4536, 0.7942),
    ("14.71.04.1004", "Sekip", "Limapuluh", "Limapuluh", 0.5297, 101.4626, 1.1734),
    ("14.71.05.1001", "Padang Bulan", "Senapelan", "Senapelan", 0.5303, 101.4386, 0.3766),
    ("14.71.05.1002", "Sago", "Senapelan", "Senapelan", 0.5341, 101.4453, 0.2077),
    ("14.71.05.1003", "Kampung Baru", "Senapelan", "Senapelan", 0.5394, 101.4321, 0.8646),
    ("14.71.05.1004", "Kampung Dalam", "Senapelan", "Senapelan", 0.5377, 101.4445, 0.2806),
    ("14.71.05.1005", "Kampung Bandar", "Senapelan", "Senapelan", 0.5382, 101.4394, 0.3809),
    ("14.71.05.1006", "Padang Terubuk", "Senapelan", "Senapelan", 0.5326, 101.4339, 0.8807),
    ("14.71.06.1003", "Rumbai Bukit", "Rumbai", "Rumbai Barat", 0.6138, 101.4103, 10.9755),
    ("14.71.06.1005", "Muarafajar Timur", "Rumbai", "Rumbai Barat", 0.6416, 101.4391, 17.4091),
    ("14.71.06.1010", "Muarafajar Barat", "Rumbai", "Rumbai Barat", 0.6565, 101.4068, 24.6072),
    ("14.71.06.1011", "Rantaupanjang", "Rumbai", "Rumbai Barat", 0.6414, 101.3783, 6.5511),
    ("14.71.06.1012", "Maharani", "Rumbai", "Rumbai Barat", 0.6217, 101.3807, 10.4181),
    ("14.71.06.1013", "Agrowisata", "Rumbai", "Rumbai Barat", 0.6031, 101.3733, 15.8138),
    ("14.71.07.1005", "Simpang Tiga", "Bukit Raya", "Bukit Raya", 0.4669, 101.4701, 7.878),
    ("14.71.07.1006", "Tangkerang Selatan", "Bukit Raya", "Bukit Raya", 0.4904, 101.4605, 2.6424),
    ("14.71.07.1008", "Tangkerang Utara", "Bukit Raya", "Bukit Raya", 0.5047, 101.4681, 3.0154),
    ("14.71.07.1011", "Tangkerang Labuai", "Bukit Raya", "Bukit Raya", 0.4858, 101.4744, 4.7521),
    ("14.71.07.1012", "Airdingin", "Bukit Raya", "Bukit Raya", 0.4459, 101.4568, 5.6961),
    ("14.71.08.1001", "Simpangbaru", "Tampan", "Binawidya", 0.4762, 101.3808, 8.1022),
    ("14.71.08.1008", "Delima", "Tampan", "Binawidya", 0.4895, 101.4072, 5.7086),
    ("14.71.08.1009", "Tobekgodang", "Tampan", "Binawidya", 0.4719, 101.4066, 4.6404),
    ("14.71.08.1010", "Binawidya", "Tampan", "Binawidya", 0.4932, 101.3756, 6.1375),
    ("14.71.08.1014", "Sungaisibam", "Payung Sekaki", "Binawidya", 0.5084, 101.3636, 6.3827),
    ("14.71.09.1001", "Tangkerang Barat", "Marpoyan Damai", "Marpoyan Damai", 0.4917, 101.4287, 5.38),
    ("14.71.09.1002", "Tangkerang Tengah", "Marpoyan Damai", "Marpoyan Damai", 0.4904, 101.4464, 4.5532),
    ("14.71.09.1003", "Sidomulyo Timur", "Marpoyan Damai", "Marpoyan Damai", 0.4729, 101.4333, 5.4512),
    ("14.71.09.1004", "Wonorejo", "Marpoyan Damai", "Marpoyan Damai", 0.5051, 101.4446, 1.2803),
    ("14.71.09.1005", "Maharatu", "Marpoyan Damai", "Marpoyan Damai", 0.4561, 101.4369, 9.8976),
    ("14.71.09.1006", "Perhentianmarpoyan", "Marpoyan Damai", "Marpoyan Damai", 0.4365, 101.4349, 4.3177),
    ("14.71.10.1002", "Bencahlesung", "Tenayan Raya", "Tenayan Raya", 0.4983, 101.5114, 8.5935),
    ("14.71.10.1003", "Tangkerang Timur", "Tenayan Raya", "Tenayan Raya", 0.4923, 101.4958, 3.4364),
    ("14.71.10.1004", "Rejosari", "Tenayan Raya", "Tenayan Raya", 0.522, 101.483, 7.6827),
    ("14.71.10.1005", "Bambukuning", "Tenayan Raya", "Tenayan Raya", 0.5404, 101.4738, 3.5336),
    ("14.71.10.1010", "Melebung", "Tenayan Raya", "Tenayan Raya", 0.5582, 101.5671, 35.4943),
    ("14.71.10.1011", "Industritenayan", "Tenayan Raya", "Tenayan Raya", 0.5467, 101.5076, 21.585),
    ("14.71.10.1012", "Sialangsakti", "Tenayan Raya", "Tenayan Raya", 0.5177, 101.5156, 9.3997),
    ("14.71.10.1013", "Tuahnegeri", "Tenayan Raya", "Tenayan Raya", 0.5166, 101.5561, 28.271),
    ("14.71.11.1001", "Tampan", "Payung Sekaki", "Payung Sekaki", 0.5337, 101.3971, 5.6656),
    ("14.71.11.1002", "Labuh Baru Timur", "Payung Sekaki", "Payung Sekaki", 0.5145, 101.4252, 3.5354),
    ("14.71.11.1003", "Labuh Baru Barat", "Payung Sekaki", "Payung Sekaki", 0.5079, 101.4069, 5.4452),
    ("14.71.11.1004", "Air Hitam", "Payung Sekaki", "Payung Sekaki", 0.5254, 101.391, 6.7706),
    ("14.71.11.1005", "Bandarraya", "Payung Sekaki", "Payung Sekaki", 0.5117, 101.386, 5.4254),
    ("14.71.11.1007", "Tirtasiak", "Payung Sekaki", "Payung Sekaki", 0.5444, 101.4004, 9.9783),
    ("14.71.12.1001", "Meranti Pandak", "Rumbai Pesisir", "Rumbai", 0.55, 101.4449, 3.9781),
    ("14.71.12.1004", "Lembah Damai", "Rumbai Pesisir", "Rumbai", 0.592, 101.439, 12.7923),
    ("14.71.12.1006", "Limbungan Baru", "Rumbai Pesisir", "Rumbai", 0.5648, 101.4401, 2.0077),
    ("14.71.12.1009", "Sri Meranti", "Rumbai", "Rumbai", 0.5604, 101.4138, 9.3063),
    ("14.71.12.1010", "Palas", "Rumbai", "Rumbai", 0.5797, 101.3619, 29.2622),
    ("14.71.12.1011", "Umban Sari", "Rumbai", "Rumbai", 0.5808, 101.4169, 9.2703),
    ("14.71.13.1001", "Sidomulyo Barat", "Tampan", "Tuahmadani", 0.4435, 101.4114, 8.9227),
    ("14.71.13.1002", "Sialangmunggu", "Tampan", "Tuahmadani", 0.4508, 101.3941, 5.0648),
    ("14.71.13.1003", "Tuahkarya", "Tampan", "Tuahmadani", 0.4527, 101.3779, 5.2655),
    ("14.71.13.1004", "Tuahmadani", "Tampan", "Tuahmadani", 0.4603, 101.361, 4.4647),
    ("14.71.13.1005", "Airputih", "Tampan", "Tuahmadani", 0.4809, 101.3494, 6.5519),
    ("14.71.14.1001", "Kulim", "Tenayan Raya", "Kulim", 0.4819, 101.5544, 30.3034),
    ("14.71.14.1002", "Mentangor", "Tenayan Raya", "Kulim", 0.4529, 101.5452, 8.855),
    ("14.71.14.1003", "Sialangrampai", "Tenayan Raya", "Kulim", 0.452, 101.5264, 4.3883),
    ("14.71.14.1004", "Pebatuan", "Tenayan Raya", "Kulim", 0.4558, 101.5057, 7.9214),
    ("14.71.14.1005", "Pematangkapau", "Tenayan Raya", "Kulim", 0.4799, 101.492, 5.5272),
    ("14.71.15.1001", "Tebing Tinggi Okura", "Rumbai Pesisir", "Rumbai Timur", 0.6025, 101.5337, 67.8197),
    ("14.71.15.1002", "Sungaiukai", "Rumbai Pesisir", "Rumbai Timur", 0.6554, 101.5161, 28.5634),
    ("14.71.15.1003", "Sungaiambang", "Rumbai Pesisir", "Rumbai Timur", 0.6098, 101.4712, 31.7352),
    ("14.71.15.1004", "Lembah Sari", "Rumbai Pesisir", "Rumbai Timur", 0.5722, 101.471, 5.8576),
    ("14.71.15.1005", "Limbungan", "Rumbai Pesisir", "Rumbai Timur", 0.56, 101.4666, 5.7952),
)

# BPS code, name, lat, lon, km²
_SUB_DISTRICTS_2009 = (
    ("1471020", "Bukit Raya", 0.4708, 101.4678, 26.384),
    ("1471030", "Limapuluh", 0.5393, 101.4588, 5.652),
    ("1471021", "Marpoyan Damai", 0.4696, 101.4362, 30.823),
    ("1471011", "Payung Sekaki", 0.5251, 101.3964, 40.595),
    ("1471050", "Pekanbaru Kota", 0.523, 101.4483, 2.273),
    ("1471080", "Rumbai", 0.6153, 101.3966, 133.529),
    ("1471081", "Rumbai Pesisir", 0.6061, 101.4986, 151.114),
    ("1471040", "Sail", 0.5158, 101.4594, 3.443),
    ("1471070", "Senapelan", 0.5356, 101.4364, 2.994),
    ("1471060", "Sukajadi", 0.5172, 101.4378, 3.892),
    ("1471010", "Tampan", 0.4662, 101.3888, 53.638),
    ("1471022", "Tenayan Raya", 0.5104, 101.5331, 171.283),
)

# Kemendagri code, name, lat, lon, km²
_SUB_DISTRICTS_2021 = (
    ("14.71.01", "Sukajadi", 0.5172, 101.4379, 3.898),
    ("14.71.02", "Pekanbaru Kota", 0.523, 101.4485, 2.269),
    ("14.71.03", "Sail", 0.5158, 101.4595, 3.459),
    ("14.71.04", "Limapuluh", 0.5392, 101.4589, 5.653),
    ("14.71.05", "Senapelan", 0.5356, 101.4365, 2.991),
    ("14.71.06", "Rumbai Barat", 0.6328, 101.4023, 85.772),
    ("14.71.07", "Bukit Raya", 0.473, 101.4665, 23.984),
    ("14.71.08", "Binawidya", 0.488, 101.385, 30.96),
    ("14.71.09", "Marpoyan Damai", 0.4696, 101.4363, 30.876),
    ("14.71.10", "Tenayan Raya", 0.5337, 101.5351, 117.996),
    ("14.71.11", "Payung Sekaki", 0.5262, 101.3994, 36.816),
    ("14.71.12", "Rumbai", 0.5773, 101.3989, 66.609),
    ("14.71.13", "Tuahmadani", 0.4569, 101.3818, 30.27),
    ("14.71.14", "Kulim", 0.4712, 101.538, 56.99),
    ("14.71.15", "Rumbai Timur", 0.612, 101.5105, 139.769),
)

VILLAGES = tuple(Village(*row) for row in _VILLAGES)


def _sub_districts(
    rows: tuple[tuple[str, str, float, float, float], ...], attribute: str
) -> tuple[SubDistrict, ...]:
    return tuple(
        SubDistrict(*row, villages=tuple(v for v in VILLAGES if getattr(v, attribute) == row[1]))
        for row in rows
    )


# The new set was inaugurated on 30 and 31 December 2020 (riau.suara.com 2020-12-30). The 12 former
# sub-districts are older than any figure used here: 2009 only stands for "before everything we show".
BOUNDARY_SETS = (
    BoundarySet(
        "2009",
        date(2009, 1, 1),
        date(2020, 12, 30),
        _sub_districts(_SUB_DISTRICTS_2009, "sub_district_2009"),
    ),
    BoundarySet("2021", date(2020, 12, 31), None, _sub_districts(_SUB_DISTRICTS_2021, "sub_district_2021")),
)

# Spellings of today's and of former names that news and apps were seen to use, to the canonical name
# within its own set.
VARIANTS_SEEN = {
    "2009": {"Lima Puluh": "Limapuluh", "LIMA_PULUH": "Limapuluh", "Tenayanraya": "Tenayan Raya"},
    "2021": {
        "Bina Widya": "Binawidya",
        "BINAWIDYA": "Binawidya",
        "Tampan (Bina Widya)": "Binawidya",
        "Tuah Madani": "Tuahmadani",
        "TUAHMADANI": "Tuahmadani",
        "Lima Puluh": "Limapuluh",
        "LIMA_PULUH": "Limapuluh",
        "Tenayanraya": "Tenayan Raya",
    },
}

# Kemendagri joins many village names that signs and newspapers write in two words (riau1.com 2020-12-16,
# riauonline.co.id 2021-01-09).
VILLAGE_VARIANTS_SEEN = {
    "Simpang Baru": "Simpangbaru",
    "Tobek Godang": "Tobekgodang",
    "Sungai Sibam": "Sungaisibam",
    "Sialang Munggu": "Sialangmunggu",
    "Tuah Karya": "Tuahkarya",
    "Air Putih": "Airputih",
    "Air Dingin": "Airdingin",
    "Muara Fajar Timur": "Muarafajar Timur",
    "Muara Fajar Barat": "Muarafajar Barat",
    "Rantau Panjang": "Rantaupanjang",
    "Bencah Lesung": "Bencahlesung",
    "Bambu Kuning": "Bambukuning",
    "Industri Tenayan": "Industritenayan",
    "Sialang Sakti": "Sialangsakti",
    "Tuah Negeri": "Tuahnegeri",
    "Tirta Siak": "Tirtasiak",
    "Sialang Rampai": "Sialangrampai",
    "Sungai Ukai": "Sungaiukai",
    "Sungai Ambang": "Sungaiambang",
}


def boundary_set(key: str) -> BoundarySet:
    """The set named "2009" or "2021"; KeyError for any other key."""
    return {found.key: found for found in BOUNDARY_SETS}[key]


def distance_km(lat: float, lon: float) -> float:
    """Great-circle distance in km from `CENTRE` to a point in degrees (haversine), to 0.1 km."""
    lat_0, lon_0, lat_1, lon_1 = map(radians, (*CENTRE, lat, lon))
    half = sin((lat_1 - lat_0) / 2) ** 2 + cos(lat_0) * cos(lat_1) * sin((lon_1 - lon_0) / 2) ** 2
    return round(2 * EARTH_RADIUS_KM * asin(sqrt(half)), 1)
