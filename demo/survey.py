"""The demo's survey: 150 invented answers of MSMEs about influencer marketing, with exactly these margins.

The paper (`demo.paper`) gives percentages and no numbers of people. Kept of it: awareness in five steps, use
in three business fields (68 %, 38.9 %, 30.4 %), 77 % of the users under three times a month, 70 % with a gain
in brand awareness. n = 150 and the bases were chosen so that whole people give these. Invented, as is every
row: the fourth field, importance, budget, other methods, sub-district, size class, the six statements, the
remarks, and how the users besides those 77 % and 70 % are divided.

Joint distribution: one latent interest per respondent, higher in the centre and near the campus, lies behind
awareness, use, importance and the statements; each margin is filled by rank, so that it is met exactly.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demo.apportion import apportion
from demo.market import EDITIONS, PROFILE

N = 150
Cells = NDArray[np.object_]
Floats = NDArray[np.float64]

# The paper's percentages ----------------------------------------------------------------------------------

AWARENESS = {"Tidak tahu": 5, "Kurang tahu": 14, "Cukup tahu": 33, "Tahu": 65, "Sangat tahu": 33}
# field → how many have used influencer marketing, of how many; the last field is invented
USED = {
    "Food and beverage": (34, 50),
    "Konveksi & pakaian": (14, 36),
    "Makanan": (14, 46),
    "Lainnya": (4, 18),
}
LESS_THAN_THREE, GAINED = 51, 46

# Invented -------------------------------------------------------------------------------------------------

# of the 66 users; those under three times and those who gained are the paper's
FREQUENCY = {"Kurang dari 3 kali": LESS_THAN_THREE, "3–5 kali": 11, "Lebih dari 5 kali": 4}
EFFECT = {"Tidak": 11, "Tidak yakin": 9, "Ya": GAINED}
IMPORTANCE = {
    "Tidak penting": 6,
    "Kurang penting": 15,
    "Cukup penting": 38,
    "Penting": 59,
    "Sangat penting": 32,
}
BUDGET = {"Kurang dari Rp500.000": 88, "Rp500.000–2.500.000": 48, "Lebih dari Rp2.500.000": 14}
SIZES = {"Mikro": 113, "Kecil": 30, "Menengah": 7}
# marks of each method; a respondent may have several
METHODS = {
    "Brosur, pamflet, atau selebaran": 72,
    "Spanduk atau baliho": 41,
    "Media sosial sendiri (Instagram, TikTok, Facebook)": 103,
    "Marketplace (Shopee, Tokopedia)": 49,
    "Dari mulut ke mulut": 92,
}
# what people wrote themselves beside the methods of the form
OTHER_METHODS = ("Siaran radio", "Bazar di kelurahan", "Titip di warung")
AGREEMENT = ("Sangat tidak setuju", "Tidak setuju", "Netral", "Setuju", "Sangat setuju")
STATEMENTS = {
    "Influencer marketing membantu pelanggan baru mengenal usaha saya": (4, 12, 34, 66, 34),
    "Hasil influencer marketing sepadan dengan biayanya": (9, 27, 51, 47, 16),
    "Saya percaya pada influencer yang mengulas produk UMKM": (6, 18, 48, 59, 19),
    "Promosi lewat influencer lebih menarik daripada brosur": (8, 24, 40, 52, 26),
    "Influencer marketing terlalu mahal bagi usaha seperti milik saya": (26, 54, 41, 21, 8),
    "Saya ingin memakai influencer marketing dalam setahun ke depan": (7, 20, 43, 54, 26),
}
# worded against influencer marketing: who agrees with the others disagrees with this
NEGATIVE = "Influencer marketing terlalu mahal bagi usaha seperti milik saya"
# correlation of each statement with what is common to them, before it is cut into five words
LOADING = 0.67
# respondents who left the sub-district empty
WITHOUT_DISTRICT = 4
INTEREST_BY_PROFILE = {"centre": 0.4, "campus": 0.5, "town": 0.1, "river": -0.4, "farms": -0.5}
INTEREST_BY_FIELD = {"Food and beverage": 0.4, "Konveksi & pakaian": 0.1, "Makanan": -0.2, "Lainnya": -0.3}
WISHES = (
    "Mohon ada pelatihan tentang {}",
    "Semoga ada bantuan untuk {}",
    "Saya belum paham soal {}",
    "Perlu contoh nyata dari usaha kecil soal {}",
    "Saya berharap dinas memberi informasi tentang {}",
    "Tolong lebih sering dibahas cara {}",
)
TOPICS = (
    "memilih influencer yang cocok",
    "menghitung biaya promosi",
    "membuat video pendek",
    "menjawab ulasan pelanggan",
    "memotret produk",
    "berpromosi dari pinggiran kota",
    "bekerja sama dengan influencer lokal",
)
REMARKS, NO_REMARK = 36, ("Tidak ada", "-", "tidak ada", "Cukup")


def answers(seed: int) -> pd.DataFrame:
    """One row per respondent (index 0 … 149), a column per question with the words as given; None: no answer.

    Columns: sub_district, field, size, awareness, used, frequency, effect, budget, importance, methods (marks
    joined by `;`), one per statement, remark. The same seed gives the same cells.
    """
    # a stream of its own, so that a change here leaves the registers alone
    rng = np.random.default_rng([seed, N])
    table = pd.DataFrame({"sub_district": _sub_districts(rng), "field": _shuffled(rng, _fields())})
    interest = _interest(rng, table)
    table["size"] = by_rank(0.3 * interest + rng.standard_normal(N), SIZES)
    table["awareness"] = by_rank(interest + 0.7 * rng.standard_normal(N), AWARENESS)
    used = _used(rng, table, interest)
    table["used"] = np.where(used, "Ya", "Tidak")
    table["frequency"] = _of_users(used, interest + rng.standard_normal(N), FREQUENCY)
    table["effect"] = _of_users(used, interest + rng.standard_normal(N), EFFECT)
    for_it = interest + 0.5 * used
    spending = for_it + table["size"].map({"Mikro": 0.0, "Kecil": 0.8, "Menengah": 1.6}).to_numpy()
    table["budget"] = by_rank(spending + rng.standard_normal(N), BUDGET)
    table["importance"] = by_rank(for_it + 0.8 * rng.standard_normal(N), IMPORTANCE)
    table["methods"] = _methods(rng, used)
    return table.assign(**_statements(rng, for_it), remark=_remarks(rng))


def by_rank(score: Floats, margin: Mapping[str, int]) -> Cells:
    """Options from the first for the lowest scores to the last for the highest, each as often as `margin`."""
    cells = np.empty(len(score), dtype=object)
    cells[np.argsort(score, kind="stable")] = np.repeat(
        np.array(list(margin), dtype=object), list(margin.values())
    )
    return cells


def highest(score: Floats, n: int) -> NDArray[np.bool_]:
    """Which are the n highest scores."""
    found = np.zeros(len(score), dtype=bool)
    found[np.argsort(-score, kind="stable")[:n]] = True
    return found


def sub_district_counts() -> dict[str, int]:
    """Respondents by sub-district: by the MSMEs of 2023, tempered so that small ones are heard too."""
    counts = EDITIONS[2023].counts
    shares = apportion(N - WITHOUT_DISTRICT, np.array(list(counts.values()), dtype=float) ** 0.7)
    return dict(zip(counts, shares.tolist(), strict=True))


def _sub_districts(rng: np.random.Generator) -> Cells:
    names = [name for name, n in sub_district_counts().items() for _ in range(n)]
    return _shuffled(rng, [*names, *[None] * WITHOUT_DISTRICT])


def _fields() -> list[str]:
    return [name for name, (_used, n) in USED.items() for _ in range(n)]


def _shuffled(rng: np.random.Generator, values: list[str] | list[str | None]) -> Cells:
    return rng.permutation(np.array(values, dtype=object))


def _interest(rng: np.random.Generator, table: pd.DataFrame) -> Floats:
    """The latent interest in influencer marketing: noise, the place and the field."""
    place = table["sub_district"].map(PROFILE).map(INTEREST_BY_PROFILE).fillna(0.0).to_numpy(dtype=float)
    field = table["field"].map(INTEREST_BY_FIELD).to_numpy(dtype=float)
    found: Floats = rng.standard_normal(N) + place + field
    return found


def _used(rng: np.random.Generator, table: pd.DataFrame, interest: Floats) -> NDArray[np.bool_]:
    """Exactly the paper's number of users in each field; nobody uses what he hardly knows."""
    unknown = table["awareness"].isin(list(AWARENESS)[:2]).to_numpy()
    score = np.where(unknown, -np.inf, interest + rng.standard_normal(N))
    used = np.zeros(N, dtype=bool)
    for name, (n, _asked) in USED.items():
        inside = np.flatnonzero(table["field"] == name)
        used[inside[highest(score[inside], n)]] = True
    return used


