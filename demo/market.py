"""How many enterprises each edition holds, where, and of what sort: the demo's targets.

Press figures kept: 14,120 MSMEs in April 2020, 80 % of them micro (riau.antaranews.com 175826); 25,074 in
October 2023, about 5,000 of them culinary (riau1.com, 2023-10). The total of 2021 is invented, and so are all
figures by sub-district. Calibrated to one thing: in 2021 the exact K-Means of the counts (k = 3) finds the
paper's high group (`demo.paper.HIGH`) with a mean silhouette of 0.52 (the paper: 0.51); the next best
partition with another high group has 1.18 times its inertia, so the group does not hang by a thread.
"""

from dataclasses import dataclass
from math import inf


@dataclass(frozen=True)
class Edition:
    """One year's register: `boundary_set` is the set its names come from, `counts` rows by sub-district.

    `size_quota` gives the rows by size class; `bounds` the highest yearly turnover (Rp) of each class by the
    law of that year.
    """

    year: int
    boundary_set: str
    counts: dict[str, int]
    culinary: int
    size_quota: dict[str, int]
    bounds: dict[str, float]

    @property
    def total(self) -> int:
        """All accepted rows of the register."""
        return sum(self.counts.values())


# UU 20/2008 art. 6, and PP 7/2021 art. 35 (in force since February 2021): sales of a year. Both stop at
# Rp 50 billion, above which an enterprise is no MSME.
UU_20_2008 = {"micro": 300e6, "small": 2.5e9, "medium": 50e9}
PP_7_2021 = {"micro": 2e9, "small": 15e9, "medium": 50e9}

EDITIONS = {
    2020: Edition(
        2020,
        "2009",
        {
            "Bukit Raya": 1531,
            "Limapuluh": 884,
            "Marpoyan Damai": 1806,
            "Payung Sekaki": 1037,
            "Pekanbaru Kota": 612,
            "Rumbai": 1418,
            "Rumbai Pesisir": 1352,
            "Sail": 297,
            "Senapelan": 728,
            "Sukajadi": 961,
            "Tampan": 1914,
            "Tenayan Raya": 1580,
        },
        2_890,
        {"micro": 11_296, "small": 2_458, "medium": 366},
        UU_20_2008,
    ),
    2021: Edition(
        2021,
        "2009",
        {
            "Bukit Raya": 1878,
            "Limapuluh": 1063,
            "Marpoyan Damai": 2197,
            "Payung Sekaki": 1292,
            "Pekanbaru Kota": 731,
            "Rumbai": 1777,
            "Rumbai Pesisir": 1689,
            "Sail": 353,
            "Senapelan": 879,
            "Sukajadi": 1149,
            "Tampan": 2433,
            "Tenayan Raya": 1979,
        },
        3_520,
        {"micro": 16_680, "small": 650, "medium": 90},
        PP_7_2021,
    ),
    2023: Edition(
        2023,
        "2021",
        {
            "Sukajadi": 1483,
            "Pekanbaru Kota": 968,
            "Sail": 471,
            "Limapuluh": 1394,
            "Senapelan": 1157,
            "Rumbai Barat": 1226,
            "Bukit Raya": 2718,
            "Binawidya": 1574,
            "Marpoyan Damai": 3142,
            "Tenayan Raya": 2251,
            "Payung Sekaki": 1804,
            "Rumbai": 2327,
            "Tuahmadani": 2306,
            "Kulim": 819,
            "Rumbai Timur": 1434,
        },
        5_000,
        {"micro": 23_846, "small": 1_078, "medium": 150},
        PP_7_2021,
    ),
}

CATEGORIES = (
    "Kuliner",
    "Fesyen & Konveksi",
    "Perdagangan",
    "Jasa",
    "Kerajinan",
    "Pertanian",
    "Perikanan",
    "Otomotif",
    "Kecantikan",
    "Pendidikan",
    "Teknologi",
    "Lainnya",
)

# Weights of the categories by character of the place, in the order of CATEGORIES; all invented.
PROFILES = {
    "centre": (30, 16, 22, 12, 3, 0.5, 0.5, 4, 5, 3, 3, 1),
    "campus": (27, 10, 18, 16, 3, 2, 1, 5, 6, 6, 5, 1),
    "town": (22, 10, 22, 16, 3, 2, 1, 9, 5, 4, 4, 2),
    "river": (15, 7, 20, 9, 9, 14, 15, 5, 2, 2, 1, 1),
    "farms": (16, 7, 22, 10, 6, 18, 5, 8, 3, 2, 1, 2),
}

PROFILE = {
    "Sukajadi": "centre",
    "Pekanbaru Kota": "centre",
    "Sail": "centre",
    "Limapuluh": "centre",
    "Senapelan": "centre",
    "Binawidya": "campus",
    "Tuahmadani": "campus",
    "Bukit Raya": "town",
    "Marpoyan Damai": "town",
    "Payung Sekaki": "town",
    "Rumbai": "river",
    "Rumbai Timur": "river",
    "Rumbai Barat": "farms",
    "Tenayan Raya": "farms",
    "Kulim": "farms",
}

# How far a place or a trade shifts the size of an enterprise, in standard deviations; invented.
SIZE_BY_PROFILE = {"centre": 0.25, "campus": 0.05, "town": 0.1, "river": -0.2, "farms": -0.15}
SIZE_BY_CATEGORY = {
    "Perdagangan": 0.15,
    "Otomotif": 0.15,
    "Teknologi": 0.2,
    "Pertanian": -0.15,
    "Kuliner": -0.05,
}

# Yearly turnover as a lognormal: 80 % up to Rp 300 million and 97.4 % up to Rp 2.5 billion, the mix of 2020,
# give a spread of 1.925 and a median of Rp 59 million. Below Rp 3.6 million a year nobody registers.
TURNOVER_MEDIAN = 59e6
TURNOVER_SPREAD = 1.925
TURNOVER_LEAST = 3.6e6


def size_class(turnover: float, bounds: dict[str, float]) -> str:
    """Size class of a yearly turnover in Rp by `bounds`; "large" above them all."""
    return next((name for name, highest in (bounds | {"large": inf}).items() if turnover <= highest))
