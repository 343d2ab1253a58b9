"""A made-up region of 514 sub-districts in 38 regencies: MSMEs, residents and outlines, each run alike."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

SEED = 20_231_232
REGENCIES, DISTRICTS = 38, 514
SIZES = ("Mikro", "Kecil", "Menengah")
FIELDS = ("Kuliner", "Fashion", "Kriya", "Otomotif", "Agribisnis", "Perikanan", "Jasa", "Kelontong", "Lain")
# squares of a fifth of a degree, 26 a row, from the north west
STEP, ACROSS = 0.2, 26
NORTH, WEST = 5.0, 96.0


def places() -> list[tuple[str, str]]:
    """(regency, sub-district), both unique by name."""
    return [(f"Kabupaten {at % REGENCIES + 1:02}", f"Kecamatan {at + 1:03}") for at in range(DISTRICTS)]


def load() -> None:
    """The region with its one set of areas."""
    from areas.loading import load_boundary_set
    from areas.models import Region
    from benchmarks.world import SLUG
    from data.reading.names import key

    region = Region.objects.create(slug=SLUG, name="Negeri Contoh", is_demo=True)
    lines: list[dict[str, Any]] = [
        {"level": 1, "code": f"{at + 1:02}", "name": f"Kabupaten {at + 1:02}"} for at in range(REGENCIES)
    ]
    for at, (_regency, district) in enumerate(places()):
        above = f"{at % REGENCIES + 1:02}"
        lines.append({"level": 2, "code": f"{above}.{at:03}", "name": district, "parent_code": above})
    load_boundary_set(region, date(2020, 12, 31), None, lines, key_of=key)


def write(folder: Path) -> list[tuple[Path, str, str]]:
    """(file, kind, series) of what an office of such a country would upload."""
    rng = np.random.default_rng(SEED)
    weight = rng.lognormal(0, 1, DISTRICTS)
    counts = rng.poisson(weight[:, None, None] * 120, (DISTRICTS, len(FIELDS), len(SIZES)))
    counts[:, :, 1] //= 8
    counts[:, :, 2] //= 60
    residents = (weight * rng.lognormal(11.5, 0.4, DISTRICTS)).astype(int)
    return [
        (_counts(folder / "umkm.csv", counts), "msme_counts", "main"),
        (_residents(folder / "penduduk.csv", residents), "population", "registry"),
        (_outlines(folder / "batas.geojson"), "area_boundaries", "main"),
    ]


def _counts(path: Path, counts: Any) -> Path:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Kabupaten", "Kecamatan", "Bidang Usaha", *SIZES])
        for at, (regency, district) in enumerate(places()):
            for field, numbers in zip(FIELDS, counts[at], strict=True):
                writer.writerow([regency, district, field, *numbers.tolist()])
    return path


def _residents(path: Path, residents: Any) -> Path:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Kabupaten", "Kecamatan", "Jumlah Penduduk"])
        for place, people in zip(places(), residents.tolist(), strict=True):
            writer.writerow([*place, people])
    return path


def _outlines(path: Path) -> Path:
    """Squares with forty corners a side, as real borders have many."""
    features = []
    for at, (regency, district) in enumerate(places()):
        north, west = NORTH - STEP * (at // ACROSS), WEST + STEP * (at % ACROSS)
        steps = [STEP * one / 40 for one in range(40)]
        ring = [
            *([west, north - one] for one in steps), *([west + one, north - STEP] for one in steps),
            *([west + STEP, north - STEP + one] for one in steps),
            *([west + STEP - one, north] for one in steps), [west, north],
        ]  # fmt: skip
        features.append(
            {
                "type": "Feature",
                "properties": {"Kabupaten": regency, "Kecamatan": district},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path
