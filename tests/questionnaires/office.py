"""The office's survey as its report counts it (issue 4): 150 respondents, every number known by hand.

In the order of the file: 50 of food and beverage (the first 34 use influencers), 36 of konveksi (14), 46 of
food (14), 18 of others (4).
"""

from typing import Any

from data.models import Edition
from questionnaires.questions import Question
from tests.questionnaires import surveys
from tests.questionnaires.surveys import AWARE, question, repeated
from tests.world import World

FOOD, CLOTHES, MEALS, OTHERS = "Food and beverage", "Konveksi & pakaian", "Makanan", "Lainnya"
# used, of how many
USED = {FOOD: (34, 50), CLOTHES: (14, 36), MEALS: (14, 46), OTHERS: (4, 18)}
IMPORTANT = ("Tidak penting", "Kurang penting", "Cukup penting", "Penting", "Sangat penting")
TIMES = ("Kurang dari 3 kali", "3–5 kali", "Lebih dari 5 kali")
BUDGET = ("Kurang dari Rp500.000", "Rp500.000–2.500.000", "Lebih dari Rp2.500.000")
METHODS = ("Media sosial sendiri", "Brosur, pamflet, atau selebaran", "Spanduk")
QUESTIONS = (
    question(1, "Bidang usaha", "single", tuple(USED), role="field"),
    question(2, "Seberapa tahu Anda?", "likert", AWARE, role="awareness"),
    question(3, "Seberapa penting?", "likert", IMPORTANT, role="importance"),
    question(4, "Pernah memakai?", "single", ("Tidak", "Ya"), role="used"),
    question(5, "Berapa kali sebulan?", "single", TIMES, role="frequency"),
    question(6, "Brand awareness meningkat?", "single", ("Ya", "Tidak", "Tidak yakin"), role="effect"),
    question(7, "Anggaran per bulan?", "single", BUDGET, role="budget"),
    question(8, "Metode lain?", "multiple", METHODS, role="other_methods", has_other=True),
    question(9, "Nama", "personal"),
    question(10, "Saran", "text"),
)
N, USERS = 150, 66


def answers() -> dict[str, list[Any]]:
    """Key of a question → one answer per respondent."""
    used = ["Ya" if place < some else "Tidak" for some, n in USED.values() for place in range(n)]
    known = iter(repeated({"Sangat tahu": 33, "Tahu": 33}))
    unknown = iter(repeated({"Tahu": 32, "Cukup tahu": 33, "Kurang tahu": 14, "Tidak tahu": 5}))
    return {
        "q01": repeated({name: n for name, (_used, n) in USED.items()}),
        "q02": [next(known) if one == "Ya" else next(unknown) for one in used],
        "q03": repeated(dict(zip(reversed(IMPORTANT), (32, 59, 38, 15, 6), strict=True))),
        "q04": used,
        "q05": of_users(used, dict(zip(TIMES, (51, 11, 4), strict=True))),
        "q06": of_users(used, {"Ya": 46, "Tidak yakin": 9, "Tidak": 11}),
        "q07": repeated(dict(zip(BUDGET, (88, 48, 14), strict=True))),
        "q08": [_methods(place) for place in range(N)],
        "q09": [f"Person {place}" for place in range(N)],
        "q10": [f"Secret wish {place}" for place in range(N)],
    }


def of_users(used: list[str], counts: dict[str, int]) -> list[str | None]:
    """Answers that users alone gave, in the order of the file."""
    given = iter(repeated(counts))
    return [next(given) if one == "Ya" else None for one in used]


def _methods(place: int) -> list[str]:
    """The first 72 use brochures, everybody else social media, every tenth something of his own too."""
    return [METHODS[1] if place < 72 else METHODS[0], *(["Radio"] if place % 10 == 0 else [])]


def add(world: World, without: tuple[str, ...] = (), n: int = N, **values: Any) -> Edition:
    """The survey, without the questions of some roles, or of its first n respondents only."""
    asked: list[Question] = [one for one in QUESTIONS if one.role not in without or not one.role]
    given = {one.key: answers()[one.key][:n] for one in asked}
    return surveys.add(world, asked, given, **values)
