"""Seals the people behind the rows: AES-GCM for what is read back, keyed hashes for what is searched.

`secret` = key id (1 byte) ‖ nonce (12) ‖ ciphertext and tag. The associated data is dataset, sheet and row,
so a secret copied to another row does not open. Every nonce is random: at one hundred million rows under one
key two equal ones have a probability of 6e-14, and NIST SP 800-38D (8.3) allows 2**32 messages per key.
"""

import json
import json.encoder
import os
import re
import struct
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from .phones import SEVERAL, national

# the personal columns of the kinds of file; a survey's contacts hold what was written to a question besides,
# by its key ("q06", "q05_words")
FIELDS = ("business_name", "owner_name", "phone", "address", "nik", "nib")
# which field is found again by which hash
HASHED = {"name": "owner_name", "phone": "phone", "nik": "nik", "nib": "nib"}
SEALED_COLUMNS = (
    "dataset_id",
    "sheet",
    "row_number",
    "secret",
    *(f"{purpose}_hash" for purpose in HASHED),
)
NONCE = 12
_place = struct.Struct(">QHI").pack
NOTHING = b"{}"


class Unopenable(Exception):
    """The secret was changed, moved to another row, or sealed with a key this server does not have."""


def _derive(secret: str, purpose: str) -> bytes:
    hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"contacts {purpose}".encode())
    return hkdf.derive(secret.encode())


@lru_cache(maxsize=8)
def _cipher(secret: str) -> AESGCM:
    return AESGCM(_derive(secret, "encryption"))


@lru_cache(maxsize=8)
def _key_id(secret: str) -> int:
    return _derive(secret, "key id")[0]


def known_keys() -> tuple[str, ...]:
    """Today's key, and those kept after a change (CONTACT_KEYS_BEFORE)."""
    return (settings.CONTACT_KEY, *getattr(settings, "CONTACT_KEYS_BEFORE", ()))


def is_mistakable() -> bool:
    """Whether today's key has the id of one before: then nothing tells which of them sealed a contact."""
    today, *before = map(_key_id, known_keys())
    return today in before


def is_current(contact: Any) -> bool:
    """Whether today's key sealed this contact."""
    return bytes(contact.secret)[:1] == current_id()


def current_id() -> bytes:
    """The first byte of what today's key seals."""
    return bytes([_key_id(settings.CONTACT_KEY)])


def _ciphers(key_id: int) -> list[AESGCM]:
    return [_cipher(secret) for secret in known_keys() if _key_id(secret) == key_id]


def seal(
    dataset_id: int, sheet: int, row_numbers: Iterable[int], columns: "dict[str, pd.Series[Any]]"
) -> pd.DataFrame:
    """Encrypt the personal values of many rows of one sheet.

    columns: at least one field, of FIELDS or a question's, → values by row, missing or empty where the row
    has none. Returns SEALED_COLUMNS, a row for each that has any value; rows without are left out. A hash is
    None where there is nothing.
    """
    rows = np.fromiter(row_numbers, dtype=np.int64)
    texts = {field: _texts(column) for field, column in columns.items()}
    payloads = _payloads(texts)
    key, encrypt = bytes([_key_id(settings.CONTACT_KEY)]), _cipher(settings.CONTACT_KEY).encrypt
    random = os.urandom(NONCE * len(rows))
    nonces = [random[at : at + NONCE] for at in range(0, len(random), NONCE)]
    secrets = [
        key + nonce + encrypt(nonce, payload, _place(dataset_id, sheet, row))
        for nonce, payload, row in zip(nonces, payloads, rows.tolist(), strict=True)
    ]
    sealed = pd.DataFrame({"dataset_id": dataset_id, "sheet": sheet, "row_number": rows, "secret": secrets})
    for purpose, field in HASHED.items():
        hashes = _hash_texts(texts[field], purpose) if field in texts else [None] * len(rows)
        sealed[f"{purpose}_hash"] = pd.Series(hashes, index=sealed.index, dtype=object)
    return sealed[[payload != NOTHING for payload in payloads]]


