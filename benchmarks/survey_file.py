"""A generated questionnaire of forty questions of every type, as a form service exports it."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd

from demo.pekanbaru import boundary_set

AGREE = ("Sangat tidak setuju", "Tidak setuju", "Netral", "Setuju", "Sangat setuju")
AWARE = ("Tidak tahu", "Kurang tahu", "Cukup tahu", "Tahu", "Sangat tahu")
FIELDS = ("Kuliner", "Konveksi & pakaian", "Kerajinan", "Jasa", "Pertanian", "Perdagangan")
METHODS = ("Brosur", "Spanduk, baliho", "Media sosial", "Radio", "Dari mulut ke mulut")
BANDS = ("< Rp500.000", "Rp500.000 - Rp2.500.000", "> Rp2.500.000")
OFTEN = ("1-2 kali", "3-5 kali", "Lebih dari 5 kali")
WRITTEN = ("Mohon ada pelatihan", "Terlalu mahal untuk usaha kecil", "Sudah bagus")
STATEMENTS = 24
SINGLES = 5


def write_csv(path: Path, rows: int, seed: int = 2023) -> None:
    """Write the file: a time stamp, nine questions with a role, statements, others, a number, a free text."""
    random = np.random.default_rng(seed)
    table = pd.DataFrame({"Timestamp": _moments(rows)})
    places = [one.name for one in boundary_set("2021").sub_districts]
    table["Kecamatan usaha Anda"] = random.choice(places, rows)
    table["Apa bidang usaha Anda?"] = random.choice(FIELDS, rows)
    table["Skala usaha"] = random.choice(("Mikro", "Kecil", "Menengah"), rows, p=(0.8, 0.15, 0.05))
    table["Seberapa tahu Anda tentang influencer marketing?"] = random.choice(AWARE, rows)
    table["Seberapa penting influencer marketing bagi usaha Anda?"] = random.choice(
        ("Tidak penting", "Kurang penting", "Cukup penting", "Penting", "Sangat penting"), rows
    )
    table["Apakah Anda pernah menggunakan jasa influencer?"] = random.choice(("Ya", "Tidak"), rows)
    table["Berapa kali sebulan Anda menggunakan influencer?"] = random.choice(OFTEN, rows)
    table["Berapa anggaran untuk influencer per bulan?"] = random.choice(BANDS, rows)
    table["Metode promosi lain yang digunakan (boleh pilih lebih dari satu)"] = _picked(random, rows)
    latent = random.normal(size=rows)
    for place in range(STATEMENTS):
        score = np.clip(np.rint(2 + latent + random.normal(size=rows)), 0, 4).astype(int)
        table[f"Pernyataan {place + 1}: promosi membantu usaha saya"] = np.array(AGREE)[score]
    for place in range(SINGLES):
        table[f"Pilihan {place + 1} yang paling sesuai"] = random.choice(("A lain", "B sama", "C beda"), rows)
    table["Berapa umur usaha Anda (tahun)?"] = random.integers(1, 40, rows)
    table["Saran Anda untuk kami"] = np.where(random.random(rows) < 0.1, random.choice(WRITTEN, rows), "")
    table.to_csv(path, index=False, quoting=csv.QUOTE_MINIMAL)


def _moments(rows: int) -> list[str]:
    """As a form writes them, two a minute."""
    found = pd.date_range("2023-09-01 08:00:00", periods=rows, freq="30s")
    return found.strftime("%d/%m/%Y %H:%M:%S").tolist()


def _picked(random: np.random.Generator, rows: int) -> list[str]:
    """Ticked boxes joined by commas; one of the options has a comma of its own."""
    ticked = random.random((rows, len(METHODS))) < 0.4
    texts = [", ".join(option for at, option in enumerate(METHODS) if bits >> at & 1) for bits in range(32)]
    return [texts[code] for code in (ticked @ (1 << np.arange(len(METHODS)))).tolist()]
