"""Which question of a survey stands for which of S0's: importance, awareness, use, budget …, by its words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..questions import Question
from .cells import key
from .wording import phrases

# points of the header and of the answers together; less is a guess too many
ENOUGH = 3
# two questions that come so close compete
CLOSE = 1
SUBJECT = phrases(r"influencer\w*|endors\w*|selebgram|kol|content creator|konten kreator|kreator konten")
# a file in which no header has such a word is about something else
CONTEXT = phrases(
    r"""influencer\w*|endors\w*|selebgram|kol|content creator|promosi\w*|pemasaran|memasarkan|marketing|iklan
    |periklanan|advertis\w*|promot\w*|umkm|msmes?"""
)


@dataclass(frozen=True)
class Signs:
    """types: of questions that may have the role. headers: (pattern, points), the best one counts.

    against: words of the header that rule it out. answers: pattern of answers, which give 2 points where most
    options have it. of_subject: whether the role belongs to influencer marketing, not to any survey.
    """

    types: tuple[str, ...]
    headers: tuple[tuple[re.Pattern[str], int], ...]
    against: re.Pattern[str] | None = None
    answers: re.Pattern[str] | None = None
    of_subject: bool = True


CHOSEN = ("single", "likert")
_BRAND_AWARENESS = phrases(r"brand awareness|kesadaran (?:merek|merk|brand)|kenal\w* (?:merek|merk|brand)")
_ADVERTISING = "promosi|pemasaran|iklan|marketing"
_OTHER_METHODS = phrases(
    rf"""(?:metode|cara|media|strategi|sarana|jenis|kegiatan) (?:\w+ )?(?:{_ADVERTISING})
    |(?:{_ADVERTISING}) (?:\w+ )?(?:lain|lainnya|selain)|(?:selain|besides) influencer\w*
    |other (?:\w+ )?(?:methods?|channels?|media|ways?)
    |(?:marketing|promotion\w*|advertis\w*) (?:methods?|channels?|media)"""
)
_ENTERPRISE = "usaha|bisnis|umkm|ukm|business|enterprise|company"
SIGNS: dict[str, Signs] = {
    "submitted": Signs(
        ("date",),
        (
            (
                phrases("timestamp|time stamp|cap waktu|stempel waktu|completion time|submitted|submit date"),
                5,
            ),
            (phrases("(?:waktu|tanggal) pengisian|(?:start|end|recorded) date|start time|waktu"), 3),
        ),
        of_subject=False,
    ),
    "field": Signs(
        (*CHOSEN, "multiple"),
        (
            (phrases(rf"(?:bidang|jenis|kategori|sektor|tipe|macam) (?:\w+ )?(?:{_ENTERPRISE})"), 4),
            (phrases("business (?:field|sector|category|type)"), 4),
            (phrases(r"(?:type|line|field|sector) of (?:\w+ )?business"), 4),
            (phrases("bergerak di bidang|usaha apa|bisnis apa|industry|sektor industri"), 3),
        ),
        answers=phrases(
            """kuliner|makanan|minuman|fashion|pakaian|konveksi|kerajinan|jasa|perdagangan|pertanian|kecantikan
            |food|beverages?|clothing|crafts?|services?|retail|trade"""
        ),
        of_subject=False,
    ),
    "sub_district": Signs(
        ("single",),
        (
            (phrases("kecamatan|sub ?districts?"), 5),
            (phrases(rf"(?:lokasi|domisili|wilayah|tempat|daerah) (?:\w+ )?(?:{_ENTERPRISE})|districts?"), 3),
        ),
        of_subject=False,
    ),
    "size": Signs(
        CHOSEN,
        (
            (phrases(rf"(?:skala|ukuran|klasifikasi|kelas|size|scale) (?:\w+ )?(?:{_ENTERPRISE})"), 4),
            (phrases(rf"(?:{_ENTERPRISE}) size|size of (?:\w+ )?(?:{_ENTERPRISE})"), 4),
            (phrases("(?:jenis|kategori) (?:umkm|ukm|usaha)"), 2),
        ),
        answers=phrases("mikro|kecil|menengah|micro|small|medium"),
        of_subject=False,
    ),
    "importance": Signs(
        CHOSEN,
        (
            (phrases("penting|pentingnya|pentingkah|important|importance"), 4),
            (phrases("perlu|perlukah|membutuhkan|dibutuhkan|needed|necessary"), 3),
        ),
        answers=phrases("penting|important"),
    ),
    "awareness": Signs(
        CHOSEN,
        (
            (phrases("mengetahui|tahu|tahukah|pengetahuan|mengenal|kenal|memahami|paham|pemahaman"), 4),
            (phrases(r"aware|awareness|know|knowledge|familiar\w*|heard of"), 4),
        ),
        against=re.compile(rf"{_BRAND_AWARENESS.pattern}|\b(?:dari mana|darimana|where|how did)\b"),
        answers=phrases("tahu|aware|know|familiar"),
    ),
    "used": Signs(
        CHOSEN,
        (
            (
                phrases(
                    r"""(?:pernah|pernahkah|sudah|telah) (?:\w+ ){0,4}(?:menggunakan|digunakan|memakai|pakai
                    |memanfaatkan|mencoba|bekerja ?sama|kerja ?sama|endors\w*)
                    |(?:have|has|did) (?:\w+ ){0,4}(?:used?|hired?|tried|worked)|ever used"""
                ),
                5,
            ),
            (phrases(r"apakah (?:\w+ ){0,4}(?:menggunakan|memakai|memanfaatkan)"), 3),
            (phrases(r"do you (?:\w+ ){0,2}use"), 3),
        ),
        against=phrases("berapa|seberapa|how (?:often|many|much)|mengapa|why"),
    ),
    "frequency": Signs(
        (*CHOSEN, "number"),
        (
            (
                phrases(
                    "berapa kali|seberapa sering|sesering apa|frekuensi|how often|how many times|frequency"
                ),
                5,
            ),
            (phrases("(?:dalam|per) (?:1 |satu |se)?bulan|sebulan|per month|monthly"), 2),
        ),
        answers=phrases("kali|times?|x|selalu|sering|jarang|always|often|rarely"),
    ),
    "budget": Signs(
        (*CHOSEN, "number"),
        (
            (phrases(r"budget\w*|anggaran|biaya|dana|costs?|spend\w*|pay"), 5),
            (phrases("membayar|pengeluaran|mengeluarkan|tarif"), 5),
        ),
        answers=phrases("rp|idr|ribu|rb|juta|jt|000|rupiah"),
    ),
    "effect": Signs(
        (*CHOSEN, "multiple"),
        (
            (_BRAND_AWARENESS, 5),
            (
                phrases(
                    r"""pengaruh\w*|berpengaruh|me(?:me|m)pengaruhi|dampak|dampaknya|berdampak|efek|efektif
                    |efektivitas|meningkat|meningkatkan|peningkatan|manfaat\w*|effects?|effective\w*|impacts?
                    |increas\w*|benefit\w*|improv\w*|gain(?:ed)?"""
                ),
                4,
            ),
        ),
        against=phrases("berapa kali|budget|anggaran|biaya"),
    ),
    "other_methods": Signs(
        (*CHOSEN, "multiple"),
        ((_OTHER_METHODS, 4), (phrases("brosur|spanduk|brochures?|flyers?"), 2)),
        answers=phrases(
            """brosur|spanduk|baliho|pamflet|flyers?|banner|poster|radio|koran|mulut ke mulut|brochures?
            |word of mouth|media sosial|instagram|facebook|tiktok|social media|iklan"""
        ),
    ),
}


def assigned(questions: Sequence[Question]) -> list[Question]:
    """Give each role to the question it fits best; where another one fits nearly as well, it is not sure."""
    about = any(CONTEXT.search(key(one.header)) for one in questions)
    scores = {
        (at, role): points
        for at, question in enumerate(questions)
        for role, signs in SIGNS.items()
        if (about or not signs.of_subject) and (points := score(question, role)) >= ENOUGH
    }
    found = list(questions)
    for at, role in _matched(scores):
        rivals = [points for (other, name), points in scores.items() if name == role and other != at]
        found[at] = replace(found[at], role=role)
        if max(rivals, default=0) >= scores[at, role] - CLOSE:
            found[at] = replace(found[at], sure=False, why="two_for_role")
    return found


def _matched(scores: dict[tuple[int, str], int]) -> list[tuple[int, str]]:
    """Return (place, role) pairs, the best first; no place and no role comes twice."""
    order = list(SIGNS)
    taken: list[tuple[int, str]] = []
    for at, role in sorted(scores, key=lambda pair: (-scores[pair], pair[0], order.index(pair[1]))):
        if all(at != place and role != name for place, name in taken):
            taken.append((at, role))
    return taken


def score(question: Question, role: str) -> int:
    """Return how well a question fits a role: points of its header and of its answers."""
    signs = SIGNS[role]
    words = key(question.label)
    if question.type not in signs.types or (signs.against and signs.against.search(words)):
        return 0
    # "How often do you use … [WhatsApp]": a row is about its own item, whatever the grid asks
    if question.grid and not SUBJECT.search(key(question.header)):
        return 0
    points = max((worth for pattern, worth in signs.headers if pattern.search(words)), default=0)
    points += 2 * _has_answers(question, signs)
    return points + (bool(points) and signs.of_subject and bool(SUBJECT.search(words)))


def _has_answers(question: Question, signs: Signs) -> bool:
    if signs.answers is None or not question.options:
        return False
    return sum(bool(signs.answers.search(key(text))) for text in question.options) * 2 > len(question.options)
