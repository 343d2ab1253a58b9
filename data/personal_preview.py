"""Masks people in the rows that a dataset keeps to show what was read: those rows are stored unencrypted.

Only while a file is prepared: `without_rows` empties them once it is imported, `without_cells` once it was
discarded or failed.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any

from data import contacts
from data.kinds import Kind, kind
from data.models import Dataset
from data.reading.header import is_made_up

# parts of a guess that hold cells of columns, whatever they were read as
EXAMPLES = frozenset({"alternatives", "answers"})
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
# of a column without a header: words may be names, figures are needed to tell what it holds
_UNNAMED = "unnamed"
_WORD = re.compile(r"[a-z]+")
_MARKS = str.maketrans("", "", " -.()\u00a0")
_FRACTION = re.compile(r"-?\d+\.\d+")
# a NIK, a phone number, an e-mail address, wherever they stand: rows may be shifted by an unquoted comma
_PERSONAL = re.compile(r"(?<!\d)(?:\d{16}|(?:\+?62|0)8\d{7,11})(?!\d)|\S@\S")


def masked(preview: dict[str, Any], kind: Kind, mapping: Mapping[str, str]) -> dict[str, Any]:
    """The preview {headers, rows, before} with personal cells masked, for storing.

    rows and before: [row number, cell, cell …]. mapping: column key → header, as it was recognised or chosen.
    """
    kinds = _kinds(preview["headers"], kind, mapping)
    rows = [[number, *_row(cells, kinds)] for number, *cells in preview["rows"]]
    before = [[number, *_row(cells, {})] for number, *cells in preview["before"]]
    is_masked = rows != preview["rows"] or any(form != _UNNAMED for form in kinds.values())
    return {**preview, "rows": rows, "before": before, "is_masked": is_masked}


def hidden(preview: dict[str, Any], headers: Collection[str]) -> dict[str, Any]:
    """The preview with every cell of these columns masked, whatever they hold."""
    kinds = {at: "text" for at, header in enumerate(preview.get("headers", [])) if header in headers}
    if not kinds:
        return preview
    rows = [[number, *_row(cells, kinds)] for number, *cells in preview["rows"]]
    return {**preview, "rows": rows, "is_masked": True}


def without_examples(guess: dict[str, Any]) -> dict[str, Any]:
    """What was guessed, without the cells that a person chooses the type of a column by."""
    return {name: {} if name in EXAMPLES else value for name, value in guess.items()}


def without_rows(guess: dict[str, Any]) -> dict[str, Any]:
    """What was guessed, without the rows of the file: headers and form are needed for ever, rows are not."""
    return {**without_examples(guess), "preview": {}}


def without_cells(dataset: Dataset) -> dict[str, Any]:
    """The fields of a dataset that repeat cells of its file, emptied: it ends unimported, or for good."""
    own = kind(dataset.kind).open
    fields = own.without_any_answers(dataset) if own else {"guess": dataset.guess}
    return {**fields, "guess": without_rows(fields["guess"])}


def _kinds(headers: list[str], kind: Kind, mapping: Mapping[str, str]) -> dict[int, str]:
    """Position of each personal column → how its cells are masked (contacts.mask)."""
    personal = {column.key for column in kind.personal_columns}
    used = dict.fromkeys(filter(is_made_up, headers), _UNNAMED) if personal else {}
    used |= {header: key if key in personal else "" for key, header in mapping.items()}
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
    if form == _UNNAMED:
        form = "text" if any(map(str.isalpha, str(cell))) else ""
    return form or ("text" if looks_personal(str(cell)) else "")


def looks_personal(text: str) -> bool:
    """Whether a cell of any column holds a NIK, a phone number or an e-mail address."""
    return not _FRACTION.fullmatch(text) and bool(_PERSONAL.search(text.translate(_MARKS)))
