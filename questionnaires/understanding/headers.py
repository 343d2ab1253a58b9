"""Headers of questions: the short label, the row of a grid, and what their words ask for."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from data.reading.values import one_line

from .cells import key
from .wording import joined, phrases

GRID = re.compile(r"(?P<stem>.*\S)\s*\[(?P<item>[^\[\]]+)\](?P<again> \(\d+\))?")
# a point behind these ends no sentence
ABBREVIATION = phrases(
    """no|nomor|jl|jln|dr|drs|st|mr|mrs|ms|cth|mis|min|max|maks|tgl|telp|tlp|kec|kel|kab|prov|vs|e\\.g|i\\.e"""
)
SENTENCE_END = re.compile(r"(?<![.?!…])[.?!…]+(?=\s+[^\s\da-z])")
_HINT_WORDS = joined(
    r"""contoh|cth|misal\w*|mis|ex|e\.?g|example|boleh|pilih\w*|bisa|dapat|jawaban|check|select|choose|tick|mark
    |tulis\w*|isi|diisi|opsional|optional|wajib|required|jika|lewati"""
)
HINT = re.compile(rf"\s*\((?:{_HINT_WORDS})\b[^()]*\)\s*[.:*]*$", re.IGNORECASE)
ENDS = " \t:.…*"
LOOSE_SIGN = re.compile(r"\s+(?=[?!:.,;])")
SEVERAL = phrases(
    """lebih dari (?:satu|1)|pilih semua|semua yang (?:sesuai|berlaku)|centang semua
    |(?:check|select|choose|tick|mark) all|all that apply|more than one|multiple answers"""
)
ONE = phrases("pilih (?:salah )?satu|pilih 1|(?:choose|select|pick) one")
# "Jumlah karyawan" asks for a number, and "Jumlah pilihannya sesuai dengan kebutuhan saya" is a statement
COUNT = phrases("berapa|banyaknya|how (?:many|much|old)|number of")
_COUNTED = phrases("^(?:jumlah|umur|usia|age|total|semester|lama usaha)")
_UNIT = re.compile(
    r"\((?:dalam |in )?(?:rp|rupiah|ribu|juta|orang|tahun|bulan|hari|jam|years|people|hours|days)\b"
)
SHORT = 5
SCALE = phrases("seberapa|sejauh mana|skala|scale|rating|rate|nilai|skor|score|tingkat|bintang|stars?")
WORDS = phrases(
    """saran|kritik|masukan|alasan|jelaskan|ceritakan|uraikan|deskripsikan|mengapa|kenapa|pendapat|komentar|harapan
    |kesan|why|explain|describe|suggestions?|comments?|feedback|reasons?|tell us"""
)
PLACE = phrases(
    """kecamatan|kelurahan|desa|kota|kabupaten|domisili|provinsi|wilayah|daerah|(?:sub )?district|city|village
    |province|region"""
)
CODE = phrases("kode|code|nomor|no")
QUESTION = phrases(
    """apa|apakah|mana|manakah|bagaimana|pernah|pernahkah|which|what|how|do|does|did|is|are|have|has"""
)


@dataclass(frozen=True)
class Head:
    """header: as given; label: its first sentence; grid, item: stem and row of "Question [Row]".

    words: the label for matching, lower case without signs; all_words: the same of the whole header.
    """

    header: str
    label: str
    grid: str = ""
    item: str = ""

    @functools.cached_property
    def words(self) -> str:
        return key(self.label)

    @functools.cached_property
    def all_words(self) -> str:
        return key(self.header)

    def asks(self, pattern: re.Pattern[str]) -> bool:
        """Whether the first sentence has such words."""
        return bool(pattern.search(self.words))

    @property
    def asks_count(self) -> bool:
        """Whether the answer is a number of something, however small it is; "seberapa" asks for a step."""
        if self.asks(SCALE):
            return False
        is_short = len(self.words.split()) <= SHORT
        return (
            self.asks(COUNT)
            or (is_short and self.asks(_COUNTED))
            or bool(_UNIT.search(self.label.casefold()))
        )

    @property
    def allows_several(self) -> bool:
        return bool(SEVERAL.search(self.all_words))

    @property
    def allows_one(self) -> bool:
        return bool(ONE.search(self.all_words)) and not self.allows_several


def heads(headers: Sequence[str]) -> list[Head]:
    """Return the headers read; labels that come again are numbered, a single "[Row]" is no grid."""
    stems = [match["stem"] if (match := _grid(header)) else "" for header in headers]
    seen: dict[str, int] = {}
    found = []
    for header, stem in zip(headers, stems, strict=True):
        head = _row(header) if stem and stems.count(stem) > 1 else Head(header, label(header))
        seen[head.label] = seen.get(head.label, 0) + 1
        number = seen[head.label]
        found.append(head if number == 1 else Head(header, f"{head.label} ({number})", head.grid, head.item))
    return found


def label(header: str) -> str:
    """Return the first sentence on one line, without a trailing hint such as "(cth: 20)", colon or points."""
    lines = [line for line in map(one_line, header.splitlines()) if key(line)]
    text = LOOSE_SIGN.sub("", _first_sentence(lines[0])) if lines else ""
    return HINT.sub("", text).strip(ENDS) or text.strip(ENDS) or one_line(header)


def _first_sentence(line: str) -> str:
    for end in SENTENCE_END.finditer(line):
        before = line[: end.start()]
        last = before.split()[-1].casefold() if before.split() else ""
        # "1. Nama", "No. HP" and "A. Identitas" go on
        if end.group() != "." or not (ABBREVIATION.fullmatch(last) or last.isdigit() or len(last) < 2):
            return line[: end.end()]
    return line


def _grid(header: str) -> re.Match[str] | None:
    return GRID.fullmatch(one_line(header))


def _row(header: str) -> Head:
    match = _grid(header)
    assert match is not None
    stem, item = label(match["stem"]), match["item"].strip() + (match["again"] or "")
    return Head(header, f"{stem} [{item}]", stem, item)