def _of_users(used: NDArray[np.bool_], score: Floats, margin: Mapping[str, int]) -> Cells:
    """A question that the form asks of users only."""
    cells = np.full(N, None, dtype=object)
    cells[used] = by_rank(score[used], margin)
    return cells


def _methods(rng: np.random.Generator, used: NDArray[np.bool_]) -> list[str]:
    """Marks in the order of the form, joined as Google joins them; nobody is left without one."""
    marks = {name: highest(rng.standard_normal(N), n) for name, n in list(METHODS.items())[1:-1]}
    paper, *_form, spoken = METHODS
    marks = {paper: highest(rng.standard_normal(N) - 0.8 * used, METHODS[paper]), **marks}
    without = ~np.array(list(marks.values())).any(axis=0)
    marks[spoken] = highest(np.where(without, np.inf, rng.standard_normal(N)), METHODS[spoken])
    others = dict(zip(rng.choice(N, len(OTHER_METHODS), replace=False).tolist(), OTHER_METHODS, strict=True))
    cells = []
    for row in range(N):
        chosen = [name for name, marked in marks.items() if marked[row]]
        cells.append(";".join([*chosen, *([others[row]] if row in others else [])]))
    return cells


def _statements(rng: np.random.Generator, for_it: Floats) -> dict[str, Cells]:
    """The six answers of the grid, of one common factor."""
    common = (for_it - for_it.mean()) / for_it.std()
    found = {}
    for text, counts in STATEMENTS.items():
        sign = -1.0 if text == NEGATIVE else 1.0
        score = sign * LOADING * common + (1 - LOADING**2) ** 0.5 * rng.standard_normal(N)
        found[text] = by_rank(score, dict(zip(AGREEMENT, counts, strict=True)))
    return found


def _remarks(rng: np.random.Generator) -> Cells:
    """A wish of one in four, no two alike; a few who write that they have none; the others nothing."""
    wishes = [wish.format(topic) for wish in WISHES for topic in TOPICS]
    written = [*rng.permutation(np.array(wishes, dtype=object))[:REMARKS], *NO_REMARK]
    return _shuffled(rng, [*written, *[None] * (N - len(written))])
