"""Statements of a scale that are worded against the others ("Saya merasa aplikasi ini rumit")."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

from ..questions import Question
from .cells import key
from .wording import joined, phrases

LEAST_ITEMS = 3
_AGAINST = joined(
    r"""sulit\w*|kesulitan|menyulitkan|susah|sukar|rumit|ribet|bingung|membingungkan|merepotkan|repot|lambat|takut
    |khawatir|ragu|bosan|membosankan|kecewa|mengecewakan|buruk|jelek|gagal|rugi|merugikan|mengganggu|terganggu
    |beban|membebani|enggan|malas|terlalu|ketidak\w+|difficult\w*|hard|complex|complicated|confus\w+|cumbersome
    |awkward|inconsisten\w+|slow|afraid|worr\w+|doubt\w*|boring|bored|disappoint\w+|bad|fail\w*|unnecessar\w+
    |annoy\w+|frustrat\w+|stress\w*"""
)
AGAINST = phrases(
    _AGAINST
    + joined(
        r"""|tidak|tak|bukan|belum|kurang|(?:mem)?butuh(?:kan)? bantuan|memerlukan bantuan
        |(?:perlu|harus) (?:belajar|mempelajari|membiasakan)
        |not|never|unable|lack\w*|too|need(?:ed)? (?:the )?(?:support|help)|need(?:ed)? to learn"""
    )
)
# "tidak sulit" is for, and "kurang lebih" is neither
TURNED = phrases(
    rf"""(?:tidak|tak|tanpa|bukan|not|never|without|no) (?:merasa |terlalu |mengalami |too )?(?:{_AGAINST})
    |kurang lebih|tidak hanya|not only"""
)


def is_against(wording: str) -> bool:
    """Whether a statement is worded negatively."""
    return bool(AGAINST.search(TURNED.sub(" ", key(wording))))


def proposed(questions: Sequence[Question]) -> list[Question]:
    """Propose reverse for negative ones of at least three statements with the same steps.

    Others of them must be positive. Whether a statement is meant so only a person can tell: never sure.
    """
    result: list[Question] = []
    for steps, run in itertools.groupby(questions, key=lambda one: one.type == "likert" and one.options):
        items = list(run)
        against = [is_against(one.item or one.label) for one in items]
        mixed = bool(steps) and len(items) >= LEAST_ITEMS and any(against) and not all(against)
        result += [
            replace(one, reverse=True, sure=False, why="negative_wording") if mixed and is_so else one
            for one, is_so in zip(items, against, strict=True)
        ]
    return result