def _payloads(columns: dict[str, list[str]]) -> list[bytes]:
    """A JSON object per row, without its empty fields. Column by column: a dict per row takes four times as
    long."""
    fields = []
    for name, texts in columns.items():
        array = pa.array(_escaped(texts), pa.string())
        quoted = pc.binary_join_element_wise(f',"{name}":"', array, '"', "")
        fields.append(pc.if_else(pc.equal(array, ""), "", quoted).cast(pa.binary()))
    joined = pc.binary_join_element_wise(*fields, b"").to_numpy(zero_copy_only=False)
    return [b"{" + fields[1:] + b"}" for fields in joined]


def _escaped(texts: list[str]) -> list[str]:
    """What stands between the quotation marks of JSON; nearly every column can stand as it is."""
    together = "".join(texts)
    if together.isprintable() and '"' not in together and "\\" not in together:
        return texts
    return [json.encoder.encode_basestring(text)[1:-1] for text in texts]


def open_contact(contact: Any) -> dict[str, str]:
    """The fields of one Contact. Raises Unopenable when it was tampered with or its key is not here."""
    secret = bytes(contact.secret)
    place = _place(contact.dataset_id, contact.sheet, contact.row_number)
    nonce, body = secret[1 : NONCE + 1], secret[NONCE + 1 :]
    for cipher in _ciphers(secret[0]) if len(nonce) == NONCE else ():
        with suppress(InvalidTag):  # two keys may share an id, one time in 256
            opened: dict[str, str] = json.loads(cipher.decrypt(nonce, body, place))
            return opened
    raise Unopenable


def can_open(contact: Any) -> bool:
    """Whether this server has the key of a contact and nobody changed it."""
    try:
        open_contact(contact)
    except Unopenable:
        return False
    return True


# Hashes --------------------------------------------------------------------------------------------------


def hash_column(values: "pd.Series[Any]", purpose: str, key: str | None = None) -> "pd.Series[Any]":
    """Keyed hashes (blake2b, 8 bytes, signed) of normalised values, as Int64; missing where there is nothing.

    purpose: name, phone, nik or nib choose how a value is normalised; any other text is a purpose of its own
    ("duplicate"), folded like text. The same value under two purposes gives unrelated hashes. key: one of
    `known_keys`, else today's.
    """
    return pd.Series(_hash_texts(_texts(values), purpose, key), index=values.index, dtype="Int64")


def hash_value(value: str, purpose: str) -> int | None:
    """The hash of one value, as `hash_column` makes it."""
    return _hash_texts([value.strip()], purpose)[0]


def hashes_of_value(value: str, purpose: str) -> set[int]:
    """Every hash that the value may be held under: of today's key, and of those before until all is sealed
    anew. Empty where nothing is left of the value."""
    told = (_hash_texts([value.strip()], purpose, key)[0] for key in known_keys())
    return {one for one in told if one is not None}


def hashes_by_key(contact: Any) -> list[tuple[int | None, ...]]:
    """What a contact is found by (HASHED) under each known key, today's first; [] where it does not open."""
    if not can_open(contact):
        return []
    fields = open_contact(contact)
    texts = [(fields.get(field, ""), purpose) for purpose, field in HASHED.items()]
    return [tuple(_hash_texts([text], purpose, key)[0] for text, purpose in texts) for key in known_keys()]


@lru_cache(maxsize=32)
def _hash_key(secret: str, purpose: str) -> bytes:
    return _derive(secret, f"hash {purpose}")


def _hash_texts(texts: list[str], purpose: str, key: str | None = None) -> list[int | None]:
    start = blake2b(key=_hash_key(key or settings.CONTACT_KEY, purpose), digest_size=8).copy
    normal = NORMAL.get(purpose, _folded)(texts)
    digests = []
    for text in normal:
        if text:
            state = start()
            state.update(text.encode("utf-8", "surrogatepass"))
            digests.append(state.digest())
    found = iter(np.frombuffer(b"".join(digests), dtype=">i8").tolist())
    return [next(found) if text else None for text in normal]


def _texts(values: "pd.Series[Any]") -> list[str]:
    """Texts without outer spaces, "" for missing."""
    return list(map(str.strip, map(str, values.to_numpy(dtype=object, na_value="").tolist())))


# Normal forms --------------------------------------------------------------------------------------------

