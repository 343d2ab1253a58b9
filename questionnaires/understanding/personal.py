"""Columns that hold personal data: names, numbers and accounts of people, by header or by answers."""

import re

from data.kinds.msme_register import KIND as REGISTER
from data.recognition import header_key

from .cells import key
from .headers import QUESTION, Head
from .seen import Seen
from .wording import joined, phrases

# headers of so few words name what they ask for, whatever the answers look like
SHORT = 4
DIFFERENT = 0.6
MOST = 0.8
HALF = 0.5
# personal data without a field of its own, and headers that only look like a name
OTHER, NOBODY = "", "-"

_THING = joined(
    """kecamatan|kelurahan|desa|kota|kabupaten|provinsi|produk|aplikasi|influencer|platform|bank|sekolah|kampus
    |universitas|instansi|prodi|jurusan|media|marketplace|product|app|school|university|city|village|district"""
)
_BUSINESS = joined(
    """usaha|umkm|ukm|bisnis|toko|perusahaan|brand|merek|merk|warung|kedai|outlet|business|company|shop|store"""
)
_PHONE = "hp|handphone|wa|whatsapp|telepon|telp|tlp|telpon|phone|mobile"
_NETWORK = joined(
    """instagram|ig|tiktok|facebook|fb|twitter|medsos|media sosial|sosial media|social media|shopee|line|dana
    |gopay|ovo"""
)
# the first that fits decides: "Alamat e-mail" is no address, "Nama sesuai KTP" no number
HEADERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (phrases("e ?mail|username|nama pengguna"), OTHER),
    (
        phrases(f"nama (?:{_BUSINESS})|(?:{_BUSINESS}) name|name of (?:your |the )?(?:{_BUSINESS})"),
        "business_name",
    ),
    (phrases(f"nama (?:{_THING})|(?:{_THING}) name"), NOBODY),
    (re.compile(r"^nama\b"), "owner_name"),
    (phrases("nama (?:anda|lengkap|responden|pemilik|panggilan)|inisial|initials?|name"), "owner_name"),
    (phrases("nim|npm|nis|nisn|nip|npwp|student id|rekening"), OTHER),
    (phrases("nik|ktp|nomor induk kependudukan|national id"), "nik"),
    (phrases("nib|nomor induk berusaha"), "nib"),
    (phrases("nomor induk"), OTHER),
    (phrases(f"(?:no|nomor|number|kontak|contact) (?:\\w+ ){{0,3}}(?:{_PHONE})"), "phone"),
    (phrases(f"(?:{_PHONE}) (?:\\w+ ){{0,3}}(?:no|nomor|number|aktif)"), "phone"),
    (re.compile(rf"^(?:{_PHONE})$"), "phone"),
    (re.compile(r"^alamat\b"), "address"),
    (phrases("alamat (?:usaha|lengkap|rumah|tempat|tinggal|anda)|address"), "address"),
    (phrases("(?:tanggal|tgl) lahir|date of birth|birth ?(?:date|day)|tanda tangan|signature"), OTHER),
    (phrases(f"(?:akun|account|link|id|nama) (?:\\w+ ){{0,3}}(?:{_NETWORK})"), OTHER),
    (phrases(f"(?:{_NETWORK}) (?:account|id)"), OTHER),
    (phrases("screenshot|unggah|upload"), OTHER),
)
# what a register calls its columns of people: "Pemilik"
_ALIASES = {header_key(alias): column.key for column in REGISTER.personal_columns for alias in column.aliases}
ANSWERS = (
    # every part ends where the next begins: a long text that is none takes no longer
    (r"[^\s@]+@[^\s@.]+\.\S+", HALF, OTHER),
    (r"https?://\S+(?: .*)?|www\.\S+", HALF, OTHER),
    (r"@[\w.]{2,}", HALF, OTHER),
    (r"(?:\+?62|0|(?:wa|hp|telp)\W*0)[ -]?8[\d -]{7,13}", MOST, "phone"),
    (r"\d{16}", MOST, "nik"),
)


def found(column: Seen) -> tuple[str, str] | None:
    """Return (field of the contact or "" for other personal data, code of the reason), or None."""
    by_header = _by_header(column.head)
    if by_header == NOBODY:
        return None
    if by_header is not None and (_is_plain(column.head) or _all_different(column)):
        return by_header, "personal_header"
    by_answers = _by_answers(column)
    return None if by_answers is None else (by_answers, "personal_answers")


def field(head: Head) -> str:
    """Return the field of the contact that a header asks for, "" for none of its own."""
    found = _by_header(head)
    return "" if found is None or found == NOBODY else found


def _by_header(head: Head) -> str | None:
    asked = [words for words in (head.words, key(head.item)) if words]
    found = next((name for pattern, name in HEADERS for words in asked if pattern.search(words)), None)
    return found or next((_ALIASES[name] for name in map(header_key, asked) if name in _ALIASES), found)


def _is_plain(head: Head) -> bool:
    """Whether the header is a name for the answers and asks nothing about them."""
    return len(head.words.split()) <= SHORT and not head.asks(QUESTION)


def _all_different(column: Seen) -> bool:
    return column.n > 0 and (len(column.answers) + column.beyond) >= DIFFERENT * column.n


def _by_answers(column: Seen) -> str | None:
    for pattern, enough, name in ANSWERS:
        texts = [text for text in column.texts if re.fullmatch(pattern, text, re.IGNORECASE)]
        if texts and column.share(texts) >= enough * (1 - column.beyond / column.n):
            return name
    return None
