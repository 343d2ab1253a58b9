"""The mess of real registers, put on purpose and counted: spellings, case, spaces, `Rp`, faults.

Spellings that differ only in case, spaces or punctuation are left to the importer's matching; the others
(typing errors, former names, other words) stand in the decisions, as an admin would have confirmed them.
"""

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demo.pekanbaru import VARIANTS_SEEN, VILLAGE_VARIANTS_SEEN

# Typing errors and abbreviations, to the canonical name within the boundary set. The sets share none: a
# spelling once confirmed belongs to one set, and found again in the other it asks which borders are meant.
AREA_TYPOS = {
    "2009": {
        "Marpoyan Dmai": "Marpoyan Damai",
        "Rumbai Psisir": "Rumbai Pesisir",
        "Pku Kota": "Pekanbaru Kota",
        "Tenayan Ry": "Tenayan Raya",
        "Sukajdi": "Sukajadi",
    },
    "2021": {
        "Marpoyan Damay": "Marpoyan Damai",
        "Rumbai Brt": "Rumbai Barat",
        "Rumbai Tmr": "Rumbai Timur",
        "Kota Pku": "Pekanbaru Kota",
        "Tuah Mdani": "Tuahmadani",
        "Sukajady": "Sukajadi",
    },
}

VILLAGE_TYPOS = {
    "Sidomulyo Brt": "Sidomulyo Barat",
    "Tangkerang Tgh": "Tangkerang Tengah",
    "Lb Baru Timur": "Labuh Baru Timur",
    "Kp Melayu": "Kampung Melayu",
}

CATEGORY_VARIANTS = {
    "Makanan & Minuman": "Kuliner",
    "Kulineran": "Kuliner",
    "Konveksi & Pakaian": "Fesyen & Konveksi",
    "Fashion": "Fesyen & Konveksi",
    "Dagang": "Perdagangan",
    "Perdagangan Eceran": "Perdagangan",
    "Jasa Lain": "Jasa",
    "Kriya": "Kerajinan",
    "Tani & Kebun": "Pertanian",
    "Budidaya Ikan": "Perikanan",
    "Bengkel": "Otomotif",
    "Salon & Kecantikan": "Kecantikan",
    "Kursus": "Pendidikan",
    "IT & Digital": "Teknologi",
    "Lain-lain": "Lainnya",
}

SIZE_NAMES = {"micro": "Mikro", "small": "Kecil", "medium": "Menengah"}
SIZE_VARIANTS = {
    "Usaha Mikro": "Mikro",
    "Usaha Kecil": "Kecil",
    "Usaha Menengah": "Menengah",
    "UM": "Mikro",
}

# A sub-district outside the city (Kabupaten Kampar): no area of Pekanbaru, so its rows are rejected.
OUTSIDE = "Siak Hulu"
CLIPPED = 2_147_483_647
Cells = NDArray[np.object_]


def area_variants(borders: str) -> dict[str, str]:
    """The spellings of sub-districts, beside the canonical ones, that registers of one boundary set use."""
    return VARIANTS_SEEN[borders] | AREA_TYPOS[borders]


def village_variants() -> dict[str, str]:
    """The spellings of villages, beside the canonical ones, that registers use."""
    return VILLAGE_VARIANTS_SEEN | VILLAGE_TYPOS


def plain(text: str) -> str:
    """What is left of a name when case, spaces and punctuation do not count."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def confirmed(texts: Mapping[str, str]) -> dict[str, str]:
    """Those spellings that no matching without case, spaces and punctuation would resolve."""
    return {text: name for text, name in texts.items() if plain(text) != plain(name)}


def respell(
    rng: np.random.Generator, names: Iterable[str], variants: Mapping[str, str], share: float
) -> Cells:
    """Replace `share` of those names that have variants by one of them, then vary case and spaces."""
    cells = np.array(list(names), dtype=object)
    for name in dict.fromkeys(variants.values()):
        spellings = [text for text, canonical in variants.items() if canonical == name]
        rows = np.flatnonzero((cells == name) & (rng.random(len(cells)) < share))
        cells[rows] = rng.choice(np.array(spellings, dtype=object), len(rows))
    known = ~np.isin(cells.astype(str), list(confirmed(variants)))
    return _spaces(rng, _case(rng, cells, known))


def _case(rng: np.random.Generator, cells: Cells, allowed: NDArray[np.bool_]) -> Cells:
    """Capitals in one of eight, small letters in one of twenty-five of the allowed cells."""
    draw = np.where(allowed, rng.random(len(cells)), 1.0)
    return _apply(_apply(cells, draw < 0.12, str.upper), (draw >= 0.12) & (draw < 0.16), str.lower)


def _spaces(rng: np.random.Generator, cells: Cells) -> Cells:
    """A trailing space in one of twenty-five cells, a doubled one inside in one of a hundred."""
    draw = rng.random(len(cells))
    cells = _apply(cells, draw < 0.04, lambda text: text + " ")
    return _apply(cells, draw > 0.99, lambda text: text.replace(" ", "  "))


def _apply(cells: Cells, rows: NDArray[np.bool_], change: Callable[[str], str]) -> Cells:
    changed = cells.copy()
    changed[rows] = [change(text) for text in cells[rows]]
    return changed


def rupiah(amount: int) -> str:
    """`Rp 2.500.000`, the Indonesian form."""
    return "Rp " + f"{amount:,}".replace(",", ".")


def money(rng: np.random.Generator, amounts: pd.Series, text_share: float, missing_share: float) -> Cells:
    """Rupiah cells: numbers, or text in three Indonesian forms; missing as a dash or an empty cell.

    `amounts` may hold NaN (always an empty cell). The text forms lose nothing: "72,5 juta" is written only
    for amounts below Rp 1 billion, and all amounts are multiples of Rp 100,000.
    """
    draw, form = rng.random(len(amounts)), rng.random(len(amounts))
    missing, dash = amounts.isna().to_numpy(), rng.random(len(amounts)) < 0.5
    whole = amounts.fillna(0).astype("int64").to_numpy()
    cells = np.array([int(amount) for amount in whole], dtype=object)
    as_text = draw < text_share
    cells[as_text] = [_text(int(a), f) for a, f in zip(whole[as_text], form[as_text], strict=True)]
    cells[missing] = None
    unknown = (rng.random(len(amounts)) < missing_share) & ~missing
    cells[unknown] = None
    cells[unknown & dash] = "-"
    return cells


def _text(amount: int, form: float) -> str:
    if form < 0.02 and amount < 1_000_000_000:
        return f"Rp {amount / 1e6:g} juta".replace(".", ",")
    if form < 0.25:
        return rupiah(amount).replace("Rp ", "Rp") + ",00"
    return rupiah(amount)


def phones(rng: np.random.Generator, numbers: Cells) -> Cells:
    """The same number in the three ways people write it."""
    draw = rng.random(len(numbers))
    cells = _apply(numbers, draw < 0.3, lambda text: text.replace("-", ""))
    return _apply(cells, draw > 0.8, lambda text: "+62 8" + text[2:])