_PHONE_MARKS = str.maketrans("", "", " +-.()\u00a0\u2011\u2013")
_LOCAL = re.compile(r"0[1-9]\d{6,13}")  # most numbers, which are their own normal form
_NOT_DIGITS = re.compile(r"[^0-9]+")
# degrees and forms of address stand in one register and not in the next
_DEGREES = re.compile(r",[^\n]*")
_NOT_LETTERS = re.compile(r"[^\w\n ]|_")
_ASCII_MARKS = {mark: " " for mark in map(chr, range(128)) if _NOT_LETTERS.match(mark)}
_MARKS = str.maketrans(_ASCII_MARKS)
# by then only spaces part words; a pattern that begins with one of two signs takes a third of the time of \b
_TITLES = re.compile(r"([ \n])(?:bapak|ibu|bpk|sdr|sdri|drs|dra|hj|h|ir|dr|prof)(?=[ \n])")
_SPACES = re.compile(r" {2,}")
# all that str.split() parts words at, but the sign that joins the texts
_BLANKS = re.compile(r"[^\S\n]+")


def _names(texts: list[str]) -> list[str]:
    if not texts:
        return []
    # one pass over all names joined is three times as fast as a pass per name
    joined = "\n".join([text.replace("\n", " ") for text in texts])
    joined = joined if joined.isascii() else unicodedata.normalize("NFKC", joined)
    joined = _DEGREES.sub("", joined.casefold())
    joined = joined.translate(_MARKS) if joined.isascii() else _NOT_LETTERS.sub(" ", joined)
    bare = _SPACES.sub(" ", _TITLES.sub(r"\1", f"\n{joined}\n"))[1:-1].split("\n")
    return [name.strip() or _words(text) for name, text in zip(bare, texts, strict=True)]


def _words(text: str) -> str:
    """For a name that is nothing but a title ("Ibu"), or begins with a comma: all its words."""
    return " ".join(_NOT_LETTERS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).split())


def _phones(texts: list[str]) -> list[str | None]:
    # a line break parts two numbers, so it may not vanish with the marks
    joined = "\n".join([text.replace("\n", ",") for text in texts]).translate(_PHONE_MARKS)
    is_local = _LOCAL.fullmatch
    bare = joined.split("\n") if texts else []
    return [one if is_local(one) else normal_phone(text) for one, text in zip(bare, texts, strict=True)]


def normal_phone(text: str) -> str | None:
    """0812… for +62 812-…, 62812…, 812… and 0812…; the first where a cell holds several, None without any."""
    bare = text.translate(_PHONE_MARKS)
    if bare.isdecimal():
        return _local(bare)
    parts = (_local(_NOT_DIGITS.sub("", part)) for part in SEVERAL.split(text))
    return next((part for part in parts if part), None)


def _local(number: str) -> str | None:
    local = "0" + national(number)
    return local if 8 <= len(local) <= 15 else None


def digits(text: str) -> str:
    """Only the digits: NIK and NIB are written with dots, spaces and quotes."""
    return text if text.isascii() and text.isdigit() else _NOT_DIGITS.sub("", text)


def _folded(texts: list[str]) -> list[str]:
    if not texts:
        return []
    joined = "\n".join([text.replace("\n", " ") for text in texts])
    joined = joined if joined.isascii() else unicodedata.normalize("NFKC", joined)
    return [text.strip() for text in _BLANKS.sub(" ", joined.casefold()).split("\n")]


NORMAL: dict[str, Callable[[list[str]], Sequence[str | None]]] = {
    "name": _names,
    "phone": _phones,
    "nik": lambda texts: [digits(text) for text in texts],
    "nib": lambda texts: [digits(text) for text in texts],
}


def normal(text: str, purpose: str) -> str | None:
    """The form of a value that its hash is made of; None or empty where nothing is left."""
    return NORMAL.get(purpose, _folded)([text])[0]


# Masks ---------------------------------------------------------------------------------------------------


def mask(value: str, kind: str) -> str:
    """A value as a page shows it before it is opened. kind: phone, nik, nib, else a text ("W***** M****")."""
    if kind == "phone":
        known = normal_phone(value) or ""
        return f"{known[:4]}-****-**{known[-2:]}" if known else "****"
    if kind in ("nik", "nib"):
        return f"{value[:2]}{'*' * max(0, len(value) - 4)}{value[-2:]}" if len(value) > 6 else "****"
    return " ".join(
        word[0] + "*" * (len(word) - 1) if word[0].isalpha() else "*" * len(word) for word in value.split()
    )
