"""Masks people in the rows that a dataset keeps to show what was read: those rows are stored unencrypted.

Only while a file is prepared: `without_rows` empties them once it is imported, discarded or failed.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any

from data import contacts
from data.kinds import Kind

# a header of these words is about a person, whichever column it becomes in the end
_WORDS = {
    "nik": "nik",
    "ktp": "nik",
    "hp": "phone",
    "wa": "phone",
    "whatsapp": "phone",
    "telp": "phone",
    "telepon": "phone",
    "phone": "phone",
    "mobile": "phone",
    "alamat": "address",
    "address": "address",
    "email": "email",
}
# names of people where a kind has any; a table of areas has only names of areas
_NAMES = dict.fromkeys(("nama", "name", "pemilik", "owner", "pengusaha"), "name")
# "Nama Kecamatan": without its names an area column could not be recognised
_PLACES = {
    *("kecamatan", "kec", "kelurahan", "kel", "desa", "kabupaten", "kab", "kota", "provinsi"),
    *("district", "subdistrict", "village", "regency", "province", "city"),
    *("kategori", "sektor", "jenis", "produk", "category"),
}
_WORD = re.compile(r"[a-z]+")
_MARKS = str.maketrans("", "", " -.()\u00a0")
_FRACTION = re.compile(r"-?\d+\.\d+")
# a NIK, a phone number, an e-mail address, wherever they stand: rows may be shifted by an unquoted comma
_PERSONAL = re.compile(r"(?<!\d)(?:\d{16}|(?:\+?62|0)8\d{7,11})(?!\d)|\S@\S")


def masked(
    preview: dict[str, Any], kind: Kind, mapping: Mapping[str, str], left_out: Collection[str] = ()
) -> dict[str, Any]:
    """The preview {headers, rows, before} with personal cells masked, for storing.

    rows and before: [row number, cell, cell …]. mapping: column key → header, as it was recognised or chosen.
    left_out: headers of columns that a person did not want, whatever they hold.
    """
    unwanted = {at: "text" for at, header in enumerate(preview["headers"]) if header in left_out}
    kinds = unwanted | _kinds(preview["headers"], kind, mapping)
    rows = [[number, *_row(cells, kinds)] for number, *cells in preview["rows"]]
    before = [[number, *_row(cells, {})] for number, *cells in preview["before"]]
    return {**preview, "rows": rows, "before": before, "is_masked": bool(kinds)}


def without_rows(guess: dict[str, Any]) -> dict[str, Any]:
    """What was guessed, without the rows of the file: headers and form are needed for ever, rows are not."""
    return {**guess, "preview": {}}


def _kinds(headers: list[str], kind: Kind, mapping: Mapping[str, str]) -> dict[int, str]:
    """Position of each personal column → how its cells are masked (contacts.mask)."""
    personal = {column.key for column in kind.personal_columns}
    used = {header: key if key in personal else "" for key, header in mapping.items()}
    words = {**_NAMES, **_WORDS} if personal else _WORDS
    forms = [used[header] if header in used else _form(header, words) for header in headers]
    return {at: form for at, form in enumerate(forms) if form}


def _form(header: str, words: Mapping[str, str]) -> str:
    """How a header that no column was recognised by is masked; "" for one that is not about a person."""
    said = _WORD.findall(header.casefold().replace("e-mail", "email"))
    return "" if _PLACES & set(said) else next((words[word] for word in said if word in words), "")


def _row(cells: list[Any], kinds: Mapping[int, str]) -> list[Any]:
    forms = [_cell(cell, kinds.get(at, "")) if cell else "" for at, cell in enumerate(cells)]
    return [contacts.mask(str(cell), form) if form else cell for cell, form in zip(cells, forms, strict=True)]


def _cell(cell: Any, form: str) -> str:
    return form or ("text" if looks_personal(str(cell)) else "")


def looks_personal(text: str) -> bool:
    """Whether a cell of any column holds a NIK, a phone number or an e-mail address."""
    return not _FRACTION.fullmatch(text) and bool(_PERSONAL.search(text.translate(_MARKS)))
