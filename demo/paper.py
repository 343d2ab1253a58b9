"""What the paper published about Pekanbaru's 12 former sub-districts, for "published / recomputed".

N. F. Najwa, M. S. Zulvi, Y. D. L. Widyasari and R. D. P. Aksari, "The Market Segmentation Dashboard System
Using the Customer Portfolio Management Method" (Politeknik Caltex Riau), section Data Analysis Results. Its
register is of 2021 and carries the old names. Its lists cannot all hold together with the residents that are
known, so nothing in the demo is bent to reproduce them, except the group `HIGH` (`demo.market`).
"""

from dataclasses import dataclass

from analysis.marks import N_

YEAR = 2021
BOUNDARY_SET = "2009"
CLUSTERS = 3
SILHOUETTE = 0.51


@dataclass(frozen=True)
class Published:
    """One list of the paper: the sub-districts it names, and which end of which figure it claims.

    `indicator` is one of n, km2, distance_km, density (residents per km²), ratio (MSMEs per 1,000
    residents); `end` is "highest" or "lowest"; `by` says whether K-Means or the rank makes the list.
    """

    key: str
    label: str
    areas: tuple[str, ...]
    indicator: str
    end: str
    by: str
    remark: str = ""


HIGH = Published(
    "high",
    N_("Many MSMEs: the high group of K-Means"),
    ("Bukit Raya", "Marpoyan Damai", "Rumbai", "Rumbai Pesisir", "Tampan", "Tenayan Raya"),
    "n",
    "highest",
    "kmeans",
)
SMALL_AREA = Published(
    "small_area",
    N_("Small area"),
    ("Senapelan", "Sukajadi", "Sail", "Limapuluh", "Pekanbaru Kota"),
    "km2",
    "lowest",
    "rank",
)
FAR = Published(
    "far",
    N_("Far from the centre"),
    ("Bukit Raya", "Rumbai Pesisir", "Payung Sekaki"),
    "distance_km",
    "highest",
    "rank",
    N_("By their centroids, Rumbai, Tenayan Raya and Tampan are farther away than two of these three."),
)
LOW_DENSITY = Published(
    "low_density",
    N_("Few residents per km²"),
    ("Rumbai", "Tenayan Raya", "Rumbai Pesisir"),
    "density",
    "lowest",
    "rank",
)
LOW_RATIO = Published(
    "low_ratio",
    N_("Fewest MSMEs per resident"),
    ("Pekanbaru Kota", "Sail", "Rumbai Pesisir"),
    "ratio",
    "lowest",
    "rank",
    N_(
        "This cannot hold together with the high group: Payung Sekaki, outside that group, has more "
        "residents than Rumbai Pesisir, inside it."
    ),
)
TARGETS = Published(
    "targets",
    N_("Target: highest ratio and many MSMEs"),
    ("Tampan", "Marpoyan Damai", "Tenayan Raya"),
    "ratio",
    "highest",
    "rank",
)

LISTS = (HIGH, SMALL_AREA, FAR, LOW_DENSITY, LOW_RATIO, TARGETS)

TARGET_SIZE_CLASS = "micro"
TARGET_SECTORS = (N_("Food and beverages"), N_("Fashion"))
